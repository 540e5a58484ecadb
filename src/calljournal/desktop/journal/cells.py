"""What each cell of the journal says of a row, in words; how it looks is the model's and the icons' business."""

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum
from html import escape

from calljournal.calls import Presentation
from calljournal.contracts.rows import JournalRow
from calljournal.desktop.journal import wording
from calljournal.desktop.look import formats
from calljournal.journal import Entry
from calljournal.languages import tr
from calljournal.matching import Candidate, Match, MatchKind
from calljournal.words import say


class Column(IntEnum):
    """The columns of the journal, from left to right."""

    STATE = 0
    TIME = 1
    NUMBER = 2
    PERSON = 3
    DURATION = 4
    OUTCOME = 5
    BOOKED = 6


def started(row: JournalRow, now: datetime) -> str:
    """Say when the call began: the time today, with the day before that."""
    begin = row.entry.started
    days = (now.astimezone().date() - begin.astimezone().date()).days
    form = tr("{time}") if days == 0 else tr("Yesterday {time}") if days == 1 else tr("{day} {time}")
    return form.format(day=formats.day(begin), time=formats.clock_time(begin))


def connected_seconds(entry: Entry, now: datetime) -> float:
    """Give how long the owner has been connected; of a call that lasts, up to now."""
    if entry.live and entry.answered is not None:
        return max(0.0, (now - entry.answered).total_seconds())
    return entry.connected_seconds


def duration(row: JournalRow, now: datetime) -> str:
    """Say how long the owner was or has been connected; nothing where nobody talked."""
    return formats.time_span(connected_seconds(row.entry, now)) if row.entry.answered else ""


# --- who -------------------------------------------------------------------------------------------------------------


def number(row: JournalRow) -> str:
    """Give the number as it is shown, or the word for having none."""
    if row.entry.presentation is Presentation.WITHHELD:
        return tr("withheld")
    if row.entry.presentation is Presentation.PENDING:
        return tr("…")
    return row.display or row.entry.number or (tr("private") if row.private else tr("no number"))


def has_number(row: JournalRow) -> bool:
    """Whether there is a number that could be called."""
    return row.entry.number is not None


def name_of(candidate: Candidate) -> str:
    """Give name and company of a contact in one line."""
    if candidate.company and candidate.company != candidate.name:
        return tr("{name}, {company}", name=candidate.name, company=candidate.company)
    return candidate.name


def person(row: JournalRow) -> str:
    """Say who it was: the contact, the contacts it may have been, or the name that the telephone system sent."""
    contacts = row.match.contacts
    if row.match.kind is MatchKind.ONE:
        return name_of(contacts[0]) if row.match.certain else tr("{who} ?", who=name_of(contacts[0]))
    if row.match.kind is MatchKind.SEVERAL:
        if len(contacts) == 2:
            return tr("{first} or {second}?", first=contacts[0].name, second=contacts[1].name)
        return tr("one of {count} contacts", count=len(contacts))
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
        lines.append(tr("no longer active"))
    return _paragraph(lines, bold_first=True)


def _reason(row: JournalRow) -> str:
    match = row.match
    several = match.kind is MatchKind.SEVERAL
    if match.reason == "chosen":
        return tr("You said that it was this contact.")
    if match.reason != "exact":
        form = (
            tr("Several contacts are likely: {why}. Click to say who it was.") if several else tr("Only likely: {why}.")
        )
        return form.format(why=_why_likely(match))
    typed = match.contacts[0].typed
    if several:
        return tr("Several contacts have this number. Click to say who it was.")
    return (
        tr("This number is in the address book, as {typed}.", typed=typed)
        if typed
        else tr("This number is in the address book.")
    )


def _why_likely(match: Match) -> str:
    if match.reason == "switchboard" and match.extension:
        return tr("same switchboard, extension {extension}", extension=match.extension)
    words = {
        "switchboard": tr("same switchboard"),
        "reading": tr("the digits can be read as their number"),
        "ending": tr("their number looks alike"),
    }
    return words.get(match.reason, match.reason)


def person_hint(row: JournalRow) -> str:
    """Give the full address of each contact, and why it is the one."""
    if row.match.contacts:
        return "".join(map(_contact_hint, row.match.contacts)) + _paragraph([_reason(row)])
    return (
        tr("The telephone system sent this name; the address book does not know the number.") if row.entry.name else ""
    )


# --- what became of it -----------------------------------------------------------------------------------------------


def outcome(row: JournalRow) -> str:
    """Say how the call stands, or what became of it."""
    entry = row.entry
    if entry.outcome is None:
        return tr(wording.STATES.get((entry.state, entry.direction), say("ended")))
    if entry.outcome == "answered-elsewhere" and entry.answered_by:
        return tr("answered by {who}", who=entry.answered_by)
    if entry.outcome == "transferred" and entry.transferred_to:
        return tr("transferred to {who}", who=entry.transferred_to)
    return tr(wording.OUTCOMES[entry.outcome])


def state(row: JournalRow) -> str:
    """Say in words what the icon shows: "Incoming, missed"."""
    return f"{tr(wording.DIRECTIONS[row.entry.direction])}, {outcome(row)}"


def booked(row: JournalRow) -> str:
    """Say what has become of the call."""
    if row.ignored and not row.booked:
        return tr("ignored")
    once = dict.fromkeys((booking.kind, booking.id is None) for booking in row.booked)
    words = [
        tr("{what} (waiting)", what=tr(wording.BOOKED[kind])) if waiting else tr(wording.BOOKED[kind])
        for kind, waiting in once
    ]
    return ", ".join(words)


def booked_hint(row: JournalRow) -> str:
    """Name each booking."""
    lines = []
    for booking in row.booked:
        form = (
            tr("{what}: kept here, sent as soon as the book “{book}” can be reached")
            if booking.id is None
            else tr("{what} {id} in the book “{book}”")
        )
        lines.append(form.format(what=tr(wording.BOOKED[booking.kind]), id=booking.id, book=booking.book))
    return _paragraph(lines) if lines else ""


def facts_hint(row: JournalRow) -> str:
    """Give the times of the call to the second, the own telephone, the note, and what was unusual about it."""
    entry = row.entry
    moments = (
        (tr("Began {time}"), entry.started),
        (tr("Answered {time}"), entry.answered),
        (tr("Ended {time}"), entry.ended),
    )
    lines = [state(row)]
    lines += [form.format(time=formats.clock_time(moment, seconds=True)) for form, moment in moments if moment]
    if entry.held_seconds:
        talk, held = formats.time_span(entry.talk_seconds), formats.time_span(entry.held_seconds)
        lines.append(tr("Talk {talk}, on hold {held}", talk=talk, held=held))
    lines.append(tr("On {line}, telephone {own}", line=entry.line, own=entry.own))
    if entry.voicemail:
        lines.append(tr("Left a message"))
    if row.note:
        lines.append(tr("Note: {note}", note=row.note))
    lines += [tr("Unusual: {anomaly}", anomaly=anomaly) for anomaly in entry.anomalies]
    return _paragraph(lines, bold_first=True)


def number_hint(row: JournalRow) -> str:
    """Give the normalised number beside the one that is shown."""
    if row.entry.number is None or row.entry.number == number(row):
        return ""
    return tr("Number {number}", number=row.entry.number)


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
        form = tr("{text}, several contacts, choice") if row.match.kind is MatchKind.SEVERAL else tr("{text}, link")
        return form.format(text=text)
    return text
