"""The page of projects: the list, and beside it the form of the one that is selected."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from calljournal.contracts.crm import Project, ProjectChange
from calljournal.contracts.service import AddProject, FindProjects
from calljournal.contracts.work_commands import ProjectSet, SetProject
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.project_form import NEW, ProjectForm
from calljournal.desktop.contacts.things_list import OPEN, ThingsList
from calljournal.desktop.contacts.window import OfferNotice, Scrolled
from calljournal.desktop.look.icons import Icons
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.words import say

COLUMNS = (
    (say("Project"), lambda project: project.name),
    (say("Number"), lambda project: project.number),
    (say("Client"), lambda project: project.client_name or ""),
)


class ProjectsPage(QWidget):
    """Projects: found, added, changed, closed and opened again. No signals of its own."""

    def __init__(self, bridge: Bridge, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._asked: FindProjects | None = None
        self._shown: Project | None = None
        self._wanted = ""
        self.list: ThingsList[Project] = ThingsList(icons, tr("Projects"), COLUMNS, self)
        self.new = QPushButton(tr("&New project"), self)
        self.new.setToolTip(tr("Ctrl+N"))
        self.close_or_open = QPushButton(self)
        self.form = ProjectForm(bridge)
        self.nothing = QLabel(tr("Select a project, or begin a new one."), self)
        self.save = QPushButton(tr("&Save"), self)
        self.save.setToolTip(tr("Ctrl+Enter"))
        self.notice = OfferNotice(icons, self)
        self._lay_out()
        self.list.look_up_wanted.connect(self.refresh)
        self.list.current_changed.connect(self._on_current)
        self.form.edited.connect(self._show_buttons)
        self.new.clicked.connect(self.begin_new)
        self.close_or_open.clicked.connect(self._close_or_open)
        self.save.clicked.connect(self.save_form)
        self._show_form(None)

    def _lay_out(self) -> None:
        left, right = QWidget(self), QWidget(self)
        below = QHBoxLayout()
        below.addWidget(self.new)
        below.addWidget(self.close_or_open)
        below.addStretch(1)
        layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.addWidget(self.list, 1)
        layout.addLayout(below)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.save)
        layout = QVBoxLayout(right)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.addWidget(self.nothing, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(Scrolled(self.form), 1)
        layout.addLayout(below)
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.setChildrenCollapsible(False)
        both.addWidget(left)
        both.addWidget(right)
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 2)
        whole = QVBoxLayout(self)
        whole.addWidget(both, 1)
        whole.addWidget(self.notice)

    # --- the list ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look up what is looked for."""
        self._asked = command = FindProjects(self.list.text, open_only=self.list.shows == OPEN)
        self._bridge.ask(command, partial(self._on_found, command), partial(self._on_error, command))

    def show_project(self, project: str) -> None:
        """Select a project, by its id, whatever is looked for."""
        self._wanted = project
        self.list.show_all()
        self.refresh()

    def _on_found(self, command: FindProjects, projects: Sequence[Project]) -> None:
        if command is self._asked:
            self.list.show_things(projects)
            self.list.select(self._wanted)  # one that is not among these stays in the form
            self._wanted = ""

    def _on_error(self, command: FindProjects, error: CallJournalError) -> None:
        if command is self._asked:
            self.list.show_things(())
            self.list.say(tr(error.words))

    def _on_current(self, project: Project | None) -> None:
        """Show the selected project; what was typed of another and not saved can be had again."""
        if project is not None and project == self._shown:
            return
        if project is None and (self._shown is NEW or self._wanted):
            return  # a new one is being typed, or was just saved: the list may be looked through meanwhile
        left = self._unsaved()
        self._show_form(project)
        if left is not None:
            words = tr("Your changes to {project} were not saved.", project=left.name or tr("the new project"))
            self.notice.offer(words, tr("&Go on with them"), partial(self._go_on, left))

    def _unsaved(self) -> Project | None:
        if self._shown is None or (self.form.change() is None and not self.form.unresolved_client):
            return None
        return self.form.project()

    def _go_on(self, typed: Project) -> None:
        """Put what was typed over what the project is now."""
        now = next((one for one in self.list.model.things if one.id == typed.id), None)
        if typed.id and now is None:
            self.show_project(typed.id)
            return
        if now is not None:
            self.list.select(now.id)
        self._show_form(now or NEW)
        self.form.overlay(typed)
        self._show_buttons()

    # --- the form ----------------------------------------------------------------------------------------------------

    def begin_new(self) -> None:
        """Open an empty form."""
        self._on_current(NEW)
        self.list.table.selectionModel().clearCurrentIndex()
        self.form.name.setFocus()

    def _show_form(self, project: Project | None) -> None:
        self._shown = project
        self.notice.clear()
        self.nothing.setVisible(project is None)
        self.form.setVisible(project is not None)
        self.save.setVisible(project is not None)
        if project is not None:
            self.form.show_project(project)
        self._show_buttons()

    def _show_buttons(self) -> None:
        """Offer what can be done."""
        known = self._shown is not None and bool(self._shown.id)
        self.close_or_open.setEnabled(known)
        is_open = self._shown is None or self._shown.open
        self.close_or_open.setText(tr("C&lose project") if is_open else tr("Open &again"))
        self.save.setEnabled(self._unsaved() is not None)

    def save_form(self) -> None:
        """Have it saved; the engine says what is wrong with it."""
        if self._shown is None or not self.save.isEnabled():
            return
        if self.form.unresolved_client:
            words = tr(
                "“{text}” is nobody in the book: choose the client from the list", text=self.form.unresolved_client
            )
            self.notice.say(words, error=True)
            self.form.client.setFocus()
            return
        self._set_busy(tr("Saving…"))
        change = self.form.change()
        if not self._shown.id:
            self._bridge.ask(AddProject(self.form.project()), self._on_added, self._on_refused)
        elif change is not None:
            self._bridge.ask(SetProject(self._shown.id, change), self._on_set, self._on_refused)

    def _close_or_open(self) -> None:
        if self._shown is not None and self._shown.id:
            self._set_busy(tr("Saving…"))
            change = ProjectChange(open=not self._shown.open)
            self._bridge.ask(SetProject(self._shown.id, change), self._on_set, self._on_refused)

    def _set_busy(self, text: str) -> None:
        self.notice.say(text)
        for part in (self.save, self.close_or_open, self.list):
            part.setEnabled(False)

    def _on_added(self, project: Project) -> None:
        self._done(project, tr("{project} was added.", project=project.name))

    def _on_set(self, done: ProjectSet) -> None:
        said = [tr("{project} was changed.", project=done.project.name), *(tr(remark) for remark in done.remarks)]
        self._done(done.project, "\n".join(said))

    def _done(self, project: Project, text: str) -> None:
        self.list.setEnabled(True)
        self._show_form(project)
        self.notice.say(text)
        self._wanted = project.id
        self.refresh()

    def _on_refused(self, error: CallJournalError) -> None:
        self.list.setEnabled(True)
        self._show_buttons()
        self.notice.say(tr(error.words), error=True)
