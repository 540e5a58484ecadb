"""A PBX of ten thousand telephones, in the middle of its day: what it lists to somebody who connects."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from calljournal.calls import Owners
from calljournal.contracts.line import LineConfig, Result
from calljournal.engine.clock import AnchoredClock
from calljournal.engine.recorder import Recorder
from calljournal.journal import Entry, LineProfile
from calljournal.lines.asterisk.protocol import Action, AmiStream, Message
from calljournal.lines.asterisk.translate import Translator
from calljournal.numbers import DialRules
from calljournal.store import Store
from tests.lines.asterisk.script import LIST_COMPLETE, phone, trunk

LINE = "asterisk:large"
TELEPHONES = range(20_000, 30_000)
RULES = DialRules("CH", "44", "0", (2, 5))
GREETING = b"Asterisk Call Manager/11.0.0\r\n"


def listing(calls: int) -> bytes:
    """The bytes of `CoreShowChannels` while so many people talk with the outside, each in a bridge of two channels."""
    messages = []
    for index in range(calls):
        caller = trunk(f"+4144000{index % 10000:04}", f"1.{2 * index}", f"PJSIP/trunk-{2 * index:08x}")
        called = phone(str(TELEPHONES[index]), f"1.{2 * index + 1}", caller.uid, 2 * index + 1)
        caller.state = called.state = "Up"
        messages += [caller.listed(bridge=f"b{index}"), called.listed(bridge=f"b{index}", application="AppDial")]
    return GREETING + b"".join(message.raw + b"\r\n\r\n" for message in [*messages, LIST_COMPLETE])


def take_up(calls: int) -> float:
    """Give the seconds of CPU from the bytes of the list to its rows on the disk; all telephones are ours."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_take_up(Path(folder), calls))


async def _take_up(folder: Path, calls: int) -> float:
    data = listing(calls)
    owners = Owners.parse(",".join(map(str, TELEPHONES)))
    clock = AnchoredClock()
    rows: dict[str, Entry] = {}
    troubles: list[str] = []
    store = await Store.open(folder)
    recorder = Recorder(
        store,
        {LINE: LineProfile(owners, RULES)},
        clock,
        lambda entry: rows.update({entry.id: entry}),
        lambda status: None,
        troubles.append,
    )
    run = asyncio.create_task(recorder.run())
    translator = Translator(LineConfig(LINE, owners, RULES, {"trunk": "trunk"}, clock))
    translator.connected()
    begun = time.process_time()
    for item in AmiStream().feed(data):
        if isinstance(item, Message):
            translator.take(item, datetime.now(UTC))
    for output in translator.outputs():
        if not isinstance(output, Action | Result):
            recorder.take(output)
    await recorder.caught_up()
    used = time.process_time() - begun
    run.cancel()
    await asyncio.gather(run, return_exceptions=True)
    await store.close()
    assert not troubles
    assert len(rows) == calls, len(rows)
    assert all(row.live and row.answered for row in rows.values())
    return used
