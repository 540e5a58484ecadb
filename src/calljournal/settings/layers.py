"""Where settings come from, one layer over the other: defaults, the computer's file, the user's file, the environment.

What a higher layer says goes before the lower one's, key by key; but the computer's file can lock what the user's file
shall not say. Each layer is checked when it is laid over those below, so that the words name the one that is wrong.
"""

from dataclasses import dataclass
from pathlib import Path as File

from calljournal.errors import BadSettings
from calljournal.settings.environment import Environment, read_environment
from calljournal.settings.keys import Path
from calljournal.settings.locks import Locks, by_environment, by_machine
from calljournal.settings.machine import Machine, read_machine
from calljournal.settings.settings import Settings
from calljournal.settings.toml import Tree, over, reaches, read_tree, settings_of, without
from calljournal.words import listed, say


@dataclass(frozen=True, slots=True)
class Layers:
    """The settings that hold, and who has fixed some of them; `machine` and `user` are what the files say."""

    settings: Settings
    locks: Locks
    machine: Machine
    user: Tree

    def is_set(self, path: Path) -> bool:
        """Whether a file or the environment says it; else the default is what holds."""
        said = any(reaches(tree, path) for tree in (self.machine.tree, self.user))
        return said or bool(self.locks.of(path))

    def supplied_by(self, line: str) -> str:
        """Say who supplies a line that does not stand in the user's own file; "" where the user has set it up."""
        if self.machine.file is not None and line in _lines(self.machine.tree):
            return by_machine(self.machine.file)
        if line in _lines(self.user):
            return ""
        return next((who for path, who in self.locks.by.items() if path[:2] == ("lines", line)), "")


def load(file: File) -> Settings:
    """Give the settings that hold, for the user whose file it is; a file that is not there says nothing.

    Raises BadSettings, naming file and place, where one cannot be read: it is left as it is, nothing is overwritten.
    """
    return read_layers(file).settings


def read_layers(file: File) -> Layers:
    """Give the settings that hold, with their layers; raises BadSettings as `load` does."""
    user = read_tree(file) or {}
    try:
        return lay(user)
    except _OfUser as error:
        raise BadSettings(
            say("{file}: {error}; correct it, or move the file away to start afresh", file=str(file), error=error.words)
        ) from error


def lay(user: Tree) -> Layers:
    """Lay what a user's file says over the computer's, and the environment over both; raises BadSettings."""
    machine = read_machine()
    settings = _settings_of_machine(machine)
    below = machine.tree
    open_to_user = user
    for path in machine.locked:
        open_to_user = without(open_to_user, path)
    if open_to_user:
        below = over(below, open_to_user)
        settings = _settings_of_user(below)
    environment = read_environment(_lines(below))
    if environment.tree:
        settings = _settings_of_environment(over(below, environment.tree), environment)
    return Layers(settings, _locks(machine, environment), machine, user)


class _OfUser(BadSettings):
    """It is the user's own file that cannot be."""


def _settings_of_machine(machine: Machine) -> Settings:
    if machine.file is None:
        return Settings()
    try:
        return settings_of(machine.tree)
    except BadSettings as error:
        raise BadSettings(
            say(
                "{file}: {error}; whoever looks after this computer has to correct it",
                file=str(machine.file),
                error=error.words,
            )
        ) from error


def _settings_of_user(tree: Tree) -> Settings:
    try:
        return settings_of(tree)
    except BadSettings as error:
        raise _OfUser(error.words) from error


def _settings_of_environment(tree: Tree, environment: Environment) -> Settings:
    try:
        return settings_of(tree)
    except BadSettings as error:
        names = listed(environment.variables.values())
        raise BadSettings(say("the environment ({variables}): {error}", variables=names, error=error.words)) from error


def _locks(machine: Machine, environment: Environment) -> Locks:
    locked = {path: by_machine(machine.file) for path in machine.locked if machine.file is not None}
    return Locks(locked | {path: by_environment(name) for path, name in environment.variables.items()})


def _lines(tree: Tree) -> tuple[str, ...]:
    lines = tree.get("lines")
    return tuple(lines) if isinstance(lines, dict) else ()
