"""Control of calls: which line, which telephone and which leg a person's wish concerns, and what is to be dialled."""

from collections.abc import Callable, Iterable

from calljournal.calls import Owner
from calljournal.contracts import line, service
from calljournal.engine.ids import new_id
from calljournal.engine.lines import LineHost
from calljournal.engine.recorder import Recorder
from calljournal.errors import BadSettings, NotFound, Refused
from calljournal.journal import Entry, EntryLeg, RowState
from calljournal.numbers import Dialling, UnreadableNumber, dialling
from calljournal.store import Store

RINGS = frozenset({RowState.RINGING})
RUNS = frozenset({RowState.TALKING, RowState.HELD})
ANY = frozenset(RowState) - {RowState.ENDED}

_BY_HAND = "no line has this call, it is timed by hand; `calljournal timer stop` ends it"
_NONE = {RINGS: "no call rings", RUNS: "nobody is talking", RINGS | RUNS: "no call rings or runs"}


class Control:
    """Carries out what people want of calls. `rows` gives the rows at hand, `me` the owner who is the user, or ""."""

    def __init__(
        self,
        lines: LineHost,
        recorder: Recorder,
        store: Store,
        rows: Callable[[], Iterable[Entry]],
        me: Callable[[], str],
    ) -> None:
        self._lines = lines
        self._recorder = recorder
        self._store = store
        self._rows = rows
        self._me = me
        self._consulting: set[str] = set()

    def preview(self, command: service.PreviewCall) -> Dialling:
        """Say what would be dialled."""
        return self._dialling(command.number, self._lines.dialler(command.line))

    async def place(self, command: service.PlaceCall) -> str:
        """Dial a number through an owner's telephone, and give the digits."""
        name = self._lines.dialler(command.line)
        owner = _owner_to_dial(tuple(self._lines.profiles[name].owners), command.owner or self._me() or None, name)
        digits = self._dialling(command.number, name).digits
        await self._lines.command(name, line.Dial(new_id(), owner.endpoints[0].name, digits))
        await self._recorder.caught_up()
        return digits

    async def end(self, command: service.EndCall) -> str:
        """Hang up."""
        entry, leg = await self._find(command.entry, ANY)
        await self._lines.command(entry.line, line.HangUp(new_id(), leg.id))
        return entry.id

    async def answer(self, command: service.AnswerCall) -> str:
        """Take a call that rings."""
        entry, leg = await self._find(command.entry, RINGS)
        await self._lines.command(entry.line, line.Answer(new_id(), leg.id))
        return entry.id

    async def hold(self, command: service.HoldCall) -> str:
        """Put a call on hold, or take it back."""
        entry, leg = await self._find(command.entry, RUNS)
        await self._lines.command(entry.line, line.Hold(new_id(), leg.id, command.on))
        return entry.id

    async def redirect(self, command: service.RedirectCall) -> Dialling:
        """Send a call that rings or runs on to a number."""
        entry, leg = await self._find(command.entry, RINGS | RUNS)
        to = self._dialling(command.number, entry.line)
        await self._lines.command(entry.line, line.Redirect(new_id(), leg.id, to.digits))
        return to

    async def transfer(self, command: service.TransferCall) -> Dialling:
        """Pass a running call on to a number, or (attended) call that number first."""
        entry, leg = await self._find(command.entry, RUNS)
        to = self._dialling(command.number, entry.line)
        make = line.Consult if command.attended else line.BlindTransfer
        await self._lines.command(entry.line, make(new_id(), leg.id, to.digits))
        if command.attended:
            self._consulting.add(entry.id)
        return to

    async def complete_transfer(self, command: service.CompleteTransfer) -> str:
        """Join the two whom an attended transfer is about."""
        return await self._end_consultation(command.entry, line.CompleteTransfer)

    async def cancel_transfer(self, command: service.CancelTransfer) -> str:
        """Take the first call back."""
        return await self._end_consultation(command.entry, line.CancelTransfer)

    async def _end_consultation(
        self, entry_id: str | None, make: type[line.CompleteTransfer] | type[line.CancelTransfer]
    ) -> str:
        """Without an entry the one is meant in which this engine began a consultation last known to go on."""
        self._consulting &= {entry.id for entry in self._rows() if entry.state in RUNS}
        if entry_id is None and len(self._consulting) == 1:
            (entry_id,) = self._consulting
        entry, leg = await self._find(entry_id, RUNS)
        await self._lines.command(entry.line, make(new_id(), leg.id))
        self._consulting.discard(entry.id)
        return entry.id

    def _dialling(self, number: str, line_name: str) -> Dialling:
        try:
            return dialling(number, self._lines.profiles[line_name].rules)
        except UnreadableNumber as error:
            raise Refused(str(error)) from error

    async def _find(self, entry_id: str | None, states: frozenset[RowState]) -> tuple[Entry, EntryLeg]:
        """Give the row that is meant and its leg: the one asked for, else the only one in one of these states."""
        await self._recorder.caught_up()
        entry = await self._entry(entry_id, states)
        live = [leg for leg in entry.legs if leg.ended is None]
        talking = [leg for leg in live if leg.answered is not None]
        return entry, (talking or live)[-1]

    async def _entry(self, entry_id: str | None, states: frozenset[RowState]) -> Entry:
        if entry_id is not None:
            entry = (await self._store.row(entry_id)).entry
            if not entry.live:
                raise Refused("this call has ended already")
            if entry.manual:
                raise Refused(_BY_HAND)
            if entry.state not in states:
                raise Refused(f"this call cannot do that now: it is {entry.state.value}")
            return entry
        live = [entry for entry in self._rows() if entry.state in states and entry.merged_into is None]
        on_lines = [entry for entry in live if not entry.manual]
        mine = [entry for entry in on_lines if entry.owner == self._me()] or on_lines
        if len(mine) == 1:
            return mine[0]
        if not mine and live:
            raise Refused(_BY_HAND)
        if not mine:
            raise NotFound(_NONE.get(states, "no call is going on"))
        raise Refused("several calls are going on; say which: " + ", ".join(entry.id[:8] for entry in mine))


def _owner_to_dial(owners: tuple[Owner, ...], wanted: str | None, line_name: str) -> Owner:
    """Whose telephone rings first: the one asked for, else the only or first owner of the line."""
    if not owners:
        raise BadSettings(f"no telephone of {line_name} is ours; set its `own`, such as own=101")
    if wanted is None:
        return owners[0]
    for owner in owners:
        if owner.id == wanted or any(wanted == endpoint.name for endpoint in owner.endpoints):
            return owner
    raise NotFound(f"{wanted!r} is no owner of {line_name}; there are: {', '.join(owner.id for owner in owners)}")
