"""How an adapter declares its settings: as data, so that every front end can ask for them and none knows Qt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from calljournal.errors import BadSettings

Value = str | int | bool


class FieldKind(StrEnum):
    """What may be typed into a field."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes-no"
    SECRET = "secret"  # noqa: S105 - the name of a kind of field, not a password
    """Kept in the keyring of the operating system, never in a file."""

    CHOICE = "choice"
    """One of `Field.choices`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that a field may have, and what it is called."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One setting of an adapter; `help` is one sentence for the person who fills it in. Labels are `words.say`d."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    default: Value | None = None
    required: bool = False
    help: str = ""
    choices: tuple[Choice, ...] = ()

    def read(self, text: str) -> Value:
        """Turn what was typed into a value; raises BadSettings in words where it cannot be one."""
        if self.kind is FieldKind.SECRET:
            return text  # every sign of it counts
        text = text.strip()
        if self.kind is FieldKind.NUMBER:
            if not text.isdecimal():
                raise BadSettings(f"{self.name}: {text!r} is not a whole number")
            return int(text)
        if self.kind is FieldKind.YES_NO:
            if text.lower() not in _YES + _NO:
                raise BadSettings(f"{self.name}: say yes or no, not {text!r}")
            return text.lower() in _YES
        if self.kind is FieldKind.CHOICE and text not in (values := [choice.value for choice in self.choices]):
            raise BadSettings(f"{self.name}: one of {', '.join(values)}, not {text!r}")
        return text


_YES = ("yes", "on", "true", "1", "ja")
_NO = ("no", "off", "false", "0", "nein")

COMMON_LINE_FIELDS = (
    Field("own", "Own telephones", help="the telephones whose calls are recorded: 101,102; anna:101; 101+191"),
    Field("country", "Country", help="of the telephone system, as two letters; default: the firm's"),
    Field("area", "Area code", help="without the leading 0; default: the firm's"),
    Field("outside", "Outside-line prefix", help="dialled before an outside number, such as 0; default: the firm's"),
    Field("callers", "Callers' numbers", help="with the outside-line prefix, without, or auto; default: the firm's"),
    Field(
        "drop_area", "Dial without own area code", FieldKind.YES_NO, help="leave the own area code out when dialling"
    ),
    Field(
        "international", "International prefix", help="dialled before a country code, such as 00; default: the firm's"
    ),
    Field("plus", "Dial +E.164", FieldKind.YES_NO, help="send numbers as +41440001234, without any prefix"),
    Field("internal", "Internal numbers", help="how many digits they have, such as 2-4; default: the firm's"),
)
"""Every line has these beside its own; the engine reads them into `LineConfig.owners` and `.rules`."""


def read_pairs(fields: Iterable[Field], pairs: Iterable[str]) -> dict[str, Value]:
    """Read settings that were typed as KEY=VALUE; raises BadSettings for a name that none of `fields` has."""
    known = {field.name: field for field in fields}
    values: dict[str, Value] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals or key not in known:
            raise BadSettings(f"{pair!r} is no KEY=VALUE with one of: {', '.join(known)}")
        values[key] = known[key].read(text)
    return values


def check_values(fields: tuple[Field, ...], values: Mapping[str, Value]) -> dict[str, Value]:
    """Complete `values` by the defaults of `fields`; raises BadSettings for an unknown name or a missing value."""
    known = {field.name: field for field in fields}
    for name in values:
        if name not in known:
            raise BadSettings(f"there is no setting {name!r} here; there are: {', '.join(sorted(known))}")
    complete: dict[str, Value] = {}
    for field in fields:
        value = values.get(field.name, field.default)
        if value is None or value == "":
            if field.required:
                raise BadSettings(f"{field.name} is missing: {field.help or field.label}")
            continue
        complete[field.name] = value
    return complete
