"""What the played engine answers about bookings: previews, suggestions, what is typed, calls in parts."""

import math
from dataclasses import dataclass, field, replace
from datetime import timedelta

from calljournal.contracts.journal_commands import KeepTyped, ListTyped, Typed
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import FindContacts, FindProjects, GetRow
from calljournal.contracts.work_commands import PreviewBooking, SplitCall, Suggestion, SuggestProjects, Waiting
from calljournal.errors import NotFound
from calljournal.journal import Entry
from calljournal.worklog import Booking, Draft, Kind, Reason
from calljournal.worklog.draft import default_title
from tests.desktop import samples
from tests.desktop.fake_service import FakeService


@dataclass
class Book:
    """What a test may change of the book: how time is rounded, what is likely, what is kept, and what goes together."""

    unit: float = 6.0
    clear: bool = False
    at_least: bool = False
    service_type: str = "Telephone advice"
    typed: dict[tuple[str, str], Typed] = field(default_factory=dict)
    together: dict[str, tuple[str, ...]] = field(default_factory=dict)
    live_seconds: float = 90.0

    def teach(self, fake: FakeService) -> None:
        """Have the engine answer what the forms ask."""
        fake.answers[PreviewBooking] = self._preview
        fake.answers[SuggestProjects] = self._suggest
        fake.answers[KeepTyped] = self._keep
        fake.answers[ListTyped] = lambda fake, command: tuple(self.typed.values())
        fake.answers[GetRow] = _row
        fake.answers[FindContacts] = _contacts
        fake.answers[FindProjects] = _projects
        fake.answers[SplitCall] = _split

    def _preview(self, fake: FakeService, command: PreviewBooking) -> Waiting:
        rows = tuple(fake.rows[entry] for entry in self.together.get(command.entry, (command.entry,)))
        seconds = sum(self._seconds(row.entry) for row in rows)
        first, wishes = rows[0].entry, command.wishes
        start = first.answered or first.started
        unit = 15.0 if wishes.project == "p2" else self.unit
        draft = Draft(
            id="",
            entry=first.id,
            user="me",
            kind=command.kind,
            contact=wishes.contact,
            contact_name=None,
            project=wishes.project,
            phase=wishes.phase,
            service_type=self.service_type if command.kind is Kind.TIME else None,
            title=wishes.title or default_title(first, rows[0].match.contact),
            text=wishes.text,
            start=start,
            end=rows[-1].entry.ended or start + timedelta(seconds=seconds),
            minutes=math.ceil(seconds / 60 / unit) * unit if wishes.minutes is None else wishes.minutes,
            measured_minutes=round(seconds / 60, 2),
            created=samples.NOW,
            by_hand=wishes.minutes is not None,
        )
        return Waiting(rows, draft, self.at_least)

    def _seconds(self, entry: Entry) -> float:
        return self.live_seconds if entry.live else entry.connected_seconds

    def _suggest(self, fake: FakeService, command: SuggestProjects) -> tuple[Suggestion, ...]:
        row = fake.rows[command.entry]
        contact = command.contact or (row.match.contact.id if row.match.contact else None)
        likely = [one for one in fake.projects if one.open and one.client == contact]
        if self.clear:
            likely = likely[:1]
        return tuple(Suggestion(one, Reason.CLIENT, f"open project of {one.client_name}", self.clear) for one in likely)

    def _keep(self, fake: FakeService, command: KeepTyped) -> None:
        if command.fields:
            typed = Typed(command.form, command.about, dict(command.fields), samples.NOW)
            self.typed[command.form, command.about] = typed
        else:
            self.typed.pop((command.form, command.about), None)


def _row(fake: FakeService, command: GetRow) -> JournalRow:
    if command.entry not in fake.rows:
        raise NotFound(f"there is no call {command.entry}")
    return fake.rows[command.entry]


def _contacts(fake: FakeService, command: FindContacts) -> tuple[object, ...]:
    return tuple(one for one in fake.contacts.values() if command.text.casefold() in one.name.casefold())


def _projects(fake: FakeService, command: FindProjects) -> tuple[object, ...]:
    found = FakeService.find_projects(fake, command)
    text = command.text.casefold()
    return tuple(one for one in found if text in one.name.casefold() or text in (one.client_name or "").casefold())


def _split(fake: FakeService, command: SplitCall) -> tuple[Booking, ...]:
    row = fake.rows[command.entry]
    made = tuple(
        replace(samples.booking(command.entry, Kind.TIME, f"t{number}"), key=f"{command.entry}-{number}")
        for number, _ in enumerate(command.shares, 1)
    )
    fake.add(replace(row, booked=(*row.booked, *made)))
    return made
