"""The arrow beside an action: the open projects, those of the contact first, and a line in which one is looked for.

They are looked up when the menu opens, and as one types.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget, QWidgetAction

from calljournal.contracts.crm import Project
from calljournal.contracts.service import FindProjects
from calljournal.contracts.work_commands import Suggestion, SuggestProjects
from calljournal.desktop.booking.choosers import project_label
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.labels import hint
from calljournal.desktop.look.search_box import PAUSE
from calljournal.errors import CallJournalError
from calljournal.languages import tr

SHOWN = 20
"""Projects in the menu: more than fit a screen help nobody, and whoever types finds the others."""


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
        self._entry: str | None = None
        self._suggested: tuple[Suggestion, ...] = ()
        self._offered: list[QAction] = []
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self._find)
        self.search = QLineEdit(self)
        self.addAction(self._search_line())
        self.book_at_once = self.addAction(tr("Book at once, &without the form"))
        self.book_at_once.triggered.connect(self.at_once)
        self.addSeparator()
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._look_up)

    def _search_line(self) -> QWidgetAction:
        self.search.setPlaceholderText(tr("Search projects"))
        self.search.setAccessibleName(tr("Search projects"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(self.fontMetrics().averageCharWidth() * 40)
        self.search.textEdited.connect(self._pause.start)
        self.search.returnPressed.connect(self._take_first)
        box = QWidget(self)
        layout = QHBoxLayout(box)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.addWidget(self.search)
        action = QWidgetAction(self)
        action.setDefaultWidget(box)
        return action

    def set_contact(self, contact: str | None) -> None:
        """Say whose projects are to be first."""
        self.set_call(None, contact)

    def set_call(self, entry: str | None, contact: str | None) -> None:
        """Say of which call it is, and whose projects are to be first."""
        self._entry, self._contact = entry, contact
        self._suggested = ()

    # --- looking up --------------------------------------------------------------------------------------------------

    def _look_up(self) -> None:
        self.search.clear()
        self.search.setFocus()
        self._suggested = ()
        self._offer_word(tr("Looking up projects…"))
        if self._entry is not None:
            entry = self._entry
            self._bridge.ask(SuggestProjects(entry), partial(self._on_suggested, entry), self._on_not_suggested)
        self._find()

    def _on_suggested(self, entry: str, suggestions: Sequence[Suggestion]) -> None:
        if entry == self._entry:
            self._suggested = tuple(suggestions)
            self._find()

    def _on_not_suggested(self, error: CallJournalError) -> None:
        """Nothing is lost: the projects are found without."""

    def _find(self) -> None:
        asked = (self._contact, self.search.text().strip())
        command = FindProjects(text=asked[1], contact=self._contact)
        self._bridge.ask(command, partial(self._on_found, asked), partial(self._on_error, asked))

    def _on_found(self, asked: tuple[str | None, str], projects: Sequence[Project]) -> None:
        if asked != (self._contact, self.search.text().strip()):
            return  # another call has been selected meanwhile, or more was typed
        hints = {one.project.id: tr(one.words) for one in self._suggested}
        found = {project.id: project for project in projects}
        likely = [one.project for one in self._suggested if not asked[1] or one.project.id in found]
        offered = list({project.id: project for project in (*likely, *projects)}.values())
        if not offered:
            self._offer_word(tr("No open project is called so") if asked[1] else tr("There is no open project"))
            return
        self._clear()
        for project in offered[:SHOWN]:
            action = self.addAction(project_label(project).replace("&", "&&"))
            action.setToolTip(hint(hints.get(project.id, "")))
            action.triggered.connect(lambda _=False, picked=project: self.chosen.emit(picked))
            self._offered.append(action)
        if len(offered) > SHOWN:
            self._add_word(tr("… and more: type a part of the name"))

    def _on_error(self, asked: tuple[str | None, str], error: CallJournalError) -> None:
        if asked == (self._contact, self.search.text().strip()):
            self._offer_word(tr(error.words))

    def _take_first(self) -> None:
        """Take the first that was found, unless the arrows have marked another one."""
        if self.activeAction() in self._offered:
            return  # the menu does it
        first = next((action for action in self._offered if action.isEnabled()), None)
        if first is not None and self.search.text().strip() and not self._pause.isActive():
            self.close()
            first.trigger()

    # --- what is offered ---------------------------------------------------------------------------------------------

    def _offer_word(self, text: str) -> None:
        """Show a word instead of projects."""
        self._clear()
        self._add_word(text)

    def _add_word(self, text: str) -> None:
        action = self.addAction(text.replace("&", "&&"))
        action.setEnabled(False)
        self._offered.append(action)

    def _clear(self) -> None:
        for action in self._offered:
            self.removeAction(action)
            action.deleteLater()
        self._offered = []
