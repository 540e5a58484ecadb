"""Numbers become people, and why.

In: an `Entry`, and the candidates that a book found for its number. Out: `Match`.
"""

from calljournal.matching.match import Candidate, ContactKind, Match, MatchKind
from calljournal.matching.matcher import PENDING, decide, question

__all__ = ["PENDING", "Candidate", "ContactKind", "Match", "MatchKind", "decide", "question"]
