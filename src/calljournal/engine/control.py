"""Control of calls: which line, which telephone and which leg a person's wish concerns, and what is to be dialled."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import msgspec

from calljournal.calls import Owner
from calljournal.contracts import line, service
from calljournal.engine.ids import new_id
from calljournal.engine.lines import LineHost
from calljournal.engine.recorder import Recorder
from calljournal.errors import BadSettings, NeedsConfirming, NotFound, Refused, words_of
from calljournal.journal import Entry, EntryLeg, RowState
from calljournal.numbers import Dialling, DialRules, UnreadableNumber, dialling, is_emergency, is_link
from calljournal.settings import Settings
from calljournal.store import Store
from calljournal.words import say

RINGS = frozenset({RowState.RINGING})
RUNS = frozenset({RowState.TALKING, RowState.HELD})
ANY = frozenset(RowState) - {RowState.ENDED}

STATES = {
    RowState.RINGING: say("ringing"),
    RowState.DIALLING: say("dialling"),
    RowState.TALKING: say("talking"),
    RowState.HELD: say("held"),
    RowState.ENDED: say("ended"),
}
_BY_HAND = say("no line has this call, it is timed by hand").typed("; `calljournal timer stop` ends it")
_NONE = {
    RINGS: say("no call rings"),
    RUNS: say("nobody is talking"),
    RINGS | RUNS: say("no call rings or runs"),
}


class Control:
    """Carries out what people want of calls. `rows` gives the rows at hand, `settings` those of now."""

    def __init__(
        self,
        lines: LineHost,
        recorder: Recorder,
        store: Store,
        rows: Callable[[], Iterable[Entry]],
        settings: Callable[[], Settings],
    ) -> None:
        self._lines = lines
        self._recorder = recorder
        self._store = store
        self._rows = rows
        self._settings = settings
        self._consulting: set[str] = set()

    def preview(self, command: service.PreviewCall) -> Dialling:
        """Say what would be dialled, or handed over."""
        if self._hands_over(command.line):
            return self._to_hand_over(command.number)
        return self._dialling(command.number, self._line_to_dial(command.line))

    async def place(self, command: service.PlaceCall) -> service.Placed:
        """Dial a number through an owner's telephone; or give the URI that another program is to be handed."""
        hands_over = self._hands_over(command.line)
        if command.from_outside:
            _check_link(command.number, hands_over=hands_over)
        if hands_over:
            to = self._to_hand_over(command.number)
            _check_confirmed(to, confirmed=command.confirmed)
            return service.Placed(to.digits, f"tel:{to.digits}")
        name = self._line_to_dial(command.line)
        owner = _owner_to_dial(tuple(self._lines.profiles[name].owners), command.owner or self._me() or None, name)
        to = self._dialling(command.number, name)
        _check_confirmed(to, confirmed=command.confirmed)
        await self._lines.command(name, line.Dial(new_id(), owner.endpoints[0].name, to.digits))
        await self._recorder.caught_up()
        return service.Placed(to.digits)

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
        _check_confirmed(to, confirmed=command.confirmed)
        await self._lines.command(entry.line, line.Redirect(new_id(), leg.id, to.digits))
        return to

    async def transfer(self, command: service.TransferCall) -> Dialling:
        """Pass a running call on to a number, or (attended) call that number first."""
        entry, leg = await self._find(command.entry, RUNS)
        to = self._dialling(command.number, entry.line)
        _check_confirmed(to, confirmed=command.confirmed)
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

    def _me(self) -> str:
        """Give the owner who is the user, or ""."""
        return self._settings().user.owner

    def _hands_over(self, line_name: str | None) -> bool:
        """Whether numbers go to the computer's own telephone program: the firm says so, and nobody names a line."""
        return line_name is None and self._settings().firm.dial == "uri"

    def _line_to_dial(self, name: str | None) -> str:
        return self._lines.dialler(name, self._settings().firm.line)

    def _to_hand_over(self, number: str) -> Dialling:
        """Read a number as it stands in a URI: +E.164, since the other program has prefixes of its own."""
        return self._read(number, replace(self._settings().firm.rules, plus=True))

    def _dialling(self, number: str, line_name: str) -> Dialling:
        return self._read(number, self._lines.profiles[line_name].rules)

    def _read(self, number: str, rules: DialRules) -> Dialling:
        try:
            to = dialling(number, rules)
        except UnreadableNumber as error:
            raise Refused(words_of(error)) from error
        firm = self._settings().firm.rules
        emergency = to.emergency or is_emergency(to.digits, firm.country, rules.outside)
        return msgspec.structs.replace(to, emergency=emergency)

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
                raise Refused(say("this call has ended already"))
            if entry.manual:
                raise Refused(_BY_HAND)
            if entry.state not in states:
                raise Refused(say("this call cannot do that now: it is {state}", state=STATES[entry.state]))
            return entry
        live = [entry for entry in self._rows() if entry.state in states and entry.merged_into is None]
        on_lines = [entry for entry in live if not entry.manual]
        mine = [entry for entry in on_lines if entry.owner == self._me()] or on_lines
        if len(mine) == 1:
            return mine[0]
        if not mine and live:
            raise Refused(_BY_HAND)
        if not mine:
            raise NotFound(_NONE.get(states, say("no call is going on")))
        raise Refused(
            say("several calls are going on; say which").typed(": " + ", ".join(entry.id[:8] for entry in mine))
        )


def _check_confirmed(to: Dialling, *, confirmed: bool) -> None:
    """Raise NeedsConfirming for an emergency number that nobody has confirmed."""
    if to.emergency and not confirmed:
        raise NeedsConfirming(
            say("{number} is an emergency number: it is dialled only if you confirm it", number=to.shown)
        )


def _check_link(number: str, *, hands_over: bool) -> None:
    """Raise Refused for what another program must not have dialled here."""
    if not is_link(number):
        raise Refused(say("{text!r} is no link with a telephone number (tel: or callto:)", text=number.strip()[:40]))
    if hands_over:
        raise Refused(
            say(
                "the firm's numbers are handed to another telephone program, but this link came from such a program: "
                "it would go round in circles; let a line dial (settings, telephony of the firm), or make the other "
                "program the one for telephone links"
            )
        )


def _owner_to_dial(owners: tuple[Owner, ...], wanted: str | None, line_name: str) -> Owner:
    """Whose telephone rings first: the one asked for, else the only or first owner of the line."""
    if not owners:
        raise BadSettings(say("no telephone of {line} is ours; set its `own`, such as own=101", line=line_name))
    if wanted is None:
        return owners[0]
    for owner in owners:
        if owner.id == wanted or any(wanted == endpoint.name for endpoint in owner.endpoints):
            return owner
    raise NotFound(
        say(
            "{wanted!r} is no owner of {line_name}; there are: {known}",
            wanted=wanted,
            line_name=line_name,
            known=", ".join(owner.id for owner in owners),
        )
    )
