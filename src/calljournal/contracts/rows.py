"""A row of the journal with everything that a window shows of it, and the JSON that scripts and tests read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from calljournal.journal import Entry
from calljournal.matching import PENDING, Candidate, Match
from calljournal.worklog import Booking


@dataclass(frozen=True, slots=True)
class JournalRow:
    """The facts of a call, who it was, what was booked from it and what the user noted on it.

    `ignored` says that nothing is to be booked. `together` are the ids of the calls, this one included, that are
    to be booked as one entry; empty for one that stands alone. `settled` says what has become of all of it: booked (as
    time), private, ignored; None where it waits, was too short to wait, or still lasts.
    """

    entry: Entry
    match: Match = PENDING
    booked: tuple[Booking, ...] = ()
    note: str | None = None
    private: bool = False
    ignored: bool = False
    together: tuple[str, ...] = ()
    settled: str | None = None

    @property
    def display(self) -> str | None:
        """The number as it is shown: as typed in the book if exactly one contact has it, else as people read it.

        A contact that is only likely has another number: that of its switchboard, or one that looks alike.
        """
        contact = self.match.contact
        return contact.typed if contact is not None and contact.typed and self.match.certain else self.entry.display


def surest(rows: Sequence[JournalRow]) -> JournalRow:
    """Give of calls that are booked as one the one of which it is known best who it was: they go by its contact."""
    return next((row for row in rows if row.match.certain), rows[0])


def iso(moment: datetime | None) -> str | None:
    """Write a moment as UTC to the millisecond: 2026-03-09T08:15:02.120Z."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_json(row: JournalRow) -> dict[str, Any]:
    """Give a row as the object that `calljournal journal --json` prints."""
    entry = row.entry
    return {
        "id": entry.id,
        "line": entry.line,
        "owner": entry.owner,
        "own": entry.own,
        "direction": entry.direction.value,
        "scope": entry.scope.value,
        "state": entry.state.value,
        "outcome": entry.outcome.value if entry.outcome else None,
        "number": entry.number,
        "presentation": entry.presentation.value,
        "display": row.display,
        "name": entry.name,
        "started": iso(entry.started),
        "answered": iso(entry.answered),
        "ended": iso(entry.ended),
        "talk_seconds": entry.talk_seconds,
        "held_seconds": entry.held_seconds,
        "answered_by": entry.answered_by,
        "transferred_to": entry.transferred_to,
        "merged_into": entry.merged_into,
        "legs": [
            {
                "id": leg.id,
                "endpoint": leg.endpoint,
                "number": leg.number,
                "started": iso(leg.started),
                "answered": iso(leg.answered),
                "ended": iso(leg.ended),
                "end": leg.end.value if leg.end else None,
            }
            for leg in entry.legs
        ],
        "match": match_json(row.match),
        "booked": [{"kind": booking.kind.value, "id": booking.id, "book": booking.book} for booking in row.booked],
        "note": row.note,
        "private": row.private,
        "ignored": row.ignored,
        "together": list(row.together),
        "settled": row.settled,
        "voicemail": entry.voicemail,
        "anomalies": list(entry.anomalies),
    }


def match_json(match: Match) -> dict[str, Any]:
    """Give a match as the object that stands in a row's JSON."""
    return {
        "kind": match.kind.value,
        "reason": match.reason,
        "extension": match.extension,
        "contacts": [{**_named(contact), "reasons": list(contact.reasons)} for contact in match.contacts],
        "people": [_named(contact) for contact in match.people],
    }


def _named(contact: Candidate) -> dict[str, Any]:
    return {"id": contact.id, "name": contact.name, "company": contact.company}
