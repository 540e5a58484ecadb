"""An entry as columns, and back."""

import sqlite3

import msgspec

from calljournal.calls import Direction, Presentation
from calljournal.database import read_time, searchable, write_time
from calljournal.journal import Entry, EntryLeg, Outcome, RowState, Scope
from calljournal.matching import PENDING, Match
from calljournal.numbers import only_digits
from calljournal.words import in_english

_encode = msgspec.json.Encoder(enc_hook=in_english).encode
_legs = msgspec.json.Decoder(tuple[EntryLeg, ...])
_texts = msgspec.json.Decoder(tuple[str, ...])
_match = msgspec.json.Decoder(Match)

FACTS = (
    "id", "call_id", "line", "owner", "own", "direction", "scope", "state", "outcome", "number", "presentation",
    "display", "name", "started", "answered", "ended", "talk_seconds", "held_seconds", "answered_by",
    "transferred_to", "merged_into", "legs", "anomalies", "others", "voicemail", "survivor", "digits", "name_search",
)  # fmt: skip
"""The columns that are written whenever a row is saved; all others stay as they are."""


def facts(entry: Entry, survivor: str) -> tuple[object, ...]:
    """Give the values of FACTS."""
    return (
        entry.id,
        entry.call,
        entry.line,
        entry.owner,
        entry.own,
        entry.direction.value,
        entry.scope.value,
        entry.state.value,
        None if entry.outcome is None else entry.outcome.value,
        entry.number,
        entry.presentation.value,
        entry.display,
        entry.name,
        write_time(entry.started),
        write_time(entry.answered),
        write_time(entry.ended),
        entry.talk_seconds,
        entry.held_seconds,
        entry.answered_by,
        entry.transferred_to,
        entry.merged_into,
        to_json(entry.legs),
        to_json(entry.anomalies),
        to_json(entry.others),
        entry.voicemail,
        survivor,
        None if entry.number is None else only_digits(entry.number),
        searchable(entry.name),
    )


def entry(row: sqlite3.Row) -> Entry:
    """Read an entry from a row with all columns of `entries`."""
    return Entry(
        id=row["id"],
        call=row["call_id"],
        line=row["line"],
        owner=row["owner"],
        own=row["own"],
        direction=Direction(row["direction"]),
        scope=Scope(row["scope"]),
        state=RowState(row["state"]),
        outcome=None if row["outcome"] is None else Outcome(row["outcome"]),
        number=row["number"],
        presentation=Presentation(row["presentation"]),
        display=row["display"],
        name=row["name"],
        started=read_time(row["started"]),
        answered=read_time(row["answered"]),
        ended=read_time(row["ended"]),
        talk_seconds=row["talk_seconds"],
        held_seconds=row["held_seconds"],
        answered_by=row["answered_by"],
        transferred_to=row["transferred_to"],
        merged_into=row["merged_into"],
        legs=_legs.decode(row["legs"]),
        anomalies=_texts.decode(row["anomalies"]),
        others=_texts.decode(row["others"]),
        voicemail=bool(row["voicemail"]),
    )


def match(row: sqlite3.Row) -> Match:
    """Read the match of a row."""
    return PENDING if row["matched"] is None else _match.decode(row["matched"])


def to_json(value: object) -> str:
    """Write facts as JSON text. What is added to their types later needs a default, so that older text can be read."""
    return _encode(value).decode()
