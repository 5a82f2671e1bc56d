"""What a site's robots.txt permits. The one file that needs protego."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

MAX_BYTES = 512_000
_LONGEST_PAUSE = 30.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site permits; without a file, all."""

    _parsed: Protego | None = None

    def permit(self, address: str, agent: str) -> bool:
        return self._parsed is None or self._parsed.can_fetch(address, agent)

    def pause(self, agent: str) -> float:
        """The seconds that the site asks for between two requests, at most half a minute."""
        stated = self._parsed.crawl_delay(agent) if self._parsed else None
        return min(stated or 0.0, _LONGEST_PAUSE)


def read_rules(data: bytes) -> Rules:
    """The rules of a robots.txt file.

    >>> read_rules(b"User-agent: *\\nDisallow: /a").permit("https://example.org/a/1", "marsad")
    False
    """
    from protego import Protego

    return Rules(Protego.parse(data[:MAX_BYTES].decode("utf-8", "replace")))
