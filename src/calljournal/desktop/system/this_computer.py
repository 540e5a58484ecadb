"""`installation`, asked and changed in a thread: no window waits for the disk.

In: `look`, `change`. Out: `known`, or `failed` in words, in Qt's thread.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QThreadPool, Signal

from calljournal.desktop.system import installation
from calljournal.desktop.system.installation import Installation
from calljournal.errors import CallJournalError
from calljournal.languages import tr


class ThisComputer(QObject):
    """Says and changes whether telephone links open this program, and whether it starts at login.

    Signals:
        known(installation: Installation): how it is now
        failed(text: str): it could not be read or changed; the text is for people
    """

    known = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)  # one after the other, in the order in which it was asked

    def look(self) -> None:
        """Say how it is."""
        self._do(installation.look)

    def change(self, *, links: bool | None = None, login: bool | None = None) -> None:
        """Change what is not None, and say how it is then."""
        self._do(partial(installation.change, links=links, login=login))

    def remove(self) -> None:
        """Take all of it back, and say how it is then."""
        self._do(_remove)

    def _do(self, work: Callable[[], Installation]) -> None:
        self._pool.start(partial(self._run, work))

    def _run(self, work: Callable[[], Installation]) -> None:
        """Work, in the other thread; a signal goes over to Qt's by itself."""
        try:
            self.known.emit(work())
        except CallJournalError as error:
            self.failed.emit(tr(error.words))


def _remove() -> Installation:
    installation.remove()
    return installation.look()
