"""`calljournal lines record` and `replay --timeline`: a bug report from the wire to the file, and taken apart again."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from calljournal.cli.record import _listen
from calljournal.cli.timeline import WIDTH, timeline
from calljournal.contracts.line import LineConfig, LineState, LineStatus, Piece, Story, Tell
from calljournal.errors import Unreachable
from calljournal.lines.asterisk.recordings import AsteriskRecordings
from tests.cli.test_cli import call, done, refused
from tests.lines.asterisk.fake_ami import FakeAmi
from tests.lines.asterisk.recorded import config, joined
from tests.lines.asterisk.script import phone, trunk

RECORDINGS = Path(__file__).parents[1] / "lines/asterisk/recordings"
PATIENCE = 20.0  # seconds until a test gives up; what is waited for comes within some tenths
CALLER = "+41440001234"


class Pbx:
    """A small AMI server in a thread of its own."""

    def __init__(self) -> None:
        self.ami = FakeAmi()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.run(self.ami.start()).result(PATIENCE)

    def run(self, work: Coroutine[Any, Any, None]) -> Future[None]:
        """Do something in its thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _rings(self) -> None:
        """A call that is missed, then one that rings: who asks about the second has heard all of the first."""
        await self._asked("CoreShowChannels", "")
        for uid, number in (("1795410095.1", CALLER), ("1795410095.5", "+41790001234")):
            caller, called = trunk(number, uid), phone("101", f"{uid}1", uid)
            caller.caller_name = "Muster AG"
            self.ami.send(caller.new(), called.new(), caller.calls(called, "101"), called.becomes("Ringing"))
            await self._asked("Getvar", uid)
            if number == CALLER:
                self.ami.send(caller.done(called, "CANCEL"), called.hangs_up(127), caller.hangs_up(127))

    async def _asked(self, action: str, what: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while not any(what in each["ActionID"] for each in self.ami.actions(action)):  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    def rings(self) -> None:
        """Let two calls come."""
        self.run(self._rings()).result(PATIENCE)

    def close(self) -> None:
        """End the server and its thread."""
        self.run(self.ami.stop()).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()


@pytest.fixture
def pbx(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pbx]:
    """An Asterisk, and a line `main` to it in the settings."""
    running = Pbx()
    monkeypatch.setenv("CALLJOURNAL_SECRET_ASTERISK_MAIN", "geheim")
    done("settings", "set", "firm.area", "44")
    done("settings", "set", "firm.outside", "0")
    settings = ("own=101", "host=127.0.0.1", f"port={running.ami.port}", "user=cti", "trunk=trunk")
    done("lines", "add", "asterisk", "main", *(word for pair in settings for word in ("--set", pair)))
    yield running
    running.close()


class Recorder:
    """`calljournal lines record` in a process of its own."""

    def __init__(self, *words: str) -> None:
        command = [sys.executable, "-m", "calljournal", "lines", "record", "main", *words]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
        )

    def ends(self, answer: str) -> str:
        """Press Ctrl-C, answer the question, and give what was printed."""
        self.process.send_signal(signal.SIGINT)
        out, error = self.process.communicate(answer, timeout=PATIENCE)
        assert self.process.returncode == 0, error
        return out


@pytest.mark.parametrize("words", [(), ("--as-it-is",)])
def test_a_call_is_recorded_shown_saved_and_replayed(pbx: Pbx, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Ctrl-C ends it; what is shown is what is saved, and it replays to the same rows."""
    recorder = Recorder("--out", str(tmp_path / "bug"), *words)
    pbx.rings()
    shown = recorder.ends("y\n")
    data, marks = (tmp_path / "bug.ami").read_bytes(), (tmp_path / "bug.tsv").read_text()
    assert (tmp_path / "bug.ami").stat().st_mode & 0o077 == 0
    assert b"geheim" not in data
    assert b"Challenge" not in data
    for offset, seconds, event in (line.split("\t") for line in marks.splitlines()):
        assert data[int(offset) :].startswith((f"Event: {event}".encode(), event.replace(":", ": ").encode(), b"Aster"))
        assert abs(float(seconds) - datetime.now(UTC).timestamp()) < 3600
    for original in (b"0001234", b"Muster", b"PJSIP/101"):
        assert (original in data) is bool(words), original
    assert "missed" in shown
    command = shown.splitlines()[-1].split()
    assert command[:3] == ["calljournal", "replay", "asterisk"]
    again = done(*command[1:])
    assert "missed" in again
    assert "lost" in again
    strip = [line.split("  ", 2)[-1] for line in again.splitlines() if "our row" not in line]
    assert [line for line in strip if line and line not in shown] == []


def test_nothing_is_saved_without_a_yes(pbx: Pbx, tmp_path: Path) -> None:
    """The question is asked after all was shown: which numbers stand for which."""
    recorder = Recorder("--out", str(tmp_path / "bug.ami"))
    pbx.rings()
    shown = recorder.ends("n\n")
    assert f"{CALLER} -> +4144000" in shown
    assert "replaced: 1 extension\n  101 -> " in shown
    assert shown.splitlines()[-1].endswith("nothing is saved")
    assert not list(tmp_path.glob("bug*"))


def test_what_cannot_be_recorded_is_said(pbx: Pbx, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line of that name, none that can be recorded, no telephone, a file that is there, a secret that is wrong."""
    assert "not one line" in refused("lines", "record", "other")
    done("lines", "add", "simulator", "play", "--set", "own=101")
    assert "cannot be recorded" in refused("lines", "record", "play")
    done("lines", "add", "asterisk", "nobody", "--set", "user=cti")
    assert "set own" in refused("lines", "record", "nobody")
    (tmp_path / "x.tsv").touch()
    assert "is there already" in refused("lines", "record", "main", "--out", str(tmp_path / "x.ami"))
    monkeypatch.setenv("CALLJOURNAL_SECRET_ASTERISK_MAIN", "wrong")
    result = call("lines", "record", "main", "--out", str(tmp_path / "y"))
    assert result.exit_code == 1
    assert "refuses the login" in result.stderr.splitlines()[-1]


def test_no_call_no_file(pbx: Pbx, tmp_path: Path) -> None:
    """After its time it ends by itself; without a call there is nothing to save."""
    result = call("lines", "record", "main", "--seconds", "1", "--out", str(tmp_path / "x"))
    assert result.exit_code == 1
    assert "no call of 101 was heard" in result.stderr
    assert not (tmp_path / "x.ami").exists()


class Chatter(AsteriskRecordings):
    """A line that says the same for ever; the recorder is to end it."""

    def __init__(self, state: LineState) -> None:
        super().__init__()
        self._state = state

    async def record(self, config: LineConfig, hear: Callable[[Piece], None], tell: Tell) -> None:
        """Say it, without end."""
        tell(LineStatus(config.name, self._state, "this is how it is", datetime.now(UTC)))
        while True:
            hear(Piece(b"x" * 100, datetime.now(UTC)))
            await asyncio.sleep(0)


def test_a_recording_has_an_end(capsys: pytest.CaptureFixture[str]) -> None:
    """When there is no more room it ends, says so, and keeps what it has."""
    kept = _listen(Chatter(LineState.CONNECTED), config("101"), None, most_bytes=1000)
    assert sum(len(piece.data) for piece in kept) == 1000
    assert "as much as a recording may hold" in capsys.readouterr().err


def test_a_line_that_cannot_be_reached_is_not_waited_for() -> None:
    """The words of its lamp are the error."""
    with pytest.raises(Unreachable, match="this is how it is"):
        _listen(Chatter(LineState.DISCONNECTED), config("101"), None)


# --- replay ----------------------------------------------------------------------------------------------------------

RULES_OF_FILE = ("--country", "CH", "--area", "44", "--outside", "0", "--internal", "2-4")


def test_a_timeline() -> None:
    """One line for each thing that happened, by conversation, then our row and its own times."""
    file = str(RECORDINGS / "hold.cti.ami")
    told = done("replay", "asterisk", file, "--timeline", "--own", "101", *RULES_OF_FILE)
    assert told.startswith("the connection, ")
    for words in (
        f"trunk: new channel, call in from {joined('+41', '445551234')} to",
        "101 rings",
        "101 is up (answered)",
        "101 and trunk are joined",
        "101 puts the other side on hold",
        "Hangup 101, cause 16 Normal Clearing",
        "our row: ",
        "; talked ",
    ):
        assert words in told, words
    assert all(len(line) <= WIDTH for line in told.splitlines())
    assert "no row of ours" in done("replay", "asterisk", file, "--timeline", "--own", "102", *RULES_OF_FILE)


def test_replay_says_whose_calls_there_are() -> None:
    """Without --own: which telephones to ask for; also under a timeline."""
    file = str(RECORDINGS / "transfer-blind.cti.ami")
    words = "this recording has calls of 101, 102; say whose rows you want: --own 101\n"
    assert done("replay", "asterisk", file) == words
    assert done("replay", "asterisk", file, "--timeline").endswith(words)
    assert call("replay", "asterisk", file, "--timeline", "--json").exit_code == 2


def test_the_clock_of_the_pbx_is_told(tmp_path: Path) -> None:
    """Where events bear time stamps, by how much they differ from the moment of receipt."""
    event = "Event: FullyBooted\r\nTimestamp: 1795410095.000000\r\n\r\n"
    (tmp_path / "x.ami").write_text(f"Asterisk Call Manager/11.0.0\r\n{event}", newline="")
    (tmp_path / "x.tsv").write_text("0\t1795410097.250\tFullyBooted\n")
    assert "are 2.250 to 2.250 s before" in done("replay", "asterisk", str(tmp_path / "x.ami"), "--timeline")


def test_a_timeline_has_no_wide_lines_and_no_signs_for_the_terminal() -> None:
    """Texts of a telephone network are shown, never obeyed."""
    story = Story(frozenset(), ((None, "\x1b[31m" + "ü" * 300), (datetime(2026, 3, 9, tzinfo=UTC), "電" * 100)))
    _, first, second, *_ = timeline([story], (), UTC)
    assert "\x1b" not in first
    assert first.endswith("…")
    assert second.startswith("  00:00:00.000  電")
    assert [cell_len(line) for line in (first, second)] == [WIDTH, WIDTH - 1]  # half a sign does not fit
