"""Decides who a number belongs to: what to ask the books for, in which order, and what their answers mean.

First the number itself (`exact`); where nobody has it, its switchboard (`at_switchboard`); then what else its digits
may mean (`otherwise`); then numbers that nobody could normalise (`alike`). Whoever asks the books goes on to the next
question while the answer is UNKNOWN.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from calljournal.calls import Presentation
from calljournal.journal import Entry, Scope
from calljournal.matching.match import Candidate, ContactKind, Match, MatchKind
from calljournal.numbers import NO_NUMBER, NumberKind, Reading, extension_behind, only_digits, split_code

PENDING = Match(MatchKind.PENDING, "pending")
"""What a row says until the books have answered."""

INTERNAL = Match(MatchKind.NONE, "internal")
"""What is said of an internal number that nobody has."""

UNKNOWN = Match(MatchKind.NONE, "unknown")
"""What is said of a number that nobody has."""

SHORTEST_ENDING = 6
"""Digits that two numbers must have in common to look alike: fewer are those of too many subscribers."""

# --- what to ask -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask the books for: a number, or an `internal` one; `others` are the numbers that it may mean as well."""

    number: str
    others: tuple[str, ...] = ()
    internal: bool = False


def question(entry: Entry) -> Question | Match:
    """Give what to ask the books for, or at once the answer where there is nothing to ask.

    A withheld or missing number belongs to nobody in the books.
    """
    if entry.presentation is Presentation.PENDING:
        return PENDING
    if entry.presentation is Presentation.WITHHELD:
        return Match(MatchKind.NONE, "withheld")
    if not entry.number:
        return Match(MatchKind.NONE, "unavailable")
    return Question(entry.number, entry.others, entry.scope is Scope.INTERNAL)


def question_of(reading: Reading) -> Question | Match:
    """Give the same for a number that was read by itself, as it would stand in a row."""
    if reading.kind in NO_NUMBER:
        return Match(MatchKind.NONE, reading.kind.value)
    sent = reading.written.strip() if reading.kind is NumberKind.UNREADABLE else reading.digits
    number = reading.e164 or sent
    if not number:
        return Match(MatchKind.NONE, "unavailable")
    return Question(number, reading.others, reading.kind is NumberKind.INTERNAL)


def ending_of(number: str) -> str | None:
    """Give the digits by which a number may look like another one, None where they are too few.

    Country code and zeros before it do not count: the same number is +41 44 ... here and 0 44 ... there.
    """
    digits = only_digits(number)
    code = split_code(digits) if is_normalised(number) else None
    ending = (code[1] if code else digits).lstrip("0")
    return ending if len(ending) >= SHORTEST_ENDING else None


def is_normalised(number: str) -> bool:
    """Whether it is E.164: then it can look only like a number that is not, since the books would have found it."""
    return number.startswith("+")


# --- what the answers mean -------------------------------------------------------------------------------------------


def exact(found: Iterable[Candidate]) -> Match:
    """Judge who has the very number."""
    return _match("exact", found)


def at_switchboard(found: Iterable[Candidate], caller: str) -> Match:
    """Judge who has a number that may be that of the caller's switchboard: the company, for its people share it."""
    reached = [one for one in found if _extension(one, caller) is not None]
    companies = {(one.book, one.name) for one in reached if one.kind is ContactKind.COMPANY}
    kept = [one for one in reached if one.kind is ContactKind.COMPANY or (one.book, one.company) not in companies]
    match = _match("switchboard", kept)
    extensions = {_extension(one, caller) for one in match.contacts}
    return replace(match, extension=extensions.pop() or None) if len(extensions) == 1 else match


def otherwise(found: Iterable[Candidate]) -> Match:
    """Judge who has a number that the digits may mean as well."""
    return _match("reading", found)


def alike(found: Iterable[Candidate]) -> Match:
    """Judge who has a number that ends like the one that was asked for."""
    return _match("ending", found)


def chosen(found: Iterable[Candidate], picked: Candidate) -> Match:
    """Give the contact that the user once picked for the number, as the book found it, if it did."""
    by_number = (one for one in exact(found).contacts if one.id == picked.id)
    return Match(MatchKind.ONE, "chosen", (next(by_number, picked),))


def rank(match: Match, last_spoken: Mapping[str, datetime]) -> Match:
    """Order several contacts anew by when each was last spoken with (by id): the latest first among equals."""
    recent = [
        replace(one, reasons=(*one.reasons, "recent")) if one.id in last_spoken else one for one in match.contacts
    ]
    return replace(match, contacts=_ranked(recent, last_spoken))


def _match(reason: str, found: Iterable[Candidate]) -> Match:
    contacts = tuple(replace(one, reasons=_reasons(one)) for one in _ranked(found, {}))
    if not contacts:
        return UNKNOWN
    return Match(MatchKind.ONE if len(contacts) == 1 else MatchKind.SEVERAL, reason, contacts)


def _extension(candidate: Candidate, caller: str) -> str | None:
    return None if candidate.number is None else extension_behind(candidate.number, candidate.trunk, caller)


def _reasons(candidate: Candidate) -> tuple[str, ...]:
    whose = "inherited" if candidate.inherited else "own"
    fax = ("fax",) if candidate.means == "fax" else ()
    inactive = () if candidate.active else ("inactive",)
    return (whose, *fax, *inactive)


def _ranked(candidates: Iterable[Candidate], last_spoken: Mapping[str, datetime]) -> tuple[Candidate, ...]:
    """Order the candidates, and name each contact once."""
    once: dict[tuple[str, str], Candidate] = {}
    for candidate in sorted(candidates, key=lambda one: _rank(one, last_spoken.get(one.id))):
        once.setdefault((candidate.book, candidate.id), candidate)
    return tuple(once.values())


def _rank(
    candidate: Candidate, spoken: datetime | None
) -> tuple[bool, bool, bool, bool, float, str, str, str, str, str]:
    """Order by what matters, then by whatever makes the order the same each time."""
    return (
        candidate.means == "fax",
        candidate.kind is ContactKind.COMPANY,
        candidate.inherited,
        not candidate.active,
        -spoken.timestamp() if spoken else 0.0,
        candidate.name,
        candidate.book,
        candidate.id,
        candidate.means,
        candidate.typed or "",
    )
