"""Time and calls on their way out of a real book and store."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from calljournal.contracts.crm import CrmCapability
from calljournal.contracts.work import WorkQuery, WorkState
from calljournal.contracts.work_commands import (
    BeginExport,
    CallsToExport,
    ExportedCalls,
    ExportedWork,
    FinishExport,
    GetWork,
    ListExports,
    ListWork,
)
from calljournal.engine import Engine, giving_out
from calljournal.errors import NotFound, Unsupported
from calljournal.worklog import Kind
from tests.engine.booked import FIRST, add_calls, book_calls
from tests.engine.conftest import Lab


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
    manifest = giving_out.crm_manifest("local")
    poor = replace(manifest, capabilities=manifest.capabilities - {CrmCapability.GIVE_OUT})
    monkeypatch.setattr(giving_out, "crm_manifest", lambda system: poor)

    async def work(engine: Engine) -> None:
        with pytest.raises(Unsupported, match="local gives nothing out"):
            await engine.do(begin("time"))
        export = await engine.do(begin("calls"))
        assert await engine.do(ListExports()) == (export,)

    lab.run(work)
