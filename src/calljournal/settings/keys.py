"""The keys of the settings that have fixed names, such as "firm.country", and how a text is read for each of them.

Lines, the forms of export files and the columns of imports are named by people: they are no fixed keys.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

import msgspec

from calljournal.contracts.manifest import Choice, Field, FieldKind, Value
from calljournal.settings.settings import Settings

Path = tuple[str, ...]
"""Where a setting stands, table by table: ("firm", "country"). The name of a line is one part, whatever is in it."""

TABLES = ("lines", "export", "import")
"""What holds names that people gave."""

_KINDS = {bool: FieldKind.YES_NO, int: FieldKind.NUMBER, str: FieldKind.TEXT}


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: where it stands, and the plain field that it is, without label and help."""

    path: Path
    field: Field

    @property
    def name(self) -> str:
        """The key as people write it."""
        return ".".join(self.path)

    def value_in(self, settings: Settings) -> Value:
        """Give what is set."""
        found: Any = settings
        for part in self.path:
            found = getattr(found, part)
        value: Value = found
        return value


@cache
def keys() -> Mapping[str, Key]:
    """Give all keys, in the order in which they are declared."""
    return {key.name: key for key in _keys_of(Settings, ())}


def _keys_of(table: type[msgspec.Struct], path: Path) -> Iterator[Key]:
    for field in msgspec.structs.fields(table):
        here = (*path, field.encode_name)
        if here[0] in TABLES or get_origin(field.type) is dict:
            continue
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            yield from _keys_of(field.type, here)
        else:
            yield Key(here, _field(".".join(here), field.type, field.default))


def _field(name: str, kind: Any, default: Value) -> Field:
    if get_origin(kind) is Literal:
        choices = tuple(Choice(value, value) for value in get_args(kind))
        return Field(name, name, FieldKind.CHOICE, default, choices=choices)
    return Field(name, name, _KINDS[kind], default)
