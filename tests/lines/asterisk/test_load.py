"""A busy PBX: a minute of it at its own speed, and one of ten thousand telephones whose calls run when we come."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from calljournal.calls import Direction
from calljournal.contracts.service import ListRows
from calljournal.journal import Entry, Outcome, Scope
from calljournal.store import Store
from tests.lines.asterisk.large_pbx import take_up
from tests.lines.asterisk.load import CALLS, Truth
from tests.lines.asterisk.load_receiver import Cost

TIMES_PLAIN = {"all": 4.8, "cti": 12.5}
"""What the whole path may cost, in units of the plainest reading of the same bytes (`Cost.plain`).

A machine that others use takes two or three times as much CPU for the same work, for both alike: in eight runs on two
cores a call took from 1.8 to 2.5 ms, but always from 3.6 to 3.7 times plain reading (`cti`, of which nearly all has to
be understood: 9.3 to 9.5). The limits are three tenths above: what costs a third more is found. How much of a core it
is, `make bench` says.
"""
GROWTH = 1.1
EXACT = 0.001  # seconds: the times are those of the events


def module(name: str, *arguments: object) -> list[str]:
    """The command that runs a module of ours."""
    return [sys.executable, "-m", f"tests.lines.asterisk.{name}", *map(str, arguments)]


def play(folder: Path, classes: str, speed: float = 1.0) -> tuple[Cost, list[Truth]]:
    """Play the load to the product, each in a process of its own; give what it cost, and what the calls were."""
    truth = folder / "truth.json"
    command = module("load_server", classes, speed, truth)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        received = subprocess.run(module("load_receiver", port, folder), capture_output=True, text=True, check=True)
        server.communicate()
    calls = msgspec.json.decode(truth.read_bytes(), type=list[Truth])
    return msgspec.json.decode(received.stdout.splitlines()[-1], type=Cost), calls


def entries(folder: Path) -> list[Entry]:
    """All rows of the journal."""

    async def read() -> list[Entry]:
        store = await Store.open(folder)
        rows = await store.rows(ListRows(limit=2 * CALLS), datetime.now(UTC))
        await store.close()
        return [row.entry for row in rows]

    return asyncio.run(read())


@pytest.mark.load
@pytest.mark.timeout(300)  # seconds: the recording is unpacked first, and then lasts 62
@pytest.mark.parametrize("classes", ["all", pytest.param("cti", marks=pytest.mark.soak)])
def test_a_minute_of_a_hundred_calls_a_second(classes: str, tmp_path: Path) -> None:
    """Every row is right, it costs no more than it did, and the program does not grow."""
    cost, calls = play(tmp_path, classes)
    assert (cost.calls, cost.troubles) == (CALLS, ())
    assert len(calls) == CALLS
    assert_rows_are_true(entries(tmp_path), calls)
    assert cost.size <= cost.warm_size * GROWTH, cost
    assert cost.cpu <= TIMES_PLAIN[classes] * cost.plain, cost


def assert_rows_are_true(rows: Sequence[Entry], calls: Sequence[Truth]) -> None:
    """One row for each call, and no other; the two clocks differ by the same in all of them."""
    of_caller = {row.number: row for row in rows}
    assert len(rows) == len(of_caller) == len(calls)
    apart = {round(of_caller[call.caller].started.timestamp() - call.rang, 3) for call in calls}
    assert max(apart) - min(apart) <= EXACT
    for call in calls:
        row = of_caller[call.caller]
        assert (row.owner, row.direction, row.scope) == ("101", Direction.INCOMING, Scope.EXTERNAL)
        assert (row.outcome, row.anomalies, len(row.legs)) == (Outcome.ANSWERED, (), 1)
        assert row.answered is not None
        assert (row.answered - row.started).total_seconds() == pytest.approx(call.answered - call.rang, abs=EXACT)
        assert row.talk_seconds == pytest.approx(call.ended - call.answered, abs=EXACT)


# --- ten thousand telephones -----------------------------------------------------------------------------------------


def test_the_time_to_take_up_a_large_pbx_grows_as_its_calls_do() -> None:
    """Ten thousand owners, and calls that run when we come: of four times as many, each costs about the same."""
    few, many = (min(take_up(calls) for _ in range(3)) for calls in (250, 1000))
    assert many < 2.5 * 4 * few
