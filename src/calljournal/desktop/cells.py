"""What each cell of the journal says of a row, in words; how it looks is the model's and the icons' business."""

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum
from html import escape

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from calljournal.calls import Presentation
from calljournal.contracts.rows import JournalRow
from calljournal.desktop import texts
from calljournal.journal import Entry
from calljournal.matching import Candidate, Match, MatchKind


class Column(IntEnum):
    """The columns of the journal, from left to right."""

    STATE = 0
    TIME = 1
    NUMBER = 2
    PERSON = 3
    DURATION = 4
    OUTCOME = 5
    BOOKED = 6


# --- times -----------------------------------------------------------------------------------------------------------


def clock_time(moment: datetime, seconds: bool = False) -> str:
    """Write the time of day where the user is."""
    local = moment.astimezone()
    time = QTime(local.hour, local.minute, local.second)
    return time.toString("HH:mm:ss") if seconds else QLocale().toString(time, QLocale.FormatType.ShortFormat)


def day(moment: datetime) -> str:
    """Write the day where the user is."""
    local = moment.astimezone()
    return QLocale().toString(QDate(local.year, local.month, local.day), QLocale.FormatType.ShortFormat)


def day_and_time(moment: datetime) -> str:
    """Write day and time where the user is."""
    local = moment.astimezone()
    both = QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute, local.second))
    return QLocale().toString(both, QLocale.FormatType.ShortFormat)


def time_span(seconds: float) -> str:
    """Write a length: 0:07, 12:30, 1:02:03."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def started(row: JournalRow, now: datetime) -> str:
    """Say when the call began: the time today, with the day before that."""
    begin = row.entry.started
    days = (now.astimezone().date() - begin.astimezone().date()).days
    form = texts.TODAY if days == 0 else texts.YESTERDAY if days == 1 else texts.OTHER_DAY
    return form.format(day=day(begin), time=clock_time(begin))


def connected_seconds(entry: Entry, now: datetime) -> float:
    """Give how long the owner has been connected; of a call that lasts, up to now."""
    if entry.live and entry.answered is not None:
        return max(0.0, (now - entry.answered).total_seconds())
    return entry.connected_seconds


def duration(row: JournalRow, now: datetime) -> str:
    """Say how long the owner was or has been connected; nothing where nobody talked."""
    return time_span(connected_seconds(row.entry, now)) if row.entry.answered else ""


# --- who -------------------------------------------------------------------------------------------------------------


def number(row: JournalRow) -> str:
    """Give the number as it is shown, or the word for having none."""
    if row.entry.presentation is Presentation.WITHHELD:
        return texts.WITHHELD
    if row.entry.presentation is Presentation.PENDING:
        return texts.NOT_YET_KNOWN
    return row.display or row.entry.number or (texts.PRIVATE if row.private else texts.NO_NUMBER)


def has_number(row: JournalRow) -> bool:
    """Whether there is a number that could be called."""
    return row.entry.number is not None


def name_of(candidate: Candidate) -> str:
    """Give name and company of a contact in one line."""
    if candidate.company and candidate.company != candidate.name:
        return texts.NAME_AND_COMPANY.format(name=candidate.name, company=candidate.company)
    return candidate.name


def person(row: JournalRow) -> str:
    """Say who it was: the contact, the contacts it may have been, or the name that the telephone system sent."""
    contacts = row.match.contacts
    if row.match.kind is MatchKind.ONE:
        return name_of(contacts[0]) if row.match.certain else texts.UNCERTAIN.format(who=name_of(contacts[0]))
    if row.match.kind is MatchKind.SEVERAL:
        if len(contacts) == 2:
            return texts.ONE_OF_TWO.format(first=contacts[0].name, second=contacts[1].name)
        return texts.ONE_OF_MANY.format(count=len(contacts))
    return row.entry.name or ""


def is_link(row: JournalRow) -> bool:
    """Whether the person's cell leads somewhere: to the contact, or to the choice between several."""
    return bool(row.match.contacts)


def is_unsaid(row: JournalRow, column: Column) -> bool:
    """Whether a cell holds our word for something that nobody told us, or a name that nobody vouches for."""
    if column is Column.NUMBER:
        return row.display is None and row.entry.number is None
    return column is Column.PERSON and not row.match.contacts


def _paragraph(lines: list[str], bold_first: bool = False) -> str:
    """Give lines as a paragraph; what came from outside is text, never markup."""
    written = [escape(line) for line in lines]
    if bold_first and written:
        written[0] = f"<b>{written[0]}</b>"
    return f"<p style='white-space:pre'>{'<br>'.join(written)}</p>"


def _contact_hint(candidate: Candidate) -> str:
    lines = [name_of(candidate), *candidate.address]
    if not candidate.active:
        lines.append(texts.INACTIVE)
    return _paragraph(lines, bold_first=True)


def _reason(row: JournalRow) -> str:
    match = row.match
    several = match.kind is MatchKind.SEVERAL
    if match.reason == "chosen":
        return texts.REASON_CHOSEN
    if match.reason != "exact":
        form = texts.REASON_SEVERAL_LIKELY if several else texts.REASON_LIKELY
        return form.format(why=_why_likely(match))
    typed = match.contacts[0].typed
    if several:
        return texts.REASON_SEVERAL
    return texts.REASON_EXACT.format(typed=typed) if typed else texts.REASON_EXACT_UNTYPED


def _why_likely(match: Match) -> str:
    if match.reason == "switchboard" and match.extension:
        return texts.SAME_SWITCHBOARD_EXTENSION.format(extension=match.extension)
    words = {
        "switchboard": texts.SAME_SWITCHBOARD,
        "reading": texts.READ_OTHERWISE,
        "ending": texts.LOOKS_ALIKE,
    }
    return words.get(match.reason, match.reason)


def person_hint(row: JournalRow) -> str:
    """Give the full address of each contact, and why it is the one."""
    if row.match.contacts:
        return "".join(map(_contact_hint, row.match.contacts)) + _paragraph([_reason(row)])
    return texts.REASON_NAME_SENT if row.entry.name else ""


# --- what became of it -----------------------------------------------------------------------------------------------


def outcome(row: JournalRow) -> str:
    """Say how the call stands, or what became of it."""
    entry = row.entry
    if entry.outcome is None:
        return texts.STATES.get((entry.state, entry.direction), texts.ENDED)
    if entry.outcome == "answered-elsewhere" and entry.answered_by:
        return texts.ANSWERED_BY.format(who=entry.answered_by)
    if entry.outcome == "transferred" and entry.transferred_to:
        return texts.TRANSFERRED_TO.format(who=entry.transferred_to)
    return texts.OUTCOMES[entry.outcome]


def state(row: JournalRow) -> str:
    """Say in words what the icon shows: "Incoming, missed"."""
    return f"{texts.DIRECTIONS[row.entry.direction]}, {outcome(row)}"


def booked(row: JournalRow) -> str:
    """Say what has become of the call."""
    if row.ignored and not row.booked:
        return texts.IGNORED
    once = dict.fromkeys((booking.kind, booking.id is None) for booking in row.booked)
    words = [
        texts.BOOKED_WAITING.format(what=texts.BOOKED[kind]) if waiting else texts.BOOKED[kind]
        for kind, waiting in once
    ]
    return ", ".join(words)


def booked_hint(row: JournalRow) -> str:
    """Name each booking."""
    lines = []
    for booking in row.booked:
        form = texts.BOOKED_WAITING_HINT if booking.id is None else texts.BOOKED_HINT
        lines.append(form.format(what=texts.BOOKED[booking.kind], id=booking.id, book=booking.book))
    return _paragraph(lines) if lines else ""


def facts_hint(row: JournalRow) -> str:
    """Give the times of the call to the second, the own telephone, the note, and what was unusual about it."""
    entry = row.entry
    moments = (
        (texts.HINT_STARTED, entry.started),
        (texts.HINT_ANSWERED, entry.answered),
        (texts.HINT_ENDED, entry.ended),
    )
    lines = [state(row)]
    lines += [form.format(time=clock_time(moment, seconds=True)) for form, moment in moments if moment]
    if entry.held_seconds:
        talk, held = time_span(entry.talk_seconds), time_span(entry.held_seconds)
        lines.append(texts.HINT_TALK.format(talk=talk, held=held))
    lines.append(texts.HINT_OWN.format(line=entry.line, own=entry.own))
    if entry.voicemail:
        lines.append(texts.HINT_VOICEMAIL)
    if row.note:
        lines.append(texts.HINT_NOTE.format(note=row.note))
    lines += [texts.HINT_ANOMALY.format(anomaly=anomaly) for anomaly in entry.anomalies]
    return _paragraph(lines, bold_first=True)


def number_hint(row: JournalRow) -> str:
    """Give the normalised number beside the one that is shown."""
    if row.entry.number is None or row.entry.number == number(row):
        return ""
    return texts.HINT_NORMALISED.format(number=row.entry.number)


# --- by column -------------------------------------------------------------------------------------------------------

TEXTS: dict[Column, Callable[[JournalRow, datetime], str]] = {
    Column.STATE: lambda row, now: "",
    Column.TIME: started,
    Column.NUMBER: lambda row, now: number(row),
    Column.PERSON: lambda row, now: person(row),
    Column.DURATION: duration,
    Column.OUTCOME: lambda row, now: outcome(row),
    Column.BOOKED: lambda row, now: booked(row),
}

HINTS: dict[Column, Callable[[JournalRow], str]] = {
    Column.NUMBER: number_hint,
    Column.PERSON: person_hint,
    Column.BOOKED: booked_hint,
}


def hint(row: JournalRow, column: Column) -> str:
    """Give what the pointer says over a cell."""
    return HINTS.get(column, facts_hint)(row)


def accessible(row: JournalRow, column: Column, now: datetime) -> str:
    """Give what a screen reader says of a cell."""
    if column is Column.STATE:
        return state(row)
    text = TEXTS[column](row, now)
    if column is Column.PERSON and is_link(row):
        form = texts.ACCESSIBLE_CHOICE if row.match.kind is MatchKind.SEVERAL else texts.ACCESSIBLE_LINK
        return form.format(text=text)
    return text
