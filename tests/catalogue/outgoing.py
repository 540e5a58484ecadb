"""Calls that people of the house make: at their telephone, and by a click."""

import contextlib
from collections.abc import Iterator

from calljournal.errors import Refused
from tests.catalogue.acts import takes, took
from tests.catalogue.row import Row
from tests.catalogue.stage import Play, Stage, began, taken
from tests.pbx.handset import Call

DIALLED = "00440005678"
CALLED = "+41440005678"


def answered(s: Stage) -> Iterator[Row]:
    """Dialled at the telephone, with the outside-line prefix; they answer, and I hang up."""
    s.on("world")
    call = s.dials("101", DIALLED)
    far = s.world.called()
    s.talk(0.3)
    far.answer()
    call.until("ACK")
    s.talk()
    call.hang_up()
    yield Row("101", "outgoing", CALLED, "answered", began(call), call.ended, taken(far))


def answered_abroad(s: Stage) -> Iterator[Row]:
    """The same to another country; they hang up."""
    s.on("world")
    call = s.dials("101", "000493023125123")
    far = s.world.called()
    far.answer()
    call.until("ACK")
    s.talk()
    far.hang_up()
    yield Row("101", "outgoing", "+493023125123", "answered", began(call), call.ended, taken(far))


def _refused(s: Stage, code: str, outcome: str, end: str | None = None, *, rings: bool = False) -> Iterator[Row]:
    s.on("world")
    call = s.dials("101", DIALLED)
    far = s.world.called(rings=rings)
    s.talk(0.2)
    far.refuse(code)
    yield Row("101", "outgoing", CALLED, outcome, began(call), call.ended, end=end)


def busy(s: Stage) -> Iterator[Row]:
    """They are busy."""
    yield from _refused(s, "486", "busy")


def not_answered(s: Stage) -> Iterator[Row]:
    """It rings until the carrier gives up (480)."""
    yield from _refused(s, "480", "no-answer", rings=True)


def declined(s: Stage) -> Iterator[Row]:
    """They decline (603)."""
    yield from _refused(s, "603", "rejected", rings=True)


def refused_by_the_carrier(s: Stage) -> Iterator[Row]:
    """The carrier does not put it through (503)."""
    yield from _refused(s, "503", "failed")


def forbidden_by_the_carrier(s: Stage) -> Iterator[Row]:
    """The carrier does not allow it (403)."""
    yield from _refused(s, "403", "rejected")


def wrong_number(s: Stage) -> Iterator[Row]:
    """There is no such number (404)."""
    yield from _refused(s, "404", "failed")


def given_up(s: Stage) -> Iterator[Row]:
    """I hang up before they answer."""
    s.on("world")
    call = s.dials("101", DIALLED)
    far = s.world.called()
    s.talk()
    call.until("180")
    call.give_up()
    far.wait()
    yield Row("101", "outgoing", CALLED, "cancelled", began(call), call.ended)


def early_media(s: Stage) -> Iterator[Row]:
    """An announcement of the carrier comes before the answer: the clock starts with the answer."""
    s.on("world")
    call = s.dials("101", DIALLED)
    far = s.world.called(rings=False).progress()
    s.talk(0.6)
    far.answer()
    call.until("ACK")
    s.talk()
    call.hang_up()
    yield Row("101", "outgoing", CALLED, "answered", began(call), call.ended, taken(far))


# --- click-to-dial ---------------------------------------------------------------------------------------------------


def click_answered(s: Stage) -> Iterator[Row]:
    """My own telephone rings first; lifted, it dials, and they see my number."""
    s.on("101", "world")
    s.clicks("101", "044 000 56 78")
    own = s.phone("101").called()
    s.talk(0.2)
    own.answer()
    far = takes(s, "world", after=0.2)
    own.hang_up()
    assert "+41440000101" in far.messages[0].header("From"), "the called party sees a wrong number"
    yield Row("101", "outgoing", CALLED, "answered", own.until("INVITE"), own.ended, taken(far))


def click_internal(s: Stage) -> Iterator[Row]:
    """The same to a colleague."""
    s.on("101", "102")
    s.clicks("101", "102")
    own = s.phone("101").called().answer()
    beat = takes(s, "102")
    own.hang_up()
    yield Row("101", "outgoing", "102", "answered", own.until("INVITE"), own.ended, taken(beat)).inside("Beat Frei")
    yield took("102", beat, "101").inside("Anna Keller")


def click_own_phone_busy(s: Stage) -> Iterator[Row]:
    """My own telephone is busy."""
    s.on("101")
    s.clicks("101", "044 000 56 78")
    own = s.phone("101").called(rings=False)
    own.refuse("486")
    yield Row("101", "outgoing", CALLED, "failed", own.until("INVITE"), own.ended)


def click_own_phone_unanswered(s: Stage) -> Iterator[Row]:
    """I do not lift my own telephone."""
    s.on("101")
    s.clicks("101", "044 000 56 78")
    own = s.phone("101").called()
    yield Row("101", "outgoing", CALLED, "failed", own.until("INVITE"), own.ended)


def click_unknown_own_phone(s: Stage) -> Iterator[Row]:
    """My own telephone is not known to the PBX."""
    at = s.now()
    with contextlib.suppress(Refused):
        s.clicks("109", "044 000 56 78")
    yield Row("109", "outgoing", CALLED, "failed", at, at)


def click_callee_busy(s: Stage) -> Iterator[Row]:
    """I lift, and they are busy."""
    s.on("101", "world")
    s.clicks("101", "044 000 56 78")
    own = s.phone("101").called().answer()
    far = s.world.called(rings=False)
    s.talk(0.2)
    far.refuse("486")
    s.talk(0.2)
    own.hang_up()  # FreePBX plays the busy tone until then
    yield Row("101", "outgoing", CALLED, "busy", own.until("INVITE"), own.ended)


def _originated(s: Stage, channel: str, **more: str) -> tuple[Call, Call]:
    """Another program clicks for 101."""
    s.on("101", "world")
    fields = {"Context": s.context, "Exten": DIALLED, "Priority": "1", "Timeout": "3000", "Async": "true"}
    s.pbx.send(Action="Originate", Channel=channel, **fields, **more)
    own = s.phone("101").called()
    s.talk(0.2)
    own.answer()
    far = takes(s, "world", after=0.2)
    own.hang_up()
    return own, far


def click_of_another_program(s: Stage) -> Iterator[Row]:
    """Another program dials for me, without saying so to anybody."""
    own, far = _originated(s, "PJSIP/101")
    yield Row("101", "outgoing", CALLED, "answered", own.until("INVITE"), own.ended, taken(far))


def click_of_another_program_with_a_caller_id(s: Stage) -> Iterator[Row]:
    """It sets the number that my telephone shows, too."""
    own, far = _originated(s, "PJSIP/101", CallerID=f'"Muster AG" <{DIALLED}>', ChannelId="their-own-id-1")
    yield Row("101", "outgoing", CALLED, "answered", own.until("INVITE"), own.ended, taken(far))


def clicks_of_another_program_with_one_id(s: Stage) -> Iterator[Row]:
    """It gives each of its calls the same identifier."""
    for _ in range(2):
        own, far = _originated(s, "PJSIP/101", ChannelId="their-own-id-2")
        yield Row("101", "outgoing", CALLED, "answered", own.until("INVITE"), own.ended, taken(far))
        s.talk()


def click_of_another_program_through_a_local_channel(s: Stage) -> Iterator[Row]:
    """It calls my telephone through the dialplan."""
    own, far = _originated(s, f"Local/101@{s.context}")
    yield Row("101", "outgoing", CALLED, "answered", own.until("INVITE"), own.ended, taken(far))


def click_of_another_program_unanswered(s: Stage) -> Iterator[Row]:
    """Another program dials for me, and I do not lift."""
    s.on("101")
    fields = {"Context": s.context, "Exten": DIALLED, "Priority": "1", "Timeout": "700", "Async": "true"}
    s.pbx.send(Action="Originate", Channel="PJSIP/101", **fields)
    own = s.phone("101").called()
    yield Row("101", "outgoing", CALLED, "failed", own.until("INVITE"), own.ended)


PLAYS: tuple[Play, ...] = (
    answered,
    answered_abroad,
    busy,
    not_answered,
    declined,
    refused_by_the_carrier,
    forbidden_by_the_carrier,
    wrong_number,
    given_up,
    early_media,
    click_answered,
    click_internal,
    click_own_phone_busy,
    click_own_phone_unanswered,
    click_unknown_own_phone,
    click_callee_busy,
    click_of_another_program,
    click_of_another_program_with_a_caller_id,
    clicks_of_another_program_with_one_id,
    click_of_another_program_through_a_local_channel,
    click_of_another_program_unanswered,
)
