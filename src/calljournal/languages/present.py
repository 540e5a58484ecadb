"""The language that this program speaks at present: like the time zone, one for the whole process."""

from datetime import date

from calljournal.languages.catalogue import VOCABULARIES, Catalogue, WriteDay, catalogue
from calljournal.words import Value, say, say_n

_present = Catalogue("en")


def speak(
    language: str = "", vocabulary: str = VOCABULARIES[0], country: str = "", write_day: WriteDay = date.isoformat
) -> Catalogue:
    """Say everything in this language ("": the system's) from now on, as in a country, in the words of a profession."""
    global _present
    _present = catalogue(language, vocabulary, country, write_day)
    return _present


def present() -> Catalogue:
    """Give the catalogue that is spoken at present."""
    return _present


def tr(sentence: str, **values: Value) -> str:
    """Say a sentence in the present language, filled in; a phrase that was made elsewhere keeps what it was given."""
    return _present.say(say(sentence, **values) if values else sentence)


def tr_n(one: str, many: str, count: int, **values: Value) -> str:
    """Say a sentence of which there is one form for one and one for many, in the present language."""
    return _present.say(say_n(one, many, count, **values))
