"""What My time says in words: its columns, how work stands, what was done to it, and what became of a change."""

from collections.abc import Callable
from datetime import date
from enum import IntEnum

from PySide6.QtCore import QDate, QLocale

from calljournal.contracts.work import Amended, Work, WorkChange, WorkState
from calljournal.desktop.look import formats
from calljournal.desktop.look.names import service_type_name
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
    TEXT = 5
    MEASURED = 6
    BILLED = 7
    STATE = 8


HEADERS = (
    say("Day"),
    say("From – to"),
    say("Client"),
    say("Project"),
    say("Service type"),
    say("Text"),
    say("Measured"),
    say("Billed"),
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
    "correct": say("corrected by another entry"),
}
OTHER_ENTRIES = ("reversal", "instead")
"""Facts of a correction that are names of entries, which only the book knows."""

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
    weekday = QLocale().toString(QDate(value.year, value.month, value.day), "ddd")
    return tr("{weekday} {day}", weekday=weekday, day=formats.calendar_day(value))


def named(work: Work) -> str:
    """Name a piece of work by what people know of it: when it was, and whom it was for."""
    when, time = formats.calendar_day(work.day), formats.clock_time(work.start)
    who = client(work) or project(work)
    return tr("{day}, {time}, {who}", day=when, time=time, who=who) if who else tr("{day}, {time}", day=when, time=time)


def from_to(work: Work) -> str:
    """Say from when to when it was."""
    start, end = formats.clock_times(work.start, work.end)
    return tr("{start} – {end}", start=start, end=end)


def project(work: Work) -> str:
    """Name the project by its number and name, and the phase."""
    numbered = " ".join(filter(None, (work.project_number, work.project_name)))
    return tr("{project} / {phase}", project=numbered, phase=work.phase_name) if work.phase_name else numbered


def client(work: Work) -> str:
    """Name whose project it is, else with whom was spoken."""
    return work.client_name or work.contact_name


def service_type(work: Work) -> str:
    """Name the kind of work."""
    return service_type_name(work.service_type_name)


def measured(work: Work) -> str:
    """Write how long it was by the clock, as the journal does; of what was taken back with a minus."""
    written = formats.time_span(abs(work.measured_seconds))
    return f"-{written}" if work.measured_seconds < 0 else written


def state(work: Work) -> str:
    """Say whether it may still be changed, and what it corrects."""
    word = tr(STATES[work.state])
    if work.reversal:
        return tr("{state}, takes back an earlier entry", state=word)
    if work.corrects:
        return tr("{state}, corrects an earlier entry", state=word)
    return tr("{state}, taken back", state=word) if work.taken_back else word


def heading(work: Work) -> str:
    """Name a piece of work: what it is, what for, and how long."""
    kind = tr(KINDS[work.kind])
    what = project(work) or tr("no project")
    if work.kind is Kind.ACTIVITY:
        return tr("{kind}: {what}", kind=kind, what=what)
    return tr("{kind}: {what}, {minutes}", kind=kind, what=what, minutes=formats.minutes(work.minutes))


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
    by_clock, billed = measured(work), formats.minutes(work.minutes)
    if work.by_hand:
        return tr("Measured {measured}, billed {billed}, typed by hand", measured=by_clock, billed=billed)
    return tr("Measured {measured}, billed {billed}", measured=by_clock, billed=billed)


def done(change: WorkChange) -> str:
    """Say what was done to a piece of work, and what it was before and after."""
    word = tr(DOINGS[change.doing]) if change.doing in DOINGS else change.doing
    told = (name for name in change.after if name not in OTHER_ENTRIES)
    return "\n".join([word, *(_difference(change, name) for name in told)])


def _difference(change: WorkChange, name: str) -> str:
    what = tr(FACTS[name]) if name in FACTS else name
    after = _value(name, change.after[name])
    if name not in change.before:
        return tr("{what}: {after}", what=what, after=after)
    return tr("{what}: {after} (was {before})", what=what, after=after, before=_value(name, change.before[name]))


WRITTEN: dict[str, Callable[[str], str]] = {
    "state": lambda text: tr(STATES[WorkState(text)]),
    "minutes": lambda text: formats.minutes(float(text)),
    "day": lambda text: formats.calendar_day(date.fromisoformat(text)),
    "service_type": service_type_name,
}
"""What the history of a book keeps for machines, and how people write it."""


def _value(name: str, text: str) -> str:
    """Write a fact; one that is not as we know it stays as another book has written it."""
    try:
        return WRITTEN[name](text) if text and name in WRITTEN else text or tr("(none)")
    except ValueError:
        return text


def amended(before: Work, after: Amended) -> str:
    """Say what became of a piece of work that was changed or cancelled."""
    work = named(before)
    if after.reversal is not None and after.work.id != before.id:
        return tr("{work}: it is taken back, and a correction entry stands instead.", work=work)
    if after.reversal is not None:
        return tr("{work}: it is taken back by a correction entry.", work=work)
    if after.work.state is WorkState.CANCELLED:
        return tr("{work}: it is cancelled.", work=work)
    return tr("{work}: it is changed.", work=work)
