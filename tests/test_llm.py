"""Language models: a real loopback server in every state, a real small GGUF, and files that are none."""

from __future__ import annotations

import os
import random
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from qa import llm
from qa.errors import (
    LLMDamaged,
    LLMError,
    LLMExtraMissing,
    LLMFailed,
    LLMRefusedKey,
    LLMTimedOut,
    LLMUnknown,
    LLMUnreachable,
)
from qa.llm import LLM, Piece, check, connect
from qa.settings import PREFIX, Settings, load
from store.models.cache import default_cache, fetch

from .chat import ChatServer, Fault, closed_port

SMALL = "qwen2.5-coder-0.5b-instruct"
KEY = "sk-confidential-0123456789"
HELLO = [HumanMessage("你好")]
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings, keys or proxies of this machine's user."""
    for name in list(os.environ):
        if name.startswith((PREFIX, "OPENAI_")) or name.upper() in {*PROXIES, "NO_PROXY"}:
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def small() -> Path:
    """The small model's file."""
    return fetch(SMALL, default_cache())


def connected(settings: Settings) -> LLM:
    """The language model of the settings, which name one."""
    found = connect(settings)
    assert found
    return found


def error_of(server: ChatServer, **given: object) -> LLMError:
    """What asking the server raises, with a key that no message may show."""
    asked = connected(server.settings(api_key=KEY, **given))
    with pytest.raises(LLMError) as caught:
        list(asked.stream(HELLO))
    for language in ("en", "zh"):
        assert KEY not in caught.value.message(language)
    return caught.value


def test_reply_arrives_piece_by_piece_with_its_token_counts(server: ChatServer) -> None:
    """A hosted reply is handed on piece by piece, and the last piece has the counts and no text."""
    server.pieces, server.usage = ("韦皓", "主持", "。"), (120, 7)
    pieces = list(connected(server.settings()).stream(HELLO, max_tokens=9))
    assert pieces == [Piece("韦皓"), Piece("主持"), Piece("。"), Piece("", 120, 7)]
    assert server.requests[0].path == "/v1/chat/completions"
    assert server.requests[0].body["model"] == "tiny"
    assert server.requests[0].body["temperature"] == 0


@pytest.mark.parametrize(("options", "told"), [({"logprobs": True}, True), ({}, False)])
def test_pieces_tell_how_likely_they_are(server: ChatServer, options: dict[str, bool], *, told: bool) -> None:
    """The pieces of a reply tell how likely they are if that was asked for."""
    server.pieces, server.sure = ("韦皓", "主持"), -2.5
    *pieces, _ = connected(server.settings()).stream(HELLO, **options)
    assert [piece.told for piece in pieces] == [((piece.text, -2.5),) if told else () for piece in pieces]


@pytest.mark.parametrize(
    ("status", "kind", "remedy"),
    [
        (401, LLMRefusedKey, "YUANWEN_API_KEY"),
        (403, LLMRefusedKey, "YUANWEN_API_KEY"),
        (404, LLMFailed, "model's name"),
        (500, LLMFailed, "server's log"),
    ],
)
def test_refusing_server_is_named_with_the_remedy(
    server: ChatServer, status: int, kind: type[LLMError], remedy: str
) -> None:
    """A server's refusal becomes an error that names the model and the remedy and never shows the key."""
    server.status = status
    error = error_of(server)
    assert type(error) is kind
    assert "openai:tiny" in str(error)
    assert remedy in str(error)


@pytest.mark.parametrize("fault", ["hangs", "falls silent"])
def test_silent_server_times_out(server: ChatServer, fault: Fault) -> None:
    """A server that says nothing, or nothing more, is given up after the time that the settings allow."""
    server.fault = fault
    error = error_of(server, timeout=0.3)
    assert type(error) is LLMTimedOut
    assert "openai:tiny" in str(error)
    assert "0.3 seconds" in str(error)
    assert "--timeout" in str(error)


@pytest.mark.parametrize("fault", ["cuts", "error in stream", "web page"])
def test_broken_reply_is_an_error(server: ChatServer, fault: Fault) -> None:
    """A reply that breaks off, turns into an error or is no reply at all is never taken for an answer."""
    server.fault = fault
    error = error_of(server)
    assert isinstance(error, LLMFailed | LLMUnreachable)
    assert "openai:tiny" in str(error)


def test_what_came_before_the_cut_is_handed_on(server: ChatServer) -> None:
    """The pieces that arrived before a connection broke are handed on before the error."""
    server.fault = "cuts"
    stream = connected(server.settings()).stream(HELLO)
    assert next(stream) == Piece("好")
    with pytest.raises(LLMError):
        next(stream)


def test_server_that_does_not_listen_is_unreachable() -> None:
    """An address at which nothing listens is named, with the setting that changes it."""
    address = f"http://127.0.0.1:{closed_port()}/v1"
    asked = connected(load(llm="openai:tiny", base_url=address, api_key=KEY))
    with pytest.raises(LLMUnreachable) as caught:
        list(asked.stream(HELLO))
    assert address in str(caught.value)
    assert "--base-url" in str(caught.value)
    assert KEY not in str(caught.value)


def test_given_key_is_sent(server: ChatServer) -> None:
    """The key of the settings goes to the server of the settings."""
    list(connected(server.settings(api_key=KEY)).stream(HELLO))
    assert server.requests[0].authorization == f"Bearer {KEY}"


def test_key_meant_for_openai_stays_here(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of one's own never gets to see OPENAI_API_KEY."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    list(connected(server.settings()).stream(HELLO))
    assert KEY not in (server.requests[0].authorization or "")


def test_provider_without_a_key_names_the_variable() -> None:
    """OpenAI itself without any key fails before anything is sent, and names the variable to set."""
    with pytest.raises(LLMRefusedKey, match=r"openai:gpt.*YUANWEN_API_KEY"):
        connect(load(llm="openai:gpt"))


def test_extractive_needs_no_model() -> None:
    """Answers by extraction have no language model."""
    assert connect(load(llm=llm.EXTRACTIVE)) is None


@pytest.mark.parametrize("refuse", [check, connect])
def test_unknown_name_lists_the_known(refuse: object) -> None:
    """A name that is no model is refused with the names that are, both before and when connecting."""
    assert callable(refuse)
    with pytest.raises(LLMUnknown, match=rf"gtp-9.*extractive.*{SMALL}.*\.gguf.*provider:model"):
        refuse(load(llm="gtp-9"))


@pytest.mark.parametrize("name", [llm.EXTRACTIVE, SMALL, "openai:tiny", "folder/other.GGUF"])
def test_names_that_may_be_right_pass(name: str) -> None:
    """The check before anything is loaded lets every form of name pass."""
    check(load(llm=name))


@pytest.mark.parametrize(
    ("name", "package"), [("ollama:qwen3", "langchain-ollama"), ("mistralai:small", "langchain-mistralai")]
)
def test_missing_package_is_named(name: str, package: str) -> None:
    """A provider whose package is not installed is refused with the command that installs it."""
    pytest.importorskip("langchain")
    if _installed(package):
        pytest.skip(f"{package} is installed here")
    with pytest.raises(LLMExtraMissing, match=rf"{name}.*pip install {package}"):
        connect(load(llm=name))


def _installed(package: str) -> bool:
    from importlib.util import find_spec

    return find_spec(package.replace("-", "_")) is not None


def test_unknown_provider_is_an_error_of_ours() -> None:
    """A provider that nobody knows is refused by name."""
    with pytest.raises(LLMError, match="nobody:model"):
        connect(load(llm="nobody:model"))


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A path at which there is no GGUF file is named, with the setting that chooses another."""
    path = tmp_path / "absent.gguf"
    with pytest.raises(LLMError) as caught:
        connect(load(llm=str(path)))
    assert str(path) in str(caught.value)


def test_random_bytes_are_no_model(tmp_path: Path) -> None:
    """A file of random bytes is refused by name, and does not take the process down."""
    path = tmp_path / "noise.gguf"
    path.write_bytes(random.Random(0).randbytes(65536))
    with pytest.raises(LLMDamaged) as caught:
        connect(load(llm=str(path)))
    assert str(path) in str(caught.value)
    assert "--llm" in str(caught.value)


def test_beginning_of_a_model_is_no_model(small: Path, tmp_path: Path) -> None:
    """A real GGUF file cut off after a megabyte is refused by name."""
    path = tmp_path / "cut.gguf"
    with small.open("rb") as whole:
        path.write_bytes(whole.read(1 << 20))
    with pytest.raises(LLMDamaged) as caught:
        connect(load(llm=str(path)))
    assert str(path) in str(caught.value)


def test_local_model_answers_whatever_the_proxies(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The local model answers with token counts although every proxy in the environment is dead."""
    for name in PROXIES:
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
        monkeypatch.setenv(name.lower(), f"http://127.0.0.1:{closed_port()}")
    *pieces, last = connected(load(llm=str(small))).stream([HumanMessage("1+1=? 只回答数字。")], max_tokens=8)
    assert "2" in "".join(piece.text for piece in pieces)
    assert last.prompt_tokens > 5
    assert 0 < last.answer_tokens <= 8


@pytest.mark.parametrize(("wanted", "sign"), [("是", 1), ("否", -1)])
def test_local_model_tells_which_word_it_would_rather_begin_with(small: Path, wanted: str, sign: int) -> None:
    """The odds of two words are positive if the local model would rather begin with the first."""
    odds = connected(load(llm=str(small))).odds([HumanMessage(f"请只回答一个字：{wanted}")], "是", "否")
    assert odds * sign > 0


def test_local_model_is_surer_of_what_it_reads_than_of_what_it_makes_up(small: Path) -> None:
    """The least likely token is likelier in a reply that copies a text than in one that is made up."""
    llm = connected(load(llm=str(small)))
    copied, made_up = (
        min(
            likely
            for piece in llm.stream([HumanMessage(said)], max_tokens=12, logprobs=True)
            for _, likely in piece.told
        )
        for said in ("请只回答这句话：一二三四五六七", "请编一个谁也没听过的人名，只答名字")
    )
    assert made_up < copied <= 0


def test_name_and_path_are_the_same_model(small: Path) -> None:
    """A known name and the path of its file share one loaded model."""
    by_name, by_path = connected(load(llm=SMALL)), connected(load(llm=str(small)))
    assert by_name.local
    assert by_path.local
    assert _address(by_name) == _address(by_path)


@pytest.mark.parametrize("authorization", [None, "Bearer none", "Bearer "])
def test_local_server_is_behind_a_key(small: Path, authorization: str | None) -> None:
    """Other programs of this machine cannot use the local model: its server wants the key of this process."""
    address = _address(connected(load(llm=str(small))))
    assert address.startswith("http://127.0.0.1:")
    request = urllib.request.Request(f"{address}/chat/completions", b'{"messages": []}')
    if authorization:
        request.add_header("Authorization", authorization)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10)
    with caught.value as refusal:
        assert refusal.code == 401


def _address(model: LLM) -> str:
    return str(model.model.openai_api_base)  # type: ignore[attr-defined]
