"""Calls on a real Asterisk are controlled by commands of ours, and the rows say exactly what became of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from calljournal.contracts.line import LineState
from calljournal.contracts.rows import to_json
from calljournal.contracts.service import (
    AnswerCall,
    CancelTransfer,
    CompleteTransfer,
    EndCall,
    HoldCall,
    ListRows,
    RedirectCall,
    TransferCall,
)
from calljournal.errors import Refused, Unsupported
from calljournal.journal import Entry
from tests.pbx.fixtures import PbxFactory
from tests.pbx.handset import Call
from tests.pbx.rig import Pbx
from tests.real.office import Office, near

pytestmark = pytest.mark.real

CALLER = "+41440001234"
THIRD = "+41440005566"


@pytest.fixture
def office(pbx: PbxFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Pbx, Office]]:
    """A PBX, and Call Journal on it for 101 and 102, connected."""
    rig = pbx(channelvars="CALLERID(num-pres)")
    monkeypatch.setenv("CALLJOURNAL_SECRET_ASTERISK_MAIN", rig.asterisk.options.secrets["cti"])
    with Office(tmp_path / "home", rig.asterisk.ports.ami) as place:
        place.lamp(LineState.CONNECTED)
        yield rig, place


@pytest.fixture
def talk(office: tuple[Pbx, Office]) -> tuple[Pbx, Office, Call, Call]:
    """101 talks to an outside caller: the PBX, the office, the call at the caller's end and at 101's."""
    rig, place = office
    phone = rig.phone("101").on()
    caller = rig.world.call("+41440000101", CALLER)
    mine = phone.called().answer()
    place.live(talks)
    return rig, place, caller, mine


def talks(row: object) -> bool:
    return to_json(row)["state"] == "talking"  # type: ignore[arg-type]


def rows_of(place: Office, count: int) -> dict[str, Entry]:
    """The rows that there are in the end, by their owner."""
    rows = place.rows(count)
    found = {row.entry.owner: row.entry for row in rows}
    assert len(rows) == len(found) == count
    return found


def said(row: Entry) -> tuple[object, ...]:
    """What these tests look at of every row."""
    return row.direction, row.number, row.outcome, row.transferred_to, row.answered_by


Send = Callable[[str], RedirectCall | TransferCall]


@pytest.mark.parametrize("send", [RedirectCall, TransferCall])
def test_a_talk_is_sent_to_a_colleague(talk: tuple[Pbx, Office, Call, Call], send: Send) -> None:
    """By redirection or by blind transfer: I passed it on, and the colleague has the caller's number from then on."""
    rig, place, caller, mine = talk
    other = rig.phone("102").on()
    assert place.do(send("102")).digits == "102"
    passed = mine.ended
    theirs = other.called().answer()
    place.live(lambda row: row.entry.owner == "102" and row.entry.state == "talking")
    caller.hang_up()
    rows = rows_of(place, 2)
    assert said(rows["101"]) == ("incoming", CALLER, "transferred", "102", None)
    assert said(rows["102"]) == ("incoming", CALLER, "answered", None, None)
    assert near(rows["101"].ended, passed)
    assert near(rows["102"].answered, theirs.times["200"])
    assert near(rows["102"].ended, theirs.ended)


@pytest.mark.parametrize("send", [RedirectCall, TransferCall])
def test_a_talk_is_sent_outside(talk: tuple[Pbx, Office, Call, Call], send: Send) -> None:
    """The number is dialled as ever, and stands in the row as it is known everywhere."""
    rig, place, caller, mine = talk
    third = rig.world.on()
    assert place.do(send("044 000 55 66")).digits == "00440005566"
    assert third.called().number == "0440005566"
    caller.hang_up()
    rows = rows_of(place, 1)
    assert said(rows["101"]) == ("incoming", CALLER, "transferred", THIRD, None)
    assert near(rows["101"].ended, mine.ended)


@pytest.mark.parametrize("send", [RedirectCall, TransferCall])
def test_whom_i_called_is_sent_to_a_colleague(office: tuple[Pbx, Office], send: Send) -> None:
    """An outgoing call may be passed on, too."""
    rig, place = office
    world, other = rig.world.on(), rig.phone("102").on()
    rig.phone("101").call("00440001234")
    far = world.called().answer()
    place.live(talks)
    place.do(send("102"))
    other.called().answer()
    place.live(lambda row: row.entry.owner == "102" and row.entry.state == "talking")
    far.hang_up()
    rows = rows_of(place, 2)
    assert said(rows["101"]) == ("outgoing", CALLER, "transferred", "102", None)
    assert said(rows["102"]) == ("incoming", CALLER, "answered", None, None)


def test_what_rings_is_sent_on(office: tuple[Pbx, Office]) -> None:
    """Before I talked: my row says forwarded, not missed and not answered elsewhere."""
    rig, place = office
    phone, other = rig.phone("101").on(), rig.phone("102").on()
    caller = rig.world.call("+41440000101", CALLER)
    mine = phone.called()
    place.live(lambda row: row.entry.state == "ringing")
    with pytest.raises(Refused, match="it is ringing"):
        place.do(TransferCall("102", place.do(ListRows())[0].entry.id))
    place.do(RedirectCall("102"))
    mine.until("CANCEL")
    other.called().answer()
    place.live(lambda row: row.entry.owner == "102" and row.entry.state == "talking")
    caller.hang_up()
    rows = rows_of(place, 2)
    assert said(rows["101"]) == ("incoming", CALLER, "forwarded", None, "102")
    assert said(rows["102"]) == ("incoming", CALLER, "answered", None, None)


@pytest.mark.parametrize("answers", [True, False])
def test_attended_transfer(talk: tuple[Pbx, Office, Call, Call], answers: bool) -> None:
    """The caller waits while I ask; joined before or after the colleague answers."""
    rig, place, caller, mine = talk
    other = rig.phone("102").on()
    place.do(TransferCall("102", attended=True))
    theirs = other.called()
    if answers:
        theirs.answer().until("ACK")
        place.live(lambda row: row.entry.owner == "102" and row.entry.state == "talking")
    with pytest.raises(Refused, match="is going on"):
        place.do(TransferCall("104", next(row.entry.id for row in place.do(ListRows()) if row.entry.owner == "101")))
    place.do(CompleteTransfer())
    passed = mine.ended
    if not answers:
        theirs.answer().until("ACK")
    place.live(lambda row: row.entry.owner == "102" and row.entry.number == CALLER)
    caller.hang_up()
    rows = rows_of(place, 2)
    assert said(rows["101"]) == ("incoming", CALLER, "transferred", "102", None)
    assert near(rows["101"].ended, passed)
    assert said(rows["102"]) == ("incoming", CALLER, "answered", None, None)
    assert near(rows["102"].ended, theirs.ended)


def test_attended_transfer_cancelled(talk: tuple[Pbx, Office, Call, Call]) -> None:
    """I asked, and took the caller back: my talk, and the colleague's with me."""
    rig, place, caller, mine = talk
    other = rig.phone("102").on()
    place.do(TransferCall("102", attended=True))
    theirs = other.called().answer()
    place.live(lambda row: row.entry.owner == "102" and row.entry.state == "talking")
    entry = place.do(CancelTransfer())
    with pytest.raises(Refused, match="no attended transfer"):
        place.do(CompleteTransfer(entry))
    asked = theirs.ended
    place.live(lambda row: row.entry.id == entry or not row.entry.live)
    caller.hang_up()
    rows = rows_of(place, 2)
    assert said(rows["101"]) == ("incoming", CALLER, "answered", None, None)
    assert near(rows["101"].ended, mine.ended)
    assert said(rows["102"]) == ("incoming", "101", "answered", None, None)
    assert near(rows["102"].ended, asked)


def test_a_number_that_is_none_of_the_house(talk: tuple[Pbx, Office, Call, Call]) -> None:
    """Asked for in an attended transfer, it is said, and the talk goes on."""
    _rig, place, caller, _mine = talk
    with pytest.raises(Refused, match="broke the transfer off"):
        place.do(TransferCall("999", attended=True))
    assert place.do(ListRows())[0].entry.state in ("talking", "held")
    place.do(EndCall())
    caller.until("BYE")


def test_what_the_manager_interface_cannot(talk: tuple[Pbx, Office, Call, Call]) -> None:
    """Hold, answer and pick-up: it is said where they can be done."""
    _rig, place, caller, _mine = talk
    with pytest.raises(Unsupported, match="cannot hold a call; do it at the telephone"):
        place.do(HoldCall())
    with pytest.raises(Refused, match="it is talking"):
        place.do(AnswerCall(place.do(ListRows())[0].entry.id))
    caller.hang_up()
    place.rows(1)
