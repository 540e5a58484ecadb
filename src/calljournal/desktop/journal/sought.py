"""What the journal is asked to show: the session or all of the history, and what is looked for in it."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from calljournal.contracts.journal_commands import ListRows

MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; every condition that is given must hold. Days are local, and both included.

    `contact` is the id of a contact, and `contact_name` what it is called on the screen.
    """

    session: bool = True
    text: str = ""
    missed: bool = False
    unbooked: bool = False
    person: str = ""
    contact: str = ""
    contact_name: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def narrowed(self) -> bool:
        """Whether something is looked for, beyond the session or the history as they are."""
        return self != Sought(session=self.session)

    def query(self) -> ListRows:
        """Give the question to the engine."""
        return ListRows(
            session=self.session,
            text=self.text or None,
            outcome=MISSED if self.missed else None,
            unbooked=self.unbooked,
            person=self.person or None,
            contact=self.contact or None,
            since=_midnight(self.first) if self.first else None,
            until=_midnight(self.last + timedelta(days=1)) if self.last else None,
        )


def before(query: ListRows, moment: datetime) -> ListRows:
    """Give the question for those of its rows that began before a moment."""
    return replace(query, until=min(query.until or moment, moment))


def since(query: ListRows, moment: datetime) -> ListRows:
    """Give the question for those of its rows that began at a moment or later."""
    return replace(query, since=max(query.since or moment, moment))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone().astimezone(UTC)
