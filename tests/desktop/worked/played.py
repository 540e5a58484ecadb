"""A week of booked work, and a book that lists and changes it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from calljournal.contracts.export_commands import (
    GivenOut,
    ListExportProfiles,
    ListExports,
    ProposeFile,
    RewriteExport,
    WriteExport,
    WrittenFile,
)
from calljournal.contracts.journal_commands import KeepTyped, ListTyped, Typed
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import FindProjects, GetRow
from calljournal.contracts.work import Amended, Export, User, Work, WorkChange, WorkQuery, WorkState
from calljournal.contracts.work_commands import (
    CancelWork,
    ChangeWork,
    GetOwnUser,
    GetTotals,
    GetWork,
    ListUsers,
    ListWork,
    Total,
    WorkHistory,
)
from calljournal.errors import NotFound, Refused
from calljournal.worklog import Kind
from tests.desktop import samples
from tests.desktop.fake_service import FakeService

TODAY = date(2026, 3, 9)
"""A Monday."""

ME = User("u1", "Rita Weber")


def work(name: str, hour: float, minutes: float, days: int = 0, **facts: Any) -> Work:
    """Make a time entry of some day at an hour (UTC); by default on the accounts of Keller."""
    start = datetime(2026, 3, 9, tzinfo=UTC) + timedelta(days=days, hours=hour)
    measured = facts.pop("measured", minutes - 1.25)
    base = Work(
        id=name,
        kind=Kind.TIME,
        key=f"key-{name}",
        entry=f"row-{name}",
        user="Rita Weber",
        recorded_by="Rita Weber",
        day=start.date(),
        start=start,
        end=start + timedelta(minutes=measured),
        minutes=minutes,
        measured_minutes=measured,
        measured_seconds=measured * 60,
        contact="c1",
        contact_name="Anna Keller",
        client="c1",
        client_name="Keller Treuhand AG",
        project="p1",
        project_number="4711",
        project_name="Annual accounts 2025",
        phase="f1",
        phase_name="Audit",
        service_type="s1",
        service_type_name="Telephone advice",
        title="Call from Anna Keller",
        text="",
        user_id="u1",
    )
    return replace(base, **facts)


VAT: dict[str, Any] = {
    "project": "p2",
    "project_number": "",
    "project_name": "VAT advice",
    "phase": None,
    "phase_name": "",
}
LAC: dict[str, Any] = {
    "client": "c4",
    "client_name": "Architectes du Lac SA",
    "contact": "c4",
    "contact_name": "Claire Dubois",
    "project": "p3",
    "project_number": "",
    "project_name": "New building, R&D",
    "phase": None,
    "phase_name": "",
}


def week() -> list[Work]:
    """Give the work of a week."""
    return [
        work("t1", 8, 12, text="Depreciation of the machines"),
        work("t2", 9.5, 30, **VAT, text="Deadline moved to April"),
        work("t3", 13, 6, **LAC, state=WorkState.EXPORTED, export="x1"),
        work("a4", 14, 0, **LAC, kind=Kind.ACTIVITY, measured=2, service_type=None, service_type_name=""),
        work("t5", 7, 18, days=1, state=WorkState.BILLED),
        work("t6", 8, 24, days=2, state=WorkState.CANCELLED),
        work("t7", 9, 60, days=3, **VAT, by_hand=True, measured=41.5),
        work("t8", 9, 12, **LAC, user="Max Huber", user_id="u2", recorded_by="Max Huber"),
    ]


@dataclass
class Ledger:
    """The book: what it has, and what was typed and not saved."""

    works: dict[str, Work] = field(default_factory=lambda: {one.id: one for one in week()})
    typed: dict[tuple[str, str], Typed] = field(default_factory=dict)
    broken_off: dict[str, Export] = field(default_factory=dict)
    folder: str = "/home/rita/Documents"
    fixed: tuple[WorkState, ...] = (WorkState.EXPORTED, WorkState.BILLED, WorkState.LOCKED)

    def teach(self, fake: FakeService) -> None:
        """Have the engine answer what My time asks."""
        fake.projects = samples.PROJECTS
        fake.service_types = samples.SERVICE_TYPES
        for name in self.works:
            row = samples.make_row(f"row-{name}", talk=365)
            fake.add(row)
        fake.answers |= {
            GetOwnUser: lambda fake, command: ME,
            ListUsers: lambda fake, command: (ME, User("u2", "Max Huber")),
            ListWork: lambda fake, command: self.listed(command.query),
            GetWork: self._get,
            GetTotals: self._totals,
            WorkHistory: self._history,
            ChangeWork: self._change,
            CancelWork: self._cancel,
            GetRow: _row,
            FindProjects: _projects,
            KeepTyped: self._keep,
            ListTyped: lambda fake, command: tuple(self.typed.values()),
            ListExportProfiles: lambda fake, command: ("default", "de"),
            WriteExport: self._export,
            ListExports: lambda fake, command: tuple(self.broken_off.values()),
            RewriteExport: self._rewrite,
            ProposeFile: self._propose,
        }

    def listed(self, query: WorkQuery) -> tuple[Work, ...]:
        """Give the work that meets a query."""
        return tuple(
            one
            for one in sorted(self.works.values(), key=lambda one: (one.day, one.start))
            if query.since is not None
            and query.until is not None
            and query.since <= one.day <= query.until
            and query.user in (None, one.user_id)
            and (query.cancelled or one.state is not WorkState.CANCELLED)
        )

    def _get(self, fake: FakeService, command: GetWork) -> Work:
        if command.work not in self.works:
            raise NotFound(f"nothing is booked as {command.work}")
        return self.works[command.work]

    def _totals(self, fake: FakeService, command: GetTotals) -> tuple[Total, ...]:
        today = Total(TODAY, "Keller Treuhand AG", 5, 6720, 4440, 2280, 0, 0, 0)
        return (today,) if command.since <= TODAY <= command.until else ()

    def _history(self, fake: FakeService, command: WorkHistory) -> tuple[WorkChange, ...]:
        at = datetime(2026, 3, 9, 15, 4, tzinfo=UTC)
        return (
            WorkChange(at, "Rita Weber", "book", {}, {"project": "Annual accounts 2025", "minutes": "6"}),
            WorkChange(at, "Rita Weber", "change", {"minutes": "6"}, {"minutes": "12"}),
        )

    def _need_open(self, name: str, by_entry: bool) -> Work:
        found = self.works[name]
        if found.state in self.fixed and not by_entry:
            raise Refused(f"it is {found.state.value} and cannot be changed itself")
        return found

    def _change(self, fake: FakeService, command: ChangeWork) -> Amended:
        before, new = self._need_open(command.work, command.by_entry), command.correction
        facts = {name: getattr(new, name) for name in ("minutes", "title", "text", "day", "project")}
        after = replace(before, **{name: value for name, value in facts.items() if value is not None})
        project = next(one for one in samples.PROJECTS if one.id == after.project)
        after = replace(after, project_name=project.name)
        if not command.by_entry:
            self.works[command.work] = after
            return Amended(after)
        reversal = replace(before, id=f"{before.id}r", minutes=-before.minutes, corrects=before.id, reversal=True)
        instead = replace(after, id=f"{before.id}n", state=WorkState.OPEN, corrects=before.id)
        self.works |= {reversal.id: reversal, instead.id: instead, before.id: replace(before, taken_back=True)}
        return Amended(instead, reversal)

    def _cancel(self, fake: FakeService, command: CancelWork) -> Amended:
        before = self._need_open(command.work, command.by_entry)
        if command.by_entry:
            reversal = replace(before, id=f"{before.id}r", minutes=-before.minutes, corrects=before.id, reversal=True)
            self.works |= {reversal.id: reversal, before.id: replace(before, taken_back=True)}
            return Amended(before, reversal)
        self.works[command.work] = replace(before, state=WorkState.CANCELLED)
        return Amended(self.works[command.work])

    def _keep(self, fake: FakeService, command: KeepTyped) -> None:
        if command.fields:
            typed = Typed(command.form, command.about, dict(command.fields), samples.NOW)
            self.typed[command.form, command.about] = typed
        else:
            self.typed.pop((command.form, command.about), None)

    def _export(self, fake: FakeService, command: WriteExport) -> GivenOut:
        export = Export("x2", command.what, samples.NOW, "Rita Weber", command.file, command.form, "{}", 3, samples.NOW)
        return GivenOut(WrittenFile(export, 0, ("1 of these went out before (x1)",)))

    def _propose(self, fake: FakeService, command: ProposeFile) -> str:
        return f"{self.folder}/{command.name}"

    def _rewrite(self, fake: FakeService, command: RewriteExport) -> WrittenFile:
        return WrittenFile(replace(self.broken_off.pop(command.export), finished=samples.NOW))


def _row(fake: FakeService, command: GetRow) -> JournalRow:
    if command.entry not in fake.rows:
        raise NotFound(f"there is no call {command.entry}")
    return fake.rows[command.entry]


def _projects(fake: FakeService, command: FindProjects) -> tuple[object, ...]:
    text = command.text.casefold()
    return tuple(one for one in fake.projects if text in one.name.casefold())
