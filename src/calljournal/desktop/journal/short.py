"""Says how many calls are not in the list of what waits only because they were too short; nothing where none is."""

from datetime import datetime

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from calljournal.contracts.work_commands import CountShort, Short
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look import formats
from calljournal.desktop.look.labels import WrappingLabel
from calljournal.errors import CallJournalError
from calljournal.languages import tr, tr_n


class ShortCalls(WrappingLabel):
    """A line that is asked for together with the list."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._bridge = bridge
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setContentsMargins(12, 0, 12, 4)
        self.setToolTip(tr("The settings say from which length on a call waits to be booked"))
        self.hide()

    def ask(self, since: datetime | None) -> None:
        """Count those since a moment, or of all days."""
        self._bridge.ask(CountShort(since), self._on_counted, self._on_error)

    def _on_counted(self, short: Short) -> None:
        self.setText(
            tr_n(
                "{count} call shorter than {length} is not listed",
                "{count} calls shorter than {length} are not listed",
                short.calls,
                length=formats.minutes(short.under / 60),
            )
        )
        self.setVisible(short.calls > 0)

    def _on_error(self, error: CallJournalError) -> None:
        """Whatever is wrong is said where the calls are asked for."""
