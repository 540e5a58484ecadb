"""The third step of the first run: a line is installed, or one that is set up is changed."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from calljournal.contracts.settings_commands import GetInterfaces, Interface, Interfaces, SetUp
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.layouts import clear
from calljournal.desktop.settings.first_steps import Begun, Step
from calljournal.desktop.settings.line_form import LineForm
from calljournal.languages import tr


class LineStep(Step):
    """Which telephone: a line is installed, tried before; a system that has one already offers to change it.

    Signals:
        done(): a line has been installed, or changed
    """

    done = Signal()

    def __init__(self, bridge: Bridge, icons: Icons) -> None:
        super().__init__(
            tr("Which telephone?"),
            tr("The journal watches a telephone system through a line. The simulated one makes calls up, to try it."),
            bridge,
            icons,
        )
        self.buttons: dict[str, QPushButton] = {}
        """What can be chosen: telephone systems by their own names, lines that are set up by theirs."""
        self.form: LineForm | None = None
        self._begun = Begun()
        self._chosen = ""
        self._offers = QVBoxLayout()
        self.body.addLayout(self._offers)

    def enter(self) -> None:
        self._bridge.ask(GetInterfaces(), self._on_interfaces, self.on_error)

    def _on_interfaces(self, interfaces: Interfaces) -> None:
        lines = [known for known in interfaces.set_up if known.kind == "line"]
        if lines and self.form is None:
            self.notice.say(tr("The line {name} is set up.", name=lines[-1].name))
        clear(self._offers)
        self.buttons = {}
        for interface in interfaces.available:
            if interface.kind == "line" and not interface.cannot:
                self._offer(interface, [known for known in lines if known.system == interface.system])
        self._show_offers(self.form is None)
        if self._begun.of in self.buttons:
            begun, self._begun = self._begun, Begun()
            self.buttons[begun.of].click()
            if self.form is not None:
                self.form.type_in(begun.typed)
        if self.isVisible():
            self.take_keyboard()

    def _offer(self, interface: Interface, lines: list[SetUp]) -> None:
        """Offer to change the lines of a telephone system; where there is none yet, to install one."""
        for known in (line for line in lines if not line.locked):
            self._add_button(known.name, tr("Change {name}…", name=known.name), interface, known)
        if all(line.locked for line in lines):
            self._add_button(interface.system, tr(interface.title), interface, None)

    def _add_button(self, name: str, text: str, interface: Interface, known: SetUp | None) -> None:
        button = QPushButton(text)
        button.clicked.connect(partial(self._open, name, interface, known))
        self._offers.addWidget(button)
        self.buttons[name] = button

    def _open(self, name: str, interface: Interface, known: SetUp | None) -> None:
        self._close()
        self._chosen = name
        self.form = LineForm(interface, self._bridge, self._icons, known)
        self.form.done.connect(self._on_done)
        for button in (self.form.back_button, self.form.keep_button):
            button.hide()  # the buttons below do that
        self._show_offers(False)
        self.body.addWidget(self.form)
        self.form.take_keyboard()

    def take_keyboard(self) -> None:
        if self.form is not None:
            self.form.take_keyboard()
        elif self.buttons:
            next(iter(self.buttons.values())).setFocus()

    def leave(self) -> None:
        """Install the line of the form that is open; without one go on."""
        if self.form is None:
            self.left.emit()
        else:
            self.form.keep()

    def go_back(self) -> bool:
        if self.form is None:
            return False
        self._close()
        return True

    def _close(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self._chosen = ""
        self._show_offers(True)

    def _show_offers(self, on: bool) -> None:
        for button in self.buttons.values():
            button.setVisible(on)

    def _on_done(self, line: SetUp) -> None:
        self._close()
        if line.remark:
            self.refuse(tr(line.remark))
        else:
            self.done.emit()

    def begun(self) -> Begun:
        return self._begun if self.form is None else Begun(self.form.typed(), self._chosen)

    def go_on(self, begun: Begun) -> None:
        self._begun = begun
