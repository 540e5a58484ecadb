"""How an adapter declares its settings: as data, so that every front end can ask for them and none knows Qt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from calljournal.errors import BadSettings
from calljournal.words import say

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

    KEYS = "keys"
    """Keys that work in every program, as Qt writes them everywhere: Ctrl+Alt+B."""

    COUNTRY = "country"
    """The two letters of a country that has telephone numbers; a window offers all of them by name."""


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
                raise BadSettings(say("{name}: {text!r} is not a whole number", name=self.name, text=text))
            return int(text)
        if self.kind is FieldKind.YES_NO:
            if text.lower() not in _YES + _NO:
                raise BadSettings(say("{name}: say yes or no, not {text!r}", name=self.name, text=text))
            return text.lower() in _YES
        if self.kind is FieldKind.CHOICE and text not in (values := [choice.value for choice in self.choices]):
            raise BadSettings(
                say("{name}: one of {known}, not {text!r}", name=self.name, known=", ".join(values), text=text)
            )
        if self.kind is FieldKind.KEYS and text and not _HELD & {part.lower() for part in text.split("+")[:-1]}:
            raise BadSettings(
                say("{name}: {text} alone would be taken from all programs; add Ctrl or Alt", name=self.name, text=text)
            )
        return text


_HELD = frozenset({"ctrl", "alt", "meta"})
_YES = ("yes", "on", "true", "1", "ja")
_NO = ("no", "off", "false", "0", "nein")

COMMON_LINE_FIELDS = (
    Field(
        "own", say("Own telephones"), help=say("the telephones whose calls are recorded: 101,102; anna:101; 101+191")
    ),
    Field(
        "country",
        say("Country"),
        FieldKind.COUNTRY,
        help=say("of the telephone system; default: the firm's").typed("; two letters, such as CH"),
    ),
    Field("area", say("Area code"), help=say("without the leading 0; default: the firm's")),
    Field(
        "outside",
        say("Outside-line prefix"),
        help=say("dialled before an outside number, such as 0; default: the firm's"),
    ),
    Field(
        "callers",
        say("Callers' numbers"),
        help=say("with the outside-line prefix, without, or auto; default: the firm's"),
    ),
    Field(
        "drop_area",
        say("Dial without own area code"),
        FieldKind.YES_NO,
        help=say("leave the own area code out when dialling"),
    ),
    Field(
        "international",
        say("International prefix"),
        help=say("dialled before a country code, such as 00; default: the firm's"),
    ),
    Field("plus", say("Dial +E.164"), FieldKind.YES_NO, help=say("send numbers as +41440001234, without any prefix")),
    Field("internal", say("Internal numbers"), help=say("how many digits they have, such as 2-4; default: the firm's")),
)
"""Every line has these beside its own; the engine reads them into `LineConfig.owners` and `.rules`."""


AUTO_LOAD = Field(
    "auto_load",
    say("Auto Load"),
    FieldKind.YES_NO,
    True,
    help=say(
        "open the line when the program starts; without it the first dialling does, and no incoming call is seen before"
    ),
)
"""How a front end asks for what `LineSettings.auto_load` says; it is a setting of every line beside its values."""


def read_values(fields: Iterable[Field], values: Mapping[str, Value]) -> dict[str, Value]:
    """Read what stands as text where a number or a yes or no is meant, as the environment supplies it."""
    kinds = {field.name: field for field in fields if field.kind in (FieldKind.NUMBER, FieldKind.YES_NO)}
    return {
        name: kinds[name].read(value) if name in kinds and isinstance(value, str) and value else value
        for name, value in values.items()
    }


def read_pairs(fields: Iterable[Field], pairs: Iterable[str]) -> dict[str, Value]:
    """Read settings that were typed as KEY=VALUE; raises BadSettings for a name that none of `fields` has."""
    known = {field.name: field for field in fields}
    values: dict[str, Value] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals or key not in known:
            raise BadSettings(say("{pair!r} is no KEY=VALUE with one of: {known}", pair=pair, known=", ".join(known)))
        values[key] = known[key].read(text)
    return values


def check_values(fields: tuple[Field, ...], values: Mapping[str, Value]) -> dict[str, Value]:
    """Complete `values` by the defaults of `fields`; raises BadSettings for an unknown name or a missing value."""
    known = {field.name: field for field in fields}
    for name in values:
        if name not in known:
            raise BadSettings(
                say("there is no setting {name!r} here; there are: {known}", name=name, known=", ".join(sorted(known)))
            )
    complete: dict[str, Value] = {}
    for field in fields:
        value = values.get(field.name, field.default)
        if value is None or value == "":
            if field.required:
                raise BadSettings(say("{name} is missing: {help}", name=field.name, help=field.help or field.label))
            continue
        complete[field.name] = value
    return complete
