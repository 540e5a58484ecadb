"""Whatever the other side does, the line comes back, says what is wrong, and forgets nothing that it knew."""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from calljournal.calls import LegState
from calljournal.contracts.line import LineState
from calljournal.lines.asterisk.connection import Limits
from calljournal.lines.asterisk.line import AsteriskLine
from calljournal.lines.asterisk.protocol import Message
from tests.lines.asterisk.fake_ami import FakeAmi
from tests.lines.asterisk.recorded import raw
from tests.lines.asterisk.wired import CALLER, QUICK, make, play, rings, running


def pauses_of(line: AsteriskLine) -> list[float]:
    """Have a line wait for nothing, and keep how long it would have waited."""
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0)

    line._pause = pause  # type: ignore[method-assign]
    return pauses


@pytest.mark.parametrize("greeting", [b"Asterisk Call Manager/" + b"1" * 100_000, b"Asterisk Call Manager/11.0.0"])
def test_a_greeting_that_never_ends(greeting: bytes) -> None:
    """It is not waited for endlessly, and not kept."""

    async def story() -> None:
        async with FakeAmi() as server:
            server.greeting = greeting
            async with running(make(server.port)) as watched:
                await watched.lamp(LineState.DISCONNECTED, "check host and port")

    play(story)


def test_a_line_that_never_ends() -> None:
    """Bytes come and come, and never a message: that is no sign of life."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port)) as watched:
            await watched.lamp(LineState.CONNECTED)
            server.answers_pings = False
            while server.sessions == 1:
                server.send(b"Event: " + b"x" * 500)
                await asyncio.sleep(0.01)
            await watched.lamp(LineState.DISCONNECTED, "gives no sign of life")
            server.answers_pings = True
            rings(server)
            await watched.until(lambda: watched.leg("1.1"))

    play(story)


def test_a_slow_wire() -> None:
    """A few bytes at a time, slower than the heartbeat: one connection, and the whole call."""
    _, _, said = raw("in-answered.cti").partition(b"Fully Booted\r\n\r\n")

    def crumbs() -> Iterator[bytes]:
        dice, rest = random.Random(4), said
        while rest:
            size = dice.randint(1, 60)
            yield rest[:size]
            rest = rest[size:]

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port, trunk="trunk")) as watched:
            await watched.lamp(LineState.CONNECTED)
            server.answers_pings = False  # an answer would come in the middle of a word
            for crumb in crumbs():
                server.send(crumb)
                await asyncio.sleep(0.003)
            server.answers_pings = True
            own = next(leg for leg in (message.get("Uniqueid") for message in own_ends(said)) if leg)
            await watched.until(lambda: getattr(watched.leg(own), "state", None) is LegState.ENDED)
            assert server.sessions == 1

    play(story)


def own_ends(said: bytes) -> Iterator[Message]:
    """The ends of our telephone's channels."""
    for block in said.split(b"\r\n\r\n"):
        message = Message(block)
        if message.event == "Hangup" and (message.get("Channel") or "").startswith("PJSIP/101"):
            yield message


def test_unknown_and_repeated_headers() -> None:
    """What nobody knows is passed over; of what comes twice, the first counts; order means nothing."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port)) as watched:
            await watched.lamp(LineState.CONNECTED)
            send = server.send

            def dressed(*messages: Message | bytes) -> None:
                for message in messages:
                    assert isinstance(message, Message)
                    first, *rest = message.raw.split(b"\r\n")
                    repeated = [line.partition(b": ")[0] + b": again" for line in rest]
                    unknown = [b"X-Uniqueid: 9.9", b"no colon", b": no name", b"", b"\xff\xfe: \xff", b"Event: Hangup"]
                    lines = [first, *reversed(rest), *repeated, *(line for line in unknown if line)]
                    send(b"\r\n".join(lines) + b"\r\n\r\n")

            server.send = dressed  # type: ignore[method-assign]
            caller, called = rings(server)
            await watched.until(lambda: watched.leg("1.1"))
            server.send(caller.done(called, "CANCEL"), called.hangs_up(127), caller.hangs_up(127))
            await watched.until(lambda: getattr(watched.leg("1.1"), "state", None) is LegState.ENDED)
            leg = watched.leg("1.1")
            assert leg is not None
            assert (leg.endpoint, leg.direction, leg.end) == ("101", "incoming", "cancelled")

    play(story)


def test_a_connection_that_is_closed_in_order_was_alive_until_then() -> None:
    """Nothing is missing of what Asterisk said, so the calls existed when it ended; a reset proves nothing."""

    async def story(orderly: bool) -> None:
        async with FakeAmi() as server, running(make(server.port, limits=replace(QUICK, heartbeat=9.0))) as watched:
            await watched.lamp(LineState.CONNECTED)
            rings(server)
            await watched.until(lambda: watched.leg("1.1"))
            await asyncio.sleep(0.05)
            leg = watched.leg("1.1")
            assert leg is not None
            before = watched.line._now()
            server.end() if orderly else server.reset()
            lamp = await watched.lamp(LineState.DISCONNECTED, "was lost")
            assert lamp.last_heartbeat is not None
            assert (lamp.last_heartbeat >= before) == orderly

    for orderly in (True, False):
        play(lambda orderly=orderly: story(orderly))  # type: ignore[misc]


def test_an_asterisk_that_throws_us_out_again_and_again_is_asked_less_and_less() -> None:
    """A login that succeeds is no success if nothing lasts."""
    for number, pause in enumerate(pauses_of_one_that_throws_us_out(9, Limits(steady=60.0))):
        longest = min(30.0, 0.5 * 2**number)
        assert longest / 2 <= pause <= longest


def test_a_connection_that_lasted_is_made_anew_quickly() -> None:
    """However many failures there were before it."""
    assert max(pauses_of_one_that_throws_us_out(4, Limits(steady=0.0))) <= 0.5


def pauses_of_one_that_throws_us_out(times: int, limits: Limits) -> list[float]:
    """Let an Asterisk end each connection as soon as it stands; give how long the line waited after each."""
    pauses: list[float] = []

    async def story() -> None:
        nonlocal pauses
        async with FakeAmi() as server:
            line = make(server.port, limits=limits)
            pauses = pauses_of(line)
            async with running(line) as watched:
                while len(pauses) < times:
                    await watched.lamp(LineState.CONNECTED)
                    server.drop()
                    await asyncio.sleep(0.001)

    play(story)
    return pauses[:times]


def test_a_refused_login_is_tried_again_slowly() -> None:
    """Fewer than five times in ten minutes: more, and the PBX locks this computer out."""

    async def story() -> None:
        async with FakeAmi(secret="other") as server:
            line = make(server.port, limits=Limits())
            pauses = pauses_of(line)
            async with running(line) as watched:
                await watched.until(lambda: len(pauses) > 10)
            assert 4 * min(pauses) > 600

    play(story)


def test_no_number_of_a_call_is_in_a_message_of_the_lamp() -> None:
    """What cannot be read is told without what it said."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port)) as watched:
            await watched.lamp(LineState.CONNECTED)
            server.send(b"CallerIDNum: " + CALLER.encode() * 10_000 + b"\r\n\r\n")
            await watched.lamp(LineState.CONNECTED, "cannot be read")
            assert CALLER not in repr(watched.lamps())

    play(story)
