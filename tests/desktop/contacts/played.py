"""A book that is played for the windows of the address book: contacts, edits, projects, what is typed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from calljournal.contracts.book_commands import (
    AddContact,
    ChangeContact,
    Forgettable,
    GetPeople,
    GetWebAddress,
    PersonWritten,
    PreviewForget,
    ReadMeans,
    SetServiceType,
    WritePerson,
)
from calljournal.contracts.crm import Contact, Edit, EditKind, Means, Project, ServiceType
from calljournal.contracts.journal_commands import KeepTyped, ListTyped, Typed
from calljournal.contracts.service import (
    AddProject,
    AddServiceType,
    ChooseContact,
    FindContacts,
    GetServiceTypes,
    ListEdits,
    PreviewCall,
    UndoEdit,
)
from calljournal.contracts.work import Work
from calljournal.contracts.work_commands import (
    ForgetPerson,
    ListWork,
    ProjectSet,
    SetProject,
    Suggestion,
    SuggestProjects,
)
from calljournal.errors import Refused
from calljournal.matching import Candidate
from calljournal.numbers import Dialling
from calljournal.words import say
from calljournal.worklog import Kind, Reason
from tests.desktop import samples
from tests.desktop.fake_service import FakeService

WHEN = datetime(2026, 3, 9, 14, 40, tzinfo=UTC)


class PlayedBook:
    """Plays the book. It keeps contacts in the fake's `contacts`, and remembers each change to undo it."""

    def __init__(self, fake: FakeService) -> None:
        self.fake = fake
        self.typed: dict[str, Typed] = {}
        self.befores: list[tuple[str, Contact | None]] = []
        self.address: str | None = None
        self.people: tuple[Candidate, ...] = ()
        self.works: tuple[Work, ...] = ()
        self.goes: tuple[str, ...] = ("numbers and names of 2 calls",)
        self.assigned: list[ChooseContact] = []
        answers: dict[type, Callable[[Any], object]] = {
            FindContacts: self.find,
            AddContact: self.add,
            ChangeContact: self.change,
            ListEdits: self.edits,
            UndoEdit: self.undo,
            ReadMeans: lambda command: tuple(map(as_read, command.means)),
            PreviewCall: lambda command: Dialling("0" + command.number, command.number, e164=read(command.number)),
            GetPeople: lambda command: self.people,
            GetWebAddress: lambda command: self.address,
            KeepTyped: self.keep,
            ListTyped: lambda command: tuple(self.typed.values()),
            ListWork: lambda command: self.works,
            SuggestProjects: self.suggest,
            ChooseContact: self.choose,
            SetProject: self.set_project,
            AddProject: self.add_project,
            GetServiceTypes: lambda command: fake.service_types,
            AddServiceType: self.add_service_type,
            SetServiceType: self.set_service_type,
            PreviewForget: lambda command: Forgettable(("+41440001234",), self.goes, ("1 booking with its minutes",)),
            ForgetPerson: self.forget,
            WritePerson: lambda command: PersonWritten(command.file, 2, 1),
        }
        fake.answers |= {kind: _of(answer) for kind, answer in answers.items()}

    # --- contacts ----------------------------------------------------------------------------------------------------

    def find(self, command: FindContacts) -> tuple[Contact, ...]:
        text = command.text.casefold()
        everybody = self.fake.contacts.values()
        found = [one for one in everybody if text in f"{one.name} {one.company} {_numbers(one)}".casefold()]
        return tuple(sorted(found, key=lambda one: one.name)[: command.limit])

    def add(self, command: AddContact) -> Contact:
        return self._put(f"c{len(self.fake.contacts) + 1}", command.contact, None)

    def change(self, command: ChangeContact) -> Contact:
        now = self.fake.contacts[command.contact.id]
        if command.was is not None and command.was != now:
            raise Refused(say("{name} was changed by somebody else meanwhile", name=now.name))
        return self._put(now.id, command.contact, now)

    def _put(self, contact_id: str, given: Contact, before: Contact | None) -> Contact:
        if not given.name:
            raise Refused(say("a contact needs a name"))
        kept = replace(given, id=contact_id, means=tuple(map(as_read, given.means)))
        if kept != before:
            self.befores.append((contact_id, before))
            self.fake.contacts[contact_id] = kept
        return kept

    def forget(self, command: ForgetPerson) -> tuple[str, ...]:
        self.fake.contacts.pop(command.who, None)
        self.typed.pop(command.who, None)
        return ("taken out of 2 calls of the journal", "Anna Keller is no longer in the book")

    def edits(self, command: ListEdits) -> tuple[Edit, ...]:
        numbered = list(enumerate(self.befores, 1))[::-1]
        return tuple(
            Edit(f"e{number}", WHEN, EditKind.BY_HAND, self.fake.contacts[contact].name, 1)
            for number, (contact, _) in numbered
        )[: command.limit]

    def undo(self, command: UndoEdit) -> Edit:
        latest = self.edits(ListEdits(1))[0]
        if command.edit != latest.id:
            raise Refused(say("contacts were changed again since then"))
        contact, before = self.befores.pop()
        if before is None:
            del self.fake.contacts[contact]
        else:
            self.fake.contacts[contact] = before
        return replace(latest, undone=True)

    def choose(self, command: ChooseContact) -> object:
        self.assigned.append(command)
        return samples.make_row(command.entry)

    def keep(self, command: KeepTyped) -> None:
        key = command.about if command.form == "contact" else f"{command.form} {command.about}".strip()
        self.typed.pop(key, None)
        if command.fields:
            self.typed[key] = Typed(command.form, command.about, command.fields, WHEN)

    # --- projects and service types ----------------------------------------------------------------------------------

    def suggest(self, command: SuggestProjects) -> tuple[Suggestion, ...]:
        return (
            Suggestion(samples.PROJECTS[1], Reason.LAST_BOOKED, say("booked last with {name}", name="Anna Keller")),
        )

    def set_project(self, command: SetProject) -> ProjectSet:
        was = next(one for one in self.fake.projects if one.id == command.project)
        change = {
            name: value
            for name in ("name", "number", "rounding", "open", "phases")
            if (value := getattr(command.change, name)) is not None
        }
        if command.change.rounding == "often":
            raise Refused(say("{rule!r} cannot be read as a rule of rounding", rule="often"))
        now = replace(was, **change)
        self.fake.projects = tuple(now if one is was else one for one in self.fake.projects)
        return ProjectSet(now, (say("what was booked stays as it was rounded"),) if "rounding" in change else ())

    def add_project(self, command: AddProject) -> Project:
        new = replace(command.project, id=f"p{len(self.fake.projects) + 1}")
        self.fake.projects = (*self.fake.projects, new)
        return new

    def add_service_type(self, command: AddServiceType) -> ServiceType:
        new = ServiceType(f"s{len(self.fake.service_types) + 1}", command.name)
        self.fake.service_types = (*self.fake.service_types, new)
        return new

    def set_service_type(self, command: SetServiceType) -> ServiceType:
        was = next(one for one in self.fake.service_types if one.id == command.service_type)
        if command.open is False and sum(one.open for one in self.fake.service_types) == 1:
            raise Refused(say("{name} is the only service type that is open", name=was.name))
        now = replace(
            was,
            name=was.name if command.name is None else command.name,
            open=was.open if command.open is None else command.open,
        )
        self.fake.service_types = tuple(now if one is was else one for one in self.fake.service_types)
        return now


def as_read(means: Means) -> Means:
    """Read a number as our played engine does: what begins with 0 or + is one."""
    return replace(means, normalised=read(means.typed))


def read(typed: str) -> str | None:
    """Give the normalised form."""
    digits = "".join(sign for sign in typed if sign.isdigit())
    if typed.startswith("+"):
        return f"+{digits}"
    return f"+41{digits[1:]}" if typed.startswith("0") else None


def work(name: str, project: str, minutes: float = 12.0) -> Work:
    """Give a time entry."""
    return Work(
        name, Kind.TIME, f"key-{name}", "r1", "me", "me", date(2026, 3, 9), WHEN, WHEN, minutes, minutes, minutes * 60,
        project_name=project, title="Call from Anna Keller",
    )  # fmt: skip


def _of(answer: Callable[[Any], object]) -> Callable[[FakeService, Any], object]:
    return lambda fake, command: answer(command)


def _numbers(contact: Contact) -> str:
    return " ".join(means.typed for means in contact.means)
