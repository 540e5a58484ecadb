"""What is rounded by client and day is rounded anew when one of it changes, and only as far as it has to be."""

import sqlite3
from datetime import date
from pathlib import Path

from calljournal.contracts.crm import Contact, Project
from calljournal.contracts.work import Correction
from calljournal.contracts.work_commands import BillWork, CancelWork, ChangeWork, ListWork, WorkHistory
from calljournal.engine.rounding_anew import billed_that_day, client_of
from calljournal.matching import ContactKind
from calljournal.settings.settings import FirmSettings, RoundingSettings
from calljournal.worklog import RoundingRule
from tests.engine.correcting_desk import Desk, with_desk

DAY = date(2026, 3, 9)
SIX = RoundingRule(6, per="day")
TOLERANT = FirmSettings(rounding=RoundingSettings(6, "tolerance", tolerance=10, per="day"))


def test_the_others_of_the_day_are_rounded_anew(home: Path) -> None:
    """Two calls of two minutes are one unit; without the one that bore it, the other does; projects do not matter."""

    async def work(at: Desk) -> None:
        first = await at.book("d1")
        await at.book("d2", 0.0, hour=1, project="Beta")
        await at.book("other client", hour=2, project="Gamma")
        await at.do(CancelWork(first))
        assert await at.minutes() == {"d2": 6.0, "other client": 6.0}
        (second, _) = await at.do(ListWork())
        assert [(one.doing, one.by) for one in await at.do(WorkHistory(second.id))][-1] == ("round", "anna")

    with_desk(home, work)


def test_both_days_and_clients_are_rounded_anew(home: Path) -> None:
    """The one that it leaves, and the one that it comes to."""

    async def work(at: Desk) -> None:
        first = await at.book("d1")
        await at.book("d2", 0.0, hour=1)
        await at.book("of Frei", hour=2, project="Gamma")
        await at.do(ChangeWork(first, Correction(project="Gamma")))
        assert await at.minutes() == {"d1": 6.0, "d2": 6.0, "of Frei": 0.0}  # the earlier call bears the unit
        await at.do(ChangeWork(first, Correction(day=date(2026, 3, 10))))
        assert await at.minutes() == {"d1": 6.0, "d2": 6.0, "of Frei": 6.0}

    with_desk(home, work)


def test_typed_and_billed_minutes_stay(home: Path) -> None:
    """What somebody typed is not counted; what may not be touched is, and stays."""

    async def work(at: Desk) -> None:
        first = await at.book("d1")
        typed = await at.book("typed", 9.0, hour=1, by_hand=True)
        billed = await at.book("billed", 0.0, hour=2)
        await at.book("last", 0.0, hour=3)
        await at.do(BillWork(billed))
        await at.do(CancelWork(first))
        assert await at.minutes() == {"typed": 9.0, "billed": 0.0, "last": 6.0}
        await at.do(ChangeWork(typed, Correction(minutes=1.0)))
        assert await at.minutes() == {"typed": 1.0, "billed": 0.0, "last": 6.0}

    with_desk(home, work)


def test_what_was_reversed_counts_no_more(home: Path) -> None:
    """Neither the entry nor its reversal bears the unit of the day."""

    async def work(at: Desk) -> None:
        first = await at.book("d1")
        await at.book("d2", 0.0, hour=1)
        await at.do(BillWork(first))
        await at.do(CancelWork(first, by_entry=True))
        assert (await at.minutes())["d2"] == 6.0
        assert sum((await at.minutes()).values()) == 6.0

    with_desk(home, work)


def test_another_project_may_have_another_rule(home: Path) -> None:
    """The entry itself is rounded by it; under the same rule per call nothing is touched."""

    async def work(at: Desk) -> None:
        first = await at.book("d1")
        await at.book("d2", hour=1)
        assert (await at.do(ChangeWork(first, Correction(project="Beta")))).work.minutes == 6.0
        assert [one.doing for one in await at.do(WorkHistory(first))] == ["book", "change"]
        amended = await at.do(ChangeWork(first, Correction(project="Quarter")))
        assert (amended.work.minutes, amended.work.measured_minutes) == (15.0, 2.0)
        assert await at.minutes() == {"d1": 15.0, "d2": 6.0}

    with_desk(home, work, RoundingSettings(6))


def test_nothing_is_moved_about_while_the_sum_is_right(home: Path) -> None:
    """The later call was booked first and bears the unit: that the text of another changes is no reason to move it."""

    async def work(at: Desk) -> None:
        await at.book("later", hour=2)
        earlier = await at.book("earlier", 0.0)
        await at.do(ChangeWork(earlier, Correction(text="the lease")))
        assert await at.minutes() == {"earlier": 0.0, "later": 6.0}

    with_desk(home, work)


def write_odd_rule(home: Path) -> None:
    """Write into the book as another program might: ours refuses such a rule."""
    with sqlite3.connect(next(home.rglob("book.db"))) as book:
        book.execute("UPDATE projects SET rounding = 'as you like' WHERE name = 'Odd'")


def test_a_rule_that_cannot_be_read_keeps_nothing_from_its_change(home: Path) -> None:
    """The change is made, and the user told that the minutes stay as they are."""

    async def work(at: Desk) -> None:
        await at.crm.add_project(Project("", "Odd"))
        write_odd_rule(home)
        thing = await at.book("d1")
        amended = await at.do(ChangeWork(thing, Correction(project="Odd")))
        assert (amended.work.project_name, amended.work.minutes) == ("Odd", 6.0)
        (words,) = at.trouble
        assert "not rounded anew" in words
        assert "as you like" in words

    with_desk(home, work)


def test_what_was_measured_counts_to_the_millisecond(home: Path) -> None:
    """6:10 stays 6 with a tolerance of 10 seconds, though it is 6.17 minutes; and 1:40, 1:40 and 2:40 are 6."""

    async def tolerant(at: Desk) -> None:
        thing = await at.book("6:10", 6.0, 370 / 60)
        await at.do(ChangeWork(thing, Correction(day=date(2026, 3, 10))))
        assert await at.minutes() == {"6:10": 6.0}
        keller = (await at.crm.contacts("Keller AG", 1))[0].id
        rule = TOLERANT.rounding_rule
        assert await billed_that_day(at.crm, rule, "anna", keller, date(2026, 3, 10), rule) == ((370.0, 6.0),)

    async def up(at: Desk) -> None:
        await at.book("1:40", 6.0, 100 / 60)
        await at.book("1:40 again", 0.0, 100 / 60, hour=1)
        last = await at.book("2:40", 6.0, 160 / 60, hour=2, project="Gamma")
        await at.do(ChangeWork(last, Correction(project="Alpha")))
        assert await at.minutes() == {"1:40": 6.0, "1:40 again": 0.0, "2:40": 0.0}

    with_desk(home / "tolerant", tolerant, TOLERANT.rounding)
    with_desk(home / "up", up)


def test_a_text_moves_no_minutes(home: Path) -> None:
    """Also where the sum of the day is not what it should be: somebody has seen these minutes."""

    async def work(at: Desk) -> None:
        first = await at.book("d1")
        await at.book("d2", hour=1)
        amended = await at.do(ChangeWork(first, Correction(text="the lease", title="Lease", phase="")))
        assert (amended.remarks, await at.minutes()) == ((), {"d1": 6.0, "d2": 6.0})
        await at.do(ChangeWork(first, Correction(project="Beta")))  # of the same client
        assert await at.minutes() == {"d1": 6.0, "d2": 6.0}

    with_desk(home, work)


def test_a_text_behind_the_lock_date_moves_no_minutes(home: Path) -> None:
    """Though the correction entry stands on a day of which others are rounded."""

    async def work(at: Desk) -> None:
        closed = await at.book("closed")
        await at.book("open", day=date(2026, 3, 10), hour=1)
        await at.crm.lock(DAY)
        await at.do(ChangeWork(closed, Correction(text="the lease"), by_entry=True))
        assert (await at.minutes())["open"] == 6.0

    with_desk(home, work)


def test_who_changes_one_is_told_what_becomes_of_the_others(home: Path) -> None:
    """By id, with the minutes; those of the entry itself are in the answer."""

    async def work(at: Desk) -> None:
        first = await at.book("d1")
        second = await at.book("d2", 0.0, hour=1)
        told = (await at.do(ChangeWork(first, Correction(project="Gamma")))).remarks
        which = f"the entry {second} of 09:15 for Keller AG"
        assert told == (f"{which} is billed with 6 min now: it is rounded together with what you changed",)

    with_desk(home, work)


def test_minutes_that_are_lost_to_the_rounding_are_told(home: Path) -> None:
    """6, 0 and 0 minutes went out: without the first there are none, and whoever corrects the second hears no more."""

    async def work(at: Desk) -> None:
        first, second, third = await at.book("d1"), await at.book("d2", 0.0, hour=1), await at.book("d3", 0.0, hour=2)
        for thing in (first, second, third):
            await at.do(BillWork(thing))
        (words,) = (await at.do(CancelWork(first, by_entry=True))).remarks
        assert words.startswith("Keller AG, 2026-03-09: 4 min are billed with 0 min now, and 6 would be right; ")
        assert f"`calljournal book change {second} --minutes 6 --correct`" in words
        amended = await at.do(ChangeWork(second, Correction(minutes=6.0), by_entry=True))
        assert amended.remarks == ()
        assert sum((await at.minutes()).values()) == 6.0

    with_desk(home, work)


# --- for a new draft -------------------------------------------------------------------------------------------------


def test_a_new_call_is_rounded_with_those_of_its_client_and_day(home: Path) -> None:
    """Of the same user and rule, whatever the project; not what was typed, cancelled, or of another day."""

    async def work(at: Desk) -> None:
        keller = (await at.crm.contacts("Keller AG", 1))[0].id
        await at.book("d1", 6.0, 2.5)
        await at.book("d2", 0.0, 1.0, hour=1, project="Beta")
        await at.book("no project", 0.0, 0.5, hour=2, project=None, contact=keller)
        await at.book("another rule", 15.0, hour=3, project="Quarter")
        await at.book("another client", hour=4, project="Gamma")
        await at.book("typed", 1.0, hour=5, by_hand=True)
        await at.book("another day", hour=6, day=date(2026, 3, 10))
        await at.book("another user", hour=7, user="ben")
        await at.do(CancelWork(await at.book("cancelled", 0.0, hour=8)))
        found = await billed_that_day(at.crm, SIX, "anna", keller, DAY, SIX)
        assert found == ((150.0, 6.0), (60.0, 0.0), (30.0, 0.0))
        assert await billed_that_day(at.crm, RoundingRule(6), "anna", keller, DAY, SIX) == ()
        assert await billed_that_day(at.crm, SIX, "anna", None, DAY, SIX) == ()

    with_desk(home, work)


def test_the_client_is_that_of_the_project_or_else_the_company(home: Path) -> None:
    """Or the person; where nobody is known, nobody."""

    async def work(at: Desk) -> None:
        await at.crm.add_contacts(
            [
                Contact("", ContactKind.CONTACT, "Anna Keller", "Keller AG"),
                Contact("", ContactKind.CONTACT, "Ole Other", "A company that is in no book"),
                Contact("", ContactKind.PERSON, "Ben Huber"),
            ]
        )
        ids = {one.name: one.id for one in await at.crm.contacts("", 10)}
        gamma = (await at.crm.projects("Gamma", None, True))[0]
        assert await client_of(at.crm, gamma, ids["Anna Keller"]) == ids["Frei AG"]
        assert await client_of(at.crm, None, ids["Anna Keller"]) == ids["Keller AG"]
        assert await client_of(at.crm, None, ids["Ole Other"]) == ids["Ole Other"]
        assert await client_of(at.crm, Project("", "Own"), ids["Ben Huber"]) == ids["Ben Huber"]
        assert await client_of(at.crm, Project("", "Named", client_name="Weber"), ids["Ben Huber"]) == "Weber"
        assert await client_of(at.crm, None, None) is None
        for name, own in (("Anna Keller", "Keller AG"), ("Ole Other", "Ole Other"), ("Ben Huber", "Ben Huber")):
            await at.book(name, project=None, contact=ids[name])
            assert await billed_that_day(at.crm, SIX, "anna", ids[own], DAY, SIX) == ((120.0, 6.0),), name

    with_desk(home, work)
