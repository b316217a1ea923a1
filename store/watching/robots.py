"""What a site's robots.txt allows (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site; without a file all is allowed."""

    file: Protego | None = None

    @classmethod
    def read(cls, content: bytes) -> Rules:
        """The rules in the bytes of a robots.txt, which is UTF-8."""
        return cls(Protego.parse(content.decode("utf-8-sig", errors="replace")))

    def allow(self, address: str, agent: str) -> bool:
        """Whether the program of this name, "yuanwen/1.0", may fetch an address of the site."""
        return self.file is None or self.file.can_fetch(address, _name(agent))

    def pause(self, agent: str) -> float:
        """The seconds between two requests that the site asks for: 0 if it doesn't."""
        return (self.file and self.file.crawl_delay(_name(agent))) or 0.0


EVERYTHING = Rules()


def _name(agent: str) -> str:
    return agent.partition("/")[0]
