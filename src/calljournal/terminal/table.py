"""The journal as it stands in the terminal: rows, lamps, a message. Pure; `screen.py` shows it."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from calljournal.calls import Direction
from calljournal.contracts.line import LineState
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import LineInfo
from calljournal.journal import Entry, Outcome, RowState
from calljournal.languages import tr
from calljournal.matching import MatchKind
from calljournal.terminal import plain, texts

LAMP_COLOURS = {
    LineState.CONNECTED: "green",
    LineState.CONNECTING: "yellow",
    LineState.DISCONNECTED: "red",
    LineState.REFUSED: "red",
    LineState.CLOSED: "dim",
}
NOT_TAKEN = (Outcome.MISSED, Outcome.FAILED, Outcome.LOST)
MOST_CHOICES = 9
AROUND = 7
"""Lines of the screen that are not rows: title, headings and their rule, lamps, message, choices, keys."""


def table(
    rows: Sequence[JournalRow],
    lines: Sequence[LineInfo],
    now: datetime,
    selected: str | None,
    message: str,
    *,
    height: int | None = None,
    zone: tzinfo | None = None,
) -> RenderableType:
    """Give the whole screen: `rows` from top to bottom, the one whose id is `selected` marked, timers as of `now`.

    Of more rows than fit into `height` those around the selected one are shown.
    """
    journal = Table(
        *map(tr, texts.COLUMNS), title=tr(texts.TITLE), expand=True, box=None, pad_edge=False, header_style="bold"
    )
    for column in journal.columns:
        column.no_wrap, column.overflow = True, "ellipsis"
    journal.columns[6].justify = "right"
    for row in visible(rows, selected, height):
        journal.add_row(*_cells(row, now, zone), style="reverse" if row.entry.id == selected else "")
    parts: list[RenderableType] = [journal]
    if not rows:
        parts.append(Text(tr(texts.NO_CALLS), style="dim"))
    parts.append(_lamps(lines))
    chosen = next((row for row in rows if row.entry.id == selected), None)
    if chosen is not None and chosen.match.kind is MatchKind.SEVERAL:
        parts.append(_line(tr(texts.CHOOSE, choices=_choices(chosen)), "bold"))
    parts.append(_line(plain.clean(message), "bold yellow"))
    parts.append(_line(tr(texts.KEYS), "dim"))
    return Group(*parts)


def visible(rows: Sequence[JournalRow], selected: str | None, height: int | None) -> Sequence[JournalRow]:
    """Give the rows that fit, the selected one among them."""
    room = len(rows) if height is None else max(height - AROUND, 1)
    place = next((number for number, row in enumerate(rows) if row.entry.id == selected), 0)
    first = max(0, min(place - room // 2, len(rows) - room))
    return rows[first : first + room]


def talk(entry: Entry, now: datetime) -> float | None:
    """Give the seconds talked so far, running while somebody talks; None where nobody has."""
    if entry.answered is None:
        return None
    if entry.state is RowState.TALKING:
        return (now - entry.answered).total_seconds() - entry.held_seconds
    return entry.talk_seconds


def _cells(row: JournalRow, now: datetime, zone: tzinfo | None) -> tuple[Text, ...]:
    entry = row.entry
    seconds = talk(entry, now)
    incoming = entry.direction is Direction.INCOMING
    style = "green" if entry.live else "red" if entry.outcome in NOT_TAKEN else ""
    return (
        Text(f"{entry.started.astimezone(zone):%H:%M:%S}"),
        Text(texts.INCOMING_SIGN if incoming else texts.OUTGOING_SIGN, style=style),
        Text(plain.clean(entry.own)),
        Text(plain.number(row), style="" if row.display else "italic"),
        Text(plain.person(row), style="blue" if row.match.contact else ""),
        Text(plain.state(row), style=style),
        Text("" if seconds is None else plain.length(seconds)),
        Text(plain.booked(row)),
    )


def _lamps(lines: Sequence[LineInfo]) -> Text:
    if not lines:
        return _line(tr(texts.NO_LINES), "dim")
    lamps = Text(no_wrap=True, overflow="ellipsis")
    for number, line in enumerate(lines):
        lamps.append("   " if number else "")
        lamps.append("● ", style=LAMP_COLOURS[line.state])
        lamps.append(
            f"{line.name}: {tr(texts.LAMPS[line.state])}", style="" if line.state is LineState.CONNECTED else "bold"
        )
        if line.state is not LineState.CONNECTED:
            lamps.append(f" ({plain.clean(tr(line.message))})")
    return lamps


def _choices(row: JournalRow) -> str:
    contacts = row.match.contacts[:MOST_CHOICES]
    return "  ".join(f"{number} {plain.contact_name(contact)}" for number, contact in enumerate(contacts, 1))


def _line(text: str, style: str) -> Text:
    return Text(text, style=style, no_wrap=True, overflow="ellipsis")
