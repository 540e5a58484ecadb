"""The small window of the notice: calls stand in it one above the other; it never takes the keyboard by itself."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QCursor, QGuiApplication, QHideEvent, QKeyEvent, QMouseEvent, QScreen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from calljournal.desktop.look.icons import Icons
from calljournal.desktop.ringing import corner
from calljournal.desktop.ringing.card import CallCard
from calljournal.languages import tr, tr_n

WIDTH = 56
"""Letters of usual width that a card is wide."""

FLAGS = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)


class RingingWindow(QWidget):
    """Stands at the lower right of the screen where the pointer is, and grows upwards.

    What is in it stays where it is while other calls come and go, so that no click meets the wrong one. It can be
    dragged, and stays there until it is empty. The keyboard it takes only where a person asks for that
    (`take_keyboard`), and gives it back when it is left.

    Signals:
        escaped(): Escape, where it has the keyboard; or somebody has closed it
    """

    escaped = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent, FLAGS)
        for attribute in (
            Qt.WidgetAttribute.WA_ShowWithoutActivating,
            Qt.WidgetAttribute.WA_X11NetWmWindowTypeNotification,
            Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow,
        ):
            self.setAttribute(attribute, True)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(tr("Telephone"))  # no name: task bars, switchers and recordings of the screen show it
        self.setAccessibleName(tr("Calls"))
        self.setWindowIcon(icons.program())
        self.cards: dict[str, CallCard] = {}
        self._icons = icons
        self._place = QPoint()
        self._feet: dict[str, int] = {}
        """Where in the window the lower edge of each card is: its buttons stand there."""

        self._drag: QPoint | None = None
        self.more = QLabel(self)
        self.more.setTextFormat(Qt.TextFormat.PlainText)
        self.more.setMargin(self.fontMetrics().averageCharWidth())
        self.more.hide()
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self.more)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)

    # --- the calls ---------------------------------------------------------------------------------------------------

    def card(self, entry: str) -> CallCard:
        """Give the card of a call; a new one stands above the others."""
        if entry not in self.cards:
            self.cards[entry] = CallCard(self._icons, self)
            self._layout.insertWidget(1, self.cards[entry])  # below the line that says how many more there are
        return self.cards[entry]

    @property
    def room(self) -> int:
        """The height that cards may take together: half of the screen."""
        return self._screen().availableGeometry().height() // 2

    def say_more(self, count: int) -> None:
        """Say how many calls there are besides those that have a card."""
        self.more.setText(tr_n("and {count} more call", "and {count} more calls", count) if count else "")
        self.more.setVisible(count > 0)

    def keep_only(self, entries: set[str]) -> None:
        """Take away the cards of all other calls."""
        for entry in self.cards.keys() - entries:
            card = self.cards.pop(entry)
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()

    # --- where it stands ---------------------------------------------------------------------------------------------

    def arrange(self) -> None:
        """Take the size that the cards need: in the corner where it was not shown, else so that nothing moves.

        Where it stands is remembered here: what the window system says of that may be a moment old.
        """
        size = self._needed()
        self._layout.setGeometry(QRect(QPoint(0, 0), size))
        feet = {entry: card.y() + card.height() for entry, card in self.cards.items()}
        steady = self._steady_card()
        if self.isVisible():
            moved = feet[steady] - self._feet[steady] if steady is not None else size.height() - self.height()
            self._place = corner.kept(self.screen().availableGeometry(), size, self._place, moved)
        else:
            margin = self.fontMetrics().averageCharWidth() * 2
            self._place = corner.in_corner(self._screen().availableGeometry(), size, margin)
        self._feet = feet
        self.setGeometry(QRect(self._place, size))

    def _screen(self) -> QScreen:
        """Give the screen where it stands, or would stand."""
        return self.screen() if self.isVisible() else _screen_of_pointer()

    def appear(self) -> None:
        """Show it, without taking the keyboard from whatever the user is doing."""
        if not self.isVisible():
            self.arrange()
            self.show()
        self.raise_()

    def _steady_card(self) -> str | None:
        """Name the card that is not to move: the one under the pointer, else the lowest."""
        shown = [entry for entry in self.cards if entry in self._feet]
        return next((entry for entry in shown if self.cards[entry].underMouse()), shown[0] if shown else None)

    def _needed(self) -> QSize:
        """Give the size in which all cards have their room."""
        for card in self.cards.values():
            card.show()
            card.fit()
        self._layout.invalidate()
        width = max(self.fontMetrics().averageCharWidth() * WIDTH, self._layout.totalMinimumSize().width())
        wraps = self._layout.hasHeightForWidth()
        return QSize(width, self._layout.totalHeightForWidth(width) if wraps else self._layout.totalSizeHint().height())

    # --- the pointer -------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = event.globalPosition().toPoint() - self._place

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._place = event.globalPosition().toPoint() - self._drag
            self.move(self._place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None

    # --- the keyboard, where a person asks for it --------------------------------------------------------------------

    def take_keyboard(self) -> None:
        """Take the keyboard, since a person said so (a key, the tray): Tab and Space reach every button."""
        self.appear()
        self.windowHandle().setFlag(Qt.WindowType.WindowDoesNotAcceptFocus, False)
        self.activateWindow()
        first = next(iter(self.cards.values()), None)
        if first is not None:
            first.focus_first()

    def _give_keyboard_back(self) -> None:
        if self.windowHandle() is not None:
            self.windowHandle().setFlag(Qt.WindowType.WindowDoesNotAcceptFocus, True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.escaped.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._give_keyboard_back()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._give_keyboard_back()


def _screen_of_pointer() -> QScreen:
    return QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
