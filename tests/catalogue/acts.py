"""What people do with calls, in one breath each, and the rows that come of it."""

from dataclasses import replace
from datetime import datetime

from tests.catalogue.row import Row
from tests.catalogue.stage import Stage, rang, taken
from tests.pbx.handset import Call
from tests.pbx.phones import CALLER, Withheld


def caller_is_taken(
    s: Stage, number: str, *others: str, caller: str = CALLER, withheld: Withheld | None = None
) -> tuple[Call, Call]:
    """A caller from outside talks to a telephone; the others' are on."""
    s.on(number, *others)
    call = s.comes(number, caller, withheld=withheld)
    phone = s.phone(number).called()
    rang(phone)
    phone.answer()
    call.until("ACK")
    s.talk()
    return call, phone


def takes(s: Stage, number: str, after: float = 0.3) -> Call:
    """A telephone rings, is lifted, and there is talk; `world` is one outside."""
    phone = (s.world if number == "world" else s.phone(number)).called()
    s.talk(after)
    phone.answer()
    phone.until("ACK")
    s.talk()
    return phone


def send_on(phone: Call, number: str) -> None:
    """Blind transfer, by the telephone's own key."""
    phone.transfer(number)
    phone.until("202 REFER")
    phone.hang_up()


def park(s: Stage, phone: Call) -> None:
    """Blind transfer to the parking place. Who hangs up before the call is parked may end it: Asterisk has no order."""
    phone.transfer("70")
    s.pbx.event("ParkedCall")
    phone.hang_up()
    s.talk(0.5)


def consult(s: Stage, phone: Call, own: str, number: str, at: str | None = None) -> tuple[Call, Call]:
    """Hold the caller, dial a number, and talk to who answers there: `at` that telephone, or `world`."""
    phone.hold()
    consultation = s.dials(own, number)
    return consultation, takes(s, at or number)


def join(phone: Call, consultation: Call) -> None:
    """Attended transfer: join the two, and be gone."""
    phone.join(consultation)
    consultation.wait()
    phone.hang_up()


def held_since(call: Call) -> datetime:
    """When a telephone last put the other side on hold."""
    return [m.at for m in call.messages if m.key == "INVITE" and m.is_sent and "sendonly" in m.text][-1]


def talked(phone: Call) -> float:
    """Seconds for which a telephone was lifted."""
    return (phone.ended - taken(phone)).total_seconds()


# --- rows ------------------------------------------------------------------------------------------------------------


def took(owner: str, phone: Call, number: str | None = CALLER) -> Row:
    """The row of who took a call and ended it."""
    return Row(owner, "incoming", number, "answered", rang(phone), phone.ended, taken(phone))


def in_vain(owner: str, phone: Call, number: str | None = CALLER) -> Row:
    """The row of whose telephone rang in vain."""
    return Row(owner, "incoming", number, "missed", rang(phone), phone.ended)


def gave_away(owner: str, phone: Call, to: str, number: str | None = CALLER) -> Row:
    """The row of who took a call and sent it on."""
    return replace(took(owner, phone, number), outcome="transferred", transferred_to=to)


def joined(owner: str, phone: Call, consultation: Call, other: Call, to: str, number: str | None = CALLER) -> Row:
    """The row of who joined a caller with the other: on hold until that one answered."""
    return replace(
        gave_away(owner, phone, to, number),
        ended=max(phone.ended, consultation.ended),
        held=(taken(other) - held_since(phone)).total_seconds(),
        legs=((owner, number, "answered"), (owner, to, "answered")),
    )
