"""What a book must do that says it takes in lists of the firm's program (TAKE_IN); the others run it idly."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from calljournal.contracts.crm import Crm, CrmCapability, Participant, Project, ProjectChange
from calljournal.contracts.work import IntakeKind, PhaseRecord, Record
from calljournal.errors import BadSettings, NotFound, Refused
from tests.contract.crm_suite import ANNA, CrmCase, CrmSuite, draft

PROJECTS, SERVICE_TYPES, USERS = IntakeKind.PROJECTS, IntakeKind.SERVICE_TYPES, IntakeKind.USERS

UMBAU = Record(
    "Umbau",
    "2026-7",
    open=True,
    client="Keller AG",
    phases=(PhaseRecord("Vorprojekt", "31"), PhaseRecord("Bau", "41")),
    participants=(("Jürg Müller", "Architekt"),),
    rounding="6 up",
)


async def project_of(crm: Crm, number: str) -> Project:
    """Give the one project of a number, open or closed."""
    (found,) = [one for one in await crm.projects("", None, False) if one.number == number]
    return found


class TakeInSuite(CrmSuite):
    """The tests, beside those for every book."""

    def run_if_taking_in(self, case: CrmCase, home: Path, work: Callable[[Crm], Awaitable[None]]) -> None:
        """Work on a filled book, where it can do this."""
        if case.can(CrmCapability.TAKE_IN):
            self.run(case, home, work)

    def test_a_list_of_projects_is_taken_in_once(self, case: CrmCase, home: Path) -> None:
        """With client, phases, participants and rounding; the same again changes nothing, a dry run neither."""

        async def work(crm: Crm) -> None:
            rehearsed = await crm.take_in(PROJECTS, [UMBAU], False, dry_run=True)
            assert not await crm.projects("Umbau", None, False)
            taken = await crm.take_in(PROJECTS, [UMBAU], False)
            assert taken == rehearsed
            assert (taken.added, taken.updated, taken.unchanged, taken.remarks) == (1, 0, 0, ())
            project = await project_of(crm, "2026-7")
            (company,) = [one for one in await crm.contacts("Keller AG", 10) if one.name == "Keller AG"]
            assert (project.name, project.client, project.rounding) == ("Umbau", company.id, "6 up")
            assert [(one.number, one.name) for one in project.phases] == [("31", "Vorprojekt"), ("41", "Bau")]
            assert [(one.name, one.role) for one in project.participants] == [("Jürg Müller", "Architekt")]
            again = await crm.take_in(PROJECTS, [UMBAU], False)
            assert (again.added, again.updated, again.unchanged, again.vanished) == (0, 0, 1, ())
            assert await project_of(crm, "2026-7") == project

        self.run_if_taking_in(case, home, work)

    def test_what_is_booked_on_stays_the_same_thing(self, case: CrmCase, home: Path) -> None:
        """Under another name too: ids stay, and a project that was added by hand gets its number."""

        async def work(crm: Crm) -> None:
            (zebra,) = await crm.projects("Zebra", None, True)
            await crm.book(draft("k1", project=zebra.id, phase="Design"))
            await crm.take_in(PROJECTS, [Record("Zebra", "17", client="Keller AG")], False)
            taken = await crm.take_in(PROJECTS, [Record("Okapi", "17", client="Keller AG")], False)
            assert (taken.added, taken.updated) == (0, 1)
            project = await project_of(crm, "17")
            assert (project.id, project.name, project.phases) == (zebra.id, "Okapi", zebra.phases)
            assert (await crm.project("17")).id == zebra.id

        self.run_if_taking_in(case, home, work)

    def test_what_has_vanished_is_told_and_closed_on_request(self, case: CrmCase, home: Path) -> None:
        """Only what came by a list; nothing is deleted; what comes back is open again."""

        async def work(crm: Crm) -> None:
            other = Record("Neubau", "2026-8")
            await crm.take_in(PROJECTS, [UMBAU, other], False)
            taken = await crm.take_in(PROJECTS, [other], False)
            assert (taken.vanished, taken.closed) == (("2026-7 Umbau",), 0)
            assert (await project_of(crm, "2026-7")).open
            taken = await crm.take_in(PROJECTS, [other], True)
            assert (taken.vanished, taken.closed, taken.updated) == (("2026-7 Umbau",), 1, 0)
            assert not (await project_of(crm, "2026-7")).open
            assert (await crm.take_in(PROJECTS, [other], True)).vanished == ()
            assert {"Alpha", "Zebra"} < {one.name for one in await crm.projects("", None, True)}
            await crm.take_in(PROJECTS, [UMBAU, other], False)
            assert (await project_of(crm, "2026-7")).open

        self.run_if_taking_in(case, home, work)

    def test_what_was_changed_here_stays_until_the_list_says_something_new(self, case: CrmCase, home: Path) -> None:
        """Rounding, open or closed, participants."""

        async def work(crm: Crm) -> None:
            await crm.take_in(PROJECTS, [UMBAU], False)
            (anna,), (architect,) = await crm.find([ANNA]), (await project_of(crm, "2026-7")).participants
            change = ProjectChange("15 nearest", False, (Participant(anna.id, "", "Beirat"),), (architect.contact,))
            changed = await crm.set_project("2026-7", change)
            assert (changed.rounding, changed.open) == ("15 nearest", False)
            assert [(one.contact, one.role) for one in changed.participants] == [(anna.id, "Beirat")]
            renamed = replace(UMBAU, name="Umbau Süd")
            assert (await crm.take_in(PROJECTS, [renamed], False)).updated == 1
            kept = await project_of(crm, "2026-7")
            assert kept == replace(changed, name="Umbau Süd")
            said_new = replace(renamed, rounding="10", participants=(("Jürg Müller", "Bauleiter"),), open=None)
            await crm.take_in(PROJECTS, [said_new], False)
            project = await project_of(crm, "2026-7")
            assert (project.rounding, project.open) == ("10", False)
            assert {(one.name, one.role) for one in project.participants} == {
                ("Anna Keller", "Beirat"),
                ("Jürg Müller", "Bauleiter"),
            }

        self.run_if_taking_in(case, home, work)

    def test_kinds_of_work_and_users(self, case: CrmCase, home: Path) -> None:
        """By number, else by name; closed ones are offered no more, and are still there."""

        async def work(crm: Crm) -> None:
            for kind, listed in ((SERVICE_TYPES, crm.service_types), (USERS, crm.users)):
                before = {one.id for one in await listed(open_only=False)}
                records = [Record("Advice", "10"), Record("Travel", "20", open=False)]
                assert (await crm.take_in(kind, records, False)).added == 2
                assert (await crm.take_in(kind, records, False)).unchanged == 2
                assert (await crm.take_in(kind, [Record("Counsel", "10")], True)).vanished == ()
                new = {one.number: one for one in await listed(open_only=False) if one.id not in before}
                assert {(one.name, one.open) for one in new.values()} == {("Counsel", True), ("Travel", False)}
                assert new["20"] not in await listed()

        self.run_if_taking_in(case, home, work)

    def test_projects_changed_by_hand(self, case: CrmCase, home: Path) -> None:
        """What cannot be is refused in words."""
        if not case.can(CrmCapability.ADD_PROJECTS):
            return

        async def work(crm: Crm) -> None:
            assert not (await crm.set_project("Alpha", ProjectChange(open=False))).open
            assert (await crm.set_project("Alpha", ProjectChange(open=True))).open
            with pytest.raises(NotFound, match="Alpha"):
                await crm.set_project("Alpa", ProjectChange(open=True))
            with pytest.raises(BadSettings, match="cannot be read"):
                await crm.set_project("Alpha", ProjectChange(rounding="now and then"))
            with pytest.raises(NotFound, match="take part"):
                await crm.set_project("Alpha", ProjectChange(remove=("nobody",)))
            with pytest.raises(NotFound, match="no contact"):
                await crm.set_project("Alpha", ProjectChange(add=(Participant("nobody", ""),)))
            await crm.add_project(Project("", "Alpha", (await crm.contacts("Keller AG", 1))[0].id))
            with pytest.raises(Refused, match="several projects"):
                await crm.set_project("Alpha", ProjectChange(open=False))

        self.run(case, home, work)
