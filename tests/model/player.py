"""Plays a plan on the telephones of a rig, act by act at its time, and gives what each telephone then logged."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from tests.model.exchange import Call as Conversation
from tests.model.exchange import Exchange, Leg
from tests.model.plans import Act, Do, Plan, dialled, direct_line
from tests.pbx.ami_probe import ProbeFailed
from tests.pbx.handset import Call, Handset
from tests.pbx.rig import Pbx
from tests.pbx.sipp import SipMessage, SippFailed

Log = list[SipMessage]

QUIET_SECONDS = 10.0
"""Within this time after the last act the PBX has no channel left."""
APART_SECONDS = 0.15
"""Between two acts of one call, however slow the machine: so their order is beyond doubt."""
TOLD_SECONDS = 0.3
"""Within this time after the last act every telephone has been told what became of what it passed on."""

_TOLD = re.compile(r"^SIP/2\.0 [2-6]", re.M)


class NotPlayed(Exception):
    """The telephones could not do what the plan says, or had to say something twice: the plan proves nothing."""


@dataclass(frozen=True)
class Played:
    """What a plan came to: who rang and talked, and each leg's own message log."""

    exchange: Exchange
    logs: dict[str, Log]


def play(plan: Plan, rig: Pbx) -> Played:
    """Play a plan to its end, until the PBX is silent again. Raises NotPlayed."""
    stage = _Stage(plan, rig)
    try:
        stage.act_all()
        logs = stage.logs()
    except (SippFailed, ProbeFailed) as error:
        raise NotPlayed(_first_line(error)) from error
    finally:
        rig.end_telephones()
    return Played(stage.exchange, logs)


def stations_of(plan: Plan) -> set[str]:
    """Every telephone, and number outside, that rings in a plan."""
    exchange = Exchange()
    return {leg.station for act in plan.acts for leg in exchange.take(act)}


class _Stage:
    def __init__(self, plan: Plan, rig: Pbx) -> None:
        self.exchange = Exchange()
        self._plan = plan
        self._rig = rig
        self._calls: dict[str, Call] = {}
        self._passing: list[Call] = []
        self._settled: dict[Conversation, float] = {}
        """When the next act of a call may follow the last one."""
        self._on: dict[str, Handset] = {}
        for station in stations_of(plan):
            if not station.startswith("+"):
                self._on[station] = rig.phone(station).on(rings=station not in plan.offline)
            elif "" not in self._on:
                self._on[""] = rig.world.on()

    def act_all(self) -> None:
        begin = time.monotonic()
        for act in self._plan.acts:
            before = self.exchange.legs.get(act.leg)
            self._wait(max(begin + act.at, self._settled.get(before.call, 0.0) if before else 0.0))
            try:
                self._perform(act)
                for leg in self.exchange.take(act):
                    self._calls[leg.name] = self._on["" if leg.outside else leg.station].called()
            except SippFailed as error:
                raise NotPlayed(f"{act.leg} {act.do} {act.to}: {_first_line(error)}") from error
            self._settled[self.exchange.legs[act.leg].call] = time.monotonic() + APART_SECONDS

    def _wait(self, until: float) -> None:
        """Wait for a moment; a telephone that passed its call on hangs up as soon as it is told that this was done."""
        while (left := until - time.monotonic()) > 0:
            for call in [call for call in self._passing if _is_told(call)]:
                call.hang_up()
                self._passing.remove(call)
            time.sleep(min(left, 0.02) if self._passing else left)

    def _perform(self, act: Act) -> None:
        if act.do is Do.CALL:
            self._calls[act.leg] = self._begin(act)
            return
        call = self._calls[act.leg]
        match act.do:
            case Do.ANSWER:
                call.answer().until("ACK")
            case Do.REFUSE:
                call.refuse(act.to).until("ACK")
            case Do.FORWARD:
                call.forward(act.to)
            case Do.GIVE_UP:
                call.hang_up() if "200" in call.times else call.give_up()
            case Do.HOLD:
                call.hold()
            case Do.TAKE_BACK:
                call.take_back()
            case Do.TRANSFER:
                call.transfer(dialled(act.to))
                self._passing.append(call)
            case Do.JOIN:
                call.join(self._calls[act.to])
                self._passing.append(call)
            case Do.PRESS:
                call.digit(act.to)
            case Do.HANG_UP:
                call.hang_up()

    def _begin(self, act: Act) -> Call:
        if act.who.startswith("+"):
            return self._rig.world.call(direct_line(act.to), act.who, act.name, act.withheld)
        return self._rig.phone(act.who).call(dialled(act.to))

    def logs(self) -> dict[str, Log]:
        """Give every leg's log once all is over."""
        self._wait(time.monotonic() + TOLD_SECONDS)
        if self._passing:
            raise NotPlayed("a telephone was not told what became of the call that it passed on")
        for leg in self.exchange.legs.values():
            if not self._is_offline(leg):
                _ = self._calls[leg.name].ended
        self._until_quiet()
        logs = {name: call.messages for name, call in self._calls.items()}
        for leg in self.exchange.legs.values():
            if self._is_offline(leg):
                self._calls[leg.name].refuse("480").until("ACK")  # or the PBX would repeat its INVITE for half a minute
            elif twice := repeated(logs[leg.name]):
                raise NotPlayed(f"{leg.name}: {twice} was sent twice")
        return logs

    def _is_offline(self, leg: Leg) -> bool:
        return leg.station in self._plan.offline and not leg.calls

    def _until_quiet(self) -> None:
        end = time.monotonic() + QUIET_SECONDS
        with self._rig.asterisk.probe("full") as probe:
            while True:
                probe.send(Action="CoreShowChannels")
                if probe.event("CoreShowChannelsComplete")["ListItems"] == "0":
                    return
                if time.monotonic() > end:
                    raise NotPlayed("the PBX still has channels when all telephones have hung up")
                time.sleep(0.03)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _is_told(call: Call) -> bool:
    """Say whether the PBX has told a telephone what became of the call that it passed on."""
    return any(message.key == "NOTIFY" and _TOLD.search(message.text) for message in call.messages)


def repeated(log: Log) -> str | None:
    """Name a message that stands twice in a log: a repetition means that the first came late, or not at all."""
    seen: set[tuple[str, bool, str]] = set()
    for message in log:
        is_provisional = message.start.startswith("SIP/2.0 1")  # one for each telephone that rings
        if is_provisional or message.key == "ACK":
            continue
        this = (message.key, message.is_sent, message.header("CSeq"))
        if this in seen:
            return message.key
        seen.add(this)
    return None
