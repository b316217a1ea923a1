"""The tables of Chinese language data beside this file, by subject."""

from __future__ import annotations

from store.text.tables import Table


def table(name: str) -> Table:
    """The data of `name`.toml; the file is read when something of it is first asked for."""
    return Table(__package__, name)
