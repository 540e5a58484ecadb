"""What a person should look at in an address book."""

from __future__ import annotations

import pytest

from calljournal.numbers import DialRules, Problem, ProblemKind, problem_of, read_person

CH = DialRules("CH", "44", "0")


@pytest.mark.parametrize(
    ("typed", "kind", "suggestion"),
    [
        ("kommt noch", ProblemKind.UNREADABLE, ""),
        ("044 000 12", ProblemKind.UNREADABLE, None),
        ("44 000 12 34", ProblemKind.AMBIGUOUS, "+41 44 000 12 34"),
        ("4930 23125-67", ProblemKind.AMBIGUOUS, "+49 30 23125-67"),
        ("0 044 000 12 34", ProblemKind.OUTSIDE_PREFIX, "+41 44 000 12 34"),
        ("+41 44 000 12 00", ProblemKind.SWITCHBOARD, None),
        ("+49 30 2312500", ProblemKind.SWITCHBOARD, "+49 30 23125-00"),
        ("044 000 12 34", ProblemKind.NO_COUNTRY_CODE, "+41 44 000 12 34"),
        ("Tel. 079 000 12 34", ProblemKind.NO_COUNTRY_CODE, "+41 79 000 12 34"),
        ("+43 1 000 1234", ProblemKind.NOT_VALID, None),
        ("+1 555 555 0123", ProblemKind.NOT_VALID, None),
    ],
)
def test_each_problem_is_named_with_what_to_write_instead(
    typed: str, kind: ProblemKind, suggestion: str | None
) -> None:
    reading = read_person(typed, CH)
    problem = problem_of(reading, CH)
    assert problem is not None
    assert (problem.kind, problem.suggestion) == (kind, suggestion)
    assert problem.words


@pytest.mark.parametrize("typed", ["+41 44 000 12 34", "0041 44 000 12 34", "Fax: +49 30 23125-0", "102", "117"])
def test_a_number_that_says_all_is_no_problem(typed: str) -> None:
    assert problem_of(read_person(typed, CH), CH) is None


@pytest.mark.parametrize(
    "typed", ["44 000 12 34", "0 044 000 12 34", "044 000 12 34", "4930 23125-67", "+49 30 2312500"]
)
def test_what_is_suggested_is_read_as_the_same_number_without_doubt(typed: str) -> None:
    before = read_person(typed, CH)
    problem = problem_of(before, CH)
    assert isinstance(problem, Problem)
    after = read_person(problem.suggestion or "", CH)
    assert (after.e164, after.certain) == (before.e164, True)
    assert problem_of(after, CH) is None
