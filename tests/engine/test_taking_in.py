"""Lists and changes of projects on their way into a book: one that keeps its own says so."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from calljournal.contracts.crm import ProjectChange
from calljournal.contracts.service import FindProjects
from calljournal.contracts.work import IntakeKind, Record
from calljournal.contracts.work_commands import ListWork, SetProject, TakeIn
from calljournal.crm.local.manifest import MANIFEST
from calljournal.engine import Engine
from calljournal.engine.taking_in import TakingIn
from calljournal.errors import Unsupported
from calljournal.settings import save
from tests.engine.booked import add_calls, book_calls
from tests.engine.conftest import Lab
from tests.engine.parts import common

ANOTHER = replace(MANIFEST, title="Another book", capabilities=frozenset())


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (TakeIn(IntakeKind.SERVICE_TYPES, (Record("Advice"),)), "Another book keeps its service types itself"),
        (SetProject("7", ProjectChange(open=False)), "Another book keeps its projects itself"),
    ],
)
def test_a_book_that_keeps_its_own_is_not_asked(command: Any, words: str) -> None:
    """The error says where to do it instead."""
    handlers = TakingIn(common(manifest=ANOTHER)).handlers
    with pytest.raises(Unsupported, match=words):
        asyncio.run(handlers[type(command)](command))  # type: ignore[arg-type]


# --- what was booked before ------------------------------------------------------------------------------------------


def matter(client: str, rounding: str | None = None) -> TakeIn:
    """Give a list with one project."""
    return TakeIn(IntakeKind.PROJECTS, (Record("Umbau", "7", client=client, rounding=rounding),))


def test_another_client_moves_no_minutes_that_were_booked(lab: Lab) -> None:
    """Though its calls would be rounded with others now: what stays is told, once and not by a dry run."""
    add_calls(lab.places, "a", "b")
    save(lab.places.settings_file, ("firm", "rounding"), {"unit": 6, "per": "day"})

    async def work(engine: Engine) -> None:
        assert (await engine.do(matter("Keller AG"))).remarks == ()
        await book_calls(engine, "a", "b")
        before = [one.minutes for one in await engine.do(ListWork())]
        assert (await engine.do(replace(matter("Frei AG"), dry_run=True))).remarks == ()
        (words,) = (await engine.do(matter("Frei AG"))).remarks
        assert words.startswith("7 Umbau has another client or rounding now; what was booked stays")
        assert ": t1, t2 (" in words
        assert (await engine.do(matter("Frei AG"))).remarks == ()
        assert [one.minutes for one in await engine.do(ListWork())] == before

    lab.run(work)


def test_another_client_is_nothing_to_calls_that_are_rounded_alone(lab: Lab) -> None:
    """Nobody is bothered."""
    add_calls(lab.places, "a")

    async def work(engine: Engine) -> None:
        await engine.do(matter("Keller AG"))
        await book_calls(engine, "a")
        assert (await engine.do(matter("Frei AG"))).remarks == ()

    lab.run(work)


def test_another_rule_moves_no_minutes_that_were_booked(lab: Lab) -> None:
    """Nor does one that a person sets; of many entries the first are named."""
    names = "abcdefg"
    add_calls(lab.places, *names)

    async def work(engine: Engine) -> None:
        await book_calls(engine, *names)
        (project,) = await engine.do(FindProjects("Umbau"))
        done = await engine.do(SetProject(project.id, ProjectChange(rounding="6 up")))
        (words,) = done.remarks
        assert "p1 Umbau has another client or rounding now" in words
        assert "t1, t2, t3, t4, t5 and 2 more" in words
        assert done.project.rounding == "6 up"
        assert {one.minutes for one in await engine.do(ListWork())} == {0.93}
        assert (await engine.do(SetProject(project.id, ProjectChange(open=False)))).remarks == ()

    lab.run(work)
