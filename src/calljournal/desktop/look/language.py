"""The language of the window: our sentences, Qt's own ("OK", "Copy"), and how days, times and numbers are written.

What is on the screen keeps its words: whoever changes the language makes the windows anew afterwards.
"""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from calljournal.desktop.look.formats import calendar_day
from calljournal.languages import VOCABULARIES, Catalogue, speak, spoken, tr

OF_QT = "calljournal.words-of-qt"
"""The name under which the application keeps the translator of Qt's words."""


class WordsOfQt(QTranslator):
    """What Qt says, but for a key that it leaves in English: menus say Strg+Eingabe, as keyboards and our pages do."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Give a word of Qt in the language that is spoken."""
        if (context, source) == ("QShortcut", "Return"):
            return tr("Return")
        return super().translate(context, source, disambiguation, n) or source  # "" would be taken for a word


def use_language(
    app: QCoreApplication, language: str = "", vocabulary: str = VOCABULARIES[0], country: str = ""
) -> Catalogue:
    """Speak a language ("": the system's) with the words of a profession; days and numbers are written as in a country.

    Windows that are open are told by Qt (QEvent.LanguageChange). May be called again at any time.
    """
    speaking = speak(language or of_the_system(), vocabulary, country, calendar_day)
    QLocale.setDefault(locale_of(speaking.language, country))
    before = app.findChild(QTranslator, OF_QT)
    if before is not None:
        app.removeTranslator(before)
        before.setParent(None)
    translator = WordsOfQt(app)
    translator.setObjectName(OF_QT)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{speaking.language}", folder):  # not for English, nor where Qt came without them
        app.installTranslator(translator)
    return speaking


def of_the_system() -> str:
    """Give the language that the user has chosen in the system, if we speak it; else English."""
    named = QLocale.system().uiLanguages()
    return spoken(named[0]) if named else spoken("")


def locale_of(language: str, country: str) -> QLocale:
    """Give how a language is written in a country ("CH"): 1’234.50 in Zurich, 1.234,50 in Berlin."""
    territory = QLocale.codeToTerritory(country) if country else QLocale.Country.AnyCountry
    return QLocale(QLocale.codeToLanguage(language), territory)
