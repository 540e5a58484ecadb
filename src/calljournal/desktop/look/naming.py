"""What a call is called wherever it is spoken of: the other party, its number, which way it went, how it ended."""

from calljournal.calls import Presentation
from calljournal.contracts.crm import Contact
from calljournal.contracts.rows import JournalRow
from calljournal.languages import tr
from calljournal.matching import Candidate, MatchKind
from calljournal.words import say

DIRECTIONS = {"incoming": say("Incoming"), "outgoing": say("Outgoing")}
OUTCOMES = {
    "answered": say("answered"),
    "transferred": say("transferred"),
    "missed": say("missed"),
    "answered-elsewhere": say("answered by a colleague"),
    "forwarded": say("forwarded"),
    "rejected": say("rejected"),
    "busy": say("busy"),
    "no-answer": say("no answer"),
    "cancelled": say("cancelled"),
    "failed": say("failed"),
    "lost": say("lost from sight"),
}


def number(row: JournalRow) -> str:
    """Give the number as it is shown, or the word for having none."""
    if row.entry.presentation is Presentation.WITHHELD:
        return tr("withheld")
    if row.entry.presentation is Presentation.PENDING:
        return tr("…")
    return row.display or row.entry.number or (tr("private") if row.private else tr("no number"))


def name_of(candidate: Candidate | Contact) -> str:
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
