"""The web server under the page: its socket, and the route that shows an article."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from store.article import Article
from store.errors import Language

from . import pages
from .errors import PortInUse, SettingError
from .texts import preferred

if TYPE_CHECKING:
    from fastapi import FastAPI

COOKIE = "yuanwen-language"
"""Remembers the language chosen with the switch, for the chat page and the article pages alike."""


def site(article: Callable[[str], Article | None], language: Language | None) -> FastAPI:
    """An application with one route, GET /article/{id}?start=..&end=..: the stable address of an article."""
    from fastapi import FastAPI, Request
    from fastapi.responses import HTMLResponse

    api = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    def show(request: Request) -> HTMLResponse:
        spoken = language or spoken_by(request.headers, request.cookies)
        found = article(request.path_params["article_id"])
        if found is None:
            return HTMLResponse(pages.missing_page(spoken), 404, pages.article_headers())
        start, end = (_offset(request.query_params.get(name)) for name in ("start", "end"))
        return HTMLResponse(pages.article_page(found, start, end, spoken), headers=pages.article_headers())

    api.add_route("/article/{article_id}", show)
    return api


def spoken_by(headers: Mapping[str, str], cookies: Mapping[str, str]) -> Language:
    """The language of the page for a request."""
    return preferred(headers.get("accept-language"), cookies.get(COOKIE))


def _offset(given: str | None) -> int | None:
    return int(given) if given and given.isdecimal() and len(given) < 10 else None


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at host:port, where port 0 is any free one.

    Raises PortInUse when another program has the port, SettingError when the host cannot be listened on.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            with socket.create_server((host, 0), family=family) as free:
                raise PortInUse(host=host, port=port, other=free.getsockname()[1]) from error
        reason = f"{host}:{port}: {error.strerror}"
        raise SettingError(name="host, port", reason=reason, known="host, port") from error


def run(application: FastAPI, listener: socket.socket) -> None:
    """Serve the application on the socket until interrupted."""
    import uvicorn

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # that tabs are open is no error
            await super().shutdown(sockets)

    # An open page holds a connection for ever: without a limit, Ctrl-C would wait for every tab to be closed.
    config = uvicorn.Config(application, log_level="warning", timeout_graceful_shutdown=1)
    with suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listener])
