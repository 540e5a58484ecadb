"""Numbers become people, and why.

In: an `Entry`, and the candidates that a book found for its number. Out: `Match`.
"""

from calljournal.matching.match import Candidate, ContactKind, Match, MatchKind
from calljournal.matching.matcher import (
    INTERNAL,
    PENDING,
    SHORTEST_ENDING,
    UNKNOWN,
    Question,
    alike,
    at_switchboard,
    chosen,
    ending_of,
    exact,
    is_normalised,
    otherwise,
    question,
    question_of,
    rank,
)

__all__ = [
    "INTERNAL",
    "PENDING",
    "SHORTEST_ENDING",
    "UNKNOWN",
    "Candidate",
    "ContactKind",
    "Match",
    "MatchKind",
    "Question",
    "alike",
    "at_switchboard",
    "chosen",
    "ending_of",
    "exact",
    "is_normalised",
    "otherwise",
    "question",
    "question_of",
    "rank",
]
