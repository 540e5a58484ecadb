"""Who shows the window: one process, until it ends, however it ends."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from calljournal.desktop.system.lock import WindowLock
from calljournal.desktop.system.shell_folder import config_folder, is_private, mark_of, private_folder
from calljournal.settings import Places

KEEPER = """
import sys, time
from pathlib import Path
from calljournal.desktop.system.lock import WindowLock
lock = WindowLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
time.sleep(60)
"""


def test_only_one_has_it(home: Path) -> None:
    first, second = WindowLock(home), WindowLock(home)
    assert first.take()
    assert first.take()  # it has it already
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


def test_another_folder_of_settings_is_another_program(home: Path, tmp_path: Path) -> None:
    """A demo runs beside the real journal."""
    ours, demo = WindowLock(home), WindowLock(tmp_path)
    assert ours.take()
    assert demo.take()
    ours.release()
    demo.release()


def test_one_that_is_killed_lets_it_go(home: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", KEEPER, str(home)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        lock = WindowLock(home)
        assert not lock.take()
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert lock.take()
        lock.release()


def test_a_disk_that_takes_no_lock_keeps_nobody_from_starting(home: Path) -> None:
    lock = WindowLock(home)
    lock.folder = home / "not there"
    assert lock.take()
    lock.release()


# --- folders ---------------------------------------------------------------------------------------------------------


def test_the_folder_is_that_of_the_settings(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Told without importing them, since the first paint waits for it."""
    assert config_folder() == Places.usual().config
    monkeypatch.setenv("CALLJOURNAL_HOME", "~/elsewhere")
    assert config_folder() == Places.usual().config
    monkeypatch.delenv("CALLJOURNAL_HOME")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config_folder() == Places.usual().config == tmp_path / "calljournal"


def test_the_folder_for_the_socket_is_the_user_s_own(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    runtime = Path(tempfile.mkdtemp(dir=os.environ["XDG_RUNTIME_DIR"]))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert private_folder(home) == runtime
    runtime.chmod(0o755)  # others could look into it
    own = private_folder(home)
    assert own == tmp_path / f"calljournal-{os.getuid()}"
    assert is_private(own)
    own.rmdir()
    own.symlink_to(tmp_path)  # somebody else was there first
    assert private_folder(home) == home


def test_a_folder_of_somebody_else_is_not_private(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert is_private(tmp_path)
    owner = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    assert not is_private(tmp_path)


def test_the_socket_s_path_is_short_enough(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A local socket may have a path of 104 bytes on macOS; a runtime folder that is deeper is not used."""
    deep = tmp_path / ("x" * 60) / ("y" * 60)
    deep.mkdir(parents=True, mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert private_folder(home) != deep
    assert mark_of(home) == mark_of(home / ".." / home.name)
