"""The wire of an Asterisk: what a message costs that nobody needs, and what a whole call costs up to its row."""

import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.rounds import ROUNDS, seconds
from calljournal.calls import Owners
from calljournal.contracts.line import LineConfig, Piece
from calljournal.engine.clock import AnchoredClock
from calljournal.engine.replay import replay
from calljournal.lines.asterisk.protocol import AmiStream
from calljournal.numbers import DialRules

RECORDING = Path(__file__).parents[1] / "tests/lines/asterisk/recordings/in-answered.cti.ami"
REPEATS = 200


def measure() -> None:
    """Print CPU per message that is framed and passed over, and CPU per call from its bytes to its row."""
    data = RECORDING.read_bytes()
    messages = data.count(b"\r\n\r\n") * REPEATS
    framing = statistics.median(seconds(lambda: _frame(data), time.process_time) for _ in range(ROUNDS))
    whole = statistics.median(seconds(lambda: _row(data), time.process_time) for _ in range(ROUNDS * 5))
    print(f"message nobody needs     {framing / messages * 1e6:7.2f} us CPU (of 32 messages a call)")
    print(f"whole call, wire to row  {whole * 1e3:7.2f} ms CPU (without the disk)")


def _frame(data: bytes) -> None:
    stream = AmiStream()
    for _ in range(REPEATS):
        stream.feed(data)


def _row(data: bytes) -> None:
    config = LineConfig(
        "asterisk:bench", Owners.parse("101,102"), DialRules("CH", "44", "0"), {"trunk": "trunk"}, AnchoredClock()
    )
    rows = replay(config, "asterisk", [Piece(data, datetime(2026, 3, 9, 8, tzinfo=UTC))])
    if len(rows) != 1:
        raise RuntimeError(f"the recording gave {len(rows)} rows, not one")
