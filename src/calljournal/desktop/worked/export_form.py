"""The form in which time, activities or calls are given out into a file; the engine writes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import PurePath

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from calljournal.contracts.export_commands import (
    GivenOut,
    ListExportProfiles,
    ListExports,
    RewriteExport,
    WriteExport,
    WrittenFile,
)
from calljournal.contracts.work import Export, WorkQuery
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.closing import add_close_key
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import label_of
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.worked.broken_off import WHAT, BrokenOff
from calljournal.desktop.worked.span import picked_day
from calljournal.desktop.worked.target_file import TargetFile, let_choose
from calljournal.desktop.worked.written import written_words
from calljournal.errors import CallJournalError, NeedsConfirming
from calljournal.languages import tr
from calljournal.words import say

FORMS = {"csv": say("CSV, for spreadsheets and most programs"), "xlsx": say("Excel workbook"), "json": say("JSON")}
WIDE = 76
"""Signs in a line."""

DEFAULT = "default"
"""What the profile is called that every installation has; one of the user's keeps the name that it was given."""


class ExportForm(QDialog):
    """Asks what is to go out and into which file; not modal.

    Signals:
        given_out(): something went out, and is marked so
    """

    given_out = Signal()

    def __init__(self, bridge: Bridge, icons: Icons, own: Callable[[], str]) -> None:
        super().__init__()
        self._bridge, self._own = bridge, own
        self._asked: WriteExport | RewriteExport | None = None
        self.setWindowTitle(tr("Export"))
        self.what = _combo(WHAT, tr("What"))
        self.since, self.until = _date(tr("From")), _date(tr("To"))
        self.mine = QCheckBox(tr("Only &mine"), self)
        self.new = QCheckBox(tr("Only what has &not gone out before"), self)
        self.form = _combo(FORMS, tr("Form"))
        self.profile = QComboBox(self)
        self.file = TargetFile(bridge, self)
        self.broken_off = BrokenOff(self)
        self.notice = Notice(icons, self)
        self._lay_out()
        self._connect()
        bridge.ask(ListExportProfiles(), self._on_profiles, self._on_error)

    def _lay_out(self) -> None:
        self.new.setChecked(True)
        self.profile.setAccessibleName(tr("Profile"))
        self.profile.setToolTip(tr("How the file is written: columns, separator, dates"))
        days = _beside(self.since, QLabel("–", self), self.until, None)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(9)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("&What"), self.what)
        form.addRow(label_of(self.since, tr("&Days")), days)
        form.addRow("", self.mine)
        form.addRow("", self.new)
        form.addRow(tr("&Form"), self.form)
        form.addRow(tr("&Profile"), self.profile)
        form.addRow(label_of(self.file.line, tr("F&ile")), self.file)
        for label in filter(None, map(form.labelForField, (self.what, days, self.form, self.profile, self.file))):
            label.setContentsMargins(0, 0, 2, 0)  # around an underlined letter words are wider than they say
        buttons = QDialogButtonBox(self)
        self.export_button = buttons.addButton(tr("&Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.export_button.setDefault(True)
        self.close_button = buttons.addButton(tr("&Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.close_button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(self.broken_off)
        layout.addWidget(self.notice)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * WIDE)

    def _connect(self) -> None:
        for combo in (self.what, self.form):
            combo.currentIndexChanged.connect(lambda _: self._name_file())
        for edit in (self.since, self.until):
            edit.dateChanged.connect(lambda _: self._name_file())
        self.export_button.clicked.connect(lambda _=False: self.export())
        self.close_button.clicked.connect(lambda _=False: self.close())
        self.notice.pressed.connect(self._replace)
        self.broken_off.writing_wanted.connect(lambda export: self._ask(RewriteExport(export.id, export.file)))
        self.broken_off.other_file_wanted.connect(self._choose_other)
        add_close_key(self)

    # --- what goes out -----------------------------------------------------------------------------------------------

    def begin(self, since: date, until: date, *, mine: bool) -> None:
        """Begin with these days."""
        for edit, day in ((self.since, since), (self.until, until)):
            edit.setDate(QDate(day.year, day.month, day.day))
        self.mine.setChecked(mine)
        self.notice.clear()
        self._name_file()
        self._look_for_broken_off()

    def wanted(self) -> WriteExport:
        """Give what the user asks for."""
        what = str(self.what.currentData())
        mine = self.mine.isChecked() and what != "calls"
        query = WorkQuery(
            since=picked_day(self.since),
            until=picked_day(self.until),
            user=(self._own() or None) if mine else None,
            new=self.new.isChecked(),
        )
        profile = str(self.profile.currentData() or DEFAULT)
        return WriteExport(what, self.file.text(), str(self.form.currentData()), profile, query)

    def _on_profiles(self, names: Sequence[str]) -> None:
        chosen = self.profile.currentData()
        self.profile.clear()
        for name in names:
            self.profile.addItem(tr("Default") if name == DEFAULT else name, name)
        self.profile.setCurrentIndex(max(0, self.profile.findData(chosen)))

    # --- the file ----------------------------------------------------------------------------------------------------

    def _name_file(self) -> None:
        """Name the file after what is in it, until the user has named it."""
        what, form = str(self.what.currentData()), str(self.form.currentData())
        self.mine.setEnabled(what != "calls")
        if self.file.is_named_by_hand:
            self.file.set_suffix(f".{form}")
        else:
            days = dict.fromkeys(str(picked_day(edit)) for edit in (self.since, self.until))  # a single day once
            self.file.propose(f"{tr(WHAT[what])} {' '.join(days)}.{form}")

    def _choose_other(self, export: Export) -> None:
        """Let another file be chosen for what was broken off."""
        let_choose(self, export.file, lambda file: self._ask(RewriteExport(export.id, file)))

    # --- giving out --------------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Have it written."""
        wanted = self.wanted()
        if not PurePath(wanted.file).is_absolute():
            self.notice.say(tr("Choose the file: its whole path is needed."), error=True)
            self.file.setFocus()
        elif self.export_button.isEnabled():
            self._ask(wanted)

    def _replace(self) -> None:
        if self._asked is not None:
            self._ask(replace(self._asked, replace=True))

    def _ask(self, wanted: WriteExport | RewriteExport) -> None:
        self._asked = wanted
        self._set_busy(True)
        self.notice.say(tr("Writing {file}…", file=wanted.file))
        if isinstance(wanted, WriteExport):
            self._bridge.ask(wanted, self._on_given_out, self._on_error)
        else:
            self._bridge.ask(wanted, partial(self._on_rewritten, wanted.file), self._on_error)

    def _set_busy(self, busy: bool) -> None:
        self.export_button.setEnabled(not busy)
        self.broken_off.set_busy(busy)

    def _look_for_broken_off(self) -> None:
        self._bridge.ask(ListExports(unfinished=True), self.broken_off.show_exports, self._on_error)

    def _on_rewritten(self, file: str, written: WrittenFile) -> None:
        self._set_busy(False)
        self._look_for_broken_off()
        self.notice.say(written_words(replace(written, export=replace(written.export, file=file))))

    def _on_given_out(self, given: GivenOut) -> None:
        self._set_busy(False)
        self._look_for_broken_off()
        lines = [written_words(given.written)]
        lines += [tr("Broken off before, and whole now: {file}", file=one.export.file) for one in given.finished]
        lines += [tr(problem) for problem in given.problems]
        self.notice.say("\n".join(lines), error=bool(given.problems))
        self._name_file()  # the next goes into another file
        self.given_out.emit()

    def _on_error(self, error: CallJournalError) -> None:
        self._set_busy(False)
        replaces = isinstance(error, NeedsConfirming)
        self.notice.say(tr(error.words), error=True, button=tr("&Replace it") if replaces else None)
        if replaces:
            self.notice.button.setFocus()

    def reject(self) -> None:
        """Close by Escape as by the button."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.hide()


def _beside(*parts: QWidget | None) -> QWidget:
    """Set parts beside each other; None is room behind them."""
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        if part is None:
            line.addStretch(1)
        else:
            line.addWidget(part)
    return box


def _combo(choices: Mapping[str, str], name: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    for key, words in choices.items():
        combo.addItem(tr(words), key)
    combo.setMinimumWidth(combo.sizeHint().width())
    return combo


def _date(name: str) -> QDateEdit:
    edit = QDateEdit()
    edit.setCalendarPopup(True)
    edit.setAccessibleName(name)
    edit.setDisplayFormat(QLocale().dateFormat(QLocale.FormatType.ShortFormat))
    return edit
