"""The recordings: AMI sessions of Asterisk 22.10 with a small firm behind it, played by SIPp.

`NAME.ami` holds the bytes as they came, `NAME.tsv` where in them each message begins and when it came (byte offset,
Unix time, event). Country CH, area code 44, outside line 0, telephones 101 Anna Keller, 102 Beat Frei, 103 Carla Meier,
104 Dario Weber, endpoint `trunk`.

| name | what was recorded |
|---|---|
| `CALL.cti` | one kind of call, by an account with the rights that a product should ask for; no time stamps |
| `CALL.full` | the same kind of call, in another run, by an account with all rights |
| `reconnect-midcall.cti-late` | two calls that run when the client connects |
| `restart-killed` | Asterisk killed in mid-call: two sessions, one after the other |
| `person-CALL` | by an account that hears the events of 101 only, see `test_person_recordings` |
| `play-DIALPLAN-PLAY` | a play of tests/catalogue, by the account `cti`; `.json` has the rows that must come of it |
| `load-100cps-60s.full` | a minute with 100 calls a second, packed, see `load` |
"""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from calljournal.calls import CallTracker, LegReport, Owners, Snapshot
from calljournal.contracts.line import LineConfig, LineMessage, LineStatus, Piece
from calljournal.contracts.manifest import Value
from calljournal.journal import Entry, Journal, LineProfile
from calljournal.lines.asterisk.replay import replay
from calljournal.numbers import DialRules

FOLDER = Path(__file__).parent / "recordings"
NAMES = sorted(file.name.removesuffix(".ami") for file in FOLDER.glob("*.ami"))
LINE = "asterisk:test"
OWN = "101+191,102,103,104"
RULES = DialRules("CH", "44", "0", (2, 4))


def joined(*parts: str) -> str:
    """A number of the recordings, put together: they were invented for them, and are no reserved ones."""
    return "".join(parts)


CALLER = joined("+41", "445551234")


class NoClock:
    """A replay has no clock to look at."""

    anchored = 0

    def now(self) -> datetime:
        raise AssertionError("a replay must not ask for the time")


def config(own: str, values: dict[str, Value] | None = None, rules: DialRules = RULES) -> LineConfig:
    """The settings of a line for a replay."""
    return LineConfig(LINE, Owners.parse(own), rules, values or {}, NoClock())


def config_of(name: str) -> LineConfig:
    """The settings with which a recording of a person or of a play is replayed."""
    context = "from-internal" if "freepbx" in name else "internal"
    own = "101" if name.startswith("person-") else OWN
    return config(own, {"trunk": "trunk", "context": context})


def raw(name: str) -> bytes:
    """The bytes of a recording."""
    return (FOLDER / f"{name}.ami").read_bytes()


def moments(name: str) -> list[tuple[int, datetime, str]]:
    """Byte offset, time and event of each message of a recording."""
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return [(int(offset), datetime.fromtimestamp(float(at), UTC), event) for offset, at, event in rows]


def moment(name: str, event: str) -> datetime:
    """When the n-th event of a kind came: `Hangup 2`."""
    kind, _, number = event.partition(" ")
    return [at for _, at, happened in moments(name) if happened == kind][int(number) - 1]


def pieces(name: str) -> Iterator[Piece]:
    """A recording, one piece for each message, with its time."""
    data, rows = raw(name), moments(name)
    ends = [offset for offset, _, _ in rows[1:]] + [len(data)]
    for (start, at, _), end in zip(rows, ends, strict=True):
        yield Piece(data[start:end], at)


def byte_by_byte(whole: Iterable[Piece]) -> Iterator[Piece]:
    """The same, each byte alone."""
    for piece in whole:
        yield from (Piece(piece.data[i : i + 1], piece.at) for i in range(len(piece.data)))


def at_random(whole: Iterable[Piece], seed: int) -> Iterator[Piece]:
    """The same, cut in random places."""
    choice = random.Random(seed)
    for piece in whole:
        rest = piece.data
        while rest:
            size = choice.randint(1, 200)
            yield Piece(rest[:size], piece.at)
            rest = rest[size:]


def told(settings: LineConfig, recording: Iterable[Piece]) -> list[LineMessage]:
    """What the line says of a recording."""
    return list(replay(settings, recording))


def rows(settings: LineConfig, messages: Iterable[LineMessage]) -> list[Entry]:
    """The rows of the journal that come of what a line said, those merged away last."""
    numbers = count(1)

    def new_id() -> str:
        return f"{next(numbers):03}"

    tracker = CallTracker(new_id)
    journal = Journal({LINE: LineProfile(settings.owners, settings.rules)}, new_id)
    entries: dict[str, Entry] = {}
    for message in messages:
        match message:
            case LegReport():
                calls = tracker.apply(message)
            case Snapshot():
                calls = tracker.snapshot(message)
            case LineStatus(line=line, at=at):
                tracker.sighted(line, at)
                continue
            case _:
                continue
        for call in calls:
            for entry in journal.record(call):
                entries[entry.id] = entry
    return sorted(entries.values(), key=lambda entry: (entry.merged_into is not None, entry.started, entry.owner))
