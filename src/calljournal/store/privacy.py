"""The last door before the disk: a number that the caller withholds must not get here, and does not get past."""

from collections.abc import Iterable

from calljournal.calls import Call, Presentation
from calljournal.errors import Bug
from calljournal.journal import Entry


def check(call: Call, entries: Iterable[Entry]) -> None:
    """Raise Bug where a number, or a withheld name, is about to be stored that nobody may see."""
    hidden: set[str] = set()
    for leg in call.legs:
        party = leg.report.party
        if party.presentation is not Presentation.ALLOWED:
            hidden.add(leg.report.leg)
            if party.number is not None or (party.name is not None and _hides_name(party.presentation)):
                raise Bug(f"leg {leg.report.leg} of call {call.id} has a number or name that is {party.presentation}")
    for entry in entries:
        if entry.presentation is not Presentation.ALLOWED and (
            entry.number is not None
            or entry.display is not None
            or (entry.name is not None and _hides_name(entry.presentation))
        ):
            raise Bug(f"entry {entry.id} has a number or name that is {entry.presentation}")
        if any(leg.number is not None and leg.id in hidden for leg in entry.legs):
            raise Bug(f"entry {entry.id} has a leg with a number that nobody may see")


def _hides_name(presentation: Presentation) -> bool:
    return presentation in (Presentation.WITHHELD, Presentation.PENDING)
