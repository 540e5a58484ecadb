"""Steps played one after the other on a fresh folder, with what should stand beside it; a failing row made shorter."""

import asyncio
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from calljournal.settings import Places
from tests.model_of_work.aim import AMENDING, Aim
from tests.model_of_work.compare import differences, given_out
from tests.model_of_work.cuts import Died, deadly
from tests.model_of_work.ledger import Ledger
from tests.model_of_work.office import TODAY, Action, Office, Outcome, Seen, furnish
from tests.model_of_work.rounding import Rule
from tests.model_of_work.steps import Do, Plan, Step

LOOK_EVERY = 5
"""Steps after which everything is looked at, besides each restart and the end."""
MAKING = (Do.ADD, Do.LINE, Do.BOOK, Do.SPLIT, Do.ACTIVITY, Do.EXPORT)


class Wrong(Exception):
    """Something is not as it should be."""


@dataclass
class Trial:
    """What came of a plan: what was wrong, and what was done until then."""

    plan: Plan
    wrong: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    """How often each thing was done, refused (with a -), or cut off (with a !)."""

    def __str__(self) -> str:
        steps = "\n".join(f"  {line}" for line in self.told)
        wrong = "\n".join(f"  {line}" for line in self.wrong)
        return f"plan {self.plan.seed}, rounding {self.plan.rule}:\n{steps}\nwrong:\n{wrong}\n"


class Player:
    """Plays steps on a folder; the ledger is kept beside."""

    def __init__(self, trial: Trial, places: Places) -> None:
        self.trial = trial
        self.places = places
        self.ledger = Ledger(TODAY)
        self.rule = Rule.read(trial.plan.rule)
        self._at = 0.0

    async def play(self) -> None:
        """Play all steps; at the end everything goes out that has not gone out before. Raises Wrong."""
        await furnish(self.places, self.rule)
        office = await Office.open(self.places, self.later())
        try:
            for number, step in enumerate(self.trial.plan.steps, 1):
                office = await self._step(office, step)
                if number % LOOK_EVERY == 0:
                    await self.check(office)
            await self.check(office)
            await self.last_export(office)
        finally:
            await office.engine.stop()

    def later(self) -> float:
        """Give a time for the next start: seconds after all that was done before."""
        self._at += 60
        return self._at

    def aim(self, step: Step) -> Action | None:
        """Find what a step is done to."""
        # Opened again, entries of a closed day may be changed that were not rounded with the others meanwhile.
        may_unlock = not self.rule.per_day
        return Aim(self.ledger, step, may_unlock=may_unlock).action()

    async def _step(self, office: Office, step: Step) -> Office:
        action = self.aim(step)
        if action is None:
            return office
        self.trial.told.append(f"{words(action)}{f' ({step.cut})' if step.cut else ''}")
        if step.do is Do.RESTART:
            await office.engine.stop()
            return await self._again()
        try:
            with deadly(office, step.cut):
                outcome = await office.do(action)
        except Died:
            await office.abandon()
            return await self._again(action)
        self.take(action, outcome)
        return office

    async def _again(self, cut: Action | None = None) -> Office:
        """Start anew, and see that a step which was cut off was done as a whole or not at all."""
        office = await Office.open(self.places, self.later())
        try:
            if cut is None:
                await self.check(office)
            else:
                await self.settle(office, cut)
        except BaseException:
            await office.engine.stop()
            raise
        return office

    def take(self, action: Action, outcome: Outcome) -> None:
        """Write down what came of an action; raises Wrong where that should not have been."""
        expected = self.ledger.expect(action)
        self.trial.done[f"{'-' if outcome.error else ''}{action.do}"] += 1
        self.trial.told[-1] += f" -> {outcome.error or ' '.join([*outcome.ids, *map(str, outcome.exports.values())])}"
        if expected is not None and expected == bool(outcome.error):
            raise Wrong(f"{action.do}: {outcome.error or 'was not refused'}")
        if outcome.error:
            self.ledger.refused(action)
        else:
            self.ledger.apply(action, outcome)

    async def settle(self, office: Office, action: Action) -> None:
        """Find out whether an action that was cut off was done, and write that down; raises Wrong for half of it."""
        exports = await office.exports_but(set(self.ledger.entries.exports))
        seen = await office.look()
        before, wrong = self.ledger, differences(self.ledger, seen, self.rule)
        if not wrong and not exports:
            self.trial.done[f"!{action.do}"] += 1
            self.trial.told[-1] += " -> not done"
            return
        self.ledger = deepcopy(before)
        if before.expect(action) is False:
            self.ledger.refused(action)
            wrong = differences(self.ledger, seen, self.rule)
        else:
            days = {name: work.day for name, work in seen.works.items()}
            with suppress(ValueError, TypeError):  # it has not made what it should: then it was not done
                self.ledger.apply(action, Outcome(_made(before, action, seen), days, exports))
                wrong = differences(self.ledger, seen, self.rule)
        if wrong:
            raise Wrong(*wrong)
        self.trial.done[f"!{action.do}"] += 1
        self.trial.told[-1] += " -> done"

    async def check(self, office: Office) -> None:
        """Raise Wrong where anything is not as it should be."""
        if wrong := differences(self.ledger, await office.look(), self.rule):
            raise Wrong(*wrong)

    async def last_export(self, office: Office) -> None:
        """Give out what is left, and see that everything went out once."""
        action = Action(Do.EXPORT)
        if self.ledger.entries.to_export():
            self.trial.told.append("the last export")
            self.take(action, await office.do(action))
        if wrong := given_out(self.ledger, await office.look()):
            raise Wrong(*wrong)


def _made(before: Ledger, action: Action, seen: Seen) -> tuple[str, ...]:
    """Give the ids of what an action made that nobody could tell any more."""
    if action.do in (Do.ADD, Do.LINE):
        return tuple(seen.rows.keys() - before.calls.keys())
    new = [work for name, work in seen.works.items() if name not in before.entries.pieces]
    if action.do in AMENDING:
        new.sort(key=lambda work: not _is_reversal(work.id, seen))
    else:
        new.sort(key=lambda work: work.start)
    return tuple(work.id for work in new)


def _is_reversal(name: str, seen: Seen) -> bool:
    work = seen.works[name]
    return work.minutes < 0 or work.measured_minutes < 0


def words(action: Action) -> str:
    """Say what is done, without what plays no part."""
    empty = Action(action.do)
    names = [name for name in Action.__dataclass_fields__ if name != "do"]
    said = [f"{name}={getattr(action, name)}" for name in names if getattr(action, name) != getattr(empty, name)]
    return f"{action.do} {' '.join(said)}"


# --- whole plans -----------------------------------------------------------------------------------------------------


def attempt(plan: Plan, player: Callable[[Trial, Places], Awaitable[None]] | None = None) -> Trial:
    """Play a plan on a folder of its own."""
    trial = Trial(plan)

    async def whole(folder: Path) -> None:
        places = Places.under(folder)
        places.make()
        await (player(trial, places) if player else Player(trial, places).play())

    with TemporaryDirectory(prefix="cj-work-") as folder:
        try:
            asyncio.run(whole(Path(folder)))
        except Wrong as wrong:
            trial.wrong = [str(one) for one in wrong.args]
        except Exception as error:  # noqa: BLE001  (whatever it is, the plan that leads to it is worth knowing)
            trial.wrong = [f"{type(error).__name__}: {error}", *traceback.format_exc().splitlines()]
    return trial


def shrink(failed: Trial, tries: int) -> Trial:
    """Give the shortest failing row of steps that was found within so many tries."""
    candidates = _shorter(failed.plan)
    while tries > 0 and (plan := next(candidates, None)):
        tries -= 1
        trial = attempt(plan)
        if trial.wrong:
            failed, candidates = trial, _shorter(plan)
    return failed


def _shorter(plan: Plan) -> Iterator[Plan]:
    """Give plans with less in them: half of the steps, all but one, without a cut."""
    steps = plan.steps
    for size in (len(steps) // 2, len(steps) // 4):
        for start in range(0, len(steps), max(1, size)) if size else ():
            yield replace(plan, steps=steps[:start] + steps[start + size :])
    for number in reversed(range(len(steps))):
        yield replace(plan, steps=steps[:number] + steps[number + 1 :])
    for number, step in enumerate(steps):
        if step.cut:
            yield replace(plan, steps=(*steps[:number], replace(step, cut=None), *steps[number + 1 :]))
