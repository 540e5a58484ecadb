"""The first run: from nothing to the first recognised call, in four steps, each of which can be left out."""

from dataclasses import dataclass, field

from PySide6.QtCore import QLocale, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.settings_commands import ChangeSettings
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import faint_label
from calljournal.desktop.look.sizes import open_at
from calljournal.desktop.settings.country_step import CountryStep
from calljournal.desktop.settings.first_steps import Begun, ContactsStep, FirstCallStep, Step
from calljournal.desktop.settings.line_step import LineStep
from calljournal.desktop.settings.scrolling import scrolled
from calljournal.errors import CallJournalError
from calljournal.languages import tr

SIZE = QSize(720, 560)


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a first run is: at which step, with what begun in it. A window in another language goes on there."""

    place: int = 0
    begun: Begun = field(default_factory=Begun)


class FirstRun(QDialog):
    """Leads through country, contacts, line and the first call, from the beginning or from what was `reached` before.

    Signals:
        gone(): it was closed, or is done
    """

    gone = Signal()

    def __init__(
        self,
        bridge: Bridge,
        icons: Icons,
        doors: Doors,
        parent: QWidget | None = None,
        reached: Reached = Reached(),
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._bridge = bridge
        self._doors = doors
        self.setWindowTitle(tr("Set up Call Journal"))
        self.setWindowIcon(icons.program())
        open_at(self, SIZE)
        self.country = CountryStep(bridge, icons, QLocale().system())
        self.contacts = ContactsStep(bridge, icons)
        self.line = LineStep(bridge, icons)
        self.first_call = FirstCallStep(bridge, icons)
        self.steps: tuple[Step, ...] = (self.country, self.contacts, self.line, self.first_call)
        self._progress = faint_label()
        self._stack = QStackedWidget(self)
        self.back_button = QPushButton(tr("&Back"), self)
        self.later_button = QPushButton(tr("&Later"), self)
        self.later_button.setToolTip(tr("Set the rest up another time: the settings lead back here"))
        self.next_button = QPushButton(tr("&Next"), self)
        self.next_button.setDefault(True)
        self._lay_out()
        self._connect()
        self.steps[reached.place].go_on(reached.begun)
        self._turn_to(reached.place)

    def _lay_out(self) -> None:
        for step in self.steps:
            self._stack.addWidget(scrolled(step))
        buttons = QHBoxLayout()
        buttons.addWidget(self.later_button)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.next_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.addWidget(self._progress)
        layout.addWidget(self._stack, 1)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self._on_back)
        for button in (self.back_button, self.later_button):
            button.setAutoDefault(False)
        self.next_button.clicked.connect(self._on_next)
        self.later_button.clicked.connect(self.finish)
        self.line.done.connect(lambda: self._turn_to(3))
        for step in self.steps:
            step.left.connect(self._on_left)

    # --- from step to step -------------------------------------------------------------------------------------------

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self.steps[self._stack.currentIndex()]

    @property
    def reached(self) -> Reached:
        """How far it is."""
        return Reached(self._stack.currentIndex(), self.step.begun())

    def _turn_to(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        last = place == len(self.steps) - 1
        self._progress.setText(tr("Step {number} of {count}", number=place + 1, count=len(self.steps)))
        self.back_button.setVisible(place > 0)
        self.later_button.setVisible(not last)
        self.next_button.setText(tr("&Done") if last else tr("&Next"))
        self.step.enter()
        QTimer.singleShot(0, self.step, self.step.take_keyboard)  # once the other step has let go of it

    def _on_back(self) -> None:
        if not self.step.go_back():
            self._turn_to(self._stack.currentIndex() - 1)

    def _on_next(self) -> None:
        self.step.leave()

    def _on_left(self) -> None:
        """Go on: what the step had to do has been done."""
        place = self._stack.currentIndex()
        if place + 1 < len(self.steps):
            self._turn_to(place + 1)
        else:
            self.finish()

    def rows_changed(self, rows: tuple[JournalRow, ...]) -> None:
        """Show the first call to whoever waits for it."""
        self.first_call.rows_changed(rows)

    # --- the end -----------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Go back within the step by Escape; where there is nothing to go back to, close it as the button does."""
        if not self.step.go_back():
            self.close()

    def finish(self) -> None:
        """Close it, and remember that it need not come by itself again."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()  # Qt would take it for Escape
        self._bridge.ask(ChangeSettings({"user.welcomed": True}), self._on_remembered, self._on_error)
        self.gone.emit()

    def _on_remembered(self, remarks: tuple[str, ...]) -> None:
        """There is nothing to say."""

    def _on_error(self, error: CallJournalError) -> None:
        self._doors.erred.emit(tr(error.words))
