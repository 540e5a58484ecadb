"""All plays, and their names."""

from tests.catalogue import groups, incoming, outgoing, services, stories, transfers
from tests.catalogue.stage import Play

KINDS: tuple[Play, ...] = (
    *incoming.PLAYS,
    *outgoing.PLAYS,
    *groups.PLAYS,
    *transfers.PLAYS,
    *services.PLAYS,
)
"""Every kind of call: those that the comparison shows."""

PLAYS: tuple[Play, ...] = (*KINDS, *stories.PLAYS)


def title(play: Play) -> str:
    """Name a play: `groups: queue answered`."""
    return f"{play.__module__.rpartition('.')[2]}: {play.__name__.replace('_', ' ')}"
