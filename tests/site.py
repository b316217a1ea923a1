"""A web site on loopback: pages by path, and what was asked of it."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .chat import STOPS


@dataclass(frozen=True, slots=True)
class Reply:
    """What the site answers at one path. A page with an ETag is answered with 304 to whoever has it."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its path, and its headers by lower-case name."""

    path: str
    headers: Mapping[str, str]


class Site(ThreadingHTTPServer):
    """Answers what stands in `pages`, and 404 elsewhere."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.pages: dict[str, Reply] = {}
        self.asked: list[Asked] = []
        self.address = f"http://127.0.0.1:{self.server_port}"

    def page(self, path: str, title: str, text: str, *, head: str = "", **headers: str) -> None:
        """Put an article there, as a news site shows one."""
        html = f"<html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body><h1>{title}</h1>"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = f"{html}<div>{''.join(f'<p>{line}</p>' for line in text.splitlines())}</div></body></html>"
        self.pages[path] = Reply(content.encode(), headers={"Content-Type": "text/html; charset=utf-8"} | named)

    def feed(self, *items: str, **headers: str) -> None:
        """Put an RSS feed at /feed.xml, with these items in it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = f"<rss version='2.0'><channel><title>清河新闻</title>{''.join(items)}</channel></rss>"
        self.pages["/feed.xml"] = Reply(body.encode(), headers={"Content-Type": "application/rss+xml"} | named)

    def item(self, path: str, title: str, about: str = "", when: str = "Wed, 30 Oct 2024 00:30:00 +0800") -> str:
        """An item of a feed, for the page at a path."""
        said = f"<title>{title}</title><link>{self.address}{path}</link><guid>{path}</guid><pubDate>{when}</pubDate>"
        return f"<item>{said}<author>李明</author><description><![CDATA[{about}]]></description></item>"

    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [asked.path for asked in self.asked]


class _Answer(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        """Answer with the page."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append(Asked(self.path, headers))
        reply = self.server.pages.get(self.path, Reply(status=404))
        etag = reply.headers.get("ETag")
        is_known = etag is not None and headers.get("if-none-match") == etag
        body = b"" if is_known else reply.body
        self.send_response(304 if is_known else reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on standard error."""


def packed(body: bytes) -> Reply:
    """A reply that is sent packed."""
    return Reply(gzip.compress(body), headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})


@contextmanager
def serving() -> Iterator[Site]:
    """A site that runs until the end of the block."""
    with Site() as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": STOPS}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()
