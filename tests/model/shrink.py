"""Makes a failing plan smaller, as long as it still fails in the same way."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from tests.model.compare import kind_of
from tests.model.exchange import Exchange, Impossible, Stage
from tests.model.plans import Act, Do, Plan
from tests.model.studio import Trial

REPEATS = 2
"""A smaller plan is played so often before it counts as right: what fails may depend on a race in the PBX."""
STEP = 0.3
"""Seconds between two acts of a plan that was made shorter."""

Acts = tuple[Act, ...]


def shrink(failed: Trial, attempt: Callable[[Plan], Trial], tries: int) -> Trial:
    """Give the smallest failing plan that was found within so many tries."""
    smallest, kind = failed, kind_of(failed.differences)
    candidates = smaller(smallest.plan)
    while tries > 0 and (plan := next(candidates, None)):
        for _ in range(REPEATS):
            tries -= 1
            trial = attempt(plan)
            if kind & kind_of(trial.differences):
                smallest.forget()
                smallest, candidates = trial, smaller(plan)
                break
            trial.forget()
    return smallest


def smaller(plan: Plan) -> Iterator[Plan]:
    """Give plans with less in them: without a call, without the last acts, without one act, in less time."""
    seen = {plan.acts}
    for kept in _parts(plan.acts):
        acts = completed(kept)
        if acts and acts not in seen and _size(acts) < _size(plan.acts):
            seen.add(acts)
            yield replace(plan, acts=acts)


def _parts(acts: Acts) -> Iterator[Acts]:
    for call in [act.leg for act in acts if act.do is Do.CALL]:
        yield tuple(act for act in acts if not act.leg.startswith(call))
    yield acts[: len(acts) // 2]
    for i in reversed(range(len(acts))):
        yield acts[:i] + acts[i + 1 :]
    yield _hurried(acts)


def _hurried(acts: Acts) -> Acts:
    """Give the same acts with shorter pauses."""
    found, before, now = [], 0.0, 0.0
    for act in acts:
        now += min(STEP, act.at - before)
        before = act.at
        found.append(replace(act, at=round(now, 2)))
    return tuple(found)


def _size(acts: Acts) -> tuple[int, float]:
    return len(acts), acts[-1].at


def completed(acts: Iterable[Act]) -> Acts:
    """Give what remains possible of these acts, with all that then still goes on ended; nothing if that cannot be."""
    acts = tuple(acts)
    left_alone = {act.leg for act in acts if act.do is Do.RING_OUT}
    state, found = Exchange(), list[Act]()

    def take(at: float, act: Act) -> bool:
        nonlocal state
        act = replace(act, at=round(at, 2))
        try:
            state = state.after(act)
        except Impossible:
            return False
        found.append(act)
        return True

    for act in acts:
        for offer in state.offers():
            if offer.until < act.at and not any(leg.name in left_alone for leg in offer.ringing):
                take(offer.until, _ending(state, offer.waiting.name))
        take(act.at, act)
    now = found[-1].at if found else 0.0
    while living := next(state.living(), None):
        now += STEP
        offers = state.offers()
        name = offers[0].waiting.name if offers else living.name
        if not take(min(now, offers[0].until) if offers else now, _ending(state, name)):
            return ()
    return tuple(sorted(found, key=lambda act: act.at))


def _ending(state: Exchange, name: str) -> Act:
    """Give the act by which somebody leaves a call."""
    return Act(0, Do.GIVE_UP if state.legs[name].stage is Stage.WAITING else Do.HANG_UP, name)
