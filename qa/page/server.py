"""The web server under the page: its socket, and the route that shows an article."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from qa.errors import PortInUse, SettingError
from qa.formatting.scripts import shown_article
from store.article import Article
from store.errors import Language
from store.text.scripts import Display

from .article import article_headers, article_page, missing_page
from .display import SCRIPTS, preferred

if TYPE_CHECKING:
    from fastapi import FastAPI

COOKIE = "yuanwen-language"
"""Remembers the language chosen with the switch, for the chat page and the article pages alike."""


SCRIPT_COOKIE = "yuanwen-script"
"""Remembers the script chosen with the other switch."""


class Shelf(Protocol):
    """Where the articles are."""

    def article(self, article_id: str) -> Article | None:
        """The article, or None if it is not there."""

    def story(self, article_id: str) -> Sequence[Article]:
        """The articles that tell the same story."""


def site(shelf: Shelf, language: Language | None, script: Display) -> FastAPI:
    """An application with one route, the stable address of an article: GET /article/{id}?start=..&end=..

    With view=original it shows the text before repair beside the repaired one, both in the script they came in.
    """
    from fastapi import FastAPI, Request
    from fastapi.responses import HTMLResponse

    api = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    def show(request: Request) -> HTMLResponse:
        spoken = language or spoken_by(request.headers, request.cookies)
        found = shelf.article(request.path_params["article_id"])
        if found is None:
            return HTMLResponse(missing_page(spoken), 404, article_headers())
        start, end = (_offset(request.query_params.get(name)) for name in ("start", "end"))
        place = None if start is None or end is None else (start, end)
        as_it_was = request.query_params.get("view") == "original"
        read = "original" if as_it_was else read_in(request.cookies, script)
        story = [shown_article(other, read) for other in shelf.story(found.id)]
        page = article_page(shown_article(found, read), place, spoken, story=story, as_it_was=as_it_was)
        return HTMLResponse(page.encode(errors="replace"), headers=article_headers())

    api.add_route("/article/{article_id}", show)
    return api


def spoken_by(headers: Mapping[str, str], cookies: Mapping[str, str]) -> Language:
    """The language of the page for a request."""
    return preferred(headers.get("accept-language"), cookies.get(COOKIE))


def read_in(cookies: Mapping[str, str], default: Display) -> Display:
    """The script of articles and answers for a request: the one chosen earlier, else the default."""
    return next((script for script in SCRIPTS if script == cookies.get(SCRIPT_COOKIE)), default)


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
