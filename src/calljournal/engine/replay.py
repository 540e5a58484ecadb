"""A recording goes down the path of a call: the line's own translation, calls, journal; no disk and no book."""

from collections.abc import Iterable
from datetime import UTC, datetime

from calljournal.calls import Call, CallTracker, LegReport, Snapshot
from calljournal.contracts.line import LineConfig, LineMessage, LineState, LineStatus, Piece
from calljournal.contracts.rows import JournalRow
from calljournal.engine.ids import new_id
from calljournal.errors import Unsupported
from calljournal.journal import Entry, Journal, LineProfile
from calljournal.matching import UNKNOWN, Match, question
from calljournal.plugins import line_manifest
from calljournal.words import say


def replay(config: LineConfig, system: str, pieces: Iterable[Piece]) -> tuple[JournalRow, ...]:
    """Give the rows of a recording, in the order of their beginning, each as it is when the recording is over.

    A call that the recording does not see to its end is lost, at the time when it was last seen. Raises Unsupported
    for a system that has no recordings.
    """
    manifest = line_manifest(system)
    if manifest.replay is None:
        raise Unsupported(say("{system} has no recordings to replay", system=system))
    rows = rows_of(config, manifest.replay(config, pieces))
    return tuple(JournalRow(entry, _match(entry)) for entry in rows)


def rows_of(config: LineConfig, messages: Iterable[LineMessage]) -> list[Entry]:
    """Follow messages to their end and give the rows, those that were merged away included."""
    tracker = CallTracker(new_id)
    journal = Journal({config.name: LineProfile(config.owners, config.rules)}, new_id)
    rows: dict[str, Entry] = {}
    generation, at = 0, datetime.fromtimestamp(0, UTC)
    for message in messages:
        changed: tuple[Call, ...] = ()
        if isinstance(message, LegReport):
            generation, at = max(generation, message.generation), max(at, message.at)
            changed = tracker.apply(message)
        elif isinstance(message, Snapshot):
            generation, at = max(generation, message.generation), max(at, message.at)
            changed = tracker.snapshot(message)
        elif isinstance(message, LineStatus) and message.state is LineState.DISCONNECTED:
            tracker.sighted(message.line, message.at)
        for call in changed:
            rows.update({entry.id: entry for entry in journal.record(call)})
    for call in tracker.snapshot(Snapshot(config.name, generation + 1, frozenset(), at)):
        rows.update({entry.id: entry for entry in journal.record(call)})
    return sorted(rows.values(), key=lambda entry: entry.started)


def timed_pieces(data: bytes, marks: Iterable[tuple[int, datetime]]) -> tuple[Piece, ...]:
    """Cut a recording where its companion file says when bytes came: (offset of the first byte, aware UTC)."""
    places = sorted(marks)
    if not places:
        return (Piece(data, None),)
    starts = [0, *(offset for offset, _ in places[1:])]
    ends = [*starts[1:], len(data)]
    return tuple(Piece(data[a:b], at) for a, b, (_, at) in zip(starts, ends, places, strict=True))


def _match(entry: Entry) -> Match:
    asked = question(entry)
    return asked if isinstance(asked, Match) else UNKNOWN
