"""Real calls on a real Asterisk become exactly the rows that they were, and one of them a booked time entry.

The truth of who and what is what the telephones were told to do, the truth of when is their own message log.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest

from calljournal.calls.leg import UNSEEN_END
from calljournal.contracts.crm import Contact, Means, MeansKind, Project
from calljournal.contracts.line import LineState
from calljournal.contracts.rows import JournalRow, to_json
from calljournal.contracts.service import AddContacts, AddProject, BookCall, EndCall, ListRows, PlaceCall
from calljournal.errors import AlreadyBooked
from calljournal.journal import Outcome
from calljournal.lines.asterisk.parties import PRESENTATION_VARIABLE, SAVED_BY_FREEPBX
from calljournal.matching import ContactKind
from calljournal.worklog import Kind, Wishes
from tests.pbx.fixtures import PbxFactory
from tests.pbx.rig import Pbx
from tests.real.office import Office, near

pytestmark = pytest.mark.real

CALLER = "+41440001234"
PRESENTED = ",".join((PRESENTATION_VARIABLE, *SAVED_BY_FREEPBX))

Open = Callable[..., tuple[Pbx, Office]]


@pytest.fixture
def office(pbx: PbxFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Start a PBX with some options, and Call Journal on it, connected."""
    with ExitStack() as stack:

        def opened(
            own: str = "101,102", line: dict[str, str | int] | None = None, **options: Any
        ) -> tuple[Pbx, Office]:
            rig = pbx(**options)
            monkeypatch.setenv("CALLJOURNAL_SECRET_ASTERISK_MAIN", rig.asterisk.options.secrets["cti"])
            place = stack.enter_context(Office(tmp_path / "home", rig.asterisk.ports.ami, own, **line or {}))
            place.lamp(LineState.CONNECTED)
            return rig, place

        yield opened


def facts(row: JournalRow) -> dict[str, Any]:
    """Give a row as it is printed, without what differs from run to run."""
    shown = to_json(row)
    for name in (
        "id",
        "started",
        "answered",
        "ended",
        "talk_seconds",
        "match",
        "line",
        "note",
        "private",
        "merged_into",
    ):
        del shown[name]
    shown["legs"] = [(leg["endpoint"], leg["number"], leg["end"]) for leg in shown["legs"]]
    return shown


def row_of(owner: str, direction: str, number: str | None, outcome: str, end: str, **more: Any) -> dict[str, Any]:
    """Write down what a row has to be."""
    return {
        "owner": owner,
        "own": owner,
        "direction": direction,
        "scope": "external",
        "state": "ended",
        "outcome": outcome,
        "number": number,
        "presentation": "allowed",
        "display": "044 000 12 34" if number == CALLER else number,
        "name": None,
        "held_seconds": 0.0,
        "answered_by": None,
        "transferred_to": None,
        "legs": [(owner, number, end)],
        "booked": [],
        "voicemail": False,
        "ignored": False,
        "together": [],
        "settled": None,
        "anomalies": [],
    } | more


def test_incoming_answered_named_while_it_rings_and_booked(office: Open) -> None:
    """The whole product: the name stands there before the phone is picked up; the hour is in the SQLite file, once."""
    rig, place = office(channelvars=PRESENTED)
    means = (Means(MeansKind.PHONE, "044 000 12 34"),)
    place.do(AddContacts((Contact("", ContactKind.CONTACT, "Anna Keller", "Keller AG", ("Seeweg 1",), means),)))
    place.do(AddProject(Project("", "Audit")))
    with (
        rig.phone("101").answers(after=0.5) as phone,
        rig.world.calls("+41440000101", CALLER, hangs_up_after=1.0) as call,
    ):
        ringing = place.live(lambda row: row.entry.state == "ringing" and row.match.kind == "one")
        assert ringing.match.contacts[0].name == "Anna Keller"
        call.wait()
    row = place.row()
    assert facts(row) == row_of("101", "incoming", CALLER, "answered", "answered")
    assert near(row.entry.started, phone.times["180"])
    assert near(row.entry.answered, phone.times["200"])
    assert near(row.entry.ended, call.times["BYE"])
    assert row.entry.talk_seconds == pytest.approx((call.times["BYE"] - phone.times["200"]).total_seconds(), abs=0.25)
    booking = place.do(BookCall(row.entry.id, Kind.TIME, Wishes(project="Audit", text="Accounts")))
    with pytest.raises(AlreadyBooked):
        place.do(BookCall(row.entry.id, Kind.TIME))
    with sqlite3.connect(place.places.data / "book.db") as book:
        found = book.execute(
            "SELECT t.id, t.text, t.measured_minutes, p.name, c.name FROM time_entries t"
            " JOIN projects p ON p.id = t.project_id JOIN contacts c ON c.id = t.contact_id"
        ).fetchall()
    assert found == [(booking.id, "Accounts", round(row.entry.talk_seconds / 60, 2), "Audit", "Anna Keller")]


def test_missed(office: Open) -> None:
    """The caller gives up."""
    rig, place = office(channelvars=PRESENTED)
    with rig.phone("101").never_answers() as phone, rig.world.calls("+41440000101", CALLER, gives_up_after=0.6) as call:
        call.wait()
    row = place.row()
    assert facts(row) == row_of("101", "incoming", CALLER, "missed", "cancelled")
    assert row.entry.answered is None
    assert near(row.entry.started, phone.times["180"])
    assert near(row.entry.ended, call.times["CANCEL"])


def test_busy(office: Open) -> None:
    """My phone is busy."""
    rig, place = office(channelvars=PRESENTED)
    with rig.phone("101").busy(), rig.world.calls("+41440000101", CALLER) as call:
        call.wait()
    assert facts(place.row()) == row_of("101", "incoming", CALLER, "busy", "busy")


def test_rejected(office: Open) -> None:
    """I decline."""
    rig, place = office(channelvars=PRESENTED)
    with rig.phone("101").rejects(), rig.world.calls("+41440000101", CALLER) as call:
        call.wait()
    assert facts(place.row()) == row_of("101", "incoming", CALLER, "rejected", "rejected")


HIDDEN = row_of("101", "incoming", None, "answered", "answered", presentation="withheld")


@pytest.mark.parametrize("how", ["from", "pai"])
@pytest.mark.parametrize("channelvars", [PRESENTED, None])
def test_withheld(office: Open, how: Literal["from", "pai"], channelvars: str | None) -> None:
    """Hidden by the caller's name or by presentation alone, told in the events or asked for: never stored anywhere."""
    rig, place = office(channelvars=channelvars)
    with rig.phone("101").answers(after=0.3):
        with rig.world.calls("+41440000101", CALLER, withheld=how, hangs_up_after=0.3) as call:
            call.wait()
    row = place.row()
    assert facts(row) == HIDDEN
    assert row.match.reason == "withheld"
    digits = CALLER[-9:].encode()
    for file in place.places.config.rglob("*"):
        assert not file.is_file() or digits not in file.read_bytes(), file


def test_shown_when_the_pbx_was_asked(office: Open) -> None:
    """Without `channelvars` the number comes a moment after the row, and is allowed."""
    rig, place = office(channelvars=None)
    with rig.phone("101").answers(after=0.3), rig.world.calls("+41440000101", CALLER, hangs_up_after=0.3) as call:
        call.wait()
    row = place.row()
    assert facts(row) == row_of("101", "incoming", CALLER, "answered", "answered")


def test_with_name(office: Open) -> None:
    """The name comes as the carrier sent it, in any alphabet, with a colon in it."""
    rig, place = office(channelvars=PRESENTED)
    name = "Müller: Söhne & Cie"
    with rig.phone("101").answers(after=0.2), rig.world.calls("+41440000101", CALLER, name, hangs_up_after=0.3) as call:
        call.wait()
    assert facts(place.row()) == row_of("101", "incoming", CALLER, "answered", "answered", name=name)


def test_outgoing_from_the_phone(office: Open) -> None:
    """Dialled at the telephone, with the outside-line prefix: the number is the one that was dialled."""
    rig, place = office(channelvars=PRESENTED)
    with rig.world.answers(after=0.4) as far, rig.phone("101").dials("00440001234", hangs_up_after=0.6) as call:
        call.wait()
    row = place.row()
    assert facts(row) == row_of("101", "outgoing", CALLER, "answered", "answered")
    assert near(row.entry.started, call.times["INVITE"])
    assert near(row.entry.answered, far.times["200"])
    assert near(row.entry.ended, call.times["BYE"])


def test_click_to_dial_answered(office: Open) -> None:
    """Our own phone rings first, then the number is dialled: one row, and the called party sees our number."""
    rig, place = office(channelvars=PRESENTED)
    with rig.phone("101").answers(after=0.3) as phone, rig.world.answers(after=0.4) as far:
        place.do(PlaceCall("044 000 12 34"))
        place.live(lambda row: row.entry.state == "dialling" and row.entry.number == CALLER)
        talking = place.live(lambda row: row.entry.state == "talking")
        assert place.do(EndCall()) == talking.entry.id
        phone.wait()
    row = place.row()
    assert facts(row) == row_of("101", "outgoing", CALLER, "answered", "answered")
    assert near(row.entry.answered, far.times["200"])
    assert "+41440000101" in far.messages[0].header("From")


def test_click_to_dial_callee_busy(office: Open) -> None:
    """I picked up, and they were busy."""
    rig, place = office(channelvars=PRESENTED)
    with rig.phone("101").answers(after=0.2), rig.world.busy():
        place.do(PlaceCall("044 000 12 34"))
        row = place.row()
    assert facts(row) == row_of("101", "outgoing", CALLER, "busy", "busy")


def test_click_to_dial_own_phone_busy(office: Open) -> None:
    """My own phone was busy: it could not be put through."""
    rig, place = office(channelvars=PRESENTED)
    with rig.phone("101").busy():
        place.do(PlaceCall("044 000 12 34"))
        row = place.row()
    assert facts(row) == row_of("101", "outgoing", CALLER, "failed", "failed")


def test_click_to_dial_own_phone_unanswered(office: Open) -> None:
    """I did not pick up my own phone: it could not be put through."""
    rig, place = office(line={"ring": 1}, channelvars=PRESENTED)
    with rig.phone("101").never_answers():
        place.do(PlaceCall("044 000 12 34"))
        row = place.row()
    assert facts(row) == row_of("101", "outgoing", CALLER, "failed", "failed")


def test_internal(office: Open) -> None:
    """A colleague calls: internal, by extension; between two owners there is a row for each."""
    rig, place = office(channelvars=PRESENTED)
    with rig.phone("101").answers(after=0.2), rig.phone("103").dials("101", hangs_up_after=0.3) as call:
        call.wait()
    row = place.row()
    internal = {"scope": "internal", "display": "103", "name": "Carla Meier"}
    assert facts(row) == row_of("101", "incoming", "103", "answered", "answered", **internal)


def test_internal_between_two_owners(office: Open) -> None:
    """One conversation, two people of ours: a row for each, with the other's extension."""
    rig, place = office(channelvars=PRESENTED)
    with rig.phone("102").answers(after=0.2), rig.phone("101").dials("102", hangs_up_after=0.3) as call:
        call.wait()
    rows = {row.entry.owner: row.entry for row in place.rows(2)}
    assert (rows["101"].direction, rows["101"].number, rows["101"].scope) == ("outgoing", "102", "internal")
    assert (rows["102"].direction, rows["102"].number, rows["102"].scope) == ("incoming", "101", "internal")
    assert {row.outcome for row in rows.values()} == {Outcome.ANSWERED}


def test_killed_and_restarted_in_mid_call(office: Open) -> None:
    """The lamp says so, the call is lost when it was last seen, and the next call is seen again."""
    rig, place = office(channelvars=PRESENTED)
    with rig.phone("101").answers(after=0.1) as phone, rig.world.calls("+41440000101", CALLER, hangs_up_after=30):
        place.live(lambda row: row.entry.state == "talking")
        rig.asterisk.kill()
        info = place.lamp(LineState.DISCONNECTED)
        assert info.message
        assert place.do(ListRows())[0].entry.state == "talking"  # nobody knows yet
        rig.asterisk.start()
        place.lamp(LineState.CONNECTED)
        row = place.row()
    assert facts(row) == row_of("101", "incoming", CALLER, "lost", "lost", anomalies=[UNSEEN_END])
    (gap,) = place.lamp(LineState.CONNECTED).gaps
    assert near(row.entry.ended, gap[0])
    assert near(row.entry.answered, phone.times["200"])
    with rig.phone("102").answers(after=0.1), rig.world.calls("+41440000102", CALLER, hangs_up_after=0.2) as call:
        call.wait()
    assert [row.entry.outcome for row in place.rows(2)] == [Outcome.LOST, Outcome.ANSWERED]


def test_a_second_run_of_the_program_takes_up_a_call(office: Open, tmp_path: Path) -> None:
    """The program ends in mid-call and is started again: the same row goes on, and is neither doubled nor lost."""
    rig, place = office(channelvars=PRESENTED)
    with rig.phone("101").answers(after=0.1) as phone:
        with rig.world.calls("+41440000101", CALLER, hangs_up_after=2.5) as call:
            before = place.live(lambda row: row.entry.state == "talking")
            place.close()
            with Office(tmp_path / "home", rig.asterisk.ports.ami) as again:
                row = again.row()
                call.wait()
                assert row.entry.id == before.entry.id
                assert facts(row) == row_of("101", "incoming", CALLER, "answered", "answered")
                assert near(row.entry.answered, phone.times["200"])
                assert near(row.entry.ended, call.times["BYE"])


def test_a_call_that_ends_while_the_program_is_closed(office: Open, tmp_path: Path) -> None:
    """It was spoken until the program was closed, at least: that is not lost."""
    rig, place = office(channelvars=PRESENTED)
    with rig.phone("101").answers(after=0.1) as phone:
        with rig.world.calls("+41440000101", CALLER, hangs_up_after=2.0) as call:
            before = place.live(lambda row: row.entry.state == "talking")
            time.sleep(1.0)
            place.close()
            closed = datetime.now(UTC)
            call.wait()
        with Office(tmp_path / "home", rig.asterisk.ports.ami) as again:
            row = again.row()
    assert row.entry.id == before.entry.id
    assert (row.entry.outcome, row.entry.anomalies) == (Outcome.LOST, (UNSEEN_END,))
    assert near(row.entry.answered, phone.times["200"])
    assert near(row.entry.ended, closed)


def test_wrong_secret_and_nobody_there(pbx: PbxFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused login and a closed port are two different lamps, each with words that say what to do."""
    rig = pbx()
    monkeypatch.setenv("CALLJOURNAL_SECRET_ASTERISK_MAIN", "wrong")
    with Office(tmp_path / "a", rig.asterisk.ports.ami) as place:
        assert "secret" in place.lamp(LineState.REFUSED).message
    with Office(tmp_path / "b", 9) as place:
        assert "manager.conf" in place.lamp(LineState.DISCONNECTED).message


def test_nothing_is_recorded_of_those_who_are_not_ours(office: Open) -> None:
    """A call to a colleague leaves no trace."""
    rig, place = office(own="104", channelvars=PRESENTED)
    with rig.phone("101").answers(after=0.1), rig.world.calls("+41440000101", CALLER, hangs_up_after=0.2) as call:
        call.wait()
    assert place.do(ListRows()) == ()
