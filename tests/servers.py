"""Real servers on loopback: Chroma's, and a proxy before one that wants a token, speaks TLS or sends elsewhere."""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def serving(folder: Path, port: int) -> Iterator[str]:
    """A real Chroma server over a folder, and its address."""
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder)]
    server = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, "the server ended"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


class Proxy(ThreadingHTTPServer):
    """Forwards to a Chroma server what brings the `token`, if there is one; or redirects all to `elsewhere`.

    `seen` has the value of each Authorization header that came.
    """

    daemon_threads = True

    def __init__(self, behind: str, token: str = "", elsewhere: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Forward)
        self.behind, self.token, self.elsewhere = behind, token, elsewhere
        self.seen: list[str | None] = []
        self.address = f"http://127.0.0.1:{self.server_port}"

    def speak_tls(self, certificate: Path) -> None:
        """Answer in TLS from now on, with a file of a certificate and its key."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.address = self.address.replace("http:", "https:")

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up, as those do that distrust a certificate."""


class _Forward(BaseHTTPRequestHandler):
    server: Proxy
    protocol_version = "HTTP/1.1"

    def _forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append(self.headers.get("Authorization"))
        if self.server.elsewhere:
            self._reply(307, b"", {"Location": self.server.elsewhere + self.path})
        elif self.server.token and self.headers.get("Authorization") != f"Bearer {self.server.token}":
            self._reply(401, b"<html>who are you?</html>", {})
        else:
            behind = HTTPConnection(urlsplit(self.server.behind).netloc)
            behind.request(self.command, self.path, body, {"Content-Type": "application/json"})
            answer = behind.getresponse()
            self._reply(answer.status, answer.read(), {"Content-Type": answer.getheader("Content-Type", "")})
            behind.close()

    def _reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _forward

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def guarding(proxy: Proxy) -> Iterator[Proxy]:
    """The proxy, running."""
    thread = threading.Thread(target=proxy.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()
