"""What is wrong with a number of the book: by itself, and beside all others. Pure."""

import re

from calljournal.contracts.numbering import BookNumber, NumberProblem, rules_at
from calljournal.numbers import DialRules, Problem, ProblemKind, problem_of, read_person
from calljournal.words import say, say_n

OWN = re.compile(r"dire[ck]t|dirett|durchwahl|priv|home|personal|pers(ö|oe)nlich|mob|handy|natel|cell|portable", re.I)
"""A label that says that a number is somebody's own, whoever else has it: in English, German, French, Italian."""


def problems_of(number: BookNumber, rules: DialRules) -> tuple[NumberProblem, ...]:
    """Give what is wrong with a number, the gravest first, but for what a person has called right."""
    local = rules_at(number.address, rules)
    found = (problem_of(read_person(number.typed, local), local), _shared(number))
    return tuple(
        NumberProblem(
            ref=number.ref,
            contact=number.contact,
            name=number.name,
            company=number.company or "",
            means=number.means,
            typed=number.typed,
            normalised=number.normalised,
            kind=problem.kind,
            words=problem.words,
            suggestion=problem.suggestion,
        )
        for problem in found
        if problem is not None and problem.kind not in number.accepted
    )


def _shared(number: BookNumber) -> Problem | None:
    """Judge whether it is anybody's. At a company it may stand: the company's people have its numbers anyway."""
    if number.sharing <= number.own_people:
        return None
    if number.at_company and (not number.alike or number.means == "mobile" or OWN.search(number.label)):
        return Problem(ProblemKind.SHARED, say("{company} has this number too", company=number.company or ""))
    if number.at_company:
        words = say(
            "{company} has this number too: taken out here it stays there, and its callers are still known",
            company=number.company or "",
        )
        return Problem(ProblemKind.SHARED, words, "")
    words = say_n(
        "one other contact has it too: who calls from it is not certain",
        "{count} other contacts have it too: who calls from it is not certain",
        number.sharing,
    )
    return Problem(ProblemKind.SHARED, words)
