"""What an account hears that is filtered for one person: each of her calls becomes its row, those of others do not.

The recordings `person-*` are of such an account of Anna Keller, telephone 101, as `lines advise` writes it. `shows`:
the number that she shows outside is in the filter, too. `freepbx`: the dialplan in FreePBX's manner. Of a colleague who
took a call nothing comes: then nobody is named.
"""

import pytest

from calljournal.journal import Entry
from tests.lines.asterisk.expected import Row, assert_rows
from tests.lines.asterisk.recorded import NAMES, config_of, pieces, rows, told

OUTSIDE = "+41440001234"
DIALLED = "Newchannel 1"


def _incoming(outcome: str, ended: str, end: str | None = None) -> Row:
    """It rang and was not answered; `ended`: the event at which it ended."""
    return Row("101", "incoming", outcome, OUTSIDE, ("DialBegin 1", None, ended), legs=(end or outcome,))


def _outgoing(outcome: str, ended: str, end: str | None = None) -> Row:
    """It was dialled and not answered."""
    return Row("101", "outgoing", outcome, OUTSIDE, (DIALLED, None, ended), legs=(end or outcome,))


def _talked(began: str = "DialBegin 1", joined: str = "BridgeEnter 1", ended: str = "Hangup 1") -> tuple[str, str, str]:
    return began, joined, ended


ANSWERED = Row("101", "incoming", "answered", OUTSIDE, _talked())
HELD = Row("101", "incoming", "answered", OUTSIDE, _talked(), held=("Hold 1", "Unhold 1"))
WITHHELD = Row("101", "incoming", "answered", None, _talked(), presentation="withheld")
PASSED_ON = Row("101", "incoming", "transferred", OUTSIDE, _talked(), transferred_to="102")
BY_CARLA = Row("101", "incoming", "answered", "103", _talked(), scope="internal", name="Carla Meier")
TO_CARLA = Row("101", "outgoing", "answered", "103", _talked(DIALLED), scope="internal", name="Carla Meier")
CALLED = Row("101", "outgoing", "answered", OUTSIDE, _talked(DIALLED))
THROUGH_LOCAL = Row("101", "incoming", "answered", OUTSIDE, _talked("DialBegin 2", "BridgeEnter 1", "Hangup 2"))
ELSEWHERE = _incoming("answered-elsewhere", "Hangup 1")
MISSED = _incoming("missed", "Hangup 1", "cancelled")

EXPECTED: dict[str, list[Row]] = {
    "person-in-answered": [ANSWERED],
    "person-in-missed": [MISSED],
    "person-in-missed-timeout": [_incoming("missed", "Hangup 1", "no-answer")],
    "person-in-offline": [_incoming("missed", "Hangup 1", "unreachable")],
    "person-in-busy": [_incoming("busy", "Hangup 1")],
    "person-in-rejected": [_incoming("rejected", "Hangup 1")],
    "person-in-withheld": [WITHHELD],
    "person-hold": [HELD],
    "person-late": [ANSWERED],
    "person-internal-in": [BY_CARLA],
    "person-internal-out": [TO_CARLA],
    "person-group-won": [ANSWERED],
    "person-group-lost": [ELSEWHERE],
    "person-group-missed": [MISSED],
    "person-group-local-won": [THROUGH_LOCAL],
    "person-group-local-lost": [ELSEWHERE],
    "person-queue-won": [ANSWERED],
    "person-queue-lost": [ELSEWHERE],
    "person-blind-by-me": [PASSED_ON],
    "person-blind-to-me": [ANSWERED],
    "person-others-calls": [],
    "person-out-answered": [CALLED],
    "person-out-busy": [_outgoing("busy", "Hangup 1")],
    "person-out-noanswer": [_outgoing("cancelled", "Hangup 1")],
    "person-out-unavailable": [_outgoing("no-answer", "Hangup 1")],
    "person-out-wrong-number": [_outgoing("failed", "Hangup 1")],
    "person-click-answered": [CALLED],
    "person-click-busy": [_outgoing("failed", "Hangup 1")],
    "person-click-noanswer": [_outgoing("failed", "Hangup 1")],
    "person-shows-out-answered": [CALLED],
    "person-shows-out-wrong-number": [_outgoing("failed", "Hangup 1")],
    "person-shows-click-answered": [CALLED],
    "person-freepbx-in-answered": [ANSWERED],
    "person-freepbx-in-missed": [MISSED],
    "person-freepbx-in-withheld": [WITHHELD],
    "person-freepbx-hold": [HELD],
    "person-freepbx-late": [ANSWERED],
    "person-freepbx-internal-in": [BY_CARLA],
    "person-freepbx-group-won": [ANSWERED],
    "person-freepbx-group-local-won": [THROUGH_LOCAL],
    "person-freepbx-queue-won": [THROUGH_LOCAL],
    "person-freepbx-blind-by-me": [PASSED_ON],
    "person-freepbx-blind-to-me": [ANSWERED],
    "person-freepbx-out-answered": [CALLED],
}


def replayed(name: str) -> list[Entry]:
    """The rows of Anna."""
    settings = config_of(name)
    return rows(settings, told(settings, pieces(name)))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_person_sees_her_own_calls(name: str) -> None:
    """Her rows, exactly, though half of what happens is not told to her."""
    assert_rows(name, replayed(name), EXPECTED[name])


def test_every_recording_of_a_person_is_expected() -> None:
    """None is there that nobody looks at."""
    assert sorted(EXPECTED) == [name for name in NAMES if name.startswith("person-")]
