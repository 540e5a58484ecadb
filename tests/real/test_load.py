"""A minute of 100 calls a second on a real Asterisk, with the line running; the truth are SIPp's own counts."""

import csv
import statistics
import subprocess
from pathlib import Path

import msgspec
import pytest

from calljournal.calls import Direction
from calljournal.contracts.line import LineState
from calljournal.journal import Outcome, Scope
from tests.lines.asterisk.load import CALLS
from tests.lines.asterisk.load_receiver import Cost
from tests.lines.asterisk.test_load import TIMES_PLAIN, entries, module
from tests.pbx.config import HOST
from tests.pbx.fixtures import PbxFactory
from tests.pbx.phones import REFUSALS
from tests.pbx.rig import Pbx
from tests.pbx.sipp import SippRun, scenario
from tests.real.office import NEAR

pytestmark = [pytest.mark.real, pytest.mark.soak]

RINGS, TALKS = 0.3, 2.0  # seconds
SECRETS = {"full": "full-secret", "cti": "geheim"}
CALLERS = "+4144000"
MANY = ["-m", str(CALLS), "-l", "2000", "-timeout", "150s", "-max_recv_loops", "1000", "-trace_stat", "-stf", "counts"]
VOID = 0.05
"""Share of calls with a message that was sent once more: beyond it the machine was too slow, and times mean nothing."""


def counts(run: SippRun) -> dict[str, int]:
    """What SIPp counted: successful and failed calls, and messages that it sent once more."""
    with (run.folder / "counts").open(encoding="utf-8", newline="") as file:
        *_, last = csv.DictReader(file, delimiter=";")
    return {name: int(last[f"{name}(C)"]) for name in ("SuccessfulCall", "FailedCall", "Retransmissions")}


def everybody_calls(rig: Pbx) -> tuple[SippRun, SippRun]:
    """The telephone 101 takes each call; who calls hangs up after two seconds of talk, each with another number."""
    talk = str(int(TALKS * 1000))
    answers = scenario("answers", ringing="180 Ringing", ring=str(int(RINGS * 1000)), held="", talk="60000")
    calls = scenario(
        "calls",
        **{"from": f"<sip:{CALLERS}[call_number]@{HOST}>"},
        user="world",
        privacy="",
        refusals="\n  ".join(f'<recv response="{code}" optional="true" next="refused"/>' for code in REFUSALS),
        patience="30000",
        talk=talk,
    )
    phone = rig._start("phone-load", answers, rig.asterisk.ports.phones["101"], MANY)
    phone.await_port()
    to = f"{HOST}:{rig.asterisk.ports.sip}"
    return phone, rig._start("world-load", calls, None, [*MANY, "-r", "100", "-s", f"{CALLERS}0101", to])


@pytest.mark.timeout(400)
def test_a_minute_of_a_hundred_calls_a_second(pbx: PbxFactory, tmp_path: Path) -> None:
    """As many rows as calls, each of its own caller, answered and right; the cost of it as for the recording."""
    rig = pbx(secrets=SECRETS)
    command = module("load_receiver", rig.asterisk.ports.ami, tmp_path)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as receiver:
        assert receiver.stdout is not None
        assert receiver.stdout.readline().strip() == LineState.CONNECTED
        phone, world = everybody_calls(rig)
        world.wait(200)
        phone.wait(30)
        cost = msgspec.json.decode(receiver.stdout.read(), type=Cost)
    called, answered = counts(world), counts(phone)
    print(f"SIPp counts, callers: {called}, telephone: {answered}; {cost}")
    assert (called["SuccessfulCall"], called["FailedCall"]) == (CALLS, 0)
    rows = entries(tmp_path)
    assert len(rows) == cost.calls == CALLS
    assert len({row.number for row in rows}) == CALLS
    for row in rows:
        assert (row.owner, row.direction, row.scope) == ("101", Direction.INCOMING, Scope.EXTERNAL)
        assert (row.outcome, row.anomalies, len(row.legs)) == (Outcome.ANSWERED, (), 1)
    if called["Retransmissions"] + answered["Retransmissions"] <= VOID * CALLS:
        assert statistics.median(row.talk_seconds for row in rows) == pytest.approx(TALKS, abs=NEAR)
        assert cost.cpu <= TIMES_PLAIN["cti"] * cost.plain, cost
