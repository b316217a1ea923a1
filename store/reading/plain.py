"""Plain text and Markdown, whose bytes the report gives back."""

from __future__ import annotations

import re
from itertools import islice

from store.errors import UnreadableFile
from store.text.dates import date_of
from store.text.edits import Change, apply, compose

from .draft import Draft
from .encoding import decode
from .metadata import tidy

_BOUNDARY = re.compile(r"^-{3,}\s*$\s*", re.MULTILINE)


def read_text(content: bytes, source: str) -> tuple[Draft, str]:
    """A text file as it is."""
    decoded = decode(content, source)
    return Draft(decoded.text, changes=decoded.changes), decoded.encoding


def read_markdown(content: bytes, source: str) -> tuple[Draft, str]:
    """A Markdown file: what its front matter says, and its text without it. Raises UnreadableFile for bad YAML."""
    import frontmatter
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    decoded = decode(content, source)
    text = apply(decoded.text, decoded.changes)
    found: dict[str, object] = {}
    body = text
    handler = YAMLHandler()
    try:
        if handler.detect(text.lstrip()):
            found, body = frontmatter.parse(re.sub("[\ud800-\udfff]", "\ufffd", text), handler=handler)
    except (yaml.YAMLError, ValueError) as error:  # a date like 2024-13-45 is no YAMLError
        raise UnreadableFile(path=source, reason=f"front matter: {str(error).splitlines()[0]}") from error
    changes = decoded.changes
    if found:
        _, end = islice(_BOUNDARY.finditer(text), 2)
        changes = tuple(compose(decoded.text, changes, [Change(0, text[: end.end()], "", "front matter")]))
    heading = re.match(r"\s*#\s+(.+)", body)
    draft = Draft(
        text=decoded.text,
        title=tidy(found.get("title")) or (heading[1].strip() if heading else None),
        publisher=tidy(found.get("publisher") or found.get("source") or found.get("author")),
        published=date_of(found.get("date") or found.get("published")),
        url=tidy(found.get("url") or found.get("link")),
        author=tidy(found.get("author")),
        editor=tidy(found.get("editor")),
        changes=changes,
    )
    return draft, decoded.encoding
