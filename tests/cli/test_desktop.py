"""The program's place in the desktop, from the command line: set, said, taken back, with or without the data."""

import json
from pathlib import Path

import pytest

from calljournal.server import EngineLock
from calljournal.settings import Places
from tests.cli.test_cli import call, done, refused


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home folder of its own: the links of whoever runs the tests are not ours."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


def test_it_is_set_and_said(user: Path) -> None:
    assert "another program, or none" in done("desktop", "status")
    assert "Call Journal starts at login" in done("desktop", "install", "--autostart")
    assert json.loads(done("desktop", "status", "--json")) == {"links": False, "login": True}
    assert "telephone links open Call Journal" in done("desktop", "install", "--tel")
    assert json.loads(done("desktop", "status", "--json")) == {"links": True, "login": True}
    assert (user / ".local/share/applications/calljournal.desktop").exists()


def test_removing_asks_about_the_data(user: Path, home: Path) -> None:
    """By default it stays; a yes deletes what the program made, and nothing else."""
    done("desktop", "install", "--tel", "--autostart")
    done("journal", "add", "--number", "044 000 12 34", "--minutes", "10")
    (home / "letter.txt").write_text("not ours")
    kept = call("desktop", "remove", input="\n")
    assert kept.exit_code == 0, kept.output
    assert json.loads(done("desktop", "status", "--json")) == {"links": False, "login": False}
    assert json.loads(done("journal", "--json"))["number"] == "+41440001234"
    gone = call("desktop", "remove", input="y\n")
    assert gone.exit_code == 0, gone.output
    assert "are deleted" in gone.output
    assert [file.name for file in home.rglob("*")] == ["letter.txt"]
    assert list(user.rglob("*calljournal*")) == []


def test_removing_for_a_script(home: Path) -> None:
    done("journal", "add", "--number", "044 000 12 34", "--minutes", "10")
    assert "are kept" in done("desktop", "remove", "--data", "keep")
    assert (home / "data" / "journal.db").exists()
    done("desktop", "remove", "--data", "delete")
    assert not home.exists()


def test_the_data_of_a_program_that_runs_stays(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from calljournal.cli import desktop

    done("journal", "add", "--number", "044 000 12 34", "--minutes", "10")
    places = Places.usual()
    lock = EngineLock(places.lock_file)
    monkeypatch.setattr(desktop, "with_service", lambda work: 0)
    assert lock.take()
    assert "end the program first" in refused("desktop", "remove", "--data", "delete")
    lock.release()
    assert (home / "data" / "journal.db").exists()


def test_a_page_needs_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    assert "there is no display" in refused("desktop", "open", "my-time")
