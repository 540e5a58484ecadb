"""What the facts of an own channel mean: the report of its leg, always whole.

In: a channel and the switchboard around it. Out: `LegReport`. The causes are those of Q.850, as Asterisk gives them in
`Hangup`; the statuses those of `DialEnd`.
"""

from dataclasses import replace
from datetime import datetime

from calljournal.calls import Direction, LegEnd, LegReport, LegState, Party, Span
from calljournal.lines.asterisk.channels import Channel
from calljournal.lines.asterisk.parties import Parties
from calljournal.lines.asterisk.switchboard import Switchboard

NORMAL, BUSY, NO_USER, NO_ANSWER, ABSENT, REJECTED, REDIRECTED, ELSEWHERE = 16, 17, 18, 19, 20, 21, 23, 26
INTERWORKING = 127
_NOT_FAILED = frozenset({None, 0, NORMAL, NO_USER, NO_ANSWER, ELSEWHERE, INTERWORKING})

_BY_CAUSE = {
    BUSY: LegEnd.BUSY,
    REJECTED: LegEnd.REJECTED,
    REDIRECTED: LegEnd.FORWARDED,
    ELSEWHERE: LegEnd.ELSEWHERE,
}
_ITS_OWN = frozenset({LegEnd.BUSY, LegEnd.REJECTED})
"""Ends that a telephone brings about itself. One whose ringing was taken back (`CANCEL`) may have their cause all the
same: Asterisk hands on the cause of another telephone of the group."""
_INCOMING = {
    "BUSY": LegEnd.BUSY,
    "CANCEL": LegEnd.CANCELLED,
    "NOANSWER": LegEnd.NO_ANSWER,
    "CONGESTION": LegEnd.UNREACHABLE,
    "CHANUNAVAIL": LegEnd.UNREACHABLE,
}
_OUTGOING_ORDER = (LegEnd.CANCELLED, LegEnd.NO_ANSWER, LegEnd.REJECTED, LegEnd.BUSY, LegEnd.FAILED)
"""Of several telephones that were called, the first of these ends that one of them had is the end of the call."""


class Legs:
    """Reports the legs of own channels."""

    def __init__(self, line: str, board: Switchboard, parties: Parties) -> None:
        self._line = line
        self._board = board
        self._parties = parties

    def report(self, channel: Channel, generation: int, at: datetime) -> LegReport | None:
        """Give the leg of an own channel as it is now; None before it is known which way it goes."""
        direction = self.direction(channel)
        if channel.own is None or not channel.confirmed or direction is None:
            return None
        ended = channel.ended
        end = self._end(channel, direction) if ended else None
        taker = self._taker(channel) if channel.answered is None and direction is Direction.INCOMING else None
        if taker is not None and end in (LegEnd.CANCELLED, LegEnd.NO_ANSWER, LegEnd.UNREACHABLE):
            end = LegEnd.ELSEWHERE
        return LegReport(
            line=self._line,
            generation=generation,
            leg=channel.uid,
            conversation=channel.conversation.id,
            endpoint=channel.own,
            direction=direction,
            party=self.party(channel, direction),
            state=_state(channel, direction),
            started=_started(channel, direction),
            at=at,
            answered=channel.answered,
            ended=ended,
            holds=tuple(replace(hold, end=hold.end or ended) for hold in channel.holds),
            end=end,
            answered_by=None if end is None else channel.picked_up_by or taker,
            transferred_to=self._transferred_to(channel),
            voicemail=self._left_message(channel),
            guessed=channel.guessed,
            joined_before=channel.joined_before,
            anomalies=tuple(channel.anomalies),
        )

    def direction(self, channel: Channel) -> Direction | None:
        """Say which way a leg goes, or None before anything tells."""
        source, originated = self._board.source(channel)
        if channel.picks_up:
            return Direction.INCOMING
        if channel.ours or channel.calls_in or originated:
            return Direction.OUTGOING
        if source is not None or channel.dialled_by is not None:
            return Direction.INCOMING
        if channel.originated or channel.is_root:
            return Direction.OUTGOING
        return Direction.INCOMING if channel.rang or channel.state == "Up" else None

    # --- the other side ----------------------------------------------------------------------------------------------

    def party(self, channel: Channel, direction: Direction) -> Party:
        """Give the other side of a leg; one of outside stays, one of the house gives way to it."""
        if channel.outside is not None:
            return self._parties.caller(channel.outside)
        if direction is Direction.OUTGOING:
            anchor = self._board.anchor(channel)
            return self._parties.dialled(channel.dialled or anchor.dialled, self._board.called(anchor))
        source = self.source(channel)
        return self._parties.connected(channel) if source is None else self._parties.caller(source)

    def source(self, channel: Channel) -> Channel | None:
        """Give the channel that called this one; where we came late, the one that it talks to, or the oldest."""
        if channel.picks_up:
            return channel.takes_up or channel.peer
        source, _ = self._board.source(channel)
        if source is not None or channel.dialled_by is not None:
            return source
        if channel.peer is not None:
            return channel.peer
        root = self._board.channel(channel.conversation.id)
        return None if root is None or root is channel or root.is_link else root

    def join(self, channel: Channel, at: datetime, *, late: bool) -> None:
        """Look who an own channel is joined to: the first person answers it; an outside one replaces a colleague."""
        if channel.ended is not None or channel.state != "Up":
            return
        persons = self._persons(channel)
        if not persons:
            return
        if channel.answered is None:
            channel.answered = at
            if late:
                channel.joined_before = True
        if channel.held_in is not None and channel.held_in is not channel.bridge:
            unhold(channel, at)  # whom it holds is in another bridge: it talks to somebody else
        channel.peer = persons[0]
        if channel.bridge is not None and channel.bridge.is_room:
            return
        if channel.outside is not None or (direction := self.direction(channel)) is None:
            return
        outside = next((person for person in persons if self._parties.is_trunk(person)), None)
        if outside is None or self._was_dialled(channel, outside):
            return
        if self.party(channel, direction).external is not True:
            channel.outside = outside

    def _was_dialled(self, channel: Channel, outside: Channel) -> bool:
        """Whether its own dialling led here; one that is dialled in mid-talk was sent there by a transfer."""
        if outside not in self._board.called(self._board.anchor(channel)):
            return False
        return channel.answered is None or outside.dial_begun is None or outside.dial_begun <= channel.answered

    def _persons(self, channel: Channel) -> list[Channel]:
        """Give whom it is joined to. An account that sees one person's calls alone is not told in which bridge the
        other side is: then it is the one whose call it took, or that took its call.
        """
        persons = self._board.persons(channel)
        if persons or channel.bridge is None or channel.bridge.holding:
            return persons
        others = [called for called in self._board.called(self._board.anchor(channel)) if called.taken is not None]
        caller = self._board.source(channel)[0] if channel.taken is not None else channel.takes_up
        if caller is not None:
            others.append(caller)
        unseen = [other for other in others if not other.whole and not other.was_bridged]
        return [other for other in unseen if other.ended is None]

    # --- how it ended ------------------------------------------------------------------------------------------------

    def _end(self, channel: Channel, direction: Direction) -> LegEnd:
        if channel.answered is not None:
            return LegEnd.ANSWERED if channel.parked is None else LegEnd.PARKED
        return _incoming_end(channel) if direction is Direction.INCOMING else self._outgoing_end(channel)

    def _outgoing_end(self, channel: Channel) -> LegEnd:
        if channel.ended_by_us:
            return LegEnd.CANCELLED
        was_called = not channel.calls_in
        if was_called and channel.state != "Up":
            return LegEnd.FAILED  # click-to-dial: our own telephone was busy, unanswered or unknown
        called = [other for other in self._board.called(self._board.anchor(channel)) if not other.forwarded]
        ends = [_called_end(other, self._board.dial_status(other), channel) for other in called]
        if ends:
            return min(ends, key=_OUTGOING_ORDER.index)
        if channel.state == "Up" and (channel.gave_up or channel.cause in _NOT_FAILED):
            return LegEnd.ANSWERED  # a menu, an announcement, a mailbox
        if channel.gave_up:
            return LegEnd.CANCELLED
        return {BUSY: LegEnd.BUSY, REJECTED: LegEnd.REJECTED}.get(channel.cause or 0, LegEnd.FAILED)

    def _taker(self, channel: Channel) -> str | None:
        """Give who took, instead of this telephone and after it began to ring, the call of the same caller."""
        source = self.source(channel)
        begun = channel.dial_begun or channel.seen
        takers = [
            other
            for other in channel.conversation.channels.values()
            if other is not channel
            and other.taken is not None
            and other.taken >= begun
            and not other.is_link
            and other is not source
            and self._board.source(other)[0] is source
        ]
        return self._parties.number_of(min(takers, key=lambda c: c.taken or c.seen)) if takers else None

    def _transferred_to(self, channel: Channel) -> str | None:
        """Give the number that a call was passed to; one that was parked is passed to whoever took it up."""
        if channel.parked is None:
            redirected = None if channel.joins else self._redirected_to(channel)
            return channel.transferred_to or redirected
        taker = channel.retrieved_by
        return None if taker is None or taker.own == channel.own else self._parties.reached_by(taker)

    def _left_message(self, channel: Channel) -> bool:
        """Whether the caller of a call that was not answered spoke to a voicemail."""
        source = self.source(channel) if channel.answered is None else None
        return source is not None and source.left_message

    def _redirected_to(self, channel: Channel) -> str | None:
        """Give who the other side was sent to by somebody else (AMI `Redirect`): it dials on when we are gone, though
        our telephone did not ask to be ended (`HangupRequest`) and no transfer was told.
        """
        peer, ended = channel.peer, channel.ended
        if ended is None or channel.answered is None or channel.gave_up or channel.ended_by_us or peer is None:
            return None
        if any(moment is not None and moment <= ended for moment in (peer.gave_up, peer.ended)):
            return None
        after = [c for c in self._board.called(peer) if c.dial_begun is not None and c.dial_begun > channel.answered]
        return self._parties.reached_by(min(after, key=lambda c: c.dial_begun or c.seen)) if after else None


def _state(channel: Channel, direction: Direction) -> LegState:
    if channel.ended is not None:
        return LegState.ENDED
    if channel.answered is not None:
        return LegState.HELD if channel.holds and channel.holds[-1].end is None else LegState.TALKING
    rings = direction is Direction.INCOMING and not channel.picks_up
    return LegState.RINGING if rings else LegState.DIALLING


def _started(channel: Channel, direction: Direction) -> datetime:
    if direction is Direction.OUTGOING:
        return channel.seen
    return min(filter(None, (channel.dial_begun, channel.rang)), default=channel.seen)


def _incoming_end(channel: Channel) -> LegEnd:
    if channel.ended_by_us:
        return LegEnd.REJECTED
    by_cause = LegEnd.FORWARDED if channel.forwarded else _BY_CAUSE.get(channel.cause or 0)
    if by_cause is not None and not (by_cause in _ITS_OWN and channel.dial_status == "CANCEL"):
        return by_cause
    end = _INCOMING.get(channel.dial_status or "")
    if end is None:
        end = LegEnd.NO_ANSWER if channel.cause == NO_ANSWER else LegEnd.CANCELLED
    if channel.rang is None and end in (LegEnd.CANCELLED, LegEnd.NO_ANSWER):
        return LegEnd.UNREACHABLE
    return end


def _called_end(called: Channel, status: str | None, caller: Channel) -> LegEnd:
    """Judge a telephone or trunk that was called and not reached: the cause knows more than the status.

    An account that sees one person's calls alone is not told how the other side ended: then the caller's cause counts.
    """
    cause = called.cause if called.ended is not None else caller.cause
    if status == "CANCEL" and cause in (BUSY, REJECTED):
        return LegEnd.CANCELLED  # it is another one's
    if cause == BUSY or status == "BUSY":
        return LegEnd.BUSY
    if cause == REJECTED:
        return LegEnd.REJECTED
    if cause not in _NOT_FAILED or status in ("CONGESTION", "CHANUNAVAIL"):
        return LegEnd.FAILED
    if status == "NOANSWER" or cause in (NO_USER, NO_ANSWER):
        return LegEnd.NO_ANSWER
    return LegEnd.CANCELLED


def hold(channel: Channel, at: datetime) -> None:
    """An own telephone puts the other side on hold."""
    if not channel.holds or channel.holds[-1].end is not None:
        channel.holds.append(Span(at))
    channel.held_in = channel.bridge


def unhold(channel: Channel, at: datetime) -> None:
    """It takes it back, or is about to transfer it."""
    if channel.holds and channel.holds[-1].end is None:
        channel.holds[-1] = Span(channel.holds[-1].start, at)
