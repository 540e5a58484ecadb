"""The wire of an Asterisk: a message to whoever wants it, one that nobody needs, and a call up to its saved row.

Beside other clients of the manager interface, over loopback, from the first event to the last, each in a process of its
own; `make bench` fetches them. The stream are events of a real Asterisk 22.
"""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.ami_server import EVENTS
from benchmarks.rounds import ROUNDS, interval
from tests.lines.asterisk.large_pbx import TELEPHONES, take_up
from tests.lines.asterisk.test_load import play

BUDGETS = {"panoramisk": 7.0, "asterisk-ami": 3.0}
NOBODY_US = 4.0
CALL_MS = 1.5
SNAPSHOT_CALLS = 1000
SNAPSHOT_S = 2.0
SPEED = 1.0
"""Times the recording's own speed at which whole calls are measured: a PBX of 100 calls a second."""


def measure() -> None:
    """Print the time per event beside the peers', CPU per event that nobody needs, and CPU per call up to its row."""
    with _server("wanted") as port:
        names = ("ours", *BUDGETS)
        rounds = [{name: _client(name, port) for name in _turned(names, turn)} for turn in range(ROUNDS)]
    ours = statistics.median(used["ours"][0] for used in rounds)
    print(f"event, wire to callback  {ours / EVENTS * 1e6:7.2f} us, with one header read, over loopback")
    for name, budget in BUDGETS.items():
        peer = statistics.median(used[name][0] for used in rounds)
        time, cpu = (interval([used[name][kind] / used["ours"][kind] for used in rounds]) for kind in (0, 1))
        words = f"{time.median:.1f} times as fast ({time.low:.1f} to {time.high:.1f}; budget {budget:g})"
        print(f"  {name:<22} {peer / EVENTS * 1e6:7.2f} us   {words}; CPU {cpu.median:.1f} times")
    with _server("unwanted") as port:
        cpu = interval([_client("nobody", port)[1] / EVENTS * 1e6 for _ in range(ROUNDS)])
    print(f"event that nobody needs  {cpu.median:7.2f} us CPU ({cpu.low:.2f} to {cpu.high:.2f}; budget {NOBODY_US:g})")
    for classes in ("cti", "all"):
        with tempfile.TemporaryDirectory(prefix="calljournal-bench-") as folder:
            cost, _ = play(Path(folder), classes, SPEED)
        raw = cost.cpu / cost.calls * 1e3
        best = raw * cost.plain_at_best / cost.plain
        words = f"CPU, every event of classes `{classes}` read, and durably saved; {_of_a_core(raw)}"
        print(f"whole call, wire to row  {raw:7.2f} ms {words}; {cost.cpu / cost.plain:.1f} times plain reading")
        print(f"  at the machine's best  {best:7.2f} ms {_of_a_core(best)}; budget {CALL_MS:g}: {_of_a_core(CALL_MS)}")
    taken = interval([take_up(SNAPSHOT_CALLS) for _ in range(ROUNDS)])
    pbx = f"{SNAPSHOT_CALLS:,} calls on {len(TELEPHONES):,} telephones, all ours"
    print(f"snapshot of a large PBX  {taken.median:7.2f} s CPU to its rows, {pbx}; budget {SNAPSHOT_S:g}")


def _of_a_core(milliseconds: float) -> str:
    """Say what that much per call is at a hundred calls a second."""
    return f"{milliseconds * 10:.0f} % of a core"


def _turned(names: tuple[str, ...], turn: int) -> tuple[str, ...]:
    """Let each be the first in its turn."""
    first = turn % len(names)
    return names[first:] + names[:first]


@contextmanager
def _server(kind: str) -> Iterator[str]:
    with subprocess.Popen(_module("ami_server", kind), stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def _client(name: str, port: str) -> tuple[float, float]:
    """Give the seconds that a client takes for the whole stream, and its seconds of CPU."""
    done = subprocess.run(_module("ami_clients", name, port), capture_output=True, text=True, check=True)
    seconds, cpu = done.stdout.split()
    return float(seconds), float(cpu)


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"benchmarks.{name}", *arguments]
