"""The page of telephone numbers: the whole book read anew, and what could not be read worked through, one by one."""

from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from calljournal.contracts.crm import Edit, EditKind
from calljournal.contracts.numbering import Checked, Normalised, NumberProblem, Repaired
from calljournal.contracts.service import CheckNumbers, NormaliseNumbers, RepairNumbers, UndoEdit
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import faint_label
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.look.tables import dress_table
from calljournal.desktop.settings.fields import heading
from calljournal.desktop.settings.problems import PROBLEM_ROLE, Column, ProblemsModel
from calljournal.errors import CallJournalError
from calljournal.languages import tr, tr_n

PAGE = 500
"""Contacts or numbers for each question: small enough that the bar moves, large enough that nothing waits for it."""


class NumbersPage(QWidget):
    """Normalises the numbers of the address book, and lists those that a person has to look at."""

    def __init__(self, bridge: Bridge, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.model = ProblemsModel()
        self.notice = Notice(icons, self)
        self.notice.pressed.connect(self._undo)
        self.normalise_button = QPushButton(tr("&Normalise all numbers"), self)
        self.check_button = QPushButton(tr("&Look through them"), self)
        self.bar = QProgressBar(self)
        self.bar.hide()
        self.hints = QCheckBox(tr("Show also what may be left as it is"), self)
        self.table = QTableView(self)
        self.text = QLineEdit(self)
        self.take_button = QPushButton(tr("&Write this instead"), self)
        self.keep_button = QPushButton(tr("It is &right as it is"), self)
        self._dress()
        self._lay_out()
        self._connect()
        self._offer(None)

    def _dress(self) -> None:
        self.table.setModel(self.model)
        dress_table(self.table, tr("Numbers that have to be looked at"))
        self.table.horizontalHeader().setSectionResizeMode(Column.WHY, QHeaderView.ResizeMode.Stretch)
        for column in (Column.WHOSE, Column.NUMBER, Column.SUGGESTION):
            self.table.setColumnWidth(column, self.table.fontMetrics().averageCharWidth() * 24)
        self.text.setAccessibleName(tr("What to write instead; nothing takes the number out"))
        self.text.setPlaceholderText(tr("nothing: take the number out"))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(heading(tr("Telephone numbers")))
        layout.addWidget(
            faint_label(
                tr(
                    "Callers are recognised by the normalised form of the numbers in the address book. New numbers are "
                    "normalised when they are saved; after an import, or when the country or the area code was "
                    "changed, all of them can be read anew. What was typed stays beside it."
                )
            )
        )
        for parts in ((self.normalise_button, self.check_button), (self.text, self.take_button, self.keep_button)):
            row = QHBoxLayout()
            for part in parts:
                row.addWidget(part, 1 if part is self.text else 0)
            if self.text not in parts:
                row.addStretch(1)
                layout.addLayout(row)
                layout.addWidget(self.bar)
                layout.addWidget(self.notice)
                layout.addWidget(self.hints)
                layout.addWidget(self.table, 1)
            else:
                layout.addLayout(row)

    def _connect(self) -> None:
        self.normalise_button.clicked.connect(self.normalise)
        self.check_button.clicked.connect(self.check)
        self.hints.toggled.connect(self.model.show_hints)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.model.modelReset.connect(partial(self._offer, None))
        self.take_button.clicked.connect(self._take)
        self.text.returnPressed.connect(self._take)
        self.keep_button.clicked.connect(self._keep)

    # --- all of them -------------------------------------------------------------------------------------------------

    def normalise(self) -> None:
        """Read all numbers anew, page by page; then look through them."""
        self._set_busy(True)
        self._ask_normalise(0, None)

    def _ask_normalise(self, changed: int, after: str | None) -> None:
        self._bridge.ask(NormaliseNumbers(after, PAGE), partial(self._on_normalised, changed), self._on_error)

    def _on_normalised(self, changed: int, page: Normalised) -> None:
        changed += page.changed
        self.bar.setRange(0, max(1, page.total))
        self.bar.setValue(page.done)
        if page.after is not None:
            self._ask_normalise(changed, page.after)
            return
        self.notice.say(
            tr_n("{count} number is read otherwise now.", "{count} numbers are read otherwise now.", changed),
            button=tr("&Undo") if page.edit else None,
        )
        self.check()

    def check(self) -> None:
        """Look through all numbers for what is wrong."""
        self._set_busy(True)
        self.bar.setRange(0, 0)
        self.model.clear()
        self._bridge.ask(CheckNumbers(None, PAGE), self._on_checked, self._on_error)

    def _on_checked(self, page: Checked) -> None:
        self.model.add(page.problems)
        if page.after is not None:
            self._bridge.ask(CheckNumbers(page.after, PAGE), self._on_checked, self._on_error)
            return
        self._set_busy(False)
        self._count()
        if self.model.rowCount():
            self.table.selectRow(0)

    def _count(self) -> None:
        self.hints.setText(
            tr_n(
                "Show also what may be left as it is ({count} number)",
                "Show also what may be left as it is ({count} numbers)",
                self.model.hints,
            )
        )
        if not self.model.questions and not self.notice.text:
            self.notice.say(tr("There is nothing to decide: all numbers can be read."))

    # --- one of them -------------------------------------------------------------------------------------------------

    def _on_row(self, current: QModelIndex, previous: QModelIndex) -> None:
        self._offer(current.data(PROBLEM_ROLE))

    def _offer(self, problem: NumberProblem | None) -> None:
        for part in (self.text, self.take_button, self.keep_button):
            part.setEnabled(problem is not None)
        if problem is not None:
            self.text.setText(problem.typed if problem.suggestion is None else problem.suggestion)

    def _current(self) -> NumberProblem | None:
        problem = self.table.currentIndex().data(PROBLEM_ROLE)
        return problem if isinstance(problem, NumberProblem) else None

    def _take(self) -> None:
        problem = self._current()
        if problem is not None:
            self._repair(problem, RepairNumbers((problem.ref,), text=self.text.text().strip()))

    def _keep(self) -> None:
        problem = self._current()
        if problem is not None:
            self._repair(problem, RepairNumbers((problem.ref,), keep=True))

    def _repair(self, problem: NumberProblem, command: RepairNumbers) -> None:
        self._bridge.ask(command, partial(self._on_repaired, problem), self._on_error)

    def _on_repaired(self, problem: NumberProblem, done: Repaired) -> None:
        if done.left:
            self.notice.say(" ".join(map(tr, done.why_left)), error=True)
            return
        self.model.drop(problem.ref)
        said = tr("{number} of {name}: done.", number=problem.typed, name=problem.name)
        self.notice.say(said, button=tr("&Undo") if done.edit else None)
        self._count()
        self.table.setFocus()

    def _undo(self) -> None:
        self._bridge.ask(UndoEdit((EditKind.NORMALISE, EditKind.REPAIR)), self._on_undone, self._on_error)

    def _on_undone(self, edit: Edit) -> None:
        self.notice.say(tr("Undone: {title}", title=edit.title))
        self.check()

    # --- waits and errors --------------------------------------------------------------------------------------------

    def _set_busy(self, busy: bool) -> None:
        self.bar.setVisible(busy)
        for part in (self.normalise_button, self.check_button):
            part.setEnabled(not busy)

    def _on_error(self, error: CallJournalError) -> None:
        self._set_busy(False)
        self.notice.say(tr(error.words), error=True)
