from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from calljournal.worklog import Reason, rank, words
from tests.calls.making import moment


@dataclass(frozen=True)
class Project:
    id: str
    open: bool = True


@dataclass(frozen=True)
class Tie:
    project: Project
    reason: Reason
    at: datetime | None = None


def booked(project: str, at: float | None) -> Tie:
    return Tie(Project(project), Reason.LAST_BOOKED, None if at is None else moment(at))


def clients(project: str, *, open_: bool = True) -> Tie:
    return Tie(Project(project, open_), Reason.CLIENT)


def part_of(project: str) -> Tie:
    return Tie(Project(project), Reason.TAKES_PART)


@pytest.mark.parametrize(
    ("ties", "projects"),
    [
        ([], ""),
        ([part_of("a"), clients("b"), booked("c", 0)], "c b a"),
        ([booked("a", 1), booked("b", 3), booked("c", 2)], "b c a"),
        ([booked("a", None), booked("b", 1)], "b a"),
        ([clients("b"), clients("a")], "b a"),  # as the book gives them
        ([clients("a"), clients("b"), booked("b", 1), part_of("b")], "b a"),  # by its best reason
        ([clients("a"), clients("b", open_=False)], "a"),
        ([clients("a"), part_of("a")], "a"),
    ],
)
def test_the_likeliest_comes_first(ties: list[Tie], projects: str) -> None:
    assert [tie.project.id for tie in rank(ties)] == projects.split()


def test_the_best_reason_is_told() -> None:
    assert [tie.reason for tie in rank([part_of("a"), booked("a", 1), clients("a")])] == [Reason.LAST_BOOKED]


@pytest.mark.parametrize(
    ("said", "reason", "known"),
    [
        (
            "booked last on 2026-03-09 with Anna Keller",
            Reason.LAST_BOOKED,
            {"contact": "Anna Keller", "day": date(2026, 3, 9)},
        ),
        ("booked last", Reason.LAST_BOOKED, {}),
        ("open project of Keller AG", Reason.CLIENT, {"contact": "Anna Keller", "client": "Keller AG"}),
        ("open project of the client", Reason.CLIENT, {}),
        (
            "Anna Keller takes part as opposing counsel",
            Reason.TAKES_PART,
            {"contact": "Anna Keller", "role": "opposing counsel"},
        ),
        ("the contact takes part", Reason.TAKES_PART, {}),
    ],
)
def test_reasons_in_words(said: str, reason: Reason, known: dict[str, Any]) -> None:
    assert words(reason, **known) == said
