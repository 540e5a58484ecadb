"""All plays, and their names."""

from tests.catalogue import groups, incoming, outgoing, services, transfers
from tests.catalogue.stage import Play

PLAYS: tuple[Play, ...] = (
    *incoming.PLAYS,
    *outgoing.PLAYS,
    *groups.PLAYS,
    *transfers.PLAYS,
    *services.PLAYS,
)


def title(play: Play) -> str:
    """Name a play: `groups: queue answered`."""
    return f"{play.__module__.rpartition('.')[2]}: {play.__name__.replace('_', ' ')}"
