"""The titles of columns: as they are compared, and as they are told."""

import re
from collections.abc import Iterable

from calljournal.database import fold
from calljournal.words import say

LONGEST_TITLE = 200
"""Characters; the longest that is known has 40."""


def key(text: str) -> str:
    """Give a title or a word as it is compared: case, signs, accents and the writing of umlauts do not count."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"([aou])e", r"\1", fold(text)))


def listed(titles: Iterable[str]) -> str:
    """Give titles in words for people, not endlessly."""
    shown = [title.strip()[:40] for title in titles if title.strip()]
    first = ", ".join(shown[:30])
    return say("{titles} and {count} more", titles=first, count=len(shown) - 30) if len(shown) > 30 else first
