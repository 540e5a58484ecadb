"""The page of interfaces: the lines and books that are set up, and those that can be."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from calljournal.contracts.service import GetLines, LineInfo, TestLine
from calljournal.contracts.settings_commands import (
    ChangeLine,
    GetInterfaces,
    Interface,
    Interfaces,
    RemoveLine,
    SetUp,
    TryLine,
)
from calljournal.contracts.setup import Explored
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import faint_label, plain_label
from calljournal.desktop.look.layouts import clear
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.settings.fields import heading
from calljournal.desktop.settings.line_card import LineCard
from calljournal.desktop.settings.line_form import LineForm
from calljournal.desktop.settings.scrolling import reveal
from calljournal.errors import CallJournalError
from calljournal.languages import tr


class InterfacesPage(QStackedWidget):
    """Lists what is set up and what can be; shows the form of one line in place of the list.

    Signals:
        saved(): something is set up otherwise now
    """

    saved = Signal()
    name = "interfaces"

    def __init__(self, bridge: Bridge, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._icons = icons
        self._available: dict[str, Interface] = {}
        self._lines: dict[str, LineInfo] = {}
        self.cards: dict[str, LineCard] = {}
        self.form: LineForm | None = None
        self.notice = Notice(icons, self)
        self.install_buttons: dict[str, QPushButton] = {}
        self._list = QWidget(self)
        self._cards = QVBoxLayout()
        self._offers = QVBoxLayout()
        self._lay_out()
        self.look_up()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self._list)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(heading(tr("Interfaces")))
        layout.addWidget(self.notice)
        layout.addLayout(self._cards)
        layout.addWidget(heading(tr("Can be installed")))
        layout.addLayout(self._offers)
        layout.addStretch(1)
        self.addWidget(self._list)

    # --- what there is -----------------------------------------------------------------------------------------------

    def look_up(self) -> None:
        """Ask anew what is set up."""
        self._bridge.ask(GetInterfaces(), self._on_interfaces, self._on_error)
        self._bridge.ask(GetLines(), self.show_lines, self._on_error)

    def _on_interfaces(self, interfaces: Interfaces) -> None:
        self._available = {interface.system: interface for interface in interfaces.available}
        clear(self._cards)
        clear(self._offers)
        self.cards = {known.name: self._card(known) for known in interfaces.set_up}
        for card in self.cards.values():
            self._cards.addWidget(card)
        if not any(known.kind == "line" for known in interfaces.set_up):
            self._cards.addWidget(plain_label(tr("No line is set up yet: install one, and calls are seen.")))
        self.install_buttons = {}
        for interface in interfaces.available:
            if interface.kind == "line" or interface.cannot:
                self._offers.addWidget(self._offer(interface))
        self.show_lines(self._lines.values())

    def _card(self, known: SetUp) -> LineCard:
        interface = self._available.get(known.system)
        card = LineCard(known, known.system if interface is None else tr(interface.title), self._icons)
        card.auto_load_wanted.connect(partial(self._set_auto_load, known))
        card.change_wanted.connect(partial(self._change, known))
        card.test_wanted.connect(partial(self._test, known))
        card.removal_wanted.connect(partial(self._remove, known))
        return card

    def _offer(self, interface: Interface) -> QWidget:
        offer = QWidget()
        layout = QHBoxLayout(offer)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(plain_label(tr(interface.title)))
        layout.addWidget(faint_label(tr(interface.cannot)), 1)
        if not interface.cannot:
            button = QPushButton(tr("Install…"))
            button.setAccessibleName(tr("Install {title}", title=interface.title))
            button.clicked.connect(partial(self._install, interface))
            layout.addWidget(button)
            self.install_buttons[interface.system] = button
        return offer

    def show_lines(self, lines: Iterable[LineInfo]) -> None:
        """Show how the lines are now."""
        for line in lines:
            self._lines[line.name] = line
            if line.name in self.cards:
                self.cards[line.name].show_line(line)

    # --- what is done with it ----------------------------------------------------------------------------------------

    def _install(self, interface: Interface) -> None:
        self._open_form(LineForm(interface, self._bridge, self._icons))

    def _change(self, known: SetUp) -> None:
        if known.system in self._available:
            self._open_form(LineForm(self._available[known.system], self._bridge, self._icons, known))

    def _open_form(self, form: LineForm) -> None:
        self.form = form
        form.done.connect(self._on_changed)
        form.left.connect(self._close_form)
        self.addWidget(form)
        self.setCurrentWidget(form)
        form.take_keyboard()

    def _close_form(self) -> None:
        if self.form is not None:
            self.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None

    def _on_changed(self, known: SetUp | None = None) -> None:
        self._close_form()
        self.notice.say(tr(known.remark) if known is not None and known.remark else tr("Saved"))
        reveal(self.notice)
        self.saved.emit()
        self.look_up()

    def _set_auto_load(self, known: SetUp, on: bool) -> None:
        self._bridge.ask(ChangeLine(known.name, auto_load=on), self._on_changed, partial(self._on_card_error, known))

    def _remove(self, known: SetUp) -> None:
        self._bridge.ask(RemoveLine(known.name), self._on_changed, partial(self._on_card_error, known))

    def _test(self, known: SetUp) -> None:
        card = self.cards[known.name]
        card.notice.say(tr("Testing…"))
        card.test_button.setEnabled(False)
        error = partial(self._on_card_error, known)
        self._bridge.ask(TestLine(known.name), partial(self._on_tested, known), error)
        if known.system in self._available and self._available[known.system].tried:
            self._bridge.ask(TryLine(known.system, {}, known.name), partial(self._on_tried, known), error)

    def _on_tested(self, known: SetUp, line: LineInfo) -> None:
        card = self.cards.get(known.name)
        if card is not None:
            card.test_button.setEnabled(True)
            card.notice.say(tr(line.message) or tr("The line answers."))
            card.show_line(line)
            reveal(card)

    def _on_tried(self, known: SetUp, found: Explored) -> None:
        card = self.cards.get(known.name)
        if card is not None:
            card.findings.show_findings(found.findings)
            reveal(card)

    def _on_card_error(self, known: SetUp, error: CallJournalError) -> None:
        card = self.cards.get(known.name)
        if card is not None:
            card.test_button.setEnabled(True)
            card.auto_load.setChecked(known.auto_load)
            card.notice.say(tr(error.words), error=True)
            reveal(card)

    def _on_error(self, error: CallJournalError) -> None:
        self.notice.say(tr(error.words), error=True)
        reveal(self.notice)
