"""Calls that are passed on: blind and attended, by the telephone, by a feature code, by another program; parked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from tests.catalogue.row import Row
from tests.catalogue.stage import PARKING_SECONDS, Play, Stage, began, let_in, rang, taken
from tests.pbx.handset import Call
from tests.pbx.phones import CALLER


def _taken_by_anna(s: Stage, *others: str) -> tuple[Call, Call]:
    """An outside caller talks to 101; the others' telephones are on."""
    s.on("101", *others)
    call = s.comes("101")
    anna = s.phone("101").called().answer()
    call.until("ACK")
    s.talk()
    return call, anna


def _passed_on(anna: Call, to: str) -> Row:
    return Row("101", "incoming", CALLER, "transferred", rang(anna), anna.ended, taken(anna), transferred_to=to)


def blind(s: Stage) -> Iterator[Row]:
    """101 sends the caller to 102, who answers."""
    call, anna = _taken_by_anna(s, "102")
    anna.transfer("102")
    anna.until("202 REFER")
    anna.hang_up()
    beat = s.phone("102").called()
    s.talk(0.3)
    beat.answer()
    beat.until("ACK")
    s.talk()
    call.hang_up()
    yield _passed_on(anna, "102")
    yield Row("102", "incoming", CALLER, "answered", rang(beat), beat.ended, taken(beat))


def blind_outside(s: Stage) -> Iterator[Row]:
    """101 sends the caller to a number outside; nobody of the house talks any more."""
    call, anna = _taken_by_anna(s, "world")
    anna.transfer("000493023125123")
    anna.until("202 REFER")
    anna.hang_up()
    far = s.world.called().answer()
    far.until("ACK")
    s.talk()
    call.hang_up()
    far.wait()
    yield _passed_on(anna, "+493023125123")


def blind_to_a_group(s: Stage) -> Iterator[Row]:
    """103 sends the caller to the group of 101 and 102; 102 answers."""
    s.on("101", "102", "103")
    call = s.comes("103")
    carla = s.phone("103").called().answer()
    call.until("ACK")
    s.talk()
    carla.transfer("600")
    carla.until("202 REFER")
    carla.hang_up()
    anna, beat = s.phone("101").called(), s.phone("102").called()
    s.talk(0.3)
    rang(anna)
    beat.answer()
    beat.until("ACK")
    s.talk(0.3)
    call.hang_up()
    yield Row("101", "incoming", CALLER, "missed", rang(anna), anna.ended).taken_by("102")
    yield Row("102", "incoming", CALLER, "answered", rang(beat), beat.ended, taken(beat))
    yield Row("103", "incoming", CALLER, "transferred", rang(carla), carla.ended, taken(carla), transferred_to="600")


def blind_and_back(s: Stage) -> Iterator[Row]:
    """102 does not answer the transferred call: it comes back to 101, who talks again."""
    call, anna = _taken_by_anna(s, "102")
    anna.transfer("102")
    anna.until("202 REFER")
    anna.hang_up()
    beat = s.phone("102").called()
    rang(beat)
    again = s.phone("101").called()
    s.talk(0.2)
    again.answer()
    again.until("ACK")
    s.talk()
    call.hang_up()
    talk = (anna.ended - taken(anna)).total_seconds() + (again.ended - taken(again)).total_seconds()
    legs = (("101", CALLER, "answered"),) * 2
    yield Row("101", "incoming", CALLER, "answered", rang(anna), again.ended, taken(anna), talk=talk, legs=legs)
    yield Row("102", "incoming", CALLER, "missed", rang(beat), beat.ended).taken_by("101")


def blind_of_an_outgoing_call(s: Stage) -> Iterator[Row]:
    """101 calls outside and passes the talk on to 102."""
    s.on("102", "world")
    anna = s.dials("101", "00440005678")
    far = s.world.called().answer()
    anna.until("ACK")
    s.talk()
    anna.transfer("102")
    anna.until("202 REFER")
    anna.hang_up()
    beat = s.phone("102").called().answer()
    beat.until("ACK")
    s.talk()
    beat.hang_up()
    number = "+41440005678"
    yield Row("101", "outgoing", number, "transferred", began(anna), anna.ended, taken(far), transferred_to="102")
    yield Row("102", "incoming", number, "answered", rang(beat), beat.ended, taken(beat))


def _consultation(s: Stage) -> tuple[Call, Call, Call, Call]:
    """101 holds the caller and talks to 102."""
    call, anna = _taken_by_anna(s, "102")
    anna.hold()
    consultation = s.dials("101", "102")
    beat = s.phone("102").called()
    s.talk(0.3)
    beat.answer()
    consultation.until("ACK")
    s.talk()
    return call, anna, consultation, beat


def attended(s: Stage) -> Iterator[Row]:
    """101 holds the caller, talks to 102, and joins the two (REFER with Replaces)."""
    call, anna, consultation, beat = _consultation(s)
    anna.join(consultation)
    consultation.wait()
    anna.hang_up()
    s.talk()
    call.hang_up()
    waited = (taken(beat) - _held_since(anna)).total_seconds()
    yield Row(
        "101",
        "incoming",
        CALLER,
        "transferred",
        rang(anna),
        max(anna.ended, consultation.ended),
        taken(anna),
        held=waited,
        transferred_to="102",
        legs=(("101", CALLER, "answered"), ("101", "102", "answered")),
    )
    yield Row("102", "incoming", CALLER, "answered", rang(beat), beat.ended, taken(beat))


def _held_since(call: Call) -> datetime:
    return next(m.at for m in call.messages if m.key == "INVITE" and "sendonly" in m.text)


def consultation_without_a_transfer(s: Stage) -> Iterator[Row]:
    """101 holds the caller, asks 102 something, and goes on with the caller: the question is a call of its own."""
    call, anna, consultation, beat = _consultation(s)
    consultation.hang_up()
    beat.wait()
    anna.take_back()
    s.talk(0.3)
    call.hang_up()
    yield Row("101", "incoming", CALLER, "answered", rang(anna), anna.ended, taken(anna), held=anna.held)
    asked = Row("101", "outgoing", "102", "answered", began(consultation), consultation.ended, taken(beat))
    yield asked.inside("Beat Frei")
    yield Row("102", "incoming", "101", "answered", rang(beat), beat.ended, taken(beat)).inside("Anna Keller")


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
    call, anna = _taken_by_anna(s, "102")
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
    yield replace(_passed_on(anna, "102"), held=held)
    yield Row("102", "incoming", CALLER, "answered", rang(beat), beat.ended, taken(beat))


def blind_by_code(s: Stage) -> Iterator[Row]:
    """101 presses ## 102: 102 rings and answers."""
    call, anna = _taken_by_anna(s, "102")
    _press(s, anna, "##", "102")
    held = [message.at for message in anna.messages if message.key == "INFO"][1]  # the caller waits from the code on
    beat = s.phone("102").called()
    anna.wait()  # the PBX ends the talk with her
    s.talk(0.3)
    beat.answer()
    beat.until("ACK")
    s.talk()
    call.hang_up()
    yield replace(_passed_on(anna, "102"), held=(anna.ended - held).total_seconds())
    yield Row("102", "incoming", CALLER, "answered", rang(beat), beat.ended, taken(beat))


def attended_by_another_program(s: Stage) -> Iterator[Row]:
    """Another program has 101 consult 102 (AMI Atxfer); 101 hangs up: the two are joined."""
    call, anna = _taken_by_anna(s, "102")
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
    yield replace(_passed_on(anna, "102"), held=(taken(beat) - held).total_seconds())
    yield Row("102", "incoming", CALLER, "answered", rang(beat), beat.ended, taken(beat))


def redirected_by_another_program(s: Stage) -> Iterator[Row]:
    """Another program sends the caller from 101 to 102 (AMI Redirect)."""
    call, anna = _taken_by_anna(s, "102")
    trunk = s.channel("trunk")
    s.pbx.ask(Action="Redirect", Channel=trunk, Context=s.context, Exten="102", Priority="1")
    beat = s.phone("102").called()
    s.talk(0.3)
    beat.answer()
    beat.until("ACK")
    s.talk()
    call.hang_up()
    yield _passed_on(anna, "102")
    yield Row("102", "incoming", CALLER, "answered", rang(beat), beat.ended, taken(beat))


# --- parking ---------------------------------------------------------------------------------------------------------


def _parked(s: Stage, *others: str) -> tuple[Call, Call]:
    call, anna = _taken_by_anna(s, *others)
    anna.transfer("70")
    anna.until("202 REFER")
    s.pbx.event("ParkedCall")
    anna.hang_up()
    s.talk(0.5)
    return call, anna


def parked_and_taken_by_a_colleague(s: Stage) -> Iterator[Row]:
    """101 parks the caller, 102 takes the call."""
    call, anna = _parked(s)
    beat = s.dials("102", "71")
    beat.until("ACK")
    s.talk(1.0)
    call.hang_up()
    yield replace(_passed_on(anna, "102"), end="parked")
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
    yield Row("101", "incoming", CALLER, "answered", rang(anna), again.ended, taken(anna), held=held, legs=legs)


def parked_and_given_up(s: Stage) -> Iterator[Row]:
    """101 parks the caller, who hangs up."""
    call, anna = _parked(s)
    call.hang_up()
    s.talk(0.1)
    yield Row("101", "incoming", CALLER, "answered", rang(anna), anna.ended, taken(anna), end="parked")


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
    yield Row("101", "incoming", CALLER, "answered", rang(anna), again.ended, taken(anna), held=held, legs=legs)


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
