"""The list after a connect, time stamps, nonsense, and memory."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calljournal.calls import Direction, LegEnd, LegState, Presentation
from calljournal.lines.asterisk.protocol import AmiStream, Message
from calljournal.lines.asterisk.translate import LIST, PING, Translator
from tests.lines.asterisk.fed import CALLER, START, Line, answer, ring, tell
from tests.lines.asterisk.recorded import config, raw
from tests.lines.asterisk.script import LIST_COMPLETE, Chan, block, dialling, phone, response, trunk


def test_after_a_connect_the_list_comes_first() -> None:
    """A ringing call and one in talk that ran before us; who talks is joined by the bridge."""
    caller, called = trunk(), phone("101", "1.1", "1.0")
    caller.state = called.state = "Up"
    second, ringing = trunk("+41440004321", "2.0", "PJSIP/trunk-2"), phone("102", "2.1", "2.0")
    ringing.state = "Ringing"
    line = Line(
        listed=[
            caller.listed("00:01:00", "b1"),
            called.listed("00:01:00", "b1", "AppDial"),
            second.listed("00:00:05"),
            ringing.listed("00:00:05", application="AppDial"),
        ]
    )
    (snapshot,) = line.snapshots
    assert snapshot.legs == {"1.1", "2.1"}
    assert sorted(line.asked()) == ["PJSIP/trunk-00000001", "PJSIP/trunk-2"]
    talking, rings = line.leg("1.1"), line.leg("2.1")
    assert (talking.state, talking.direction) == (LegState.TALKING, Direction.INCOMING)
    assert talking.started == START + timedelta(seconds=2 - 60)
    assert (talking.guessed, talking.joined_before) == (True, True)
    assert (rings.state, rings.anomalies) == (LegState.RINGING, ())
    line.happens(tell("allowed"), tell("prohib", "2.0"))
    assert line.leg("1.1").party.number == CALLER
    assert line.leg("2.1").party.presentation is Presentation.WITHHELD


def test_what_was_known_before_a_lost_connection_stays() -> None:
    """The same channel is the same leg, with its party, its times and its number that need not be asked for again."""
    line, caller = Line(), trunk()
    called = ring(line, caller)
    line.happens(tell("allowed"))
    answer(line, caller, called)
    before = line.leg("1.1")
    line.told(line.translator.disconnected())
    line.connect([caller.listed("00:00:30", "b1"), called.listed("00:00:30", "b1", "AppDial")])
    after = line.leg("1.1")
    assert line.snapshots[-1].legs == {"1.1"}
    assert (after.generation, after.party, after.answered) == (before.generation + 1, before.party, before.answered)
    assert after.anomalies == ()
    assert len(line.asked()) == 1


def test_what_is_not_listed_any_more_is_forgotten() -> None:
    """The snapshot does not name it; the core ends it as lost."""
    line = Line()
    called = ring(line, trunk())
    line.told(line.translator.disconnected())
    line.connect()
    assert line.snapshots[-1].legs == frozenset()
    assert line.happens(called.hangs_up(127)) is None


def test_events_during_the_list_are_not_lost() -> None:
    """A call that begins between question and answer is there afterwards, and one that ended is not."""
    line, caller, gone = Line(), trunk(), trunk("+41440004321", "2.0", "PJSIP/trunk-2")
    called, ended = phone("101", "1.1", "1.0"), phone("102", "2.1", "2.0")
    line.told(line.translator.disconnected())
    ended.state = "Ringing"
    line.connect(
        [gone.listed(), ended.listed(application="AppDial")],
        [ended.hangs_up(127), gone.hangs_up(127), caller.new(), called.new(), caller.calls(called, "101")],
    )
    assert line.snapshots[-1].legs == {"1.1"}
    assert line.leg("1.1").anomalies == ()
    assert line.leg("2.1").end is LegEnd.CANCELLED


def test_a_refused_list_is_said() -> None:
    """An account without `reporting`: the line goes on, and says what it cannot see."""
    line = Line()
    line.told(line.translator.connected())
    line.happens(response(LIST, ("Message", "Permission denied"), success=False))
    assert not line.translator.listing
    assert "manager.conf" in (line.translator.trouble or "")


def stamped(message: Message, at: datetime) -> Message:
    """The same with a time stamp."""
    return Message(message.raw + f"\r\nTimestamp: {at.timestamp():.6f}".encode())


def test_time_stamps_are_corrected_by_the_difference_of_the_clocks() -> None:
    """Asterisk's clock is 100 s behind; what it measures is kept to the millisecond."""
    line, own = Line(), dialling("101", "102")
    behind = timedelta(seconds=100)
    line.translator.ping(line.now)
    line.happens(response(PING, ("Ping", "Pong"), ("Timestamp", f"{(line.now - behind).timestamp():.6f}")))
    began = line.now - behind + timedelta(seconds=1)
    line.happens(stamped(own.new(), began))
    assert abs(line.leg("1.0").started - began - behind) < timedelta(seconds=1)


def test_a_clock_that_jumps_is_noted() -> None:
    """Calls that live through it say so; the difference is taken anew."""
    line = Line()
    line.happens(stamped(dialling("101", "102").new(), line.now))
    for offset in (0, 5):
        line.translator.ping(line.now)
        stamp = line.now + timedelta(seconds=offset)
        line.happens(response(PING, ("Timestamp", f"{stamp.timestamp():.6f}")))
    assert line.leg("1.0").anomalies == ("the clock of Asterisk moved by 5.5 s against ours",)


@given(
    st.lists(st.tuples(st.integers(0, 300), st.sampled_from([b"", b": ", b"PJSIP/101-1", b"\xff", b"-1"])), max_size=60)
)
def test_damaged_recordings_raise_nothing(damage: list[tuple[int, bytes]]) -> None:
    """Headers that are missing, empty or nonsense cost at most what they told."""
    data = raw("transfer-attended.cti")
    lines = data.split(b"\r\n")
    for place, nonsense in damage:
        index = place * len(lines) // 301
        name, _, _ = lines[index].partition(b": ")
        lines[index] = name + b": " + nonsense if nonsense else b"X: Y"
    translator = Translator(config("101,102"))
    translator.connected()
    for item in AmiStream().feed(b"Asterisk Call Manager/1\r\n" + b"\r\n".join(lines) + b"\r\n\r\n"):
        if isinstance(item, Message):
            translator.take(item, START)
    translator.take(LIST_COMPLETE, START)
    translator.outputs()


def test_ended_calls_are_forgotten_in_the_end() -> None:
    """A thousand calls leave some hundred in memory, however many there were."""
    line = Line()
    for number in range(1000):
        caller = trunk("+41440001234", f"{number}.0")
        called = ring(line, caller, uid=f"{number}.1")
        line.happens(caller.done(called, "CANCEL"), called.hangs_up(127), caller.hangs_up(127))
    assert len(list(line.translator._board.channels())) <= 2 * 200
    assert len(line.legs) == 1000


def test_a_report_that_says_nothing_new_is_not_sent() -> None:
    """An event told twice changes nothing."""
    line, caller = Line(), trunk()
    called = ring(line, caller)
    assert line.happens(called.becomes("Ringing"), caller.calls(called, "101"), block("Unheard", ("Of", "it"))) is None


def test_what_comes_together_is_told_once() -> None:
    """As it is in the end, with what happened at its time; what has to be asked is asked all the same."""
    line, caller, called = Line(), trunk(), phone("101", "1.1", "1.0")
    begins = [caller.new(), called.new(), caller.calls(called, "101"), called.becomes("Ringing"), called.becomes("Up")]
    joined = [caller.becomes("Up"), called.enters("b1"), caller.enters("b1"), called.hangs_up()]
    for seconds, message in enumerate([*begins, *joined]):
        line.translator.take(message, START + timedelta(seconds=seconds))
    line.told(line.translator.outputs())
    (leg,) = line.reports
    assert (leg.started, leg.answered) == (START + timedelta(seconds=2), START + timedelta(seconds=7))
    assert leg.ended == leg.at == START + timedelta(seconds=8)
    assert line.asked() == [caller.name]
    assert line.translator.outputs() == []


def test_a_leg_that_we_are_too_stupid_for_does_not_cost_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is passed over; what else came with it is told the next time."""
    line = Line()
    for telephone, call in (("101", "1"), ("102", "2")):
        caller, called = trunk(uid=f"{call}.0"), phone(telephone, f"{call}.1", f"{call}.0")
        for message in (caller.new(), called.new(), caller.calls(called, telephone)):
            line.translator.take(message, START)
    with monkeypatch.context() as patched:
        patched.setattr(line.translator._legs, "report", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            line.translator.outputs()
    line.told(line.translator.outputs())
    assert line.legs.keys() == {"2.1"}


def test_a_uniqueid_that_comes_again_after_a_restart_is_another_call() -> None:
    """An Asterisk that is back within the second counts from the beginning: nothing of the old call is in the new."""
    line, caller = Line(), trunk("+41440001234")
    called = ring(line, caller)
    line.happens(called.hangs_up(26), caller.hangs_up())
    line.translator.disconnected()
    caller, called = trunk("+41440005678"), phone("101", "1.1", "1.0")
    called.state, called.connected = "Ringing", caller.number
    line.connect([caller.listed(), called.listed(application="AppDial")])
    line.happens(tell("allowed"))
    leg = line.leg("1.1")
    assert (leg.state, leg.end, leg.party.number) == ("ringing", None, "+41440005678")


def test_a_program_may_give_each_of_its_calls_the_same_uniqueid() -> None:
    """`ChannelId` of an Originate: the second call begins when the first has ended, and has nothing of it."""
    line = Line()
    for number in ("00440001234", "00440005678"):
        own = dialling("101", number)
        far = Chan("PJSIP/trunk-00000002", "1.1", "1.0", number)
        line.happens(own.new(), own.becomes("Ring"), far.new(), own.calls(far, f"{number[1:]}@trunk"))
        assert (line.leg("1.0").state, line.leg("1.0").party.number) == (LegState.DIALLING, number)
        line.happens(far.hangs_up(17), own.hangs_up(17))
        assert (line.leg("1.0").state, line.leg("1.0").end) == (LegState.ENDED, LegEnd.BUSY)
    first, second = (leg for leg in line.reports if leg.state is LegState.ENDED)
    assert first.started < first.at < second.started


def test_what_a_piece_holds_of_two_calls_with_one_uniqueid_is_told_of_both() -> None:
    """The end of the first and the beginning of the second came together."""
    line, own = Line(), dialling("101", "00440001234")
    line.happens(own.new(), own.becomes("Ring"))
    for message in (own.hangs_up(16), own.new()):
        line.now += timedelta(seconds=1)
        line.translator.take(message, line.now)
    line.reports.clear()
    line.told(line.translator.outputs())
    assert [leg.state for leg in line.reports] == [LegState.ENDED, LegState.DIALLING]
