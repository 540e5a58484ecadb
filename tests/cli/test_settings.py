"""Settings on the command line: what holds, who has fixed it, and what a change has for a consequence."""

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import call, done, refused


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer whose administrator has fixed the country, how long calls are kept, and the lines."""
    file = tmp_path / "machine.toml"
    file.write_text(
        'locked = ["firm.country", "firm.retention", "lines"]\n[firm]\ncountry = "DE"\narea = "30"\n'
        '[lines."simulator:house"]\nsystem = "simulator"\nauto_load = false\n'
        '[lines."simulator:house".values]\nown = "101"\n'
    )
    monkeypatch.setenv("CALLJOURNAL_MACHINE_SETTINGS", str(file))
    monkeypatch.setenv("CALLJOURNAL_SET_USER_NAME", "anna")
    return file


def test_what_is_locked_is_shown_with_who_locked_it(machine: Path) -> None:
    shown = done("settings").splitlines()
    assert f"firm.country = DE  [fixed by the settings of this computer ({machine})]" in shown
    assert "user.name = anna  [fixed by the environment (CALLJOURNAL_SET_USER_NAME)]" in shown
    assert "firm.area = 30" in shown
    told = json.loads(done("settings", "--json"))
    assert told["firm"]["country"] == "DE"
    assert told["locked"]["user.name"] == "the environment (CALLJOURNAL_SET_USER_NAME)"
    assert "firm.retention.booked" in told["locked"]
    assert "firm.area" not in told["locked"]


def test_what_is_locked_is_refused_in_one_line(machine: Path) -> None:
    assert str(machine) in refused("settings", "set", "firm.country", "CH")
    assert str(machine) in refused("settings", "unset", "firm.retention.booked")
    assert "CALLJOURNAL_SET_USER_NAME" in refused("settings", "set", "user.name", "ben")
    assert str(machine) in refused("lines", "add", "simulator", "mine")
    assert "is supplied by" in refused("lines", "remove", "house")
    assert str(machine) in refused("lines", "autoload", "house", "on")
    done("settings", "set", "firm.area", "40")
    assert done("settings", "get", "firm.area") == "40\n"
    assert json.loads(done("lines", "list", "--json"))["name"] == "simulator:house"


def test_a_broken_file_of_the_computer_is_told_by_every_command(machine: Path) -> None:
    machine.write_text("[firm\n")
    for words in (("settings",), ("journal",), ("settings", "set", "firm.area", "44")):
        assert str(machine) in refused(*words)


def test_a_wrong_choice_names_the_right_ones() -> None:
    words = refused("settings", "set", "user.notice", "shout")
    for choice in ("raise: ", "notify: ", "blink: ", "nothing: "):
        assert choice in words
    done("settings", "set", "user.notice", "blink")
    assert "user.notice = blink" in done("settings").splitlines()


# --- what is dialled by them -----------------------------------------------------------------------------------------


def test_an_emergency_number_needs_a_second_word() -> None:
    done("lines", "add", "simulator", "test", "--set", "own=101", "--set", "speed=0")
    said = refused("dial", "117")
    assert "117 is an emergency number" in said
    assert said.endswith("add --yes")
    assert "dialling 117" in done("dial", "117", "--yes")


def test_where_another_program_dials_the_link_is_printed() -> None:
    done("settings", "set", "firm.dial", "uri")
    assert done("dial", "044 000 12 34").startswith("tel:+41440001234 is for the telephone program")
    assert "round in circles" in refused("dial", "tel:+41440001234", "--from-outside", "--yes")


def test_a_link_of_another_program_is_dialled_after_a_question() -> None:
    """Unless the user has said not to ask; what is no link is refused."""
    done("lines", "add", "simulator", "test", "--set", "own=101", "--set", "speed=0")
    words = ("dial", "tel:+41-44-000-12-34", "--from-outside")
    answer = call(*words, input="n\n")
    assert "Dial 044 000 12 34?" in answer.output
    assert "dialling" not in answer.output
    assert "dialling 0440001234" in call(*words, input="y\n").output
    done("settings", "set", "user.ask_before_dialling", "no")
    assert "Dial " not in done(*words)
    assert "no link with a telephone number" in refused("dial", "044 000 12 34", "--from-outside")
