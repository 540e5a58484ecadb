"""A recording as people read it: what happened in each conversation, then what we made of it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo

from rich.cells import cell_len, set_cell_size

from calljournal.contracts.line import Story
from calljournal.contracts.rows import JournalRow
from calljournal.terminal.plain import clean, row_line

WIDTH = 120
"""Columns of the widest line: what fits into a bug report without being folded."""


def timeline(stories: Iterable[Story], rows: Sequence[JournalRow], zone: tzinfo | None = None) -> Iterator[str]:
    """Give the lines, times in the zone (default: the computer's), no wider than WIDTH."""
    calls = 0
    for story in stories:
        calls += bool(story.legs)
        yield _cut(_heading(story, calls, zone))
        for at, words in story.happenings:
            yield _cut(f"  {_clock(at, zone):12}  {words}")
        if story.legs:
            yield from map(_cut, _ours(story, rows, zone))
        yield ""


def _heading(story: Story, number: int, zone: tzinfo | None) -> str:
    begun = next((at for at, _ in story.happenings if at is not None), None)
    day = f", {begun.astimezone(zone):%Y-%m-%d %Z}" if begun else ""
    return f"call {number}{day}" if story.legs else f"the connection{day}"


def _ours(story: Story, rows: Sequence[JournalRow], zone: tzinfo | None) -> Iterator[str]:
    found = [row for row in rows if any(leg.id in story.legs for leg in row.entry.legs)]
    for row in found:
        entry = row.entry
        yield f"  our row: {row_line(row, zone)}"
        answered = f"answered {_clock(entry.answered, zone)}" if entry.answered else "not answered"
        ended = f"ended {_clock(entry.ended, zone)}" if entry.ended else "not ended"
        lengths = f"talked {entry.talk_seconds:.3f} s, held {entry.held_seconds:.3f} s"
        yield f"    started {_clock(entry.started, zone)}, {answered}, {ended}; {lengths}"
        yield from (f"    anomaly: {anomaly}" for anomaly in entry.anomalies)
    if not found:
        yield "  no row of ours"


def _clock(at: datetime | None, zone: tzinfo | None) -> str:
    return "" if at is None else f"{at.astimezone(zone):%H:%M:%S.%f}"[:-3]


def _cut(line: str) -> str:
    line = clean(line)
    return line if cell_len(line) <= WIDTH else set_cell_size(line, WIDTH - 1).rstrip() + "…"
