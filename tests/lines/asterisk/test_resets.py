"""A connection that is reset after any byte of a session: the journal's row is that of the truth.

A PBX plays one call and goes on with it whether somebody listens or not. The connection is cut, the line comes back,
and finds what there is by then.
"""

import asyncio
import re
from bisect import bisect_left
from collections.abc import Coroutine, Iterable
from itertools import accumulate, count
from typing import Any, TypeVar

import pytest

from calljournal.calls import Call, CallTracker, LegReport, LegState, Owners, Presentation, Snapshot
from calljournal.calls.leg import UNSEEN_END
from calljournal.contracts.line import LineState, LineStatus
from calljournal.journal import Entry, Journal, LineProfile, Outcome
from calljournal.lines.asterisk.protocol import Message
from tests.lines.asterisk.fake_ami import FakeAmi
from tests.lines.asterisk.recorded import CALLER as RECORDED_CALLER
from tests.lines.asterisk.recorded import LINE, RULES, raw
from tests.lines.asterisk.script import answered_call, block, trunk
from tests.lines.asterisk.wired import CALLER, CALM, PATIENCE, Watched, make, running

SETTLED = "allowed_not_screened"
T = TypeVar("T")


def short_call() -> list[Message]:
    """A call comes in, is answered, and ends, in as few words as Asterisk ever makes."""
    caller = trunk(CALLER)
    caller.presentation = SETTLED
    return answered_call(caller)


def recorded_call() -> list[Message]:
    """The same, with every word of a real Asterisk."""
    _, _, said = raw("in-answered.cti").partition(b"Fully Booted\r\n\r\n")
    return [Message(block) for block in said.split(b"\r\n\r\n")[:-1]]


class Pbx:
    """What exists on the PBX after some of the messages of a call, as its list of channels says it."""

    def __init__(self, messages: list[Message]) -> None:
        self._channels: dict[str, dict[str, str]] = {}
        for message in messages:
            for prefix in ("", "Dest"):
                self._channel(message, prefix)
            uid = message.get("Uniqueid") or ""
            if message.event == "DialBegin":
                self._channels[uid]["Application"] = "Dial"
                self._channels[message.get("DestUniqueid") or ""]["Application"] = "AppDial"
            elif message.event == "BridgeEnter":
                self._channels[uid]["BridgeId"] = message.get("BridgeUniqueid") or ""
            elif message.event == "BridgeLeave":
                self._channels[uid]["BridgeId"] = ""
            elif message.event == "Hangup":
                del self._channels[uid]

    def _channel(self, message: Message, prefix: str) -> None:
        uid, name = message.get(f"{prefix}Uniqueid"), message.get(f"{prefix}Channel")
        if not uid or not name:
            return
        known = self._channels.setdefault(uid, {"Duration": "00:00:01"})
        for field in (
            *("Channel", "ChannelStateDesc", "CallerIDNum", "CallerIDName", "ConnectedLineNum", "ConnectedLineName"),
            *("Exten", "Uniqueid", "Linkedid", "ChanVariable"),
        ):
            value = message.get(prefix + field)
            if value is not None:
                known[field] = value

    def listed(self) -> list[Message]:
        """The channels that exist now."""
        return [block("CoreShowChannel", *fields.items()) for fields in self._channels.values()]


async def cut_while_logging_in(call: list[Message], place: int) -> tuple[bool, list[Entry]]:
    """Reset the connection after so many bytes of what is said before any call; then the call comes.

    Give whether so many bytes are said at all, and the rows.
    """
    async with asyncio.timeout(PATIENCE), FakeAmi() as server, running(make(server.port, limits=CALM)) as watched:
        server.cut_after = place
        await watched.until(lambda: is_connected(watched) and (server.cut_after is not None or server.sessions == 2))
        reached, server.cut_after = server.cut_after is None, None
        server.send(*call)
        await watched.until(lambda: has_ended(watched, call))
        return reached, rows_of(watched)


async def cut_in_mid_call(call: list[Message], place: int, *, unseen: bool) -> tuple[bool, list[Entry]]:
    """Reset the connection after so many bytes of the call; it is over when the line comes back, or goes on then.

    Give whether the end was told before, and the rows.
    """
    said = b"".join(message.raw + b"\r\n\r\n" for message in call)
    ends = list(accumulate(len(message.raw) + 4 for message in call))
    happened = bisect_left(ends, place) + 1  # what was cut off in the middle has happened
    async with asyncio.timeout(PATIENCE), FakeAmi() as server, running(make(server.port, limits=CALM)) as watched:
        await watched.until(lambda: is_connected(watched))
        server.channels = [] if unseen else Pbx(call[:happened]).listed()
        server.send(said[:place])
        server.reset()
        await watched.until(lambda: len(watched.snapshots()) == 2 and is_connected(watched))
        told = has_ended(watched, call)
        if not unseen:
            await watched.until(lambda: not is_pending(watched))
            server.send(*call[happened:])
            if any(is_own_end(message) for message in call[happened:]):
                await watched.until(lambda: has_ended(watched, call))
        return told, rows_of(watched)


def is_connected(watched: Watched) -> bool:
    """Whether the lamp shows that the line is connected now."""
    lamps = watched.lamps()
    return bool(lamps) and lamps[-1].state is LineState.CONNECTED


def own_leg(call: list[Message]) -> str:
    """The leg of our telephone."""
    return next(uid for message in call if is_own_end(message) and (uid := message.get("Uniqueid")))


def is_own_end(message: Message) -> bool:
    """Whether our telephone's channel ends."""
    return message.event == "Hangup" and (message.get("Channel") or "").startswith("PJSIP/101")


def has_ended(watched: Watched, call: list[Message]) -> bool:
    """Whether the line told the end of the call."""
    leg = watched.leg(own_leg(call))
    return leg is not None and leg.state is LegState.ENDED


def is_pending(watched: Watched) -> bool:
    """Whether Asterisk has still to say if the number of a call that is there is withheld."""
    legs = [watched.leg(leg) for leg in watched.snapshots()[-1].legs]
    return any(leg is not None and leg.party.presentation is Presentation.PENDING for leg in legs)


def rows_of(watched: Watched) -> list[Entry]:
    """The rows of what the line told, as the engine would make them."""
    numbers = count()
    tracker = CallTracker(lambda: str(next(numbers)))
    journal = Journal({LINE: LineProfile(Owners.parse("101,102"), RULES)}, lambda: str(next(numbers)))
    rows: dict[str, Entry] = {}
    for message in watched.told:
        calls: tuple[Call, ...] = ()
        match message:
            case LegReport():
                calls = tracker.apply(message)
            case Snapshot():
                calls = tracker.snapshot(message)
            case LineStatus(state=LineState.DISCONNECTED, last_event=event, last_heartbeat=heartbeat):
                tracker.sighted(LINE, max(filter(None, (event, heartbeat)), default=message.at))
        for call in calls:
            rows |= {entry.id: entry for entry in journal.record(call)}
    return list(rows.values())


def check(row: Entry, told: bool, numbers: set[str | None]) -> None:
    """A row is never doubled, never invented, and says so where the end was not seen."""
    assert (row.owner, row.direction, row.state, row.merged_into) == ("101", "incoming", "ended", None)
    assert row.number in numbers  # None where Asterisk had no time to say that it is not withheld
    assert row.presentation == ("withheld" if row.number is None else "allowed")
    assert row.outcome is (Outcome.ANSWERED if told else Outcome.LOST)
    assert (UNSEEN_END in row.anomalies) != told
    assert row.ended is not None
    assert row.started <= (row.answered or row.started) <= row.ended


def every_place(call: list[Message]) -> list[int]:
    """After each byte of the call but the last."""
    return list(range(1, sum(len(message.raw) + 4 for message in call)))


def telling_places(call: list[Message]) -> list[int]:
    """After each byte of every line's end and of every message's beginning; within a word it is all the same."""
    said = b"".join(message.raw + b"\r\n\r\n" for message in call)
    near = {end.start() + byte for end in re.finditer(b"\r\n", said) for byte in (0, 1, 2)}
    return sorted(near & set(every_place(call)))


def all_at_once(works: Iterable[Coroutine[Any, Any, T]], width: int = 8) -> list[T]:
    """Do much work in one loop, some of it at a time: most of it waits."""

    async def work() -> list[T]:
        gate = asyncio.Semaphore(width)

        async def in_turn(one: Coroutine[Any, Any, T]) -> T:
            async with gate:
                return await one

        return await asyncio.gather(*map(in_turn, works))

    return asyncio.run(work())


def test_reset_while_logging_in() -> None:
    """After each byte of greeting, challenge, login and list: the call that comes then has its one row."""
    call = short_call()
    played = all_at_once(cut_while_logging_in(call, place) for place in range(1, 600))
    for _, (row,) in played:
        check(row, told=True, numbers={CALLER})
    assert not all(reached for reached, _ in played)  # the last ones lie behind the list


@pytest.mark.parametrize("unseen", [False, True])
def test_reset_in_mid_call(unseen: bool) -> None:
    """At each line's end of a call, which goes on or is over when the line comes back."""
    call = short_call()
    check_resets(call, telling_places(call), unseen, {CALLER})


@pytest.mark.soak
@pytest.mark.parametrize("unseen", [False, True])
def test_reset_in_a_recorded_call(unseen: bool) -> None:
    """The same after every byte that a real Asterisk sent."""
    call = recorded_call()
    check_resets(call, every_place(call), unseen, {RECORDED_CALLER, None})


def check_resets(call: list[Message], places: list[int], unseen: bool, numbers: set[str | None]) -> None:
    """Play the call once for each place."""
    ends = list(accumulate(len(message.raw) + 4 for message in call))
    own_end = next(end for end, message in zip(ends, call, strict=True) if is_own_end(message))
    played = all_at_once(cut_in_mid_call(call, place, unseen=unseen) for place in places)
    for place, (told, rows) in zip(places, played, strict=True):
        goes_on = not unseen and ends[bisect_left(ends, place)] < own_end
        if rows or goes_on:  # of a call that was over before the line heard of it nobody can know
            (row,) = rows
            check(row, told or goes_on, numbers)
    assert any(told for told, _ in played)
    assert any(rows and not told for told, rows in played)
