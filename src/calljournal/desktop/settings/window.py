"""The settings window: the pages on the left, one of them on the right. Nothing has to be saved by hand."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from calljournal.contracts.service import LineInfo
from calljournal.contracts.settings_commands import GetSettings, SettingsPage
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.closing import add_close_key
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.sizes import open_at
from calljournal.desktop.settings.interfaces import InterfacesPage
from calljournal.desktop.settings.numbers import NumbersPage
from calljournal.desktop.settings.page import PageView
from calljournal.desktop.settings.private_numbers import PrivateNumbers
from calljournal.desktop.settings.scrolling import scrolled
from calljournal.desktop.settings.this_computer import Remarks, ThisComputerPage
from calljournal.errors import CallJournalError
from calljournal.languages import tr

SIZE = QSize(900, 640)


class SettingsWindow(QWidget):
    """Shows all that can be set.

    Signals:
        gone(): it was closed
    """

    gone = Signal()

    def __init__(
        self, bridge: Bridge, icons: Icons, doors: Doors, remarks: Remarks = tuple, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._bridge = bridge
        self._icons = icons
        self._doors = doors
        self._wanted = ""
        self.pages: dict[str, QWidget] = {}
        self.setWindowTitle(tr("Settings"))
        self.setWindowIcon(icons.program())
        open_at(self, SIZE)
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Pages of the settings"))
        self.list.setSpacing(self.list.fontMetrics().height() // 5)
        self.list.currentRowChanged.connect(self._on_row)
        self.stack = QStackedWidget(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list)
        layout.addWidget(self.stack, 1)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        add_close_key(self)
        self._add("interfaces", tr("Interfaces"), InterfacesPage(bridge, icons))
        self._add("this-computer", tr("This computer"), ThisComputerPage(bridge, icons, doors, remarks))
        self._add("numbers", tr("Telephone numbers"), NumbersPage(bridge, icons))
        self.list.setCurrentRow(0)
        self.look_up()

    def look_up(self) -> None:
        """Ask for what is set."""
        self._bridge.ask(GetSettings(), self._on_settings, self._on_error)

    def _on_settings(self, pages: Iterable[SettingsPage]) -> None:
        for place, page in enumerate(pages):
            known = self.pages.get(page.name)
            if isinstance(known, PageView):
                known.show_page(page)
                continue
            view = PageView(page, self._bridge, self._icons)
            view.saved.connect(self.look_up)
            if page.name == "journal":
                view.below.addWidget(PrivateNumbers(self._bridge))
            self._add(page.name, tr(page.title), view, 1 + place)
        if self._wanted:
            self.turn_to(self._wanted)

    def _add(self, name: str, title: str, page: QWidget, place: int | None = None) -> None:
        at = self.list.count() if place is None else place
        self.pages[name] = page
        self.stack.insertWidget(at, scrolled(page))
        item = QListWidgetItem(title)
        item.setData(Qt.ItemDataRole.UserRole, name)
        self.list.insertItem(at, item)
        self.list.setFixedWidth(self.list.sizeHintForColumn(0) + self.list.fontMetrics().averageCharWidth() * 5)

    def _on_row(self, row: int) -> None:
        self.stack.setCurrentIndex(row)

    def turn_to(self, name: str) -> None:
        """Show a page; one that is not known yet is shown once it is."""
        self._wanted = name
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == name:
                self.list.setCurrentRow(row)
                self._wanted = ""

    @property
    def page_shown(self) -> str:
        """The name of the page."""
        return str(self.list.currentItem().data(Qt.ItemDataRole.UserRole))

    def show_lines(self, lines: Iterable[LineInfo]) -> None:
        """Show how the lines are now."""
        page = self.pages["interfaces"]
        if isinstance(page, InterfacesPage):
            page.show_lines(lines)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed last: whoever closes by a key has not left the field."""
        for page in self.pages.values():
            if isinstance(page, PageView):
                page.form.leave()
        super().closeEvent(event)

    def _on_error(self, error: CallJournalError) -> None:
        self._doors.erred.emit(tr(error.words))
