"""The chat page: a Gradio page at "/" over the article route."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any

import gradio as gr
from fastapi import FastAPI

from qa.formatting.texts import text
from store.errors import Language, YuanwenError
from store.text.scripts import Display

from . import browser
from . import parts as pages
from .backend import Backend
from .conversation import conversation, sources
from .display import DEFAULT, EXAMPLES, LANGUAGES, SCRIPTS
from .server import COOKIE, SCRIPT_COOKIE, listen, read_in, run, site, spoken_by
from .session import Session, Turn

SIDE_BY_SIDE = 8
"""Questions answered at a time; what cannot run side by side, such as a local model, has its own lock."""

_FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "system-ui", "sans-serif")
Updates = dict[Any, Any]


def app(backend: Backend, *, language: Language | None = None, script: Display = "original") -> FastAPI:
    """The page as an ASGI application. `language` fixes its language; None follows the browser.

    `script` is what articles and answers are shown in until the reader chooses another.
    """
    theme = gr.themes.Base(font=_FONTS, font_mono=("ui-monospace", "monospace")).set(
        body_background_fill="#faf8f4", body_background_fill_dark="#17191c"
    )
    mounted: FastAPI = gr.mount_gradio_app(
        site(backend, language, script),
        _Chat(backend, language, script).blocks,
        path="/",
        app_kwargs={"openapi_url": None},
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        theme=theme,
        # not css=: Gradio rewrites that rule by rule, and splits selectors at the commas inside :is()
        head=f'<link rel="icon" href="{browser.icon()}"><style>{pages.css()}</style>',
    )
    return mounted


def serve(  # noqa: PLR0913  keywords, each of them a setting
    backend: Backend,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    language: Language | None = None,
    script: Display = "original",
    listening: Callable[[str], object] | None = None,
) -> None:
    """Serve the page until interrupted; `listening` is called with its address before the first request.

    Raises PortInUse when another program has the port, SettingError when the host cannot be listened on.
    """
    with listen(host, port) as listener:
        application = app(backend, language=language, script=script)
        if listening is not None:
            shown = f"[{host}]" if ":" in host else host
            listening(f"http://{shown}:{listener.getsockname()[1]}")
        run(application, listener)


class _Chat:
    """The page's components, and what happens when they are used.

    A handler changes the session and returns what is shown anew: {component: its new value}.
    """

    def __init__(self, backend: Backend, language: Language | None, script: Display) -> None:
        self.backend, self.language, self.script = backend, language, script
        with gr.Blocks(title="原文 Yuanwen", analytics_enabled=False, fill_width=True) as self.blocks:
            self.session = gr.State(Session(language or DEFAULT, script=script))
            with gr.Row(elem_id="top"):
                self._top()
            with gr.Row(elem_id="desk"):
                with gr.Column(elem_id="chat"):
                    self._chat()
                with gr.Column(elem_id="shelf"):
                    self.sources = gr.HTML(elem_id="sources")
                    self.frame = gr.HTML(pages.frame(language or DEFAULT), elem_id="frame", js_on_load=browser.OPEN)
            self._events()

    def _top(self) -> None:
        self.brand = gr.HTML(elem_id="brand")
        self.status = gr.HTML(elem_id="status")
        self.timer = gr.Timer(1)
        self.new = gr.Button(elem_id="new", size="sm")
        with gr.Row(elem_id="scripts", elem_classes="switch"):
            self.scripts = {script: gr.Button(size="sm") for script in SCRIPTS}
        with gr.Row(elem_id="switch", elem_classes="switch", visible=self.language is None):
            self.switch = {language: gr.Button(name, size="sm") for language, name in LANGUAGES.items()}

    def _chat(self) -> None:
        with gr.Column(elem_id="talk"):
            self.conversation = gr.HTML(elem_id="conversation", js_on_load=browser.FOLLOW + browser.MARK)
            self.hint = gr.HTML(elem_id="hint")
            self.samples = gr.Button(elem_id="samples", size="sm", visible=False)
            with gr.Column(elem_id="examples", visible=False) as self.examples:
                self.offer = gr.HTML(elem_id="offer")
                self.example = [gr.Button(question, size="sm") for question in EXAMPLES]
        self.box = gr.Textbox(elem_id="box", max_lines=6, max_length=2000, show_label=False, autofocus=True)

    def _events(self) -> None:
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        by_status = [self.status, self.timer, self.examples, self.hint, self.samples]
        shown = [self.conversation, self.sources, self.box, *by_status]
        every = [*shown, self.brand, self.offer, self.frame, self.new, *self.scripts.values(), *self.switch.values()]
        self.blocks.load(self._opened, self.session, every, **quiet)
        self.timer.tick(self._polled, self.session, by_status, queue=False, **quiet)
        self.samples.click(self._sampled, self.session, shown, queue=False, **quiet)
        runs: list[Any] = []
        for ask, asked in [(self.box.submit, self.box), *((button.click, button) for button in self.example)]:
            run = ask(self._asked, [asked, self.session], shown, concurrency_limit=SIDE_BY_SIDE, **quiet)
            run.then(self._ended, self.session, shown, queue=False, **quiet)
            run.failure(self._broken, self.session, shown, queue=False, **quiet)
            runs.append(run)
        self.box.stop(self._ended, self.session, shown, cancels=runs, queue=False, **quiet)
        talk = [self.conversation, self.sources]
        self.conversation.click(self._marked, self.session, talk, queue=False, **quiet)
        self.new.click(self._cleared, self.session, shown, cancels=runs, queue=False, **quiet)
        for language, button in self.switch.items():
            remember = browser.remember(COOKIE, language)
            button.click(partial(self._switched, language), self.session, every, js=remember, queue=False, **quiet)
        for script, button in self.scripts.items():
            remember = browser.remember(SCRIPT_COOKIE, script, reload=True)
            button.click(partial(self._rewritten, script), self.session, every, js=remember, queue=False, **quiet)

    def _opened(self, session: Session, request: gr.Request) -> Updates:
        session.script = read_in(request.cookies, self.script)
        return self._switched(self.language or spoken_by(request.headers, request.cookies), session)

    def _rewritten(self, script: Display, session: Session) -> Updates:
        session.script = script
        return {**self._talk(session), **self._scripts(session)}

    def _scripts(self, session: Session) -> Updates:
        return {
            button: gr.Button(text(f"page.scripts.{script}", session.language), interactive=script != session.script)
            for script, button in self.scripts.items()
        }

    def _switched(self, language: Language, session: Session) -> Updates:
        session.language = language
        tagline, offer = (escape(text(key, language)) for key in ("page.tagline", "page.try"))
        switch: Updates = {button: gr.Button(interactive=other != language) for other, button in self.switch.items()}
        return {
            **self._shown(session),
            **self._scripts(session),
            **switch,
            self.brand: f'<h1><b lang="zh">原文</b>Yuanwen</h1><p lang="{language}">{tagline}</p>',
            self.offer: f'<h3 lang="{language}">{offer}</h3>',
            self.frame: pages.frame(language),
            self.new: text("page.new", language),
        }

    def _shown(self, session: Session, **box: Any) -> Updates:
        """Everything that a conversation changes; `box` goes to the box for the question."""
        language = session.language
        return {
            **self._talk(session),
            self.box: gr.Textbox(
                placeholder=text("page.placeholder", language),
                label=text("page.question", language),
                submit_btn=False if session.busy else text("page.ask", language),
                stop_btn=text("page.stop", language) if session.busy else False,
                **box,
            ),
            **self._polled(session),
        }

    def _talk(self, session: Session) -> Updates:
        turns = session.shown
        return {
            self.conversation: conversation(turns, session.language),
            self.sources: sources(turns, session.language),
        }

    def _polled(self, session: Session) -> Updates:
        """What the status changes: its line, and what stands under the greeting."""
        status, language = self.backend.status(sampling=session.sampling), session.language
        return {
            self.status: pages.status_line(status, language),
            self.timer: gr.Timer(active=not status.settled or status.lacks_articles),
            self.examples: gr.Column(visible=status.sample and not session.turns),  # they are about the samples
            self.hint: pages.hint(status, language) if not session.turns else "",
            self.samples: gr.Button(text("page.samples", language), visible=status.is_empty),
        }

    def _sampled(self, session: Session) -> Updates:
        session.sampling = True
        self.backend.show_samples()
        return self._shown(session)

    def _asked(self, question: str, session: Session) -> Iterator[Updates]:
        if not question.strip() or session.busy:
            return
        status, history = self.backend.status(sampling=session.sampling), session.history
        turn = Turn(question.strip(), status, error=None if status.answering else status.error)
        session.turns.append(turn)
        yield self._shown(session, value="")
        if not turn.pending:
            return
        for later in self._answered(turn, history, sampling=session.sampling):
            if not session.advance(turn, later):
                return
            turn = later
            yield self._talk(session)

    def _answered(self, turn: Turn, history: Sequence[tuple[str, str]], *, sampling: bool) -> Iterator[Turn]:
        try:
            for answer in self.backend.stream(turn.question, history, sampling=sampling):
                turn = replace(turn, answer=answer)
                yield turn
        except YuanwenError as error:
            yield replace(turn, error=error)

    def _marked(self, session: Session, event: gr.EventData) -> Updates:
        """An answer was called wrong: it becomes a draft, once."""
        turn = session.markable(event.turn)
        if turn is not None and turn.answer is not None:
            try:
                self.backend.note_wrong(turn.question, session.history_of(event.turn), turn.answer)
                session.mark(turn, "noted")
            except YuanwenError as error:
                session.mark(turn, error)
        return self._talk(session)

    def _ended(self, session: Session) -> Updates:
        """After an answer, and when it was stopped."""
        session.end("stopped")
        return self._shown(session)

    def _broken(self, session: Session) -> Updates:
        session.end("broken")
        return self._shown(session)

    def _cleared(self, session: Session) -> Updates:
        session.turns = []
        return self._shown(session)
