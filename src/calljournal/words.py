"""Sentences for people: written in English where they are made, and said in the reader's language where they are shown.

`say("the call of {time} is booked already", time="09:12")` is an ordinary text in English, for the log and for
scripts; whoever shows it to a person (`languages.tr`) finds the sentence and what was filled in, and says it in the
language of that person.
"""

from typing import Any, Self

Value = str | int | float
"""What may be filled in: a text (also a `Phrase`, which is translated in its turn) or a number."""


class Phrase(str):
    """A sentence that knows how it was made: the English template, and the values that were filled in.

    `many` is the template for another `number` than one. Raises KeyError where a value is missing.
    """

    __slots__ = ("many", "number", "template", "values")
    template: str
    many: str
    number: int | None
    values: dict[str, Value]

    def __new__(cls, template: str, values: dict[str, Value], many: str = "", number: int | None = None) -> Self:
        chosen = template if number is None or number == 1 else many
        phrase = super().__new__(cls, chosen.format(**values) if values else chosen)
        phrase.template, phrase.many, phrase.number, phrase.values = template, many, number, values
        return phrase

    def __getnewargs__(self) -> tuple[Any, ...]:
        return self.template, self.values, self.many, self.number


def say(template: str, **values: Value) -> Phrase:
    """Say a sentence; curly brackets are filled in by name. Without values, brackets stay as they are."""
    return Phrase(template, values)


def say_n(one: str, many: str, count: int, **values: Value) -> Phrase:
    """Say a sentence of which there is one form for one and one for many; `{count}` is filled in by itself."""
    return Phrase(one, {"count": count, **values}, many, count)
