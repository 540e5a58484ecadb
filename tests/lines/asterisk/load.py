"""A minute of a busy PBX: 6,000 calls to 101, 100 a second, as Asterisk 22.10 told them to an account with all rights.

The recording has no times of its own. A channel's id holds the second in which it began, and 200 begin in a second, so
that an event's time is known to some hundredths: enough to play it at its own speed. What its calls were is read from
it here once more, naively and apart from the product: what the journal holds is compared with that.
"""

import lzma
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "recordings/load-100cps-60s.full.ami.xz"
CALLS = 6000
CTI = frozenset({b"call", b"system", b"agent", b"dtmf"})
"""The classes of events that the account of a product is given: 20 of the 87 events of a call."""

_CLASS = re.compile(rb"\r\nPrivilege: (\w+),")
_BEGAN = re.compile(rb"\r\nUniqueid: (\d+)\.")


@dataclass(frozen=True, slots=True)
class Told:
    """An event and its time: seconds since 1970, by the clock of the PBX."""

    at: float
    block: bytes

    def stamped(self) -> bytes:
        """The event as it is sent where manager.conf has `timestampevents = yes`."""
        name, _, rest = self.block.partition(b"\r\n")
        return b"%b\r\nTimestamp: %.6f\r\n%b\r\n\r\n" % (name, self.at, rest)


@dataclass(slots=True)
class Truth:
    """One call as it was, in seconds since 1970."""

    caller: str
    rang: float = 0.0
    answered: float = 0.0
    ended: float = 0.0


def told(classes: frozenset[bytes] | None = None) -> list[Told]:
    """The events of the recording, of these classes or all; without the login."""
    blocks = lzma.decompress(FILE.read_bytes()).split(b"\r\n\r\n")[2:-1]
    events = [Told(at, block) for at, block in zip(_times(blocks), blocks, strict=True)]
    return [event for event in events if classes is None or _class(event.block) in classes]


def _class(block: bytes) -> bytes | None:
    found = _CLASS.search(block)
    return found[1] if found else None


def _times(blocks: Sequence[bytes]) -> Iterator[float]:
    """Spread the channels that begin within a second over it; what comes between two of them is of the first's time.

    Behind the last one the events go on at the mean speed.
    """
    seconds = [_second(block) for block in blocks]
    begun = Counter(second for second in seconds if second is not None)
    place: Counter[int] = Counter()
    pace = (len(begun) - 1) / max(index for index, second in enumerate(seconds) if second is not None)
    left = begun.total()
    at = float(min(begun))
    for second in seconds:
        if second is not None:
            at = max(at, second + place[second] / begun[second])
            place[second] += 1
            left -= 1
        elif not left:
            at += pace
        yield at


def _second(block: bytes) -> int | None:
    found = _BEGAN.search(block) if block.startswith(b"Event: Newchannel\r\n") else None
    return int(found[1]) if found else None


def truth(events: Sequence[Told]) -> list[Truth]:
    """The calls: who called, when it rang, when the two were joined, when the telephone's channel was gone."""
    calls: dict[str, Truth] = {}
    for event in events:
        name = event.block[7 : event.block.find(b"\r\n")]
        if name not in (b"Newchannel", b"Newstate", b"DialBegin", b"BridgeEnter", b"Hangup"):
            continue
        fields = dict(line.split(": ", 1) for line in event.block.decode().split("\r\n"))
        call = calls.setdefault(fields["Linkedid"], Truth(fields["CallerIDNum"]))
        if name == b"DialBegin" or fields["ChannelStateDesc"] == "Ringing":
            call.rang = call.rang or event.at
        elif name == b"BridgeEnter" and fields["BridgeNumChannels"] == "2":
            call.answered = event.at
        elif name == b"Hangup" and fields["Channel"].startswith("PJSIP/101-"):
            call.ended = event.at
    return list(calls.values())
