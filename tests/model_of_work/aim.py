"""To what a step is done, as far as things stand: mostly to what makes sense, now and then to anything."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from tests.model_of_work.entries import TIME, Piece
from tests.model_of_work.ledger import Call, Ledger
from tests.model_of_work.office import FIRST_DAY, ME, NUMBERS, PARTNER, RULES, Action
from tests.model_of_work.steps import Do, Step

T = TypeVar("T")

WILD = 0.2
"""How often a step is done to anything that there is."""
HUNDREDTH = 100
"""Lengths are whole hundredths of a minute, as a book keeps them."""
SHARE = 0.3
"""Minutes that each share of a call has at least."""
AMENDING = (Do.PROJECT, Do.MINUTES, Do.DAY, Do.TEXT, Do.CANCEL, Do.BILL)


class Aim:
    """Finds what a step is done to, by the step's own seed."""

    def __init__(self, ledger: Ledger, step: Step, *, may_unlock: bool) -> None:
        self._ledger = ledger
        self._step = step
        self._dice = random.Random(step.seed)
        self._wild = self._dice.random() < WILD
        self._may_unlock = may_unlock

    def action(self) -> Action | None:
        """Give the action; None where there is nothing to do it to."""
        do = self._step.do
        if do in (Do.ADD, Do.LINE):
            return self._call()
        if do in AMENDING:
            return self._amendment()
        if do in (Do.EXPORT, Do.RESTART):
            return Action(do)
        if do is Do.LOCK:
            return Action(do, day=self._later_lock())
        if do is Do.UNLOCK:
            return Action(do) if self._may_unlock else None
        if do is Do.TRANSFER:
            return self._transfer()
        calls = self._calls()
        if not calls:
            return None
        if do is Do.MERGE:
            return self._merge(calls)
        return self._of_call(self._dice.choice(calls))

    # --- calls -------------------------------------------------------------------------------------------------------

    def _call(self) -> Action:
        line = self._step.do is Do.LINE
        day = FIRST_DAY + timedelta(days=self._dice.randrange(3))
        minute = self._dice.choice((self._dice.randrange(7 * 60, 20 * 60), 24 * 60 - self._dice.randrange(1, 10)))
        at = datetime(day.year, day.month, day.day).astimezone() + timedelta(minutes=minute)
        lengths = [6.0, 2.0, self._length(0.02, 1), self._length(1, 12), self._length(1, 12), self._length(12, 90)]
        answered = not line or self._dice.random() < 0.8
        return Action(
            self._step.do,
            minutes=self._dice.choice(lengths) if answered else 0.0,
            number=self._dice.choice(list(NUMBERS)),
            at=at,
            answered=answered,
            unseen_end=line and answered and self._dice.random() < 0.3,
        )

    def _transfer(self) -> Action | None:
        """Have any answered call become part of an older one."""
        calls = sorted(self._ledger.survivors(), key=lambda call: (call.start, call.id))
        calls = [call for call in calls if call.answered]
        if len(calls) < 2:
            return None
        old, new = sorted(self._dice.sample(range(len(calls)), 2))
        extra = self._dice.choice((0.0, self._length(0, 5)))
        return Action(Do.TRANSFER, (calls[new].id, calls[old].id), minutes=extra)

    def _calls(self) -> Sequence[Call]:
        """Give the calls that it makes sense to do the step to, or all of them."""
        every = sorted(self._ledger.survivors(), key=lambda call: (call.start, call.id))
        if self._wild:
            return every
        waiting = {call.id for group in self._ledger.waiting() for call in group}
        match self._step.do:
            case Do.OUT:
                return [call for call in every if call.group is not None]
            case Do.HEED:
                return [call for call in every if self._ledger.became(call) == "ignored"]
            case Do.ACTIVITY:
                return every
        return [call for call in every if call.id in waiting]

    def _merge(self, calls: Sequence[Call]) -> Action | None:
        if len(calls) < 2:
            return None
        first = self._dice.choice(calls)
        others = [call for call in calls if call is not first]
        alike = [call for call in others if call.client == first.client]
        second = self._dice.choice(alike if alike and not self._wild else others)
        return Action(Do.MERGE, (first.id, second.id), confirmed=self._dice.random() < 0.6)

    def _of_call(self, call: Call) -> Action | None:
        do = self._step.do
        if do is Do.OUT and call.group is None:
            return None  # of a call alone there is nothing to take apart
        user = ME if self._dice.random() < 0.8 else PARTNER
        again, confirmed = self._wild and self._dice.random() < 0.5, self._dice.random() < 0.8
        if do is Do.SPLIT:
            left = self._ledger.left(call, user) / 60_000
            if left < 2 * SHARE + 0.1:
                return None
            both = (self._project(), self._project())
            share = self._length(SHARE, left - SHARE)
            return Action(do, (call.id,), "", user, share, both, again=again, confirmed=confirmed)
        if do not in (Do.BOOK, Do.ACTIVITY, Do.WRONG):
            return Action(do, (call.id,))
        typed = self._length(0, 30) if do is Do.BOOK and self._dice.random() < 0.2 else None
        text = f"text {self._step.seed}"
        projects = (self._project(),)
        return Action(do, (call.id,), "", user, typed, projects, again=again, confirmed=confirmed, text=text, day=None)

    # --- what was booked ---------------------------------------------------------------------------------------------

    def _amendment(self) -> Action | None:
        do = self._step.do
        pieces = self._pieces()
        if not pieces:
            return None
        piece = self._dice.choice(pieces)
        by_entry = do is not Do.BILL and (piece.kind == TIME and self._ledger.entries.closed(piece)) != self._wild
        return Action(
            do,
            work=piece.id,
            minutes=self._length(0, 30) if do is Do.MINUTES else None,
            projects=(self._dice.choice(list(RULES)) if do is Do.PROJECT else None,),
            day=FIRST_DAY + timedelta(days=self._dice.randrange(5)) if do is Do.DAY else None,
            text=f"text {self._step.seed}" if do is Do.TEXT else "",
            by_entry=by_entry,
        )

    def _pieces(self) -> list[Piece]:
        every = list(self._ledger.entries.pieces.values())
        return every if self._wild else [piece for piece in every if piece.stands]

    def _later_lock(self) -> date:
        """Give a lock date that is not before the one there is."""
        day = FIRST_DAY + timedelta(days=self._dice.randrange(3))
        return max(day, self._ledger.entries.locked or day)

    # --- what is drawn -----------------------------------------------------------------------------------------------

    def _length(self, least: float, most: float) -> float:
        return self._dice.randint(round(least * HUNDREDTH), round(most * HUNDREDTH)) / HUNDREDTH

    def _project(self) -> str | None:
        return self._dice.choice((None, *RULES))
