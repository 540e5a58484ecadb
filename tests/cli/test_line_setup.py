"""Adding a line with a person at the keyboard: asked, tried, told what is missing; saved whole, or not at all."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from calljournal.cli import commands
from calljournal.contracts.line import LineManifest
from calljournal.contracts.manifest import Value
from calljournal.contracts.setup import Access, Explored, Finding, Severity
from calljournal.plugins import line_manifest
from calljournal.settings import Places, load, save

DEFAULTS = [""] * 6
"""Enter at all that comes behind the secret: tls, tls_ca, trunk, tech, context, ring."""


class Pretended:
    """A setup that finds what it is told to find, and remembers with what it was asked."""

    def __init__(self) -> None:
        self.tried: list[tuple[dict[str, Value], float]] = []
        self.wrong: list[str] = []
        self.unheard = 0

    async def explore(self, values: Mapping[str, Value], listen: float = 0.0) -> Explored:
        """Find what is wrong, once for each time it was announced."""
        self.tried.append((dict(values), listen))
        if listen and self.unheard:
            self.unheard -= 1
            return Explored((Finding(Severity.MISSING, "no call was seen"),))
        if self.wrong:
            return Explored((Finding(Severity.MISSING, self.wrong.pop(0)),))
        return Explored((Finding(Severity.OK, "all is well"),), ("101", "102", "191"))

    def advise(self, access: Access) -> str:
        """Say for whom."""
        return f"for {access.user}: {access.owners}\n"


@pytest.fixture
def setup(monkeypatch: pytest.MonkeyPatch) -> Pretended:
    """Somebody sits at the keyboard, there is a keyring, and the telephone system is a pretended one."""
    pretended = Pretended()

    def manifest(system: str) -> LineManifest:
        return replace(line_manifest(system), setup=pretended)

    for place in ("cli.lines", "engine.setting_up_lines"):
        monkeypatch.setattr(f"calljournal.{place}.line_manifest", manifest)
    monkeypatch.setattr("calljournal.cli.lines.at_keyboard", lambda: True)
    monkeypatch.setattr("calljournal.engine.setting_up_lines.keep_secret", kept.__setitem__)
    kept.clear()
    return pretended


kept: dict[str, str] = {}
"""The keyring of these tests."""


def type_in(*answers: str, given: tuple[str, ...] = ()) -> Result:
    """Add the line asterisk:main, and type these answers."""
    words = ["lines", "add", "asterisk", "main", *(word for pair in given for word in ("--set", pair))]
    return CliRunner().invoke(commands, words, input="".join(f"{answer}\n" for answer in answers))


def saved() -> dict[str, Value] | None:
    """The values of the line that were saved, if it was."""
    line = load(Places.usual().settings_file).lines.get("asterisk:main")
    return None if line is None else dict(line.values)


def test_it_asks_tries_and_saves(setup: Pretended) -> None:
    """Enter takes the default; the telephones that were found are offered; the secret is in the keyring alone."""
    result = type_in("pbx.example", "", "anna", "hush", *DEFAULTS, "101+191,102", "n")
    assert result.exit_code == 0, result.output
    assert "Host [127.0.0.1]:" in result.output
    assert "the account in manager.conf" in result.output
    assert "Telephones there: 101, 102, 191" in result.output
    assert "ok       all is well" in result.output
    assert "hush" not in result.output
    values = saved()
    assert values is not None
    assert (values["host"], values["port"], values["user"]) == ("pbx.example", 5038, "anna")
    assert (values["own"], values["tls"]) == ("101+191,102", False)
    assert "secret" not in values
    assert kept == {"asterisk:main": "hush"}
    assert [(tried["secret"], tried.get("own"), listen) for tried, listen in setup.tried] == [("hush", None, 0.0)]


def test_only_what_is_missing_is_asked(setup: Pretended) -> None:
    """What was given stays as it is."""
    given = ("host=pbx.example", "user=anna", "port=5039", "tls=yes", "tls_ca=/ca.pem", "trunk=out", "tech=PJSIP")
    result = type_in("hush", "n", given=(*given, "context=internal", "ring=20", "own=101"))
    assert result.exit_code == 0, result.output
    assert "Host" not in result.output
    assert (saved() or {})["own"] == "101"


def test_a_wrong_answer_is_asked_again(setup: Pretended) -> None:
    """Words say what is wrong; an empty answer to what is needed is none."""
    result = type_in("", "many", "5038", "", "anna", "hush", "maybe", "yes", *DEFAULTS[1:], "101,101", "101", "n")
    assert result.exit_code == 0, result.output
    assert "'many' is not a whole number" in result.output
    assert "say yes or no" in result.output
    assert "named twice" in result.output
    assert (saved() or {})["tls"] is True


def test_what_was_typed_is_kept_when_something_is_wrong(setup: Pretended) -> None:
    """Asked again, Enter takes what was typed before, the secret too."""
    setup.wrong = ["nothing answers on pbx.exmple:5038"]
    first = ("pbx.exmple", "", "anna", "hush", *DEFAULTS, "n")
    result = type_in(*first, "pbx.example", "", "", "", *DEFAULTS, "101", "n")
    assert result.exit_code == 0, result.output
    assert "missing  nothing answers on pbx.exmple:5038" in result.output
    assert "Host [pbx.exmple]:" in result.output
    assert [values["host"] for values, _ in setup.tried] == ["pbx.exmple", "pbx.example"]
    assert setup.tried[1][0]["secret"] == "hush"
    assert (saved() or {})["host"] == "pbx.example"


def test_settings_can_be_kept_although_something_is_missing(setup: Pretended) -> None:
    """The PBX may be set up after the line; then no call is waited for."""
    setup.wrong = ["nothing answers"]
    result = type_in("", "", "anna", "hush", *DEFAULTS, "y", "101")
    assert result.exit_code == 0, result.output
    assert (saved() or {})["own"] == "101"
    assert len(setup.tried) == 1


def test_a_telephone_that_is_not_there(setup: Pretended) -> None:
    """It is pointed out, and another one can be named."""
    result = type_in("", "", "anna", "hush", *DEFAULTS, "199", "n", "101", "n")
    assert result.exit_code == 0, result.output
    assert "199 is not among them" in result.output
    assert (saved() or {})["own"] == "101"


def test_a_call_is_waited_for(setup: Pretended) -> None:
    """As often as the person wants, until it was seen."""
    setup.unheard = 1
    result = type_in("", "", "anna", "hush", *DEFAULTS, "101", "y", "y")
    assert result.exit_code == 0, result.output
    assert [listen > 0 for _, listen in setup.tried] == [False, True, True]
    assert setup.tried[1][0]["own"] == "101"


def test_nobody_at_the_keyboard_is_asked(setup: Pretended, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script gets the error that it always got, and nothing is tried."""
    monkeypatch.setattr("calljournal.cli.lines.at_keyboard", lambda: False)
    result = type_in(given=("host=pbx.example",))
    assert result.exit_code == 1
    assert "user is missing" in result.stderr
    assert (saved(), kept, setup.tried) == (None, {}, [])


@pytest.mark.parametrize("answers", [(), ("pbx.example", "", "anna", "hush"), ("", "", "a", "b", *DEFAULTS, "101")])
def test_whoever_stops_has_saved_nothing(setup: Pretended, answers: tuple[str, ...]) -> None:
    """The end of the input is as good as Ctrl-C: at the first question, in the middle, at the last."""
    result = type_in(*answers)
    assert result.exit_code == 130
    assert "nothing was saved" in result.stderr
    assert (saved(), kept) == (None, {})


def test_advice_is_for_a_person(setup: Pretended) -> None:
    """The telephones are read as in `own`."""
    words = "lines advise asterisk --own 101+191 --user anna --permit 192.0.2.10".split()
    assert CliRunner().invoke(commands, words).output == "for anna: 101+191\n"


def test_a_system_without_advice() -> None:
    """The simulator has no administrator."""
    words = "lines advise simulator --own 101 --user anna --permit 192.0.2.10".split()
    assert "needs nothing" in CliRunner().invoke(commands, words).stderr


def test_a_test_says_what_was_found(setup: Pretended, tmp_path: Path) -> None:
    """`lines test` opens the line, then shows the same findings; as JSON too."""
    scenario = tmp_path / "empty.scenario"
    scenario.write_text('at 0   call A from "+41 44 000 12 34" rings 101\nat 1   A ended by caller\n')
    values = {"system": "simulator", "values": {"own": "101", "scenario": str(scenario)}}
    save(Places.usual().settings_file, ("lines", "simulator:test"), values)
    shown = CliRunner().invoke(commands, ["lines", "test", "test"])
    assert "ok       all is well" in shown.output
    setup.wrong = ["the context is missing"] * 2
    shown = CliRunner().invoke(commands, ["lines", "test", "test"])
    assert (shown.exit_code, "missing  the context is missing" in shown.output) == (1, True)
    told = json.loads(CliRunner().invoke(commands, ["lines", "test", "test", "--json"]).stdout)
    assert told["findings"] == [{"severity": "missing", "text": "the context is missing"}]


PATIENCE = 20.0
"""Seconds without a sign until a test gives up; what is waited for comes within one."""


# --- at a real terminal ----------------------------------------------------------------------------------------------


class Terminal:
    """`calljournal` in a terminal of its own."""

    def __init__(self, *words: str) -> None:
        self._own, other = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "calljournal", *words],
            stdin=other,
            stdout=other,
            stderr=other,
            start_new_session=True,
        )
        os.close(other)
        self.shown = ""

    def until(self, words: str) -> None:
        """Wait until the terminal shows these words."""
        while words not in self.shown:
            assert select.select([self._own], [], [], PATIENCE)[0], f"not shown: {words}; but: {self.shown}"
            try:
                self.shown += os.read(self._own, 4096).decode()
            except OSError:  # the program has ended and nothing is left to read
                raise AssertionError(self.shown) from None

    def type(self, text: str) -> None:
        """Type some keys."""
        os.write(self._own, text.encode())

    def interrupt(self) -> None:
        """Press Ctrl-C, and again where nothing happens: a signal just before Python waits for a key is not noticed."""
        for _ in range(10):
            self.process.send_signal(signal.SIGINT)
            if select.select([self._own], [], [], 2.0)[0]:
                return

    def close(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.wait()
        os.close(self._own)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """A terminal in which an Asterisk line is being added."""
    terminal = Terminal("lines", "add", "asterisk", "main", "--set", "host=127.0.0.1", "--set", "port=1")
    yield terminal
    terminal.close()


def test_a_secret_is_not_shown_and_ctrl_c_saves_nothing(terminal: Terminal) -> None:
    """As a person sees it: the account, the secret, a port on which nobody answers, Ctrl-C."""
    terminal.until("User:")
    terminal.type("anna\n")
    terminal.until("Secret:")
    terminal.type("hush\n")
    for label in ("Encrypted", "Certificate authority", "Trunks", "Technology", "Dialplan context", "Ring seconds"):
        terminal.until(label)
        terminal.type("\n")
    terminal.until("nothing answers on 127.0.0.1:1")
    terminal.until("Keep these settings")
    terminal.interrupt()
    terminal.until("nothing was saved")
    assert terminal.process.wait(10) == 130
    assert "hush" not in terminal.shown
    assert saved() is None
