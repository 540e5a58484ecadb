"""What a book must do that lets people add and change one contact, project or service type (the others run it idly)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from calljournal.contracts.crm import (
    Contact,
    Crm,
    CrmCapability,
    EditKind,
    Means,
    MeansKind,
    Phase,
    ProjectChange,
)
from calljournal.errors import BadSettings, NotFound, Refused
from calljournal.matching import ContactKind
from tests.contract.crm_suite import ANNA, GERMAN, PHONE, CrmCase, CrmSuite, draft

MOBILE = MeansKind.MOBILE
DORA = Contact("ignored", ContactKind.PERSON, " Dora  Frei ", means=(Means(MOBILE, "079 000 77 88"), Means(PHONE, "?")))


async def anna_of(crm: Crm) -> Contact:
    """Give Anna, whole."""
    (found,) = await crm.find([ANNA])
    contact = await crm.contact(found.id)
    assert contact is not None
    return contact


async def edits_of(crm: Crm, case: CrmCase) -> int:
    """Count the changes that can be taken back, where the book can do that."""
    return len(await crm.edits(50)) if case.can(CrmCapability.NUMBERS) else 0


class ByHandSuite(CrmSuite):
    """The tests, beside those for every book."""

    def run_if_adding(self, case: CrmCase, home: Path, work: Callable[[Crm], Awaitable[None]]) -> None:
        """Work on a filled book, where contacts can be added."""
        if case.can(CrmCapability.ADD_CONTACTS):
            self.run(case, home, work)

    def run_if_projects(self, case: CrmCase, home: Path, work: Callable[[Crm], Awaitable[None]]) -> None:
        """Work on a filled book, where projects can be added."""
        if case.can(CrmCapability.ADD_PROJECTS):
            self.run(case, home, work)

    # --- contacts ----------------------------------------------------------------------------------------------------

    def test_a_new_contact_is_found_by_its_number(self, case: CrmCase, home: Path) -> None:
        """It is tidy, its number normalised; one that cannot be read stays as typed; another of the name is another."""

        async def work(crm: Crm) -> None:
            dora = await crm.add_contact(DORA)
            assert dora.id not in ("", "ignored")
            assert (dora.name, dora.kind, dora.active) == ("Dora Frei", ContactKind.PERSON, True)
            assert [(one.typed, one.normalised, one.standard) for one in dora.means] == [
                ("079 000 77 88", "+41790007788", True),
                ("?", None, True),
            ]
            (found,) = await crm.find(["+41790007788"])
            assert (found.id, found.name) == (dora.id, "Dora Frei")
            assert await crm.contact(dora.id) == dora
            again = await crm.add_contact(DORA)
            assert again.id != dora.id
            assert len(await crm.contacts("dora frei", 10)) == 2

        self.run_if_adding(case, home, work)

    def test_a_person_at_a_company_is_linked(self, case: CrmCase, home: Path) -> None:
        """Who is added with a company, or moved to it, is among its people; who leaves it no more."""

        async def work(crm: Crm) -> None:
            (keller,) = [one for one in await crm.contacts("Keller AG", 10) if one.kind is ContactKind.COMPANY]
            dora = await crm.add_contact(replace(DORA, company="keller ag"))
            assert (dora.kind, dora.company) == (ContactKind.CONTACT, "Keller AG")
            assert [one.id for one in await crm.people(keller.id, 10) if one.id == dora.id] == [dora.id]
            left = await crm.change_contact(replace(dora, company=None))
            assert (left.kind, left.company) == (ContactKind.PERSON, None)
            assert dora.id not in [one.id for one in await crm.people(keller.id, 10)]

        self.run_if_adding(case, home, work)

    def test_a_contact_becomes_what_is_given(self, case: CrmCase, home: Path) -> None:
        """Whole: what is left out is gone. It is found by the new number alone, also after opening the book anew."""

        async def work(crm: Crm) -> None:
            anna = await anna_of(crm)
            wanted = replace(
                anna,
                name="Anna Meier",
                address=("Seeweg 7", " ", "8002 Zürich "),
                means=(Means(PHONE, "044 000 12 35"),),
            )
            changed = await crm.change_contact(wanted, anna)
            assert (changed.id, changed.name, changed.company) == (anna.id, "Anna Meier", "Keller AG")
            assert changed.address == ("Seeweg 7", "8002 Zürich")
            assert [(one.typed, one.normalised) for one in changed.means] == [("044 000 12 35", "+41440001235")]
            assert await crm.find([ANNA]) == ()
            assert [one.name for one in await crm.find(["+41440001235"])] == ["Anna Meier"]
            assert await crm.contacts("anna meier", 10) == (changed,)
            assert await crm.contact(anna.id) == changed

        self.run_if_adding(case, home, work)

    def test_the_same_again_changes_nothing(self, case: CrmCase, home: Path) -> None:
        """Whoever only looked leaves no edit that had to be taken back."""

        async def work(crm: Crm) -> None:
            anna, before = await anna_of(crm), await edits_of(crm, case)
            assert await crm.change_contact(anna, anna) == anna
            assert await crm.change_contact(replace(anna, name=f"  {anna.name} ", kind=ContactKind.PERSON)) == anna
            assert await edits_of(crm, case) == before

        self.run_if_adding(case, home, work)

    def test_what_somebody_else_changed_is_not_written_over(self, case: CrmCase, home: Path) -> None:
        """Refused, and nothing is lost; whoever looks at what is there now may go on. One that is gone is not found."""

        async def work(crm: Crm) -> None:
            anna = await anna_of(crm)
            moved = await crm.change_contact(replace(anna, address=("Seeweg 7",)), anna)
            with pytest.raises(Refused, match="Anna Keller was changed by somebody else"):
                await crm.change_contact(replace(anna, address=("Gartenweg 3",)), anna)
            assert await crm.contact(anna.id) == moved
            assert (await crm.change_contact(replace(moved, name="Anna Meier"), moved)).name == "Anna Meier"
            with pytest.raises(NotFound, match="no-such"):
                await crm.change_contact(replace(anna, id="no-such"))

        self.run_if_adding(case, home, work)

    @pytest.mark.parametrize("name", ["", "  "])
    def test_a_contact_needs_a_name(self, case: CrmCase, home: Path, name: str) -> None:
        """Else nothing is added, and nothing changed."""

        async def work(crm: Crm) -> None:
            anna, count = await anna_of(crm), len(await crm.contacts("", 99))
            with pytest.raises(Refused, match="name"):
                await crm.add_contact(replace(DORA, name=name))
            with pytest.raises(Refused, match="name"):
                await crm.change_contact(replace(anna, name=name))
            assert await crm.contact(anna.id) == anna
            assert len(await crm.contacts("", 99)) == count

        self.run_if_adding(case, home, work)

    def test_a_change_by_hand_is_taken_back(self, case: CrmCase, home: Path) -> None:
        """One after the other, the latest first; who was added is gone."""

        async def work(crm: Crm) -> None:
            if not case.can(CrmCapability.NUMBERS):
                return
            anna = await anna_of(crm)
            dora = await crm.add_contact(DORA)
            await crm.change_contact(replace(anna, name="Anna Meier", means=()))
            assert [(one.kind, one.title) for one in await crm.edits(2)] == [
                (EditKind.BY_HAND, "Anna Meier"),
                (EditKind.BY_HAND, "Dora Frei"),
            ]
            undone = await crm.undo((EditKind.BY_HAND,))
            assert (undone.kind, undone.undone, undone.contacts) == (EditKind.BY_HAND, True, 1)
            assert await anna_of(crm) == anna
            await crm.undo()
            assert await crm.contact(dora.id) is None

        self.run_if_adding(case, home, work)

    # --- projects ----------------------------------------------------------------------------------------------------

    def test_a_project_gets_another_name_number_and_client(self, case: CrmCase, home: Path) -> None:
        """It stays the same project, found by what it is called now; None leaves as it is, "" takes the client away."""

        async def work(crm: Crm) -> None:
            (berlin,) = await crm.find([GERMAN])
            zebra = await crm.project("Zebra")
            named = await crm.set_project(
                zebra.id, ProjectChange(name=" Okapi  II ", number="2026-9", client=berlin.id)
            )
            assert (named.id, named.name, named.number) == (zebra.id, "Okapi II", "2026-9")
            assert (named.client, named.client_name, named.open) == (berlin.id, "Jürg Müller", True)
            assert named.phases == zebra.phases
            assert (await crm.project("okapi ii")).id == (await crm.project("2026-9")).id == zebra.id
            assert [one.id for one in await crm.projects("müller", None, True)] == [zebra.id]
            with pytest.raises(NotFound):
                await crm.project("Zebra")
            assert await crm.set_project(zebra.id, ProjectChange()) == named
            alone = await crm.set_project(zebra.id, ProjectChange(client="", number=""))
            assert (alone.client, alone.client_name, alone.number) == (None, None, "")

        self.run_if_projects(case, home, work)

    def test_phases_become_those_that_are_told(self, case: CrmCase, home: Path) -> None:
        """In that order; renamed, also round; new; one that is left out is closed, and opens when it is told again."""

        async def work(crm: Crm) -> None:
            zebra = await crm.project("Zebra")
            design, build = zebra.phases
            phases = (replace(build, name="Design"), replace(design, name="Build", number="31"), Phase("", "Handover"))
            told = (await crm.set_project(zebra.id, ProjectChange(phases=phases))).phases
            assert [(one.id, one.name, one.number, one.open) for one in told[:2]] == [
                (build.id, "Design", "", True),
                (design.id, "Build", "31", True),
            ]
            assert (told[2].name, told[2].open) == ("Handover", True)
            left = (await crm.set_project(zebra.id, ProjectChange(phases=told[1:]))).phases
            assert [(one.id, one.open) for one in left] == [(design.id, True), (told[2].id, True), (build.id, False)]
            again = (await crm.set_project(zebra.id, ProjectChange(phases=(Phase("", "design"),)))).phases
            assert (again[0].id, again[0].name, again[0].open) == (build.id, "design", True)
            with pytest.raises(Refused, match="closed"):
                await crm.book(draft("k1", project=zebra.id, phase="Handover"))

        self.run_if_projects(case, home, work)

    @pytest.mark.parametrize(
        ("change", "error"),
        [
            (ProjectChange(name=" "), Refused),
            (ProjectChange(phases=(Phase("", "Design"), Phase("", "design"))), Refused),
            (ProjectChange(phases=(Phase("", " "),)), Refused),
            (ProjectChange(phases=(Phase("no-such", "Design"),)), NotFound),
            (ProjectChange(client="no-such"), NotFound),
            (ProjectChange(number="A-1"), Refused),
            (ProjectChange(name="Okapi", rounding="now and then"), BadSettings),
        ],
    )
    def test_a_change_that_cannot_be_is_refused_whole(
        self, case: CrmCase, home: Path, change: ProjectChange, error: type[Exception]
    ) -> None:
        """Nothing of it is done; a number belongs to one project only."""

        async def work(crm: Crm) -> None:
            await crm.set_project("Attic", ProjectChange(number="a-1"))
            zebra = await crm.project("Zebra")
            with pytest.raises(error):
                await crm.set_project(zebra.id, change)
            assert await crm.project(zebra.id) == zebra

        self.run_if_projects(case, home, work)

    # --- service types -----------------------------------------------------------------------------------------------

    def test_a_service_type_is_renamed_closed_and_opened(self, case: CrmCase, home: Path) -> None:
        """By its id or whole name; what is closed is booked no more."""

        async def work(crm: Crm) -> None:
            research = await crm.add_service_type("Research")
            named = await crm.set_service_type("research", " Legal  research ")
            assert (named.id, named.name, named.open) == (research.id, "Legal research", True)
            assert (await crm.set_service_type(research.id, open=False)).open is False
            assert research.id not in [one.id for one in await crm.service_types()]
            with pytest.raises(Refused, match="closed"):
                await crm.book(draft("k1", service_type=research.id))
            opened = await crm.set_service_type("Legal research", open=True)
            assert opened in await crm.service_types()
            assert await crm.set_service_type(research.id) == opened

        self.run_if_projects(case, home, work)

    def test_a_service_type_that_cannot_be_is_refused(self, case: CrmCase, home: Path) -> None:
        """No name, another's name, none that there is; one at least stays open."""

        async def work(crm: Crm) -> None:
            research = await crm.add_service_type("Research")
            (other,) = [one for one in await crm.service_types() if one != research]
            for name in (" ", other.name.upper()):
                with pytest.raises(Refused):
                    await crm.set_service_type(research.id, name)
            with pytest.raises(NotFound, match="Research"):
                await crm.set_service_type("Resaerch", "Study")
            await crm.set_service_type(other.id, open=False)
            with pytest.raises(Refused, match="only service type"):
                await crm.set_service_type(research.id, open=False)
            assert await crm.service_types() == (research,)

        self.run_if_projects(case, home, work)
