"""Feeds: what is new in them is in the library, fetched politely and from public addresses only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpcore
import pytest

from store.article import Article
from store.errors import YuanwenError
from store.library import Library
from store.watching.entries import entries_of
from store.watching.errors import AddressRefused, AddressWrong, FetchFailed, FetchLater, NoFeed, RobotsForbid
from store.watching.fetching import Fetched, Fetcher
from store.watching.network import CheckedNetwork, is_public
from store.watching.notices import Notice
from store.watching.options import Options
from store.watching.watcher import Watcher

from .letters import shelf
from .site import Reply, Site, packed, serving

PLANTING = "清河县举行春季植树活动。\n县委书记刘志远主持活动并讲话，全县计划新造林3.2万亩。"
TRADE = "白山市公布外贸数据。\n全年完成进出口总额86.5亿元，同比增长7.4%，其中出口52亿元。"


@pytest.fixture
def site() -> Iterator[Site]:
    """A site without pages."""
    with serving() as running:
        yield running


@dataclass(slots=True)
class Desk:
    """A library that follows the feed of a site, and what was told of it."""

    folder: Path
    site: Site
    told: list[Notice] = field(default_factory=list)

    def options(self, *, allow_private: bool = True) -> Options:
        """How it is watched: without pauses, and on this machine too."""
        kept = self.folder / "library" / "fetched"
        return Options(kept, "yuanwen/1.0", pause=0.0, allow_private=allow_private)

    def look(self, path: str = "/feed.xml") -> list[Notice]:
        """Look at the feed once, with nothing but what is on the disk; returns what was told, but for "equal"."""
        self.told.clear()
        library = shelf(self.folder / "library")
        Watcher(library, [self.site.address + path], self.told.append, self.options()).run(once=True)
        return [notice for notice in self.told if notice.kind != "equal"]

    @property
    def library(self) -> Library:
        """The library."""
        return shelf(self.folder / "library")

    def article(self, path: str) -> Article:
        """The article that came from a page."""
        return next(one for one in self.library.articles() if one.url == self.site.address + path)


@pytest.fixture
def desk(site: Site, tmp_path: Path) -> Desk:
    """A desk beside the site."""
    return Desk(tmp_path, site)


def said(notices: Iterable[Notice]) -> list[tuple[str, str, str | None]]:
    """Kind, path of the place, and the name of the error."""
    return [
        (one.kind, one.place.partition("//")[2].partition("/")[2], type(one.error).__name__ if one.error else None)
        for one in notices
    ]


def test_entries_are_articles(desk: Desk, site: Site) -> None:
    """The page of each entry is an article with the address of the page; what it does not say, the feed says."""
    site.page("/a", "清河植树", PLANTING)
    site.page(
        "/b", "白山外贸", TRADE, head="<meta name='author' content='王芳'><meta name='pubdate' content='2024-11-02'>"
    )
    site.feed(site.item("/b", "外贸"), site.item("/a", "植树"))
    assert said(desk.look()) == [("added", "a", None), ("added", "b", None)]
    planting, trade = desk.article("/a"), desk.article("/b")
    assert "刘志远主持" in planting.text
    assert (planting.title, planting.published, planting.author) == ("清河植树", "2024-10-30", "李明")
    assert (trade.published, trade.author) == ("2024-11-02", "王芳")
    assert site.asked[-1].headers["user-agent"] == "yuanwen/1.0"


def test_second_look_asks_for_changes_only(desk: Desk, site: Site) -> None:
    """A feed that is as it was is not sent again, and its pages are not asked for."""
    site.page("/a", "清河植树", PLANTING)
    site.feed(site.item("/a", "植树"), ETag='"1"', Last_Modified="Wed, 30 Oct 2024 00:30:00 GMT")
    desk.look()
    site.asked.clear()
    assert desk.look() == []
    assert site.paths() == ["/robots.txt", "/feed.xml"]
    assert site.asked[-1].headers["if-none-match"] == '"1"'
    assert site.asked[-1].headers["if-modified-since"] == "Wed, 30 Oct 2024 00:30:00 GMT"


def test_changed_entry_replaces_and_lost_one_stays(desk: Desk, site: Site) -> None:
    """A changed entry replaces its article, a page that is as it was does not, and what left the feed stays."""
    site.page("/a", "清河植树", PLANTING, ETag='"a1"')
    site.page("/b", "白山外贸", TRADE, ETag='"b1"')
    site.feed(site.item("/b", "外贸", "一"), site.item("/a", "植树", "一"))
    desk.look()
    site.page("/a", "清河植树", PLANTING.replace("3.2", "3.3"), ETag='"a2"')
    site.feed(site.item("/b", "外贸", "二"), site.item("/a", "植树", "二"))
    assert said(desk.look()) == [("replaced", "a", None)]
    site.feed()
    assert desk.look() == []
    assert "3.3万亩" in desk.article("/a").text
    assert desk.library.count()[0] == 2


def test_forbidden_page_is_not_fetched(desk: Desk, site: Site) -> None:
    """Of a page that robots.txt forbids, what the feed holds is taken, and that is told; robots.txt is asked once."""
    site.pages["/robots.txt"] = Reply(b"User-agent: yuanwen\nDisallow: /a\nAllow: /\n")
    site.page("/a", "清河植树", PLANTING)
    site.feed(site.item("/a", "植树", f"<p>{TRADE}</p>"), site.item("/ab", "无文"))
    assert said(desk.look()) == [("failed", "ab", "RobotsForbid"), ("added", "a", "RobotsForbid")]
    assert site.paths() == ["/robots.txt", "/feed.xml"]
    article = desk.article("/a")
    assert "86.5亿元" in article.text
    assert (article.title, article.published, article.publisher) == ("植树", "2024-10-30", "清河新闻")


def test_forbidden_feed_is_told(desk: Desk, site: Site) -> None:
    """A feed that robots.txt forbids is not fetched, and that is told."""
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /\n")
    site.feed()
    assert [type(notice.error) for notice in desk.look()] == [RobotsForbid]
    assert site.paths() == ["/robots.txt"]


def test_missing_page_is_tried_again(desk: Desk, site: Site) -> None:
    """Of a page that cannot be had, what the feed holds is taken; once the page is there, it replaces that."""
    site.feed(site.item("/a", "植树", f"<p>{TRADE}</p>"), ETag='"1"')
    assert said(desk.look()) == [("added", "a", "FetchFailed")]
    assert desk.look() == []
    site.page("/a", "清河植树", PLANTING)
    assert said(desk.look()) == [("replaced", "a", None)]
    assert "刘志远主持" in desk.article("/a").text
    site.asked.clear()
    assert desk.look() == []
    assert "/a" not in site.paths()


def test_page_without_text_gives_way_to_the_feed(desk: Desk, site: Site) -> None:
    """Of a page that a script would fill, or that is no web page, what the feed holds is taken."""
    site.pages["/a"] = Reply(b"<html><body><script>1</script></body></html>", headers={"Content-Type": "text/html"})
    site.pages["/b"] = Reply(b"%PDF-1.7", headers={"Content-Type": "application/pdf"})
    site.feed(site.item("/b", "外贸", TRADE), site.item("/a", "植树", PLANTING))
    assert said(desk.look()) == [("added", "b", "NoPage"), ("added", "a", "ScriptedPage")]
    assert "刘志远主持" in desk.article("/a").text


def test_page_that_is_gone_later_stays(desk: Desk, site: Site) -> None:
    """A page that was read is not replaced by the little that its feed holds when it cannot be had any more."""
    site.page("/a", "清河植树", PLANTING)
    site.feed(site.item("/a", "植树", "一"))
    desk.look()
    del site.pages["/a"]
    site.feed(site.item("/a", "植树", "二"))
    assert desk.look() == []
    assert "刘志远主持" in desk.article("/a").text


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=429, headers={"Retry-After": "3600"}),
        Reply(status=503, headers={"Retry-After": "Fri, 28 Nov 2098 00:00:00 GMT"}),
        Reply(status=429),
    ],
)
def test_site_that_asks_to_wait_is_left_alone(desk: Desk, site: Site, reply: Reply) -> None:
    """Nothing is asked before the time that a site has said, also after a new start, and that is told."""
    site.pages["/feed.xml"] = reply
    assert [type(notice.error) for notice in desk.look()] == [FetchLater]
    site.feed()
    site.asked.clear()
    assert [type(notice.error) for notice in desk.look()] == [FetchLater]
    assert site.asked == []


def test_page_of_a_busy_site_comes_later(desk: Desk, site: Site) -> None:
    """Entries whose site asks to wait are left for another look, and no more of its pages are asked for meanwhile."""
    site.pages["/a"] = site.pages["/b"] = Reply(status=429)
    site.feed(site.item("/a", "植树", PLANTING), site.item("/b", "外贸", TRADE), ETag='"1"')
    assert [type(notice.error) for notice in desk.look()] == [FetchLater]
    assert site.paths() == ["/robots.txt", "/feed.xml", "/b"]
    site.page("/a", "清河植树", PLANTING)
    site.page("/b", "白山外贸", TRADE)
    assert said(desk.look()) == [("added", "b", None), ("added", "a", None)]


def test_fresh_feed_is_not_asked_for(desk: Desk, site: Site) -> None:
    """A feed whose site says for how long it stays as it is is not asked for before."""
    site.feed(Cache_Control="public, max-age=600")
    assert desk.look() == []
    site.asked.clear()
    (notice,) = desk.look()
    assert isinstance(notice.error, FetchLater)
    assert site.asked == []


def test_page_keeps_its_encoding(desk: Desk, site: Site) -> None:
    """A page whose encoding only its answer names is read in it."""
    page = f"<html><head><title>清河植树</title></head><body><p>{PLANTING}</p></body></html>"
    site.pages["/a"] = Reply(page.encode("big5", errors="ignore"), headers={"Content-Type": "text/html; charset=Big5"})
    site.feed(site.item("/a", "植树"))
    desk.look()
    assert desk.article("/a").report.encoding == "big5hkscs"


def test_broken_memory_begins_anew(desk: Desk, site: Site) -> None:
    """With what was remembered lost or broken, all is fetched again, and nothing is there twice."""
    site.page("/a", "清河植树", PLANTING)
    site.feed(site.item("/a", "植树"))
    desk.look()
    (memory,) = (desk.folder / "library" / "fetched").glob("*.json")
    assert json.loads(memory.read_text(encoding="utf-8"))["address"] == f"{site.address}/feed.xml"
    memory.write_text('{"entries": 3', encoding="utf-8")
    assert desk.look() == []
    assert site.paths().count("/a") == 2
    assert desk.library.count()[0] == 1


def test_page_that_is_no_feed_names_its_feeds(desk: Desk, site: Site) -> None:
    """A web page in the place of a feed is told, with the feeds that it names."""
    site.page("/", "清河", PLANTING, head="<link rel='alternate' type='application/atom+xml' href='/atom.xml'>")
    (notice,) = desk.look("/")
    assert isinstance(notice.error, NoFeed)
    assert f"{site.address}/atom.xml" in notice.error.message("zh")


def test_atom_is_read() -> None:
    """Entries of an Atom feed have the day on which they were written where that was, and no dangerous text."""
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>清河</title><entry><id>tag:1</id><title>植树</title>"
        "<link href='/a'/><published>2024-10-30T00:30:00+08:00</published><updated>2024-10-31T00:00:00Z</updated>"
        "<content type='html'>&lt;p onclick='x()'&gt;造林&lt;script&gt;1&lt;/script&gt;&lt;/p&gt;</content>"
        "</entry></feed>"
    )
    (entry,) = entries_of(Fetched("https://news.example/atom.xml", 200, {}, atom.encode()))
    assert (entry.key, entry.link, entry.published) == ("tag:1", "https://news.example/a", "2024-10-30")
    assert entry.content == "<p>造林</p>"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "169.254.169.254",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
        "10.0.0.8",
        "0",
    ],
)
def test_own_machine_and_private_networks_are_refused(desk: Desk, site: Site, host: str) -> None:
    """An address of this machine or of a private network, however it is written, is refused before it is asked."""
    fetcher = Fetcher(desk.options(allow_private=False))
    with pytest.raises(AddressRefused, match="--allow-private"):
        fetcher.get(f"http://{host}:{site.server_port}/feed.xml")
    assert site.asked == []


class Names(CheckedNetwork):
    """A network in which one name leads to the site, as if it were public; all others are checked."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect."""
        if host == "news.example":
            return self._network.connect_tcp("127.0.0.1", port, timeout, local_address, socket_options)
        return super().connect_tcp(host, port, timeout, local_address, socket_options)


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("http://127.0.0.1:{port}/secret", AddressRefused),
        ("http://localhost:{port}/secret", AddressRefused),
        ("//169.254.169.254/latest", AddressRefused),
        ("file:///etc/passwd", AddressWrong),
        ("/loop", FetchFailed),
    ],
)
def test_redirects_are_checked(desk: Desk, site: Site, place: str, error: type[YuanwenError]) -> None:
    """Each address of a redirect is checked like the first, and their number has an end."""
    site.pages["/loop"] = Reply(status=302, headers={"Location": place.format(port=site.server_port)})
    fetcher = Fetcher(desk.options(allow_private=False))
    fetcher._pool = httpcore.ConnectionPool(network_backend=Names(allow_private=False))
    with pytest.raises(error):
        fetcher.get(f"http://news.example:{site.server_port}/loop")
    assert "/secret" not in site.paths()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.8.8.8", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("198.18.0.5", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("::127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::1", False),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
    ],
)
def test_public_addresses(address: str, expected: bool) -> None:
    """What is public is so as a whole: an IPv6 address that leads to a private IPv4 address is not."""
    assert is_public(address) is expected


@pytest.mark.parametrize("address", ["ftp://news.example/feed", "http://user:secret@news.example/feed", "http:///feed"])
def test_wrong_addresses_are_named(desk: Desk, address: str) -> None:
    """An address that is none of the web, or that holds a password, is refused without telling the password."""
    with pytest.raises(AddressWrong) as caught:
        Fetcher(desk.options()).get(address)
    assert "secret" not in caught.value.message("en")


def test_what_unpacks_to_too_much_is_not_kept(desk: Desk, site: Site) -> None:
    """A page that unpacks to more than the limit is given up."""
    site.pages["/a"] = packed(bytes(11_000_000))
    with pytest.raises(FetchFailed, match="10 MB"):
        Fetcher(desk.options()).get(f"{site.address}/a")
    site.pages["/a"] = packed(b"<p>" + bytes(1000))
    assert len(Fetcher(desk.options()).get(f"{site.address}/a").content) == 1003
