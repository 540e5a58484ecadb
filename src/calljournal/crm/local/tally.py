"""What becomes of a list while it is taken in, counted."""

from collections.abc import Sequence
from typing import Protocol

from calljournal.contracts.work import Record, TakenIn
from calljournal.crm.local import listing
from calljournal.crm.local.listing import Facts
from calljournal.tables import Remarks
from calljournal.words import listed, say


class _Named(Protocol):
    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...


def shown(thing: _Named) -> str:
    """Give number and name of a thing, for people."""
    return f"{thing.number} {thing.name}" if thing.number and thing.number != thing.name else thing.name


def became(what: str, before: str, after: str) -> list[str]:
    """Say in words what is different of a text, if anything."""
    if before == after:
        return []
    if not after:
        return [say("{what} “{before}” taken away", what=what, before=before)]
    if not before:
        return [say("{what} “{after}”", what=what, after=after)]
    return [say("{what} “{before}” becomes “{after}”", what=what, before=before, after=after)]


def opened(before: bool, after: bool) -> list[str]:
    """Say in words whether a thing was opened or closed, if either."""
    return [] if before == after else [say("opened") if after else say("closed")]


class Tally:
    """Counts what is added, brought up to date, closed; remembers what was met, and what is to be told.

    `were_open` are the things that are open before.
    """

    def __init__(self, were_open: int, close_vanished: bool) -> None:
        self.met: set[str] = set()
        self.remarks = Remarks()
        self._were_open = were_open
        self._close_vanished = close_vanished
        self._added = 0
        self._unchanged = 0
        self._changes: list[str] = []
        self._closed = 0
        self._vanished: list[str] = []
        self._kept: list[str] = []

    def add(self, thing_id: str) -> None:
        """Count a thing that was added."""
        self.met.add(thing_id)
        self._added += 1

    def meets(self, thing_id: str, record: Record) -> bool:
        """Remember that a thing stands in the list; False, and a remark, where it stood there before."""
        if thing_id in self.met:
            self.remarks.add(
                say("{thing} stands twice in the list; what stands there first counts.", thing=shown(record))
            )
            return False
        self.met.add(thing_id)
        return True

    def count(self, name: str, different: Sequence[str]) -> None:
        """Count a thing that was known, with what is different of it, if anything."""
        if different:
            self._changes.append(say("{name}: {changes}", name=name, changes=listed(different)))
        else:
            self._unchanged += 1

    def vanish(self, name: str, listed: Facts, is_open: bool) -> bool:
        """Note a thing that is in the list no more; say whether it stays open. One that is closed is not told."""
        if not is_open:
            return False
        if listing.was_closed(listed):
            self._kept.append(name)
            return True
        self._vanished.append(name)
        self._closed += self._close_vanished
        return not self._close_vanished

    def taken_in(self, unknown: Sequence[str] = (), ambiguous: Sequence[str] = ()) -> TakenIn:
        """Give what became of the list, with the names of clients and participants that could not be found."""
        return TakenIn(
            added=self._added,
            updated=len(self._changes),
            unchanged=self._unchanged,
            closed=self._closed,
            vanished=tuple(self._vanished),
            remarks=self.remarks.all(),
            changes=tuple(self._changes),
            kept_open=tuple(self._kept),
            were_open=self._were_open,
            unknown=tuple(unknown),
            ambiguous=tuple(ambiguous),
        )
