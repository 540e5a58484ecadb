"""The way to every call that is placed from the desktop: dial, open the dial box, dial what comes from elsewhere."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from calljournal.desktop.bridge import Bridge
from calljournal.desktop.dialling.box import DialBox
from calljournal.desktop.dialling.outside import Outside
from calljournal.desktop.dialling.placing import Placing, Wish
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.languages import tr

LONGEST_COPIED = 120
"""Characters on the clipboard that can be a number with what is around it; a page of text is none."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Dialler(QObject):
    """Places calls. What will really be dialled is said, and asked where it is more than what was typed.

    Emergency numbers are never dialled without a question.

    Signals:
        placed(digits: str): a line was asked to dial them; `RingingNotice.expect_outgoing` shows that call
    """

    placed = Signal(str)

    def __init__(
        self,
        bridge: Bridge,
        icons: Icons,
        doors: Doors,
        parent: QObject | None = None,
        *,
        now: Callable[[], datetime] = _utc_now,
        clock: Callable[[], float] = time.monotonic,
        open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(parent)
        self._doors = doors
        self.placing = Placing(bridge, icons, doors, open_url, self)
        self.placing.placed.connect(self.placed)
        self.outside = Outside(bridge, doors, self.placing, clock, self)
        self.box = DialBox(bridge, icons, doors, now, self.placing.place)
        self.destroyed.connect(self.box.deleteLater)

    def dial(self, number: str) -> None:
        """Dial a number as a person wrote it."""
        self.placing.place(Wish(number))

    def open_box(self, text: str = "") -> None:
        """Open the dial box, with this in it."""
        self.box.open(text)

    def dial_from_outside(self, uri: str) -> None:
        """Dial what another program hands over (`tel:`, `callto:`), after asking unless the user said otherwise."""
        self.outside.dial(uri)

    def dial_clipboard(self) -> None:
        """Dial the number on the clipboard; say so where there is none."""
        copied = QGuiApplication.clipboard().text().strip()
        if not copied:
            self._doors.erred.emit(tr("There is no text on the clipboard: copy a number first"))
        elif len(copied) > LONGEST_COPIED:
            self._doors.erred.emit(tr("There is more than a number on the clipboard: copy the number alone"))
        else:
            self.placing.place(Wish(copied, erred=self._on_no_number))

    def _on_no_number(self, reason: str) -> None:
        self._doors.erred.emit(tr("What is on the clipboard was not dialled: {reason}", reason=reason))
