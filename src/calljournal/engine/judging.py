"""What is wrong with a number of the book: by itself, and beside all others. Pure."""

from calljournal.contracts.numbering import BookNumber, NumberProblem, rules_at
from calljournal.numbers import DialRules, Problem, ProblemKind, problem_of, read_person


def problems_of(number: BookNumber, rules: DialRules) -> tuple[NumberProblem, ...]:
    """Give what is wrong with a number, the gravest first, but for what a person has called right."""
    local = rules_at(number.address, rules)
    found = (problem_of(read_person(number.typed, local), local), _shared(number))
    return tuple(
        NumberProblem(
            ref=number.ref,
            contact=number.contact,
            name=number.name,
            company=number.company,
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
    if number.at_company:
        return Problem(ProblemKind.SHARED, f"it is a number of {number.company} too, and enough there", "")
    others = "one other contact has" if number.sharing == 1 else f"{number.sharing} other contacts have"
    return Problem(ProblemKind.SHARED, f"{others} it too: who calls from it is not certain")
