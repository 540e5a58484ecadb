"""A country is chosen by its name, or found by typing; what is kept are its two letters."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from calljournal.contracts.manifest import COMMON_LINE_FIELDS, Field, FieldKind
from calljournal.desktop.settings.countries import countries
from calljournal.desktop.settings.fields import FieldForm
from calljournal.desktop.settings.page import PageView
from calljournal.numbers import known_country
from tests.desktop.settings.conftest import Open

OF_FIRM = Field("country", "Country", FieldKind.COUNTRY, "CH")
OF_LINE = next(field for field in COMMON_LINE_FIELDS if field.name == "country")


@pytest.fixture
def german() -> Iterator[None]:
    """Speak German; each test begins in English."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Switzerland))
    yield
    QLocale.setDefault(before)


class Asked(QWidget):
    """A window that asks for a country, and for something else."""

    def __init__(self, field: Field, value: str) -> None:
        super().__init__()
        self.form = FieldForm(self)
        self.form.add("country", field, value)
        self.form.add("area", Field("area", "Area code"))
        self.said: list[object] = []
        self.form.changed.connect(lambda name, value: self.said.append(value))
        self.resize(600, 200)

    @property
    def combo(self) -> QComboBox:
        """The list."""
        found = self.form.rows["country"].editor.input
        assert isinstance(found, QComboBox)
        return found

    @property
    def finder(self) -> QCompleter:
        """What offers countries for what is typed."""
        found = self.combo.completer()
        assert found is not None
        return found

    def type(self, text: str) -> None:
        """Type something in place of what is there."""
        self.combo.setFocus()
        line = self.combo.lineEdit()
        assert isinstance(line, QLineEdit)
        line.selectAll()
        QTest.keyClicks(self.combo, text)

    def press(self, key: Qt.Key) -> None:
        """Press a key, where it goes: to the countries that are offered, if there are some."""
        popup = self.finder.popup()
        QTest.keyClick(popup if popup is not None and popup.isVisible() else self.combo, key)

    def offered(self) -> list[str]:
        """Give what is offered for what is typed."""
        found = self.finder.completionModel()
        return [self.finder.pathFromIndex(found.index(row, 0)) for row in range(found.rowCount())]


def asked(qtbot: QtBot, field: Field = OF_FIRM, value: str = "CH") -> Asked:
    """Open the window."""
    window = Asked(field, value)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


def test_all_that_have_numbers_are_offered_by_name() -> None:
    there = {country.code: country.name for country in countries()}
    assert len(there) == len(countries()) > 240
    assert all(map(known_country, there))
    assert [there[code] for code in ("CH", "DE", "FR", "GB")] == ["Switzerland", "Germany", "France", "United Kingdom"]
    names = list(there.values())
    assert names.index("Åland Islands") < names.index("Albania") < names.index("Zambia")


@pytest.mark.usefixtures("german")
def test_in_german_they_are_called_as_germans_or_they_themselves_say() -> None:
    there = {country.code: country.name for country in countries()}
    assert [there[code] for code in ("CH", "AT", "LI", "BE")] == ["Schweiz", "Österreich", "Liechtenstein", "Belgien"]
    assert [there[code] for code in ("FR", "ES", "AC")] == ["France", "España", "Ascension Island"]
    assert [there[code] for code in ("GR", "JP")] == ["Greece", "Japan"], "nobody could read them, nor type them"
    names = list(there.values())
    assert names.index("Norge") < names.index("Österreich") < names.index("Panamá")


@pytest.mark.parametrize(
    ("typed", "code"),
    [("DE", "DE"), ("at", "AT"), ("Germany", "DE"), ("liechtenstein", "LI"), ("Elbonia", "Elbonia"), ("", "")],
)
def test_what_is_typed_is_taken_when_it_is_left(qtbot: QtBot, typed: str, code: str) -> None:
    """By its letters or its name; what is none stays as it was typed, so that it can be refused in words."""
    window = asked(qtbot)
    window.type(typed)
    if not typed:
        window.press(Qt.Key.Key_Delete)
    window.press(Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: window.said == [code])


@pytest.mark.parametrize(("typed", "name"), [("iechten", "Liechtenstein (LI)"), ("CH", "Switzerland (CH)")])
def test_it_is_found_by_a_part_of_its_name_or_by_its_letters(qtbot: QtBot, typed: str, name: str) -> None:
    window = asked(qtbot, value="DE")
    window.type(typed)
    assert name in window.offered()


@pytest.mark.usefixtures("german")
def test_one_that_calls_itself_otherwise_is_found_in_english(qtbot: QtBot) -> None:
    window = asked(qtbot)
    window.type("spain")
    assert window.offered() == ["España (ES)"]
    window.press(Qt.Key.Key_Down)
    window.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.said == ["ES"])
    assert window.combo.currentText() == "España (ES)"


def test_one_of_the_list_is_chosen_by_a_click(qtbot: QtBot) -> None:
    window = asked(qtbot)
    at = window.combo.findText("Austria (AT)")
    window.combo.showPopup()
    view = window.combo.view()
    view.scrollTo(window.combo.model().index(at, 0))
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(window.combo.model().index(at, 0)).center()
    )
    qtbot.waitUntil(lambda: window.said == ["AT"])


def test_of_a_line_it_may_be_the_firms(qtbot: QtBot) -> None:
    """Then nothing is set for the line."""
    window = asked(qtbot, OF_LINE, "")
    assert (window.combo.currentText(), window.form.values()["country"]) == ("as the firm says", "")
    window.type("DE")
    assert window.form.values()["country"] == "DE"


@pytest.mark.parametrize(
    ("key", "typed", "why"),
    [
        ("firm.country", "ZZ", "Not saved: there is no country 'ZZ' with telephone numbers"),
        ("firm.country", "Elbonia", "Not saved: country must be two letters such as CH, not 'Elbonia'"),
        ("firm.shortest", 999_999, "Not saved: 0 to 86400 seconds (a day), not 999999"),
    ],
)
def test_no_key_is_said_in_a_window(qtbot: QtBot, open_settings: Open, key: str, typed: str | int, why: str) -> None:
    """What is refused stands beneath its field, and is scrolled to."""
    window, _ = open_settings()
    page = next(page for page in window.pages.values() if isinstance(page, PageView) and key in page.form.rows)
    window.turn_to(page.name)
    row = page.form.rows[key]
    row.editor.set_value(typed)
    row.editor.left.emit()
    qtbot.waitUntil(lambda: bool(row.refusal))
    assert row.refusal == why
    qtbot.waitUntil(lambda: row.visibleRegion().boundingRect().height() >= row.height())


def test_a_form_names_its_fields_by_their_labels(qtbot: QtBot) -> None:
    form = FieldForm()
    qtbot.addWidget(form)
    form.add("firm.area", Field("firm.area", "Area code"))
    form.add("user", Field("user", "User"))
    assert form.explain("user is missing: the account") == "User is missing: the account"
    assert form.explain("firm.area: 'x' cannot be") == "Area code: 'x' cannot be"
    assert form.explain("firm: area code must be up to 6 digits") == "Area code must be up to 6 digits"
    assert form.explain("users are many") == "Users are many"
