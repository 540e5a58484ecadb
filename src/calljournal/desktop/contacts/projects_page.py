"""The page of projects: the list, and beside it the form of the one that is selected."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from calljournal.contracts.crm import Project, ProjectChange
from calljournal.contracts.journal_commands import Typed
from calljournal.contracts.service import AddProject, FindProjects
from calljournal.contracts.work_commands import ProjectSet, SetProject
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.drafts import Drafts
from calljournal.desktop.contacts.project_form import NEW, ProjectForm
from calljournal.desktop.contacts.things_list import OPEN, ThingsList
from calljournal.desktop.contacts.window import OfferNotice, Scrolled
from calljournal.desktop.look import formats
from calljournal.desktop.look.icons import Icons
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.words import say

FORM = "project"
"""What the form is called among those whose texts are kept."""

COLUMNS = (
    (say("Project"), lambda project: project.name),
    (say("Number"), lambda project: project.number),
    (say("Client"), lambda project: project.client_name or ""),
)


class ProjectsPage(QWidget):
    """Projects: found, added, changed, closed and opened again. What is typed and not saved is kept for each.

    Signals:
        shown(name: str): another project is in the form; "" for none, or for a new one
    """

    shown = Signal(str)

    def __init__(self, bridge: Bridge, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._asked: FindProjects | None = None
        self._shown: Project | None = None
        self._wanted = ""
        self._had_keyboard = False
        self.drafts = Drafts(bridge, FORM, self)
        self.list: ThingsList[Project] = ThingsList(icons, tr("Projects"), COLUMNS, self)
        self.new = QPushButton(tr("&New project"), self)
        self.new.setToolTip(tr("Ctrl+N"))
        self.close_or_open = QPushButton(self)
        self.form = ProjectForm(bridge)
        self.nothing = QLabel(tr("Select a project, or begin a new one."), self)
        self.save = QPushButton(tr("&Save"), self)
        self.save.setToolTip(tr("Ctrl+Enter"))
        self.anew = QPushButton(tr("&Begin anew"), self)
        self.anew.setToolTip(tr("What is typed here and not saved is forgotten"))
        self.notice = OfferNotice(icons, self)
        self._lay_out()
        self.list.look_up_wanted.connect(self.refresh)
        self.list.current_changed.connect(self._on_current)
        self.form.edited.connect(self._on_edited)
        self.new.clicked.connect(self.begin_new)
        self.close_or_open.clicked.connect(self._close_or_open)
        self.save.clicked.connect(self.save_form)
        self.anew.clicked.connect(self._begin_anew)
        self.drafts.found.connect(self._on_typed)
        self.drafts.failed.connect(self._on_not_kept)
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
        below.addWidget(self.anew)
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
        left = self._shown if self._unsaved() else None
        if left is not None:
            self.drafts.keep(left.id, self.form.typed())
        self._show_form(project)
        if left is not None and (project is None or project.id != left.id):
            name = self.drafts.of(left.id).get("name", left.name) or tr("the new project")
            words = tr("Your changes to {project} were not saved.", project=name)
            self.notice.offer(words, tr("&Go on with them"), partial(self._go_on, left.id))

    def _go_on(self, project: str) -> None:
        """Show a project again whose changes are not saved; what was typed is laid over it by itself."""
        if not project:
            self.begin_new()
        elif not self.list.select(project):
            self.show_project(project)

    def read_anew(self) -> None:
        """Forget what is shown and typed here, and show it again as the engine has it."""
        shown = self._shown
        self.drafts.read_anew()
        self._show_form(NEW if shown is NEW else None)
        self._wanted = shown.id if shown is not None else ""
        self.refresh()

    def _begin_anew(self) -> None:
        """Forget what was typed about the project that is shown."""
        if self._shown is not None:
            self.drafts.keep(self._shown.id, {})
            self._show_form(self._shown)
            self.form.name.setFocus()

    # --- what is typed and not saved ---------------------------------------------------------------------------------

    def _unsaved(self) -> bool:
        return self._shown is not None and bool(self.form.typed())

    def _on_edited(self) -> None:
        if self._shown is not None:
            self.drafts.keep(self._shown.id, self.form.typed())
        self._show_buttons()

    def _lay_over(self, typed: Mapping[str, str]) -> None:
        """Put what was typed before over the project that is shown, unless it says just the same."""
        self.form.lay_over(typed)
        if self._unsaved():
            self.notice.say(tr("What you had typed and not saved is here again."))

    def _on_typed(self, typed: Typed) -> None:
        """Have there what was typed before the program ended: at once for the project that is shown."""
        fields = self.drafts.of(self._shown.id) if self._shown is not None else {}
        if fields and not self.form.typed():
            self._lay_over(fields)
        elif self._shown is None or self._shown.id != typed.about:
            when = formats.day_and_time(typed.at)
            words = tr("What you typed about a project on {when} was not saved.", when=when)
            if typed.fields.get("name"):
                words = tr(
                    "What you typed about {project} on {when} was not saved.", project=typed.fields["name"], when=when
                )
            self.notice.offer(words, tr("&Go on with it"), partial(self._go_on, typed.about))

    def _on_not_kept(self, error: CallJournalError) -> None:
        self.notice.say(tr(error.words), error=True)

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
        for button in (self.save, self.anew):
            button.setVisible(project is not None)
        if project is not None:
            self.form.show_project(project)
            if typed := self.drafts.of(project.id):
                self._lay_over(typed)
        self._show_buttons()
        self.shown.emit(project.name if project is not None else "")

    def _show_buttons(self) -> None:
        """Offer what can be done."""
        known = self._shown is not None and bool(self._shown.id)
        self.close_or_open.setEnabled(known)
        is_open = self._shown is None or self._shown.open
        self.close_or_open.setText(tr("C&lose project") if is_open else tr("Open &again"))
        for button in (self.save, self.anew):
            button.setEnabled(self._unsaved())

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
        change = self.form.change()
        if not self._shown.id:
            self._set_busy(tr("Saving…"))
            self._bridge.ask(AddProject(self.form.project()), self._on_added, self._on_refused)
        elif change is not None:
            self._set_busy(tr("Saving…"))
            self._bridge.ask(SetProject(self._shown.id, change), self._on_saved, self._on_refused)

    def _close_or_open(self) -> None:
        if self._shown is not None and self._shown.id:
            self._set_busy(tr("Saving…"))
            change = ProjectChange(open=not self._shown.open)
            self._bridge.ask(SetProject(self._shown.id, change), self._on_set, self._on_refused)

    def _set_busy(self, text: str) -> None:
        """Let nothing be typed that would be written over by the answer; the keyboard comes back where it was."""
        self._had_keyboard = self.window().focusWidget() in self.form.findChildren(QWidget)
        self.notice.say(text)
        for part in (self.form, self.save, self.anew, self.close_or_open, self.list):
            part.setEnabled(False)

    def _set_ready(self) -> None:
        for part in (self.form, self.list):
            part.setEnabled(True)
        if self._had_keyboard:
            self.form.name.setFocus()

    def _on_added(self, project: Project) -> None:
        self.drafts.keep("", {})
        self._done(project, tr("{project} was added.", project=project.name))

    def _on_saved(self, done: ProjectSet) -> None:
        self.drafts.keep(done.project.id, {})
        self._on_set(done)

    def _on_set(self, done: ProjectSet) -> None:
        said = [tr("{project} was changed.", project=done.project.name), *(tr(remark) for remark in done.remarks)]
        self._done(done.project, "\n".join(said))

    def _done(self, project: Project, text: str) -> None:
        self._set_ready()
        self._show_form(project)
        self.notice.say(text)
        self._wanted = project.id
        self.refresh()

    def _on_refused(self, error: CallJournalError) -> None:
        self._set_ready()
        self._show_buttons()
        self.notice.say(tr(error.words), error=True)
