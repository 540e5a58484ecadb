"""The line in which the selected entries are moved to another project."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from calljournal.contracts.crm import Project
from calljournal.desktop.booking.choosers import ProjectBox
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.inputs import ChoiceList
from calljournal.languages import tr, tr_n


class MoveBar(QWidget):
    """Asks for a project, and a phase of it; Enter moves, Escape does not.

    Signals:
        move_wanted(project: str, phase: str): move what is selected; "" is no phase
        closed(): nothing is moved
    """

    move_wanted = Signal(str, str)
    closed = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel(self)
        self.project = ProjectBox(bridge, self)
        self.phases = ChoiceList(tr("(no phase)"), tr("Phase"), self)
        self.move_button = QPushButton(tr("Mo&ve"), self)
        self.close_button = QPushButton(tr("Cancel"), self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self.label)
        layout.addWidget(self.project, 1)
        for part in (self.phases, self.move_button, self.close_button):
            layout.addWidget(part)
        self.project.chosen.connect(lambda _: self._show_phases())
        self.move_button.clicked.connect(lambda _=False: self._move())
        self.close_button.clicked.connect(lambda _=False: self.stop())
        self._show_phases()
        self.hide()

    def begin(self, count: int) -> None:
        """Ask where so many entries are to go."""
        self.label.setText(tr_n("Move {count} entry to", "Move {count} entries to", count))
        self.show()
        self.project.setFocus()

    def stop(self) -> None:
        """Ask no more."""
        self.project.choose(None)
        self._show_phases()
        self.hide()
        self.closed.emit()

    def _show_phases(self) -> None:
        project: Project | None = self.project.project
        phases = [(phase.id, phase.name) for phase in project.phases if phase.open] if project else []
        self.phases.offer(phases)
        self.phases.setVisible(bool(phases))
        self.move_button.setEnabled(self.project.choice is not None)

    def _move(self) -> None:
        choice = self.project.choice
        if choice is not None and not self.project.unresolved:
            self.move_wanted.emit(choice.id, self.phases.chosen or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.stop()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._move()
        else:
            super().keyPressEvent(event)
