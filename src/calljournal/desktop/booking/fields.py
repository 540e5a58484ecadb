"""The fields of the booking form: what is known is shown, what may be wished for can be typed or chosen."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from calljournal.contracts.crm import Phase, Project, ServiceType
from calljournal.contracts.rows import JournalRow
from calljournal.desktop.booking import project_menu
from calljournal.desktop.journal import cells
from calljournal.desktop.look import formats
from calljournal.languages import tr
from calljournal.matching import MatchKind
from calljournal.worklog import Kind, Wishes, measured_minutes
from calljournal.worklog.draft import default_title

MOST_MINUTES = 24 * 60.0


class BookingFields(QWidget):
    """Shows a call, and gives the user's `Wishes` for its booking. No signals of its own."""

    def __init__(self, kind: Kind, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._now = now
        self._projects: dict[str, Project] = {}
        self.who = _plain()
        self.contacts = QComboBox(self)
        self.from_to = _plain()
        self.measured = _plain()
        self.billed = QLineEdit()
        self.projects = _combo(tr("(none)"))
        self.phases = _combo(tr("(none)"))
        self.service_types = _combo(tr("(the firm's for telephone calls)"))
        self.title = QLineEdit(self)
        self.text = TextField(self)
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setHorizontalSpacing(14)
        self.form.setVerticalSpacing(9)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._lay_out()
        self.projects.currentIndexChanged.connect(self._offer_phases)
        self._offer_phases()

    def _lay_out(self) -> None:
        self.form.addRow(tr("Co&ntact").replace("&", ""), self.who)
        self.form.addRow(tr("Co&ntact"), self.contacts)
        self.form.addRow(tr("From – to"), self.from_to)
        if self._kind is Kind.TIME:
            self.form.addRow(tr("&Minutes"), self._minutes())
        self.form.addRow(tr("&Project"), self.projects)
        self.form.addRow(tr("P&hase"), self.phases)
        if self._kind is Kind.TIME:
            self.form.addRow(tr("&Service type"), self.service_types)
        self.form.addRow(tr("T&itle"), self.title)
        self.form.addRow(tr("Te&xt"), self.text)

    def _minutes(self) -> QWidget:
        """Put the measured and the billed minutes side by side."""
        validator = QDoubleValidator(0.0, MOST_MINUTES, 2, self.billed)
        validator.setNotation(QDoubleValidator.Notation.StandardNotation)
        validator.setLocale(_number_locale())
        self.billed.setValidator(validator)
        self.billed.setPlaceholderText(tr("by the firm's rule"))
        self.billed.setToolTip(
            tr("Minutes to bill; left empty, they are the measured ones, rounded by the firm's rule")
        )
        self.billed.setMinimumWidth(self.fontMetrics().horizontalAdvance(tr("by the firm's rule")) + 24)
        both = QWidget(self)
        both.setFocusProxy(self.billed)
        layout = QHBoxLayout(both)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.measured)
        layout.addSpacing(8)
        layout.addWidget(self.billed, 1)
        layout.addWidget(QLabel(tr("billed"), both))
        return both

    # --- what is known -----------------------------------------------------------------------------------------------

    def show_row(self, row: JournalRow) -> None:
        """Show what is known of the call."""
        several = row.match.kind is MatchKind.SEVERAL
        self.who.setText(self._name(row))
        self.form.setRowVisible(self.who, not several)
        self.form.setRowVisible(self.contacts, several)
        if several:
            self._offer_contacts(row)
        self.from_to.setText(self._span(row))
        minutes = measured_minutes(cells.connected_seconds(row.entry, self._now()))
        self.measured.setText(tr("{minutes} measured", minutes=_number_locale().toString(minutes, "f", 2)))
        self.title.setPlaceholderText(default_title(row.entry, row.match.contact))

    def _name(self, row: JournalRow) -> str:
        if row.match.contacts:
            return cells.person(row)
        return row.entry.name or tr("Nobody in the address book")

    def _span(self, row: JournalRow) -> str:
        entry = row.entry
        begin = entry.answered or entry.started
        end = formats.clock_time(entry.ended, seconds=True) if entry.ended else tr("now")
        return tr(
            "{day}, {start} – {end}", day=formats.day(begin), start=formats.clock_time(begin, seconds=True), end=end
        )

    def _offer_contacts(self, row: JournalRow) -> None:
        chosen = self.contacts.currentData()
        self.contacts.clear()
        self.contacts.addItem(tr("Who was it?"), None)
        for candidate in row.match.contacts:
            self.contacts.addItem(cells.name_of(candidate), candidate.id)
        self.contacts.setCurrentIndex(max(0, self.contacts.findData(chosen)))

    # --- what may be chosen ------------------------------------------------------------------------------------------

    def offer_projects(self, projects: Sequence[Project]) -> None:
        """Fill the list of projects; what is chosen stays chosen."""
        chosen = self.projects.currentData()
        kept = [self._projects[chosen]] if chosen and chosen not in {project.id for project in projects} else []
        self._projects = {project.id: project for project in (*kept, *projects)}
        self.projects.blockSignals(True)
        _refill(self.projects, [(project_menu.label(project), project.id) for project in self._projects.values()])
        self.projects.setCurrentIndex(max(0, self.projects.findData(chosen)))
        self.projects.blockSignals(False)
        self._offer_phases()

    def choose_project(self, project: Project) -> None:
        """Choose a project, be it offered yet or not."""
        if project.id not in self._projects:
            self.offer_projects((*self._projects.values(), project))
        self.projects.setCurrentIndex(self.projects.findData(project.id))

    def offer_service_types(self, service_types: Sequence[ServiceType]) -> None:
        """Fill the list of service types."""
        _refill(self.service_types, [(service.name, service.id) for service in service_types])

    def _offer_phases(self) -> None:
        """Show the phases of the chosen project, where it has any."""
        project = self._projects.get(self.projects.currentData() or "")
        phases: tuple[Phase, ...] = project.phases if project else ()
        _refill(self.phases, [(phase.name, phase.id) for phase in phases])
        self.form.setRowVisible(self.phases, bool(phases))

    # --- what was wished ---------------------------------------------------------------------------------------------

    def has_bad_minutes(self) -> bool:
        """Whether something was typed as minutes that is no such number."""
        return bool(self.billed.text()) and not self.billed.hasAcceptableInput()

    def wishes(self) -> Wishes:
        """Give what the user chose and typed; what was left alone stays the engine's to decide."""
        minutes, _ = _number_locale().toDouble(self.billed.text())
        return Wishes(
            contact=self.contacts.currentData(),
            project=self.projects.currentData(),
            phase=self.phases.currentData(),
            service_type=self.service_types.currentData(),
            title=self.title.text().strip() or None,
            text=self.text.toPlainText().strip(),
            minutes=minutes if self.billed.text() else None,
        )


class TextField(QPlainTextEdit):
    """A few lines of free text; Tab leaves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(tr("What it was about"))

    def sizeHint(self) -> QSize:
        """Ask for four lines."""
        return QSize(300, self.fontMetrics().lineSpacing() * 4 + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.fontMetrics().lineSpacing() * 2 + 16)


def _plain() -> QLabel:
    """Give a label for what comes from outside: text, never markup."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _combo(nothing: str) -> QComboBox:
    """Give a list whose first choice is none."""
    combo = QComboBox()
    combo.addItem(nothing, None)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(24)
    return combo


def _refill(combo: QComboBox, items: Sequence[tuple[str, str]]) -> None:
    """Replace all choices but the first, which is none."""
    chosen = combo.currentData()
    while combo.count() > 1:
        combo.removeItem(combo.count() - 1)
    for text, data in items:
        combo.addItem(text, data)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))


def _number_locale() -> QLocale:
    """Give the user's way of writing numbers, without dots or commas between thousands: 1.234 is never 1234."""
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.RejectGroupSeparator | QLocale.NumberOption.OmitGroupSeparator)
    return locale
