"""The rig proves itself: a real Asterisk says over its manager interface what the telephones did, and when.

Nothing of the product is used here: when one of these fails, the product's own tests say nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.pbx.ami_probe import AmiProbe, Message, ProbeFailed
from tests.pbx.fixtures import PbxFactory
from tests.pbx.rig import Pbx

pytestmark = pytest.mark.real

CALLER, OUTSIDE = "+41440001234", "0440001234"
PRESENTATION = "CALLERID(num-pres)"


@pytest.fixture
def plain(pbx: PbxFactory) -> Pbx:
    """A PBX as it usually is, with time stamps."""
    return pbx()


def at(message: Message) -> datetime:
    """The PBX's own time of an event."""
    return datetime.fromtimestamp(float(message["Timestamp"]), UTC)


def assert_near(one: datetime, other: datetime) -> None:
    """The same moment, within 0.25 s."""
    assert abs((one - other).total_seconds()) < 0.25, f"{one} and {other}"


def hangups(probe: AmiProbe, count: int) -> dict[str, str]:
    """Channel name without its counter -> cause, once `count` channels have ended in this session."""
    while len(ended := probe.all_of("Hangup")) < count:
        probe.event("Hangup")
    return {event["Channel"].rpartition("-")[0]: event["Cause"] for event in ended}


def test_incoming_call_is_answered_at_the_moment_the_phone_says_so(plain: Pbx) -> None:
    """Ringing, answer and end agree with the SIP messages within 0.25 s; the number is as the carrier sent it."""
    with plain.asterisk.probe() as probe, plain.phone("101").answers(after=0.5) as anna:
        with plain.world.calls("+41440000101", caller=CALLER, hangs_up_after=0.5) as call:
            began = probe.event("Newchannel", Channel="PJSIP/trunk-")
            rang = probe.event("Newstate", Channel="PJSIP/101-", ChannelStateDesc="Ringing")
            answered = probe.event("DialEnd", DestChannel="PJSIP/101-", DialStatus="ANSWER")
            ended = probe.event("HangupRequest", Channel="PJSIP/trunk-")
            assert hangups(probe, 2) == {"PJSIP/trunk": "16", "PJSIP/101": "16"}
            call.wait()
            anna.wait()
    assert (began["CallerIDNum"], began["Exten"]) == (CALLER, "+41440000101")
    assert_near(at(rang), anna.times["180"])
    assert_near(at(answered), anna.times["200"])
    assert_near(at(ended), call.times["BYE"])
    assert 0.45 < (anna.times["200"] - anna.times["180"]).total_seconds() < 0.9


def test_incoming_call_is_missed_when_the_caller_gives_up(plain: Pbx) -> None:
    """The caller's CANCEL ends the ringing; nobody answered."""
    with plain.asterisk.probe() as probe, plain.phone("101").never_answers() as anna:
        with plain.world.calls("+41440000101", gives_up_after=0.7) as call:
            ended = probe.event("DialEnd", DestChannel="PJSIP/101-", DialStatus="CANCEL")
            assert hangups(probe, 2) == {"PJSIP/trunk": "127", "PJSIP/101": "127"}
            call.wait()
            anna.wait()
    assert_near(at(ended), anna.times["CANCEL"])
    assert 0.65 < (call.times["CANCEL"] - call.times["INVITE"]).total_seconds() < 1.1


def test_incoming_call_is_missed_when_the_phone_is_offline(plain: Pbx) -> None:
    """The PBX begins to dial a phone that never rings."""
    with plain.asterisk.probe() as probe, plain.world.calls("+41440000104", gives_up_after=0.5) as call:
        probe.event("DialBegin", DestChannel="PJSIP/104-")
        probe.event("DialEnd", DestChannel="PJSIP/104-")
        call.wait()
        assert not [event for event in probe.all_of("Newstate") if event["Channel"].startswith("PJSIP/104-")]


@pytest.mark.parametrize(
    ("act", "status", "cause"), [("rejects", "NOANSWER", "21"), ("busy", "BUSY", "17")], ids=["rejected", "busy"]
)
def test_incoming_call_is_refused(plain: Pbx, act: str, status: str, cause: str) -> None:
    """603 is told from no answer by the phone's cause alone; 486 has a DialStatus of its own."""
    refuse: Callable[[], object] = getattr(plain.phone("101"), act)
    with plain.asterisk.probe() as probe:
        refuse()
        with plain.world.calls("+41440000101") as call:
            probe.event("DialEnd", DestChannel="PJSIP/101-", DialStatus=status)
            assert hangups(probe, 2)["PJSIP/101"] == cause
            call.wait()
    assert "200" not in call.times


def test_number_withheld_by_the_carrier_is_a_word(plain: Pbx) -> None:
    """From anonymous: the number field says `anonymous`."""
    with plain.asterisk.probe() as probe, plain.phone("101").never_answers():
        with plain.world.calls("+41440000101", withheld="from", gives_up_after=0.3) as call:
            event = probe.event("Newchannel", Channel="PJSIP/trunk-")
            call.wait()
    assert event["CallerIDNum"] == "anonymous"


def test_number_withheld_by_privacy_is_marked_on_the_channels_events(pbx: PbxFactory) -> None:
    """With `channelvars` every event from DialBegin on carries the presentation beside the real number."""
    rig = pbx(channelvars=PRESENTATION)
    with rig.asterisk.probe() as probe, rig.phone("101").never_answers():
        with rig.world.calls("+41440000101", caller=CALLER, withheld="pai", gives_up_after=0.3) as call:
            event = probe.event("DialBegin", Channel="PJSIP/trunk-")
            call.wait()
    assert event["CallerIDNum"] == CALLER
    assert event["ChanVariable"].startswith(f"{PRESENTATION}=prohib")


def test_number_withheld_by_privacy_can_be_asked_for(plain: Pbx) -> None:
    """Without `channelvars` no event tells it; Getvar at DialBegin does, with the rights of `cti`."""
    with plain.asterisk.probe() as probe, plain.phone("101").never_answers():
        with plain.world.calls("+41440000101", caller=CALLER, withheld="pai", gives_up_after=0.5) as call:
            event = probe.event("DialBegin", Channel="PJSIP/trunk-")
            answer = probe.ask(Action="Getvar", Channel=event["Channel"], Variable=PRESENTATION)
            call.wait()
    assert event["CallerIDNum"] == CALLER
    assert "ChanVariable" not in event
    assert answer["Value"].startswith("prohib")


def test_callers_name_arrives_whole(plain: Pbx) -> None:
    """Letters beyond ASCII and a colon in the name are passed on unchanged."""
    with plain.asterisk.probe() as probe, plain.phone("101").never_answers():
        with plain.world.calls("+41440000101", name="Zoë: Müller & Söhne 東京", gives_up_after=0.3) as call:
            event = probe.event("Newchannel", Channel="PJSIP/trunk-")
            call.wait()
    assert event["CallerIDName"] == "Zoë: Müller & Söhne 東京"


def test_ring_group_rings_two_phones_and_one_takes_it(plain: Pbx) -> None:
    """The loser's cause says answered elsewhere."""
    with plain.asterisk.probe() as probe, plain.phone("101").never_answers(), plain.phone("102").answers(after=0.5):
        with plain.world.calls("+41440000160", hangs_up_after=0.3) as call:
            probe.event("DialEnd", DestChannel="PJSIP/102-", DialStatus="ANSWER")
            assert hangups(probe, 3) == {"PJSIP/101": "26", "PJSIP/trunk": "16", "PJSIP/102": "16"}
            call.wait()


def test_queue_and_local_ring_group_reach_a_phone(plain: Pbx) -> None:
    """700 and 601 are answered by 102 although 101 is offline."""
    for number in ("+41440000170", "+41440000161"):
        with plain.asterisk.probe() as probe, plain.phone("102").answers(after=0.3) as beat:
            with plain.world.calls(number, hangs_up_after=1.0) as call:
                probe.event("DialEnd", DestChannel="PJSIP/102-", DialStatus="ANSWER")
                call.wait()
                beat.wait()


def test_outgoing_call_is_answered_outside(plain: Pbx) -> None:
    """0 and the number: the world gets the number without the 0, and our own number as the caller."""
    with plain.asterisk.probe() as probe, plain.world.answers(after=0.4) as world:
        with plain.phone("101").dials("0" + OUTSIDE, hangs_up_after=0.3) as call:
            began = probe.event("Newchannel", Channel="PJSIP/101-")
            answered = probe.event("DialEnd", DestChannel="PJSIP/trunk-", DialStatus="ANSWER")
            call.wait()
            world.wait()
    invite = world.messages[0]
    assert began["Exten"] == "0" + OUTSIDE
    assert invite.start.startswith(f"INVITE sip:{OUTSIDE}@")
    assert "+41440000101" in invite.header("From")
    assert_near(at(answered), world.times["200"])


@pytest.mark.parametrize(
    ("act", "status", "cause"),
    [("busy", "BUSY", "17"), ("does_not_know", "NOANSWER", "1"), ("unavailable", "NOANSWER", "19")],
)
def test_outgoing_call_fails_outside(plain: Pbx, act: str, status: str, cause: str) -> None:
    """Busy, wrong number and nobody there."""
    refuse: Callable[[], object] = getattr(plain.world, act)
    with plain.asterisk.probe() as probe:
        refuse()
        with plain.phone("101").dials("0" + OUTSIDE) as call:
            probe.event("DialEnd", DestChannel="PJSIP/trunk-", DialStatus=status)
            assert hangups(probe, 2) == {"PJSIP/trunk": cause, "PJSIP/101": cause}
            call.wait()


def test_internal_call_has_no_trunk(plain: Pbx) -> None:
    """103 calls 101, who hangs up first."""
    with plain.asterisk.probe() as probe, plain.phone("101").answers(after=0.3, hangs_up_after=0.3) as anna:
        with plain.phone("103").dials("101") as call:
            assert probe.event("HangupRequest")["Channel"].startswith("PJSIP/101-")
            assert hangups(probe, 2) == {"PJSIP/101": "16", "PJSIP/103": "16"}
            call.wait()
            anna.wait()
        assert not [event for event in probe.all_of("Newchannel") if "trunk" in event["Channel"]]


def test_call_is_held_and_taken_back(plain: Pbx) -> None:
    """A re-INVITE sendonly is a Hold of the phone's channel."""
    with plain.asterisk.probe() as probe, plain.phone("101").answers(after=0.2, holds=(0.3, 0.5)) as anna:
        with plain.world.calls("+41440000101", hangs_up_after=1.5) as call:
            held = probe.event("Hold", Channel="PJSIP/101-")
            taken_back = probe.event("Unhold", Channel="PJSIP/101-")
            call.wait()
            anna.wait()
    assert 0.4 < (at(taken_back) - at(held)).total_seconds() < 0.9


def test_forwarded_call_reaches_the_other_phone(plain: Pbx) -> None:
    """302 of 101: 103 rings and answers. The cause alone does not tell: when another thread of Asterisk is first, it
    is 0.
    """
    with plain.asterisk.probe() as probe, plain.phone("101").forwards_to("103"), plain.phone("103").answers():
        with plain.world.calls("+41440000101", hangs_up_after=0.3) as call:
            probe.event("DialEnd", DestChannel="PJSIP/103-", DialStatus="ANSWER")
            assert hangups(probe, 5)["PJSIP/101"] in ("23", "0")
            (end,) = [end for end in probe.all_of("DialEnd") if end["DestChannel"].startswith("PJSIP/101-")]
            assert (end["DialStatus"], end["Forward"]) == ("CANCEL", "103")
            call.wait()


def originate(probe: AmiProbe, number: str) -> None:
    """Click to dial from 101, under an id of our own."""
    probe.send(
        Action="Originate",
        ActionID="click-1",
        ChannelId="journal-1",
        Channel="PJSIP/101",
        Exten=number,
        Context="internal",
        Priority="1",
        Timeout="1500",
        Async="true",
    )


def test_click_to_dial_is_answered(plain: Pbx) -> None:
    """The own phone first, then the world; both under the id we gave."""
    with plain.asterisk.probe() as probe, plain.phone("101").answers(after=0.2), plain.world.answers(after=0.3) as far:
        originate(probe, "0" + OUTSIDE)
        response = probe.event("OriginateResponse", ActionID="click-1")
        answered = probe.event("DialEnd", DestChannel="PJSIP/trunk-", DialStatus="ANSWER")
        probe.send(Action="Hangup", Channel=answered["Channel"])
        far.wait()
    assert (response["Response"], response["Uniqueid"]) == ("Success", "journal-1")
    assert answered["Linkedid"] == "journal-1"
    assert "+41440000101" in far.messages[0].header("From")


@pytest.mark.parametrize(("act", "reason", "cause"), [("busy", "0", "17"), ("never_answers", "3", "19")])
def test_click_to_dial_fails_at_the_own_phone(plain: Pbx, act: str, reason: str, cause: str) -> None:
    """Own phone busy, own phone unanswered."""
    refuse: Callable[[], object] = getattr(plain.phone("101"), act)
    with plain.asterisk.probe() as probe:
        refuse()
        originate(probe, "0" + OUTSIDE)
        response = probe.event("OriginateResponse", ActionID="click-1")
        assert hangups(probe, 1) == {"PJSIP/101": cause}
    assert (response["Response"], response["Reason"]) == ("Failure", reason)


def test_killed_pbx_says_nothing_and_comes_back_on_the_same_ports(plain: Pbx) -> None:
    """kill -9 in mid call: the connection ends without Hangup or Shutdown; after a restart there are no channels."""
    with plain.phone("101").answers(after=0.1) as anna, plain.world.calls("+41440000101") as call:
        with plain.asterisk.probe() as probe:
            probe.event("DialEnd", DialStatus="ANSWER")
            anna.until("ACK")
            plain.asterisk.kill()
            with pytest.raises(ProbeFailed, match="closed"):
                probe.event("Hangup")
            assert not probe.all_of("Shutdown")
        assert "BYE" not in call.times
        plain.asterisk.start()
        with plain.asterisk.probe() as probe:
            probe.send(Action="CoreShowChannels")
            assert probe.event("CoreShowChannelsComplete")["ListItems"] == "0"


def test_orderly_stop_ends_the_calls_first(plain: Pbx) -> None:
    """`core stop now`: both phones get a BYE; the Shutdown event may be lost when the connection is closed at once."""
    with plain.phone("101").answers(after=0.1) as anna, plain.world.calls("+41440000101") as call:
        with plain.asterisk.probe() as probe:
            probe.event("DialEnd", DialStatus="ANSWER")
            anna.until("ACK")
            plain.asterisk.stop_orderly()
            with pytest.raises(ProbeFailed, match="closed"):
                probe.event("(none)")
            assert {event["Shutdown"] for event in probe.all_of("Shutdown")} <= {"Cleanly"}
        call.wait()
        anna.wait()


def test_time_stamps_can_be_left_out(pbx: PbxFactory) -> None:
    """Without `timestampevents` no event carries a time."""
    rig = pbx(timestampevents=False)
    with rig.asterisk.probe() as probe, rig.phone("101").never_answers():
        with rig.world.calls("+41440000101", gives_up_after=0.2) as call:
            assert "Timestamp" not in probe.event("DialBegin")
            call.wait()
