"""Decides who a number belongs to: which key to ask the books for, and what their answers mean."""

from collections.abc import Iterable

from calljournal.calls import Presentation
from calljournal.journal import Entry, Scope
from calljournal.matching.match import Candidate, ContactKind, Match, MatchKind

PENDING = Match(MatchKind.PENDING, "pending")
"""What a row says until the books have answered."""

_RANK_OF_KIND = {ContactKind.CONTACT: 0, ContactKind.PERSON: 0, ContactKind.COMPANY: 1}


def question(entry: Entry) -> str | Match:
    """Give the key to ask the books for, or at once the answer where there is nothing to ask.

    A withheld, missing or internal number belongs to nobody in the books.
    """
    if entry.presentation is Presentation.PENDING:
        return PENDING
    if entry.presentation is Presentation.WITHHELD:
        return Match(MatchKind.NONE, "withheld")
    if entry.number is None:
        return Match(MatchKind.NONE, "unavailable")
    if entry.scope is Scope.INTERNAL:
        return Match(MatchKind.NONE, "internal")
    return entry.number


def decide(candidates: Iterable[Candidate], chosen: str | None = None) -> Match:
    """Judge what the books found; `chosen` is the contact that the user once picked for this number.

    Several contacts are ranked: people before companies, active before inactive, fax numbers last.
    """
    ranked = _ranked(candidates)
    if chosen is not None:
        for candidate in ranked:
            if candidate.id == chosen:
                return Match(MatchKind.ONE, "chosen", (candidate,))
    if not ranked:
        return Match(MatchKind.NONE, "unknown")
    return Match(MatchKind.ONE if len(ranked) == 1 else MatchKind.SEVERAL, "exact", ranked)


def _ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Order the candidates, and name each contact once."""
    once: dict[tuple[str, str], Candidate] = {}
    for candidate in sorted(candidates, key=_rank):
        once.setdefault((candidate.book, candidate.id), candidate)
    return tuple(once.values())


def _rank(candidate: Candidate) -> tuple[bool, bool, int, str, str, str, str, str]:
    """Order by what matters, then by whatever makes the order the same each time."""
    return (
        candidate.means == "fax",
        not candidate.active,
        _RANK_OF_KIND[candidate.kind],
        candidate.name,
        candidate.book,
        candidate.id,
        candidate.means,
        candidate.typed or "",
    )
