"""Changing the user's settings file: TOML that people may edit by hand; comments and order survive what is changed."""

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path as File
from typing import Any

import msgspec

from calljournal.contracts.manifest import Value
from calljournal.errors import Refused, StoreFailed
from calljournal.settings.keys import Path
from calljournal.settings.layers import Layers, lay, read_layers
from calljournal.settings.locks import Locks
from calljournal.settings.settings import Settings
from calljournal.words import say

Change = Value | list[str] | dict[str, Any] | None
"""What a key is set to: a value, a whole table, or (None) nothing, so that what stands below holds again."""


def save(file: File, key: Path, value: Change) -> Settings:
    """Set one key (a path such as ("firm", "country")), or remove it (None); see `change`."""
    return change(file, {key: value}).settings


def change(file: File, changes: Mapping[Path, Change]) -> Layers:
    """Set keys and tables, all or none, and give the settings as they are then.

    The whole file is checked before it is replaced, in one step, by the new one. Raises BadSettings for a key or a
    value that cannot be, Refused for one that is locked, StoreFailed where the file cannot be written.
    """
    import tomlkit  # only who changes settings needs it

    locks = read_layers(file).locks  # a file that is broken already is not made worse
    for path in changes:
        _check_open(locks, path)
    document = tomlkit.parse(file.read_text(encoding="utf-8")) if file.exists() else tomlkit.document()
    for path, value in changes.items():
        _set(document, path, value)
    text = tomlkit.dumps(document)
    layers = lay(msgspec.toml.decode(text))
    _replace(file, text)
    return layers


def _check_open(locks: Locks, path: Path) -> None:
    who = locks.within(path)
    if who:
        raise Refused(say("{key} is fixed by {who} and cannot be changed here", key=".".join(path), who=who))


def _set(document: Any, path: Path, value: Change) -> None:
    import tomlkit

    place = document
    for part in path[:-1]:
        if value is None and part not in place:
            return
        place = place.setdefault(part, tomlkit.table())
    if value is None:
        place.pop(path[-1], None)
    else:
        place[path[-1]] = value


def _replace(file: File, text: str) -> None:
    name = ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".settings-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        File(name).replace(file)
    except OSError as error:
        with suppress(OSError):
            File(name).unlink()
        reason = error.strerror or str(error)
        raise StoreFailed(
            say("the settings file {file} cannot be written: {reason}", file=str(file), reason=reason)
        ) from error
