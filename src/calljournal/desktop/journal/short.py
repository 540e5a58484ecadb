"""Calls that are too short to wait to be booked: how many the list of what waits leaves out, and whether one is."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work_commands import CountShort, Short
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look import formats
from calljournal.desktop.look.labels import WrappingLabel
from calljournal.errors import CallJournalError
from calljournal.languages import tr, tr_n


def ask_whether_short(
    bridge: Bridge, row: JournalRow, then: Callable[[str], None], failed: Callable[[CallJournalError], None]
) -> None:
    """Ask whether a call is too short to wait: `then` is told from which length on they do, "" where this one does."""

    def on_counted(short: Short) -> None:
        then(_least(short) if row.entry.connected_seconds < short.under else "")

    bridge.ask(CountShort(row.entry.started), on_counted, failed)


def _least(short: Short) -> str:
    return formats.minutes(short.under / 60)


class ShortCalls(WrappingLabel):
    """Says how many are left out, nothing where none is; a line that is asked for together with the list."""

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
                length=_least(short),
            )
        )
        self.setVisible(short.calls > 0)

    def _on_error(self, error: CallJournalError) -> None:
        """Whatever is wrong is said where the calls are asked for."""
