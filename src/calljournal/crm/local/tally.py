"""What becomes of a list while it is taken in, counted."""

from typing import Protocol

from calljournal.contracts.work import Record, TakenIn
from calljournal.tables import Remarks


class _Named(Protocol):
    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...


def shown(thing: _Named) -> str:
    """Give number and name of a thing, for people."""
    return f"{thing.number} {thing.name}" if thing.number and thing.number != thing.name else thing.name


class Tally:
    """Counts what is added, brought up to date, closed; remembers what was met, and what is to be told."""

    def __init__(self) -> None:
        self.met: set[str] = set()
        self.remarks = Remarks()
        self._added = 0
        self._changed = {True: 0, False: 0}
        self._closed = 0
        self._vanished: list[str] = []

    def add(self, thing_id: str) -> None:
        """Count a thing that was added."""
        self.met.add(thing_id)
        self._added += 1

    def meets(self, thing_id: str, record: Record) -> bool:
        """Remember that a thing stands in the list; False, and a remark, where it stood there before."""
        if thing_id in self.met:
            self.remarks.add(f"{shown(record)} stands twice in the list; what stands there first counts.")
            return False
        self.met.add(thing_id)
        return True

    def count(self, changed: bool) -> None:
        """Count a thing that was known."""
        self._changed[changed] += 1

    def vanish(self, name: str, is_open: bool, close: bool) -> None:
        """Note a thing that is in the list no more; one that is closed already is not told."""
        if is_open:
            self._vanished.append(name)
            self._closed += close

    def taken_in(self) -> TakenIn:
        """Give what became of the list."""
        return TakenIn(
            added=self._added,
            updated=self._changed[True],
            unchanged=self._changed[False],
            closed=self._closed,
            vanished=tuple(self._vanished),
            remarks=self.remarks.all(),
        )
