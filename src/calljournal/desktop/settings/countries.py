"""The countries that have telephone numbers, by the names that the user's language has for them."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QCollator, QLocale

from calljournal.numbers import known_country


@dataclass(frozen=True, slots=True)
class Country:
    """A country: its two letters, its name as it is shown, and in English, by which it is found as well."""

    code: str
    name: str
    english: str

    @property
    def text(self) -> str:
        """What stands in a list."""
        return f"{self.name} ({self.code})"

    @property
    def words(self) -> str:
        """All that finds it."""
        return f"{self.text} {self.english}"

    def is_called(self, text: str) -> bool:
        """Whether somebody who types this means it."""
        return text.casefold() in [word.casefold() for word in (self.code, self.name, self.english, self.text)]


def countries() -> tuple[Country, ...]:
    """Give all of them, sorted by name as the language of the window sorts."""
    return _countries(QLocale().language())


@cache
def _countries(language: QLocale.Language) -> tuple[Country, ...]:
    collator = QCollator(QLocale(language))
    found = [_country(territory, language) for territory in QLocale.Country]
    known = {one.code: one for one in found if known_country(one.code)}  # Qt has old names beside the new ones
    return tuple(sorted(known.values(), key=lambda one: collator.sortKey(one.name)))


def _country(territory: QLocale.Country, language: QLocale.Language) -> Country:
    english = QLocale.territoryToString(territory)
    return Country(QLocale.territoryToCode(territory), _name(territory, language) or english, english)


def _name(territory: QLocale.Country, language: QLocale.Language) -> str:
    """Give the name in a language where Qt has it, else in the country's own; "" where English has to do.

    Qt has the names of few countries in each language; one in other letters than ours could not be read, nor typed.
    """
    if language is QLocale.Language.English:
        return ""
    for spoken in (language, QLocale.Language.AnyLanguage):
        there = QLocale(spoken, territory)
        is_of_it = there.territory() is territory and spoken in (there.language(), QLocale.Language.AnyLanguage)
        if is_of_it and there.script() is QLocale.Script.LatinScript:
            return there.nativeTerritoryName()
    return ""
