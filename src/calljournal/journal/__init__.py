"""Calls become rows: one for each owner who took part.

In: `Call`, from the calls station. Out: `Entry`, to the store and to matching.
"""

from calljournal.journal.anonymous import anonymous
from calljournal.journal.entry import MANUAL, Entry, EntryLeg, Outcome, RowState, Scope
from calljournal.journal.recorder import Journal, LineProfile

__all__ = ["MANUAL", "Entry", "EntryLeg", "Journal", "LineProfile", "Outcome", "RowState", "Scope", "anonymous"]
