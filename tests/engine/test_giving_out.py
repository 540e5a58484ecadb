"""Time and calls on their way out of a real book and store."""

import asyncio
import errno
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from calljournal.contracts.crm import CrmCapability, Project
from calljournal.contracts.export_commands import (
    BeginExport,
    CallsToExport,
    ExportedCalls,
    ExportedWork,
    FinishExport,
    ListExportProfiles,
    ListExports,
    ProposeFile,
    RewriteExport,
    WriteExport,
)
from calljournal.contracts.service import AddProject
from calljournal.contracts.work import Amended, Amendment, Doing, WorkQuery, WorkState
from calljournal.contracts.work_commands import CancelWork, GetWork, ListWork
from calljournal.engine import Engine, engine
from calljournal.engine.export_file import alone, profile_as_json
from calljournal.errors import NeedsConfirming, NotFound, Refused, StoreFailed, Unsupported
from calljournal.plugins import crm_manifest
from calljournal.settings import save
from calljournal.store import Asked
from calljournal.worklog import Kind
from tests.engine.booked import FIRST, add_calls, book_calls
from tests.engine.conftest import Lab
from tests.store.made import draft


def begin(what: str, new: bool = False) -> BeginExport:
    return BeginExport(what, f"/tmp/{what}.csv", "csv", "{}", WorkQuery(new=new), new=new)


def test_time_goes_out_once(lab: Lab) -> None:
    """What was booked is marked by the first export; the next one of what is new has what was booked since."""
    add_calls(lab.places, "a", "b", "c")

    async def work(engine: Engine) -> None:
        await book_calls(engine, "a", "b")
        export = await engine.do(begin("time", new=True))
        assert (export.what, export.count, export.finished) == ("time", 2, None)
        given = await engine.do(ExportedWork(export.id))
        assert [one.entry for one in given] == ["a", "b"]
        assert {one.state for one in given} == {WorkState.EXPORTED}
        with pytest.raises(NotFound):
            await engine.do(begin("time", new=True))
        await book_calls(engine, "c")
        later = await engine.do(begin("time", new=True))
        (third,) = await engine.do(ExportedWork(later.id))
        assert (third.entry, (await engine.do(GetWork(third.id))).export) == ("c", later.id)

    lab.run(work)


def per_day(lab: Lab) -> None:
    """Have the calls of a client and day rounded as one, to six minutes."""
    save(lab.places.settings_file, ("firm", "rounding"), {"unit": 6, "per": "day"})


async def book_two(engine: Engine) -> tuple[str, str]:
    """Book two calls of less than a minute with one client: the first is billed with 6 minutes, the second with 0."""
    await engine.do(AddProject(Project("", "Umbau", client_name="Keller AG")))
    await book_calls(engine, "a", "b")
    first, second = await engine.do(ListWork())
    assert (first.minutes, second.minutes) == (6.0, 0.0)
    return first.id, second.id


def test_an_export_waits_until_a_day_is_rounded_anew(lab: Lab) -> None:
    """It begins while one of two entries is being cancelled: the other goes out with the minutes that it has then."""
    add_calls(lab.places, "a", "b")
    per_day(lab)

    async def work(engine: Engine) -> None:
        first, second = await book_two(engine)
        amend, rounding, go = engine._crm.amend, asyncio.Event(), asyncio.Event()
        asked: list[Doing] = []

        async def slow(amendment: Amendment) -> Amended:
            asked.append(amendment.doing)
            if amendment.doing is Doing.ROUND:
                rounding.set()
                await go.wait()
            return await amend(amendment)

        engine._crm.amend = slow  # type: ignore[method-assign]
        cancelling = asyncio.create_task(engine.do(CancelWork(first)))
        await rounding.wait()
        beginning = asyncio.create_task(engine.do(begin("time", new=True)))
        await engine.do(ListWork())  # the export has had time to go wrong
        go.set()
        await cancelling
        (out,) = await engine.do(ExportedWork((await beginning).id))
        assert (out.id, out.minutes) == (second, 6.0)
        assert asked == [Doing.CANCEL, Doing.ROUND]

    lab.run(work)


def test_an_export_sends_first_what_waits(lab: Lab) -> None:
    """Of a program that was killed: what it was about to book, and what it was about to cancel."""
    add_calls(lab.places, "a", "b", "c")
    per_day(lab)

    async def work(engine: Engine) -> None:
        first, _ = await book_two(engine)
        before = await engine.do(GetWork(first))
        await engine._store.ask(Asked(Amendment("m1", first, Doing.CANCEL, "anna", FIRST), before))
        third = draft("d1", "c", user=before.user, contact=None, project="Umbau")
        await engine._store.claim(third, again=False)
        out = await engine.do(ExportedWork((await engine.do(begin("time", new=True))).id))
        assert {one.entry: one.minutes for one in out} == {"b": 6.0, "c": 5.0}
        assert await engine._store.asked() == ()

    lab.run(work)


def test_activities_and_time_go_out_apart(lab: Lab) -> None:
    """An export holds what it says, whatever the query asks for."""
    add_calls(lab.places, "a", "b")

    async def work(engine: Engine) -> None:
        await book_calls(engine, "a")
        await book_calls(engine, "b", kind=Kind.ACTIVITY)
        export = await engine.do(replace(begin("activities"), query=WorkQuery(kind=Kind.TIME)))
        assert [one.kind for one in await engine.do(ExportedWork(export.id))] == [Kind.ACTIVITY]
        assert len(await engine.do(ListWork(WorkQuery(new=True)))) == 1

    lab.run(work)


def test_exports_of_time_and_of_calls_stand_in_one_list(lab: Lab) -> None:
    """The latest first; each is finished by its own id."""
    add_calls(lab.places, "a")

    async def work(engine: Engine) -> None:
        await book_calls(engine, "a")
        time, calls = await engine.do(begin("time")), await engine.do(begin("calls"))
        assert [one.id for one in await engine.do(ListExports(unfinished=True))] == [calls.id, time.id]
        assert (calls.by, calls.file) == (time.by, "/tmp/calls.csv")
        assert (await engine.do(FinishExport(time.id))).finished is not None
        assert await engine.do(ListExports(unfinished=True)) == (calls,)
        assert (await engine.do(FinishExport(calls.id))).finished is not None
        assert len(await engine.do(ListExports())) == 2
        assert len(await engine.do(ListExports(limit=1))) == 1
        (row,) = await engine.do(ExportedCalls(calls.id))
        assert [booking.kind for booking in row.booked] == [Kind.TIME]

    lab.run(work)


def test_calls_are_looked_at_by_their_start(lab: Lab) -> None:
    """From a moment on, before another; nothing is marked by looking."""
    add_calls(lab.places, "a", "b")

    async def work(engine: Engine) -> None:
        early = CallsToExport(until=FIRST + timedelta(seconds=1), new=True)
        assert [row.entry.id for row in await engine.do(early)] == ["a"]
        await engine.do(begin("calls"))
        assert await engine.do(early) == ()

    lab.run(work)


def test_a_book_that_gives_nothing_out_says_so(lab: Lab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Calls go out all the same: they are ours."""
    add_calls(lab.places, "a")
    manifest = crm_manifest("local")
    poor = replace(manifest, capabilities=manifest.capabilities - {CrmCapability.GIVE_OUT})
    monkeypatch.setattr(engine, "crm_manifest", lambda system: poor)

    async def work(engine: Engine) -> None:
        with pytest.raises(Unsupported, match="local gives nothing out"):
            await engine.do(begin("time"))
        export = await engine.do(begin("calls"))
        assert await engine.do(ListExports()) == (export,)

    lab.run(work)


def test_the_engine_writes_the_file_itself(lab: Lab, tmp_path: Path) -> None:
    """Marked, written whole and finished in one command; the days are local, and both included."""
    add_calls(lab.places, "a", "b")
    file = tmp_path / "time.csv"
    day = FIRST.astimezone().date()

    async def work(engine: Engine) -> None:
        assert await engine.do(ListExportProfiles()) == ("default", "de")
        await book_calls(engine, "a", "b")
        with pytest.raises(NotFound):
            await engine.do(WriteExport("time", str(file), query=WorkQuery(until=day - timedelta(days=1))))
        assert not file.exists()
        given = await engine.do(WriteExport("time", str(file), profile="de", query=WorkQuery(since=day, new=True)))
        assert (given.written.export.count, given.written.missing, given.finished) == (2, 0, ())
        assert given.written.export.finished is not None
        header, *lines = file.read_text("cp1252").splitlines()
        assert header.startswith("date;user")
        assert len(lines) == 2
        with pytest.raises(NeedsConfirming, match=r"holds the 2 entries that went out on .* would be lost"):
            await engine.do(WriteExport("calls", str(file)))
        assert len(file.read_text("cp1252").splitlines()) == 3
        again = await engine.do(WriteExport("time", str(file), "json", replace=True))
        assert again.written.remarks == ("2 of these went out before (x1)",)
        assert file.read_text().startswith("[")
        with pytest.raises(NotFound, match="no profile"):
            await engine.do(WriteExport("time", str(tmp_path / "other.csv"), profile="nobody"))
        with pytest.raises(Refused, match="the program's own files"):
            await engine.do(WriteExport("time", str(lab.places.data / "time.csv")))

    lab.run(work)


def test_a_file_is_proposed_that_nothing_is_in(lab: Lab, tmp_path: Path) -> None:
    """In the first folder that is there; not one either in which something was broken off."""
    add_calls(lab.places, "a", "b")

    async def work(engine: Engine) -> None:
        gone = ProposeFile("time.csv", (str(tmp_path / "gone"), str(tmp_path)))
        assert await engine.do(gone) == str(tmp_path / "time.csv")
        (tmp_path / "time.csv").touch()
        await book_calls(engine, "a")
        await engine.do(BeginExport("time", str(tmp_path / "time (2).csv"), "csv", "{}"))
        assert await engine.do(gone) == str(tmp_path / "time (3).csv")
        assert await engine.do(ProposeFile("t.csv", (str(tmp_path / "gone"),))) == str(tmp_path / "gone" / "t.csv")

    lab.run(work)


def test_a_file_that_nothing_went_out_into_is_only_there(lab: Lab, tmp_path: Path) -> None:
    """Nothing is lost with it that is not offered again; nor where an export is written once more into its own."""
    add_calls(lab.places, "a")
    file, other = tmp_path / "time.csv", tmp_path / "other.csv"

    async def work(engine: Engine) -> None:
        await book_calls(engine, "a")
        file.write_text("last year's")
        with pytest.raises(NeedsConfirming, match="is there already"):
            await engine.do(WriteExport("time", str(file)))
        first = await engine.do(WriteExport("time", str(file), replace=True))
        with pytest.raises(NeedsConfirming, match="is there already"):
            await engine.do(RewriteExport(first.written.export.id))
        await engine.do(WriteExport("time", str(other)))
        with pytest.raises(NeedsConfirming, match="holds the entry"):
            await engine.do(RewriteExport(first.written.export.id, str(other)))

    lab.run(work)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "no"), "another program has it open"),
        (OSError(errno.ENOSPC, "full"), "the disk is full; make room"),
        (OSError(errno.EIO, "Input/output error"), "cannot be written: Input/output error"),
    ],
)
def test_why_a_file_cannot_be_written_says_what_to_do(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    add_calls(lab.places, "a")

    def touch(self: Path) -> None:
        raise error

    async def work(engine: Engine) -> None:
        await book_calls(engine, "a")
        with pytest.raises(StoreFailed, match=re.escape(f"the folder {tmp_path / 'gone'} does not exist: choose")):
            await engine.do(WriteExport("time", str(tmp_path / "gone" / "time.csv")))
        monkeypatch.setattr(Path, "touch", touch)
        with pytest.raises(StoreFailed, match=words):
            await engine.do(WriteExport("time", str(tmp_path / "time.csv")))

    lab.run(work)


def test_what_was_broken_off_is_written_first(lab: Lab, tmp_path: Path) -> None:
    """By whoever exports next; asked for under the same name again it is what was wanted."""
    add_calls(lab.places, "a", "b")
    profile = profile_as_json({}, "time", "default")
    broken, other = tmp_path / "broken.csv", tmp_path / "calls.csv"

    async def work(engine: Engine) -> None:
        await book_calls(engine, "a")
        begun = await engine.do(BeginExport("time", str(broken), "csv", profile))
        given = await engine.do(WriteExport("calls", str(other)))
        assert [one.export.id for one in given.finished] == [begun.id]
        assert len(broken.read_text("utf-8-sig").splitlines()) == 2
        gone = tmp_path / "gone" / "time.csv"
        lost = await engine.do(BeginExport("time", str(gone), "csv", profile))
        given = await engine.do(WriteExport("calls", str(other), replace=True))
        (problem,) = given.problems
        assert problem.startswith(f"the export {lost.id} was broken off")
        assert "nothing is lost" in problem
        gone.parent.mkdir()
        given = await engine.do(WriteExport("time", str(gone), query=WorkQuery(new=True)))
        assert (given.written.export.id, given.finished, given.problems) == (lost.id, (), ())
        with alone(lab.places), pytest.raises(Refused, match="another export"):
            await engine.do(WriteExport("calls", str(other), replace=True))

    lab.run(work)


def test_what_was_broken_off_is_written_alone(lab: Lab, tmp_path: Path) -> None:
    """Where it was to go, or elsewhere, and just as it was; nothing else goes out."""
    add_calls(lab.places, "a", "b")
    profile = profile_as_json({}, "time", "default")
    gone = tmp_path / "gone" / "time.csv"

    async def work(engine: Engine) -> None:
        await book_calls(engine, "a")
        lost = await engine.do(BeginExport("time", str(gone), "csv", profile))
        with pytest.raises(StoreFailed):
            await engine.do(RewriteExport(lost.id))
        there = tmp_path / "there.csv"
        there.touch()
        with pytest.raises(NeedsConfirming, match="there already"):
            await engine.do(RewriteExport(lost.id, str(there)))
        assert await engine.do(ListExports(unfinished=True)) == (lost,)
        await book_calls(engine, "b")
        written = await engine.do(RewriteExport(lost.id, str(there), replace=True))
        assert (written.export.id, written.export.count, written.missing) == (lost.id, 1, 0)
        assert len(there.read_text("utf-8-sig").splitlines()) == 2
        assert await engine.do(ListExports(unfinished=True)) == ()
        gone.parent.mkdir()
        await engine.do(RewriteExport(lost.id, form="json"))
        assert gone.read_text().startswith("[")
        with pytest.raises(NotFound, match="no export 'x99'"):
            await engine.do(RewriteExport("x99"))
        with alone(lab.places), pytest.raises(Refused, match="another export"):
            await engine.do(RewriteExport(lost.id, str(there), replace=True))

    lab.run(work)
