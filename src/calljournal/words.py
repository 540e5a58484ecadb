"""Sentences for people: written in English where they are made, and said in the reader's language where they are shown.

`say("the call of {time} is booked already", time="09:12")` is an ordinary text in English, for the log and for
scripts; whoever shows it to a person (`languages.tr`) finds the sentence and what was filled in, and says it in the
language of that person. What was filled in is never taken for a sentence, whatever it says.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

Value = str | int | float
"""What may be filled in: a text (also a `Phrase`, which is translated in its turn) or a number."""

DAY = "{year:04}-{month:02}-{day:02}"
"""The template of a day of the calendar."""


class Phrase(str):
    """A sentence that knows how it was made: the English template, and the values that were filled in.

    `many` is the template for another `number` than one. `command` is how the English text goes on for whoever types
    commands. Raises KeyError where a value is missing. `str(phrase)` is the English text alone.
    """

    __slots__ = ("command", "many", "number", "template", "values")
    template: str
    values: dict[str, Value]
    many: str
    number: int | None
    command: str

    def __new__(
        cls, template: str, values: dict[str, Value], many: str = "", number: int | None = None, command: str = ""
    ) -> Self:
        chosen = template if number is None or number == 1 else many
        phrase = super().__new__(cls, (chosen.format(**values) if values else chosen) + command)
        phrase.template, phrase.values = template, values
        phrase.many, phrase.number, phrase.command = many, number, command
        return phrase

    def __getnewargs__(self) -> tuple[Any, ...]:
        return self.template, self.values, self.many, self.number, self.command

    def typed(self, command: str) -> "Phrase":
        """Give the sentence with what a command line adds: which command helps ("; `calljournal contacts` finds one").

        The log says it as well; a window, which has buttons for that, says the sentence without it.
        """
        return Phrase(self.template, self.values, self.many, self.number, command)


def say(template: str, **values: Value) -> Phrase:
    """Say a sentence; curly brackets are filled in by name. Without values, brackets stay as they are."""
    return Phrase(template, values)


def say_n(one: str, many: str, count: int, **values: Value) -> Phrase:
    """Say a sentence of which there is one form for one and one for many; `{count}` is filled in by itself."""
    return Phrase(one, {"count": count, **values}, many, count)


def say_day(day: date) -> Phrase:
    """Say a day of the calendar: 2026-03-09 for the log and for scripts; a window writes it as the country does."""
    return Phrase(DAY, {"year": day.year, "month": day.month, "day": day.day})


def typed(command: str) -> Phrase:
    """Give words within a sentence that are for whoever types commands; a window leaves them out."""
    return Phrase("", {}, command=command)


def listed(words: Iterable[str]) -> str:
    """Set words beside each other, "101, 102, 103": a sentence where one of them is one, else a plain text."""
    words = list(words)
    if not any(isinstance(word, Phrase) for word in words):
        return ", ".join(words)
    values = {f"w{number}": word for number, word in enumerate(words)}
    return Phrase(", ".join(f"{{{name}}}" for name in values), dict(values))


def in_english(value: object) -> str:
    """Give a phrase as the plain text that is kept in a database or a file: what `msgspec` asks for as `enc_hook`."""
    if isinstance(value, Phrase):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} cannot be kept")
