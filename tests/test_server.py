"""Libraries on a Chroma server: several on one, behind a token, behind TLS."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from qa.__main__ import main
from qa.settings import load
from store.errors import LibraryMissing, LibraryUnreachable
from store.index.connection import Place, Server
from store.index.errors import LibraryRefused, LibraryUntrusted, WrongAddress, WrongToken
from store.library import Library

from .letters import Letters
from .servers import Proxy, free_port, guarding, serving
from .test_library import Articles, statuses, texts

TOKEN = "s3cret-t0ken"


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server without libraries."""
    with serving(tmp_path_factory.mktemp("chroma"), free_port()) as url:
        yield url


def opened(place: Place, folder: Path, *, create: bool = True) -> Library:
    """A library on a server, its caches in a folder."""
    library = Library(place, "letters", folder / "models", create=create)
    library.embedding = Letters()
    return library


def test_libraries_on_one_server_do_not_mix(chroma: str, tmp_path: Path, articles: Articles) -> None:
    """Each name is a library of its own, and so is the address without one; a name that nobody made is missing."""
    assert statuses(opened(f"{chroma}/harbour", tmp_path), articles(one="港口的吊车。")) == ["added"]
    with pytest.raises(LibraryMissing, match=f"{chroma}/orchard"):
        opened(f"{chroma}/orchard", tmp_path, create=False)
    assert statuses(opened(f"{chroma}/orchard", tmp_path), articles(two="果园的苹果。")) == ["added", "added"]
    assert opened(f"{chroma}/harbour/", tmp_path, create=False).count() == (1, 1)
    assert texts(opened(f"{chroma}/harbour", tmp_path), "果园的苹果") == ["港口的吊车。"]
    assert opened(chroma, tmp_path).count() == (0, 0)


@pytest.mark.parametrize("name", ["ab", "x y", "新闻", "a/b", "-abc", "abc?key=1", "abc#1"])
def test_a_name_that_no_library_can_have(chroma: str, tmp_path: Path, name: str) -> None:
    """An illegal name is refused with the rule."""
    with pytest.raises(WrongAddress, match="3 to 512"):
        opened(f"{chroma}/{name}", tmp_path)


def test_a_password_in_an_address_is_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    """An address with user and password is refused with the remedy, and the message has neither."""
    assert main(["list", "--library", "http://anna:hunter2@127.0.0.1:1/news"]) == 2
    said = capsys.readouterr().err
    assert "http://127.0.0.1:1/news" in said
    assert "YUANWEN_LIBRARY_TOKEN" in said
    assert "hunter2" not in said
    assert "anna" not in said


def test_a_server_that_wants_a_token(chroma: str, tmp_path: Path, articles: Articles) -> None:
    """With its token a library works through a proxy; without one, or with another, that is said with the remedy."""
    with guarding(Proxy(chroma, TOKEN)) as proxy:
        library = opened(Server(f"{proxy.address}/guarded", TOKEN), tmp_path)
        assert statuses(library, articles(one="港口的吊车。")) == ["added"]
        assert texts(library, "吊车") == ["港口的吊车。"]
        assert {*proxy.seen} == {f"Bearer {TOKEN}"}
        for wrong in (None, "another"):
            with pytest.raises(LibraryRefused, match="YUANWEN_LIBRARY_TOKEN") as caught:
                opened(Server(f"{proxy.address}/guarded", wrong), tmp_path)
            assert "html" not in str(caught.value)
        proxy.token = "changed"
        for use in (library.count, lambda: library.search("吊车"), lambda: statuses(library, articles(two="果园。"))):
            with pytest.raises(LibraryRefused):
                use()


def test_commands_with_a_token(
    chroma: str, tmp_path: Path, articles: Articles, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command that reads takes a library behind a token, and without the token says what is wanted."""
    with guarding(Proxy(chroma, TOKEN)) as proxy:
        url = f"{proxy.address}/commands"
        opened(Server(url, TOKEN), tmp_path).add([articles(one="港口的吊车。")])
        at = ["--library", url, "--embedding", "letters", "--language", "en"]
        for command in (["list"], ["show", "one.txt"], ["report"], ["doctor"], ["export", f"{tmp_path}/out.yuanwen"]):
            assert main([*command, *at, "--library-token", TOKEN]) == 0, command
            assert capsys.readouterr().out
            assert main([*command, *at]) == 2
            assert "YUANWEN_LIBRARY_TOKEN" in capsys.readouterr().err


@pytest.mark.parametrize("token", ["", "two words", "密码", "a\nb"])
def test_a_token_that_cannot_be_sent(tmp_path: Path, token: str) -> None:
    """A token that no header takes is refused before anything is sent, and not repeated."""
    with pytest.raises(WrongToken) as caught:
        opened(Server(f"http://127.0.0.1:{free_port()}", token), tmp_path)
    assert not token or token not in str(caught.value)


def test_a_redirection_gets_no_token(chroma: str, tmp_path: Path) -> None:
    """A server that sends elsewhere is told as such, and the other one is not even asked."""
    with guarding(Proxy(chroma)) as other, guarding(Proxy(chroma, elsewhere=other.address)) as proxy:
        with pytest.raises(LibraryUnreachable, match=f"status 307, to {other.address}"):
            opened(Server(f"{proxy.address}/news", TOKEN), tmp_path)
        assert proxy.seen == [f"Bearer {TOKEN}"]
        assert other.seen == []


def test_tls_with_a_private_authority(chroma: str, tmp_path: Path, articles: Articles) -> None:
    """Over https a certificate of a private authority is trusted where its file is named, and only there."""
    authority, certificate = tmp_path / "authority.pem", tmp_path / "certificate.pem"
    made = trustme.CA()
    made.cert_pem.write_to_path(str(authority))
    made.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(certificate))
    proxy = Proxy(chroma, TOKEN)
    proxy.speak_tls(certificate)
    with guarding(proxy):
        url = f"{proxy.address}/secure"
        library = opened(load(library=url, library_token=TOKEN, library_ca=str(authority)).place, tmp_path)
        assert statuses(library, articles(one="港口的吊车。")) == ["added"]
        for wrong in (None, tmp_path / "none.pem", certificate.with_name("articles")):
            with pytest.raises(LibraryUntrusted, match="--library-ca"):
                opened(Server(url, TOKEN, wrong), tmp_path)
    with guarding(Proxy(chroma)) as plain, pytest.raises(LibraryUntrusted, match="http://"):
        opened(Server(plain.address.replace("http:", "https:"), TOKEN), tmp_path)


def test_a_token_is_never_shown() -> None:
    """Neither settings nor the place of a library show a token, nor does a command that fails for want of a server."""
    settings = load(library=f"http://127.0.0.1:{free_port()}/news", library_token=TOKEN, source_token=TOKEN)
    assert TOKEN not in repr(settings) + str(settings) + repr(settings.place) + str(settings.place)
    command = [sys.executable, "-m", "qa", "list", "--library", settings.library, "--library-token", TOKEN]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "does not answer" in ran.stderr
    assert TOKEN not in ran.stdout + ran.stderr
