"""What macOS tells the running program as events of the application: a link that was clicked, and its menu's Quit."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent

from calljournal.desktop.system.request import DIAL, Request, is_uri


class Links(QObject):
    """Listens to the application; only made on macOS, since every event of the program passes through here.

    Signals:
        asked(request: Request): a telephone link was clicked
        quit_wanted(): somebody has chosen to quit; else Qt would close every window, and the journal would hide
    """

    asked = Signal(object)
    quit_wanted = Signal()

    def __init__(self, app: QCoreApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a link, and the wish to quit; everything else goes its way."""
        if isinstance(event, QFileOpenEvent):
            link = event.url().toString()
            if is_uri(link):
                self.asked.emit(Request(DIAL, link))
                return True
        if event.type() == QEvent.Type.Quit and event.spontaneous():
            self.quit_wanted.emit()
            return True
        return False
