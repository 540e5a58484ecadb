"""The fields of a project: what they say is a new project, what is to be different of one, or texts that are kept."""

import json
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QWidget

from calljournal.contracts.crm import Contact, Phase, Project, ProjectChange
from calljournal.contracts.service import FindContacts
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts import wording
from calljournal.desktop.contacts.phase_rows import PhaseRows
from calljournal.desktop.look.search_box import Choice, SearchBox
from calljournal.languages import tr

NEW = Project("", "")
FOUND = 30
"""Contacts that are offered as the client."""

CLIENT = ("client", "client_name", "client_typed")
"""The texts that say together who is the client: who was chosen, and what was typed and is nobody yet."""


class ProjectForm(QWidget):
    """Name, number, client, rounding, phases, open or closed.

    Signals:
        edited(): the user changed something
    """

    edited = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = NEW
        self.name = QLineEdit(self)
        self.number = QLineEdit(self)
        self.client = SearchBox(bridge, _look_up, _read, tr("Client"), self)
        self.rounding = QLineEdit(self)
        self.rounding.setPlaceholderText(tr("as the firm rounds"))
        self.rounding.setToolTip(tr("As 6 up, 15 nearest, or 15 nearest minimum 15; left empty, the firm's rule"))
        self.phases = PhaseRows(self)
        self.open = QCheckBox(tr("&Open: time may be booked on it"), self)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(9)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("N&ame"), self.name)
        form.addRow(tr("N&umber"), self.number)
        form.addRow(tr("Clien&t"), self.client)
        form.addRow(tr("&Rounding"), self.rounding)
        form.addRow(tr("Phases"), self.phases)
        form.addRow("", self.open)
        for line in (self.name, self.number, self.client, self.rounding):
            line.textEdited.connect(self.edited)
        self.client.chosen.connect(lambda _: self.edited.emit())
        self.phases.edited.connect(self.edited)
        self.open.toggled.connect(lambda _: self.edited.emit())

    def show_project(self, project: Project) -> None:
        """Put a project into the fields."""
        self._project = project
        self.blockSignals(True)
        self.name.setText(project.name)
        self.number.setText(project.number)
        self.client.choose(Choice(project.client or "", project.client_name) if project.client_name else None)
        self.rounding.setText(project.rounding)
        self.phases.show_phases(project.phases)
        self.open.setChecked(project.open)
        for line in (self.name, self.number, self.rounding):
            line.setCursorPosition(0)  # of a long name the beginning is seen
        self.blockSignals(False)

    def lay_over(self, typed: Mapping[str, str]) -> None:
        """Put what was typed before over the project that is shown: the texts of `typed`."""
        shown, was = self._project, self._texts(self._project)
        self.show_project(_project_of({**was, **typed}, shown))
        self._project = shown
        unresolved = typed.get("client_typed") or ("" if typed.get("client") else typed.get("client_name", ""))
        if unresolved and unresolved != (shown.client_name or ""):
            self.client.choose(None)
            self.client.setText(unresolved)
        self.edited.emit()

    def typed(self) -> dict[str, str]:
        """Give what is different of the project that was shown, as texts by name; empty where nothing is."""
        was, now = self._texts(self._project), self._texts(self.project(), self.unresolved_client)
        names = {name for name in now if now[name] != was[name]}
        if names & set(CLIENT):
            names |= set(CLIENT)
        return {name: now[name] for name in now if name in names}

    @staticmethod
    def _texts(project: Project, client_typed: str = "") -> dict[str, str]:
        phases = [[one.id, one.name, one.number, one.open] for one in project.phases]
        return {
            "name": project.name,
            "number": project.number,
            "client": project.client or "",
            "client_name": project.client_name or "",
            "client_typed": client_typed,
            "rounding": project.rounding,
            "phases": json.dumps(phases, ensure_ascii=False),
            "open": "yes" if project.open else "",
        }

    @property
    def unresolved_client(self) -> str:
        """What was typed as the client and is nobody in the book, "" where there is no such thing."""
        return self.client.unresolved

    def project(self) -> Project:
        """Give what the fields say of a new project, or of the one that was shown."""
        choice = self.client.choice
        return Project(
            self._project.id,
            self.name.text().strip(),
            choice.id or None if choice else None,
            choice.label if choice else None,
            self.open.isChecked(),
            self.phases.phases(),
            self.number.text().strip(),
            self.rounding.text().strip(),
            self._project.participants,
        )

    def change(self) -> ProjectChange | None:
        """Give what is to be different of the project that was shown; None where nothing is."""
        was, now = self._project, self.project()
        client = None
        if (now.client, now.client_name) != (was.client, was.client_name):
            client = now.client or ""
        change = ProjectChange(
            name=now.name if now.name != was.name else None,
            number=now.number if now.number != was.number else None,
            client=client,
            rounding=now.rounding if now.rounding != was.rounding else None,
            phases=now.phases if now.phases != was.phases else None,
            open=now.open if now.open != was.open else None,
        )
        return None if change == ProjectChange() else change


def _project_of(texts: Mapping[str, str], base: Project) -> Project:
    """Read what was typed over a project; what cannot be read of it is left as it is there."""
    try:
        phases = tuple(
            replace(_phase_of(base, str(phase)), name=str(name), number=str(number), open=bool(is_open))
            for phase, name, number, is_open in json.loads(texts["phases"])
        )
    except (ValueError, TypeError):  # another version of the program wrote it
        phases = base.phases
    return replace(
        base,
        name=texts["name"],
        number=texts["number"],
        client=texts["client"] or None,
        client_name=(texts["client_name"] or None) if not texts["client_typed"] else None,
        rounding=texts["rounding"],
        phases=phases,
        open=bool(texts["open"]),
    )


def _phase_of(project: Project, phase: str) -> Phase:
    return next((one for one in project.phases if one.id == phase), Phase(phase, ""))


def _look_up(text: str) -> FindContacts:
    return FindContacts(text, FOUND)


def _read(contacts: tuple[Contact, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(one.id, wording.name_and_company(one), ", ".join(one.address), one) for one in contacts)
