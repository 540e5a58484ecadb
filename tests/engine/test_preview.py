"""What a call would be booked as, shown before it is booked, while it lasts and after; nothing is kept of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from calljournal.contracts.crm import Means, MeansKind, Phase, Project
from calljournal.contracts.service import AddContacts, AddProject, BookCall, FindContacts, GetRow
from calljournal.contracts.work import User
from calljournal.contracts.work_commands import (
    AddCall,
    CancelWork,
    GetOwnUser,
    GetWork,
    ListUsers,
    ListWork,
    MergeCalls,
    PreviewBooking,
    Share,
    SplitCall,
)
from calljournal.engine import Engine
from calljournal.errors import NotFound, Refused
from calljournal.settings import save
from calljournal.worklog import Kind, Wishes
from tests.engine.booked import add_calls, book_calls
from tests.engine.conftest import Lab
from tests.engine.test_by_hand import ANNA, NUMBER

NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)


async def call(engine: Engine, minutes: float | None, at: int = 0) -> str:
    """Have talked with Anna, so many minutes after noon of yesterday; give the row's id."""
    return (await engine.do(AddCall(NUMBER, None, minutes, NOON + timedelta(minutes=at)))).entry.id


def test_it_is_what_is_booked_then(lab: Lab) -> None:
    """By the rounding of the project, with the firm's service type and a title; before and after it is the same."""
    save(lab.places.settings_file, ("firm", "rounding"), {"unit": 6})

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((ANNA,)))
        project = await engine.do(AddProject(Project("", "Umbau", phases=(Phase("", "Audit"),), rounding="15")))
        entry = await call(engine, 7)
        plain = (await engine.do(PreviewBooking(entry, Kind.TIME))).draft
        assert (plain.measured_minutes, plain.minutes, plain.by_hand) == (7.0, 12.0, False)
        assert (plain.title, plain.service_type) == ("Call to Anna Keller", "Phone call")
        wishes = Wishes(project=project.id, text="Audit")
        shown = await engine.do(PreviewBooking(entry, Kind.TIME, wishes))
        assert [row.entry.id for row in shown.rows] == [entry]
        assert (shown.draft.minutes, shown.draft.project) == (15.0, project.id)
        typed = (await engine.do(PreviewBooking(entry, Kind.TIME, Wishes(minutes=3)))).draft
        assert (typed.minutes, typed.measured_minutes, typed.by_hand) == (3.0, 7.0, True)
        assert await engine.do(ListWork()) == ()
        assert await engine.do(ListUsers()) == (), "a question adds nobody to the book"
        await engine.do(BookCall(entry, Kind.TIME, wishes))
        (booked,) = await engine.do(ListWork())
        assert (booked.minutes, booked.title, booked.start) == (15.0, shown.draft.title, shown.draft.start)

    lab.run(work)


def test_of_a_call_that_lasts_it_is_as_if_it_ended_now(lab: Lab) -> None:
    async def work(engine: Engine) -> None:
        entry = (await engine.do(AddCall(NUMBER, at=datetime.now(UTC) - timedelta(minutes=10)))).entry.id
        shown = (await engine.do(PreviewBooking(entry, Kind.TIME))).draft
        assert 10.0 <= shown.measured_minutes < 10.2
        assert (await engine.do(GetRow(entry))).entry.live
        with pytest.raises(Refused, match="still lasts"):
            await engine.do(BookCall(entry, Kind.TIME))

    lab.run(work)


def test_of_merged_calls_it_is_one_of_all(lab: Lab) -> None:
    """An activity is of the one call that was meant."""
    save(lab.places.settings_file, ("firm", "rounding"), {"unit": 6})

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((ANNA,)))
        first, second = await call(engine, 2), await call(engine, 2, 10)
        await engine.do(MergeCalls((first, second)))
        shown = await engine.do(PreviewBooking(second, Kind.TIME))
        assert [row.entry.id for row in shown.rows] == [first, second]
        assert (shown.draft.measured_minutes, shown.draft.minutes) == (4.0, 6.0)
        activity = await engine.do(PreviewBooking(second, Kind.ACTIVITY))
        assert [row.entry.id for row in activity.rows] == [second]

    lab.run(work)


def test_calls_with_two_people_are_named_after_both(lab: Lab) -> None:
    """Merged although they are two: the title of the booking is about all of it."""
    other = replace(ANNA, name="Lukas Hofer", means=(Means(MeansKind.PHONE, "044 000 77 88"),))

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((ANNA, other)))
        first = await call(engine, 2)
        second = (await engine.do(AddCall("+41 44 000 77 88", None, 5, NOON + timedelta(minutes=30)))).entry.id
        await engine.do(MergeCalls((first, second), confirmed=True))
        title = (await engine.do(PreviewBooking(first, Kind.TIME))).draft.title
        assert title in ("2 calls with Anna Keller, Lukas Hofer", "2 calls with Lukas Hofer, Anna Keller")
        booked = await engine.do(BookCall(first, Kind.TIME, confirmed=True))
        assert (await engine.do(GetWork(str(booked.id)))).title == title

    lab.run(work)


def test_of_a_call_booked_in_part_it_is_the_rest(lab: Lab) -> None:
    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((ANNA,)))
        entry = await call(engine, 10)
        with pytest.raises(NotFound):
            await engine.do(PreviewBooking(entry, Kind.TIME, Wishes(project="Nobody")))
        first, _ = await engine.do(SplitCall(entry, (Share(4, Wishes()), Share(None))))
        whole = await engine.do(PreviewBooking(entry, Kind.TIME))
        assert whole.draft.measured_minutes == 10.0, "to book all of it again is for the guard to judge"
        await engine.do(CancelWork(first.id or ""))
        left = (await engine.do(PreviewBooking(entry, Kind.TIME))).draft
        assert (left.measured_minutes, left.start, left.end) == (4.0, NOON, NOON + timedelta(minutes=4))

    lab.run(work)


def test_whose_it_is_is_known_before_and_after_the_first_booking(lab: Lab) -> None:
    save(lab.places.settings_file, ("user", "name"), "Rita Weber")
    add_calls(lab.places, "a")

    async def work(engine: Engine) -> None:
        assert await engine.do(GetOwnUser()) == User("", "Rita Weber")
        assert await engine.do(ListUsers()) == ()
        await book_calls(engine, "a")
        assert await engine.do(GetOwnUser()) == (await engine.do(ListUsers()))[0]
        assert (await engine.do(FindContacts())) == ()

    lab.run(work)
