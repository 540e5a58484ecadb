"""`tel:` links and the start at login: what is written, where, and taken back again."""

import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from calljournal.desktop.system import installation
from calljournal.desktop.system.handlers import linux, macos, windows
from calljournal.desktop.system.handlers.command import program
from calljournal.desktop.system.installation import Installation
from calljournal.desktop.system.this_computer import ThisComputer
from calljournal.errors import StoreFailed

TEL = "x-scheme-handler/tel"
OTHERS = """# mine
[Added Associations]
x-scheme-handler/tel=phone.desktop;

[Default Applications]
text/html=browser.desktop
x-scheme-handler/tel=phone.desktop;skype.desktop;

[Removed Associations]
image/png=viewer.desktop;
"""


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home folder with nothing in it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS", "XDG_CONFIG_DIRS"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


# --- Linux -----------------------------------------------------------------------------------------------------------


def test_the_list_of_programs_keeps_what_others_wrote() -> None:
    on = linux.with_default(OTHERS, TEL, on=True)
    assert linux.first_of(on, TEL) == "calljournal.desktop"
    assert "x-scheme-handler/tel=calljournal.desktop;phone.desktop;skype.desktop;\n" in on
    assert set(OTHERS.splitlines()) - set(on.splitlines()) == {"x-scheme-handler/tel=phone.desktop;skype.desktop;"}
    off = linux.with_default(on, TEL, on=False)
    assert sorted(off.splitlines()) == sorted(OTHERS.splitlines())
    assert linux.first_of(off, TEL) == "phone.desktop"


@pytest.mark.parametrize("text", ["", "[Added Associations]\n", "[Default Applications]", "no section\n"])
def test_a_list_without_the_section_gets_one(text: str) -> None:
    on = linux.with_default(text, TEL, on=True)
    assert linux.first_of(on, TEL) == "calljournal.desktop"
    assert linux.with_default(on, TEL, on=True) == on
    assert linux.first_of(linux.with_default(on, TEL, on=False), TEL) == ""


@given(st.lists(st.sampled_from(OTHERS.splitlines()), max_size=12))
def test_any_list_can_be_changed_and_changed_back(lines: list[str]) -> None:
    text = "\n".join(lines)
    on = linux.with_default(text, TEL, on=True)
    assert linux.first_of(on, TEL) == "calljournal.desktop"
    assert "calljournal" not in linux.with_default(on, TEL, on=False)


def test_handler_and_autostart_are_set_and_taken_back(user: Path) -> None:
    assert installation.look() == Installation(links=False, login=False)
    assert installation.change(links=True) == Installation(links=True, login=False)
    assert installation.change(login=True) == Installation(links=True, login=True)
    assert (user / ".local/share/applications/calljournal.desktop").exists()
    assert "--background" in (user / ".config/autostart/calljournal.desktop").read_text()
    assert installation.change(links=False) == Installation(links=False, login=True)
    installation.remove()
    assert installation.look() == Installation(links=False, login=False)
    assert [file for file in user.rglob("*calljournal*") if file.is_file()] == []


def test_the_folders_that_the_environment_names_are_used(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(user / "settings"))
    monkeypatch.setenv("XDG_DATA_HOME", str(user / "data"))
    installation.change(links=True, login=True)
    assert (user / "settings/mimeapps.list").exists()
    assert (user / "settings/autostart/calljournal.desktop").exists()
    assert (user / "data/applications/calljournal.desktop").exists()


def test_a_list_that_is_a_link_stays_one(user: Path) -> None:
    """Some people keep their settings in a folder of their own, with links to it."""
    kept = user / "dotfiles" / "mimeapps.list"
    kept.parent.mkdir()
    kept.write_text(OTHERS)
    (user / ".config").mkdir()
    (user / ".config/mimeapps.list").symlink_to(kept)
    installation.change(links=True)
    assert (user / ".config/mimeapps.list").is_symlink()
    assert "calljournal.desktop" in kept.read_text()


def test_a_disk_that_cannot_be_written_is_said_in_words(user: Path) -> None:
    (user / ".config").write_text("a file where a folder should be")
    with pytest.raises(StoreFailed, match="cannot be changed: "):
        installation.change(login=True)


def test_the_entries_are_valid(user: Path) -> None:
    if shutil.which("desktop-file-validate") is None:
        pytest.skip("desktop-file-utils is missing: run `make test-setup`")
    installation.change(links=True, login=True)
    for file in user.rglob("calljournal.desktop"):
        said = subprocess.run(["desktop-file-validate", str(file)], capture_output=True, text=True, check=False)
        assert (said.returncode, said.stdout) == (0, "")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["/usr/bin/python3", "-m", "calljournal"], "/usr/bin/python3 -m calljournal"),
        (["/home/a b/python"], '"/home/a b/python"'),
        (["/home/50%/python"], "/home/50%%/python"),
        (['/a "b"/$c'], '"/a \\\\"b\\\\"/\\\\$c"'),
    ],
)
def test_a_command_is_quoted_as_the_specification_has_it(words: list[str], line: str) -> None:
    assert linux.in_words(words) == line


def test_the_command_is_never_taken_from_the_folder_one_is_in(tmp_path: Path) -> None:
    """A folder of downloads with a module `calljournal` in it must not become the program."""
    (tmp_path / "calljournal").mkdir()
    (tmp_path / "calljournal" / "__init__.py").touch()
    (tmp_path / "calljournal" / "__main__.py").write_text("print('taken in')")
    said = subprocess.run(program("--version"), cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout.startswith("calljournal")


# --- Windows and macOS: what would be written ------------------------------------------------------------------------


def test_windows_gets_a_class_capabilities_and_both_schemes() -> None:
    command = [r"C:\Program Files\Python\pythonw.exe", "-P", "-m", "calljournal"]
    values = {(value.key, value.name): value.text for value in windows.link_values(command)}
    opens = '"C:\\Program Files\\Python\\pythonw.exe" -P -m calljournal "%1"'
    assert values[r"Software\Classes\CallJournal.Link\shell\open\command", ""] == opens
    assert values[r"Software\RegisteredApplications", "CallJournal"] == r"Software\CallJournal\Capabilities"
    for scheme in ("tel", "callto"):
        assert values[r"Software\CallJournal\Capabilities\URLAssociations", scheme] == "CallJournal.Link"
        assert values[rf"Software\Classes\{scheme}", "URL Protocol"] == ""
    assert all(value.key.startswith("Software\\") for value in windows.link_values(command))


def test_windows_loses_every_key_of_ours_and_no_other() -> None:
    values = windows.link_values(["calljournal"])
    keys = windows.keys_to_remove([value for value in values if value.key != windows.REGISTERED])
    assert r"Software\CallJournal\Capabilities\URLAssociations" in keys
    assert r"Software\CallJournal" in keys
    assert not {"Software", r"Software\Classes", r"Software\RegisteredApplications"} & set(keys)
    for at, key in enumerate(keys):
        assert not any(later.startswith(key + "\\") for later in keys[at + 1 :]), "a key goes before what is in it"


def test_windows_starts_it_at_login() -> None:
    value = windows.run_value(["pythonw.exe", "-m", "calljournal", "--background"])
    assert value.key.endswith(r"CurrentVersion\Run")
    assert value.text == "pythonw.exe -m calljournal --background"


def test_macos_gets_a_bundle_and_an_agent(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macos.subprocess, "run", lambda *_, **__: None)
    macos.handle(True)
    macos.start(True)
    info = plistlib.loads((user / "Applications/Call Journal.app/Contents/Info.plist").read_bytes())
    assert info["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == ["tel", "callto"]
    runner = user / "Applications/Call Journal.app/Contents/MacOS" / info["CFBundleExecutable"]
    assert os.access(runner, os.X_OK)
    assert shlex.split(runner.read_text().splitlines()[1])[1:-1] == program()
    agent = plistlib.loads(next((user / "Library/LaunchAgents").iterdir()).read_bytes())
    assert agent["ProgramArguments"][-1] == "--background"
    assert macos.handles()
    assert macos.starts()
    macos.handle(False)
    macos.start(False)
    assert not macos.handles()
    assert not macos.starts()


# --- from a window ---------------------------------------------------------------------------------------------------


def test_a_window_is_told_and_does_not_wait(user: Path, qtbot: QtBot) -> None:
    computer = ThisComputer()
    with qtbot.waitSignal(computer.known) as said:
        computer.change(links=True, login=True)
    assert said.args == [Installation(links=True, login=True)]
    (user / ".config/autostart/calljournal.desktop").unlink()
    with qtbot.waitSignal(computer.known) as said:
        computer.look()
    assert said.args == [Installation(links=True, login=False)]
    shutil.rmtree(user / ".config")
    (user / ".config").touch()
    with qtbot.waitSignal(computer.failed) as failed:
        computer.change(login=True)
    assert failed.args is not None
    assert "cannot be changed" in failed.args[0]


def test_asking_about_it_loads_no_qt() -> None:
    """The command line asks as well."""
    check = "import sys, calljournal.desktop.system.installation; print('PySide6' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", check], text=True).strip() == "False"
