"""The order of events within one instant is not stable between runs of Asterisk; the rows do not depend on it.

Events that came within 5 ms are shuffled. Kept is what must come in order: a channel's beginning before all that it
does, its end after all but a `DialEnd`, and the order of its own bridges, holds and transfers.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from calljournal.contracts.line import LineConfig, Piece
from calljournal.journal import Entry
from calljournal.lines.asterisk.protocol import AmiStream, Message
from tests.lines.asterisk.recorded import NAMES, config, config_of, pieces, rows, told

INSTANT = timedelta(milliseconds=5)
CHANNELS = ("", "Dest", "Transferer", "Transferee", "OrigTransferer", "SecondTransferer", "TransferTarget")
ORDERED = {
    "BridgeEnter",
    "BridgeLeave",
    "Hold",
    "Unhold",
    "BlindTransfer",
    "AttendedTransfer",
    "HangupRequest",
    "Hangup",
    "OriginateResponse",
}
HAVE_AN_ORDER = ("late", "midcall", "restart")
"""Of these the order is part: a list of channels comes in one piece, a session begins with its greeting."""

NOTED = ("person-group-local-lost", "ring-group-through-local-channels-answered", "follow-me", "attended-by-code")
"""Of these an order may leave a note in the row (`ringing after dialling`): a telephone behind a Local channel may be
called before it is known who calls that channel. All else in the row is the same."""

Timed = tuple[Message, datetime]


def channels(message: Message) -> set[str]:
    """The channels that an event names."""
    named = (message.get(prefix + "Uniqueid") for prefix in CHANNELS)
    return {uid for uid in named if uid is not None}


def must_follow(later: Message, earlier: Message) -> bool:
    """Whether two events of one instant cannot change places."""
    if not channels(later) & channels(earlier):
        return False
    if "Newchannel" in (earlier.event, later.event):
        return True
    if later.event == "Hangup":
        return earlier.event != "DialEnd"
    return earlier.event in ORDERED and later.event in ORDERED


def instants(events: list[Timed]) -> Iterator[list[Timed]]:
    """The events that came together."""
    group: list[Timed] = []
    for event in events:
        if group and event[1] - group[0][1] > INSTANT:
            yield group
            group = []
        group.append(event)
    yield group


def shuffled(group: list[Timed], choice: random.Random) -> Iterator[Timed]:
    """The same events in another order that can be; the times stay in order."""
    times = [at for _, at in group]
    waiting = [message for message, _ in group]
    for at in times:
        free = [m for i, m in enumerate(waiting) if not any(must_follow(m, before) for before in waiting[:i])]
        message = choice.choice(free)
        waiting.remove(message)
        yield message, at


def recording(name: str) -> list[Timed]:
    """The messages of a recording with their times."""
    stream = AmiStream()
    return [
        (item, piece.at)
        for piece in pieces(name)
        for item in stream.feed(piece.data)
        if isinstance(item, Message) and piece.at is not None
    ]


def place(entry: Entry) -> tuple[bool, str]:
    """Rows that began in the same instant have no order of their own."""
    return entry.merged_into is not None, entry.owner


def facts(entry: Entry) -> tuple[object, ...]:
    """What must be the same; times may differ by an instant."""
    return (
        entry.owner,
        entry.direction,
        entry.scope,
        entry.state,
        entry.outcome,
        entry.number,
        entry.name,
        entry.presentation,
        entry.answered_by,
        entry.transferred_to,
        entry.answered is None,
        entry.merged_into is None,
        [leg.end for leg in entry.legs],
    )


def settings_of(name: str) -> LineConfig:
    """Who has to be asked about in a recording."""
    return config_of(name) if name.startswith(("person-", "play-")) else config("101,102,103")


@pytest.mark.parametrize("name", [name for name in NAMES if not any(word in name for word in HAVE_AN_ORDER)])
def test_the_order_within_an_instant_makes_no_difference(name: str) -> None:
    """Twelve orders of each recording: the same rows, times within some instants.

    Four where all rights bring three times as many events: to mix them takes long, and few of them matter.
    """
    settings = settings_of(name)
    events = recording(name)
    straight = sorted(rows(settings, told(settings, pieces(name))), key=place)
    for seed in range(4 if name.endswith(".full") else 12):
        choice = random.Random(seed)
        mixed = [event for group in instants(events) for event in shuffled(group, choice)]
        stream = [Piece(b"Asterisk Call Manager/11.0.0\r\n", None)]
        stream += [Piece(message.raw + b"\r\n\r\n", at) for message, at in mixed]
        again = sorted(rows(settings, told(settings, stream)), key=place)
        assert [facts(row) for row in again] == [facts(row) for row in straight], seed
        if not name.endswith(NOTED):
            assert [row.anomalies for row in again] == [row.anomalies for row in straight], seed
        for one, other in zip(again, straight, strict=True):
            assert abs(one.started - other.started) < 2 * INSTANT
            assert one.talk_seconds == pytest.approx(other.talk_seconds, abs=0.02)
            assert one.held_seconds == pytest.approx(other.held_seconds, abs=0.02)
