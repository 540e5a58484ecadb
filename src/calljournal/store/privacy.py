"""The last door before the disk: a number that the caller withholds must not get here, and does not get past.

What the user makes private loses number and name for good: whatever a line tells of it later is saved without them.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from calljournal.calls import Call, Presentation
from calljournal.errors import Bug, NotFound, Refused
from calljournal.journal import Entry, anonymous
from calljournal.matching import Match, MatchKind
from calljournal.store import columns, matches, waiting
from calljournal.store.standing import settle
from calljournal.store.survivor import survivor_of
from calljournal.words import say, typed

NOBODY = Match(MatchKind.NONE, "unavailable")
"""Who it was, of a row without a number."""

_TAKE_OUT = f"""
UPDATE entries SET {", ".join(f"{name} = ?" for name in columns.FACTS[1:])},
    forgotten = TRUE
WHERE id = ?
"""  # noqa: S608  (our own column names)

# --- what nobody may see ---------------------------------------------------------------------------------------------


def check(call: Call, entries: Iterable[Entry]) -> None:
    """Raise Bug where a number, or a withheld name, is about to be stored that nobody may see."""
    hidden: set[str] = set()
    for leg in call.legs:
        party = leg.report.party
        if party.presentation is not Presentation.ALLOWED:
            hidden.add(leg.report.leg)
            if party.number is not None or (party.name is not None and _hides_name(party.presentation)):
                raise Bug(f"leg {leg.report.leg} of call {call.id} has a number or name that is {party.presentation}")
    for entry in entries:
        check_row(entry)
        if any(leg.number is not None and leg.id in hidden for leg in entry.legs):
            raise Bug(f"entry {entry.id} has a leg with a number that nobody may see")


def check_row(entry: Entry) -> None:
    """Raise Bug where a row itself has a number, or a withheld name, that nobody may see."""
    if entry.presentation is not Presentation.ALLOWED and (
        entry.number is not None
        or entry.display is not None
        or (entry.name is not None and _hides_name(entry.presentation))
    ):
        raise Bug(f"entry {entry.id} has a number or name that is {entry.presentation}")


def _hides_name(presentation: Presentation) -> bool:
    return presentation in (Presentation.WITHHELD, Presentation.PENDING)


# --- what the user made private --------------------------------------------------------------------------------------


def make_private(connection: sqlite3.Connection, entry_id: str) -> str:
    """Take number and name out of a row and of those merged into it, and have them be private; give the row's id.

    Raises NotFound, and Refused where something was booked from it. What a book refused of it is not kept either.
    """
    survivor = survivor_of(connection, entry_id)
    if not _group(connection, survivor):
        raise NotFound(say("there is no journal entry {entry!r}", entry=entry_id))
    named = booked(connection, survivor)
    if named:
        raise Refused(
            say("the call is booked{named}: cancel that first", named=typed(f" ({', '.join(named)})")).typed(
                " (`calljournal book cancel ID`)"
            )
        )
    waiting.put_together(connection, [survivor])
    _be_private(connection, survivor)
    return survivor


def booked(connection: sqlite3.Connection, survivor: str) -> tuple[str, ...]:
    """Name what was booked from a row, and from those merged into it, and stands."""
    bookings = connection.execute(
        "SELECT b.id FROM entries m JOIN parts p ON p.entry = m.id JOIN bookings b ON b.key = p.key "
        "WHERE m.survivor = ? AND b.cancelled IS NULL ORDER BY b.booked",
        (survivor,),
    )
    return tuple(one["id"] or say("one that waits for the book") for one in bookings)


def stay_private(connection: sqlite3.Connection, survivor: str) -> bool:
    """Have a row be private as a whole where a part of it is, and say whether it is."""
    part = connection.execute("SELECT 1 FROM entries WHERE survivor = ? AND private", (survivor,)).fetchone()
    if part is None:
        return False
    _be_private(connection, survivor)
    return True


def take_out(connection: sqlite3.Connection, entry_ids: Sequence[str]) -> None:
    """Take number and name out of rows, for good; when they were, and how long, stays, and so do the user's notes."""
    for entry_id in entry_ids:
        row = connection.execute("SELECT * FROM entries WHERE id = ?", (entry_id,)).fetchone()
        bare = columns.facts(anonymous(columns.entry(row)), row["survivor"])
        connection.execute(_TAKE_OUT, (*bare[1:], entry_id))
        matches.write(connection, entry_id, NOBODY)


def _be_private(connection: sqlite3.Connection, survivor: str) -> None:
    take_out(connection, _group(connection, survivor))
    connection.execute("UPDATE entries SET private = TRUE WHERE survivor = ?", (survivor,))
    connection.execute(
        "DELETE FROM drafts WHERE refused IS NOT NULL AND entry IN (SELECT id FROM entries WHERE survivor = ?)",
        (survivor,),
    )
    settle(connection, [survivor])


def _group(connection: sqlite3.Connection, survivor: str) -> list[str]:
    """Give the ids of a row and of all that were merged into it."""
    return [row["id"] for row in connection.execute("SELECT id FROM entries WHERE survivor = ?", (survivor,))]
