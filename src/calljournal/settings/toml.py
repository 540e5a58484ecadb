"""Trees of settings: read from a file, laid one over the other, and turned into `Settings`."""

from pathlib import Path as File
from typing import Any

import msgspec

from calljournal.errors import BadSettings
from calljournal.settings.keys import Path
from calljournal.settings.settings import Settings, check
from calljournal.words import Phrase, say

Tree = dict[str, Any]
"""Tables in tables, as TOML has them, with nothing checked yet."""


def read_tree(file: File) -> Tree | None:
    """Read a file; None where there is none. Raises BadSettings, naming the file, where it is no TOML."""
    try:
        text = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadSettings(
            say("the settings file {file} cannot be read: {reason}", file=str(file), reason=reason)
        ) from error
    try:
        tree: Tree = msgspec.toml.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadSettings(
            say(
                "{file} is no TOML file: {error}; correct it, or move it away to start afresh",
                file=str(file),
                error=str(error),
            )
        ) from error
    return tree


def over(lower: Tree, upper: Tree) -> Tree:
    """Lay one tree over another: tables are merged, anything else of the upper one is what holds."""
    merged = dict(lower)
    for name, value in upper.items():
        below = merged.get(name)
        merged[name] = over(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def reaches(tree: Tree, path: Path) -> bool:
    """Whether something stands at a path."""
    inner = tree.get(path[0])
    return path[0] in tree if len(path) == 1 else isinstance(inner, dict) and reaches(inner, path[1:])


def without(tree: Tree, path: Path) -> Tree:
    """Leave out what stands at a path."""
    if path[0] not in tree:
        return tree
    rest = {name: value for name, value in tree.items() if name != path[0]}
    inner = tree[path[0]]
    if len(path) == 1 or not isinstance(inner, dict):
        return rest
    return {**rest, path[0]: without(inner, path[1:])}


def settings_of(tree: Tree) -> Settings:
    """Turn a tree into settings; raises BadSettings, naming the place, for what cannot be."""
    try:
        settings = msgspec.convert(tree, Settings)
    except msgspec.ValidationError as error:
        raise BadSettings(_in_words(error)) from error
    check(settings)
    return settings


def _in_words(error: msgspec.ValidationError) -> Phrase:
    """Turn "Expected `int`, got `str` - at `$.firm.rounding.unit`" into the place and what is wrong there."""
    what, _, place = str(error).partition(" - at `$")
    return say("{place}: {what}", place=place.strip("`.") or "settings", what=what)
