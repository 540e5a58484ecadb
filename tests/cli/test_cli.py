"""The command line as a person types it: what it prints, what it refuses, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click import Command
from click.testing import CliRunner, Result

from calljournal.__main__ import main as start
from calljournal.cli import commands
from calljournal.settings import Places

RECORDINGS = Path(__file__).parents[1] / "lines/asterisk/recordings"
SCENARIO = """
at 0   call A from "+41 44 000 12 34" "Keller" rings 101
at 2   A answered by 101
at 92  A ended by caller
"""


def call(*words: str, input: str | bytes | None = None) -> Result:
    """Type a command."""
    return CliRunner().invoke(commands, list(words), input=input, prog_name="calljournal")


def done(*words: str) -> str:
    """Type a command that is to succeed, and give what it prints."""
    result = call(*words)
    assert result.exit_code == 0, result.output
    return result.output


def refused(*words: str) -> str:
    """Type a command that is to be refused in one line, and give that line."""
    result = call(*words)
    assert result.exit_code == 1, result.output
    line = result.stderr.strip()
    assert line.startswith("calljournal: ")
    assert "\n" not in line
    return line


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """An address file."""
    file = tmp_path / "people.csv"
    file.write_text("Firma;Vorname;Nachname;Telefon\nKeller AG;Anna;Keller;044/000 12 34\n", encoding="cp1252")
    return file


@pytest.fixture
def simulated(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """`calljournal watch --json` on a simulated line, in a process of its own that is the engine."""
    scenario = tmp_path / "test.scenario"
    scenario.write_text(SCENARIO)
    done("settings", "set", "firm.area", "44")
    done("lines", "add", "simulator", "test", "--set", "own=101", "--set", f"scenario={scenario}", "--set", "speed=0")
    watch = subprocess.Popen(
        [sys.executable, "-m", "calljournal", "watch", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield watch
    if watch.poll() is None:
        watch.kill()
    watch.communicate()


def test_every_command_has_help() -> None:
    """Each command and group explains itself."""
    pending: list[tuple[tuple[str, ...], Command]] = [((), commands)]
    while pending:
        words, command = pending.pop()
        text = done(*words, "--help")
        assert command.help or command.__doc__, words
        assert "Usage: calljournal" in text
        for name, inner in getattr(command, "commands", {}).items():
            pending.append(((*words, name), inner))


def test_watch_and_the_other_commands_share_one_engine(simulated: subprocess.Popen[str], people: Path) -> None:
    """A watched call is one row for everybody; it is booked from another process, once; Ctrl-C ends the watch."""
    assert simulated.stdout
    lines: list[dict[str, object]] = []
    while not lines or lines[-1]["state"] != "ended":
        lines.append(json.loads(simulated.stdout.readline()))
    assert (lines[0]["state"], lines[0]["match"]) == (
        "ringing",
        {"kind": "pending", "reason": "pending", "extension": None, "contacts": [], "people": []},
    )
    done("contacts", "import", str(people))
    row = json.loads(done("journal", "--json"))
    assert (row["number"], row["outcome"], row["talk_seconds"]) == ("+41440001234", "answered", 90.0)
    assert row["id"] == lines[-1]["id"]
    project = json.loads(done("projects", "add", "Audit", "--client", "Anna Keller", "--phase", "Meetings", "--json"))
    booked = json.loads(done("book", "time", row["id"][:8], "--project", "audit", "--text", "Taxes", "--json"))
    assert (booked["kind"], booked["book"], booked["waiting"]) == ("time", "local", False)
    assert "--again" in refused("book", "time", "last")
    assert json.loads(done("book", "time", "last", "--again", "--json"))["id"] != booked["id"]
    assert "an activity" in done("book", "activity", "last")
    shown = json.loads(done("journal", "--json"))
    assert sorted(booking["kind"] for booking in shown["booked"]) == ["activity", "time", "time"]
    assert done("journal", "--unbooked") == "no calls\n"
    assert project["phases"][0]["name"] == "Meetings"
    assert "dialling 0440007711" in done("dial", "044 000 77 11")
    assert "hung up" in done("hangup")
    simulated.send_signal(signal.SIGINT)
    assert simulated.wait(5) == 130
    assert json.loads(done("journal", "--json", "--limit", "1"))["state"] == "ended"


def test_journal_filters(simulated: subprocess.Popen[str]) -> None:
    """By time, number, person and outcome; a moment that is none is wrong usage."""
    assert simulated.stdout
    while json.loads(simulated.stdout.readline())["state"] != "ended":
        pass
    for words in (("--since", "-1h"), ("--number", "000 12"), ("--person", "kell"), ("--outcome", "answered")):
        assert len(done("journal", "--json", *words).splitlines()) == 1, words
    for words in (("--until", "yesterday"), ("--number", "999"), ("--person", "frei"), ("--outcome", "missed")):
        assert done("journal", *words) == "no calls\n", words
    assert call("journal", "--since", "soon").exit_code == 2


def test_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Added, listed, switched, tested and removed; what is wrong is said before anything is written."""
    assert "asterisk" in done("lines", "list")
    assert "is no KEY=VALUE" in refused("lines", "add", "asterisk", "main", "--set", "hoost=x")
    assert "not a whole number" in refused("lines", "add", "asterisk", "main", "--set", "port=abc")
    assert "named twice" in refused("lines", "add", "simulator", "x", "--set", "own=101,101")
    assert "no 'pigeon'" in refused("lines", "add", "pigeon", "post")
    done("lines", "add", "simulator", "one", "--set", "own=101", "--no-autoload")
    assert "there is a line" in refused("lines", "add", "simulator", "one")
    listed = json.loads(done("lines", "list", "--json"))
    assert (listed["name"], listed["auto_load"], listed["state"]) == ("simulator:one", False, "closed")
    done("lines", "autoload", "one", "on")
    assert json.loads(done("lines", "list", "--json"))["auto_load"] is True
    assert "connected" in done("lines", "test", "one")
    assert "named twice" in refused("lines", "set", "one", "own=102,102")
    done("lines", "set", "one", "own=102", "area=44")
    assert json.loads(done("lines", "list", "--json"))["own"] == "102"
    done("lines", "remove", "simulator:one")
    assert done("lines", "list", "--json") == ""
    assert "not one line" in refused("lines", "remove", "one")


def test_a_secret_never_reaches_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a keyring the environment is named, and the settings hold no secret."""
    said = refused("lines", "add", "asterisk", "main", "--set", "user=x", "--set", "secret=hush-hush", "--set", "own=1")
    assert "CALLJOURNAL_SECRET_ASTERISK_MAIN" in said
    places = Places.usual()
    for file in places.config.rglob("*"):
        assert not file.is_file() or b"hush" not in file.read_bytes()
    assert "asterisk:main" in done("lines", "list")


def test_settings() -> None:
    """Shown, changed, checked before they are written, and set back."""
    done("settings", "set", "firm.country", "DE")
    assert done("settings", "get", "firm.country") == "DE\n"
    assert "two letters" in refused("settings", "set", "firm.country", "Germany")
    assert "no setting 'firm.contry'" in refused("settings", "set", "firm.contry", "DE")
    assert "say yes or no" in refused("settings", "set", "firm.count_held", "perhaps")
    done("settings", "set", "firm.count_held", "no")
    assert json.loads(done("settings", "--json"))["firm"]["count_held"] is False
    done("settings", "unset", "firm.country")
    assert "firm.country = CH" in done("settings")
    assert str(Places.usual().data) in done("settings", "path")


def test_a_broken_settings_file_is_named_and_kept() -> None:
    """Every command says which file and where, and none overwrites it."""
    places = Places.usual()
    places.make()
    places.settings_file.write_text('[firm]\ncountry = "CH"\nrounding = 6\n')
    for words in (("journal",), ("settings", "set", "firm.area", "44"), ("numbers", "read", "1")):
        assert "settings.toml: firm.rounding" in refused(*words)
    assert places.settings_file.read_text().endswith("rounding = 6\n")


def test_contacts_import_refuses_what_it_cannot_read(tmp_path: Path) -> None:
    """No known header, or nothing at all: words that say what to do."""
    file = tmp_path / "x.csv"
    for content in (b"", b"a;b\n1;2\n", bytes(range(256)) * 10):
        file.write_bytes(content)
        refused("contacts", "import", str(file))
    assert done("contacts") == "no contacts\n"


def test_replay() -> None:
    """A recording gives one JSON object a row, with the times of the file beside it."""
    words = ("--own", "101,102", "--country", "CH", "--area", "44", "--outside", "0", "--internal", "2-4")
    row = json.loads(done("replay", "asterisk", str(RECORDINGS / "in-answered.cti.ami"), *words, "--json"))
    assert (row["owner"], row["direction"], row["number"][-7:]) == ("101", "incoming", "5551234")
    assert 3.0 < row["talk_seconds"] < 4.0
    assert row["started"].startswith("2026-11-23T05:01:35.77")
    assert "no 'pigeon'" in refused("replay", "pigeon", str(RECORDINGS / "in-answered.cti.ami"), *words)


def test_replay_of_what_is_no_recording(tmp_path: Path) -> None:
    """It says so, instead of that there are no calls."""
    (tmp_path / "letter.txt").write_text("Dear Anna,")
    assert "no recording" in refused("replay", "asterisk", str(tmp_path / "letter.txt"), "--own", "101")


def test_ctrl_c_while_it_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends as after any other Ctrl-C, without a traceback."""

    class Loading:
        def __getattr__(self, name: str) -> object:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "argv", ["calljournal", "lines"])  # without a word it would open the window
    monkeypatch.setitem(sys.modules, "calljournal.cli", Loading())
    with pytest.raises(SystemExit) as ended:
        start()
    assert ended.value.code == 130


def test_replay_with_a_broken_companion_file(tmp_path: Path) -> None:
    """The line of the .tsv that cannot be read is named; without one only the order is kept."""
    recording = tmp_path / "x.ami"
    recording.write_bytes((RECORDINGS / "in-answered.cti.ami").read_bytes())
    row = json.loads(done("replay", "asterisk", str(recording), "--own", "101", "--outside", "0", "--json"))
    assert (row["outcome"], row["talk_seconds"]) == ("answered", 0.0)
    (tmp_path / "x.tsv").write_text("0\tnoon\tResponse\n")
    assert "line 1" in refused("replay", "asterisk", str(recording), "--own", "101")


def test_the_demo_is_played_once_without_display_and_terminal() -> None:
    """It prints the journal and a booked time entry, and ends well."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    start = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-m", "calljournal", "demo"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        env=environment,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "there is no display" in run.stdout
    assert "Anna Keller" in run.stdout
    assert "booked: a time entry t1" in run.stdout
    assert time.monotonic() - start < 20


def test_two_processes_at_once_are_one_engine(simulated: subprocess.Popen[str]) -> None:
    """Commands that start together do not quarrel over the data folder."""
    command = [sys.executable, "-m", "calljournal", "journal", "--json"]
    several = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    for process in several:
        _, errors = process.communicate(timeout=20)
        assert process.returncode == 0, errors
