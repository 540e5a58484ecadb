"""A recording made beside a running journal, on a real Asterisk: it replays to the rows that the journal has."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from calljournal.calls import Owners
from calljournal.contracts.line import LineConfig, LineMessage, LineState, LineStatus, Piece
from calljournal.contracts.manifest import Value
from calljournal.contracts.rows import JournalRow
from calljournal.engine.clock import AnchoredClock
from calljournal.engine.replay import replay
from calljournal.lines.asterisk.recordings import RECORDINGS
from calljournal.numbers import DialRules
from tests.pbx.fixtures import PbxFactory
from tests.pbx.rig import Pbx
from tests.real.office import LINE, PATIENCE, Office

pytestmark = pytest.mark.real

CALLER, HIDDEN, COLLEAGUES = "+41440001234", "+41790004321", "+41440005678"


@contextmanager
def recorded(rig: Pbx) -> Iterator[tuple[LineConfig, list[Piece]]]:
    """Record in a thread, as the command does; `pieces` grow."""
    values: dict[str, Value] = {"host": "127.0.0.1", "port": rig.asterisk.ports.ami, "user": "cti", "trunk": "trunk"}
    values["secret"] = rig.asterisk.options.secrets["cti"]
    config = LineConfig(LINE, Owners.parse("101"), DialRules("CH", "44", "0", (2, 4)), values, AnchoredClock())
    pieces: list[Piece] = []
    connected = threading.Event()

    def tell(message: LineMessage) -> None:
        if isinstance(message, LineStatus) and message.state is LineState.CONNECTED:
            connected.set()

    loop = asyncio.new_event_loop()
    task = loop.create_task(RECORDINGS.record(config, pieces.append, tell))
    thread = threading.Thread(target=loop.run_until_complete, args=(asyncio.wait([task]),))
    thread.start()
    assert connected.wait(PATIENCE)
    yield config, pieces
    loop.call_soon_threadsafe(task.cancel)
    thread.join(PATIENCE)
    loop.close()


def facts(row: JournalRow) -> tuple[object, ...]:
    """A row without names and times."""
    return row.entry.direction, row.entry.outcome, row.entry.presentation, row.entry.number is None


def moments(row: JournalRow) -> list[float]:
    """When it began, was answered and ended."""
    entry = row.entry
    return [moment.timestamp() for moment in (entry.started, entry.answered, entry.ended) if moment is not None]


@pytest.mark.parametrize("scrambled", [True, False])
def test_a_recording_is_what_the_journal_saw(
    pbx: PbxFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scrambled: bool
) -> None:
    """A caller that is shown and one that withholds, which has to be asked; a colleague's call is not in it."""
    rig = pbx(channelvars=None)
    monkeypatch.setenv("CALLJOURNAL_SECRET_ASTERISK_MAIN", rig.asterisk.options.secrets["cti"])
    with Office(tmp_path / "home", rig.asterisk.ports.ami, "101") as place:
        place.lamp(LineState.CONNECTED)
        with recorded(rig) as (config, pieces):
            with rig.phone("101").answers(after=0.3), rig.phone("102").busy():
                with rig.world.calls("+41440000102", COLLEAGUES) as call:
                    call.wait()
                with rig.world.calls("+41440000101", CALLER, "Muster AG", hangs_up_after=0.3) as call:
                    call.wait()
                with rig.world.calls("+41440000101", HIDDEN, withheld="pai", hangs_up_after=0.3) as call:
                    call.wait()
            seen = place.rows(2)
            place.until(lambda: ended(pieces), lambda count: count >= 6)  # two channels for each of the calls
    prepared = RECORDINGS.prepare(config, pieces, scrambled=scrambled)
    again = list(replay(prepared.config, "asterisk", prepared.pieces))
    assert [row.entry.presentation for row in again] == ["allowed", "withheld"]
    for row, live in zip(again, seen, strict=True):
        assert facts(row) == facts(live)
        assert moments(row) == pytest.approx(moments(live), abs=0.1)
    whole = b"".join(piece.data for piece in prepared.pieces)
    assert not re.search(HIDDEN[-7:].encode() + b"|" + COLLEAGUES[-7:].encode(), whole)
    assert (CALLER[-7:].encode() in whole, b"Muster" in whole) == (not scrambled, not scrambled)
    assert prepared.masked == 1


def ended(pieces: list[Piece]) -> int:
    """How many channels were heard to end."""
    return sum(piece.kind == "Hangup" for piece in pieces)
