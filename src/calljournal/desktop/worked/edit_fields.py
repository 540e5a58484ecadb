"""The fields in which an entry is changed, and what is different in them from what the book has."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QDateEdit, QFormLayout, QLineEdit, QWidget

from calljournal.contracts.crm import ServiceType
from calljournal.contracts.work import Correction, Work
from calljournal.desktop.booking.choosers import ProjectBox
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.inputs import ChoiceList, TextField
from calljournal.desktop.look.labels import plain_label
from calljournal.desktop.look.minutes_field import MinutesField, minutes_text
from calljournal.desktop.look.names import service_type_name
from calljournal.desktop.look.search_box import Choice
from calljournal.desktop.worked import wording
from calljournal.desktop.worked.span import picked_day
from calljournal.languages import tr
from calljournal.worklog import Kind


class EditFields(QWidget):
    """Shows an entry, and gives the user's `Correction` of it.

    Signals:
        changed(): the user typed or chose something
    """

    changed = Signal()

    def __init__(self, work: Work, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._filling = True
        self.day = QDateEdit(self)
        self.minutes = MinutesField(tr("Minutes to bill"), self)
        self.project = ProjectBox(bridge, self)
        self.phases = ChoiceList(tr("(none)"), tr("Phase"), self)
        self.service_types = ChoiceList(wording.service_type(work) or tr("(none)"), tr("Service type"), self)
        self.title = QLineEdit(self)
        self.text = TextField(self)
        self.form = QFormLayout(self)
        self._lay_out()
        self._connect()
        self._fill()
        self._filling = False

    def _lay_out(self) -> None:
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat(QLocale().dateFormat(QLocale.FormatType.ShortFormat))
        form, work = self.form, self._work
        time = work.kind is Kind.TIME
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(9)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("&Day"), self.day)
        form.addRow(tr("From – to"), plain_label(wording.from_to(work)))
        if time:
            form.addRow(tr("Measured"), plain_label(wording.measured(work)))
            form.addRow(tr("&Minutes"), self.minutes)
        form.addRow(tr("&Project"), self.project)
        form.addRow(tr("P&hase"), self.phases)
        if time:
            form.addRow(tr("Ser&vice type"), self.service_types)
        for unused in () if time else (self.minutes, self.service_types):
            unused.hide()
        form.addRow(tr("T&itle"), self.title)
        form.addRow(tr("Te&xt"), self.text)

    def _fill(self) -> None:
        work = self._work
        self.day.setDate(QDate(work.day.year, work.day.month, work.day.day))
        self.minutes.setText(minutes_text(work.minutes))
        if work.project:
            label = " ".join(filter(None, (work.project_number, work.project_name)))
            self.project.restore_typed(
                {"project": work.project, "project_label": label, "project_name": work.project_name}
            )
        self._offer_phases()
        self.title.setText(work.title)
        self.text.setPlainText(work.text)

    def _connect(self) -> None:
        self.project.chosen.connect(self._on_project)
        self.project.known.connect(self._offer_phases)
        for line in (self.minutes, self.title, self.project):
            line.textEdited.connect(self._on_edited)
        for combo in (self.phases, self.service_types):
            combo.activated.connect(self._on_edited)
        self.day.dateChanged.connect(self._on_edited)
        self.text.textChanged.connect(self._on_edited)

    def _on_edited(self) -> None:
        if not self._filling:
            self.changed.emit()

    # --- what can be chosen ------------------------------------------------------------------------------------------

    def _on_project(self, choice: Choice | None) -> None:
        self._offer_phases()
        self._on_edited()

    def _offer_phases(self) -> None:
        """Offer the phases of the chosen project; until they are known, the one that the entry has."""
        project, work = self.project.project, self._work
        mine = self.project.choice is not None and self.project.choice.id == work.project
        phases = [(phase.id, phase.name) for phase in project.phases if phase.open] if project else []
        if mine and work.phase and work.phase not in dict(phases):
            phases.append((work.phase, work.phase_name))
        first = self.phases.count() == 1
        self.phases.offer(phases)
        if mine and first:
            self.phases.choose(work.phase)
        self.form.setRowVisible(self.phases, bool(phases))

    def offer_service_types(self, service_types: Sequence[ServiceType]) -> None:
        """Offer the others; the first choice is the one that the entry has."""
        others = (one for one in service_types if one.id != self._work.service_type)
        self.service_types.offer([(one.id, service_type_name(one.name)) for one in others])

    # --- what is different -------------------------------------------------------------------------------------------

    def wrong(self) -> tuple[str, QWidget] | None:
        """Say what cannot be meant so, and where it stands; None where all is well."""
        if self.minutes.is_wrong:
            return tr("“{text}” is no number of minutes.", text=self.minutes.text()), self.minutes
        if text := self.project.unresolved:
            return tr("Choose a project for “{text}” from the list, or empty the field.", text=text), self.project
        if self.project.choice is None and self._work.project:
            return tr("Choose a project: an entry that has one keeps one."), self.project
        return None

    def correction(self) -> Correction:
        """Give what is different."""
        work, project = self._work, self.project.choice
        moved = project.id if project is not None and project.id != work.project else None
        phase = self.phases.chosen or ""
        day = picked_day(self.day)
        title, text = self.title.text().strip(), self.text.toPlainText().strip()
        return Correction(
            project=moved,
            phase=(phase or None) if moved else _if_other(phase, work.phase or ""),
            service_type=self.service_types.chosen,
            minutes=self._minutes,
            day=None if day == work.day else day,
            title=_if_other(title, work.title),
            text=_if_other(text, work.text),
        )

    @property
    def _minutes(self) -> float | None:
        """The minutes that were typed, where they are others."""
        work, minutes = self._work, self.minutes.minutes
        if work.kind is not Kind.TIME or self.minutes.is_wrong or minutes is None:
            return None
        return None if minutes_text(minutes) == minutes_text(work.minutes) else minutes

    def typed(self) -> dict[str, str]:
        """Give what is different, by name, to be kept."""
        new = self.correction()
        fields = {
            "title": new.title,
            "text": new.text,
            "minutes": self.minutes.text() if new.minutes is not None or self.minutes.is_wrong else None,
            "day": new.day.isoformat() if new.day else None,
            "phase": new.phase,
            "service_type": new.service_type,
        }
        kept = {name: value for name, value in fields.items() if value is not None}
        return kept | (self.project.typed() if new.project or self.project.unresolved else {})

    def restore(self, fields: Mapping[str, str]) -> None:
        """Put in what was typed before."""
        self._filling = True
        if "project" in fields or "project_text" in fields:
            self.project.restore_typed(fields)
            self._offer_phases()
        if day := fields.get("day"):
            kept = date.fromisoformat(day)
            self.day.setDate(QDate(kept.year, kept.month, kept.day))
        for line, name in ((self.minutes, "minutes"), (self.title, "title")):
            line.setText(fields.get(name, line.text()))
        self.text.setPlainText(fields.get("text", self.text.toPlainText()))
        for combo, name in ((self.phases, "phase"), (self.service_types, "service_type")):
            if (kept_choice := fields.get(name)) is not None:
                if kept_choice and combo.findData(kept_choice) < 0:
                    combo.addItem(kept_choice, kept_choice)
                combo.choose(kept_choice)
        self._filling = False


def _if_other(new: str, old: str) -> str | None:
    return None if new == old else new
