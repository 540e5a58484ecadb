"""Settings from the environment: `CALLJOURNAL_SET_FIRM_COUNTRY=DE` is `firm.country`, above every file.

The name of the variable is the key in capitals, with `_` for every other sign: `firm.rounding.unit` is
CALLJOURNAL_SET_FIRM_ROUNDING_UNIT (several `_` in a row count as one). What belongs to a line has `__` between its
parts, since the name of a line has signs that a variable cannot have: CALLJOURNAL_SET_LINES__ASTERISK__MAIN__OWN is
`own` of the line `asterisk:main`. A variable that names nothing is refused: it was mistyped.
"""

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from calljournal.contracts.manifest import Field, FieldKind, Value
from calljournal.errors import BadSettings
from calljournal.settings.keys import Path, keys
from calljournal.settings.toml import Tree, over
from calljournal.words import say

PREFIX = "CALLJOURNAL_SET_"
LINES = "LINES__"
AUTO_LOAD = "auto_load"

_OTHER_SIGNS = re.compile(r"[^A-Z0-9]+")
_LINE = re.compile(
    r"LINES__(?P<system>[A-Z0-9]+)__(?P<name>[A-Z0-9]+(?:_[A-Z0-9]+)*)__(?P<field>[A-Z0-9]+(?:_[A-Z0-9]+)*)"
)


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment sets, and which variable set what."""

    tree: Tree = field(default_factory=dict)
    variables: Mapping[Path, str] = field(default_factory=dict)


def variable_for(key: str) -> str:
    """Name the variable that sets a key: "firm.country"."""
    return PREFIX + _plain(key)


def read_environment(lines: Collection[str]) -> Environment:
    """Read the variables; `lines` are the names of the lines that are known without them. Raises BadSettings."""
    tree: Tree = {}
    variables: dict[Path, str] = {}
    for variable, text in sorted(os.environ.items()):
        if not variable.startswith(PREFIX):
            continue
        path, value = _read(variable, text, lines)
        if path in variables:
            raise BadSettings(
                say("{one} and {other} name the same setting; leave one of them", one=variables[path], other=variable)
            )
        variables[path] = variable
        tree = over(tree, _nested(path, value))
        if path[0] == "lines":
            system = path[1].partition(":")[0]
            tree = over({"lines": {path[1]: {"system": system}}} if path[1] not in lines else {}, tree)
    return Environment(tree, variables)


def _read(variable: str, text: str, lines: Collection[str]) -> tuple[Path, Value]:
    named = variable.removeprefix(PREFIX).upper()
    path, kind = _of_line(variable, named, lines) if named.startswith(LINES) else _of_key(variable, named)
    try:
        return path, kind.read(text)
    except BadSettings as error:
        raise BadSettings(say("{variable}: {error}", variable=variable, error=error.words)) from error


def _of_key(variable: str, named: str) -> tuple[Path, Field]:
    wanted = _plain(named)
    for key in keys().values():
        if _plain(key.name) == wanted:
            return key.path, key.field
    raise BadSettings(
        say(
            "{variable} is set in the environment, but there is no such setting; correct or remove it",
            variable=variable,
        )
    )


def _of_line(variable: str, named: str, lines: Collection[str]) -> tuple[Path, Field]:
    """Find the line that is meant, of those that are known; else it is a new one, in small letters."""
    found = _LINE.fullmatch(named)
    if found is None:
        raise BadSettings(
            say(
                "{variable}: a line is set like {example}",
                variable=variable,
                example=f"{PREFIX}LINES__ASTERISK__MAIN__OWN",
            )
        )
    wanted = _plain(f"{found['system']}:{found['name']}")
    name = next((line for line in lines if _plain(line) == wanted), f"{found['system']}:{found['name']}".lower())
    what = found["field"].lower()
    if what == AUTO_LOAD:
        return ("lines", name, AUTO_LOAD), Field(what, what, FieldKind.YES_NO)
    return ("lines", name, "values", what), Field(what, what)  # of which kind it is, the adapter knows


def _nested(path: Path, value: Value) -> Tree:
    return {path[0]: _nested(path[1:], value) if len(path) > 1 else value}


def _plain(name: str) -> str:
    return _OTHER_SIGNS.sub("_", name.upper())
