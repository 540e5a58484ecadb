"""Both dialplans of the test PBX offer the same numbers: each reaches who it should, and each service does its work.

Nothing of the product is used here: when one of these fails, the product's own tests say nothing.
"""

from __future__ import annotations

import time

import pytest

from tests.pbx.firm import MOBILE, OWN_BLOCK, PHONES
from tests.pbx.fixtures import PbxFactory
from tests.pbx.handset import Call, Handset
from tests.pbx.rig import Pbx

pytestmark = pytest.mark.real

CALLER, OUTSIDE, ABROAD = "+41440001234", "0440001234", "00493023125000"

REACHES = {
    "101": ["101"],
    "104": ["104"],
    "110": ["101"],
    "120": ["101", "102"],
    "140": ["103"],
    "160": ["101", "102"],
    "161": ["101", "102"],
    "166": ["104"],
    "170": ["101", "102"],
    "171": ["102", "103"],
    "180": ["101", "191"],
}
"""Direct line -> the telephones that it rings."""


@pytest.fixture(params=["plain", "freepbx"])
def rig(request: pytest.FixtureRequest, pbx: PbxFactory) -> Pbx:
    """A PBX with one of the two dialplans, in a hurry."""
    return pbx(dialplan=request.param, ring_seconds=2, parking_seconds=1)


def switched_on(rig: Pbx, *numbers: str) -> list[Handset]:
    """Phones that ring when they are called."""
    return [rig.phone(number).on() for number in numbers]


def press(call: Call, digits: str) -> None:
    """Press keys one after the other."""
    for count, digit in enumerate(digits, start=1):
        call.digit(digit).until("200 INFO", count)


def test_every_direct_line_rings_its_telephones(rig: Pbx) -> None:
    """All of them and no other; the first one takes the call."""
    phones = {number: rig.phone(number).on() for number in PHONES}
    for line, numbers in REACHES.items():
        with rig.asterisk.probe() as probe:
            caller = rig.world.call(OWN_BLOCK + line)
            first, *others = [phones[number].called() for number in numbers]
            first.answer().until("ACK")
            caller.until("ACK")
            for other in others:
                other.until("CANCEL")
            caller.hang_up()
            first.until("BYE")
            probe.event("Hangup", Channel="PJSIP/trunk-")
            dialled = {event["DestChannel"].rpartition("-")[0] for event in probe.all_of("DialBegin")}
        assert {name for name in dialled if "Local/" not in name} == {f"PJSIP/{number}" for number in numbers}, line


def test_names_are_marked_by_the_pbx(rig: Pbx) -> None:
    """The phone of 610 shows the prefix before the caller's name."""
    phone = rig.phone("101").on()
    rig.world.call("+41440000110", name="Zoë")
    assert '"Sales: Zoë"' in phone.called().messages[0].header("From")


def test_closed_firm_speaks_and_hangs_up(rig: Pbx) -> None:
    """621 answers and ends the call by itself; nobody is called."""
    with rig.asterisk.probe() as probe:
        caller = rig.world.call("+41440000121")
        assert caller.until("BYE") > caller.times["200"]
        assert not probe.all_of("DialBegin")


@pytest.mark.parametrize("digit", ["1", "2"])
def test_menu_leads_to_the_phone_that_is_chosen(rig: Pbx, digit: str) -> None:
    """A key, sent by SIP INFO, calls 101 or 102."""
    phone = rig.phone(f"10{digit}").on()
    caller = rig.world.call("+41440000130")
    caller.until("ACK")
    press(caller, digit)
    phone.called().answer().until("ACK")


def test_menu_ends_without_a_choice(rig: Pbx) -> None:
    """Nobody presses a key."""
    caller = rig.world.call("+41440000130")
    assert caller.until("BYE") > caller.times["200"]


def test_follow_me_goes_on_to_the_mobile(rig: Pbx) -> None:
    """103 does not take the call; its mobile, outside, does, and shows who calls."""
    phone, world = rig.phone("103").on(), rig.world.on()
    caller = rig.world.call("+41440000140")
    phone.called()
    mobile = world.called()
    assert mobile.number == MOBILE
    assert CALLER in mobile.messages[0].header("From")
    mobile.answer().until("ACK")
    caller.until("ACK")


def test_conference_takes_three(rig: Pbx) -> None:
    """Two phones and a caller from outside meet in room 650."""
    with rig.asterisk.probe() as probe:
        rig.phone("101").call("650")
        rig.phone("102").call("650")
        rig.world.call("+41440000150")
        seen = {probe.event("ConfbridgeJoin", Conference="650")["Channel"].partition("-")[0] for _ in range(3)}
    assert seen == {"PJSIP/101", "PJSIP/102", "PJSIP/trunk"}


def test_message_is_left_and_can_be_heard(rig: Pbx) -> None:
    """104 does not answer; the message is announced, and 104 reaches its own mailbox."""
    phone = rig.phone("104").on()
    with rig.asterisk.probe() as probe:
        caller = rig.world.call("+41440000166")
        phone.called().until("CANCEL")
        caller.until("ACK")
        rig.asterisk.logged("Recording the message")
        caller.hang_up()
        assert probe.event("MessageWaiting", Mailbox="104@default")["New"] == "1"
    rig.phone("104").call("*97").until("ACK")
    rig.asterisk.logged("Playing 'vm-youhave")


def talking(rig: Pbx, phone: Handset, number: str = "101") -> tuple[Call, Call]:
    """A caller from outside who talks to a phone: the caller's side and the phone's."""
    caller = rig.world.call(OWN_BLOCK + number)
    called = phone.called().answer()
    caller.until("ACK")
    called.until("ACK")
    return caller, called


def test_parked_call_is_taken_back_by_its_slot(rig: Pbx) -> None:
    """Parked by 101, retrieved by 102."""
    _, own = talking(rig, rig.phone("101").on())
    with rig.asterisk.probe() as probe:
        own.transfer("70")
        assert probe.event("ParkedCall")["ParkingSpace"] == "71"
        rig.phone("102").call("71").until("ACK")
        probe.event("UnParkedCall", RetrieverChannel="PJSIP/102-")


def test_parked_call_that_nobody_takes_rings_the_parker(rig: Pbx) -> None:
    """It comes back when its time is over."""
    phone = rig.phone("101").on()
    _, own = talking(rig, phone)
    with rig.asterisk.probe() as probe:
        own.transfer("70")
        probe.event("ParkedCallTimeOut")
    phone.called().answer().until("ACK")


@pytest.mark.parametrize("line", ["101", "160"])
@pytest.mark.parametrize("code", ["*8", "**101"])
def test_ringing_call_is_picked_up(rig: Pbx, line: str, code: str) -> None:
    """103 takes the call that rings at 101, by either code, also when it is a group's."""
    phone = rig.phone("101").on()
    caller = rig.world.call(OWN_BLOCK + line)
    ringing = phone.called()
    with rig.asterisk.probe() as probe:
        rig.phone("103").call(code).until("ACK")
        probe.event("Pickup", Channel="PJSIP/103-")
    caller.until("ACK")
    ringing.until("CANCEL")


def test_call_is_passed_on_by_a_code(rig: Pbx) -> None:
    """## and a number: 102 rings, and talks to the caller."""
    first, second = switched_on(rig, "101", "102")
    _, own = talking(rig, first)
    press(own, "##102")
    second.called().answer().until("ACK")
    own.until("BYE")


def test_call_is_passed_on_after_asking_by_a_code(rig: Pbx) -> None:
    """*2 and a number: 102 answers 101; when 101 hangs up, 102 talks to the caller."""
    first, second = switched_on(rig, "101", "102")
    caller, own = talking(rig, first)
    press(own, "*2102")
    asked = second.called().answer()
    asked.until("ACK")
    with rig.asterisk.probe() as probe:
        own.hang_up()
        assert probe.event("AttendedTransfer")["Result"] == "Success"
        caller.hang_up()
        asked.until("BYE")


def test_call_given_away_comes_back_unanswered(rig: Pbx) -> None:
    """A blind transfer to 102, who does not answer: 101 rings again."""
    first, second = switched_on(rig, "101", "102")
    _, own = talking(rig, first)
    own.transfer("102")
    second.called().until("CANCEL")
    first.called().answer().until("ACK")


@pytest.mark.parametrize(("phone", "shown"), [("101", "101"), ("191", "101"), ("102", "102")])
def test_outside_sees_the_number_of_the_person(rig: Pbx, phone: str, shown: str) -> None:
    """The outside gets the number without the 0, from the direct line of the person who calls."""
    world = rig.world.on()
    for number in (OUTSIDE, ABROAD):
        rig.phone(phone).call("0" + number)
        called = world.called()
        assert called.number == number
        assert f"{OWN_BLOCK}{shown}" in called.messages[0].header("From")


def test_phone_takes_a_second_call(rig: Pbx) -> None:
    """Call waiting: a phone that talks rings for the next caller."""
    phone = rig.phone("101").on()
    talking(rig, phone)
    talking(rig, phone)


def test_withheld_number_looks_allowed_on_freepbx(pbx: PbxFactory) -> None:
    """Its dialplan opens the presentation at the door; a variable keeps what it was. Its name is the number."""
    rig = pbx(dialplan="freepbx", channelvars="CALLERID(num-pres)")
    rig.phone("101").on()
    with rig.asterisk.probe() as probe:
        call = rig.world.call("+41440000101", withheld="pai")
        event = probe.event("DialBegin", Channel="PJSIP/trunk-")
        kept = probe.ask(Action="Getvar", Channel=event["Channel"], Variable="CALLINGPRES_SV")
        call.give_up()
    assert event["ChanVariable"] == "CALLERID(num-pres)=allowed_not_screened"
    assert (event["CallerIDNum"], event["CallerIDName"]) == (CALLER, CALLER)
    assert kept["Value"].startswith("prohib")


def test_asterisk_records_calls_when_asked_to(pbx: PbxFactory) -> None:
    """One line per leg, in UTC."""
    rig = pbx(cdr=True)
    with rig.phone("101").answers(after=0.1), rig.world.calls("+41440000101", hangs_up_after=0.3) as call:
        call.wait()
    deadline = time.monotonic() + 5
    while not (records := rig.asterisk.call_records) and time.monotonic() < deadline:
        time.sleep(0.02)
    (record,) = records
    assert (record["src"], record["dst"], record["disposition"]) == (CALLER, "101", "ANSWERED")
    assert record["dstchannel"].startswith("PJSIP/101-")
    assert record["linkedid"] == record["uniqueid"]
    assert float(record["start"]) <= call.times["200"].timestamp()
