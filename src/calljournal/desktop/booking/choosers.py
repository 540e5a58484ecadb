"""Fields that find a project or a contact as one types, and what each is called in a list."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from calljournal.contracts.crm import Contact, Project
from calljournal.contracts.service import AddProject, FindContacts, FindProjects
from calljournal.contracts.work_commands import Suggestion
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.search_box import SHOWN, Choice, SearchBox
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.matching import Candidate
from calljournal.words import say


def project_label(project: Project) -> str:
    """Name a project, with its number and its client where it has them."""
    name = tr("{number} {project}", number=project.number, project=project.name) if project.number else project.name
    if project.client_name and project.client_name != project.name:
        return tr("{project}  –  {client}", project=name, client=project.client_name)
    return name


def project_choice(project: Project, hint: str = "") -> Choice:
    """Offer a project."""
    return Choice(project.id, project_label(project), hint, project)


def contact_choice(contact: Contact | Candidate) -> Choice:
    """Offer a contact; its address is the hint."""
    label = contact.name
    if contact.company and contact.company != contact.name:
        label = tr("{name}, {company}", name=contact.name, company=contact.company)
    return Choice(contact.id, label, "\n".join(contact.address), contact)


class ProjectBox(SearchBox):
    """Finds an open project by a part of its name, number or client; those that are likely come first.

    Signals:
        known(): all is known of the project that was restored
    """

    known = Signal()
    words_for_new = say("New project “{text}”")

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        self._contact: str | None = None
        super().__init__(bridge, self._find, _projects, tr("Project"), parent)
        self.setPlaceholderText(tr("Name, number or client"))

    def _find(self, text: str) -> FindProjects:
        return FindProjects(text=text, contact=self._contact)

    def set_contact(self, contact: str | None) -> None:
        """Say whose projects come first."""
        self._contact = contact

    def make(self, text: str) -> None:
        """Add a project of this name, for the contact of the call."""
        added = AddProject(Project("", text, client=self._contact))
        self._bridge.ask(added, lambda project: self._pick(project_choice(project)), partial(self._on_error, text))

    def suggest(self, suggestions: Sequence[Suggestion]) -> None:
        """Say which projects are likely, and why."""
        self.offer_first([project_choice(one.project, tr(one.words)) for one in suggestions])

    def _on_known(self, found: Sequence[Project]) -> None:
        chosen = self.choice
        project = next((one for one in found if chosen is not None and one.id == chosen.id), None)
        if project is not None and self.project is None:
            self.choose(project_choice(project))
            self.known.emit()

    def _on_unknown(self, error: CallJournalError) -> None:
        """Its name stands there all the same."""

    def typed(self) -> dict[str, str]:
        """Give what was chosen, or typed and not chosen, to be kept."""
        if self.choice is None or self.unresolved:
            return {"project_text": self.text()}
        name = self.project.name if self.project else self.choice.label
        return {"project": self.choice.id, "project_label": self.choice.label, "project_name": name}

    def restore_typed(self, fields: Mapping[str, str]) -> bool:
        """Put in what was kept; says whether a project is among it, of which all is looked up by its name."""
        if project := fields.get("project"):
            self.choose(Choice(project, fields.get("project_label", project)))
            by_name = FindProjects(text=fields.get("project_name", ""), open_only=False)
            self._bridge.ask(by_name, self._on_known, self._on_unknown)
        else:
            self.setText(fields.get("project_text", ""))
        return bool(project)

    @property
    def project(self) -> Project | None:
        """The project that is chosen, where more than its name is known."""
        thing = self.choice.thing if self.choice else None
        return thing if isinstance(thing, Project) else None


class ContactBox(SearchBox):
    """Finds a contact by a part of name, company or number."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, lambda text: FindContacts(text=text, limit=SHOWN), _contacts, tr("Contact"), parent)


def _projects(found: Sequence[Project]) -> list[Choice]:
    return [project_choice(project) for project in found]


def _contacts(found: Sequence[Contact]) -> list[Choice]:
    return [contact_choice(contact) for contact in found]
