"""Finds the lines and books that are installed, by their entry points.

Ours run in the program. A foreign line may crash, so its code is never loaded here: it will run in a process of its
own; until that host exists, it is listed and cannot be opened.
"""

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from calljournal.contracts.crm import CrmManifest
from calljournal.contracts.line import LineManifest
from calljournal.errors import BadSettings, Bug, Unsupported
from calljournal.words import say

LINES, CRMS = "calljournal.lines", "calljournal.crm"
OURS = "calljournal"


def line_manifest(system: str) -> LineManifest:
    """Give the manifest of a telephone system; raises BadSettings where none of that name is installed."""
    manifest = _load(LINES, system)
    if not isinstance(manifest, LineManifest):
        raise Bug(f"the entry point {LINES}:{system} does not lead to a LineManifest")
    return manifest


def crm_manifest(system: str) -> CrmManifest:
    """Give the manifest of a book; raises BadSettings where none of that name is installed."""
    manifest = _load(CRMS, system)
    if not isinstance(manifest, CrmManifest):
        raise Bug(f"the entry point {CRMS}:{system} does not lead to a CrmManifest")
    return manifest


def line_systems() -> tuple[str, ...]:
    """Name the telephone systems that can be watched."""
    return tuple(sorted(_installed(LINES)))


def crm_systems() -> tuple[str, ...]:
    """Name the books that contacts may come from and time may go to."""
    return tuple(sorted(_installed(CRMS)))


@cache
def _load(group: str, system: str) -> object:
    entry = _installed(group).get(system)
    if entry is None:
        known = ", ".join(sorted(_installed(group)))
        raise BadSettings(say("there is no {system!r} here; there are: {known}", system=system, known=known))
    if entry.dist is not None and entry.dist.name != OURS:
        raise Unsupported(
            say(
                "{system!r} comes from {origin}: foreign adapters cannot be run yet",
                system=system,
                origin=entry.dist.name,
            )
        )
    try:
        return entry.load()
    except Exception as error:  # a part of the machine that it needs is missing
        raise Unsupported(say("{system!r} cannot be used here: {error}", system=system, error=str(error))) from error


@cache
def _installed(group: str) -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=group)}
