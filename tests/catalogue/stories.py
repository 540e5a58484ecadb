"""Stories of several acts: transfers of transfers, consultations that go astray, calls that come back."""

from collections.abc import Iterator
from dataclasses import replace

from tests.catalogue.acts import (
    caller_is_taken,
    consult,
    gave_away,
    held_since,
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
from tests.catalogue.stage import Play, Stage, began, let_in, rang, taken
from tests.pbx.handset import Call
from tests.pbx.phones import CALLER

OTHER = "+41440001235"
DIALLED, CALLED = "00440005678", "+41440005678"


def blind_twice(s: Stage) -> Iterator[Row]:
    """101 sends the caller to 102, and 102 to 103."""
    call, anna = caller_is_taken(s, "101", "102", "103")
    send_on(anna, "102")
    beat = takes(s, "102", after=0.0)
    send_on(beat, "103")
    carla = takes(s, "103", after=0.0)
    call.hang_up()
    yield gave_away("101", anna, "102")
    yield gave_away("102", beat, "103")
    yield took("103", carla)


def attended_twice(s: Stage) -> Iterator[Row]:
    """101 joins the caller and 102, who joins the caller and 103."""
    call, anna = caller_is_taken(s, "101", "102", "103")
    asked, beat = consult(s, anna, "101", "102")
    join(anna, asked)
    s.talk()
    again, carla = consult(s, beat, "102", "103")
    join(beat, again)
    s.talk()
    call.hang_up()
    yield joined("101", anna, asked, beat, "102")
    yield joined("102", beat, again, carla, "103")
    yield took("103", carla)


def blind_and_given_back(s: Stage) -> Iterator[Row]:
    """101 sends the caller to 102, who sends the caller back to 101."""
    call, anna = caller_is_taken(s, "101", "102")
    send_on(anna, "102")
    beat = takes(s, "102", after=0.0)
    send_on(beat, "101")
    again = takes(s, "101")
    call.hang_up()
    legs = (("101", CALLER, "answered"),) * 2
    yield replace(took("101", anna), ended=again.ended, talk=talked(anna) + talked(again), legs=legs)
    yield gave_away("102", beat, "101")


def caller_sends_the_called_on(s: Stage) -> Iterator[Row]:
    """102 calls 101, and then sends 101 on to 103."""
    s.on("101", "103")
    beat = s.dials("102", "101")
    anna = takes(s, "101")
    send_on(beat, "103")
    carla = takes(s, "103")
    anna.hang_up()
    yield took("101", anna, "102").inside("Beat Frei")
    yield Row(
        "102", "outgoing", "101", "transferred", began(beat), beat.ended, taken(anna), transferred_to="103"
    ).inside("Anna Keller")
    yield took("103", carla, "101").inside("Anna Keller")


def attended_to_outside(s: Stage) -> Iterator[Row]:
    """101 asks somebody outside, joins both outside parties, and is gone."""
    call, anna = caller_is_taken(s, "101", "world")
    asked, far = consult(s, anna, "101", DIALLED, "world")
    join(anna, asked)
    s.talk()
    call.hang_up()
    far.wait()
    yield joined("101", anna, asked, far, CALLED)


def attended_into_a_queue(s: Stage) -> Iterator[Row]:
    """103 joins the caller with the queue's music before anybody answers; then 102 answers."""
    call, carla = caller_is_taken(s, "103", "101", "102")
    carla.hold()
    asked = s.dials("103", "700")
    asked.until("ACK")
    anna, beat = s.phone("101").called(), s.phone("102").called()
    rang(anna)
    rang(beat)
    s.talk(0.3)
    carla.join(asked)
    asked.wait()
    carla.hang_up()
    s.talk()
    beat.answer()
    beat.until("ACK")
    s.talk()
    call.hang_up()
    yield in_vain("101", anna).taken_by("102")
    yield took("102", beat)
    yield _joined_unanswered("103", carla, asked, "700")


def consulted_twice_then_joined(s: Stage) -> Iterator[Row]:
    """101 asks 102, goes back to the caller, asks 103, and joins."""
    call, anna = caller_is_taken(s, "101", "102", "103")
    asked, beat = consult(s, anna, "101", "102")
    asked.hang_up()
    anna.take_back()
    first = anna.held
    s.talk()
    again, carla = consult(s, anna, "101", "103")
    join(anna, again)
    s.talk()
    call.hang_up()
    row = joined("101", anna, again, carla, "103")
    yield replace(row, held=first + row.held)
    yield Row("101", "outgoing", "102", "answered", began(asked), asked.ended, taken(beat)).inside("Beat Frei")
    yield took("102", beat, "101").inside("Anna Keller")
    yield took("103", carla)


def two_callers_joined(s: Stage) -> Iterator[Row]:
    """101 talks to one caller, takes a second, and joins the two."""
    one, anna = caller_is_taken(s, "101")
    two = s.comes("101", OTHER)
    second = s.phone("101").called()
    rang(second)
    anna.hold()
    second.answer()
    two.until("ACK")
    s.talk()
    second.join(anna)
    anna.wait()
    second.hang_up()
    s.talk()
    one.hang_up()
    two.wait()
    yield joined("101", anna, second, second, OTHER)  # the row of the second caller merges into that of the first


def transferred_and_picked_up(s: Stage) -> Iterator[Row]:
    """101 sends the caller to 102, where it rings; 103 picks up."""
    call, anna = caller_is_taken(s, "101", "102")
    send_on(anna, "102")
    beat = s.phone("102").called()
    rang(beat)
    s.talk(0.3)
    carla = s.dials("103", "**102")
    carla.until("ACK")
    s.talk(1.0)
    call.hang_up()
    yield gave_away("101", anna, "102")
    yield in_vain("102", beat).taken_by("103")
    yield Row("103", "incoming", CALLER, "answered", began(carla), carla.ended, let_in(carla))


def two_parked_at_once(s: Stage) -> Iterator[Row]:
    """101 parks two callers; 102 takes the second, 103 the first."""
    one, anna = caller_is_taken(s, "101")
    park(s, anna)
    two, again = caller_is_taken(s, "101", caller=OTHER)
    park(s, again)
    beat = s.dials("102", "72")
    beat.until("ACK")
    carla = s.dials("103", "71")
    carla.until("ACK")
    s.talk(1.0)
    one.hang_up()
    two.hang_up()
    yield replace(gave_away("101", anna, "103"), end="parked")
    yield replace(gave_away("101", again, "102", OTHER), end="parked")
    yield Row("102", "incoming", OTHER, "answered", began(beat), beat.ended, let_in(beat))
    yield Row("103", "incoming", CALLER, "answered", began(carla), carla.ended, let_in(carla))


def withheld_transferred(s: Stage) -> Iterator[Row]:
    """A withheld caller is sent to 102, who asks 103 and joins the two."""
    call, anna = caller_is_taken(s, "101", "102", "103", withheld="pai")
    send_on(anna, "102")
    beat = takes(s, "102", after=0.0)
    asked, carla = consult(s, beat, "102", "103")
    join(beat, asked)
    s.talk()
    call.hang_up()
    yield replace(gave_away("101", anna, "102", None), presentation="withheld")
    yield replace(joined("102", beat, asked, carla, "103", None), presentation="withheld")
    yield replace(took("103", carla, None), presentation="withheld")


def queue_transferred_back(s: Stage) -> Iterator[Row]:
    """102 takes a call of the queue and sends it back into the queue; 101 takes it."""
    s.on("101", "102")
    call = s.comes("170")
    anna, beat = s.phone("101").called(), s.phone("102").called()
    rang(anna)
    beat.answer()
    beat.until("ACK")
    s.talk()
    send_on(beat, "700")
    anna2, beat2 = s.phone("101").called(), s.phone("102").called()
    rang(beat2)
    s.talk(0.3)
    anna2.answer()
    anna2.until("ACK")
    s.talk()
    call.hang_up()
    legs = (("101", CALLER, "answered-elsewhere"), ("101", CALLER, "answered"))
    yield replace(took("101", anna2), started=rang(anna), own="101", legs=legs)
    # 102 passed it on; that it rang 102 again and another took it changes nothing
    legs = (("102", CALLER, "answered"), ("102", CALLER, "answered-elsewhere"))
    yield replace(gave_away("102", beat, "700"), ended=beat2.ended, talk=talked(beat), legs=legs)


def queue_declined_then_taken(s: Stage) -> Iterator[Row]:
    """102 declines a call of the queue, is rung again, and takes it."""
    s.on("101", "102")
    call = s.comes("170")
    anna, beat = s.phone("101").called(), s.phone("102").called()
    rang(anna)
    s.talk(0.3)
    beat.refuse("603")
    anna.refuse("486")
    again, anna2 = s.phone("102").called(patience=8), s.phone("101").called(patience=8)
    rang(anna2)
    s.talk(0.3)
    again.answer()
    again.until("ACK")
    s.talk()
    call.hang_up()
    legs = (("101", CALLER, "busy"), ("101", CALLER, "answered-elsewhere"))
    yield replace(in_vain("101", anna), ended=anna2.ended, legs=legs).taken_by("102")
    legs = (("102", CALLER, "rejected"), ("102", CALLER, "answered"))
    yield replace(took("102", again), started=rang(beat), legs=legs)


def dials_while_it_rings(s: Stage) -> Iterator[Row]:
    """101 rings; instead of lifting she calls 102, then takes the caller."""
    s.on("101", "102")
    call = s.comes("101")
    anna = s.phone("101").called()
    rang(anna)
    s.talk(0.2)
    out = s.dials("101", "102")
    beat = s.phone("102").called()
    rang(beat)
    s.talk(0.2)
    beat.answer()
    out.until("ACK")
    s.talk(0.3)
    out.hang_up()
    beat.wait()
    anna.answer()
    call.until("ACK")
    s.talk()
    call.hang_up()
    yield took("101", anna)
    yield Row("101", "outgoing", "102", "answered", began(out), out.ended, taken(beat)).inside("Beat Frei")
    yield took("102", beat, "101").inside("Anna Keller")


def semi_attended(s: Stage) -> Iterator[Row]:
    """101 holds the caller, dials 102, and joins while 102 still rings; 102 answers."""
    call, anna = caller_is_taken(s, "101", "102")
    anna.hold()
    asked = s.dials("101", "102")
    beat = s.phone("102").called()
    asked.until("180")
    s.talk(0.3)
    anna.join(asked)
    anna.until("202 REFER")
    anna.hang_up()
    beat.answer()
    beat.until("ACK")
    s.talk()
    call.hang_up()
    s.talk(0.2)
    yield _joined_unanswered("101", anna, asked, "102")
    yield took("102", beat)


def _joined_unanswered(owner: str, phone: Call, consultation: Call, to: str) -> Row:
    """The row of who joined a caller with a call that nobody had answered: on hold to the end."""
    row = gave_away(owner, phone, to)
    end = max(phone.ended, consultation.ended)
    legs = ((owner, CALLER, "answered"), (owner, to, "cancelled"))
    return replace(row, ended=end, held=(end - held_since(phone)).total_seconds(), legs=legs)


PLAYS: tuple[Play, ...] = (
    blind_twice,
    attended_twice,
    blind_and_given_back,
    caller_sends_the_called_on,
    attended_to_outside,
    attended_into_a_queue,
    consulted_twice_then_joined,
    two_callers_joined,
    semi_attended,
    transferred_and_picked_up,
    two_parked_at_once,
    withheld_transferred,
    queue_transferred_back,
    queue_declined_then_taken,
    dials_while_it_rings,
)
