"""The numbers of a book, all together: read anew, looked through for what is wrong, and put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from calljournal.numbers import DialRules, ProblemKind, country_of


def rules_at(address: Sequence[str], rules: DialRules) -> DialRules:
    """Give the rules that somebody's numbers are written by: abroad where the postal address says so."""
    country = country_of(address) if address else None
    return rules if country is None else rules.abroad(country)


class Renewal(StrEnum):
    """Whether the numbers of a book are to be read anew, by the rules of now."""

    NOT_DUE = "not-due"
    MARKED = "marked"
    """The firm's rules have changed: when callers are looked up by the new ones is for people to say."""

    DUE = "due"
    """Another program reads them: there is nothing to decide."""

    UNDER_WAY = "under-way"


@dataclass(frozen=True, slots=True)
class Normalised:
    """How far a run over the whole book has come, in contacts; `changed` and `unreadable` count numbers.

    `began` is how far it was before this page; `after` is what to give for the next page, None when all is done.
    `edit` is what `undo` would take back, None where nothing was changed, or where the run is not `undoable`: it is
    one that no person had asked for.
    """

    done: int
    total: int
    changed: int
    unreadable: int
    began: int = 0
    after: str | None = None
    edit: str | None = None
    undoable: bool = True


@dataclass(frozen=True, slots=True)
class BookNumber:
    """A number as it stands in the book. `ref` names it for people: the contact's id and its place there, `c12.1`.

    `sharing` counts the other contacts that have it too, `own_people` those of them who are at this company;
    `at_company` says that the person's company has it, `alike` that it is a fax there as here, or none in both places.
    `accepted` are the problems that a person called right.
    """

    ref: str
    contact: str
    name: str
    company: str | None
    address: tuple[str, ...]
    means: str
    typed: str
    normalised: str | None
    sharing: int = 0
    own_people: int = 0
    at_company: bool = False
    accepted: frozenset[str] = frozenset()
    alike: bool = True
    label: str = ""


@dataclass(frozen=True, slots=True)
class NumberChange:
    """What is to stand at `ref` in place of `typed`: another text, nothing (""), or the same, for it is right (None).

    `problem` is what it is the answer to.
    """

    ref: str
    typed: str
    instead: str | None
    problem: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of changes to numbers; `stale` are the refs where something else stands by now."""

    done: int
    stale: tuple[str, ...] = ()
    edit: str | None = None


QUESTIONS = frozenset({ProblemKind.UNREADABLE, ProblemKind.AMBIGUOUS, ProblemKind.OUTSIDE_PREFIX})
"""The kinds of problems that a person has to decide, one by one: the number is not known as it stands."""


class Level(StrEnum):
    """How much a problem wants to be looked at: a hint may be left as it is, callers are recognised all the same."""

    QUESTION = "question"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class NumberProblem:
    """What is wrong with a number of the book. `suggestion` is the text to write instead, "" to take the number out."""

    ref: str
    contact: str
    name: str
    company: str | None
    means: str
    typed: str
    normalised: str | None
    kind: ProblemKind
    words: str
    suggestion: str | None = None

    @property
    def level(self) -> Level:
        """Whether it is a question or a hint."""
        return Level.QUESTION if self.kind in QUESTIONS else Level.HINT


@dataclass(frozen=True, slots=True)
class Checked:
    """The problems of a page of `count` numbers; `after` is what to give for the next page, None behind the last.

    `renewal` says whether they are to be read anew, so that the problems may be others then.
    """

    problems: tuple[NumberProblem, ...]
    count: int
    after: str | None = None
    renewal: Renewal = Renewal.NOT_DUE


@dataclass(frozen=True, slots=True)
class Repair:
    """One number that was put right: what stood there, and what stands there now; None where it was right."""

    ref: str
    name: str
    typed: str
    instead: str | None


@dataclass(frozen=True, slots=True)
class Repaired:
    """What became of repairs: numbers `changed`, `kept` as they are, and `left`; the first of them with their words.

    `edit` is what `undo` would take back; None where nothing was done.
    """

    changed: int = 0
    kept: int = 0
    left: int = 0
    repairs: tuple[Repair, ...] = ()
    why_left: tuple[str, ...] = ()
    edit: str | None = None
