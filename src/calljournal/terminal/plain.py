"""A row of the journal as one line of text, and rows as a table of text: for commands, pipes and logs. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from rich.cells import cell_len

from calljournal.calls import Direction, Presentation
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import Gap, LineInfo
from calljournal.journal import Outcome, RowState
from calljournal.languages import tr
from calljournal.matching import Candidate, Match, MatchKind
from calljournal.terminal import texts

SHORT_ID = 8
"""Characters of a row's id that a person has to type: 4 thousand million calls are told apart."""


def row_line(row: JournalRow, zone: tzinfo | None = None) -> str:
    """Give a row as one line, times in the zone (default: the computer's): for a listing that grows."""
    return "  ".join(filter(None, _cells(row, zone)))


def rows_table(rows: Iterable[JournalRow], zone: tzinfo | None = None) -> str:
    """Give rows as a table with a line of headings, as wide as it needs to be."""
    return table([tr(title) for title in texts.PLAIN_COLUMNS], [_cells(row, zone) for row in rows])


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give cells of text as a table with a line of headings, each column as wide as it needs to be."""
    lines = [columns, *rows]
    widths = [max(cell_len(line[column]) for line in lines) for column in range(len(columns))]
    return "\n".join(
        "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def gaps_of(lines: Iterable[LineInfo], since: datetime | None, until: datetime | None) -> list[tuple[LineInfo, Gap]]:
    """Give the stretches in which a line was not connected, as far as they touch the time from `since` to `until`."""
    return [
        (line, (start, end))
        for line in lines
        for start, end in line.gaps
        if (until is None or start < until) and (since is None or end is None or end > since)
    ]


def gap_line(line: LineInfo, gap: Gap, zone: tzinfo | None = None) -> str:
    """Say that a line was not connected, times in the zone (default: the computer's)."""
    start, end = (f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}" if moment else "" for moment in gap)
    if not end:
        return tr(texts.GAP_OPEN, line=line.name, start=start)
    return tr(texts.GAP, line=line.name, start=start, end=end)


def _cells(row: JournalRow, zone: tzinfo | None) -> tuple[str, ...]:
    entry = row.entry
    return (
        entry.id[:SHORT_ID],
        f"{entry.started.astimezone(zone):%Y-%m-%d %H:%M:%S}",
        tr(texts.INCOMING if entry.direction is Direction.INCOMING else texts.OUTGOING),
        clean(entry.own),
        number(row),
        person(row),
        state(row),
        length(entry.talk_seconds) if entry.answered else "",
        booked(row),
    )


def clean(text: str) -> str:
    """Leave out what a terminal would obey instead of showing it: the text comes from a telephone network."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def number(row: JournalRow) -> str:
    """Give the number as it is shown, or the word for a number that is not there."""
    if row.display is not None:
        return clean(row.display)
    if row.private:
        return tr(texts.PRIVATE)
    words = {Presentation.WITHHELD: texts.WITHHELD, Presentation.PENDING: texts.PENDING}
    return tr(words.get(row.entry.presentation, texts.UNAVAILABLE))


def person(row: JournalRow) -> str:
    """Give who it was: the contact, how many it may be, or the name that the telephone system sent."""
    contact = row.match.contact
    if contact is not None:
        name = contact_name(contact)
        return name if row.match.certain else _likely(row.match, name)
    if row.match.kind is MatchKind.SEVERAL:
        return tr(texts.MATCHES, count=len(row.match.contacts))
    return clean(row.entry.name or "")


def _likely(match: Match, name: str) -> str:
    form = texts.AT_EXTENSION if match.extension else texts.LIKELY.get(match.reason, texts.UNCERTAIN)
    return tr(form, name=name, extension=match.extension or "")


def contact_name(contact: Candidate) -> str:
    """Give the name of a contact, with the company of a person at a company."""
    if contact.company and contact.company != contact.name:
        return clean(tr(texts.AT_COMPANY, name=contact.name, company=contact.company))
    return clean(contact.name)


def state(row: JournalRow) -> str:
    """Give what the call is doing, or what became of it."""
    entry = row.entry
    if entry.outcome is None or entry.state is not RowState.ENDED:
        return tr(texts.STATES[entry.state])
    if entry.outcome is Outcome.ELSEWHERE and entry.answered_by:
        return clean(tr(texts.ANSWERED_BY, who=entry.answered_by))
    if entry.outcome is Outcome.TRANSFERRED and entry.transferred_to:
        return clean(tr(texts.PASSED_TO, who=entry.transferred_to))
    words = tr(texts.OUTCOMES[entry.outcome])
    return tr(texts.LEFT_MESSAGE, outcome=words) if entry.voicemail else words


def booked(row: JournalRow) -> str:
    """Give what has become of the call; what the book has not taken yet is said to wait."""
    if row.ignored and not row.booked:
        return tr(texts.IGNORED)
    kinds = [(tr(texts.BOOKED[booking.kind.value]), booking.id) for booking in row.booked]
    return ", ".join(kind if done else tr(texts.WAITING, kind=kind) for kind, done in kinds)


def length(seconds: float) -> str:
    """Give a length of time as 3:07 or 1:03:07, without the begun second, as clocks do."""
    minutes, rest = divmod(int(max(seconds, 0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
