"""Text from outside that cannot turn round what stands beside it.

Names that callers send, contacts and notes may hold signs that reverse the writing after them ("Anna \\u202egnp.exe" is
seen as "Anna exe.png"), up to the end of a line of ours. They are taken out of everything that crosses to the window.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates of the Unicode bidirectional algorithm, and their ends."""

PLAIN = frozenset({int, float, bool, type(None), datetime, date, bytes})


def straight_text(text: str) -> str:
    """Take the signs out of a text that turn the writing round."""
    return text if text.isascii() or TURNING.search(text) is None else TURNING.sub("", text)


def straight(thing: T) -> T:
    """Take them out of every text in an answer or a change; what has none is given back as it is, not a copy."""
    made: Any = _straight(thing)
    return made  # type: ignore[no-any-return]


def _straight(thing: Any) -> Any:
    kind = type(thing)
    if kind is str:
        return straight_text(thing)
    if kind in PLAIN:
        return thing
    if kind is tuple or kind is list:
        return _straight_each(thing, kind)
    if isinstance(thing, Mapping):
        return _straight_mapping(thing)
    return _straight_fields(thing, kind)


def _straight_each(things: Any, kind: Any) -> Any:
    made = [_straight(one) for one in things]
    return things if all(new is old for new, old in zip(made, things, strict=True)) else kind(made)


def _straight_mapping(things: Any) -> Any:
    made = {key: _straight(value) for key, value in things.items()}
    return things if all(made[key] is value for key, value in things.items()) else made


def _straight_fields(thing: Any, kind: type) -> Any:
    """Look through a record; a phrase, an enumeration and whatever else it may be stays as it is."""
    changed = {}
    for name in _names(kind):
        old = getattr(thing, name)
        new = _straight(old)
        if new is not old:
            changed[name] = new
    return _replaced(thing, changed) if changed else thing


@cache
def _names(kind: type) -> tuple[str, ...]:
    """Name the fields of a record: a dataclass, or a tuple with names."""
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind) if field.init)
    return tuple(getattr(kind, "_fields", ())) if issubclass(kind, tuple) else ()


def _replaced(thing: Any, changed: dict[str, Any]) -> Any:
    """Give a copy of a record, a dataclass or a tuple with names, with other values in it."""
    return thing._replace(**changed) if hasattr(thing, "_replace") else replace(thing, **changed)
