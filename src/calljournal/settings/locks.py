"""Which settings the user cannot change here, and who has fixed them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as File

from calljournal.settings.keys import Path
from calljournal.words import Phrase, say


@dataclass(frozen=True, slots=True)
class Locks:
    """Who has fixed which setting or table, in words: the settings of the computer, or the environment."""

    by: Mapping[Path, Phrase] = field(default_factory=dict)

    def of(self, path: Path) -> str:
        """Say who has fixed a setting, or a table that it stands in; "" where nobody has."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.by:
                return self.by[path[:length]]
        return ""

    def within(self, path: Path) -> str:
        """Say the same also where only something in the table `path` is fixed: it cannot be replaced as a whole."""
        inner = (who for locked, who in self.by.items() if locked[: len(path)] == path)
        return self.of(path) or next(inner, "")


def by_machine(file: File) -> Phrase:
    """Name the settings of the computer."""
    return say("the settings of this computer ({file})", file=str(file))


def by_environment(variable: str) -> Phrase:
    """Name a variable of the environment."""
    return say("the environment ({variable})", variable=variable)
