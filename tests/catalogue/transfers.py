"""Calls that are passed on: blind and attended, by the telephone, by a feature code, by another program; parked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from tests.catalogue.acts import (
    caller_is_taken,
    consult,
    gave_away,
    in_vain,
    join,
    joined,
    park,
    send_on,
    takes,
    talked,
    took,
)
from tests.catalogue.row import Row
from tests.catalogue.stage import PARKING_SECONDS, Play, Stage, began, let_in, rang, taken
from tests.pbx.handset import Call
from tests.pbx.phones import CALLER


def blind(s: Stage) -> Iterator[Row]:
    """101 sends the caller to 102, who answers."""
    call, anna = caller_is_taken(s, "101", "102")
    send_on(anna, "102")
    beat = takes(s, "102")
    call.hang_up()
    yield gave_away("101", anna, "102")
    yield took("102", beat)


def blind_outside(s: Stage) -> Iterator[Row]:
    """101 sends the caller to a number outside; nobody of the house talks any more."""
    call, anna = caller_is_taken(s, "101", "world")
    send_on(anna, "000493023125123")
    far = takes(s, "world", after=0.0)
    call.hang_up()
    far.wait()
    yield gave_away("101", anna, "+493023125123")


def blind_to_a_group(s: Stage) -> Iterator[Row]:
    """103 sends the caller to the group of 101 and 102; 102 answers."""
    call, carla = caller_is_taken(s, "103", "101", "102")
    send_on(carla, "600")
    anna, beat = s.phone("101").called(), s.phone("102").called()
    s.talk(0.3)
    rang(anna)
    beat.answer()
    beat.until("ACK")
    s.talk(0.3)
    call.hang_up()
    yield in_vain("101", anna).taken_by("102")
    yield took("102", beat)
    yield gave_away("103", carla, "600")


def blind_and_back(s: Stage) -> Iterator[Row]:
    """102 does not answer the transferred call: it comes back to 101, who talks again."""
    call, anna = caller_is_taken(s, "101", "102")
    send_on(anna, "102")
    beat = s.phone("102").called()
    rang(beat)
    again = takes(s, "101")
    call.hang_up()
    talk = talked(anna) + talked(again)
    legs = (("101", CALLER, "answered"),) * 2
    yield replace(took("101", anna), ended=again.ended, talk=talk, legs=legs)
    yield in_vain("102", beat).taken_by("101")


def blind_of_an_outgoing_call(s: Stage) -> Iterator[Row]:
    """101 calls outside and passes the talk on to 102."""
    s.on("102", "world")
    anna = s.dials("101", "00440005678")
    far = s.world.called().answer()
    anna.until("ACK")
    s.talk()
    send_on(anna, "102")
    beat = takes(s, "102", after=0.0)
    beat.hang_up()
    number = "+41440005678"
    yield Row("101", "outgoing", number, "transferred", began(anna), anna.ended, taken(far), transferred_to="102")
    yield took("102", beat, number)


def attended(s: Stage) -> Iterator[Row]:
    """101 holds the caller, talks to 102, and joins the two (REFER with Replaces)."""
    call, anna = caller_is_taken(s, "101", "102")
    consultation, beat = consult(s, anna, "101", "102")
    join(anna, consultation)
    s.talk()
    call.hang_up()
    yield joined("101", anna, consultation, beat, "102")
    yield took("102", beat)


def consultation_without_a_transfer(s: Stage) -> Iterator[Row]:
    """101 holds the caller, asks 102 something, and goes on with the caller: the question is a call of its own."""
    call, anna = caller_is_taken(s, "101", "102")
    consultation, beat = consult(s, anna, "101", "102")
    consultation.hang_up()
    beat.wait()
    anna.take_back()
    s.talk(0.3)
    call.hang_up()
    yield replace(took("101", anna), held=anna.held)
    asked = Row("101", "outgoing", "102", "answered", began(consultation), consultation.ended, taken(beat))
    yield asked.inside("Beat Frei")
    yield took("102", beat, "101").inside("Anna Keller")


PRESSED = timedelta(seconds=0.26)
"""For so long Asterisk presses the keys of a code that another program asks it for."""


def _press(s: Stage, phone: Call, code: str, number: str) -> None:
    """Press a code during a call, and after the prompt a number."""
    for part, pause in ((code, 1.5), (number, 0.0)):
        for digit in part:
            phone.digit(digit)
            s.talk(0.15)
        s.talk(pause)


def attended_by_code(s: Stage) -> Iterator[Row]:
    """101 presses *2 102, talks to 102, and hangs up: the two are joined."""
    call, anna = caller_is_taken(s, "101", "102")
    _press(s, anna, "*2", "102")
    beat = s.phone("102").called()
    s.talk(0.3)
    beat.answer()
    beat.until("ACK")
    s.talk(0.5)
    anna.hang_up()
    s.talk(0.5)
    call.hang_up()
    asked = next(message.at for message in anna.messages if message.key == "INFO" and "Signal=2" in message.text)
    held = (taken(beat) - asked).total_seconds()
    yield replace(gave_away("101", anna, "102"), held=held)
    yield took("102", beat)


def blind_by_code(s: Stage) -> Iterator[Row]:
    """101 presses ## 102: 102 rings and answers."""
    call, anna = caller_is_taken(s, "101", "102")
    _press(s, anna, "##", "102")
    held = [message.at for message in anna.messages if message.key == "INFO"][1]  # the caller waits from the code on
    beat = s.phone("102").called()
    anna.wait()  # the PBX ends the talk with her
    s.talk(0.3)
    beat.answer()
    beat.until("ACK")
    s.talk()
    call.hang_up()
    yield replace(gave_away("101", anna, "102"), held=(anna.ended - held).total_seconds())
    yield took("102", beat)


def attended_by_another_program(s: Stage) -> Iterator[Row]:
    """Another program has 101 consult 102 (AMI Atxfer); 101 hangs up: the two are joined."""
    call, anna = caller_is_taken(s, "101", "102")
    held = s.now() + PRESSED
    s.pbx.ask(Action="Atxfer", Channel=s.channel("101"), Context=s.context, Exten="102")
    beat = s.phone("102").called()
    s.talk(0.3)
    beat.answer()
    beat.until("ACK")
    s.talk(0.5)
    anna.hang_up()
    s.talk(0.5)
    call.hang_up()
    yield replace(gave_away("101", anna, "102"), held=(taken(beat) - held).total_seconds())
    yield took("102", beat)


def redirected_by_another_program(s: Stage) -> Iterator[Row]:
    """Another program sends the caller from 101 to 102 (AMI Redirect)."""
    call, anna = caller_is_taken(s, "101", "102")
    trunk = s.channel("trunk")
    s.pbx.ask(Action="Redirect", Channel=trunk, Context=s.context, Exten="102", Priority="1")
    beat = takes(s, "102")
    call.hang_up()
    yield gave_away("101", anna, "102")
    yield took("102", beat)


# --- parking ---------------------------------------------------------------------------------------------------------


def _parked(s: Stage) -> tuple[Call, Call]:
    call, anna = caller_is_taken(s, "101")
    park(s, anna)
    return call, anna


def parked_and_taken_by_a_colleague(s: Stage) -> Iterator[Row]:
    """101 parks the caller, 102 takes the call."""
    call, anna = _parked(s)
    beat = s.dials("102", "71")
    beat.until("ACK")
    s.talk(1.0)
    call.hang_up()
    yield replace(gave_away("101", anna, "102"), end="parked")
    yield Row("102", "incoming", CALLER, "answered", began(beat), beat.ended, let_in(beat))


def parked_and_taken_back(s: Stage) -> Iterator[Row]:
    """101 parks the caller and takes the call back: the time between is time on hold."""
    call, anna = _parked(s)
    again = s.dials("101", "71")
    again.until("ACK")
    s.talk(1.0)
    call.hang_up()
    legs = (("101", CALLER, "parked"), ("101", CALLER, "answered"))
    held = (let_in(again) - anna.ended).total_seconds()
    yield replace(took("101", anna), ended=again.ended, held=held, legs=legs)


def parked_and_given_up(s: Stage) -> Iterator[Row]:
    """101 parks the caller, who hangs up."""
    call, anna = _parked(s)
    call.hang_up()
    s.talk(0.1)
    yield replace(took("101", anna), end="parked")


def parked_and_come_back(s: Stage) -> Iterator[Row]:
    """101 parks the caller, and nobody takes the call: it rings at 101 again, who answers."""
    call, anna = _parked(s)
    again = s.phone("101").called(patience=PARKING_SECONDS + 3)
    s.talk(0.3)
    again.answer()
    again.until("ACK")
    s.talk()
    call.hang_up()
    legs = (("101", CALLER, "parked"), ("101", CALLER, "answered"))
    held = (taken(again) - anna.ended).total_seconds()
    yield replace(took("101", anna), ended=again.ended, held=held, legs=legs)


PLAYS: tuple[Play, ...] = (
    blind,
    blind_outside,
    blind_to_a_group,
    blind_and_back,
    blind_of_an_outgoing_call,
    attended,
    consultation_without_a_transfer,
    attended_by_code,
    attended_by_another_program,
    blind_by_code,
    redirected_by_another_program,
    parked_and_taken_by_a_colleague,
    parked_and_taken_back,
    parked_and_given_up,
    parked_and_come_back,
)
