"""The arrow beside an action: the open projects, those of the contact first, looked up when the menu opens."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from calljournal.contracts.crm import Project
from calljournal.contracts.service import FindProjects
from calljournal.desktop.bridge import Bridge
from calljournal.errors import CallJournalError
from calljournal.languages import tr

SHOWN = 30
"""Projects in the menu: more than fit a screen help nobody, and the form has them all."""


class ProjectMenu(QMenu):
    """Offers the open projects for an activity or a time entry.

    Signals:
        chosen(project: Project): one was picked
        at_once(): book without the form
    """

    chosen = Signal(object)
    at_once = Signal()

    def __init__(self, bridge: Bridge, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._bridge = bridge
        self._contact: str | None = None
        self._offered: list[QAction] = []
        self.book_at_once = self.addAction(tr("Book at once, &without the form"))
        self.book_at_once.triggered.connect(self.at_once)
        self.addSeparator()
        self.aboutToShow.connect(self._look_up)

    def set_contact(self, contact: str | None) -> None:
        """Say whose projects are to be first."""
        self._contact = contact

    def _look_up(self) -> None:
        self._offer_word(tr("Looking up projects…"))
        contact = self._contact
        self._bridge.ask(
            FindProjects(contact=contact), partial(self._on_found, contact), partial(self._on_error, contact)
        )

    def _on_found(self, contact: str | None, projects: Sequence[Project]) -> None:
        if contact != self._contact:
            return  # another call has been selected meanwhile
        if not projects:
            self._offer_word(tr("There is no open project"))
            return
        self._clear()
        for project in projects[:SHOWN]:
            action = self.addAction(label(project).replace("&", "&&"))
            action.triggered.connect(lambda _=False, picked=project: self.chosen.emit(picked))
            self._offered.append(action)

    def _on_error(self, contact: str | None, error: CallJournalError) -> None:
        if contact == self._contact:
            self._offer_word(tr(error.words))

    def _offer_word(self, text: str) -> None:
        """Show a word instead of projects."""
        self._clear()
        action = self.addAction(text.replace("&", "&&"))
        action.setEnabled(False)
        self._offered.append(action)

    def _clear(self) -> None:
        for action in self._offered:
            self.removeAction(action)
            action.deleteLater()
        self._offered = []


def label(project: Project) -> str:
    """Name a project, with its client where it has one."""
    if project.client_name and project.client_name != project.name:
        return tr("{project}  –  {client}", project=project.name, client=project.client_name)
    return project.name
