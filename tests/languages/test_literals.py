"""No sentence goes past the translator: neither on a widget, nor in what is raised or told below the front ends."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from calljournal import errors
from scripts.words import sentences

SOURCE = Path(__file__).parent.parent.parent / "src" / "calljournal"
LETTERS = re.compile(r"[^\W\d_]{2,}")

# --- what is shown -----------------------------------------------------------------------------------------------

SHOWING = frozenset(
    """
    setText setPlainText setWindowTitle setToolTip setStatusTip setWhatsThis setPlaceholderText setAccessibleName
    setAccessibleDescription setTitle setInformativeText setDetailedText setLabelText setHeaderLabels setToolTipText
    setPrefix setSuffix setSpecialValueText setApplicationDisplayName insertTab setTabText setItemText addItem addItems
    addAction addMenu addTab addRow addButton addSection showMessage setButtonText
    QLabel QPushButton QToolButton QCheckBox QRadioButton QGroupBox QAction QMenu QDockWidget QCommandLinkButton
    QListWidgetItem QTreeWidgetItem QTableWidgetItem QStandardItem QMessageBox QErrorMessage Text
    """.split()
)
"""What puts words before people: methods of Qt's widgets, their constructors, and the text of the terminal."""


def shown(file: Path) -> Iterator[str]:
    """Give each literal with letters in it that a widget gets."""
    for call in calls(file):
        if name_of(call) in SHOWING:
            for argument in call.args:
                if says_something(argument):
                    yield f"{file.relative_to(SOURCE)}:{argument.lineno}: {ast.unparse(argument)}"


def says_something(node: ast.expr) -> bool:
    """Whether it is a text, or one that is glued or chosen of texts, with words in it."""
    match node:
        case ast.Constant(value=str(text)):
            return LETTERS.search(text) is not None
        case ast.JoinedStr(values=values):
            return any(says_something(value) for value in values if isinstance(value, ast.Constant))
        case ast.BinOp(left=left, right=right):
            return says_something(left) or says_something(right)
        case ast.IfExp(body=body, orelse=orelse):
            return says_something(body) or says_something(orelse)
        case ast.BoolOp(values=values):
            return any(map(says_something, values))
        case _:
            return False


@pytest.mark.parametrize("folder", ["desktop", "terminal"])
def test_no_english_is_left_on_a_widget(folder: str) -> None:
    """Each word goes through `tr`."""
    files = list((SOURCE / folder).rglob("*.py"))
    assert files
    assert not [place for file in files for place in shown(file)]


# --- what is raised and told -------------------------------------------------------------------------------------

TELLING = {
    *(name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)),
    *("Notice", "CannotBe", "BadNumberRules", "UnreadableNumber"),
} - {"Bug"}
"""What carries words to people. A Bug is a mistake of ours: it is told in English, for whoever mends it."""

TOLD_AS_IT_IS = {
    "cli": "the command line speaks English: scripts read it",
    "lines/simulator/protocol.py": "scenarios are written in English, by developers",
    "lines/simulator/nastiness.py": "the same",
}
"""Folders and files that tell in English alone, and why."""


def told(file: Path) -> Iterator[str]:
    """Give each text with words in it that is raised or told and is no sentence of ours."""
    for call in calls(file):
        if name_of(call) in TELLING:
            for argument in call.args[:1]:
                if says_something(argument):
                    yield f"{file.relative_to(SOURCE)}:{argument.lineno}: {ast.unparse(argument)}"


def test_what_is_raised_can_be_said_in_another_language() -> None:
    """Each error and notice is made by `say`, or of a constant that is."""
    files = [file for file in SOURCE.rglob("*.py") if not is_listed(file, TOLD_AS_IT_IS)]
    assert not [place for file in files for place in told(file)]


COMMAND = re.compile(r"`calljournal|\s--[a-z]")
NAMES_A_COMMAND = {
    "desktop/settings/removal.py": "how to remove the program, once its windows are gone",
    "terminal/texts.py": "who sees it is in a terminal",
}
"""Files whose sentences may name a command, and why."""


def test_no_window_says_a_command() -> None:
    """What only helps on a command line is added by `.typed`, which no window shows."""
    found = [one for one in sentences() if COMMAND.search(one.one) and not set(one.files) <= NAMES_A_COMMAND.keys()]
    assert not found
    named = {file for one in sentences() if COMMAND.search(one.one) for file in one.files}
    assert named == NAMES_A_COMMAND.keys(), "an exception that is not needed"


@pytest.mark.parametrize("name", TOLD_AS_IT_IS)
def test_an_exception_is_needed_and_has_a_reason(name: str) -> None:
    files = [file for file in SOURCE.rglob("*.py") if is_listed(file, {name: ""})]
    assert any(place for file in files for place in told(file))
    assert TOLD_AS_IT_IS[name]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('label.setText("Call")', True),
        ('label.setText(f"{name} called")', True),
        ('QLabel("Call" if here else "")', True),
        ('label.setText(tr("Call"))', False),
        ('label.setText("…")', False),
        ('label.setText(f"{first}: {second}")', False),
        ('label.setObjectName("call")', False),
    ],
)
def test_the_search_sees(code: str, found: bool) -> None:
    (call,) = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call) and name_of(node) != "tr"]
    assert (name_of(call) in SHOWING and any(map(says_something, call.args))) == found


def calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def is_listed(file: Path, listed: dict[str, str]) -> bool:
    path = file.relative_to(SOURCE).as_posix()
    return any(path == name or path.startswith(f"{name}/") for name in listed)
