"""What waits to be booked, what may become of it, which project is likely, and how much was spoken."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from calljournal.contracts.crm import Contact, CrmCapability, Means, MeansKind, Project
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import AddContacts, AddProject, BookCall, FindContacts, ListRows
from calljournal.contracts.work import Correction, IntakeKind, Record, WorkQuery, WorkState
from calljournal.contracts.work_commands import (
    AddCall,
    CancelWork,
    ChangeWork,
    CountShort,
    GetTotals,
    IgnoreCall,
    ListUnbooked,
    ListWork,
    MergeCalls,
    Share,
    Short,
    SplitCall,
    SuggestProjects,
    TakeIn,
)
from calljournal.engine import Engine
from calljournal.errors import AlreadyBooked, NeedsConfirming, NotFound, Refused
from calljournal.matching import ContactKind
from calljournal.settings import save
from calljournal.worklog import Kind, Reason, Wishes
from tests.engine.conftest import Lab

ANNA, BEAT, MAX = "+41 44 000 12 34", "+41 44 000 12 35", "+41 79 000 11 22"
NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
TODAY = NOON.astimezone().date()


def person(name: str, number: str, company: str | None) -> Contact:
    """Give somebody with one telephone."""
    kind = ContactKind.CONTACT if company else ContactKind.PERSON
    return Contact("", kind, name, company, means=(Means(MeansKind.PHONE, number),))


PEOPLE = (
    Contact("", ContactKind.COMPANY, "Keller AG"),
    person("Anna Keller", ANNA, "Keller AG"),
    person("Beat Frei", BEAT, "Keller AG"),
    person("Max Huber", MAX, None),
)


async def ids(engine: Engine) -> dict[str, str]:
    """Fill the book with people; give their ids by name."""
    await engine.do(AddContacts(PEOPLE))
    return {contact.name: contact.id for contact in await engine.do(FindContacts())}


async def call(engine: Engine, number: str, minutes: float, at: int = 0) -> str:
    """Have talked with somebody, so many minutes after noon of yesterday; give the row's id."""
    return (await engine.do(AddCall(number, None, minutes, NOON + timedelta(minutes=at)))).entry.id


async def waits(engine: Engine) -> list[tuple[tuple[str, ...], float, float]]:
    """Give what waits: the rows, the measured and the billed minutes."""
    return [
        (tuple(row.entry.id for row in one.rows), one.draft.measured_minutes, one.draft.minutes)
        for one in await engine.do(ListUnbooked())
    ]


async def row(engine: Engine, entry_id: str) -> JournalRow:
    """Give a row."""
    return next(row for row in await engine.do(ListRows()) if row.entry.id == entry_id)


def test_a_call_waits_until_something_becomes_of_it(lab: Lab) -> None:
    """Booked, ignored or merged; calls under the minimum length, a setting, do not wait."""
    save(lab.places.settings_file, ("firm", "shortest"), 120)
    save(lab.places.settings_file, ("firm", "rounding"), {"unit": 6})

    async def work(engine: Engine) -> None:
        await ids(engine)
        await call(engine, ANNA, 1.5)
        assert await engine.do(CountShort()) == Short(1, 120)
        assert await engine.do(CountShort(NOON + timedelta(minutes=5))) == Short(0, 120)
        first, second = await call(engine, ANNA, 2, 10), await call(engine, MAX, 7, 20)
        assert await waits(engine) == [((first,), 2.0, 6.0), ((second,), 7.0, 12.0)]
        assert [one.draft.contact_name for one in await engine.do(ListUnbooked(NOON + timedelta(minutes=15)))] == [
            "Max Huber"
        ]
        assert (await engine.do(IgnoreCall(first))).ignored
        booking = await engine.do(BookCall(second, Kind.TIME))
        assert await waits(engine) == []
        with pytest.raises(Refused, match="book cancel"):
            await engine.do(IgnoreCall(second))
        assert not (await engine.do(IgnoreCall(first, on=False))).ignored
        await engine.do(CancelWork(booking.id or ""))
        assert [rows for rows, _, _ in await waits(engine)] == [(first,), (second,)]
        assert (await engine.do(BookCall(second, Kind.TIME))).id != booking.id

    lab.run(work)


def test_calls_with_one_client_become_one_entry(lab: Lab) -> None:
    """Rounded once; their rows stay, and none of them can be booked for itself."""
    save(lab.places.settings_file, ("firm", "rounding"), {"unit": 6})

    async def work(engine: Engine) -> None:
        await ids(engine)
        first, second, third = [await call(engine, who, 2, at) for who, at in ((ANNA, 0), (BEAT, 10), (MAX, 20))]
        with pytest.raises(NeedsConfirming, match="Keller AG, Max Huber"):
            await engine.do(MergeCalls((first, third)))
        merged = await engine.do(MergeCalls((second, first)))
        assert [one.entry.id for one in merged.rows] == [first, second]
        assert (merged.draft.measured_minutes, merged.draft.minutes) == (4.0, 6.0)
        assert await waits(engine) == [((first, second), 4.0, 6.0), ((third,), 2.0, 6.0)]
        booking = await engine.do(BookCall(second, Kind.TIME))
        assert (await row(engine, first)).booked == (await row(engine, second)).booked
        with pytest.raises(AlreadyBooked):
            await engine.do(BookCall(first, Kind.TIME))
        with pytest.raises(Refused, match="booked already"):
            await engine.do(MergeCalls((first, third), confirmed=True))
        (work,) = await engine.do(ListWork())
        assert (work.minutes, work.measured_minutes, work.title) == (6.0, 4.0, "2 calls with Anna Keller, Beat Frei")
        assert (work.start, work.end) == (NOON, NOON + timedelta(minutes=12))
        await engine.do(CancelWork(booking.id or ""))
        assert (await engine.do(MergeCalls((second,)))).rows[0].entry.id == second
        assert [rows for rows, _, _ in await waits(engine)] == [(first,), (second,), (third,)]

    lab.run(work)


def test_one_call_on_two_projects(lab: Lab) -> None:
    """Split by minutes; what one share lost waits again, from where it was to where it was."""

    async def work(engine: Engine) -> None:
        await ids(engine)
        for name in ("Weber", "Huber"):
            await engine.do(AddProject(Project("", name)))
        only = await call(engine, ANNA, 15)
        with pytest.raises(Refused, match="20 minutes together"):
            await engine.do(SplitCall(only, (Share(10, Wishes(project="Weber")), Share(10, Wishes(project="Huber")))))
        with pytest.raises(NotFound):
            await engine.do(SplitCall(only, (Share(10, Wishes(project="Nobody")), Share(None))))
        first, second = await engine.do(
            SplitCall(only, (Share(10, Wishes(project="Weber")), Share(None, Wishes(project="Huber"))))
        )
        done = await engine.do(ListWork())
        assert [(one.project_name, one.measured_minutes) for one in done] == [("Weber", 10.0), ("Huber", 5.0)]
        assert done[0].end == done[1].start == NOON + timedelta(minutes=10)
        assert await waits(engine) == []
        await engine.do(CancelWork(first.id or ""))
        assert await waits(engine) == [((only,), 10.0, 10.0)]
        (waiting,) = await engine.do(ListUnbooked())
        assert (waiting.draft.start, waiting.draft.end) == (NOON, NOON + timedelta(minutes=10))
        again = await engine.do(BookCall(only, Kind.TIME, Wishes(project="Huber")))
        assert again.remarks == ()
        assert await waits(engine) == []
        total = sum(one.measured_minutes for one in await engine.do(ListWork()))
        assert total == 15.0
        assert second.id is not None

    lab.run(work)


def test_what_the_book_refuses_of_a_split_call_waits(lab: Lab) -> None:
    """A share that was taken stays; the words say so."""

    async def work(engine: Engine) -> None:
        await ids(engine)
        only = await call(engine, ANNA, 15)
        shares = (Share(10), Share(None, Wishes(service_type="No such thing")))
        with pytest.raises(Refused, match=r"\(t\d+\) is booked, what is left of the call waits: .*No such thing"):
            await engine.do(SplitCall(only, shares))
        assert await waits(engine) == [((only,), 5.0, 5.0)]

    lab.run(work)


def test_projects_are_suggested_with_their_reason(lab: Lab) -> None:
    """Last booked, the client's, taken part in: in this order; clear only where there is but one."""

    async def work(engine: Engine) -> None:
        people = await ids(engine)
        only = await call(engine, ANNA, 15)
        assert await engine.do(SuggestProjects(only)) == ()
        audit = await engine.do(AddProject(Project("", "Audit", people["Keller AG"])))
        (clear,) = await engine.do(SuggestProjects(only))
        assert (clear.project.id, clear.reason, clear.clear) == (audit.id, Reason.CLIENT, True)
        assert clear.words == "open project of Keller AG"
        other = await engine.do(AddProject(Project("", "Payroll", people["Keller AG"])))
        assert [one.clear for one in await engine.do(SuggestProjects(only))] == [False, False]
        await engine.do(BookCall(only, Kind.TIME, Wishes(project=other.id)))
        second = await call(engine, ANNA, 2, 30)
        last, client = await engine.do(SuggestProjects(second))
        assert (last.project.id, last.reason) == (other.id, Reason.LAST_BOOKED)
        assert last.words.startswith("booked last on 20")
        assert (client.project.id, last.clear, client.clear) == (audit.id, False, False)
        nobody = await call(engine, "+41 44 000 99 99", 5, 40)
        assert await engine.do(SuggestProjects(nobody)) == ()

    lab.run(work)


def test_rounding_is_the_projects_own_and_may_be_by_day(lab: Lab) -> None:
    """Per client and day the entries together are rounded once; a cancelled one has the others rounded anew."""
    save(lab.places.settings_file, ("firm", "rounding"), {"unit": 6, "per": "day"})

    async def work(engine: Engine) -> None:
        people = await ids(engine)
        quarter = await engine.do(AddProject(Project("", "Quarters", people["Max Huber"], rounding="15 up")))
        calls = [await call(engine, who, 2, at) for who, at in ((ANNA, 0), (BEAT, 10), (ANNA, 20), (ANNA, 30))]
        bookings = [await engine.do(BookCall(one, Kind.TIME)) for one in calls]

        async def billed() -> list[float]:
            return [one.minutes for one in await engine.do(ListWork(WorkQuery(Kind.TIME)))]

        assert await billed() == [6.0, 0.0, 0.0, 6.0]  # 8 minutes are 12
        await engine.do(CancelWork(bookings[0].id or ""))
        assert sum(await billed()) == 6.0  # 6 minutes are 6
        own = await engine.do(BookCall(await call(engine, MAX, 2, 40), Kind.TIME, Wishes(project=quarter.id)))
        (last,) = await engine.do(ListWork(WorkQuery(ids=(own.id or "",))))
        assert (last.minutes, last.measured_minutes) == (15.0, 2.0)

    lab.run(work)


def test_a_call_on_two_projects_of_one_client_is_rounded_once(lab: Lab) -> None:
    """Where it is rounded per client and day, the parts of a call that is split are rounded together."""
    save(lab.places.settings_file, ("firm", "rounding"), {"unit": 6, "per": "day"})

    async def work(engine: Engine) -> None:
        people = await ids(engine)
        for name in ("Audit", "Payroll"):
            await engine.do(AddProject(Project("", name, people["Keller AG"])))
        only = await call(engine, ANNA, 4)
        await engine.do(SplitCall(only, (Share(2, Wishes(project="Audit")), Share(None, Wishes(project="Payroll")))))
        assert [one.minutes for one in await engine.do(ListWork())] == [6.0, 0.0]
        over_midnight = NOON.astimezone().replace(hour=23, minute=58) - timedelta(days=1)
        late = (await engine.do(AddCall(MAX, None, 4, over_midnight))).entry.id
        await engine.do(SplitCall(late, (Share(2), Share(2))))
        assert [one.minutes for one in await engine.do(ListWork())][:2] == [6.0, 6.0]  # each of a day of its own

    lab.run(work)


def test_an_overlap_is_told_and_booked(lab: Lab) -> None:
    """Of the same user only; the gaps of merged calls are free."""

    async def work(engine: Engine) -> None:
        await ids(engine)
        first, second = await call(engine, ANNA, 10), await call(engine, BEAT, 10, 60)
        await engine.do(MergeCalls((first, second)))
        merged = await engine.do(BookCall(first, Kind.TIME))
        assert merged.remarks == ()
        between = await engine.do(BookCall(await call(engine, MAX, 10, 30), Kind.TIME))
        assert between.remarks == ()
        within = await engine.do(BookCall(await call(engine, MAX, 10, 65), Kind.TIME))
        (remark,) = within.remarks
        assert remark.startswith(f"overlaps with {merged.id}")

    lab.run(work)


def test_for_others_only_who_is_known(lab: Lab) -> None:
    """A time entry says whose it is, and who recorded it; a mistyped name books nothing."""

    async def work(engine: Engine) -> None:
        await ids(engine)
        only = await call(engine, ANNA, 10)
        with pytest.raises(NotFound, match="Partner"):
            await engine.do(BookCall(only, Kind.TIME, Wishes(user="Partner")))
        assert [rows for rows, _, _ in await waits(engine)] == [(only,)]

    lab.run(work)


def test_a_user_may_get_another_name(lab: Lab) -> None:
    """The guard, and what is left of a call, go by the user and not by the name; however it is typed."""

    async def work(engine: Engine) -> None:
        await ids(engine)
        await engine.do(TakeIn(IntakeKind.USERS, (Record("Jürg Weber", "JW"), Record("Eva Roth", "ER"))))
        whole, part = await call(engine, ANNA, 10), await call(engine, ANNA, 30, 60)
        await engine.do(BookCall(whole, Kind.TIME, Wishes(user="Jürg Weber")))
        shares = (Share(10, Wishes(user="jw")), Share(None, Wishes(user="jw")))
        _, second = await engine.do(SplitCall(part, shares))
        await engine.do(CancelWork(second.id or ""))
        await engine.do(TakeIn(IntakeKind.USERS, (Record("Dr. Jürg Weber", "JW"), Record("Jürg Weber", "ER"))))
        for name in ("JW", "dr.  jürg  weber", "Dr. Jurg Weber", "u1"):
            with pytest.raises(AlreadyBooked):
                await engine.do(BookCall(whole, Kind.TIME, Wishes(user=name)))
        rest = await engine.do(BookCall(part, Kind.TIME, Wishes(user="JW")))
        (left,) = await engine.do(ListWork(WorkQuery(ids=(rest.id or "",))))
        assert (left.measured_minutes, left.user) == (20.0, "Dr. Jürg Weber")
        other = await engine.do(BookCall(whole, Kind.TIME, Wishes(user="ER")))  # who took part, too
        assert "is booked as Jürg Weber's time, too" in other.remarks[0]

    lab.run(work)


def test_who_is_gone_books_nothing(lab: Lab) -> None:
    """A closed user is refused, as another's and as one's own."""
    save(lab.places.settings_file, ("user", "name"), "Eva Roth")

    async def work(engine: Engine) -> None:
        await ids(engine)
        await engine.do(TakeIn(IntakeKind.USERS, (Record("Eva Roth", "ER", open=False),)))
        only = await call(engine, ANNA, 10)
        for name in (None, "ER"):
            with pytest.raises(Refused, match="Eva Roth"):
                await engine.do(BookCall(only, Kind.TIME, Wishes(user=name)))

    lab.run(work)


def test_what_is_left_of_a_call_may_be_ignored(lab: Lab) -> None:
    """And who books an ignored call after all ignores it no more."""

    async def work(engine: Engine) -> None:
        await ids(engine)
        only = await call(engine, ANNA, 15)
        _, second = await engine.do(SplitCall(only, (Share(10), Share(None))))
        await engine.do(CancelWork(second.id or ""))
        await engine.do(IgnoreCall(only))
        assert await waits(engine) == []
        (total,) = await engine.do(GetTotals(TODAY, TODAY))
        assert (total.booked, total.ignored, total.waiting) == (600.0, 300.0, 0.0)
        booking = await engine.do(BookCall(only, Kind.TIME))
        await engine.do(CancelWork(booking.id or ""))
        assert await waits(engine) == [((only,), 5.0, 5.0)]

    lab.run(work)


def test_shares_are_one_users(lab: Lab) -> None:
    """Two people who share a call each book it whole."""

    async def work(engine: Engine) -> None:
        await ids(engine)
        only = await call(engine, ANNA, 15)
        with pytest.raises(Refused, match="one user's"):
            await engine.do(SplitCall(only, (Share(10), Share(None, Wishes(user="Eva")))))
        with pytest.raises(Refused, match="say the shares"):
            await engine.do(SplitCall(only, ()))

    lab.run(work)


def test_a_booked_call_stays_with_those_that_it_is_booked_with(lab: Lab) -> None:
    """Taken out of its entry it would look as if it waited."""

    async def work(engine: Engine) -> None:
        await ids(engine)
        first, second = await call(engine, ANNA, 2), await call(engine, BEAT, 2, 10)
        await engine.do(MergeCalls((first, second)))
        await engine.do(BookCall(first, Kind.TIME))
        with pytest.raises(Refused, match="cancel that first"):
            await engine.do(MergeCalls((second,)))

    lab.run(work)


def test_a_book_that_cannot_hold_midnight_gets_two_entries(lab: Lab) -> None:
    """Rounded once; each on its own day, under a key of its own. Our own book gets one."""
    save(lab.places.settings_file, ("firm", "rounding"), {"unit": 6})

    async def work(engine: Engine) -> None:
        await ids(engine)
        midnight = datetime.combine(TODAY, time.min).astimezone()
        late = midnight - timedelta(minutes=2)
        first, second = [
            (await engine.do(AddCall(ANNA, None, 5, late - timedelta(days=day)))).entry.id for day in (0, 1)
        ]
        whole = await engine.do(BookCall(first, Kind.TIME))
        (one,) = await engine.do(ListWork(WorkQuery(ids=(whole.id or "",))))
        assert (one.day, one.minutes, one.measured_minutes) == (late.date(), 6.0, 5.0)
        manifest = engine._booker._manifest
        engine._booker._manifest = replace(manifest, capabilities=manifest.capabilities - {CrmCapability.OVER_MIDNIGHT})
        await engine.do(BookCall(second, Kind.TIME))
        halves = [work for work in await engine.do(ListWork()) if work.entry == second]
        assert [work.day for work in halves] == [late.date() - timedelta(days=1), late.date()]
        assert [work.measured_minutes for work in halves] == [2.0, 3.0]
        assert sum(work.minutes for work in halves) == 6.0
        assert await waits(engine) == []

    lab.run(work)


def test_totals_of_a_day(lab: Lab) -> None:
    """Spoken, booked, not booked, per client; both days count."""

    async def work(engine: Engine) -> None:
        await ids(engine)
        first = await call(engine, ANNA, 10)
        await call(engine, MAX, 5, 20)
        await engine.do(BookCall(first, Kind.TIME))
        totals = {one.client: one for one in await engine.do(GetTotals(TODAY, TODAY))}
        assert (totals["Keller AG"].spoken, totals["Keller AG"].booked) == (600.0, 600.0)
        assert (totals["Max Huber"].waiting, totals["Max Huber"].booked) == (300.0, 0.0)
        assert await engine.do(GetTotals(TODAY - timedelta(days=9), TODAY - timedelta(days=8))) == ()
        with pytest.raises(Refused):
            await engine.do(GetTotals(TODAY, TODAY - timedelta(days=1)))

    lab.run(work)


def test_a_wrong_matter_is_mended(lab: Lab) -> None:
    """An entry moves to another project; its call stays booked."""

    async def work(engine: Engine) -> None:
        await ids(engine)
        for name in ("Weber", "Huber"):
            await engine.do(AddProject(Project("", name)))
        only = await call(engine, ANNA, 10)
        booking = await engine.do(BookCall(only, Kind.TIME, Wishes(project="Weber")))
        changed = await engine.do(ChangeWork(booking.id or "", Correction(project="Huber")))
        assert (changed.work.project_name, changed.work.state) == ("Huber", WorkState.OPEN)
        assert await waits(engine) == []

    lab.run(work)
