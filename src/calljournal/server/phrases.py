"""Sentences on their way to another process: a `Phrase` arrives as one, so that it can be said in another language.

Within a message it is written as `{MARK: [template, values, many, number, command]}` in the place of its text. The
mark is drawn by lot for each message and told beside it, so that no text from outside can ever pass for a sentence.
"""

import secrets
from typing import Any, NamedTuple, TypeVar

import msgspec

from calljournal.words import Phrase

Kind = TypeVar("Kind")


class Packed(NamedTuple):
    """Something as JSON; `mark` marks the sentences in it, "" where there are none."""

    content: msgspec.Raw
    mark: str


def pack(value: object) -> Packed:
    """Write a value as JSON, with its sentences."""
    drawn: list[str] = []

    def written(thing: object) -> object:
        if not isinstance(thing, Phrase):
            raise NotImplementedError(f"{type(thing).__name__} cannot be sent")
        if not drawn:
            drawn.append(secrets.token_hex(8))
        return {drawn[0]: [thing.template, thing.values, thing.many, thing.number, thing.command]}

    content = msgspec.json.encode(value, enc_hook=written)
    return Packed(msgspec.Raw(content), drawn[0] if drawn else "")


def unpack(content: msgspec.Raw, mark: str, kind: type[Kind]) -> Kind:
    """Read what was packed, as a type; raises msgspec's errors."""
    if not mark:
        return msgspec.json.decode(content, type=kind)
    try:
        return msgspec.convert(_read(msgspec.json.decode(content), mark), kind, str_keys=True)
    except (LookupError, TypeError, ValueError, AttributeError) as error:  # a sentence and its values do not fit
        raise msgspec.DecodeError(f"a sentence cannot be read: {error}") from error


def _read(thing: Any, mark: str) -> Any:
    """Put sentences in their places in what was read."""
    if isinstance(thing, list):
        return [_read(one, mark) for one in thing]
    if not isinstance(thing, dict):
        return thing
    if mark in thing:
        template, values, *others = thing[mark]
        return Phrase(template, _read(values, mark), *others)
    return {key: _read(one, mark) for key, one in thing.items()}
