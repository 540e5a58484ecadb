"""What My time says in words: its columns, how work stands, what was done to it, and what became of a change."""

from datetime import date
from enum import IntEnum

from PySide6.QtCore import QDate, QLocale

from calljournal.contracts.work import Amended, Work, WorkChange, WorkState
from calljournal.desktop.booking.minutes_field import minutes_text
from calljournal.desktop.look import formats
from calljournal.languages import tr
from calljournal.words import say
from calljournal.worklog import Kind


class Column(IntEnum):
    """The columns, from left to right."""

    DAY = 0
    SPAN = 1
    CLIENT = 2
    PROJECT = 3
    SERVICE = 4
    MEASURED = 5
    BILLED = 6
    TEXT = 7
    STATE = 8


HEADERS = (
    say("Day"),
    say("From – to"),
    say("Client"),
    say("Project"),
    say("Service type"),
    say("Measured"),
    say("Billed"),
    say("Text"),
    say("State"),
)
STATES = {
    WorkState.OPEN: say("open"),
    WorkState.EXPORTED: say("exported"),
    WorkState.BILLED: say("billed"),
    WorkState.LOCKED: say("locked"),
    WorkState.CANCELLED: say("cancelled"),
}
WHY_FIXED = {
    WorkState.EXPORTED: say("It went out to the firm's books: it is changed by a correction entry."),
    WorkState.BILLED: say("It is billed: it is changed by a correction entry."),
    WorkState.LOCKED: say("The firm's books are closed up to this day: it is changed by a correction entry."),
    WorkState.CANCELLED: say("It is cancelled: its call may be booked anew."),
}
DOINGS = {
    "book": say("booked"),
    "change": say("changed"),
    "cancel": say("cancelled"),
    "round": say("rounded anew"),
    "bill": say("marked as billed"),
}
FACTS = {
    "project": say("Project"),
    "phase": say("Phase"),
    "service_type": say("Service type"),
    "contact": say("Contact"),
    "minutes": say("Minutes"),
    "day": say("Day"),
    "title": say("Title"),
    "text": say("Text"),
    "state": say("State"),
}
KINDS = {Kind.TIME: say("Time entry"), Kind.ACTIVITY: say("Activity")}


def day(value: date) -> str:
    """Write a day as the user does, with the day of the week."""
    locale, of_qt = QLocale(), QDate(value.year, value.month, value.day)
    written = locale.toString(of_qt, QLocale.FormatType.ShortFormat)
    return tr("{weekday} {day}", weekday=locale.toString(of_qt, "ddd"), day=written)


def plain_day(value: date) -> str:
    """Write a day as the user does."""
    return QLocale().toString(QDate(value.year, value.month, value.day), QLocale.FormatType.ShortFormat)


def from_to(work: Work) -> str:
    """Say from when to when it was."""
    return tr("{start} – {end}", start=formats.clock_time(work.start), end=formats.clock_time(work.end))


def project(work: Work) -> str:
    """Name the project by its number and name, and the phase."""
    numbered = " ".join(filter(None, (work.project_number, work.project_name)))
    return tr("{project} / {phase}", project=numbered, phase=work.phase_name) if work.phase_name else numbered


def client(work: Work) -> str:
    """Name whose project it is, else with whom was spoken."""
    return work.client_name or work.contact_name


def state(work: Work) -> str:
    """Say whether it may still be changed, where it went out, and what it corrects."""
    word = tr(STATES[work.state])
    if work.state is WorkState.EXPORTED and work.export:
        word = tr("exported ({export})", export=work.export)
    if work.corrects:
        return tr("{state}, corrects {work}", state=word, work=work.corrects)
    return tr("{state}, taken back", state=word) if work.taken_back else word


def heading(work: Work) -> str:
    """Name a piece of work: what it is, its id, what for, and how long."""
    kind = tr(KINDS[work.kind])
    what = project(work) or tr("no project")
    if work.kind is Kind.ACTIVITY:
        return tr("{kind} {id}: {what}", kind=kind, id=work.id, what=what)
    minutes = minutes_text(work.minutes)
    return tr("{kind} {id}: {what}, {minutes} min", kind=kind, id=work.id, what=what, minutes=minutes)


def facts(work: Work) -> list[str]:
    """Say what else there is of a piece of work, a line each."""
    lines = [tr("{day}, {span}, {who}", day=day(work.day), span=from_to(work), who=work.user)]
    if work.recorded_by and work.recorded_by != work.user:
        lines.append(tr("Recorded by {who}", who=work.recorded_by))
    if work.kind is Kind.TIME:
        lines.append(_minutes(work))
    if work.contact_name and work.contact_name != work.client_name:
        lines.append(tr("With {who}", who=work.contact_name))
    return [*lines, *filter(None, (work.title, work.text))]


def _minutes(work: Work) -> str:
    measured, billed = minutes_text(work.measured_minutes), minutes_text(work.minutes)
    if work.by_hand:
        return tr("Measured {measured} min, billed {billed} min, typed by hand", measured=measured, billed=billed)
    return tr("Measured {measured} min, billed {billed} min", measured=measured, billed=billed)


def done(change: WorkChange) -> str:
    """Say what was done to a piece of work, and what it was before and after."""
    word = tr(DOINGS[change.doing]) if change.doing in DOINGS else change.doing
    return "\n".join([word, *(_difference(change, name) for name in change.after)])


def _difference(change: WorkChange, name: str) -> str:
    what = tr(FACTS[name]) if name in FACTS else name
    after = _value(name, change.after[name])
    if name not in change.before:
        return tr("{what}: {after}", what=what, after=after)
    return tr("{what}: {after} (was {before})", what=what, after=after, before=_value(name, change.before[name]))


def _value(name: str, text: str) -> str:
    if name == "state" and text in tuple(WorkState):
        return tr(STATES[WorkState(text)])
    return text or tr("(none)")


def amended(before: Work, after: Amended) -> str:
    """Say what became of a piece of work that was changed or cancelled."""
    if after.reversal is not None and after.work.id != before.id:
        return tr(
            "{work} is taken back by {reversal}, and {instead} stands instead.",
            work=before.id,
            reversal=after.reversal.id,
            instead=after.work.id,
        )
    if after.reversal is not None:
        return tr("{work} is taken back by {reversal}.", work=before.id, reversal=after.reversal.id)
    if after.work.state is WorkState.CANCELLED:
        return tr("{work} is cancelled.", work=before.id)
    return tr("{work} is changed.", work=before.id)
