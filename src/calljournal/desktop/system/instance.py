"""A second start of the program: it hands over what it was to do to the window that is there, and ends.

Both ends look who the other is (`peers`) before a byte is sent or believed: a socket or pipe of our name that somebody
else has put there gets nothing, and nobody else can have this user's telephone dial. One line of JSON goes over, and
one comes back.

In: `Request`, from another process of this user. Out: `asked`, and the answer that it was taken.
"""

import logging
import sys
from functools import partial

from PySide6.QtCore import QElapsedTimer, QObject, QThread, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QMessageBox

from calljournal.desktop.system import request as requests
from calljournal.desktop.system.lock import WindowLock
from calljournal.desktop.system.peers import is_mine
from calljournal.desktop.system.request import Request
from calljournal.languages import tr

TAKEN = b"taken\n"
REFUSED = b"refused\n"

PATIENCE = 10_000
"""Milliseconds that a second start gives the first, which may just be starting itself."""

ANSWER = 2000
"""Milliseconds for one try: to connect, to send, to be answered. And for the line of whoever connects."""

PAUSE = 100
"""Milliseconds between two tries."""

MOST = 8
"""Connections at once; each lasts for some milliseconds, and who opens more means no good."""

log = logging.getLogger(__name__)


class Instance(QObject):
    """The first instance: listens for others of this user.

    Signals:
        asked(request: Request): another start wants that done here
    """

    asked = Signal(object)

    def __init__(self, lock: WindowLock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address_of(lock)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(MOST)
        self._server.newConnection.connect(self._on_connection)

    def listen(self) -> bool:
        """Begin; whoever holds the lock may take away what one that died has left. False, and a log line, if not."""
        QLocalServer.removeServer(self._address)
        if self._server.listen(self._address):
            return True
        log.warning("a second start cannot be heard (%s)", self._server.errorString())
        return False

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _on_connection(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            connection.disconnected.connect(connection.deleteLater)
            if len(self._server.findChildren(QLocalSocket)) > MOST or not is_mine(
                connection.socketDescriptor(), at_server=True
            ):
                log.warning("somebody else's process has tried to reach the window; it was not listened to")
                connection.abort()
                continue
            QTimer.singleShot(ANSWER, connection, connection.abort)
            connection.readyRead.connect(partial(self._on_bytes, connection))
            self._on_bytes(connection)

    def _on_bytes(self, connection: QLocalSocket) -> None:
        """Take the line once it is whole; more than a line may be is cut off."""
        if not connection.canReadLine():
            if connection.bytesAvailable() > requests.LONGEST:
                connection.abort()
            return
        line = bytes(connection.readLine(requests.LONGEST + 1).data())
        try:
            request = requests.read_line(line)
        except ValueError as error:
            log.info("a second start asked for something that is not understood: %s", error)
            connection.write(REFUSED)
        else:
            connection.write(TAKEN)
            self.asked.emit(request)
        connection.disconnectFromServer()


def hand_over(lock: WindowLock, request: Request, patience: int = PATIENCE) -> bool | None:
    """Have the first instance do what this start was to do: True if it took it, False if it does not (answer).

    None where there is none any more: then this start has taken the lock, and is the first.
    """
    line = requests.write_line(requests.with_token(request))
    clock = QElapsedTimer()
    clock.start()
    while not clock.hasExpired(patience):
        answer = send(address_of(lock), line)
        if answer:
            return answer == TAKEN
        if lock.take():
            return None
        QThread.msleep(PAUSE)
    return False


def hand_over_or_say(lock: WindowLock, request: Request) -> bool | None:
    """Hand over, and tell the user where the first instance does not answer: else nothing would happen on a click."""
    taken = hand_over(lock, request)
    if taken is False:
        log.error("the window that is there did not answer within %d ms", PATIENCE)
        if request.wish != requests.BACKGROUND:
            words = tr("Call Journal is running already, but does not answer. End it, then start it again.")
            QMessageBox(QMessageBox.Icon.Warning, tr("Call Journal"), words).exec()
    return taken


def send(address: str, line: bytes) -> bytes:
    """Send a line to the instance at an address, if that is this user's, and give its answer, if it has one."""
    connection = QLocalSocket()
    connection.connectToServer(address)
    if not connection.waitForConnected(ANSWER):
        return b""
    if not is_mine(connection.socketDescriptor(), at_server=False):
        log.warning("%s is listened to by another user: nothing is sent there", address)
        return b""
    if sys.platform == "win32":
        from calljournal.desktop.system.peers import let_come_to_front

        let_come_to_front(connection.socketDescriptor())
    connection.write(line)
    while not connection.canReadLine() and connection.waitForReadyRead(ANSWER):
        pass
    return bytes(connection.readLine().data())


def address_of(lock: WindowLock) -> str:
    """Give where the holder of a lock listens: a socket beside it, on Windows a pipe that bears the user's name."""
    if sys.platform == "win32":
        import getpass

        return f"{lock.name}-{getpass.getuser()}"
    return str(lock.folder / f"{lock.name}.socket")
