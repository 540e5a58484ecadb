"""What is said of a call while it rings and runs: all of it, initials alone, or nothing but that there is one.

In: a row, and how discreet to be. Out: `Shown`, the only source of every text that the notice lets out: labels, hints,
names for screen readers, messages of the system. What is not to be seen is not in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calljournal.calls import Direction, Presentation
from calljournal.contracts.rows import JournalRow
from calljournal.desktop.look import formats
from calljournal.journal import RowState
from calljournal.languages import tr, tr_n
from calljournal.matching import Candidate, MatchKind

MOST_INITIALS = 3
NAMED = 2
"""So many of several contacts are named in the headline; beyond that they are counted, and named below."""


class Discretion(StrEnum):
    """How much of a caller may be seen."""

    FULL = "full"
    INITIALS = "initials"
    CALL = "call"


def discretion(wanted: str, quiet: bool | None) -> Discretion:
    """Say how discreet to be: as the user wants it, and by itself while the system asks not to be disturbed.

    What we do not understand is taken for the most discreet.
    """
    return Discretion(wanted) if wanted in set(Discretion) and not quiet else Discretion.CALL


@dataclass(frozen=True, slots=True)
class Shown:
    """The texts of one call. `head` says that there is a call, and to whom; `who`, `company` and `number` who it is.

    `doubt` says why that is not certain, `last` when they last spoke, `projects` what is open: "" is nothing yet, None
    what is not to be seen. `contact` is the id of the contact that may be opened, "" where none may.
    """

    head: str
    who: str
    company: str | None = None
    number: str | None = None
    doubt: str | None = None
    last: str | None = None
    projects: str | None = None
    contact: str = ""

    @property
    def details(self) -> tuple[str | None, ...]:
        """What stands below the name, line by line."""
        return self.company, self.number, self.doubt, self.last, self.projects

    @property
    def lines(self) -> tuple[str, ...]:
        """Everything, line by line, without what is empty or said already."""
        return tuple(dict.fromkeys(filter(None, (self.head, self.who, *self.details))))


def shown(
    row: JournalRow,
    level: Discretion,
    *,
    line: str = "",
    last: str | None = "",
    projects: Sequence[str] | None = None,
) -> Shown:
    """Say of a call what may be seen. `line` names the line, where there are several.

    `last` and `projects` are empty where they are not known yet, None where there are none to show.
    """
    if level is Discretion.CALL:
        plain = tr("Outgoing call") if _is_outgoing(row) else tr("Incoming call")
        return Shown(plain, plain)
    if level is Discretion.INITIALS:
        return Shown(_head(row, line), _who_by_initials(row), last=last)
    contact = row.match.contact
    who, number = _who(row), _number(row)
    return Shown(
        _head(row, line),
        who,
        company=_unless_settled(row, _company(row)),
        number=_unless_settled(row, "" if number == who else number),
        doubt=_unless_settled(row, _doubt(row)),
        last=last,
        projects=None if projects is None else _open(projects),
        contact=contact.id if contact is not None else "",
    )


def stage(row: JournalRow, now: datetime) -> str:
    """Say how far a call is: "Talking 0:07"."""
    entry = row.entry
    if entry.state is RowState.TALKING:
        seconds = (now - entry.answered).total_seconds() if entry.answered is not None else 0.0
        return tr("Talking {time}", time=formats.time_span(seconds))
    if entry.state is RowState.HELD:
        return tr("On hold")
    if not _is_outgoing(row):
        return tr("Ringing…")
    return tr("Ringing there…") if entry.state is RowState.RINGING else tr("Dialling…")


def last_spoken(rows: Sequence[JournalRow], now: datetime) -> str | None:
    """Say when there was last a talk, and for how long, by rows of which the latest comes first; None if never."""
    spoken = next((row.entry for row in rows if row.entry.answered is not None and not row.entry.live), None)
    if spoken is None:
        return None
    days = (now.astimezone().date() - spoken.started.astimezone().date()).days
    time, length = formats.clock_time(spoken.started), _length(spoken.connected_seconds)
    if days == 0:
        return tr("Last spoken today {time}, {length}", time=time, length=length)
    if days == 1:
        return tr("Last spoken yesterday {time}, {length}", time=time, length=length)
    return tr("Last spoken {day} {time}, {length}", day=formats.day(spoken.started), time=time, length=length)


def initials(name: str) -> str:
    """Give the initials of a name ("A. K."); nothing of what is no word, such as a number."""
    letters = [word[0].upper() for word in name.split() if word[0].isalpha()]
    return " ".join(f"{letter}." for letter in letters[:MOST_INITIALS])


# --- the parts -------------------------------------------------------------------------------------------------------


def _is_outgoing(row: JournalRow) -> bool:
    return row.entry.direction is Direction.OUTGOING


def _head(row: JournalRow, line: str) -> str:
    own = tr("{own} ({line})", own=row.entry.own, line=line) if line else row.entry.own
    return tr("Call from {own}", own=own) if _is_outgoing(row) else tr("Incoming call to {own}", own=own)


def _who(row: JournalRow) -> str:
    contacts = row.match.contacts
    if row.match.kind is MatchKind.ONE:
        name = contacts[0].name
        return name if row.match.certain else tr("{who} ?", who=name)
    if row.match.kind is MatchKind.SEVERAL:
        if len(contacts) == NAMED:
            return tr("{first} or {second}?", first=contacts[0].name, second=contacts[1].name)
        return tr_n("One of {count} contact", "One of {count} contacts", len(contacts))
    return row.entry.name or _number(row)


def _who_by_initials(row: JournalRow) -> str:
    contacts = row.match.contacts
    if row.match.kind is MatchKind.SEVERAL:
        return tr_n("One of {count} contact", "One of {count} contacts", len(contacts))
    name = initials(contacts[0].name if contacts else row.entry.name or "")
    if name:
        return tr("{who} ?", who=name) if contacts and not row.match.certain else name
    if row.entry.presentation is Presentation.WITHHELD:
        return tr("Number withheld")
    return tr("A contact") if contacts else tr("Not in the address book")


def _company(row: JournalRow) -> str:
    """Give the company of the one contact; of several the names that do not stand above; else who said the name."""
    contacts, kind = row.match.contacts, row.match.kind
    if kind is MatchKind.SEVERAL:
        return ", ".join(contact.name for contact in contacts) if len(contacts) > NAMED else _companies(contacts)
    if kind is MatchKind.ONE:
        return contacts[0].company or "" if contacts[0].company != contacts[0].name else ""
    return tr("The telephone system sent this name") if row.entry.name else ""


def _unless_settled(row: JournalRow, text: str) -> str | None:
    """Keep room for a text only while it may still come: until the book has said who it is."""
    return text or ("" if row.match.kind is MatchKind.PENDING else None)


def _open(projects: Sequence[str]) -> str:
    return tr("Open: {projects}", projects=", ".join(projects)) if projects else ""


def _companies(contacts: Sequence[Candidate]) -> str:
    return ", ".join(dict.fromkeys(contact.company for contact in contacts if contact.company))


def _number(row: JournalRow) -> str:
    if row.entry.presentation is Presentation.WITHHELD:
        return tr("Number withheld")
    if row.entry.presentation is Presentation.PENDING:
        return tr("Number not known yet")
    return row.display or row.entry.number or tr("No number")


def _doubt(row: JournalRow) -> str:
    match = row.match
    if match.kind is MatchKind.SEVERAL:
        if match.reason == "exact":
            return tr("Several contacts have this number")
        return tr("Several contacts are likely, none is certain")
    if match.kind is not MatchKind.ONE or match.certain:
        return ""
    if match.reason == "switchboard" and match.extension:
        return tr("Only likely: same switchboard, extension {extension}", extension=match.extension)
    if match.reason == "switchboard":
        return tr("Only likely: same switchboard")
    if match.reason == "reading":
        return tr("Only likely: the digits can be read as their number")
    return tr("Only likely: their number looks alike")


def _length(seconds: float) -> str:
    minutes = round(seconds / 60)
    return tr("{minutes} min", minutes=minutes) if minutes else tr("under a minute")
