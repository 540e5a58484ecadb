"""What a PBX does by itself: announcements, menus, follow-me, conferences, voicemail. None of these is a person."""

from collections.abc import Iterator
from dataclasses import replace

from tests.catalogue.acts import in_vain, takes, took
from tests.catalogue.row import Row
from tests.catalogue.stage import Play, Stage, began, let_in, rang
from tests.pbx.firm import MOBILE
from tests.pbx.phones import CALLER


def name_with_a_prefix(s: Stage) -> Iterator[Row]:
    """The PBX puts the line that was called before the caller's name."""
    s.on("101")
    call = s.comes("110", name="Muster AG")
    anna = s.phone("101").called()
    s.talk(0.2)
    anna.answer()
    call.until("ACK")
    s.talk(0.3)
    call.hang_up()
    yield replace(took("101", anna), name="Sales: Muster AG")


def announcement_then_group(s: Stage) -> Iterator[Row]:
    """The PBX answers with an announcement; by day the group rings, and 102 answers."""
    s.on("101", "102")
    call = s.comes("120")
    anna, beat = s.phone("101").called(), s.phone("102").called()
    s.talk()
    rang(anna)
    beat.answer()
    beat.until("ACK")
    s.talk()
    call.hang_up()
    yield in_vain("101", anna).taken_by("102")
    yield took("102", beat)


def announcement_then_nobody(s: Stage) -> Iterator[Row]:
    """After the announcement the group rings, and nobody answers: missed, though the PBX answered."""
    s.on("101", "102")
    call = s.comes("120")
    anna, beat = s.phone("101").called(), s.phone("102").called()
    s.talk(0.3)
    rang(anna)
    rang(beat)
    call.hang_up()
    yield in_vain("101", anna)
    yield in_vain("102", beat)


def announcement_out_of_hours(s: Stage) -> Iterator[Row]:
    """Out of hours there is the announcement alone: it is nobody's call."""
    call = s.comes("121")
    call.until("BYE")
    yield from ()


def menu(s: Stage) -> Iterator[Row]:
    """The caller presses 2 in the menu: 102 rings, and answers."""
    s.on("102")
    call = s.comes("130")
    call.until("ACK")
    s.talk(1.0)
    call.digit("2")
    beat = takes(s, "102")
    call.hang_up()
    yield took("102", beat)


def menu_then_given_up(s: Stage) -> Iterator[Row]:
    """The caller presses 1 in the menu, and hangs up while 101 rings."""
    s.on("101")
    call = s.comes("130")
    call.until("ACK")
    s.talk(1.0)
    call.digit("1")
    anna = s.phone("101").called()
    rang(anna)
    s.talk(0.3)
    call.hang_up()
    yield in_vain("101", anna)


def follow_me(s: Stage) -> Iterator[Row]:
    """103 does not answer at the desk; the call goes on to her mobile, where it is answered."""
    s.on("103", "world")
    call = s.comes("140")
    carla = s.phone("103").called()
    rang(carla)
    mobile = s.world.called(patience=6)
    s.talk(0.2)
    mobile.answer()
    mobile.until("ACK")
    s.talk(0.4)
    call.hang_up()
    mobile.wait()
    outside = "+41" + MOBILE[1:]
    yield in_vain("103", carla).taken_by(outside)


def conference(s: Stage) -> Iterator[Row]:
    """101 and 102 dial into the conference room, where a caller from outside is already."""
    caller = s.comes("150")
    caller.until("ACK")
    s.talk(0.8)
    anna = s.dials("101", "650")
    anna.until("ACK")
    s.talk(0.9)
    beat = s.dials("102", "650")
    beat.until("ACK")
    s.talk(0.9)
    anna.hang_up()
    s.talk(0.2)
    beat.hang_up()
    beat.wait()
    caller.hang_up()
    yield Row("101", "outgoing", "650", "answered", began(anna), anna.ended, let_in(anna)).inside()
    yield Row("102", "outgoing", "650", "answered", began(beat), beat.ended, let_in(beat)).inside()


def alone_in_a_conference(s: Stage) -> Iterator[Row]:
    """101 dials into the conference room, and nobody else comes."""
    anna = s.dials("101", "650")
    anna.until("ACK")
    s.talk(0.5)
    anna.hang_up()
    yield Row("101", "outgoing", "650", "cancelled", began(anna), anna.ended, end="answered").inside()


def voicemail_left(s: Stage) -> Iterator[Row]:
    """104 does not answer; the caller speaks to the voicemail: missed, with a message."""
    s.on("104")
    call = s.comes("166")
    dario = s.phone("104").called()
    rang(dario)
    call.until("200", patience=6)
    s.talk(3.0)  # the greeting, the beep, and some words
    call.hang_up()
    yield Row("104", "incoming", CALLER, "missed", rang(dario), dario.ended, end="no-answer", voicemail=True)


def voicemail_refused(s: Stage) -> Iterator[Row]:
    """The caller hears the greeting of the voicemail, and hangs up."""
    s.on("104")
    call = s.comes("166")
    dario = s.phone("104").called()
    rang(dario)
    call.until("200", patience=6)
    s.talk(0.2)
    call.hang_up()
    yield Row("104", "incoming", CALLER, "missed", rang(dario), dario.ended, end="no-answer")


def own_voicemail(s: Stage) -> Iterator[Row]:
    """101 listens to her own messages: nobody was spoken to."""
    anna = s.dials("101", "*97")
    anna.until("ACK")
    s.talk(0.5)
    anna.hang_up()
    yield Row("101", "outgoing", "*97", "cancelled", began(anna), anna.ended, end="answered").inside()


PLAYS: tuple[Play, ...] = (
    name_with_a_prefix,
    announcement_then_group,
    announcement_then_nobody,
    announcement_out_of_hours,
    menu,
    menu_then_given_up,
    follow_me,
    conference,
    alone_in_a_conference,
    voicemail_left,
    voicemail_refused,
    own_voicemail,
)
