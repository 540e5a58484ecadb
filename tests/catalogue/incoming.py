"""Calls that come from outside for one person, and calls between the house's own telephones."""

from collections.abc import Iterator
from dataclasses import replace

from tests.catalogue.acts import caller_is_taken, in_vain, took
from tests.catalogue.row import Row
from tests.catalogue.stage import Play, Stage, began, rang, taken
from tests.pbx.phones import CALLER, Withheld


def answered(s: Stage) -> Iterator[Row]:
    """The caller is answered, and hangs up."""
    call, phone = caller_is_taken(s, "101")
    call.hang_up()
    yield took("101", phone)


def answered_and_hung_up_here(s: Stage) -> Iterator[Row]:
    """The same, but the person of the house hangs up."""
    _, phone = caller_is_taken(s, "101")
    phone.hang_up()
    yield took("101", phone)


def missed_when_the_caller_gives_up(s: Stage) -> Iterator[Row]:
    """Nobody answers, and the caller gives up."""
    s.on("101")
    call = s.comes("101")
    phone = s.phone("101").called()
    s.talk()
    rang(phone)
    call.give_up()
    yield in_vain("101", phone)


def missed_when_the_pbx_gives_up(s: Stage) -> Iterator[Row]:
    """Nobody answers until the PBX ends the ringing."""
    s.on("101")
    s.comes("101")
    phone = s.phone("101").called()
    yield Row("101", "incoming", CALLER, "missed", rang(phone), phone.ended, end="no-answer")


def rejected(s: Stage) -> Iterator[Row]:
    """The person declines."""
    s.on("101")
    call = s.comes("101")
    phone = s.phone("101").called()
    s.talk(0.3)
    phone.refuse("603")
    call.wait()
    yield Row("101", "incoming", CALLER, "rejected", rang(phone), phone.ended)


def busy(s: Stage) -> Iterator[Row]:
    """The telephone is busy."""
    s.on("101")
    call = s.comes("101")
    phone = s.phone("101").called(rings=False)
    phone.refuse("486")
    yield Row("101", "incoming", CALLER, "busy", phone.until("INVITE"), call.ended)


def offline(s: Stage) -> Iterator[Row]:
    """The telephone gives no sign of life: it should have rung."""
    s.on("101")
    call = s.comes("101")
    s.phone("101").called(rings=False)  # it is asked for half a minute: one that is off would be so in the next play
    s.talk(0.6)
    call.give_up()
    yield Row("101", "incoming", CALLER, "missed", began(call), call.ended, end="unreachable")


def withheld(s: Stage) -> Iterator[Row]:
    """The carrier takes the number away."""
    yield from _withheld(s, "from")


def withheld_by_presentation_alone(s: Stage) -> Iterator[Row]:
    """The PBX knows the number and must not show it."""
    yield from _withheld(s, "pai")


def _withheld(s: Stage, how: Withheld) -> Iterator[Row]:
    call, phone = caller_is_taken(s, "101", withheld=how)
    call.hang_up()
    yield replace(took("101", phone, None), presentation="withheld")


def with_a_name(s: Stage) -> Iterator[Row]:
    """The caller has a name, in any letters, with a colon in it."""
    name = "Zoë: Müller & Söhne 東京"
    s.on("101")
    call = s.comes("101", name=name)
    phone = s.phone("101").called()
    rang(phone)
    call.give_up()
    yield Row("101", "incoming", CALLER, "missed", rang(phone), phone.ended, name=name)


FORMATS = {
    "0440001234": CALLER,
    "0041440001234": CALLER,
    "41440001234": CALLER,
    "00493023125123": "+493023125123",
    "+493023125123": "+493023125123",
    "0790000123": "+41790000123",
    "117": "117",
}
"""As carriers write a number -> what is meant."""


def number_formats(s: Stage) -> Iterator[Row]:
    """Carriers write the caller's number in every way."""
    s.on("101")
    for written, number in FORMATS.items():
        call = s.comes("101", written)
        phone = s.phone("101").called()
        rang(phone)
        call.give_up()
        yield Row("101", "incoming", number, "missed", rang(phone), phone.ended)


def forwarded_by_the_phone(s: Stage) -> Iterator[Row]:
    """101 sends its calls on to 103 (302), who answers."""
    s.on("101", "103")
    call = s.comes("101")
    anna = s.phone("101").called(rings=False)
    anna.forward("103")
    carla = s.phone("103").called()
    s.talk(0.3)
    carla.answer()
    call.until("ACK")
    s.talk(0.3)
    call.hang_up()
    yield Row("101", "incoming", CALLER, "forwarded", anna.until("INVITE"), anna.until("302"), answered_by="103")
    yield took("103", carla)


def call_waiting(s: Stage) -> Iterator[Row]:
    """A second call comes: the first is held, the second answered and ended, then the first goes on."""
    first, one = caller_is_taken(s, "101")
    second = s.comes("101", "+41440001235")
    two = s.phone("101").called()
    s.talk(0.3)
    one.hold()
    two.answer()
    second.until("ACK")
    s.talk(0.4)
    two.hang_up()
    one.take_back()
    s.talk(0.3)
    first.hang_up()
    yield replace(took("101", one), held=one.held)
    yield took("101", two, "+41440001235")


def three_calls_at_once(s: Stage) -> Iterator[Row]:
    """While one call goes on a second is declined and a third gives up."""
    _, one = caller_is_taken(s, "101")
    s.comes("101", "+41440001235")
    two = s.phone("101").called()
    third = s.comes("101", "+41440001236")
    three = s.phone("101").called()
    s.talk(0.3)
    two.refuse("603")
    rang(three)
    third.give_up()
    two.wait()
    three.wait()
    s.talk(0.2)
    one.hang_up()
    yield took("101", one)
    yield Row("101", "incoming", "+41440001235", "rejected", rang(two), two.ended)
    yield Row("101", "incoming", "+41440001236", "missed", rang(three), three.ended)


def hold(s: Stage) -> Iterator[Row]:
    """The person holds the call, and takes it back."""
    call, phone = caller_is_taken(s, "101")
    phone.hold()
    s.talk(0.6)
    phone.take_back()
    s.talk(0.3)
    call.hang_up()
    yield replace(took("101", phone), held=phone.held)


def ended_on_hold(s: Stage) -> Iterator[Row]:
    """The caller hangs up while on hold."""
    call, phone = caller_is_taken(s, "101")
    phone.hold()
    s.talk(0.5)
    call.hang_up()
    yield replace(took("101", phone), held=phone.held)


def digits(s: Stage) -> Iterator[Row]:
    """Keys are pressed on both sides during the call."""
    call, phone = caller_is_taken(s, "101")
    phone.digit("5")
    s.talk(0.3)
    call.digit("1")
    s.talk(0.3)
    call.hang_up()
    yield took("101", phone)


def two_phones_of_one_person(s: Stage) -> Iterator[Row]:
    """Both telephones of 101 ring; the second one is lifted."""
    s.on("101", "191")
    call = s.comes("180")
    desk, soft = s.phone("101").called(), s.phone("191").called()
    s.talk(0.3)
    soft.answer()
    call.until("ACK")
    s.talk(0.4)
    call.hang_up()
    legs = (("101", CALLER, "answered-elsewhere"), ("191", CALLER, "answered"))
    started = min(rang(desk), rang(soft))
    yield Row("101", "incoming", CALLER, "answered", started, soft.ended, taken(soft), own="191", legs=legs)


def internal(s: Stage) -> Iterator[Row]:
    """102 calls 101: one row each."""
    s.on("101")
    beat = s.dials("102", "101")
    anna = s.phone("101").called()
    s.talk(0.3)
    anna.answer()
    beat.until("ACK")
    s.talk()
    beat.hang_up()
    yield took("101", anna, "102").inside("Beat Frei")
    yield Row("102", "outgoing", "101", "answered", began(beat), beat.ended, taken(anna)).inside("Anna Keller")


def internal_missed(s: Stage) -> Iterator[Row]:
    """102 calls 101, and gives up."""
    s.on("101")
    beat = s.dials("102", "101")
    anna = s.phone("101").called()
    s.talk()
    rang(anna)
    beat.give_up()
    yield Row("101", "incoming", "102", "missed", rang(anna), anna.ended).inside("Beat Frei")
    yield Row("102", "outgoing", "101", "cancelled", began(beat), beat.ended).inside("Anna Keller")


def internal_busy(s: Stage) -> Iterator[Row]:
    """102 calls 101, which is busy."""
    s.on("101")
    beat = s.dials("102", "101")
    anna = s.phone("101").called(rings=False)
    anna.refuse("486")
    yield Row("101", "incoming", "102", "busy", anna.until("INVITE"), anna.ended).inside("Beat Frei")
    yield Row("102", "outgoing", "101", "busy", began(beat), beat.ended).inside("Anna Keller")


PLAYS: tuple[Play, ...] = (
    answered,
    answered_and_hung_up_here,
    missed_when_the_caller_gives_up,
    missed_when_the_pbx_gives_up,
    rejected,
    busy,
    offline,
    withheld,
    withheld_by_presentation_alone,
    with_a_name,
    number_formats,
    forwarded_by_the_phone,
    call_waiting,
    three_calls_at_once,
    hold,
    ended_on_hold,
    digits,
    two_phones_of_one_person,
    internal,
    internal_missed,
    internal_busy,
)
