"""What the windows of the address book share: a window of their own, parts that scroll, messages with a button."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.look.sizes import open_at

CLOSE_KEYS = ("Ctrl+W", "Ctrl+F4")
"""What closes a window on some system; on a Mac, Ctrl is Cmd."""


class BookWindow(QWidget):
    """A window that opens only when somebody wants it, as large as so many letters and lines. No signals of its own."""

    def __init__(self, icons: Icons, letters: int, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowIcon(icons.program())
        metrics = self.fontMetrics()
        open_at(self, QSize(metrics.averageCharWidth() * letters, metrics.lineSpacing() * lines))
        for key in CLOSE_KEYS:
            self.add_key(key, self.close)

    def add_key(self, key: str, do: Callable[[], object]) -> None:
        """Have a key do something wherever in the window the keyboard is."""
        QShortcut(QKeySequence(key), self, do)

    def come_to_front(self) -> None:
        """Be seen above all other windows, and have the keyboard: somebody has asked for it."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()


class Scrolled(QScrollArea):
    """A part that scrolls up and down where the window is too low for it; sideways it never does. No signals."""

    def __init__(self, part: QWidget) -> None:
        super().__init__()
        self._part = part
        self.setWidget(part)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for surface in (self.viewport(), part):
            surface.setAutoFillBackground(False)
        part.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        """Ask for as much width as the part cannot do without."""
        width = self._part.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width() + 2
        return QSize(width, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        hint = self._part.sizeHint()
        return QSize(max(hint.width(), self.minimumSizeHint().width()), hint.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the part has become another size."""
        if watched is self._part and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class OfferNotice(Notice):
    """A message, with a button that does one thing, once. No signals beside those of every notice."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(icons, parent)
        self._do: Callable[[], object] | None = None
        self.pressed.connect(self._on_pressed)

    def offer(self, text: str, button: str, do: Callable[[], object], *, error: bool = False) -> None:
        """Say something, and what can be done about it."""
        self._do = do
        self.say(text, error=error, button=button)

    def _on_pressed(self) -> None:
        do, self._do = self._do, None
        self.clear()
        if do is not None:
            do()
