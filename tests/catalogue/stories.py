"""Stories of several acts: transfers of transfers, consultations that go astray, calls that come back."""

from collections.abc import Iterator
from dataclasses import replace

from tests.catalogue.row import Row
from tests.catalogue.stage import Play, Stage, began, let_in, rang, taken
from tests.pbx.handset import Call
from tests.pbx.phones import CALLER

OTHER = "+41440001235"
DIALLED, CALLED = "00440005678", "+41440005678"


def _taken_by(s: Stage, number: str, *others: str, caller: str = CALLER, **more) -> tuple[Call, Call]:
    s.on(number, *others)
    call = s.comes(number, caller, **more)
    phone = s.phone(number).called()
    rang(phone)
    phone.answer()
    call.until("ACK")
    s.talk()
    return call, phone


def _send(phone: Call, number: str) -> None:
    phone.transfer(number)
    phone.until("202 REFER")
    phone.hang_up()


def _consults(s: Stage, phone: Call, own: str, number: str, at: str | None = None) -> tuple[Call, Call]:
    """Hold, dial, talk."""
    phone.hold()
    consultation = s.dials(own, number)
    other = (s.world if at == "world" else s.phone(at or number)).called()
    s.talk(0.3)
    other.answer()
    consultation.until("ACK")
    s.talk()
    return consultation, other


def _join(phone: Call, consultation: Call) -> None:
    phone.join(consultation)
    consultation.wait()
    phone.hang_up()


def _held_since(call: Call):
    return next(m.at for m in call.messages if m.key == "INVITE" and m.is_sent and "sendonly" in m.text)


def _joined(
    owner: str, phone: Call, consultation: Call, other: Call, to: str, number: str | None = CALLER, **more
) -> Row:
    """The row of who joined the two."""
    held = (taken(other) - _held_since(phone)).total_seconds()
    legs = ((owner, number, "answered"), (owner, more.pop("asked", to), "answered"))
    return Row(
        owner,
        more.pop("direction", "incoming"),
        number,
        "transferred",
        more.pop("started", None) or rang(phone),
        max(phone.ended, consultation.ended),
        more.pop("answered", None) or taken(phone),
        held=held,
        transferred_to=to,
        legs=legs,
        **more,
    )


def blind_twice(s: Stage) -> Iterator[Row]:
    """101 sends the caller to 102, and 102 to 103."""
    call, anna = _taken_by(s, "101", "102", "103")
    _send(anna, "102")
    beat = s.phone("102").called().answer()
    beat.until("ACK")
    s.talk()
    _send(beat, "103")
    carla = s.phone("103").called().answer()
    carla.until("ACK")
    s.talk()
    call.hang_up()
    yield Row("101", "incoming", CALLER, "transferred", rang(anna), anna.ended, taken(anna), transferred_to="102")
    yield Row("102", "incoming", CALLER, "transferred", rang(beat), beat.ended, taken(beat), transferred_to="103")
    yield Row("103", "incoming", CALLER, "answered", rang(carla), carla.ended, taken(carla))


def attended_twice(s: Stage) -> Iterator[Row]:
    """101 joins the caller and 102, who joins the caller and 103."""
    call, anna = _taken_by(s, "101", "102", "103")
    asked, beat = _consults(s, anna, "101", "102")
    _join(anna, asked)
    s.talk()
    again, carla = _consults(s, beat, "102", "103")
    _join(beat, again)
    s.talk()
    call.hang_up()
    yield _joined("101", anna, asked, beat, "102")
    yield _joined("102", beat, again, carla, "103")
    yield Row("103", "incoming", CALLER, "answered", rang(carla), carla.ended, taken(carla))


def blind_and_given_back(s: Stage) -> Iterator[Row]:
    """101 sends the caller to 102, who sends the caller back to 101."""
    call, anna = _taken_by(s, "101", "102")
    _send(anna, "102")
    beat = s.phone("102").called().answer()
    beat.until("ACK")
    s.talk()
    _send(beat, "101")
    again = s.phone("101").called()
    s.talk(0.2)
    again.answer()
    again.until("ACK")
    s.talk()
    call.hang_up()
    talk = (anna.ended - taken(anna)).total_seconds() + (again.ended - taken(again)).total_seconds()
    legs = (("101", CALLER, "answered"),) * 2
    yield Row("101", "incoming", CALLER, "answered", rang(anna), again.ended, taken(anna), talk=talk, legs=legs)
    yield Row("102", "incoming", CALLER, "transferred", rang(beat), beat.ended, taken(beat), transferred_to="101")


def caller_sends_the_called_on(s: Stage) -> Iterator[Row]:
    """102 calls 101, and then sends 101 on to 103."""
    s.on("101", "103")
    beat = s.dials("102", "101")
    anna = s.phone("101").called()
    rang(anna)
    anna.answer()
    beat.until("ACK")
    s.talk()
    _send(beat, "103")
    carla = s.phone("103").called()
    s.talk(0.2)
    carla.answer()
    carla.until("ACK")
    s.talk()
    anna.hang_up()
    yield Row("101", "incoming", "102", "answered", rang(anna), anna.ended, taken(anna)).inside("Beat Frei")
    yield Row(
        "102", "outgoing", "101", "transferred", began(beat), beat.ended, taken(anna), transferred_to="103"
    ).inside("Anna Keller")
    yield Row("103", "incoming", "101", "answered", rang(carla), carla.ended, taken(carla)).inside("Anna Keller")


def attended_to_outside(s: Stage) -> Iterator[Row]:
    """101 asks somebody outside, joins both outside parties, and is gone."""
    call, anna = _taken_by(s, "101", "world")
    asked, far = _consults(s, anna, "101", DIALLED, "world")
    _join(anna, asked)
    s.talk()
    call.hang_up()
    far.wait()
    yield _joined("101", anna, asked, far, CALLED)


def attended_into_a_queue(s: Stage) -> Iterator[Row]:
    """103 joins the caller with the queue's music before anybody answers; then 102 answers."""
    call, carla = _taken_by(s, "103", "101", "102")
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
    yield Row("101", "incoming", CALLER, "missed", rang(anna), anna.ended).taken_by("102")
    yield Row("102", "incoming", CALLER, "answered", rang(beat), beat.ended, taken(beat))
    yield Row(
        "103",
        "incoming",
        CALLER,
        "transferred",
        rang(carla),
        max(carla.ended, asked.ended),
        taken(carla),
        held=(max(carla.ended, asked.ended) - _held_since(carla)).total_seconds(),
        transferred_to="700",
        legs=(("103", CALLER, "answered"), ("103", "700", "cancelled")),
    )


def consulted_twice_then_joined(s: Stage) -> Iterator[Row]:
    """101 asks 102, goes back to the caller, asks 103, and joins."""
    call, anna = _taken_by(s, "101", "102", "103")
    asked, beat = _consults(s, anna, "101", "102")
    asked.hang_up()
    anna.take_back()
    first = anna.held
    s.talk()
    again, carla = _consults(s, anna, "101", "103")
    _join(anna, again)
    s.talk()
    call.hang_up()
    since = [m.at for m in anna.messages if m.key == "INVITE" and m.is_sent and "sendonly" in m.text][1]
    held = first + (taken(carla) - since).total_seconds()
    yield replace(_joined("101", anna, again, carla, "103"), held=held)
    yield Row("101", "outgoing", "102", "answered", began(asked), asked.ended, taken(beat)).inside("Beat Frei")
    yield Row("102", "incoming", "101", "answered", rang(beat), beat.ended, taken(beat)).inside("Anna Keller")
    yield Row("103", "incoming", CALLER, "answered", rang(carla), carla.ended, taken(carla))


def two_callers_joined(s: Stage) -> Iterator[Row]:
    """101 talks to one caller, takes a second, and joins the two."""
    one, anna = _taken_by(s, "101")
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
    # two incoming calls: which is the older row is clear; the younger merges into it
    held = (taken(second) - _held_since(anna)).total_seconds()
    yield Row(
        "101",
        "incoming",
        CALLER,
        "transferred",
        rang(anna),
        max(anna.ended, second.ended),
        taken(anna),
        held=held,
        transferred_to=OTHER,
        legs=(("101", CALLER, "answered"), ("101", OTHER, "answered")),
    )


def transferred_and_picked_up(s: Stage) -> Iterator[Row]:
    """101 sends the caller to 102, where it rings; 103 picks up."""
    call, anna = _taken_by(s, "101", "102")
    _send(anna, "102")
    beat = s.phone("102").called()
    rang(beat)
    s.talk(0.3)
    carla = s.dials("103", "**102")
    carla.until("ACK")
    s.talk(1.0)
    call.hang_up()
    yield Row("101", "incoming", CALLER, "transferred", rang(anna), anna.ended, taken(anna), transferred_to="102")
    yield Row("102", "incoming", CALLER, "missed", rang(beat), beat.ended).taken_by("103")
    yield Row("103", "incoming", CALLER, "answered", began(carla), carla.ended, let_in(carla))


def two_parked_at_once(s: Stage) -> Iterator[Row]:
    """101 parks two callers; 102 takes the second, 103 the first."""
    one, anna = _taken_by(s, "101")
    _send(anna, "70")
    s.talk(0.4)
    two, again = _taken_by(s, "101", caller=OTHER)
    _send(again, "70")
    s.talk(0.3)
    beat = s.dials("102", "72")
    beat.until("ACK")
    carla = s.dials("103", "71")
    carla.until("ACK")
    s.talk(1.0)
    one.hang_up()
    two.hang_up()
    yield Row(
        "101",
        "incoming",
        CALLER,
        "transferred",
        rang(anna),
        anna.ended,
        taken(anna),
        transferred_to="103",
        end="parked",
    )
    yield Row(
        "101",
        "incoming",
        OTHER,
        "transferred",
        rang(again),
        again.ended,
        taken(again),
        transferred_to="102",
        end="parked",
    )
    yield Row("102", "incoming", OTHER, "answered", began(beat), beat.ended, let_in(beat))
    yield Row("103", "incoming", CALLER, "answered", began(carla), carla.ended, let_in(carla))


def withheld_transferred(s: Stage) -> Iterator[Row]:
    """A withheld caller is sent to 102, who asks 103 and joins the two."""
    call, anna = _taken_by(s, "101", "102", "103", withheld="pai")
    _send(anna, "102")
    beat = s.phone("102").called().answer()
    beat.until("ACK")
    s.talk()
    asked, carla = _consults(s, beat, "102", "103")
    _join(beat, asked)
    s.talk()
    call.hang_up()
    yield Row(
        "101",
        "incoming",
        None,
        "transferred",
        rang(anna),
        anna.ended,
        taken(anna),
        transferred_to="102",
        presentation="withheld",
    )
    row = _joined("102", beat, asked, carla, "103", number=None)
    yield replace(row, presentation="withheld")
    yield Row("103", "incoming", None, "answered", rang(carla), carla.ended, taken(carla), presentation="withheld")


def queue_transferred_back(s: Stage) -> Iterator[Row]:
    """102 takes a call of the queue and sends it back into the queue; 101 takes it."""
    s.on("101", "102")
    call = s.comes("170")
    anna, beat = s.phone("101").called(), s.phone("102").called()
    rang(anna)
    beat.answer()
    beat.until("ACK")
    s.talk()
    _send(beat, "700")
    anna2, beat2 = s.phone("101").called(), s.phone("102").called()
    rang(beat2)
    s.talk(0.3)
    anna2.answer()
    anna2.until("ACK")
    s.talk()
    call.hang_up()
    yield Row(
        "101",
        "incoming",
        CALLER,
        "answered",
        rang(anna),
        anna2.ended,
        taken(anna2),
        own="101",
        legs=(("101", CALLER, "answered-elsewhere"), ("101", CALLER, "answered")),
    )
    # 102 passed it on; that it rang 102 again and another took it changes nothing
    yield Row(
        "102",
        "incoming",
        CALLER,
        "transferred",
        rang(beat),
        beat2.ended,
        taken(beat),
        transferred_to="700",
        talk=(beat.ended - taken(beat)).total_seconds(),
        legs=(("102", CALLER, "answered"), ("102", CALLER, "answered-elsewhere")),
    )


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
    yield Row(
        "101",
        "incoming",
        CALLER,
        "missed",
        rang(anna),
        anna2.ended,
        legs=(("101", CALLER, "busy"), ("101", CALLER, "answered-elsewhere")),
    ).taken_by("102")
    yield Row(
        "102",
        "incoming",
        CALLER,
        "answered",
        rang(beat),
        again.ended,
        taken(again),
        legs=(("102", CALLER, "rejected"), ("102", CALLER, "answered")),
    )


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
    yield Row("101", "incoming", CALLER, "answered", rang(anna), anna.ended, taken(anna))
    yield Row("101", "outgoing", "102", "answered", began(out), out.ended, taken(beat)).inside("Beat Frei")
    yield Row("102", "incoming", "101", "answered", rang(beat), beat.ended, taken(beat)).inside("Anna Keller")


def semi_attended(s: Stage) -> Iterator[Row]:
    """101 holds the caller, dials 102, and joins while 102 still rings; 102 answers."""
    call, anna = _taken_by(s, "101", "102")
    anna.hold()
    asked = s.dials("101", "102")
    beat = s.phone("102").called()
    asked.until("180")
    s.talk(0.3)
    ours = asked.messages[0].header("From").partition("tag=")[2]
    theirs = next(m for m in asked.messages if m.key == "180").header("To").partition("tag=")[2]
    replaces = f"{asked.id.replace('@', '%40')}%3Bto-tag%3D{theirs}%3Bfrom-tag%3D{ours}"
    anna._order("TRANSFER", f"sip:102@127.0.0.1?Replaces={replaces}")
    anna.until("202 REFER")
    anna.hang_up()
    beat.answer()
    beat.until("ACK")
    s.talk()
    call.hang_up()
    s.talk(0.2)
    held = (max(anna.ended, asked.ended) - _held_since(anna)).total_seconds()
    yield Row(
        "101",
        "incoming",
        CALLER,
        "transferred",
        rang(anna),
        max(anna.ended, asked.ended),
        taken(anna),
        held=held,
        transferred_to="102",
        legs=(("101", CALLER, "answered"), ("101", "102", "cancelled")),
    )
    yield Row("102", "incoming", CALLER, "answered", rang(beat), beat.ended, taken(beat))


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
