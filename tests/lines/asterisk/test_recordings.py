"""Recordings of a real Asterisk become the right rows of the journal, however they are cut."""

import pytest

from calljournal.calls import LegReport
from calljournal.contracts.line import Piece
from calljournal.journal import Entry
from calljournal.numbers import DialRules
from tests.lines.asterisk.expected import Row, assert_rows
from tests.lines.asterisk.recorded import (
    CALLER,
    NAMES,
    at_random,
    byte_by_byte,
    config,
    joined,
    moments,
    pieces,
    rows,
    told,
)

GERMAN = joined("+49", "3055522222")


ANSWERED = ("DialBegin 1", "BridgeEnter 2", "Hangup 1")
UNANSWERED = ("DialBegin 1", None, "Hangup 1")

EXPECTED: dict[tuple[str, str], list[Row]] = {
    ("in-answered.cti", "101,102"): [Row("101", "incoming", "answered", CALLER, ANSWERED)],
    ("in-missed.cti", "101,102"): [Row("101", "incoming", "missed", CALLER, UNANSWERED, legs=("cancelled",))],
    ("in-busy.cti", "101,102"): [Row("101", "incoming", "busy", CALLER, UNANSWERED, legs=("busy",))],
    ("in-hidden.cti", "101"): [
        Row(
            "101",
            "incoming",
            "answered",
            None,
            ("DialBegin 1", "BridgeEnter 2", "Hangup 2"),
            presentation="withheld",
        )
    ],
    ("in-name.cti", "101"): [
        Row("101", "incoming", "answered", CALLER, ANSWERED, name="Muster AG"),
        Row(
            "101",
            "incoming",
            "answered",
            joined("+41", "445551235"),
            ("DialBegin 2", "BridgeEnter 4", "Hangup 3"),
            name="Müller: Söhne & Cie, Zürich",
        ),
    ],
    ("internal.cti", "101,103"): [
        Row(
            "103",
            "outgoing",
            "answered",
            "101",
            ("Newchannel 1", "BridgeEnter 2", "Hangup 2"),
            scope="internal",
            name="Anna Keller",
        ),
        Row("101", "incoming", "answered", "103", ANSWERED, scope="internal", name="Carla Meier"),
    ],
    ("internal.cti", "101"): [
        Row("101", "incoming", "answered", "103", ANSWERED, scope="internal", name="Carla Meier"),
    ],
    ("out-answered.cti", "101,102"): [
        Row("101", "outgoing", "answered", CALLER, ("Newchannel 1", "BridgeEnter 2", "Hangup 1"))
    ],
    ("out-busy.cti", "101,102"): [
        Row("101", "outgoing", "busy", CALLER, ("Newchannel 1", None, "Hangup 2"), legs=("busy",))
    ],
    ("out-noanswer.cti", "101,102"): [
        Row("101", "outgoing", "cancelled", CALLER, ("Newchannel 1", None, "Hangup 1"), legs=("cancelled",))
    ],
    ("originate-answered.cti", "101,102"): [
        Row("101", "outgoing", "answered", CALLER, ("Newchannel 1", "BridgeEnter 2", "Hangup 1"))
    ],
    ("originate-own-noanswer.cti", "101,102"): [
        Row("101", "outgoing", "failed", CALLER, ("Newchannel 1", None, "Hangup 1"), legs=("failed",))
    ],
    ("hold.cti", "101,102"): [
        Row(
            "101",
            "incoming",
            "answered",
            CALLER,
            ("DialBegin 1", "BridgeEnter 2", "Hangup 2"),
            held=("Hold 1", "Unhold 1"),
        )
    ],
    ("call-waiting.cti", "101,102"): [
        Row(
            "101",
            "incoming",
            "answered",
            joined("+41", "445551111"),
            ("DialBegin 1", "BridgeEnter 2", "Hangup 4"),
            held=("Hold 1", "Unhold 1"),
        ),
        Row("101", "incoming", "answered", GERMAN, ("DialBegin 2", "BridgeEnter 4", "Hangup 2")),
    ],
    ("ring-group.cti", "101,102"): [
        Row(
            "101", "incoming", "answered-elsewhere", CALLER, UNANSWERED, answered_by="102", legs=("answered-elsewhere",)
        ),
        Row("102", "incoming", "answered", CALLER, ("DialBegin 2", "BridgeEnter 2", "Hangup 3")),
    ],
    ("ring-group.cti", "101+102"): [
        Row(
            "101",
            "incoming",
            "answered",
            CALLER,
            ("DialBegin 1", "BridgeEnter 2", "Hangup 3"),
            legs=("answered-elsewhere", "answered"),
        )
    ],
    ("queue-answered.cti", "101,102"): [
        Row(
            "101",
            "incoming",
            "answered-elsewhere",
            CALLER,
            UNANSWERED,
            name="Muster AG",
            answered_by="102",
            legs=("answered-elsewhere",),
        ),
        Row(
            "102",
            "incoming",
            "answered",
            CALLER,
            ("DialBegin 2", "BridgeEnter 2", "Hangup 3"),
            name="Muster AG",
        ),
    ],
    ("transfer-blind.cti", "101,102"): [
        Row("101", "incoming", "transferred", CALLER, ANSWERED, transferred_to="102"),
        Row("102", "incoming", "answered", CALLER, ("DialBegin 2", "BridgeEnter 4", "Hangup 2")),
    ],
    ("transfer-attended.cti", "101,102"): [
        Row(
            "101",
            "incoming",
            "transferred",
            CALLER,
            ("DialBegin 1", "BridgeEnter 2", "Hangup 2"),
            held=("Hold 1", "BridgeEnter 4"),  # from then on the owner talks to the colleague
            transferred_to="102",
            legs=("answered", "answered"),
        ),
        Row("102", "incoming", "answered", CALLER, ("DialBegin 2", "BridgeEnter 4", "Hangup 4")),
    ],
    ("transfer-attended.cti", "102"): [
        Row("102", "incoming", "answered", CALLER, ("DialBegin 2", "BridgeEnter 4", "Hangup 4")),
    ],
    ("restart-killed.cti", "101,102"): [
        Row(
            "101",
            "incoming",
            "lost",
            CALLER,
            ("DialBegin 1", "BridgeEnter 2", "BridgeEnter 2"),
            legs=("lost",),
            anomalies=1,
        )
    ],
    ("reconnect-midcall.cti", "101,102"): [  # recorded until another client came in the middle of both calls
        Row(
            "101",
            "incoming",
            None,
            CALLER,
            ("DialBegin 1", "BridgeEnter 2", None),
            state="talking",
            name="Muster AG",
            legs=("None",),
        ),
        Row("102", "incoming", None, GERMAN, ("DialBegin 2", None, None), state="ringing", legs=("None",)),
    ],
    ("reconnect-midcall.full", "101,102"): [  # the same calls, seen to their ends
        Row("101", "incoming", "answered", CALLER, ("DialBegin 1", "BridgeEnter 2", "Hangup 3"), name="Muster AG"),
        Row("102", "incoming", "missed", GERMAN, ("DialBegin 2", None, "Hangup 2"), legs=("cancelled",)),
    ],
    ("reconnect-midcall.cti-late", "101,102"): [  # PBX: two seconds old when we came
        Row(
            "101",
            "incoming",
            "answered",
            CALLER,
            ("", "CoreShowChannelsComplete 1", "Hangup 3"),
            name="Muster AG",
            anomalies=2,
        ),
        Row("102", "incoming", "missed", GERMAN, ("", None, "Hangup 2"), legs=("cancelled",)),
    ],
}
CASES = sorted(EXPECTED)


def replayed(name: str, own: str) -> list[Entry]:
    """The rows of a recording, without those that were merged into others."""
    settings = config(own)
    return [row for row in rows(settings, told(settings, pieces(name))) if row.merged_into is None]


@pytest.mark.parametrize(("name", "own"), CASES)
def test_a_recording_becomes_its_rows(name: str, own: str) -> None:
    """Each row whole: who, which way, whom, when, and what became of it."""
    assert_rows(name, replayed(name, own), EXPECTED[name, own])


def facts(row: Entry) -> tuple[object, ...]:
    """What two runs of one call have in common."""
    return (
        (row.owner, row.direction, row.scope, row.number, row.presentation, row.name),
        (row.state, row.outcome, row.answered_by, row.transferred_to, row.anomalies),
        [(leg.endpoint, leg.number, leg.end) for leg in row.legs],
    )


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".full") and "midcall" not in name])
def test_an_account_with_all_rights_sees_the_same(name: str) -> None:
    """Three times as many events, recorded in another run of the same call: the same row."""
    full, cti = (replayed(one, "101,102,103") for one in (name, name.replace(".full", ".cti")))
    assert [facts(row) for row in full] == [facts(row) for row in cti]
    for one, other in zip(full, cti, strict=True):
        assert one.talk_seconds == pytest.approx(other.talk_seconds, abs=0.5)
        assert one.held_seconds == pytest.approx(other.held_seconds, abs=0.5)


def test_a_consultation_is_a_row_of_its_own_until_it_is_a_transfer() -> None:
    """The row of the consultation is merged into the row of the call that was passed on."""
    settings = config("101,102")
    whole = rows(settings, told(settings, pieces("transfer-attended.cti")))
    merged = [row for row in whole if row.merged_into is not None]
    assert [(row.owner, row.merged_into) for row in merged] == [("101", whole[0].id)]


def test_numbers_are_passed_on_as_the_carrier_wrote_them() -> None:
    """Every way of writing, and the short number 117 that comes through the trunk, even without `trunk` being named."""
    for own, values in (("101", {}), ("101", {"trunk": "trunk"})):
        settings = config(own, dict(values))
        messages = told(settings, pieces("in-formats.cti"))
        sent = list(dict.fromkeys(m.party.number for m in messages if isinstance(m, LegReport)))
        berlin = "30555012345"
        assert sent == [
            "0445551234",
            joined("00", "41445551234"),
            CALLER,
            joined("41", "445551234"),
            joined("00", "49", berlin),
            joined("+", "49", berlin),
            "0793335566",
            "117",
        ]
        numbers = [row.number for row in rows(settings, messages)]
        assert numbers == [
            *[CALLER] * 4,
            *[joined("+49", berlin)] * 2,
            joined("+41", "793335566"),
            CALLER,
            "117",
        ]
        assert {row.scope for row in rows(settings, messages)} == {"external"}


def test_longer_internal_numbers_are_a_setting() -> None:
    """Where internal numbers have two digits only, a 103 is somebody outside."""
    settings = config("101", rules=DialRules("CH", "44", "0", (2, 2)))
    (row,) = rows(settings, told(settings, pieces("internal.cti")))
    assert row.scope == "external"


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_may_be_cut_anywhere(name: str) -> None:
    """Byte by byte and in random places: the same reports, in the same order."""
    settings = config("101,102,103")
    whole = told(settings, pieces(name))
    assert told(settings, byte_by_byte(pieces(name))) == whole
    for seed in range(3):
        assert told(settings, at_random(pieces(name), seed)) == whole


def test_without_times_the_order_is_kept() -> None:
    """A recording alone has its rows all the same; they say that there were no times."""
    settings = config("101,102")
    data = b"".join(piece.data for piece in pieces("in-answered.cti"))
    (row,) = rows(settings, told(settings, [Piece(data, None)]))
    assert (row.outcome, row.talk_seconds, row.started.year) == ("answered", 0, 1970)
    assert row.anomalies == ("the recording has no times",)


def test_the_tables_of_times_are_in_order() -> None:
    """The recordings' own times, against which all is measured, run forward."""
    for name in NAMES:
        times = [at for _, at, _ in moments(name)]
        assert times == sorted(times)
