"""What a book must do that marks what goes out, and has a lock date (capability GIVE_OUT); the others run it idly."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from calljournal.contracts.crm import Crm, CrmCapability
from calljournal.contracts.work import Doing, Export, WorkQuery, WorkState
from calljournal.errors import NotFound, Refused
from calljournal.worklog import Kind
from tests.contract.crm_suite import NOW, CrmCase, CrmSuite, draft
from tests.contract.work_suite import amendment, booked, change

OCTOBER = date(2026, 10, 31)


def export(what: str = "time") -> Export:
    """Give an export that is to be begun."""
    return Export("", what, NOW, "anna", "/tmp/time.csv", "csv", "{}", 0)


async def given_out(crm: Crm, export_id: str) -> list[str]:
    """Give the keys of the work of an export, page by page."""
    paged = list(await crm.exported(export_id, None, 1))
    while page := await crm.exported(export_id, paged[-1].id, 1):
        paged += page
    return [one.key for one in paged]


class GivingSuite(CrmSuite):
    """The tests, beside those for every book."""

    def run_if_giving(self, case: CrmCase, home: Path, work: Callable[[Crm], Awaitable[None]]) -> None:
        """Work on a filled book, where it can do this."""
        if case.can(CrmCapability.GIVE_OUT):
            self.run(case, home, work)

    # --- exports -----------------------------------------------------------------------------------------------------

    def test_what_goes_out_is_fixed_and_marked_at_once(self, case: CrmCase, home: Path) -> None:
        """In the order of the file; what is booked later is in the next one, with the rest that is new."""

        async def work(crm: Crm) -> None:
            await booked(crm, "b")
            await booked(crm, "a", start=NOW - timedelta(days=1))
            await booked(crm, "c", kind=Kind.ACTIVITY)
            gone = await booked(crm, "d")
            await crm.amend(amendment(gone.id, Doing.CANCEL))
            first = await crm.begin_export(export(), WorkQuery(new=True, limit=1))
            assert (first.count, first.finished, first.file) == (2, None, "/tmp/time.csv")
            assert await given_out(crm, first.id) == ["a", "b"]
            later = await booked(crm, "e", start=NOW - timedelta(days=2))
            assert await given_out(crm, first.id) == ["a", "b"]
            assert {one.export for one in await crm.exported(first.id, None, 9)} == {first.id}
            with pytest.raises(NotFound, match="nothing"):
                await crm.begin_export(export(), WorkQuery(new=True, ids=(gone.id,)))
            second = await crm.begin_export(export(), WorkQuery(new=True))
            assert await given_out(crm, second.id) == ["e"]
            whole = await crm.begin_export(export(), WorkQuery())
            assert await given_out(crm, whole.id) == ["e", "a", "b"]
            found = await crm.work_item(later.id)
            assert found is not None
            assert (found.export, found.state) == (second.id, WorkState.EXPORTED)  # the first that it went out in
            other = await crm.begin_export(export("activities"), WorkQuery(new=True))
            assert await given_out(crm, other.id) == ["c"]
            assert len({one.id for one in (first, second, whole, other)}) == 4

        self.run_if_giving(case, home, work)

    def test_an_export_is_remembered_until_its_file_is_whole_and_after(self, case: CrmCase, home: Path) -> None:
        """The latest first; to say twice that it is whole changes nothing."""

        async def work(crm: Crm) -> None:
            await booked(crm)
            first = await crm.begin_export(export(), WorkQuery())
            second = await crm.begin_export(export(), WorkQuery())
            assert list(await crm.exports(True, 10)) == [second, first]
            finished = await crm.finish_export(first.id)
            assert finished == replace(first, finished=NOW)
            assert await crm.finish_export(first.id) == finished
            assert list(await crm.exports(True, 10)) == [second]
            assert list(await crm.exports(False, 10)) == [second, finished]
            assert list(await crm.exports(False, 1)) == [second]
            for nothing in ("x99", "nonsense", ""):
                with pytest.raises(NotFound):
                    await crm.finish_export(nothing)
                with pytest.raises(NotFound):
                    await crm.exported(nothing, None, 1)

        self.run_if_giving(case, home, work)

    def test_what_went_out_is_corrected_by_entries_that_go_out_next(self, case: CrmCase, home: Path) -> None:
        """The reason names the export and its day; every minute is in one file."""

        async def work(crm: Crm) -> None:
            one, other = await booked(crm, "a"), await booked(crm, "b")
            first = await crm.begin_export(export(), WorkQuery(new=True))
            words = rf"{one.id} went out in the export {first.id} on {NOW.astimezone().date()}; add --correct"
            for doing in (Doing.CHANGE, Doing.CANCEL, Doing.ROUND):
                with pytest.raises(Refused, match=words):
                    await crm.amend(amendment(one.id, doing, minutes=3.0))
            await change(crm, one.id, by_entry=True, minutes=3.0)
            await crm.amend(amendment(other.id, Doing.CANCEL, by_entry=True))
            second = await crm.begin_export(export(), WorkQuery(new=True))
            minutes = [work.minutes for work in await crm.exported(second.id, None, 9)]
            assert minutes == [-15.0, 3.0, -15.0]
            assert sum(work.minutes for work in await crm.work(WorkQuery())) == 3.0
            assert (await crm.amend(amendment(other.id, Doing.BILL))).work.state is WorkState.BILLED

        self.run_if_giving(case, home, work)

    def test_an_activity_may_be_changed_though_it_went_out(self, case: CrmCase, home: Path) -> None:
        """It bills nothing; that it went out stays known, and how it did."""

        async def work(crm: Crm) -> None:
            one = await booked(crm, kind=Kind.ACTIVITY)
            gone = await crm.begin_export(export("activities"), WorkQuery(new=True))
            assert (await change(crm, one.id, text="put right")).work.export == gone.id
            await crm.amend(amendment(one.id, Doing.CANCEL))
            (given,) = await crm.exported(gone.id, None, 9)
            assert (given.text, given.state) == (one.text, WorkState.EXPORTED)

        self.run_if_giving(case, home, work)

    # --- the lock date -----------------------------------------------------------------------------------------------

    def test_nothing_is_booked_behind_the_lock_date(self, case: CrmCase, home: Path) -> None:
        """Up to and with that day; a later day may be named; what was booked before is still found by its key."""

        async def work(crm: Crm) -> None:
            early = await booked(crm, "a", day=OCTOBER)
            assert await crm.locked() is None
            await crm.lock(OCTOBER)
            assert await crm.locked() == OCTOBER
            assert (await crm.book(draft("a", day=OCTOBER))).id == early.id
            for kind in Kind:
                with pytest.raises(Refused, match="closed up to 2026-10-31"):
                    await crm.book(draft("b", kind=kind, day=OCTOBER))
            assert (await booked(crm, "c", day=OCTOBER + timedelta(days=1))).state is WorkState.OPEN
            await crm.lock(None)
            assert await crm.locked() is None
            assert (await booked(crm, "b", day=OCTOBER)).day == OCTOBER

        self.run_if_giving(case, home, work)

    def test_what_lies_behind_the_lock_date_is_corrected_behind_it(self, case: CrmCase, home: Path) -> None:
        """On the day of the correction, or the first open day; what was taken back stays so when the book is opened."""

        async def work(crm: Crm) -> None:
            one, other = await booked(crm, "a", day=OCTOBER), await booked(crm, "b", day=OCTOBER)
            note = await booked(crm, "c", day=OCTOBER, kind=Kind.ACTIVITY)
            late = await booked(crm, "d", day=OCTOBER + timedelta(days=1))
            await crm.lock(OCTOBER)
            words = "lies behind the lock date 2026-10-31"
            with pytest.raises(Refused, match=f"{words}; add --correct"):
                await change(crm, one.id, minutes=3.0)
            with pytest.raises(Refused, match=words):
                await change(crm, note.id, text="x")
            with pytest.raises(Refused, match="closed up to 2026-10-31"):
                await change(crm, late.id, day=OCTOBER)
            with pytest.raises(Refused, match="closed up to 2026-10-31"):
                await change(crm, one.id, by_entry=True, day=OCTOBER)
            corrected = await change(crm, one.id, by_entry=True, minutes=3.0)  # sent in March
            assert corrected.reversal is not None
            assert {corrected.work.day, corrected.reversal.day} == {date(2026, 11, 1)}
            wanted = replace(amendment(other.id, Doing.CANCEL, by_entry=True), at=NOW + timedelta(days=300))
            reversal = (await crm.amend(wanted)).reversal
            assert reversal is not None
            assert reversal.day == wanted.at.astimezone().date()
            await crm.lock(None)
            with pytest.raises(Refused, match="was taken back"):
                await change(crm, one.id, minutes=3.0)

        self.run_if_giving(case, home, work)
