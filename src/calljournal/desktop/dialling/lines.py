"""Which line dials, where there is a choice."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from calljournal.contracts.line import Capability
from calljournal.contracts.service import LineInfo
from calljournal.languages import tr


class LineChoice(QWidget):
    """Offers the lines that can dial; it is not to be seen where there is but one.

    Signals:
        changed(): another line was chosen
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QComboBox(self)
        label = QLabel(tr("&Line"), self)
        label.setBuddy(self.list)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label)
        layout.addWidget(self.list, 1)
        self.list.activated.connect(self._on_activated)
        self.hide()

    def offer(self, lines: Sequence[LineInfo]) -> None:
        """Offer those of these lines that can dial; the one that was chosen stays so."""
        able = [line for line in lines if Capability.DIAL in line.capabilities]
        before = self.list.currentData()
        self.list.clear()
        self.list.addItem(tr("The usual line"), None)
        for line in able:
            self.list.addItem(tr("{name} – {title}", name=line.name, title=line.title), line.name)
        self.list.setCurrentIndex(max(0, self.list.findData(before)))
        self.setVisible(len(able) > 1)

    @property
    def line(self) -> str | None:
        """The line that was chosen; None for the usual one."""
        chosen = self.list.currentData()
        return chosen if isinstance(chosen, str) and not self.isHidden() else None

    def _on_activated(self) -> None:
        self.changed.emit()
