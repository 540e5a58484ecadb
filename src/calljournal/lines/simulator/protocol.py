"""Reads a scenario: text, one step a line. Pure; README.md describes the language.

In: the text. Out: `Scenario`. What cannot be read raises BadData with the number of the line and what was expected.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from calljournal.calls import Party, Presentation
from calljournal.errors import BadData

LONGEST_TEXT = 1_000_000
"""Characters of a scenario: some 20 000 steps; more is rather a wrong file than a script that a person wrote."""

LONGEST_LINE = 1_000
"""Characters of one step; the longest that makes sense has a few telephones and a name."""


class Verb(StrEnum):
    """What a step says; the value is the word by which it is known in the text."""

    RINGS = "rings"
    DIALS = "to"
    IS = "is"
    ANSWERED = "answered"
    HELD = "held"
    RESUMED = "resumed"
    BUSY = "busy"
    REJECTED = "rejected"
    UNREACHABLE = "unreachable"
    UNANSWERED = "unanswered"
    FAILED = "failed"
    FORWARDED = "forwarded"
    REDIRECTED = "redirected"
    TRANSFERRED = "transferred"
    JOINED = "joined"
    ENDED = "ended"
    DROPS = "drops"
    RETURNS = "returns"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens, `at` seconds after the beginning. Which of the other fields are set hangs on the verb.

    `call` is the name of the call in the script, `phone` the telephone that does it, `party` who is on the other
    side, `phones` those that ring, `other` the call that is joined.
    """

    line: int
    at: float
    verb: Verb
    call: str = ""
    phone: str | None = None
    party: Party | None = None
    phones: tuple[str, ...] = ()
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """The steps in order; `starts` is the moment of the beginning, for a replay, where the text names one."""

    steps: tuple[Step, ...]
    starts: datetime | None = None

    @property
    def seconds(self) -> float:
        """How long it plays."""
        return self.steps[-1].at if self.steps else 0.0


_PHONE = r"[\w.-]+"
_PARTY = rf'"[^"]*"(?:\s+"[^"]*")?|{_PHONE}'
_CALL = r"(?P<call>\w+)"


def _pattern(text: str) -> re.Pattern[str]:
    """Make a pattern of a sentence: CALL, PHONE, PHONES, PARTY and OTHER stand for what they name."""
    text = text.replace("PHONES", rf"(?P<phones>{_PHONE}(?:\s*,\s*{_PHONE})*)").replace("CALL", _CALL)
    text = text.replace("PHONE", f"(?P<phone>{_PHONE})").replace("PARTY", f"(?P<party>{_PARTY})")
    return re.compile(text.replace("OTHER", r"(?P<other>\w+)").replace(" ", r"\s+"), re.IGNORECASE)


GRAMMAR: tuple[tuple[Verb, re.Pattern[str], str], ...] = (
    (Verb.RINGS, _pattern("call CALL from PARTY rings PHONES"), 'call A from "+41 44 000 12 34" "Name" rings 101, 102'),
    (Verb.DIALS, _pattern("call CALL from PHONE to PARTY"), 'call A from 101 to "+41 79 000 12 34"'),
    (Verb.IS, _pattern("CALL is PARTY"), 'A is "+41 44 000 12 34" "Name", or: A is withheld'),
    (Verb.ANSWERED, _pattern("CALL answered(?: by PHONE)?"), "A answered by 101, or, by an outside party: A answered"),
    (Verb.HELD, _pattern("CALL held by PHONE"), "A held by 101"),
    (Verb.RESUMED, _pattern("CALL resumed by PHONE"), "A resumed by 101"),
    (Verb.BUSY, _pattern("CALL busy(?: at PHONE)?"), "A busy at 101, or, of an outside party: A busy"),
    (Verb.REJECTED, _pattern("CALL rejected(?: by PHONE)?"), "A rejected by 101, or, by an outside party: A rejected"),
    (Verb.UNREACHABLE, _pattern("CALL unreachable at PHONE"), "A unreachable at 101"),
    (Verb.UNANSWERED, _pattern("CALL unanswered"), "A unanswered"),
    (Verb.FAILED, _pattern("CALL failed"), "A failed"),
    (Verb.FORWARDED, _pattern("CALL forwarded by PHONE to PARTY"), "A forwarded by 101 to 102"),
    (Verb.REDIRECTED, _pattern("CALL redirected by PHONE to PARTY"), "A redirected by 101 to 102"),
    (Verb.TRANSFERRED, _pattern("CALL transferred by PHONE to PARTY"), "A transferred by 101 to 102"),
    (Verb.JOINED, _pattern("CALL joined to OTHER by PHONE"), "A joined to B by 101"),
    (Verb.ENDED, _pattern("CALL ended(?: by PHONE)?"), "A ended, or: A ended by caller, callee or 101"),
    (Verb.DROPS, _pattern("line drops"), "line drops"),
    (Verb.RETURNS, _pattern("line returns"), "line returns"),
)
"""Every sentence, and an example of it that an error message shows."""

_BEGINS = (Verb.RINGS, Verb.DIALS)
_OF_THE_LINE = (Verb.DROPS, Verb.RETURNS)
_TIME = re.compile(r"(?P<sign>at\s+|\+\s*)(?P<seconds>\d+(?:\.\d+)?)\s+(?P<sentence>\S.*)", re.IGNORECASE)
_STARTS = re.compile(r"starts\s+(?P<moment>\S+)", re.IGNORECASE)
_WITHOUT_COMMENT = re.compile(r'(?:[^"#]|"[^"]*")*')


def decode(data: bytes) -> str:
    """Turn the bytes of a scenario file into text; raises BadData where they are no UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadData(f"line {line}: this is not UTF-8 text; is it a scenario file?", data) from error


def parse(text: str) -> Scenario:
    """Read a scenario. Raises BadData for the first line that cannot be read or that comes at the wrong place."""
    if len(text) > LONGEST_TEXT:
        raise BadData(f"longer than {LONGEST_TEXT} characters; is it a scenario file?", text[:1000].encode())
    steps: list[Step] = []
    starts: datetime | None = None
    calls: set[str] = set()
    for number, sentence in _lines(text):
        header = _STARTS.fullmatch(sentence)
        if header:
            starts = _moment(number, header["moment"])
            continue
        step = _step(number, sentence, steps[-1].at if steps else 0.0)
        _check_calls(step, calls)
        steps.append(step)
    return Scenario(tuple(steps), starts)


def called_by(caller: str, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Have `caller` call wherever the first number from outside does in `steps`; "" leaves all as it is."""
    ringing = [step.party for step in steps if step.verb is Verb.RINGS and step.party and step.party.external]
    first = next((party.number for party in ringing if party.number), None)
    if not caller or first is None:
        return steps
    somebody = Party(caller, None, Presentation.ALLOWED, external=True)
    return tuple(replace(step, party=somebody) if step.party and step.party.number == first else step for step in steps)


def trouble(number: int, words: str, sentence: str = "") -> BadData:
    """Make the error for a line of the scenario."""
    return BadData(f"line {number}: {words}", sentence.encode())


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LONGEST_LINE:
            raise trouble(number, f"longer than {LONGEST_LINE} characters", line)
        found = _WITHOUT_COMMENT.match(line)
        sentence = found[0].strip() if found else ""
        rest = line[found.end() :] if found else ""
        if rest.startswith('"'):
            raise trouble(number, "a quotation mark is missing", line)
        if sentence:
            yield number, sentence


def _step(number: int, text: str, before: float) -> Step:
    found = _TIME.fullmatch(text)
    if found is None:
        raise trouble(number, f"{text[:60]!r} does not begin with a time, such as: at 3.5 or +2", text)
    seconds = float(found["seconds"])
    at = round(before + seconds if found["sign"].startswith("+") else seconds, 3)
    if at < before:
        raise trouble(number, f"at {at:g} comes after at {before:g}; steps stand in the order of their times", text)
    sentence = found["sentence"]
    for verb, pattern, _example in GRAMMAR:
        words = pattern.fullmatch(sentence)
        if words is not None:
            return _filled(number, at, verb, words.groupdict())
    raise trouble(number, f"cannot read {sentence[:60]!r}; expected {_expected(sentence)}", text)


def _filled(number: int, at: float, verb: Verb, words: dict[str, str | None]) -> Step:
    party, phone = words.get("party"), words.get("phone")
    phones = re.split(r"\s*,\s*", words.get("phones") or "")
    if len(set(phones)) < len(phones):
        raise trouble(number, "a telephone is named twice")
    return Step(
        line=number,
        at=at,
        verb=verb,
        call=words.get("call") or "",
        phone=phone.lower() if phone and phone.lower() in ("caller", "callee") else phone,
        party=_party(number, party, may_hide=verb in (Verb.RINGS, Verb.IS)) if party is not None else None,
        phones=tuple(filter(None, phones)),
        other=words.get("other"),
    )


def _party(number: int, text: str, *, may_hide: bool) -> Party:
    """Read who is on the other side: a quoted outside number with or without name, a telephone, or `withheld` ..."""
    if text.startswith('"'):
        quoted = re.findall(r'"([^"]*)"', text)
        if not quoted[0].strip():
            raise trouble(number, "the number is empty; a caller without one is written: withheld or unavailable")
        name = quoted[1].strip() if len(quoted) > 1 else ""
        return Party(quoted[0].strip(), name or None, Presentation.ALLOWED, external=True)
    word = text.lower()
    if word in ("withheld", "unavailable", "pending"):
        if not may_hide:
            raise trouble(number, f"{word} can be said of a caller only")
        return Party(None, None, Presentation(word), external=True)
    return Party(text, None, Presentation.ALLOWED, external=False)


def _moment(number: int, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise trouble(number, f"{text[:40]!r} is no moment with its zone, such as: starts 2026-03-09T08:00:00Z")
    return moment


def _expected(sentence: str) -> str:
    """Say what would have been right, by the word in the sentence that is nearest to a verb."""
    words = re.sub(r'"[^"]*"', " ", sentence.lower()).split()
    for verb, _pattern, example in GRAMMAR:
        if verb.value in words[1:]:
            return f"something like: {example}"
    verbs = [verb.value for verb in Verb if verb not in (*_BEGINS, *_OF_THE_LINE)]
    return f"call NAME from ..., or the name of a call and one of: {', '.join(verbs)}; or: line drops, line returns"


def _check_calls(step: Step, calls: set[str]) -> None:
    """See to it that a call begins once, before anything else is said of it."""
    if step.verb in _OF_THE_LINE:
        return
    if step.verb in _BEGINS:
        if step.call in calls:
            raise trouble(step.line, f"there is a call {step.call} already; give this one another name")
        calls.add(step.call)
    for name in (step.call, step.other):
        if name is not None and name not in calls:
            there = ", ".join(sorted(calls)) or "none yet"
            raise trouble(step.line, f"there is no call {name} before this line; there are: {there}")
