"""The stage: a PBX with its telephones in hand, and the journals that watch it."""

import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from calljournal.contracts.line import LineState
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import ListRows, PlaceCall
from calljournal.lines.asterisk.parties import PRESENTATION_VARIABLE, SAVED_BY_FREEPBX
from calljournal.matching import MatchKind
from tests.catalogue.person import account
from tests.catalogue.row import Row
from tests.pbx.ami_probe import AmiProbe
from tests.pbx.config import Options
from tests.pbx.dialplans import DIALPLANS, Name
from tests.pbx.handset import Call, Handset
from tests.pbx.install import Install
from tests.pbx.phones import CALLER, Withheld
from tests.pbx.rig import Pbx
from tests.real.office import Office

OWN = "101+191,102,103,104,109"
RING_SECONDS = 3
PARKING_SECONDS = 3
"""After how long a parked call rings where it came from."""
PRESENTED = (PRESENTATION_VARIABLE, *SAVED_BY_FREEPBX)
SETTLED_SECONDS = 0.15
"""The last events of a call, and the look-up of its number, come within some hundredths of a second."""


def options_for(dialplan: Name, *, cdr: bool = False) -> Options:
    """The PBX of a stage."""
    options = Options(
        dialplan=dialplan,
        ring_seconds=RING_SECONDS,
        channelvars=",".join(PRESENTED),
        parking_seconds=PARKING_SECONDS,
        cdr=cdr,
    )
    return replace(options, accounts=account(options.secrets["cti"]))


class Stage:
    """What a play holds in its hand."""

    def __init__(self, install: Install, folder: Path, options: Options) -> None:
        self.options = options
        self.rig = Pbx(install, options)
        self.context = DIALPLANS[options.dialplan].phone_context
        self.offices: dict[str, Office] = {}
        self._folder = folder
        self._stack = ExitStack()
        self._phones: dict[str, Handset] = {}
        self._world: Handset | None = None
        self._seen: dict[str, set[str]] = {}

    def __enter__(self) -> Self:
        self._stack.enter_context(self.rig)
        self.pbx: AmiProbe = self._stack.enter_context(self.rig.asterisk.probe("full"))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def watch(self, name: str, own: str = OWN, **values: str | int) -> Office:
        """Have a further journal watch the PBX."""
        settings: dict[str, str | int] = {"context": self.context, "ring": 1}
        office = Office(self._folder / name, self.rig.asterisk.ports.ami, own, **(settings | values))
        self._stack.enter_context(office)
        office.lamp(LineState.CONNECTED)
        self.offices[name] = office
        self._seen[name] = set()
        return office

    # --- telephones --------------------------------------------------------------------------------------------------

    def phone(self, number: str) -> Handset:
        """A desk phone, switched on."""
        if number not in self._phones:
            self._phones[number] = self.rig.phone(number).on()
        return self._phones[number]

    def on(self, *numbers: str) -> None:
        """Switch these telephones on; `world` is everybody outside."""
        for number in numbers:
            _ = self.world if number == "world" else self.phone(number)

    @property
    def world(self) -> Handset:
        """Everybody outside who may be called."""
        if self._world is None:
            self._world = self.rig.world.on()
        return self._world

    def comes(
        self, number: str, caller: str = CALLER, name: str | None = None, withheld: Withheld | None = None
    ) -> Call:
        """A call comes from outside, for `+41440000` and these digits."""
        return self.rig.world.call(f"+41440000{number}", caller, name, withheld)

    def dials(self, phone: str, number: str) -> Call:
        """A person dials at their desk phone."""
        return self.rig.phone(phone).call(number)

    def clicks(self, owner: str, number: str) -> None:
        """A person clicks on a number in the journal's window."""
        next(iter(self.offices.values())).do(PlaceCall(number, owner=owner))

    def now(self) -> datetime:
        """The moment, on the clock of the telephones' message logs."""
        return datetime.now(UTC)

    def talk(self, seconds: float = 0.4) -> None:
        """Time passes."""
        time.sleep(seconds)

    # --- the journals ------------------------------------------------------------------------------------------------

    def live(self, condition: Callable[[JournalRow], bool]) -> JournalRow:
        """Wait until the latest row of the first journal meets a condition."""
        return next(iter(self.offices.values())).live(condition)

    def rows(self, name: str, count: int, patience: float = 4.0) -> list[JournalRow]:
        """Wait until all calls are over; give the rows that came since the last time, without those merged away."""
        end = time.monotonic() + patience
        while True:
            rows = [row for row in self.offices[name].do(ListRows()) if row.entry.id not in self._seen[name]]
            over = all(not row.entry.live and row.match.kind is not MatchKind.PENDING for row in rows)
            if (over and len([r for r in rows if r.entry.merged_into is None]) >= count) or time.monotonic() > end:
                break
            time.sleep(0.02)
        time.sleep(SETTLED_SECONDS)
        rows = [row for row in self.offices[name].do(ListRows()) if row.entry.id not in self._seen[name]]
        self._seen[name] |= {row.entry.id for row in rows}
        return [row for row in rows if row.entry.merged_into is None]

    def clear(self) -> None:
        """Hang up whatever a play left behind."""
        if self._channels():
            self.pbx.ask(Action="Hangup", Channel="/.*/")
            end = time.monotonic() + 5
            while self._channels() and time.monotonic() < end:
                time.sleep(0.05)
        for handset in (*self._phones.values(), *filter(None, [self._world])):
            handset.forget()
        for name in self.offices:
            self.rows(name, 0)

    def channel(self, endpoint: str) -> str:
        """Give the name of the one channel of an endpoint."""
        (name,) = [name for name in self._channels() if name.startswith(f"PJSIP/{endpoint}-")]
        return name

    def _channels(self) -> list[str]:
        before = len(self.pbx.seen)
        self.pbx.send(Action="CoreShowChannels", ActionID="list")
        self.pbx.event("CoreShowChannelsComplete", ActionID="list")
        return [event["Channel"] for event in self.pbx.seen[before:] if event.get("Event") == "CoreShowChannel"]


Play = Callable[[Stage], Iterable[Row]]


def began(call: Call) -> datetime:
    """When a person began to dial."""
    return call.until("INVITE")


def rang(call: Call) -> datetime:
    """When a telephone was told to ring; waits until it rings, which a busy machine has it do late."""
    call.until("180")
    return call.until("INVITE")


def let_in(call: Call) -> datetime:
    """When Asterisk, having answered a telephone that dialled, went on: half a second later.

    `Answer` waits up to 0.5 s for the first sound (main/channel.c, __ast_answer), and these telephones send none.
    """
    return taken(call) + timedelta(seconds=0.5)


def taken(call: Call) -> datetime:
    """When a telephone was lifted."""
    return call.until("200")


__all__ = ["OWN", "Play", "Row", "Stage", "began", "let_in", "rang", "taken"]
