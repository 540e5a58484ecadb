"""What every book must do with the work that was booked in it: give it, change it, cancel it, correct it, each once."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from calljournal.contracts.crm import Crm, CrmCapability, Participant, Phase, Project
from calljournal.contracts.work import Amended, Amendment, Correction, Doing, Work, WorkQuery, WorkState
from calljournal.errors import NotFound, Refused
from calljournal.worklog import Kind, Part, Reason
from tests.contract.crm_suite import ANNA, GERMAN, HEAD, NOW, CrmCase, CrmSuite, draft


def amendment(work: str, doing: Doing, *, by_entry: bool = False, **correction: object) -> Amendment:
    """Give an amendment that nobody has sent yet."""
    return Amendment(str(uuid4()), work, doing, "ben", NOW, Correction(**correction), by_entry)  # type: ignore[arg-type]


async def change(crm: Crm, work: str, *, by_entry: bool = False, **correction: object) -> Amended:
    """Change a piece of work."""
    return await crm.amend(amendment(work, Doing.CHANGE, by_entry=by_entry, **correction))


async def booked(crm: Crm, key: str = "key-1", **changes: object) -> Work:
    """Book something and give it as it stands in the book."""
    booking = await crm.book(draft(key, **changes))
    assert booking.id
    work = await crm.work_item(booking.id)
    assert work is not None
    return work


async def ids(crm: Crm, query: WorkQuery) -> list[str]:
    """Give the keys under which the work of a query was booked, in its order."""
    return [one.key for one in await crm.work(query)]


class WorkSuite(CrmSuite):
    """The tests, beside those for every book."""

    # --- given -------------------------------------------------------------------------------------------------------

    def test_what_was_booked_is_given_whole(self, case: CrmCase, home: Path) -> None:
        """With the names of all that belongs to it, whose time it is, and who booked it."""

        async def work(crm: Crm) -> None:
            (anna,), (company,) = await crm.find([ANNA]), await crm.find([HEAD])
            kind = (await crm.service_types())[0]
            wanted = draft()
            found = await booked(crm, contact=anna.id, project="Zebra", phase="Build")
            assert (found.kind, found.key, found.entry, found.user) == (Kind.TIME, "key-1", "entry-1", "anna")
            assert (found.recorded_by, found.by_hand) == ("anna", False)
            assert (found.start, found.end, found.day) == (wanted.start, wanted.end, wanted.start.astimezone().date())
            assert (found.minutes, found.measured_minutes, found.state) == (15.0, 10.5, WorkState.OPEN)
            assert found.measured_seconds == 630.0
            parts = (Part("entry-1", 370.001), Part("entry-2", 30.0))
            assert (await booked(crm, "key-4", parts=parts)).measured_seconds == 400.001
            assert (found.contact, found.contact_name) == (anna.id, "Anna Keller")
            assert (found.client, found.client_name) == (company.id, "Keller AG")
            assert (found.project_name, found.phase_name) == ("Zebra", "Build")
            assert (found.service_type, found.service_type_name) == (kind.id, kind.name)
            assert (found.title, found.text) == ("Call from Anna Keller", "we spoke about the façade")
            assert (found.export, found.corrects) == (None, None)
            assert (await booked(crm, "key-2", by_hand=True)).by_hand
            activity = await booked(crm, "key-3", kind=Kind.ACTIVITY, contact=anna.id)
            assert (activity.kind, activity.minutes, activity.service_type) == (Kind.ACTIVITY, 0.0, None)
            assert activity.client == company.id  # of no project: whom the contact is at
            assert await crm.work_item("nothing") is None

        self.run(case, home, work)

    def test_work_is_given_as_asked_for(self, case: CrmCase, home: Path) -> None:
        """Every condition counts, the earliest is first, page by page."""

        async def work(crm: Crm) -> None:
            (anna,), (company,), (jurg,) = await crm.find([ANNA]), await crm.find([HEAD]), await crm.find([GERMAN])
            zebra = await crm.project("Zebra")
            first = await booked(crm, "a", contact=anna.id, start=NOW - timedelta(days=2, minutes=5))
            await booked(crm, "b", project="Zebra", contact=jurg.id, kind=Kind.ACTIVITY)
            third = await booked(crm, "c", user="carl", contact=jurg.id, day=(NOW + timedelta(days=3)).date())
            last = await booked(crm, "d", project="Alpha", day=(NOW + timedelta(days=3)).date())
            everything = await ids(crm, WorkQuery())
            assert everything == ["a", "b", "c", "d"]
            assert await ids(crm, WorkQuery(kind=Kind.TIME)) == ["a", "c", "d"]
            assert await ids(crm, WorkQuery(kind=Kind.ACTIVITY)) == ["b"]
            assert await ids(crm, WorkQuery(until=first.day)) == ["a"]
            assert await ids(crm, WorkQuery(since=third.day, until=third.day)) == ["c", "d"]
            assert await ids(crm, WorkQuery(user="carl")) == ["c"]
            assert await ids(crm, WorkQuery(user="nobody")) == []
            assert await ids(crm, WorkQuery(project=zebra.id)) == ["b"]
            assert await ids(crm, WorkQuery(contact=jurg.id)) == ["b", "c"]
            assert await ids(crm, WorkQuery(contact=jurg.id, kind=Kind.TIME)) == ["c"]
            assert await ids(crm, WorkQuery(client=company.id)) == ["a", "b"]
            assert await ids(crm, WorkQuery(client=jurg.id)) == ["c"]
            assert await ids(crm, WorkQuery(ids=(last.id, first.id))) == ["a", "d"]
            paged = list(await crm.work(WorkQuery(limit=1)))
            while page := await crm.work(WorkQuery(after=paged[-1].id, limit=1)):
                paged += page
            assert [one.key for one in paged] == everything
            with pytest.raises(NotFound, match="t999"):
                await crm.work(WorkQuery(after="t999"))

        self.run(case, home, work)

    def test_a_secretary_books_for_another(self, case: CrmCase, home: Path) -> None:
        """Whose time it is, is one thing, who recorded it another; a name that nobody has is no new user."""

        async def work(crm: Crm) -> None:
            await booked(crm, "a", user="Partner")
            theirs = await booked(crm, "b", user="Partner", recorded_by="sec")
            assert (theirs.user, theirs.recorded_by) == ("Partner", "sec")
            booking = await crm.booking("b")
            assert booking is not None
            assert (booking.user, booking.recorded_by) == ("Partner", "sec")
            with pytest.raises(NotFound, match="Partner"):
                await crm.book(draft("c", user="Partnr", recorded_by="sec"))
            assert await crm.booking("c") is None
            assert [(user.name, user.open) for user in await crm.users()] == [("Partner", True)]

        self.run(case, home, work)

    # --- projects ----------------------------------------------------------------------------------------------------

    def test_a_project_is_named_by_id_number_or_name(self, case: CrmCase, home: Path) -> None:
        """And found by a part of name, number or client; what else it is stays with it."""
        if not case.can(CrmCapability.ADD_PROJECTS):
            return

        async def work(crm: Crm) -> None:
            (company,), (jurg,) = await crm.find([HEAD]), await crm.find([GERMAN])
            phases = (Phase("", "Trial", "20"), Phase("", "Appeal", "30", open=False))
            opposing = Participant(jurg.id, "Jürg Müller", "opposing counsel")
            new = Project("", "Weber ./. Huber", company.id, None, True, phases, "2026-A14", "6 up", (opposing,))
            made = await crm.add_project(new)
            assert replace(new, id=made.id, client_name="Keller AG", phases=made.phases) == made
            assert [(one.name, one.number, one.open) for one in made.phases] == [
                ("Trial", "20", True),
                ("Appeal", "30", False),
            ]
            for named in (made.id, "2026-A14", "2026-a14", "weber ./. HUBER"):
                assert await crm.project(named) == made
            for part in ("A14", "huber", "keller"):
                assert made in await crm.projects(part, None, True)
            assert (await booked(crm, project="2026-A14", phase="20")).phase_name == "Trial"
            with pytest.raises(Refused, match="closed"):
                await crm.book(draft("x", project="2026-A14", phase="Appeal"))
            by_name = await crm.add_project(Project("", "Estate", client_name="Erbengemeinschaft Roth"))
            assert (by_name.client, by_name.client_name) == (None, "Erbengemeinschaft Roth")
            assert by_name in await crm.projects("roth", None, True)
            found = await booked(crm, "y", project="Estate", contact=jurg.id)
            assert (found.client, found.client_name) == (None, "Erbengemeinschaft Roth")

        self.run(case, home, work)

    def test_a_project_that_is_not_there_is_said_in_words(self, case: CrmCase, home: Path) -> None:
        """With the nearest names; a closed one is refused."""

        async def work(crm: Crm) -> None:
            with pytest.raises(NotFound, match="Zebra"):
                await crm.project("Zebbra")
            with pytest.raises(NotFound):
                await crm.project("")
            with pytest.raises(Refused, match="closed"):
                await crm.project("attic")

        self.run(case, home, work)

    def test_the_projects_of_a_contact_have_their_reasons(self, case: CrmCase, home: Path) -> None:
        """Booked last, the latest first; those of the client; those in which it takes part. None that is closed."""
        if not case.can(CrmCapability.ADD_PROJECTS):
            return

        async def work(crm: Crm) -> None:
            (anna,), (company,), (jurg,) = await crm.find([ANNA]), await crm.find([HEAD]), await crm.find([GERMAN])
            architect = Participant(company.id, "Keller AG", "architect")
            await crm.add_project(Project("", "House", jurg.id, participants=(architect,)))
            await crm.book(draft("a", contact=anna.id, project="Alpha"))
            await crm.book(draft("b", contact=anna.id, project="Alpha", start=NOW - timedelta(days=1)))
            later = await booked(crm, "c", contact=anna.id, project="House", kind=Kind.ACTIVITY, start=NOW)
            found = [(tie.project.name, tie.reason, tie.role) for tie in await crm.ties(anna.id)]
            assert found == [
                ("House", Reason.LAST_BOOKED, ""),
                ("Alpha", Reason.LAST_BOOKED, ""),
                ("Zebra", Reason.CLIENT, ""),
                ("House", Reason.TAKES_PART, "architect"),
            ]
            assert [tie.at for tie in await crm.ties(anna.id)] == [NOW, draft().start, None, None]
            await crm.amend(amendment(later.id, Doing.CANCEL))
            house = await crm.project("House")
            await crm.add_project(replace(house, open=False))
            found = [(tie.project.name, tie.reason, tie.role) for tie in await crm.ties(anna.id)]
            assert found == [("Alpha", Reason.LAST_BOOKED, ""), ("Zebra", Reason.CLIENT, "")]
            assert list(await crm.ties("nobody")) == []

        self.run(case, home, work)

    # --- changed -----------------------------------------------------------------------------------------------------

    def test_work_is_changed_and_remembers_it(self, case: CrmCase, home: Path) -> None:
        """What is named is different, the rest is not; the history says who, when, before and after."""

        async def work(crm: Crm) -> None:
            (jurg,) = await crm.find([GERMAN])
            before = await booked(crm, project="Zebra", phase="Design")
            changed = await change(crm, before.id, minutes=6.0, text="the roof", contact=jurg.id)
            assert changed.reversal is None
            assert (changed.work.minutes, changed.work.measured_minutes) == (6.0, 10.5)
            assert changed.work.by_hand
            assert (changed.work.contact_name, changed.work.phase_name) == ("Jürg Müller", "Design")
            moved = (await change(crm, before.id, project="alpha", day=(NOW + timedelta(days=1)).date())).work
            assert (moved.project_name, moved.phase, moved.minutes) == ("Alpha", None, 6.0)
            assert moved == await crm.work_item(before.id)
            first, second, third = await crm.history(before.id)
            assert (first.doing, first.by, first.before) == ("book", "anna", {})
            assert first.after["project"] == "Zebra"
            assert (second.doing, second.by, second.at) == ("change", "ben", NOW)
            assert second.before == {"minutes": "15", "text": "we spoke about the façade", "contact": ""}
            assert second.after == {"minutes": "6", "text": "the roof", "contact": "Jürg Müller"}
            assert (third.before["project"], third.before["phase"]) == ("Zebra", "Design")
            assert (third.after["project"], third.after["phase"]) == ("Alpha", "")

        self.run(case, home, work)

    def test_a_phase_belongs_to_its_project(self, case: CrmCase, home: Path) -> None:
        """It is changed alone, taken away, and goes with the project unless another one is named."""

        async def work(crm: Crm) -> None:
            one = (await booked(crm, project="Zebra", phase="Design")).id
            assert (await change(crm, one, phase="Build")).work.phase_name == "Build"
            assert (await change(crm, one, project="Zebra")).work.phase_name == "Build"
            gone = (await change(crm, one, phase="")).work
            assert (gone.project_name, gone.phase) == ("Zebra", None)
            await change(crm, one, project="Alpha")
            with pytest.raises(NotFound, match="Design"):
                await change(crm, one, phase="Design")
            assert (await change(crm, one, project="Zebra", phase="Design")).work.phase_name == "Design"

        self.run(case, home, work)

    def test_a_change_is_made_once(self, case: CrmCase, home: Path) -> None:
        """Sent again, it gives what became of it, and undoes nothing that came after it."""

        async def work(crm: Crm) -> None:
            one = (await booked(crm)).id
            first = amendment(one, Doing.CHANGE, minutes=6.0)
            await crm.amend(first)
            await change(crm, one, minutes=12.0)
            assert (await crm.amend(first)).work.minutes == 12.0
            cancelled = amendment(one, Doing.CANCEL)
            assert await crm.amend(cancelled) == await crm.amend(cancelled)
            assert [line.doing for line in await crm.history(one)] == ["book", "change", "change", "cancel"]

        self.run(case, home, work)

    @pytest.mark.parametrize(
        ("correction", "error", "words"),
        [
            ({"project": "Zebbra"}, NotFound, "Zebra"),
            ({"project": "Attic"}, Refused, "closed"),
            ({"project": "Alpha", "phase": "Design"}, NotFound, "Design"),
            ({"service_type": "nothing like it"}, NotFound, "nothing like it"),
            ({"contact": "nobody"}, NotFound, "nobody"),
            ({"minutes": -1.0}, Refused, "minutes"),
            ({"minutes": float("nan")}, Refused, "minutes"),
            ({"minutes": float("inf")}, Refused, "minutes"),
            ({"minutes": 1440.01}, Refused, "a day"),
        ],
    )
    def test_a_change_that_cannot_be_made_changes_nothing(
        self, case: CrmCase, home: Path, correction: dict[str, Any], error: type[Exception], words: str
    ) -> None:
        """All of it is done or nothing, and it may be sent again when it is put right."""

        async def work(crm: Crm) -> None:
            before = await booked(crm, project="Zebra")
            wanted = amendment(before.id, Doing.CHANGE, title="another title", **correction)
            with pytest.raises(error, match=words):
                await crm.amend(wanted)
            assert await crm.work_item(before.id) == before
            assert len(await crm.history(before.id)) == 1
            right = await crm.amend(replace(wanted, correction=Correction(title="right")))
            assert right.work.title == "right"
            with pytest.raises(NotFound, match="t999"):
                await change(crm, "t999", text="x")

        self.run(case, home, work)

    @pytest.mark.parametrize("kind", list(Kind))
    def test_cancelled_work_counts_no_more(self, case: CrmCase, home: Path, kind: Kind) -> None:
        """It is seen only where it is asked for, and is never touched again."""

        async def work(crm: Crm) -> None:
            one = (await booked(crm, kind=kind)).id
            cancelled = await crm.amend(amendment(one, Doing.CANCEL))
            assert (cancelled.work.id, cancelled.work.state) == (one, WorkState.CANCELLED)
            assert await ids(crm, WorkQuery()) == []
            assert await ids(crm, WorkQuery(cancelled=True)) == ["key-1"]
            for again in (Doing.CANCEL, Doing.CHANGE):
                for by_entry in (False, True):
                    with pytest.raises(Refused, match="is cancelled"):
                        await crm.amend(amendment(one, again, by_entry=by_entry, text="x"))
            assert (await crm.history(one))[-1].after == {"state": "cancelled"}

        self.run(case, home, work)

    def test_minutes_are_rounded_anew_unless_somebody_typed_them(self, case: CrmCase, home: Path) -> None:
        """Nobody typed them afterwards either."""

        async def work(crm: Crm) -> None:
            one = (await booked(crm)).id
            rounded = (await crm.amend(amendment(one, Doing.ROUND, minutes=12.0))).work
            assert (rounded.minutes, rounded.by_hand) == (12.0, False)
            await change(crm, one, minutes=7.0)
            with pytest.raises(Refused, match="by hand"):
                await crm.amend(amendment(one, Doing.ROUND, minutes=12.0))

        self.run(case, home, work)

    def test_an_activity_has_no_minutes(self, case: CrmCase, home: Path) -> None:
        """Nor a bill; its text and project may be changed."""

        async def work(crm: Crm) -> None:
            one = (await booked(crm, kind=Kind.ACTIVITY)).id
            for wanted in (
                amendment(one, Doing.CHANGE, minutes=5.0),
                amendment(one, Doing.CHANGE, service_type="Phone call"),
                amendment(one, Doing.ROUND, minutes=5.0),
                amendment(one, Doing.BILL),
                amendment(one, Doing.CHANGE, by_entry=True, text="x"),
            ):
                with pytest.raises(Refused, match="activity"):
                    await crm.amend(wanted)
            assert (await change(crm, one, project="Alpha", text="x")).work.project_name == "Alpha"

        self.run(case, home, work)

    # --- corrected by entry ------------------------------------------------------------------------------------------

    def test_what_is_billed_is_corrected_by_entries(self, case: CrmCase, home: Path) -> None:
        """A reversal takes it back, a new entry stands for the call; together they are what should have been."""

        async def work(crm: Crm) -> None:
            before = await booked(crm, project="Zebra", phase="Build")
            with pytest.raises(Refused, match="can still be changed"):
                await change(crm, before.id, by_entry=True, project="Alpha")
            billed = (await crm.amend(amendment(before.id, Doing.BILL))).work
            assert billed.state is WorkState.BILLED
            with pytest.raises(Refused, match=r"is billed; add --correct"):
                await change(crm, before.id, project="Alpha")
            with pytest.raises(Refused, match="already"):
                await crm.amend(amendment(before.id, Doing.BILL))
            wanted = amendment(before.id, Doing.CHANGE, by_entry=True, project="Alpha", minutes=20.0)
            corrected = await crm.amend(wanted)
            assert await crm.amend(wanted) == corrected
            reversal, instead = corrected.reversal, corrected.work
            assert reversal is not None
            assert await crm.work_item(before.id) == replace(billed, taken_back=True)
            assert (reversal.minutes, reversal.measured_minutes, reversal.project_name) == (-15.0, -10.5, "Zebra")
            assert (reversal.measured_seconds, instead.measured_seconds) == (-630.0, 630.0)
            assert (instead.minutes, instead.measured_minutes, instead.project_name) == (20.0, 10.5, "Alpha")
            for made in (reversal, instead):
                assert (made.corrects, made.state, made.user) == (before.id, WorkState.OPEN, "anna")
                assert (made.recorded_by, made.entry, made.day) == ("ben", "entry-1", before.day)
                assert (await crm.history(made.id))[0].after["corrects"] == before.id
                booking = await crm.booking(made.key)
                assert booking is not None
                assert booking.id == made.id
            assert [one.id for one in await crm.work(WorkQuery())] == [before.id, reversal.id, instead.id]
            told = (await crm.history(before.id))[-1]
            assert (told.doing, told.after) == ("correct", {"reversal": reversal.id, "instead": instead.id})

        self.run(case, home, work)

    def test_nothing_is_taken_back_twice(self, case: CrmCase, home: Path) -> None:
        """Neither the entry again nor its reversal; what stands instead may be changed, and cancelled."""

        async def work(crm: Crm) -> None:
            one, other = await booked(crm, "a"), await booked(crm, "b")
            for billed in (one, other):
                await crm.amend(amendment(billed.id, Doing.BILL))
            cancelled = await crm.amend(amendment(one.id, Doing.CANCEL, by_entry=True))
            assert (cancelled.work.id, cancelled.work.state) == (one.id, WorkState.BILLED)
            assert cancelled.reversal is not None
            corrected = await change(crm, other.id, by_entry=True, minutes=3.0)
            assert corrected.reversal is not None
            taken_back = f"the entry {one.id} was taken back by {cancelled.reversal.id}"
            assert await self.refusals(crm, one.id) == {taken_back}
            assert await self.refusals(crm, other.id) == {
                f"the entry {other.id} was taken back by {corrected.reversal.id}"
            }
            assert await self.refusals(crm, cancelled.reversal.id) == {
                f"the entry {cancelled.reversal.id} takes an earlier entry ({one.id}) back and cannot be changed itself"
            }
            await change(crm, corrected.work.id, minutes=4.0)
            await crm.amend(amendment(corrected.work.id, Doing.CANCEL))
            assert sum(each.minutes for each in await crm.work(WorkQuery())) == 0.0
            assert sum(each.measured_minutes for each in await crm.work(WorkQuery())) == 0.0

        self.run(case, home, work)

    async def refusals(self, crm: Crm, work_id: str) -> set[str]:
        """Try all that might touch a piece of work, and give the reasons, up to what to do instead."""
        reasons: set[str] = set()
        for doing in (Doing.CHANGE, Doing.CANCEL, Doing.ROUND):
            for by_entry in (False, True):
                with pytest.raises(Refused) as refused:
                    await crm.amend(amendment(work_id, doing, by_entry=by_entry, minutes=1.0))
                reasons.add(str(refused.value).partition(":")[0])
        return reasons
