"""What the tests of the page share: an article, hostile input, and what a browser makes of a page."""

from __future__ import annotations

from html.parser import HTMLParser

from store.article import Article

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">"\'&'
ARTICLE = Article(
    id="0123456789ab",
    source="/library/东莞.txt",
    title="学习会",
    text="市委书记韦皓主持会议。市长出席。\n\n会议强调制造业。",
    digest="",
    publisher="东莞日报",
    published="2024-11-28",
    url="https://example.org/a?b=1&c=2",
)


class Markup(HTMLParser):
    """What a browser makes of a page: its elements, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember the element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Remember the text."""
        self.words += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each element of that name."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def dangerous(self) -> list[str]:
        """Elements and attributes that would run a script or load something."""
        names = [tag for tag, _ in self.elements if tag in ("script", "img", "svg", "object", "link")]
        return names + [name for _, given in self.elements for name in given if name.startswith("on")]
