"""What the pointer says over a cell: the full address and the reason of a match, each booking, the facts of a call."""

from collections.abc import Callable
from html import escape

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.journal import cells, wording
from calljournal.desktop.journal.cells import Column
from calljournal.desktop.look import formats, naming
from calljournal.desktop.look.labels import hint_lines
from calljournal.languages import tr
from calljournal.matching import Candidate, Match, MatchKind


def person_hint(row: JournalRow) -> str:
    """Give the full address of each contact, and why it is the one."""
    if row.match.contacts:
        return "".join(map(_contact_hint, row.match.contacts)) + _paragraph([_reason(row)])
    return (
        tr("The telephone system sent this name; the address book does not know the number.") if row.entry.name else ""
    )


def booked_hint(row: JournalRow) -> str:
    """Name each booking."""
    lines = []
    for booking in cells.bookings(row):
        form = (
            tr("{what}: kept here, sent as soon as the book “{book}” can be reached")
            if booking.id is None
            else tr("{what} {id} in the book “{book}”")
        )
        lines.append(form.format(what=tr(wording.BOOKED[booking.kind]), id=booking.id, book=booking.book))
    if cells.is_part(row):
        lines.append(tr("This is a part of the call; the rest waits to be booked."))
    if len(row.together) > 1:
        lines.append(tr("Booked together with others, as one of {count} calls.", count=len(row.together)))
    return _paragraph(lines) if lines else ""


def facts_hint(row: JournalRow) -> str:
    """Give the times of the call to the second, the own telephone, the note, and what was unusual about it."""
    entry = row.entry
    moments = (
        (tr("Began {time}"), entry.started),
        (tr("Answered {time}"), entry.answered),
        (tr("Ended {time}"), entry.ended),
    )
    lines = [cells.state(row)]
    lines += [form.format(time=formats.clock_time(moment, seconds=True)) for form, moment in moments if moment]
    if entry.held_seconds:
        talk, held = formats.time_span(entry.talk_seconds), formats.time_span(entry.held_seconds)
        lines.append(tr("Talk {talk}, on hold {held}", talk=talk, held=held))
    if entry.manual:
        lines.append(tr("Added by hand"))
    else:
        lines.append(tr("On {line}, telephone {own}", line=entry.line, own=entry.own))
    if entry.voicemail:
        lines.append(tr("Left a message"))
    if row.note:
        lines.append(tr("Note: {note}", note=row.note))
    lines += [tr("Unusual: {anomaly}", anomaly=anomaly) for anomaly in entry.anomalies]
    return _paragraph(lines, bold_first=True)


def number_hint(row: JournalRow) -> str:
    """Give the normalised number beside the one that is shown."""
    if row.entry.number is None or row.entry.number == naming.number(row):
        return ""
    return tr("Number {number}", number=row.entry.number)


HINTS: dict[Column, Callable[[JournalRow], str]] = {
    Column.NUMBER: number_hint,
    Column.PERSON: person_hint,
    Column.BOOKED: booked_hint,
}


def hint(row: JournalRow, column: Column) -> str:
    """Give what the pointer says over a cell."""
    return HINTS.get(column, facts_hint)(row)


# --- its parts -------------------------------------------------------------------------------------------------------


def _contact_hint(candidate: Candidate) -> str:
    lines = [naming.name_of(candidate), *candidate.address]
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


def _paragraph(lines: list[str], bold_first: bool = False) -> str:
    """Give lines as a paragraph; what came from outside is text, never markup."""
    first = len(hint_lines(lines[:1]))
    written = [escape(line) for line in hint_lines(lines)]
    if bold_first and written:
        written[:first] = [f"<b>{line}</b>" for line in written[:first]]
    return f"<p style='white-space:pre'>{'<br>'.join(written)}</p>"
