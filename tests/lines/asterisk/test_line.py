"""The line over a real socket: it logs in, survives everything, and says with the lamp what there is to do."""

from dataclasses import replace
from datetime import datetime

import pytest

from calljournal.calls import LegReport, LegState, Owners, Presentation
from calljournal.contracts.line import Dial, HangUp, LineConfig, LineState, Result
from calljournal.contracts.manifest import check_values
from calljournal.lines.asterisk.line import AsteriskLine
from calljournal.lines.asterisk.manifest import MANIFEST
from tests.lines.asterisk.fake_ami import FakeAmi
from tests.lines.asterisk.recorded import LINE, RULES
from tests.lines.asterisk.wired import CALLER, QUICK, WallClock, Watched, make, play, rings, running


def test_it_logs_in_without_telling_its_secret() -> None:
    """By challenge and digest; then the snapshot, then the lamp, with the last signs of life."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port)) as watched:
            await watched.lamp(LineState.CONNECTED, f"connected to Asterisk at 127.0.0.1:{server.port}")
            assert [snapshot.legs for snapshot in watched.snapshots()] == [frozenset()]
            assert b"geheim" not in server.raw
            assert server.actions("Login")[0]["AuthType"] == "MD5"
            await watched.until(lambda: watched.lamps()[-1].last_heartbeat and watched.lamps()[-1].last_event)
            assert watched.lamps()[0].state is LineState.CONNECTING
            assert "geheim" not in repr(watched.told)

    play(story)


def test_a_refused_login_says_what_to_check() -> None:
    """Tried again, slowly; let in when the account is mended."""

    async def story() -> None:
        async with FakeAmi(secret="other") as server, running(make(server.port)) as watched:
            lamp = await watched.lamp(LineState.REFUSED)
            assert "user or secret wrong" in lamp.message
            assert "check [cti] in manager.conf" in lamp.message
            server.secret = "geheim"
            await watched.lamp(LineState.CONNECTED)

    play(story)


def test_an_account_without_the_right_to_hear_of_the_start() -> None:
    """`FullyBooted` never comes: the line goes on."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port)) as watched:
            server.boots = False
            await watched.lamp(LineState.CONNECTED)

    play(story)


@pytest.mark.parametrize("greeting", [b"SSH-2.0-OpenSSH_9.2\r\n", b"220 mail ESMTP\r\n", b"\x15\x03\x01"])
def test_something_that_is_no_asterisk(greeting: bytes) -> None:
    """The lamp says so, and the line tries on: the right one may come."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port)) as watched:
            server.greeting = greeting
            server.drop()
            await watched.lamp(LineState.DISCONNECTED, "it is no Asterisk manager")
            server.greeting = b"Asterisk Call Manager/5.0.4\r\n"
            await watched.lamp(LineState.CONNECTED)

    play(story)


def test_something_that_says_nothing() -> None:
    """A port that is open and silent is not waited for endlessly."""

    async def story() -> None:
        async with FakeAmi() as server:
            server.greeting = b""
            async with running(make(server.port)) as watched:
                await watched.lamp(LineState.DISCONNECTED, "says nothing")

    play(story)


def test_nobody_there_then_asterisk_is_started() -> None:
    """Refused, tried again, connected."""

    async def story() -> None:
        server = FakeAmi()
        await server.start()
        await server.stop()
        async with running(make(server.port)) as watched:
            await watched.lamp(LineState.DISCONNECTED, "is Asterisk running, is the manager enabled")
            await server.start()
            await watched.lamp(LineState.CONNECTED)
        await server.stop()

    play(story)


@pytest.mark.parametrize(("host", "port"), [("host.invalid", 5038), ("127.0.0.1", 99_999), ("a..b", 5038)])
def test_no_such_address(host: str, port: int) -> None:
    """Nothing is raised, and the lamp names the address."""

    async def story() -> None:
        async with running(make(port, host=host)) as watched:
            await watched.lamp(LineState.DISCONNECTED, f"{host}:{port}")

    play(story)


def test_a_lost_connection_is_made_anew_with_a_snapshot() -> None:
    """The call that is still listed goes on under a new generation; the lamp went out in between."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port)) as watched:
            await watched.lamp(LineState.CONNECTED)
            caller, called = rings(server)
            await watched.until(lambda: watched.leg("1.1"))
            server.channels = [caller.listed(), called.listed(application="AppDial")]
            server.drop()
            await watched.lamp(LineState.DISCONNECTED, "was lost")
            await watched.until(lambda: len(watched.snapshots()) == 2)
            assert watched.snapshots()[1].legs == {"1.1"}
            await watched.until(lambda: getattr(watched.leg("1.1"), "generation", 0) == 2)
            assert server.sessions == 2

    play(story)


def test_a_silent_asterisk_is_left() -> None:
    """No answer to the sign of life: the connection is given up and made anew."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port)) as watched:
            await watched.lamp(LineState.CONNECTED)
            server.answers_pings = False
            await watched.lamp(LineState.DISCONNECTED, "no sign of life")
            server.answers_pings = True
            await watched.until(lambda: len(watched.snapshots()) >= 2)

    play(story)


def test_a_list_that_never_comes() -> None:
    """Asterisk takes the login and then lists nothing."""

    async def story() -> None:
        async with FakeAmi() as server:
            server.lists = False
            async with running(make(server.port)) as watched:
                await watched.lamp(LineState.DISCONNECTED, "does not list its channels")

    play(story)


def test_a_megabyte_of_garbage_in_the_middle() -> None:
    """It is told once and passed over; the next call is seen."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port)) as watched:
            await watched.lamp(LineState.CONNECTED)
            server.send(b"\xff" * 1_000_000, b"\r\n\r\n")
            rings(server)
            await watched.until(lambda: watched.leg("1.1"))
            assert any("cannot be read" in lamp.message for lamp in watched.lamps())
            assert server.sessions == 1

    play(story)


def test_the_presentation_is_asked_for_over_the_wire() -> None:
    """Pending, then allowed, with the question in between."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port)) as watched:
            await watched.lamp(LineState.CONNECTED)
            caller, _ = rings(server)
            await watched.until(lambda: getattr(watched.leg("1.1"), "party", None) and known(watched) == CALLER)
            assert {action["Channel"] for action in server.actions("Getvar")} == {caller.name}
            first = next(m for m in watched.told if isinstance(m, LegReport))
            assert (first.party.number, first.party.presentation) == (None, Presentation.PENDING)

    play(story)


def known(watched: Watched) -> str | None:
    """The number of the call as told so far."""
    leg = watched.leg("1.1")
    return leg.party.number if leg else None


def test_no_answer_to_the_presentation_leaves_it_pending() -> None:
    """The line goes on; to give up waiting is the core's part. When the channel goes, so does the question."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port)) as watched:
            server.presentation = None
            await watched.lamp(LineState.CONNECTED)
            caller, called = rings(server)
            await watched.until(lambda: server.actions("Getvar"))
            server.send(caller.done(called, "CANCEL"), called.hangs_up(127), caller.hangs_up(127))
            await watched.until(lambda: getattr(watched.leg("1.1"), "state", None) is LegState.ENDED)
            assert CALLER not in repr(watched.told)

    play(story)


def test_commands_go_out_and_their_results_come_back() -> None:
    """Dial and hang up; what Asterisk says no to comes back in words."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port)) as watched:
            await watched.lamp(LineState.CONNECTED)
            watched.line.send(Dial("1", "101", "00440001234"))
            await watched.until(lambda: watched.results())
            assert watched.results() == [Result(LINE, "1", ok=True)]
            assert server.actions("Originate")[0]["Exten"] == "00440001234"
            rings(server)
            await watched.until(lambda: watched.leg("1.1"))
            watched.line.send(HangUp("2", "1.1"))
            await watched.until(lambda: len(watched.results()) == 2)
            server.originate_error = "Permission denied"
            watched.line.send(Dial("3", "101", "117"))
            await watched.until(lambda: len(watched.results()) == 3)
            assert "manager.conf" in (watched.results()[2].error or "")
            watched.line.send(Dial("4\r\nAction: Reload", "101", "117"))
            assert not watched.results()[3].ok
            assert b"Reload" not in server.raw

    play(story)


def test_a_command_without_connection_fails_at_once() -> None:
    """Before the line runs, too: then the result is told as soon as it does."""

    async def story() -> None:
        server = FakeAmi()
        await server.start()
        await server.stop()
        line = make(server.port)
        line.send(Dial("1", "101", "117"))
        async with running(line) as watched:
            await watched.until(lambda: watched.results())
            line.send(HangUp("2", "1.1"))
            assert [(result.command, result.ok) for result in watched.results()] == [("1", False), ("2", False)]
            assert "not connected" in (watched.results()[0].error or "")

    play(story)


def test_a_mistake_of_ours_costs_one_event(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is logged without what the event said, and the line goes on."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port)) as watched:
            await watched.lamp(LineState.CONNECTED)
            take = watched.line._translator.take

            def stumble(message: object, now: datetime) -> object:
                if getattr(message, "event", "") == "Newstate":
                    raise KeyError("Newstate")
                return take(message, now)  # type: ignore[arg-type]

            monkeypatch.setattr(watched.line._translator, "take", stumble)
            rings(server)
            await watched.until(lambda: watched.leg("1.1"))

    play(story)
    assert "a mistake of ours while reading Newstate" in caplog.text
    assert CALLER not in caplog.text


def test_it_waits_longer_with_each_failure() -> None:
    """From half the first delay up to the longest one, never the same for all."""
    line = AsteriskLine(
        LineConfig(LINE, Owners.parse("101"), RULES, {}, WallClock()),
        replace(QUICK, first_delay=0.5, longest_delay=30.0),
    )
    delays = [line._delay(failures) for failures in (0, 1, 3, 10, 10_000)]
    for delay, longest in zip(delays, (0.5, 1, 4, 30, 30), strict=True):
        assert longest / 2 <= delay <= longest


def test_the_manifest_makes_a_line_of_its_own_fields() -> None:
    """What must be filled in is the account; the rest has a default."""
    assert {field.name for field in MANIFEST.fields if field.required} == {"user", "secret"}
    values = check_values(MANIFEST.fields, {"user": "cti", "secret": "x"})
    line = MANIFEST.make(LineConfig(LINE, Owners.parse("101"), RULES, values, WallClock()))
    assert isinstance(line, AsteriskLine)
