"""Names and identifiers: short ids, and finding a thing by what a person typed."""

import sqlite3
from collections.abc import Iterable
from difflib import get_close_matches

from calljournal.database import fold
from calljournal.words import say

NEAR = 3
"""So many names are proposed where one was mistyped."""


def next_id(connection: sqlite3.Connection, prefix: str) -> str:
    """Give the next id of a kind: c1, c2 ... Those that are not used in the end are not given again."""
    connection.execute(
        "INSERT INTO counters (prefix, last) VALUES (?, 1) ON CONFLICT (prefix) DO UPDATE SET last = counters.last + 1",
        (prefix,),
    )
    (last,) = connection.execute("SELECT last FROM counters WHERE prefix = ?", (prefix,)).fetchone()
    return f"{prefix}{last}"


def near(typed: str, things: Iterable[tuple[str, str]]) -> str:
    """Give the end of a sentence that proposes the (id, name) most like what was typed; "" where none is."""
    named = [(fold(name), f"{name} ({thing_id})") for thing_id, name in things]
    sought = fold(typed)
    containing = [shown for name, shown in named if sought and sought in name]
    like = set(get_close_matches(sought, [name for name, _ in named], n=NEAR, cutoff=0.5))
    proposals = list(dict.fromkeys(containing + [shown for name, shown in named if name in like]))[:NEAR]
    return say("; do you mean {names}?", names=", ".join(proposals)) if proposals else ""
