"""What should stand, in plain numbers: each call and how long it was, what has become of it, what was booked of it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.model_of_work.entries import ACTIVITY, TIME, Entries, Piece
from tests.model_of_work.office import Action, Outcome
from tests.model_of_work.steps import Do

ENOUGH = 500
"""Milliseconds that do not matter."""
SHORTEST = 60_000


@dataclass
class Call:
    """A row of the journal: how long it was in milliseconds, with whom, and what was said of it."""

    id: str
    start: datetime
    length: int
    client: str
    answered: bool = True
    unseen_end: bool = False
    merged: str | None = None
    group: int | None = None
    ignored: bool = False
    private: bool = False
    typed: list[tuple[str, str]] = field(default_factory=list)
    """(user, text) of the drafts that the book refused."""

    @property
    def day(self) -> date:
        """The local day that it began on."""
        return self.start.astimezone().date()


class Ledger:
    """The whole; `expect` says what is to come of an action, `apply` does it."""

    def __init__(self, today: date) -> None:
        self.calls: dict[str, Call] = {}
        self.entries = Entries(today)
        self._groups = 0

    # --- calls -------------------------------------------------------------------------------------------------------

    def survivors(self) -> list[Call]:
        """Give the calls that were not merged into others."""
        return [call for call in self.calls.values() if call.merged is None]

    def survivor(self, call_id: str) -> Call:
        """Give the call that one is part of at last."""
        call = self.calls[call_id]
        return call if call.merged is None else self.survivor(call.merged)

    def family(self, call: Call) -> list[Call]:
        """Give a call and all that are part of it."""
        return [one for one in self.calls.values() if self.survivor(one.id) is call]

    def taken(self, call: Call, user: str) -> int:
        """Give what a user has booked of a call as time."""
        return sum(
            part
            for piece in self.entries.standing()
            if piece.user == user
            for name, part in piece.parts.items()
            if self.survivor(name) is call
        )

    def booked(self, call: Call) -> int:
        """Give the most that any user has booked of a call."""
        return max(self.taken(call, user) for user in self._users(call, TIME) or {""})

    def became(self, call: Call) -> str | None:
        """Give what has become of a call; None while it waits."""
        if self._users(call, TIME) and self.booked(call) >= call.length - ENOUGH:
            return "booked"
        if any(one.private for one in self.family(call)):
            return "private"
        return "ignored" if call.ignored else None

    def left(self, call: Call, user: str) -> int:
        """Give what a user would book of a call: of one that is booked as a whole, all of it once more."""
        left = call.length - self.taken(call, user)
        return left if left > 0 else call.length

    def mates(self, call: Call) -> list[Call]:
        """Give the calls that are done with together with this one, the earliest first."""
        if call.group is None:
            return [call]
        waits = self.became(call) is None
        group = [one for one in self.survivors() if one.group == call.group and (self.became(one) is None) == waits]
        return sorted(group, key=lambda one: (one.start, one.id))

    def waiting(self) -> list[list[Call]]:
        """Give the calls that wait to be booked, those that are booked as one together."""
        waits = [
            call for call in self.survivors() if call.answered and self.became(call) is None and self.long_enough(call)
        ]
        groups = {call.id if call.group is None else call.group: self.mates(call) for call in waits}
        return list(groups.values())

    def long_enough(self, call: Call) -> bool:
        """Whether a call of which nothing has become waits to be booked."""
        together = call.group is not None
        return call.length >= SHORTEST or call.unseen_end or together or self.booked(call) > 0

    def _users(self, call: Call, *kinds: str) -> set[str]:
        """Give who has booked something of a call."""
        return {
            piece.user
            for kind in kinds
            for piece in self.entries.standing(kind)
            if any(self.survivor(name) is call for name in piece.parts)
        }

    # --- what is to come of an action --------------------------------------------------------------------------------

    def expect(self, action: Action) -> bool | None:
        """Whether an action is to succeed; None where both is right."""
        calls = [self.survivor(name) for name in action.calls]
        match action.do:
            case Do.BOOK | Do.WRONG:
                return self._may_book(action, calls[0])
            case Do.SPLIT:
                return self._may_split(action, calls[0])
            case Do.ACTIVITY:
                free = action.again or action.user not in self._users(calls[0], ACTIVITY)
                return free and not self.entries.behind_lock(calls[0].day)
            case Do.MERGE:
                return self._may_merge(calls, action.confirmed)
            case Do.IGNORE:
                return all(self.became(call) != "booked" for call in self.mates(calls[0]))
            case Do.OUT:
                return not self._users(calls[0], TIME)
            case Do.PRIVATE:
                return not self._users(calls[0], TIME, ACTIVITY)
            case Do.EXPORT:
                return bool(self.entries.to_export())
            case Do.PROJECT | Do.MINUTES | Do.DAY | Do.TEXT | Do.CANCEL | Do.BILL:
                return self._may_amend(action, self.entries.pieces[action.work])
        return True

    def _may_book(self, action: Action, call: Call) -> bool | None:
        mates = self.mates(call)
        if not self._may_claim(action, mates, action.minutes is None):
            return False
        if action.do is Do.WRONG:
            return False
        return self._may_enter(action, mates)

    def _may_split(self, action: Action, call: Call) -> bool | None:
        return self._may_claim_shares(action, call) and self._may_enter(action, [call])

    def _may_claim_shares(self, action: Action, call: Call) -> bool:
        share = round((action.minutes or 0) * 60_000)
        whole = len(self.mates(call)) == 1 and share < self.left(call, action.user)
        return whole and self._may_claim(action, [call], True)

    def _may_claim(self, action: Action, calls: list[Call], clock: bool) -> bool:
        """Whether it gets so far that the book is asked; the minutes are those of the clock, or were typed."""
        if not all(call.answered for call in calls):
            return False
        if clock and not action.confirmed and any(call.unseen_end for call in calls):
            return False
        return action.again or not any(self._is_full(call, action.user) for call in calls)

    def _is_full(self, call: Call, user: str) -> bool:
        """Whether a user has booked all of a call."""
        return user in self._users(call, TIME) and self.taken(call, user) + self.left(call, user) > call.length + ENOUGH

    def _may_enter(self, action: Action, calls: list[Call]) -> bool | None:
        """Whether the book takes it on the day of the first call; of a rest over midnight that may be the next day."""
        if self.entries.locked is not None and self.taken(calls[0], action.user):
            return None
        return not self.entries.behind_lock(action.day or calls[0].day)

    def _may_merge(self, calls: list[Call], confirmed: bool) -> bool:
        mates = [mate for call in calls for mate in self.mates(call)]
        free = all(call.answered and self.became(call) is None and not self._users(call, TIME) for call in mates)
        return free and (confirmed or len({call.client for call in mates}) == 1)

    def _may_amend(self, action: Action, piece: Piece) -> bool:
        if action.do is Do.BILL:
            return piece.kind == TIME and not piece.billed and not piece.cancelled
        if not self.entries.may_change(piece, by_entry=action.by_entry):
            return False
        if action.do is Do.MINUTES and piece.kind == ACTIVITY:
            return False
        return action.do is not Do.DAY or action.day is None or not self.entries.behind_lock(action.day)

    # --- what has come of it -----------------------------------------------------------------------------------------

    def refused(self, action: Action) -> None:
        """Take note of a booking that only the book refused: what was typed is kept, and it is ignored no more."""
        if action.do not in (Do.BOOK, Do.WRONG, Do.SPLIT):
            return
        call = self.survivor(action.calls[0])
        if action.do is Do.SPLIT:
            if self._may_claim_shares(action, call):
                self._heed([call])
            return
        mates = self.mates(call)
        if self._may_claim(action, mates, action.minutes is None):
            mates[0].typed.append((action.user, action.text))
            self._heed(mates)

    def _heed(self, calls: list[Call]) -> None:
        """Have calls be ignored no more."""
        for one in (relative for call in calls for relative in self.family(call)):
            one.ignored = False

    def apply(self, action: Action, outcome: Outcome) -> None:
        """Do what was done; raises ValueError where the outcome does not have what it takes."""
        match action.do:
            case Do.ADD | Do.LINE:
                self._add(action, *outcome.ids)
            case Do.BOOK | Do.SPLIT | Do.ACTIVITY:
                self._book(action, outcome)
            case Do.MERGE | Do.OUT | Do.IGNORE | Do.HEED | Do.PRIVATE:
                self._decide(action)
            case Do.TRANSFER:
                self._transfer(*action.calls, extra=round((action.minutes or 0) * 60_000))
            case Do.LOCK | Do.UNLOCK:
                self.entries.locked = action.day
            case Do.EXPORT:
                ((name, content),) = outcome.exports.items()
                self.entries.export(name, content)
            case Do.PROJECT | Do.MINUTES | Do.DAY | Do.TEXT | Do.CANCEL | Do.BILL:
                self._amend(action, self.entries.pieces[action.work], outcome.ids)

    def _add(self, action: Action, call_id: str) -> None:
        if action.at is None:
            raise ValueError(action)
        length = round((action.minutes or 0) * 60_000)
        self.calls[call_id] = Call(
            call_id, action.at, length, action.client, action.answered, unseen_end=action.unseen_end
        )

    def _book(self, action: Action, outcome: Outcome) -> None:
        call = self.survivor(action.calls[0])
        calls = self.mates(call) if action.do is Do.BOOK else [call]
        whole = {one.id: self.left(one, action.user) for one in calls}
        takes = [whole]
        kind = ACTIVITY if action.do is Do.ACTIVITY else TIME
        if action.do is Do.SPLIT:
            share = round((action.minutes or 0) * 60_000)
            takes = [{call.id: share}, {call.id: whole[call.id] - share}]
        typed = action.minutes if action.do is Do.BOOK else None
        for work, parts, project in zip(outcome.ids, takes, action.projects, strict=True):
            day = calls[0].day
            if parts[calls[0].id] < calls[0].length and outcome.days[work] == day + timedelta(1):
                day = outcome.days[work]  # what is left of a call over midnight may begin after it
            self.entries.pieces[work] = Piece(work, kind, action.user, parts, day, typed, action.text, project)
        if kind == TIME:
            self._heed(calls)
        for one in (relative for mate in calls for relative in self.family(mate)):
            one.typed = [said for said in one.typed if said[0] != action.user or kind == ACTIVITY]

    def _decide(self, action: Action) -> None:
        calls = [self.survivor(name) for name in action.calls]
        match action.do:
            case Do.MERGE:
                mates = [mate for call in calls for mate in self.mates(call)]
                self._groups += 1
                old = {call.group for call in mates} - {None}
                for call in self.survivors():
                    if call in mates or call.group in old:
                        call.group = self._groups
            case Do.OUT:
                self._leave(calls[0])
            case Do.PRIVATE:
                self._leave(calls[0])
                self._be_private(calls[0])
            case _:
                for call in self.mates(calls[0]):
                    for one in self.family(call):
                        one.ignored = one is call and action.do is Do.IGNORE

    def _leave(self, call: Call) -> None:
        """Take a call out of its group; one that is left alone there is in none any more."""
        rest = [one for one in self.survivors() if one.group == call.group and one is not call]
        if call.group is not None and len(rest) == 1:
            rest[0].group = None
        call.group = None

    def _be_private(self, call: Call) -> None:
        for one in self.family(call):
            one.private, one.typed = True, []
        call.client = ""

    def _transfer(self, new_id: str, old_id: str, *, extra: int) -> None:
        """Have a consultation become part of the older call, which is longer now."""
        new, old = self.calls[new_id], self.calls[old_id]
        new.merged, old.length = old_id, old.length + extra
        old.group, new.group = old.group if old.group is not None else new.group, None
        if any(one.private for one in self.family(old)):
            self._be_private(old)

    def _amend(self, action: Action, piece: Piece, ids: tuple[str, ...]) -> None:
        if action.do is Do.BILL:
            piece.billed, piece.history["bill"] = True, 1
            return
        if action.by_entry:
            reversal, *instead = ids
            day = self.entries.take_back(piece, reversal)
            if action.do is Do.CANCEL:
                return
            (new,) = instead
            piece = Piece(new, TIME, piece.user, dict(piece.parts), day, piece.typed, piece.text, piece.project)
            self.entries.pieces[new] = piece
        elif action.do is Do.CANCEL:
            piece.history["cancel"] += 1
        elif action.do is Do.MINUTES and piece.typed is None:
            piece.perhaps_changed += 1
        else:
            piece.history["change"] += _is_other(action, piece)
        match action.do:
            case Do.CANCEL:
                piece.cancelled = True
            case Do.PROJECT:
                piece.project = action.projects[0]
            case Do.MINUTES:
                piece.typed = action.minutes
            case Do.DAY if action.day is not None:
                piece.day = action.day
            case Do.TEXT:
                piece.text = action.text


def _is_other(action: Action, piece: Piece) -> bool:
    """Whether a change says anything else than what stands: the same once more is none."""
    match action.do:
        case Do.PROJECT:
            return action.projects[0] != piece.project
        case Do.MINUTES:
            return action.minutes != piece.typed
        case Do.DAY:
            return action.day is not None and action.day != piece.day
        case _:
            return action.text != piece.text
