"""What each cell of the journal says of a row, in words; how it looks is the model's and the icons' business."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from enum import IntEnum

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.journal import wording
from calljournal.desktop.look import formats, naming
from calljournal.journal import Entry
from calljournal.languages import tr
from calljournal.matching import MatchKind
from calljournal.words import say
from calljournal.worklog import Booking


class Column(IntEnum):
    """The columns of the journal, from left to right."""

    STATE = 0
    TIME = 1
    NUMBER = 2
    PERSON = 3
    TELEPHONE = 4
    DURATION = 5
    OUTCOME = 6
    BOOKED = 7


UNREAD = "…"
"""What stands in a row that is being read."""


def started(row: JournalRow, now: datetime) -> str:
    """Say when the call began: the time today, with the day before that."""
    begin = row.entry.started
    time, days = formats.clock_time(begin), (now.astimezone().date() - begin.astimezone().date()).days
    if days == 0:
        return time
    return tr("Yesterday {time}", time=time) if days == 1 else tr("{day} {time}", day=formats.day(begin), time=time)


def connected_seconds(entry: Entry, now: datetime) -> float:
    """Give how long the owner has been connected; of a call that lasts, up to now."""
    if entry.live and entry.answered is not None:
        return max(0.0, (now - entry.answered).total_seconds())
    return entry.connected_seconds


def duration(row: JournalRow, now: datetime) -> str:
    """Say how long the owner was or has been connected; nothing where nobody talked."""
    return formats.time_span(connected_seconds(row.entry, now)) if row.entry.answered else ""


# --- who -------------------------------------------------------------------------------------------------------------


def has_number(row: JournalRow) -> bool:
    """Whether there is a number that could be called."""
    return row.entry.number is not None


def is_link(row: JournalRow, column: Column = Column.PERSON) -> bool:
    """Whether a cell leads somewhere: to the contact, or the choice between several; to what the call became."""
    if column is Column.BOOKED:
        return bool(works(row)) and not row.private
    return column is Column.PERSON and bool(row.match.contacts)


def is_unsaid(row: JournalRow, column: Column) -> bool:
    """Whether a cell holds our word for something that nobody told us, or a name that nobody vouches for."""
    if column is Column.NUMBER:
        return row.display is None and row.entry.number is None
    return column is Column.PERSON and not row.match.contacts


# --- where -----------------------------------------------------------------------------------------------------------


def telephone(row: JournalRow) -> str:
    """Say on which telephone it was, and on which line."""
    if row.entry.manual:
        return tr("added by hand")
    return tr("{own} · {line}", own=row.entry.own, line=row.entry.line.partition(":")[2] or row.entry.line)


# --- what became of it -----------------------------------------------------------------------------------------------


def outcome(row: JournalRow) -> str:
    """Say how the call stands, or what became of it."""
    entry = row.entry
    if entry.outcome is None:
        if entry.manual and entry.live:
            return tr("timer runs")
        return tr(wording.STATES.get((entry.state, entry.direction), say("ended")))
    if entry.outcome == "answered-elsewhere" and entry.answered_by:
        return tr("answered by {who}", who=entry.answered_by)
    if entry.outcome == "transferred" and entry.transferred_to:
        return tr("transferred to {who}", who=entry.transferred_to)
    return tr(naming.OUTCOMES[entry.outcome])


def state(row: JournalRow) -> str:
    """Say in words what the icon shows: "Incoming, missed"."""
    return f"{tr(naming.DIRECTIONS[row.entry.direction])}, {outcome(row)}"


def bookings(row: JournalRow) -> tuple[Booking, ...]:
    """Give what was booked of a call and still stands."""
    return tuple(booking for booking in row.booked if booking.cancelled is None)


def works(row: JournalRow) -> tuple[Booking, ...]:
    """Give what was booked of a call and can be opened: the book has it."""
    return tuple(booking for booking in bookings(row) if booking.id is not None)


def is_part(row: JournalRow) -> bool:
    """Whether some of the time of a call is booked, and the rest of it waits."""
    return row.settled is None and not row.entry.live and any(one.kind == "time" for one in bookings(row))


def booked(row: JournalRow, waiting: float | None = None) -> str:
    """Say what has become of the call; of one booked in part how much waits, where that is known (`waiting` minutes).

    Private is said before all: there is nothing else to say of such a call.
    """
    if row.private:
        return tr("private")
    words = list(_booked_words(row, waiting))
    if not words and row.ignored:
        return tr("ignored")
    if not words and len(row.together) > 1:
        return tr("merged: {count} calls", count=len(row.together))
    return ", ".join(words)


def _booked_words(row: JournalRow, waiting: float | None) -> Iterator[str]:
    for kind, sent in dict.fromkeys((booking.kind, booking.id is not None) for booking in bookings(row)):
        what = tr(wording.BOOKED[kind])
        if not sent:
            yield tr("{what} (waiting)", what=what)
        elif kind != "time" or not is_part(row):
            yield what
        elif waiting is None:
            yield tr("{what} (a part)", what=what)
        else:
            yield tr("{what} ({minutes} left)", what=what, minutes=formats.minutes(waiting))


def left_out(row: JournalRow | None, selected: Sequence[JournalRow]) -> int:
    """Count the selected calls that are not booked with this one."""
    with_it = () if row is None else (row.entry.id, *row.together)
    return sum(one.entry.id not in with_it for one in selected)


# --- by column -------------------------------------------------------------------------------------------------------

TEXTS: dict[Column, Callable[[JournalRow, datetime], str]] = {
    Column.STATE: lambda row, now: "",
    Column.TIME: started,
    Column.NUMBER: lambda row, now: naming.number(row),
    Column.PERSON: lambda row, now: naming.person(row),
    Column.TELEPHONE: lambda row, now: telephone(row),
    Column.DURATION: duration,
    Column.OUTCOME: lambda row, now: outcome(row),
    Column.BOOKED: lambda row, now: booked(row),
}


def accessible(row: JournalRow, column: Column, now: datetime) -> str:
    """Give what a screen reader says of a cell."""
    if column is Column.STATE:
        return state(row)
    text = TEXTS[column](row, now)
    if not is_link(row, column):
        return text
    if column is Column.PERSON and row.match.kind is MatchKind.SEVERAL:
        return tr("{text}, several contacts, choice", text=text)
    return tr("{text}, link", text=text)
