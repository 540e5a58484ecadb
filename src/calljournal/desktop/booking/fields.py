"""The fields of the booking form: what is known is shown, what may be wished for can be typed or chosen."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from calljournal.contracts.crm import Phase, Project, ServiceType
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work_commands import Suggestion, Waiting
from calljournal.desktop.booking import wording
from calljournal.desktop.booking.choosers import ContactBox, ProjectBox, contact_choice, project_choice
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look import formats, naming
from calljournal.desktop.look.inputs import ChoiceList, TextField
from calljournal.desktop.look.labels import faint_label, hint, label_of, plain_label
from calljournal.desktop.look.minutes_field import MinutesField
from calljournal.desktop.look.names import service_type_name
from calljournal.desktop.look.search_box import Choice
from calljournal.languages import tr
from calljournal.matching import MatchKind
from calljournal.worklog import Kind, Wishes

MATCHED = ""
"""The id of the choice "as the number says"."""


class BookingFields(QWidget):
    """Shows a call, and gives the user's `Wishes` for its booking.

    Signals:
        changed(): the user typed or chose something
        rated(): what was chosen may make other minutes, or another title
        grown(): there is a line more
    """

    changed = Signal()
    rated = Signal()
    grown = Signal()

    def __init__(self, kind: Kind, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._project_touched = False
        self._likely: Choice | None = None
        self._kept_phase: str | None = None
        self._offered: tuple[ServiceType, ...] = ()
        self.contact = ContactBox(bridge, self)
        self.calls = plain_label()
        self.from_to = plain_label()
        self.measured = plain_label()
        self.minutes = MinutesField(tr("Minutes to bill"), self)
        self.project = ProjectBox(bridge, self)
        self.reason = faint_label()
        self.phases = ChoiceList(tr("(none)"), tr("Phase"), self)
        self.service_types = ChoiceList(tr("(the firm's for telephone calls)"), tr("Service type"), self)
        self.title = QLineEdit(self)
        self.text = TextField(self)
        self.form = QFormLayout(self)
        self._lay_out()
        self._connect()
        self._offer_phases(None)

    def _lay_out(self) -> None:
        form = self.form
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(9)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Co&ntact"), self.contact)
        form.addRow(tr("From – to"), self.from_to)
        form.addRow(tr("Calls"), self.calls)
        form.setRowVisible(self.calls, False)
        if self._kind is Kind.TIME:
            form.addRow(label_of(self.minutes, tr("&Minutes")), self._minutes_row())
        form.addRow(tr("&Project"), self.project)
        form.addRow("", self.reason)
        form.setRowVisible(self.reason, False)
        form.addRow(tr("P&hase"), self.phases)
        if self._kind is Kind.TIME:
            form.addRow(tr("Ser&vice type"), self.service_types)
        else:
            self.service_types.hide()
            self.minutes.hide()
        form.addRow(tr("T&itle"), self.title)
        form.addRow(tr("Te&xt"), self.text)

    def _minutes_row(self) -> QWidget:
        """Put the measured and the billed minutes side by side."""
        words = tr("Minutes to bill; left empty, they are the measured ones, rounded by the firm's rule")
        self.minutes.setToolTip(hint(words))
        both = QWidget(self)
        layout = QHBoxLayout(both)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.measured)
        layout.addSpacing(8)
        layout.addWidget(self.minutes, 1)
        layout.addWidget(QLabel(tr("min billed"), both))
        return both

    def _connect(self) -> None:
        self.project.chosen.connect(self._on_project)
        self.project.known.connect(self._on_known)
        self.contact.chosen.connect(self._on_contact)
        self.project.textEdited.connect(self._on_project_typed)
        for line in (self.project, self.contact, self.minutes, self.title):
            line.textEdited.connect(self._on_changed)
        self.minutes.textEdited.connect(self._on_rated)
        for combo in (self.phases, self.service_types):
            combo.activated.connect(self._on_changed)
        self.text.textChanged.connect(self._on_changed)

    def _on_changed(self) -> None:
        self.changed.emit()

    def _on_rated(self) -> None:
        self.rated.emit()

    # --- what is known -----------------------------------------------------------------------------------------------

    def show_row(self, row: JournalRow) -> None:
        """Show who it was, as far as is known; whom the user chose stays."""
        match = row.match
        self.contact.offer_first([contact_choice(one) for one in (*match.contacts, *match.people)])
        if match.kind is MatchKind.ONE:
            placeholder, matched = "", Choice(MATCHED, naming.person(row), "\n".join(match.contacts[0].address))
        elif match.kind is MatchKind.SEVERAL:
            placeholder, matched = tr("Who was it?"), None
        else:
            placeholder, matched = row.entry.name or tr("Nobody in the address book"), None
        self.contact.setPlaceholderText(placeholder)
        before = self.contact.choice
        untouched = before is None or before.id == MATCHED
        if untouched and not self.contact.unresolved and not self.contact.hasFocus() and before != matched:
            self.contact.choose(matched)
        if self.wished_contact is None:
            self.project.set_contact(match.contact.id if match.contact else None)

    def show_preview(self, waiting: Waiting, *, live: bool) -> None:
        """Show what would be booked: how long it was, the minutes, the title and the service type by default."""
        draft = waiting.draft
        self.from_to.setText(wording.span(draft, live=live))
        self.measured.setText(wording.measured(waiting))
        self.minutes.show_default(None if draft.by_hand else draft.minutes)
        self.title.setPlaceholderText(tr(draft.title) if not self.title.text() else "")
        self.calls.setText(wording.calls(waiting.rows))
        self._show_line(self.calls, len(waiting.rows) > 1)
        self._name_default(draft.service_type)

    def show_nothing(self, row: JournalRow) -> None:
        """Show that there is no time to book, or none yet."""
        self.from_to.setText(formats.day_and_time(row.entry.started))
        self.measured.setText(tr("nobody has talked yet") if row.entry.live else tr("nobody talked"))
        self.minutes.show_default(None)

    def _show_line(self, field: QWidget, on: bool) -> None:
        if on != self.form.isRowVisible(field):
            self.form.setRowVisible(field, on)
            if on:
                self.grown.emit()

    def _name_default(self, service_type: str | None) -> None:
        """Name the firm's service type for calls, where it is one of those that are offered."""
        names = [service_type_name(one.name) for one in self._offered if service_type in (one.id, one.number, one.name)]
        if names:
            self.service_types.setItemText(0, tr("{service} (the firm's for calls)", service=names[0]))

    # --- what may be chosen ------------------------------------------------------------------------------------------

    def suggest(self, suggestions: Sequence[Suggestion]) -> None:
        """Offer the likely projects first; the one that is clear is chosen, unless the user has chosen already."""
        self.project.suggest(suggestions)
        clear = next((one for one in suggestions if one.clear), None)
        if not self._project_touched and not self.project.unresolved:
            self._set_project(project_choice(clear.project, tr(clear.words)) if clear else self._likely)

    def choose_project(self, project: Project) -> None:
        """Choose the project that the user has picked."""
        self._project_touched = True
        self._set_project(project_choice(project))
        self.changed.emit()

    def propose_project(self, project: Project) -> None:
        """Put in the project that is likely, unless the user has chosen one; it is not "typed"."""
        self._likely = project_choice(project)
        if not self._project_touched and not self.project.unresolved:
            self._set_project(self._likely)

    def _set_project(self, choice: Choice | None) -> None:
        before = self.project.choice
        self.project.choose(choice)
        self._show_project(choice)
        if (before.id if before else None) != (choice.id if choice else None):
            self.rated.emit()

    def _on_project(self, choice: Choice | None) -> None:
        self._project_touched = True
        self._show_project(choice)
        self.changed.emit()
        self.rated.emit()

    def _on_project_typed(self) -> None:
        """Say no more why the project was likely that stood there."""
        if self.project.unresolved:
            self._show_line(self.reason, on=False)

    def _show_project(self, choice: Choice | None) -> None:
        self.reason.setText(choice.hint if choice else "")
        self._show_line(self.reason, bool(choice and choice.hint))
        self._offer_phases(self.project.project)

    def _on_contact(self, choice: Choice | None) -> None:
        self.project.set_contact(self.wished_contact)
        self.changed.emit()
        self.rated.emit()

    def offer_service_types(self, service_types: Sequence[ServiceType]) -> None:
        """Fill the list of service types."""
        self._offered = tuple(service_types)
        self.service_types.offer([(one.id, service_type_name(one.name)) for one in service_types])

    def _offer_phases(self, project: Project | None) -> None:
        """Show the phases of the chosen project, where it has any."""
        phases: tuple[Phase, ...] = tuple(one for one in project.phases if one.open) if project else ()
        self.phases.offer([(phase.id, phase.name) for phase in phases])
        self._show_line(self.phases, bool(phases))

    # --- what was wished ---------------------------------------------------------------------------------------------

    @property
    def wished_contact(self) -> str | None:
        """The contact that was chosen by hand."""
        choice = self.contact.choice
        return choice.id if choice and choice.id != MATCHED else None

    @property
    def _phase(self) -> str | None:
        """The phase that is chosen; of a project of which only the name is known yet, the one that was."""
        if self.project.choice is not None and self.project.project is None:
            return self._kept_phase
        return self.phases.chosen

    def wishes(self) -> Wishes:
        """Give what the user chose and typed; what was left alone stays the engine's to decide."""
        project = self.project.choice
        return Wishes(
            contact=self.wished_contact,
            project=project.id if project else None,
            phase=self._phase,
            service_type=self.service_types.chosen,
            title=self.title.text().strip() or None,
            text=self.text.toPlainText().strip(),
            minutes=self.minutes.minutes,
        )

    def typed(self) -> dict[str, str]:
        """Give what the user typed and chose, by name, to be kept; what is as it came is left out."""
        contact = self.contact.choice if self.wished_contact else None
        fields = {
            "contact": contact.id if contact else "",
            "contact_name": contact.label if contact else "",
            **(self.project.typed() if self._project_touched or self.project.unresolved else {}),
            "phase": self._phase or "",
            "service_type": self.service_types.chosen or "",
            "title": self.title.text(),
            "text": self.text.toPlainText(),
            "minutes": self.minutes.text(),
        }
        return {name: text for name, text in fields.items() if text}

    def restore(self, fields: Mapping[str, str]) -> None:
        """Put in what was typed before; a project's phases come when it is known.

        What has been typed meanwhile stays, a text below the text from before.
        """
        fields = _joined(fields, self.typed())
        if contact := fields.get("contact"):
            self.contact.choose(Choice(contact, fields.get("contact_name", contact)))
            self.project.set_contact(contact)
        if any(name.startswith("project") for name in fields):
            self._project_touched = self.project.restore_typed(fields)
            self._show_project(self.project.choice)
        self._kept_phase = fields.get("phase")
        if service_type := fields.get("service_type"):
            self.service_types.addItem(service_type, service_type)
            self.service_types.choose(service_type)
        self.title.setText(fields.get("title", ""))
        self.text.setPlainText(fields.get("text", ""))
        self.minutes.setText(fields.get("minutes", ""))
        self.rated.emit()

    def _on_known(self) -> None:
        self._show_project(self.project.choice)
        self.phases.choose(self._kept_phase)


def _joined(before: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """Give what was typed before and what is typed now in one: of both texts, of else the later."""
    joined = dict(before)
    for group in ("contact", "project"):  # several names for one choice
        if any(name.startswith(group) for name in typed):
            joined = {name: text for name, text in joined.items() if not name.startswith(group)}
    joined |= typed
    texts = [one["text"] for one in (before, typed) if "text" in one]
    return joined | {"text": "\n".join(dict.fromkeys(texts))} if texts else joined
