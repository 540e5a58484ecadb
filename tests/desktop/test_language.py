"""The language of the window: our words, Qt's own, and how days and numbers are written."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QDate, QEvent, QLocale, QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from calljournal.desktop.look import language
from calljournal.desktop.look.language import use_language
from calljournal.languages import speak, tr
from calljournal.words import say_day

CANCEL = QDialogButtonBox.StandardButton.Cancel


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leave the program as it was found: one language is spoken in it."""
    before = QLocale()
    yield
    use_language(QApplication.instance() or QApplication([]), "en")
    QLocale.setDefault(before)
    speak("en")


def cancel_is_called() -> str:
    buttons = QDialogButtonBox(CANCEL)  # its buttons go with it
    return buttons.button(CANCEL).text().replace("&", "")


def book_key() -> str:
    return QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)


def day() -> str:
    return QLocale().toString(QDate(2026, 3, 9), QLocale.FormatType.ShortFormat)


def test_german_and_back(qapp: QApplication) -> None:
    """Our sentences and Qt's change together, as often as one likes."""
    use_language(qapp, "de", country="CH")
    assert (tr("missed"), cancel_is_called(), book_key()) == ("verpasst", "Abbrechen", "Strg+Eingabe")
    use_language(qapp, "en", country="CH")
    assert (tr("missed"), cancel_is_called(), book_key()) == ("missed", "Cancel", "Ctrl+Return")
    use_language(qapp, "de", "law", "DE")
    assert (tr("Project"), cancel_is_called()) == ("Mandat", "Abbrechen")


@pytest.mark.parametrize(("country", "written"), [("CH", "09.03.26"), ("GB", "09/03/2026")])
def test_a_day_in_a_sentence_is_written_as_in_the_country(qapp: QApplication, country: str, written: str) -> None:
    use_language(qapp, "de" if country == "CH" else "en", country=country)
    assert tr(say_day(date(2026, 3, 9))) == written


@pytest.mark.parametrize(
    ("spoken", "country", "written"),
    [
        ("de", "CH", ("09.03.26", ".")),
        ("de", "DE", ("09.03.26", ",")),
        ("en", "US", ("3/9/26", ".")),
        ("en", "CH", ("09.03.2026", ".")),
        ("de", "XX", ("09.03.26", ",")),
    ],
)
def test_days_and_numbers_are_those_of_the_country(
    qapp: QApplication, spoken: str, country: str, written: tuple[str, str]
) -> None:
    """A country that Qt does not know with the language writes as the language does at home."""
    use_language(qapp, spoken, country=country)
    assert (day(), QLocale().decimalPoint()) == written


@pytest.mark.parametrize(("named", "spoken"), [(["de-CH", "en"], "de"), (["fr-CH", "de"], "en"), ([], "en")])
def test_the_language_of_the_system(
    qapp: QApplication, named: list[str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked of Qt, which knows it on every system."""
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setattr(language.QLocale, "uiLanguages", lambda *_: named)
    assert use_language(qapp).language == spoken


def test_windows_are_told(qapp: QApplication, qtbot: QtBot) -> None:
    """What is open hears of it."""
    heard: list[QEvent.Type] = []

    class Listening(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            heard.append(event.type())
            return False

    label, listening = QLabel("x"), Listening()
    qtbot.addWidget(label)
    label.installEventFilter(listening)
    use_language(qapp, "de")
    qtbot.waitUntil(lambda: QEvent.Type.LanguageChange in heard)
