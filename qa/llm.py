"""Language models: one in this process, or any server. The only file that imports the model runtimes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.models import cache as models

from .errors import LLMDamaged, LLMExtraMissing, LLMFailed, LLMRefusedKey, LLMTimedOut, LLMUnknown, LLMUnreachable
from .extras import require
from .settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

EXTRACTIVE = "extractive"
CONTEXT = 4096
"""Tokens of context of a local model: the evidence's budget, a history and an answer fit several times."""

TOLD = 20
"""Tokens of which a server tells how likely they are: the most that OpenAI's tell."""
NOT_TOLD = "it does not tell how likely its words are: set verify to never / 它不给出用词的概率：verify 请设为 never"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a streamed reply; the last one carries the token counts and no text.

    Where a reply was asked for with `logprobs`, `told` are its tokens so far that no earlier piece had, each with the
    logarithm of its likelihood.
    """

    text: str
    prompt_tokens: int = 0
    answer_tokens: int = 0
    told: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class LLM:
    """A language model behind LangChain's chat interface, with this project's errors.

    `address` and `timeout` (seconds) are for messages, as is `key`, to keep it out of them: a server may repeat it in
    an error of its own. `local` models run in this process.
    """

    name: str
    model: BaseChatModel
    address: str
    timeout: float
    local: bool = False
    key: str = field(default="", repr=False)

    def stream(self, messages: Sequence[BaseMessage], **options: Any) -> Iterator[Piece]:
        """The reply to `messages`, piece by piece. Raises an LLMError."""
        prompt_tokens = answer_tokens = 0
        told: list[tuple[str, float]] = []
        with_errors = _translated(self.model.stream(list(messages), **options), self)
        for chunk in with_errors:
            usage = getattr(chunk, "usage_metadata", None)
            if usage:
                prompt_tokens = max(prompt_tokens, usage["input_tokens"])
                answer_tokens = max(answer_tokens, usage["output_tokens"])
            told += [(token["token"], token["logprob"]) for token in _told(chunk)]
            if text := str(chunk.text):
                yield Piece(text, told=tuple(told))
                told = []
        yield Piece("", prompt_tokens, answer_tokens, tuple(told))

    def say(self, messages: Sequence[BaseMessage], **options: Any) -> str:
        """The whole reply to `messages`. Raises an LLMError."""
        return "".join(piece.text for piece in self.stream(messages, **options)).strip()

    def odds(self, messages: Sequence[BaseMessage], one: str, other: str) -> float:
        """By how much a reply to `messages` rather begins with the token `one` than with `other`, in logits.

        Only servers that tell how likely tokens are can be asked, as OpenAI's and llama.cpp's are. Raises an LLMError.
        """
        chunks = _translated(self.model.stream(list(messages), max_tokens=1, logprobs=True, top_logprobs=TOLD), self)
        told = [token for chunk in chunks for token in _told(chunk)]
        if not told:
            raise LLMFailed(llm=self.name, reason=NOT_TOLD)
        likely = {token["token"]: token["logprob"] for token in told[0]["top_logprobs"]}
        least = min(likely.values())
        return float(likely.get(one, least) - likely.get(other, least))

    def explain(self, error: Exception) -> LLMFailed | LLMRefusedKey | LLMTimedOut | LLMUnreachable:
        """The error of this project for what a provider's library raised."""
        import httpx
        import openai

        if isinstance(error, (openai.APITimeoutError, httpx.TimeoutException, TimeoutError)):
            return LLMTimedOut(llm=self.name, seconds=self.timeout)
        if isinstance(error, (openai.AuthenticationError, openai.PermissionDeniedError)):
            return LLMRefusedKey(llm=self.name)
        if isinstance(error, (openai.APIConnectionError, httpx.ConnectError, ConnectionError)):
            return LLMUnreachable(llm=self.name, address=self.address)
        return LLMFailed(llm=self.name, reason=_one_line(error, self.key))


def _told(chunk: Any) -> list[dict[str, Any]]:
    """What a server tells of the tokens of a chunk."""
    return (chunk.response_metadata.get("logprobs") or {}).get("content") or []


def _translated(chunks: Iterator[Any], llm: LLM) -> Iterator[Any]:
    import httpx
    import openai

    try:
        yield from chunks
    except (openai.OpenAIError, httpx.HTTPError, OSError, ValueError, RuntimeError) as error:
        raise llm.explain(error) from error


def _one_line(error: Exception, key: str = "") -> str:
    said = str(error).replace(key, "***") if key else str(error)
    return " ".join(said.split())[:200] or type(error).__name__


def connect(settings: Settings, progress: Callable[[models.Progress], None] | None = None) -> LLM | None:
    """The language model that the settings name, ready to answer; None for "extractive".

    A local model is fetched if need be and loaded, which takes seconds to minutes. Raises an LLMError or ModelError.
    """
    name = settings.llm
    if name == EXTRACTIVE:
        return None
    if name in _known():
        return _local(name, models.fetch(name, settings.models, progress), settings)
    if name.lower().endswith(".gguf"):
        if not Path(name).is_file():
            raise LLMDamaged(path=name)
        return _local(name, Path(name), settings)
    if ":" in name:
        return _served(settings)
    raise LLMUnknown(llm=name, known=", ".join(_known()))


def _known() -> list[str]:
    return [model.name for model in models.MODELS.values() if model.kind == "llm"]


def check(settings: Settings) -> None:
    """Raise LLMUnknown at once for a name that cannot be right, before anything is fetched or loaded."""
    name = settings.llm
    if name not in (EXTRACTIVE, *_known()) and not name.lower().endswith(".gguf") and ":" not in name:
        raise LLMUnknown(llm=name, known=", ".join(_known()))


def _local(name: str, path: Path, settings: Settings) -> LLM:
    import httpx
    from langchain_openai import ChatOpenAI

    server, key = _server(path.resolve(), settings.threads)
    # A proxy set for the machine must not get between this process and itself.
    client = httpx.Client(trust_env=False, timeout=settings.timeout)
    model = ChatOpenAI(
        model=name,
        base_url=f"{server.listening_address}/v1",
        api_key=lambda: key,
        http_client=client,
        temperature=0,
        max_retries=0,
        stream_usage=True,
    )
    return LLM(name, model, server.listening_address, settings.timeout, local=True)


@cache
def _server(path: Path, threads: int) -> tuple[Any, str]:
    """llama.cpp's own server, inside this process, on a free loopback port and behind a key. One a model file."""
    import xllamacpp

    key = secrets.token_urlsafe()
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    # Most weights are laid out anew for the processor. A file that is mapped stays in memory beside that: 600 MB of a
    # model of 1.1 GB.
    params.load_mode = xllamacpp.llama_load_mode.LLAMA_LOAD_MODE_NONE
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.n_gpu_layers = 0
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.ui = False
    params.endpoint_slots = False
    params.cache_ram_mib = 256
    params.verbosity = 0
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    try:
        return xllamacpp.Server(params), key
    except RuntimeError as error:
        raise LLMDamaged(path=path) from error


def _served(settings: Settings) -> LLM:
    require("providers")
    import openai
    from langchain.chat_models import init_chat_model

    provider, _, model_name = settings.llm.partition(":")
    options: dict[str, Any] = {"temperature": 0}
    if settings.base_url:
        options["base_url"] = settings.base_url
    if settings.api_key:
        options["api_key"] = settings.api_key.get_secret_value()
    elif settings.base_url and provider == "openai":
        # Most servers of one's own want no key; and a key meant for OpenAI must not go to another address.
        options["api_key"] = "none"
    if provider == "ollama":
        options["client_kwargs"] = {"timeout": settings.timeout}
    else:
        options |= {"timeout": settings.timeout, "max_retries": 1}
    if provider == "openai":
        options["stream_usage"] = True
    try:
        model = init_chat_model(model_name, model_provider=provider, **options)
    except ImportError as error:
        raise LLMExtraMissing(llm=settings.llm, package=f"langchain-{provider.replace('_', '-')}") from error
    except openai.OpenAIError as error:
        raise LLMRefusedKey(llm=settings.llm) from error
    except ValueError as error:
        raise LLMFailed(llm=settings.llm, reason=_one_line(error)) from error
    key = settings.api_key.get_secret_value() if settings.api_key else ""
    return LLM(settings.llm, model, settings.base_url or provider, settings.timeout, key=key)
