"""The settings of the whole computer: a file that administrators write and Call Journal only reads.

Beside the tables of every settings file it has `locked`, a list of keys and tables that users cannot override.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any

import platformdirs

from calljournal.errors import BadSettings
from calljournal.settings.keys import TABLES, Path, keys
from calljournal.settings.toml import Tree, read_tree
from calljournal.words import say

VARIABLE = "CALLJOURNAL_MACHINE_SETTINGS"
"""The environment variable that names another file; set to nothing, there is none."""

LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Machine:
    """What the file says: settings, and which of them are locked. `file` is None where there is none."""

    file: File | None = None
    tree: Tree = field(default_factory=dict)
    locked: tuple[Path, ...] = ()


def machine_file() -> File | None:
    """Give the place of the file, which need not be there; None where the environment says that there is none."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return File(named) if named else None
    return File(platformdirs.site_config_dir("calljournal", appauthor=False)) / "settings.toml"


def read_machine() -> Machine:
    """Read the file, if there is one; raises BadSettings where it cannot be read, or is named and not there."""
    file = machine_file()
    tree = read_tree(file) if file is not None else None
    if file is None or tree is None:
        if named := os.environ.get(VARIABLE):
            raise BadSettings(
                say(
                    "the settings file {file} of this computer, which {name} names, is not there",
                    file=named,
                    name=VARIABLE,
                )
            )
        return Machine()
    locked = tree.pop(LOCKED, [])
    if not isinstance(locked, list) or not all(isinstance(name, str) for name in locked):
        raise BadSettings(
            say('{file}: locked is a list of settings and tables, such as ["firm.country", "lines"]', file=str(file))
        )
    return Machine(file, tree, tuple(_path(file, name, tree) for name in locked))


def _path(file: File, name: str, tree: Tree) -> Path:
    """Find what is locked by a name; raises BadSettings where there is no such setting or table."""
    known = {key.path[:length] for key in keys().values() for length in range(1, len(key.path) + 1)}
    known |= {(table,) for table in TABLES} | set(_named(tree))
    for path in known:
        if ".".join(path) == name:
            return path
    for path in known:
        short = _without_values(path)
        if short is not None and ".".join(short) == name:
            return path
    raise BadSettings(say("{file}: locked: there is no setting or table {name!r}", file=str(file), name=name))


def _named(tree: Mapping[str, Any], path: Path = ()) -> Iterator[Path]:
    """Give what people named in the file, and all that stands in it: lines, with their values, and so on."""
    for name, inner in tree.items():
        here = (*path, name)
        if here[0] not in TABLES:
            continue
        yield here
        if isinstance(inner, dict):
            yield from _named(inner, here)


def _without_values(path: Path) -> Path | None:
    """Give the short way to name a value of a line: lines.asterisk:main.host, without "values"."""
    return (*path[:2], *path[3:]) if path[0] == "lines" and len(path) == 4 else None
