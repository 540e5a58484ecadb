"""One language: its sentences, with the words that a profession uses laid over them."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from calljournal.words import DAY, Phrase, Value

if TYPE_CHECKING:
    from gettext import NullTranslations

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "de")
VOCABULARIES = ("consulting", "law", "engineering")
"""What a project, a service type and a time entry are called; the first is what is written in the program."""

WITHOUT_SHARP_S = ("CH", "LI")
"""Countries where German is written without ß: "Strasse", "gross"."""

WriteDay = Callable[[date], str]


class Catalogue:
    """Says sentences in one language, as it is written in a country; one that has no translation is said in English.

    `write_day` writes the days in them.
    """

    def __init__(
        self,
        language: str,
        layers: Sequence["NullTranslations"] = (),
        country: str = "",
        write_day: WriteDay = date.isoformat,
    ) -> None:
        self.language = language
        self.write_day = write_day
        self._layers = layers
        self._no_sharp_s = language == "de" and country in WITHOUT_SHARP_S

    def say(self, sentence: str) -> str:
        """Say a sentence (a `Phrase`, with what was filled in) in this language; any other text as it is."""
        if not isinstance(sentence, Phrase):
            return self._one(sentence)
        if sentence.template == DAY:
            return self.write_day(date.fromisoformat(sentence))
        values = {name: self._value(value) for name, value in sentence.values.items()}
        template = self._one(sentence.template) if sentence.number is None else self._many(sentence)
        return template.format(**values) if values else template

    def _value(self, value: Value) -> Value:
        return self.say(value) if isinstance(value, Phrase) else value

    def _one(self, template: str) -> str:
        if not template:  # under the empty text a catalogue keeps what it says of itself
            return ""
        for layer in self._layers:
            said = layer.gettext(template)
            if said != template:
                return self._spelt(said)
        return template

    def _many(self, phrase: Phrase) -> str:
        number = 0 if phrase.number is None else phrase.number
        for layer in self._layers:
            said = layer.ngettext(phrase.template, phrase.many, number)
            if said and said not in (phrase.template, phrase.many):
                return self._spelt(said)
        return phrase.template if number == 1 else phrase.many

    def _spelt(self, said: str) -> str:
        return said.replace("ß", "ss") if self._no_sharp_s else said


def catalogue(
    language: str = "", vocabulary: str = VOCABULARIES[0], country: str = "", write_day: WriteDay = date.isoformat
) -> Catalogue:
    """Give the catalogue of a language ("": the system's) as in a country ("CH"), with the words of a profession."""
    return _read(language or system_language(), vocabulary, country, write_day)


@cache
def _read(language: str, vocabulary: str, country: str, write_day: WriteDay) -> Catalogue:
    files = [FOLDER / f"{name}.mo" for name in (f"{language}-{vocabulary}", language)]
    files = [file for file in files if file.exists()]
    if not files:
        return Catalogue(language, (), country, write_day)
    from gettext import GNUTranslations  # the window that speaks English need not wait for it

    layers = []
    for file in files:
        with file.open("rb") as opened:
            layers.append(GNUTranslations(opened))
    return Catalogue(language, layers, country, write_day)


def system_language() -> str:
    """Give the language of the system that we speak: as the environment names it, or Windows; else English."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        named = os.environ.get(variable, "")
        if named:
            return spoken(named)
    return spoken(_of_windows())


def spoken(named: str) -> str:
    """Give the language that we speak for how a system calls one ("de_CH.UTF-8", "de-AT"); else English."""
    return named[:2] if named[:2] in LANGUAGES else LANGUAGES[0]


def _of_windows() -> str:
    if sys.platform != "win32":
        return ""
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
