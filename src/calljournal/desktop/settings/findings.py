"""What was found when a line was tried: a sentence each, with what to do, told apart by sign and word."""

from collections.abc import Iterable

from PySide6.QtWidgets import QGridLayout, QWidget

from calljournal.contracts.setup import Finding, Severity
from calljournal.desktop.look.labels import WrappingLabel, plain_label
from calljournal.desktop.look.layouts import clear
from calljournal.languages import tr
from calljournal.words import say

SIGNS = {Severity.OK: "✓", Severity.ADVICE: "!", Severity.MISSING: "✗"}
WORDS = {Severity.OK: say("in order"), Severity.ADVICE: say("advice"), Severity.MISSING: say("missing")}


class Findings(QWidget):
    """Lists findings, what is missing first."""

    ORDER = (Severity.MISSING, Severity.ADVICE, Severity.OK)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.texts: list[str] = []
        """The sentences as they are shown, from top to bottom."""
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setColumnStretch(2, 1)

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Show these and no others."""
        clear(self._grid)
        self.texts = []
        for line, finding in enumerate(sorted(findings, key=lambda finding: self.ORDER.index(finding.severity))):
            self._grid.addWidget(plain_label(SIGNS[finding.severity]), line, 0)
            self._grid.addWidget(plain_label(tr(WORDS[finding.severity])), line, 1)
            text = WrappingLabel(tr(finding.text))
            self.texts.append(text.text())
            self._grid.addWidget(text, line, 2)
