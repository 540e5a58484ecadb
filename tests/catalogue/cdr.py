"""Asterisk's own call records (CDR), and what somebody who bills by them reads.

A record is about one channel (party A) and whom it was joined to (party B); `answer` is when party A was answered, by
whomever, or when the two were joined; `billsec` runs from there to the end of the record (docs.asterisk.org,
Configuration/Reporting, "CDR Specification").
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from calljournal.calls import Owners
from calljournal.numbers import DialRules, read_pbx
from tests.catalogue.row import Row

RULES = DialRules("CH", "44", "0", (2, 4))
RULER = 0.75
"""Seconds by which what is billed may differ from what was spoken. What is wrong is wrong by a second and more."""

_DIALLED = re.compile(r"PJSIP/(\d+)@")


@dataclass(frozen=True)
class CallRecord:
    """One record. `start` is Unix time; seconds are exact, see `CALL_RECORD_COLUMNS`."""

    src: str
    dst: str
    channel: str
    dstchannel: str
    lastapp: str
    lastdata: str
    disposition: str
    start: float
    duration: float
    billsec: float
    linkedid: str

    @classmethod
    def of(cls, columns: dict[str, str]) -> "CallRecord":
        """Take what is needed from the columns of one line of Master.csv."""
        words = {name: columns[name] for name in cls.__dataclass_fields__}
        return cls(**words | {name: float(words[name]) for name in ("start", "duration", "billsec")})  # type: ignore[arg-type]

    @property
    def dialled(self) -> str:
        """The number that was called; where `dst` is a label of the dialplan, what `Dial` was told."""
        if re.search(r"\d", self.dst):
            return self.dst
        dialled = _DIALLED.match(self.lastdata)
        return "0" + dialled.group(1) if dialled else endpoint(self.dstchannel)


def endpoint(channel: str) -> str:
    """`PJSIP/101-0000002a` -> `101`; nothing where the channel is no telephone's and no trunk's."""
    name, _, _ = channel.rpartition("-")
    return name.removeprefix("PJSIP/") if name.startswith("PJSIP/") else ""


Bill = dict[str, dict[str, float]]
"""Owner -> number, as the record writes it -> seconds."""


def billed(records: Iterable[CallRecord], owners: Owners) -> Bill:
    """Read the records as they are meant: those that are ANSWERED, each for the telephones that it names.

    With whom: for the telephone that called `dst`, for the one that was called `src`. How long: the sum of `billsec`.
    """
    bill: Bill = {}
    for record in records:
        if record.disposition != "ANSWERED":
            continue
        for channel, number in ((record.channel, record.dialled), (record.dstchannel, record.src)):
            owner = owners.of(endpoint(channel))
            if owner is not None:
                numbers = bill.setdefault(owner.id, {})
                numbers[number] = numbers.get(number, 0.0) + record.billsec
    return bill


def misbilled(wanted: Iterable[Row], bill: Bill) -> dict[str, str]:
    """Owner -> in what the bill is not what happened.

    Time on hold may be billed or not: either is right. Of a call within the house the seconds alone count; where
    somebody outside took part nothing else counts, since no client pays for the rest.
    """
    rows = list(wanted)
    outside = any(row.scope == "external" for row in rows)
    wrong = {}
    for owner in sorted({row.owner for row in rows} | set(bill)):
        own = [row for row in rows if row.owner == owner and (row.scope == "external" or not outside)]
        left = {number: s for number, s in bill.get(owner, {}).items() if not outside or _is_outside(number)}
        words = []
        for number in dict.fromkeys(row.number if outside else None for row in own):
            meant = [written for written in left if _means(written, number)]
            seconds = sum(left.pop(written) for written in meant)
            words.append(_compared([row for row in own if not outside or row.number == number], seconds))
        words += [f"{cut(seconds)} s with {number}" for number, seconds in left.items() if seconds > RULER]
        if any(words):
            wrong[owner] = ", ".join(filter(None, words))
    return wrong


def _compared(rows: list[Row], seconds: float) -> str:
    """Say what is wrong with the seconds of these rows."""
    talk, held = sum(row.talk_seconds for row in rows), sum(row.held for row in rows)
    if min(abs(seconds - talk), abs(seconds - talk - held)) <= RULER:
        return ""
    if not talk:
        return f"{cut(seconds)} s, but did not talk"
    return (
        f"{cut(seconds)} s instead of {cut(talk + held)} s" if seconds else f"nothing instead of {cut(talk + held)} s"
    )


def _means(written: str, number: str | None) -> bool:
    """Whether a number in a record is that one, written as carriers do or as it is dialled; None is any."""
    readings = (read_pbx(written, RULES, "incoming"), read_pbx(written, RULES, "outgoing"))
    return number is None or any(number in (reading.e164, reading.digits) for reading in readings)


def _is_outside(written: str) -> bool:
    """Whether a record's number is no telephone, group or code of the house; a withheld one is outside."""
    return len(written) > 4


def cut(seconds: float) -> int:
    """Whole seconds, cut off as in Asterisk's own file; not by the last moment before the full second."""
    return int(seconds + 0.15)
