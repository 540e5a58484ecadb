"""A real Asterisk over wires that fail: encryption, rights, restarts, reloads, and a network that is cut.

The truth of a call is what its telephones were told to do; when the wire was whole is the test's own doing.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from calljournal.calls.leg import UNSEEN_END
from calljournal.contracts.line import LineState
from calljournal.contracts.service import ListRows
from calljournal.journal import Outcome
from calljournal.lines.asterisk.connection import Limits
from tests.pbx.certificates import Authority
from tests.pbx.fixtures import PbxFactory
from tests.pbx.ports import free_ports
from tests.pbx.relay import Relay
from tests.pbx.rig import Pbx
from tests.real.office import Office, near

pytestmark = pytest.mark.real

CALLER = "+41440001234"
OWN = "+41440000101"
HASTY = Limits(connect=0.6, heartbeat=0.3, answer=0.3, first_delay=0.1, longest_delay=0.3, steady=0.5, tick=0.1)
"""So that a cut of two seconds is what one of a minute is to the real ones."""


class Wire:
    """A PBX, the way to it, and offices of Call Journal at the other end."""

    def __init__(self, rig: Pbx, home: Path, stack: ExitStack) -> None:
        self.rig = rig
        self.relay = stack.enter_context(Relay(rig.asterisk.ports.ami))
        self._home = home
        self._stack = stack

    def office(self, **line: str | int) -> Office:
        """Open an office whose line has these settings; by default it goes through the relay."""
        values: dict[str, str | int] = {"port": self.relay.port, **line}
        port = int(values.pop("port"))
        return self._stack.enter_context(Office(self._home, port, "101", **values))


@pytest.fixture
def wire(pbx: PbxFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """A PBX behind a relay."""
    rig = pbx(channelvars="CALLERID(num-pres)")
    monkeypatch.setenv("CALLJOURNAL_SECRET_ASTERISK_MAIN", rig.asterisk.options.secrets["cti"])
    with ExitStack() as stack:
        yield Wire(rig, tmp_path / "home", stack)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that loses patience at once."""
    monkeypatch.setattr("calljournal.lines.asterisk.line.Limits", lambda: HASTY)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Telephones that talk for minutes."""
    monkeypatch.setattr("tests.pbx.sipp.LIMIT_SECONDS", 300)


def add_to_manager(rig: Pbx, general: str = "", accounts: str = "") -> None:
    """Add to the PBX's manager.conf, and have it read again."""
    file = rig.asterisk.folder / "etc" / "manager.conf"
    text = file.read_text(encoding="utf-8").replace("[general]\n", f"[general]\n{general}", 1)
    file.write_text(text + accounts, encoding="utf-8")
    reload(rig, "manager reload")


def reload(rig: Pbx, command: str) -> None:
    """Give a command at the PBX's console."""
    with rig.asterisk.probe("full") as probe:
        probe.ask(Action="Command", Command=command)


# --- encryption and rights -------------------------------------------------------------------------------------------


def test_encrypted(wire: Wire, tmp_path: Path) -> None:
    """The whole path through TLS; another authority, or another name, and the lamp says what to do."""
    certificate = Authority(tmp_path / "authority").certificate()
    stranger = Authority(tmp_path / "stranger").certificate()
    (port,) = free_ports(1)
    files = f"tlscertfile = {certificate.file}\ntlsprivatekey = {certificate.key}\n"
    add_to_manager(wire.rig, f"tlsenable = yes\ntlsbindaddr = 127.0.0.1:{port}\n{files}")

    wrong = wire.office(port=port, tls=True, tls_ca=str(stranger.authority))
    assert "set tls_ca to the file of the authority" in wrong.lamp(LineState.DISCONNECTED).message
    wrong.close()
    named = wire.office(port=port, host="localhost", tls=True, tls_ca=str(certificate.authority))
    assert "set host to the name in it" in named.lamp(LineState.DISCONNECTED).message
    named.close()
    plain = wire.office(tls=True, tls_ca=str(certificate.authority))
    assert "does not speak TLS" in plain.lamp(LineState.DISCONNECTED).message
    plain.close()

    place = wire.office(port=port, tls=True, tls_ca=str(certificate.authority))
    place.lamp(LineState.CONNECTED)
    with wire.rig.phone("101").answers(after=0.2), wire.rig.world.calls(OWN, CALLER, hangs_up_after=0.3) as call:
        call.wait()
    row = place.row()
    assert (row.entry.number, row.entry.outcome, row.entry.anomalies) == (CALLER, Outcome.ANSWERED, ())


def test_an_account_that_may_too_little(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that may not list says so beside being connected; one whose address is not permitted is refused."""
    monkeypatch.setenv("CALLJOURNAL_SECRET_ASTERISK_MAIN", "narrow-secret")
    narrow = "[narrow]\nsecret = narrow-secret\nread = call\nwrite = originate\n"
    far = "[far]\nsecret = narrow-secret\nread = call\nwrite = call\ndeny = 0.0.0.0/0.0.0.0\n"
    add_to_manager(wire.rig, accounts=narrow + far)
    place = wire.office(user="narrow")
    assert "write = originate,call,reporting" in place.lamp(LineState.CONNECTED).message
    place.close()
    place = wire.office(user="far")
    assert "this computer's address not permitted; check [far] in manager.conf" in place.lamp(LineState.REFUSED).message


# --- an Asterisk that restarts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["core reload", "manager reload", "module reload"])
def test_a_reload_in_mid_call_costs_nothing(wire: Wire, command: str) -> None:
    """The call has its one row, with its own times, whether the connection survives or not."""
    place = wire.office()
    place.lamp(LineState.CONNECTED)
    with wire.rig.phone("101").answers(after=0.2) as phone, wire.rig.world.calls(OWN, hangs_up_after=1.5) as call:
        place.live(lambda row: row.entry.state == "talking")
        reload(wire.rig, command)
        call.wait()
    row = place.row()
    assert row.entry.outcome is Outcome.ANSWERED
    assert near(row.entry.answered, phone.times["200"])
    assert near(row.entry.ended, call.times["BYE"])


def test_an_orderly_end_in_mid_call(wire: Wire) -> None:
    """Asterisk hangs up before it ends: the row has its end, whether `Shutdown` was heard or not."""
    place = wire.office()
    place.lamp(LineState.CONNECTED)
    with wire.rig.phone("101").answers(after=0.1), wire.rig.world.calls(OWN, hangs_up_after=30):
        place.live(lambda row: row.entry.state == "talking")
        stopped = datetime.now(UTC)
        wire.rig.asterisk.stop_orderly()
        place.lamp(LineState.DISCONNECTED)
        wire.rig.asterisk.start()
        place.lamp(LineState.CONNECTED)
        row = place.row()
    assert row.entry.outcome in (Outcome.ANSWERED, Outcome.LOST)
    assert row.entry.ended is not None
    assert timedelta(0) <= row.entry.ended - stopped < timedelta(seconds=2)


# --- a network that is cut -------------------------------------------------------------------------------------------


def test_a_network_that_stands_still_for_five_seconds(wire: Wire) -> None:
    """What happened meanwhile comes late and has its own times: answered and ended as the telephones say."""
    place = wire.office()
    place.lamp(LineState.CONNECTED)
    with wire.rig.phone("101").answers(after=1.0) as phone, wire.rig.world.calls(OWN, hangs_up_after=2.0) as call:
        place.live(lambda row: row.entry.state == "ringing")
        wire.relay.stall()
        time.sleep(5.0)
        assert place.do(ListRows())[0].entry.state == "ringing"
        wire.relay.resume()
        call.wait()
    row = place.row()
    assert (row.entry.outcome, row.entry.anomalies) == (Outcome.ANSWERED, ())
    assert near(row.entry.answered, phone.times["200"])
    assert near(row.entry.ended, call.times["BYE"])
    assert place.lamp(LineState.CONNECTED).gaps == ()


def cut(wire: Wire, place: Office, seconds: float) -> tuple[datetime, datetime]:
    """Cut the network for so long; give from when to when it was."""
    began = datetime.now(UTC)
    wire.relay.stall()
    place.lamp(LineState.DISCONNECTED, patience=20.0)
    time.sleep(max(0.0, seconds - (datetime.now(UTC) - began).total_seconds()))
    ended = datetime.now(UTC)
    wire.relay.resume()
    return began, ended


def check_a_call_that_lives_through_a_cut(wire: Wire, seconds: float, patience: float) -> None:
    """It is taken up again: one row, with its own times; the gap is in the lamp."""
    place = wire.office()
    place.lamp(LineState.CONNECTED)
    long = seconds + patience
    with wire.rig.phone("101").answers(after=0.1, hangs_up_after=2 * long) as phone:
        with wire.rig.world.calls(OWN, CALLER, hangs_up_after=long) as call:
            place.live(lambda row: row.entry.state == "talking")
            began, ended = cut(wire, place, seconds)
            place.lamp(LineState.CONNECTED, patience)
            call.wait(patience + 5)
    row = place.row()
    assert near(row.entry.ended, call.times["BYE"])
    assert (row.entry.outcome, row.entry.number) == (Outcome.ANSWERED, CALLER)
    assert near(row.entry.answered, phone.times["200"])
    ((start, end),) = place.lamp(LineState.CONNECTED).gaps
    assert end is not None
    assert start <= began + timedelta(seconds=0.5)
    assert end >= ended


def check_a_call_that_ends_during_a_cut(wire: Wire, seconds: float, patience: float) -> None:
    """Lost, never missed: it ended after it was last seen, and the row says that nobody saw how."""
    place = wire.office()
    place.lamp(LineState.CONNECTED)
    with wire.rig.phone("101").answers(after=0.1) as phone, wire.rig.world.calls(OWN, CALLER, hangs_up_after=0.8):
        talking = place.live(lambda row: row.entry.state == "talking")
        began, _ = cut(wire, place, seconds)
        place.lamp(LineState.CONNECTED, patience)
    row = place.row()
    assert (row.entry.id, row.entry.outcome) == (talking.entry.id, Outcome.LOST)
    assert UNSEEN_END in row.entry.anomalies
    assert near(row.entry.answered, phone.times["200"])
    assert row.entry.ended is not None
    assert row.entry.ended <= began + timedelta(seconds=0.5)


@pytest.mark.usefixtures("hasty")
def test_a_call_that_lives_through_a_cut(wire: Wire) -> None:
    """With limits that make two seconds a long time."""
    check_a_call_that_lives_through_a_cut(wire, 2.0, 3.0)


@pytest.mark.usefixtures("hasty")
def test_a_call_that_ends_during_a_cut(wire: Wire) -> None:
    """With limits that make two seconds a long time."""
    check_a_call_that_ends_during_a_cut(wire, 2.0, 3.0)


@pytest.mark.soak
@pytest.mark.usefixtures("patient")
def test_a_call_that_lives_through_a_minute_without_network(wire: Wire) -> None:
    """With the limits that users have."""
    check_a_call_that_lives_through_a_cut(wire, 60.0, 40.0)


@pytest.mark.soak
@pytest.mark.usefixtures("patient")
def test_a_call_that_ends_during_a_minute_without_network(wire: Wire) -> None:
    """With the limits that users have."""
    check_a_call_that_ends_during_a_cut(wire, 60.0, 40.0)


def test_a_reset_in_mid_call(wire: Wire) -> None:
    """The connection is there again within a second; the call goes on in its row, to its own end."""
    place = wire.office()
    place.lamp(LineState.CONNECTED)
    with wire.rig.phone("101").answers(after=0.1) as phone, wire.rig.world.calls(OWN, hangs_up_after=2.5) as call:
        talking = place.live(lambda row: row.entry.state == "talking")
        wire.relay.reset()
        place.lamp(LineState.DISCONNECTED)
        place.lamp(LineState.CONNECTED)
        call.wait()
    row = place.row()
    assert (row.entry.id, row.entry.outcome, row.entry.anomalies) == (talking.entry.id, Outcome.ANSWERED, ())
    assert near(row.entry.answered, phone.times["200"])
    assert near(row.entry.ended, call.times["BYE"])
