"""A second start is heard by the first; another user's process is neither heard nor told anything, at either end."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from calljournal.desktop.system import instance, peers
from calljournal.desktop.system import request as requests
from calljournal.desktop.system.instance import Instance, address_of, hand_over, hand_over_or_say, send
from calljournal.desktop.system.lock import WindowLock
from calljournal.desktop.system.request import Request

NOBODY = 65534
DIAL = Request("dial", "tel:+41440001234")
ROOT = Path(__file__).parents[3]


class Asked:
    """The first instance, and what it was asked."""

    def __init__(self, lock: WindowLock) -> None:
        self.lock = lock
        self.instance = Instance(lock)
        self.requests: list[Request] = []
        self.instance.asked.connect(self.requests.append)

    @property
    def address(self) -> str:
        return address_of(self.lock)


@pytest.fixture
def first(qapp: QApplication, home: Path) -> Iterator[Asked]:
    lock = WindowLock(home)
    assert lock.take()
    asked = Asked(lock)
    assert asked.instance.listen()
    yield asked
    asked.instance.close()
    shiboken6.delete(asked.instance)  # here, and not where Python's collector happens to run
    lock.release()


SEND = """
import sys
from PySide6.QtCore import QCoreApplication
from calljournal.desktop.system.instance import send
app = QCoreApplication([])
print(send(sys.argv[1], bytes.fromhex(sys.argv[2])).decode(), end="")
"""


def sent(qtbot: QtBot, address: str, line: bytes) -> bytes:
    """Send as a second start does, a process of its own that waits, and give the answer."""
    process = subprocess.Popen([sys.executable, "-c", SEND, address, line.hex()], stdout=subprocess.PIPE)
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=20_000)
    return process.communicate()[0]


def test_a_second_start_is_heard(first: Asked, qtbot: QtBot) -> None:
    assert sent(qtbot, first.address, requests.write_line(DIAL)) == instance.TAKEN
    assert first.requests == [DIAL]


def test_a_second_start_in_a_process_of_its_own(first: Asked, qtbot: QtBot, home: Path) -> None:
    """It ends well, and brings along what lets a window come to the front."""
    start = f"""
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from calljournal.desktop.system.instance import hand_over
from calljournal.desktop.system.lock import WindowLock
from calljournal.desktop.system.request import Request
app = QCoreApplication([])
lock = WindowLock(Path({str(home)!r}))
print(lock.take(), hand_over(lock, Request("my-time")))
"""
    environment = os.environ | {"XDG_ACTIVATION_TOKEN": "token-1"}
    process = subprocess.Popen([sys.executable, "-c", start], env=environment, stdout=subprocess.PIPE, text=True)
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=20_000)
    assert process.communicate()[0] == "False True\n"
    assert first.requests == [Request("my-time", "", "token-1")]


@pytest.mark.parametrize("line", [b"nonsense\n", b'{"wish": "dial", "uri": "file:///x", "token": ""}\n'])
def test_what_cannot_be_read_is_refused(first: Asked, qtbot: QtBot, line: bytes) -> None:
    assert sent(qtbot, first.address, line) == instance.REFUSED
    assert first.requests == []


def test_a_line_without_an_end_is_cut_off(first: Asked, qtbot: QtBot) -> None:
    connection = QLocalSocket()
    connection.connectToServer(first.address)
    assert connection.waitForConnected(2000)
    connection.write(b"x" * (requests.LONGEST + 1))
    qtbot.waitUntil(lambda: connection.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert first.requests == []


def test_whoever_says_nothing_is_cut_off(first: Asked, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "ANSWER", 100)
    connection = QLocalSocket()
    connection.connectToServer(first.address)
    assert connection.waitForConnected(2000)
    qtbot.waitUntil(lambda: connection.state() == QLocalSocket.LocalSocketState.UnconnectedState)


def test_what_a_killed_instance_left_is_in_nobody_s_way(qapp: QApplication, home: Path) -> None:
    lock = WindowLock(home)
    Path(address_of(lock)).touch()
    assert lock.take()
    listening = Instance(lock)
    assert listening.listen()
    listening.close()
    lock.release()


def test_where_the_first_has_just_ended_the_second_is_the_first(qapp: QApplication, home: Path) -> None:
    lock = WindowLock(home)
    assert hand_over(lock, Request()) is None
    assert not WindowLock(home).take()
    lock.release()


def test_a_first_instance_that_hangs_is_said(
    qapp: QApplication, home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Else nothing at all would happen on a click."""
    monkeypatch.setattr(instance, "PATIENCE", 300)
    said: list[str] = []
    monkeypatch.setattr(instance.QMessageBox, "exec", lambda box: said.append(box.text()))
    holder = WindowLock(home)
    assert holder.take()
    assert hand_over_or_say(WindowLock(home), Request()) is False
    assert hand_over_or_say(WindowLock(home), Request(requests.BACKGROUND)) is False  # nobody has clicked
    assert [words.split(",")[0] for words in said] == ["Call Journal is running already"]
    assert "did not answer" in caplog.text
    holder.release()


# --- two users on one machine ----------------------------------------------------------------------------------------


def test_another_user_is_told_nothing_and_not_heard(
    first: Asked, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Played: this process takes itself for another user's, at each end in turn."""
    me = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: me + 1)
    assert send(first.address, requests.write_line(DIAL)) == b""
    assert "listened to by another user" in caplog.text
    assert sent(qtbot, first.address, requests.write_line(DIAL)) == b""
    assert "somebody else's process" in caplog.text
    assert first.requests == []


def as_nobody(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Run Python as another user of this machine, one that may not even read our files."""
    imports = """
import json, os, socket, sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from calljournal.desktop.system import instance, request
app = QCoreApplication([])
os.setgroups([]); os.setgid(65534); os.setuid(65534)
"""
    return subprocess.Popen(
        [sys.executable, "-c", imports + code, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


@pytest.fixture
def open_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder for the socket in which everybody may do everything: the worst case."""
    if os.getuid() != 0:
        pytest.skip("only root can be two users: run the tests as root")
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="cj-open-", dir="/tmp"))
    folder.chmod(0o777)
    monkeypatch.setattr("calljournal.desktop.system.lock.private_folder", lambda config: folder)
    yield folder
    for left in folder.iterdir():
        left.unlink()
    folder.rmdir()


def test_a_process_of_another_user_is_not_heard(
    open_folder: Path, first: Asked, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    """Even where it can reach the socket, and takes care not to look who is there, it has nobody's telephone dial."""
    Path(first.address).chmod(0o777)
    intruder = as_nobody(
        """
instance.is_mine = lambda *_, **__: True
print(instance.send(sys.argv[1], request.write_line(request.Request("dial", "tel:+41440001234"))))
""",
        first.address,
    )
    qtbot.waitUntil(lambda: intruder.poll() is not None, timeout=20_000)
    assert intruder.communicate()[0] == "b''\n"
    assert first.requests == []
    assert "somebody else's process" in caplog.text


def test_nothing_is_sent_to_a_socket_of_another_user(
    open_folder: Path, qapp: QApplication, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody who sits on our socket's name hears not a byte of what is dialled."""
    lock = WindowLock(home)
    squatter = as_nobody(
        """
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
os.chmod(sys.argv[1], 0o777)
listener.listen()
print("listening", flush=True)
connection = listener.accept()[0]
connection.settimeout(10)
print(connection.recv(4096))
""",
        address_of(lock),
    )
    assert squatter.stdout is not None
    assert squatter.stdout.readline() == "listening\n"
    assert send(address_of(lock), requests.write_line(DIAL)) == b""
    assert squatter.communicate(timeout=20)[0] == "b''\n"
    assert "listened to by another user" in caplog.text


def test_a_connection_that_tells_nothing_is_not_ours() -> None:
    reader, writer = os.pipe()
    assert not peers.is_mine(reader, at_server=True)
    assert not peers.is_mine(-1, at_server=False)
    os.close(reader)
    os.close(writer)
