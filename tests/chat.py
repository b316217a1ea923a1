"""A loopback server that speaks OpenAI's streaming chat protocol, well or badly, as each test asks it to."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

from qa.settings import Settings, load

STOPS = 0.01
"""Seconds after which a server of tests sees that it is to stop; half a second, as usual, adds up to minutes."""

Fault = Literal["none", "hangs", "falls silent", "cuts", "error in stream", "web page"]


@dataclass(frozen=True, slots=True)
class Request:
    """What the server was sent."""

    path: str
    authorization: str | None
    body: dict[str, Any]

    @property
    def said(self) -> str:
        """The last message, which holds the sources and the question."""
        return str(self.body["messages"][-1]["content"])


class ChatServer(ThreadingHTTPServer):
    """Replies with `pieces` and the `usage`, unless it has a `status` other than 200 or a `fault`.

    `script` holds the pieces of the next replies, where they are not all to be the same. Requests that ask how likely
    tokens are get `sure` with every piece, and those that ask for other first tokens the next of `likely`, the
    last of which is for all that follow; all of these are logarithms.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Reply)
        self.pieces: Sequence[str] = ("好", "。")
        self.script: list[Sequence[str]] = []
        self.usage = (11, 2)
        self.likely: list[dict[str, float]] = []
        self.sure = -0.01
        self.status = 200
        self.fault: Fault = "none"
        self.requests: list[Request] = []
        self.released = threading.Event()
        self.address = f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing on standard error about clients that gave up, which is what some tests are about."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def settings(self, **given: Any) -> Settings:
        """Settings that ask this server."""
        return load(**({"llm": "openai:tiny", "base_url": self.address} | given))


class _Reply(BaseHTTPRequestHandler):
    server: ChatServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """One chat completion."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(Request(self.path, self.headers["Authorization"], body))
        with suppress(ConnectionError):  # a client that gave up is what some tests are about
            self._reply()

    def _reply(self) -> None:
        server = self.server
        if server.fault == "hangs":
            server.released.wait()
        if server.fault == "web page":
            self._whole(200, "text/html", "<!doctype html><title>Welcome</title>")
        elif server.status != 200:
            # Some gateways repeat the request's headers in their errors, the key among them.
            said = f"upstream is unwell; request had {self.headers['Authorization']}"
            self._whole(server.status, "application/json", json.dumps({"error": {"message": said}}))
        else:
            self._stream()

    def _whole(self, status: int, kind: str, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def _stream(self) -> None:
        server = self.server
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        asked = server.requests[-1].body
        first = self._likely() if asked.get("top_logprobs") else {}
        for place, piece in enumerate(server.script.pop(0) if server.script else server.pieces):
            sure = {"logprobs": {"content": [_token(piece, server.sure)], "refusal": None}}
            told = first or (sure if asked.get("logprobs") and not asked.get("top_logprobs") else {})
            self._event(choices=[{"index": 0, "delta": {"role": "assistant", "content": piece}, **told}])
            if place == 0 and server.fault == "falls silent":
                server.released.wait()
            if place == 0 and server.fault == "cuts":
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if place == 0 and server.fault == "error in stream":
                self._chunk(b'data: {"error": {"message": "out of memory"}}\n\n')
                return
        prompt, written = server.usage
        self._event(choices=[{"index": 0, "delta": {}, "finish_reason": "stop"}])
        usage = {"prompt_tokens": prompt, "completion_tokens": written, "total_tokens": prompt + written}
        self._event(choices=[], usage=usage)
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _likely(self) -> dict[str, Any]:
        """What a choice says of the tokens it might begin with, if there is something to tell."""
        likely = self.server.likely
        if not likely:
            return {}
        top = [_token(token, told) for token, told in (likely.pop(0) if len(likely) > 1 else likely[0]).items()]
        return {"logprobs": {"content": [{**top[0], "top_logprobs": top}], "refusal": None}}

    def _event(self, **fields: Any) -> None:
        event = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "tiny"} | fields
        self._chunk(f"data: {json.dumps(event)}\n\n".encode())

    def _chunk(self, content: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on standard error."""


def _token(token: str, told: float) -> dict[str, Any]:
    return {"token": token, "logprob": told, "bytes": None, "top_logprobs": []}


@contextmanager
def chatting() -> Iterator[ChatServer]:
    """A chat server that answers well until told otherwise."""
    with ChatServer() as server:
        threading.Thread(target=server.serve_forever, args=(STOPS,), daemon=True).start()
        yield server
        server.released.set()
        server.shutdown()


def closed_port() -> int:
    """A port of this machine at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
