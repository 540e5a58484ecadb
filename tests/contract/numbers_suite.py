"""What a book must do that says it can keep its numbers in order (capability NUMBERS); the others run it idly."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from calljournal.contracts.crm import Contact, Crm, CrmCapability, EditKind, Means
from calljournal.contracts.numbering import NumberChange, Renewal
from calljournal.errors import NotFound, Refused
from calljournal.matching import ContactKind
from calljournal.numbers import DialRules
from tests.contract.crm_suite import ANNA, GERMAN, PHONE, CrmCase
from tests.contract.finding_suite import FindingSuite


class NumbersSuite(FindingSuite):
    """The tests, beside those for every book."""

    def run_if_able(self, case: CrmCase, home: Path, work: Callable[[Crm], Awaitable[None]]) -> None:
        """Work on a filled book, where it can do this."""
        if case.can(CrmCapability.NUMBERS):
            self.run(case, home, work)

    def test_the_numbers_are_given_page_by_page(self, case: CrmCase, home: Path) -> None:
        """Each once, in an order that stays, with its contact; no e-mail addresses; or those of one contact."""

        async def work(crm: Crm) -> None:
            everything = await crm.numbers(None, 100)
            assert {(one.name, one.typed, one.normalised) for one in everything} == {
                ("Keller AG", "044 000 12 00", "+41440001200"),
                ("Keller AG", "044 000 12 99", "+41440001299"),
                ("Anna Keller", "044/000 12 34", ANNA),
                ("Jürg Müller", "+49 30 23125-678", GERMAN),
            }
            assert len({one.ref for one in everything}) == 4
            paged = list(await crm.numbers(None, 1))
            while page := await crm.numbers(paged[-1].ref, 1):
                paged += page
            assert paged == list(everything)
            one = everything[0]
            of_one = await crm.numbers(None, 100, one.contact)
            assert list(of_one) == [other for other in everything if other.contact == one.contact]

        self.run_if_able(case, home, work)

    def test_a_number_is_changed_and_the_change_undone(self, case: CrmCase, home: Path) -> None:
        """It is found by the new text; undone, by the old one; a dry run does neither."""

        async def work(crm: Crm) -> None:
            (anna,) = (one for one in await crm.numbers(None, 100) if one.normalised == ANNA)
            change = NumberChange(anna.ref, anna.typed, "044 000 12 77", "unreadable")
            assert (await crm.change_numbers([change], "try", dry_run=True)).done == 1
            assert await crm.find([ANNA])
            changed = await crm.change_numbers([change], "one number")
            assert (changed.done, changed.stale) == (1, ())
            assert not await crm.find([ANNA])
            assert [one.typed for one in await crm.find(["+41440001277"])] == ["044 000 12 77"]
            assert (await crm.change_numbers([change], "again")).stale == (anna.ref,)
            (latest,) = await crm.edits(1)
            assert (latest.id, latest.kind, latest.title) == (changed.edit, EditKind.REPAIR, "one number")
            assert (await crm.undo()).id == latest.id
            assert [one.typed for one in await crm.find([ANNA])] == ["044/000 12 34"]
            assert (await crm.edits(1))[0].undone

        self.run_if_able(case, home, work)

    def test_what_a_person_called_right_is_remembered(self, case: CrmCase, home: Path) -> None:
        """The text stays, and the problem is among the accepted ones."""

        async def work(crm: Crm) -> None:
            (anna,) = (one for one in await crm.numbers(None, 100) if one.normalised == ANNA)
            await crm.change_numbers([NumberChange(anna.ref, anna.typed, None, "shared")], "right")
            (anna,) = (one for one in await crm.numbers(None, 100) if one.normalised == ANNA)
            assert (anna.typed, anna.accepted) == ("044/000 12 34", {"shared"})

        self.run_if_able(case, home, work)

    def test_added_contacts_are_an_edit(self, case: CrmCase, home: Path) -> None:
        """Undone they are gone; a dry run adds nobody; the same again is no change."""

        async def work(crm: Crm) -> None:
            before = {one.id for one in await crm.contacts("", 100)}
            new = Contact("", ContactKind.PERSON, "Carl", means=(Means(PHONE, "044 000 12 40"),), origin="uid-9")
            assert (await crm.add_contacts([new], "x", dry_run=True)).added == 1
            assert {one.id for one in await crm.contacts("", 100)} == before
            added = await crm.add_contacts([new], "x")
            assert (await crm.contacts("carl", 1))[0].origin == "uid-9"
            assert (await crm.add_contacts([new], "x")).unchanged == 1
            assert (await crm.undo()).id == added.edit
            assert {one.id for one in await crm.contacts("", 100)} == before

        self.run_if_able(case, home, work)

    def test_other_rules_mark_the_numbers_until_they_are_normalised(self, case: CrmCase, home: Path) -> None:
        """Page by page; it is an edit where a person asks for it, which brings the mark back when it is undone."""

        async def work(crm: Crm) -> None:
            edits = await crm.edits(100)
            for by_hand in (True, False):
                assert await crm.use_rules(DialRules("DE", "30", "0")) is Renewal.MARKED
                assert await crm.find([ANNA])
                page = await crm.normalise(None, 1, undoable=by_hand)
                while page.after is not None:
                    page = await crm.normalise(page.after, 1, undoable=by_hand)
                assert not await crm.find([ANNA])
                assert await crm.find([GERMAN])
                assert await crm.renewal() is Renewal.NOT_DUE
                assert (page.edit is not None) == page.undoable == by_hand
                if by_hand:
                    assert (await crm.undo([EditKind.NORMALISE])).id == page.edit
            assert (await crm.edits(100))[1:] == edits

        self.run_if_able(case, home, work)

    def test_a_run_that_is_over_says_so(self, case: CrmCase, home: Path) -> None:
        """All contacts are counted, and nothing is left."""

        async def work(crm: Crm) -> None:
            run = await crm.normalise(None, 100, undoable=True)
            assert (run.began, run.done, run.total, run.changed, run.unreadable, run.after) == (0, 3, 3, 0, 0, None)
            assert run.edit is None

        self.run_if_able(case, home, work)

    def test_undo_comes_to_an_end(self, case: CrmCase, home: Path) -> None:
        """In words; and a number that there is not is refused."""

        async def work(crm: Crm) -> None:
            with pytest.raises(Refused):
                await crm.undo([EditKind.REPAIR])
            while not all(edit.undone for edit in await crm.edits(100)):
                await crm.undo()
            with pytest.raises(NotFound):
                await crm.undo()
            with pytest.raises(Refused):
                await crm.change_numbers([NumberChange("nonsense", "", "", "")], "x")

        self.run_if_able(case, home, work)
