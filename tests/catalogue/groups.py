"""Calls that ring several people: ring groups and queues, with the telephones behind Local channels or not; pick-up."""

from collections.abc import Iterator

from tests.catalogue.acts import in_vain, took
from tests.catalogue.row import Row
from tests.catalogue.stage import Play, Stage, began, rang, taken
from tests.pbx.phones import CALLER


def _answered(s: Stage, line: str) -> Iterator[Row]:
    s.on("101", "102")
    call = s.comes(line)
    anna, beat = s.phone("101").called(), s.phone("102").called()
    s.talk()
    rang(anna)
    beat.answer()
    call.until("ACK")
    s.talk()
    call.hang_up()
    yield in_vain("101", anna).taken_by("102")
    yield took("102", beat)


def _abandoned(s: Stage, line: str) -> Iterator[Row]:
    s.on("101", "102")
    call = s.comes(line)
    anna, beat = s.phone("101").called(), s.phone("102").called()
    rang(anna)
    rang(beat)
    s.talk()
    if "200" in call.times:  # a queue answers by itself, and plays music
        call.hang_up()
    else:
        call.give_up()
    for owner, phone in (("101", anna), ("102", beat)):
        yield Row(owner, "incoming", CALLER, "missed", rang(phone), phone.ended)


def _one_busy_one_answers(s: Stage, line: str) -> Iterator[Row]:
    s.on("101", "102")
    call = s.comes(line)
    anna = s.phone("101").called(rings=False)
    anna.refuse("486")
    beat = s.phone("102").called()
    s.talk()
    beat.answer()
    call.until("ACK")
    s.talk(0.3)
    beat.hang_up()
    yield Row("101", "incoming", CALLER, "busy", anna.until("INVITE"), anna.ended, answered_by="102")
    yield took("102", beat)


def ring_group_answered(s: Stage) -> Iterator[Row]:
    """A group rings; 102 answers."""
    yield from _answered(s, "160")


def ring_group_abandoned(s: Stage) -> Iterator[Row]:
    """A group rings; the caller gives up."""
    yield from _abandoned(s, "160")


def ring_group_missed_by_all(s: Stage) -> Iterator[Row]:
    """One declines, for the other the PBX gives up."""
    s.on("101", "102")
    call = s.comes("160")
    anna, beat = s.phone("101").called(), s.phone("102").called()
    s.talk(0.3)
    anna.refuse("603")
    rang(beat)
    call.wait()
    yield Row("101", "incoming", CALLER, "rejected", rang(anna), anna.ended)
    yield Row("102", "incoming", CALLER, "missed", rang(beat), beat.ended, end="no-answer")


def ring_group_one_busy(s: Stage) -> Iterator[Row]:
    """101 is busy, 102 answers."""
    yield from _one_busy_one_answers(s, "160")


def ring_group_through_local_channels_answered(s: Stage) -> Iterator[Row]:
    """The same, behind Local channels."""
    yield from _answered(s, "161")


def ring_group_through_local_channels_abandoned(s: Stage) -> Iterator[Row]:
    """The same, behind Local channels; the caller gives up."""
    yield from _abandoned(s, "161")


def queue_answered(s: Stage) -> Iterator[Row]:
    """A queue plays music and rings its members; 102 answers."""
    yield from _answered(s, "170")


def queue_abandoned(s: Stage) -> Iterator[Row]:
    """The caller leaves the queue before anybody answered."""
    yield from _abandoned(s, "170")


def queue_through_local_channels(s: Stage) -> Iterator[Row]:
    """A queue whose members are behind Local channels: 103 answers."""
    s.on("102", "103")
    call = s.comes("171")
    beat, carla = s.phone("102").called(), s.phone("103").called()
    s.talk()
    rang(beat)
    carla.answer()
    call.until("ACK")
    s.talk()
    carla.hang_up()
    yield in_vain("102", beat).taken_by("103")
    yield took("103", carla)


def group_called_by_a_colleague(s: Stage) -> Iterator[Row]:
    """104 dials the group; 101 answers."""
    s.on("101", "102")
    call = s.dials("104", "600")
    anna, beat = s.phone("101").called(), s.phone("102").called()
    s.talk(0.3)
    rang(beat)
    anna.answer()
    call.until("ACK")
    s.talk(0.3)
    anna.hang_up()
    yield took("101", anna, "104").inside("Dario Weber")
    yield Row("102", "incoming", "104", "missed", rang(beat), beat.ended).inside("Dario Weber").taken_by("101")
    yield Row("104", "outgoing", "600", "answered", call.until("INVITE"), call.ended, taken(anna)).inside()


def _picked_up(s: Stage, code: str) -> Iterator[Row]:
    s.on("101", "102")
    call = s.comes("101")
    anna = s.phone("101").called()
    rang(anna)
    s.talk(0.3)
    beat = s.dials("102", code)
    call.until("ACK")
    s.talk()
    call.hang_up()
    yield in_vain("101", anna).taken_by("102")
    yield Row("102", "incoming", CALLER, "answered", began(beat), beat.ended, taken(call))


def picked_up(s: Stage) -> Iterator[Row]:
    """101 rings; 102 picks the call up by the general code."""
    yield from _picked_up(s, "*8")


def picked_up_from_one_phone(s: Stage) -> Iterator[Row]:
    """101 rings; 102 picks up what rings there."""
    yield from _picked_up(s, "**101")


PLAYS: tuple[Play, ...] = (
    ring_group_answered,
    ring_group_abandoned,
    ring_group_missed_by_all,
    ring_group_one_busy,
    ring_group_through_local_channels_answered,
    ring_group_through_local_channels_abandoned,
    queue_answered,
    queue_abandoned,
    queue_through_local_channels,
    group_called_by_a_colleague,
    picked_up,
    picked_up_from_one_phone,
)
