"""Numbers as people write them: DIN 5008, ÖNORM A 1080, the Swiss way, and what is seen in address books."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from calljournal.numbers.kinds import CODES, Doubt, NumberKind
from calljournal.numbers.letters import KEYPAD, respelled
from calljournal.numbers.quick import quick_reader
from calljournal.numbers.reading import Reading, unreadable
from calljournal.numbers.rules import DialRules
from calljournal.numbers.run import is_code, read_run
from calljournal.numbers.several import following, read_several
from calljournal.numbers.writing import LONGEST_TEXT, clean, cut, only_digits, pieces, runs, unescaped, without_halved
from calljournal.words import say

_NEAR = (NumberKind.INTERNAL, *CODES)
_IN_BRACKETS = re.compile(r"\(\s?[0-9]{1,5}\s?\)")
_LETTER = re.compile("[^\\W0-9_]")


def read_person(text: str, rules: DialRules) -> Reading:
    """Read what a person typed; the first number where there are several. Never raises."""
    found = read_all(text, rules)
    if len(found) == 1:
        return found[0]
    first = found[0]
    return replace(
        first,
        written=cut(text)[0],
        reason=say("{reason}; the first of {count} numbers", reason=first.reason, count=len(found)),
    )


def read_all(text: str, rules: DialRules) -> tuple[Reading, ...]:
    """Read every number in one field; always at least one reading, unreadable where there is none. Never raises.

    Split at ; , | & new lines and words such as "oder"; at a slash or a spaced dash only between two numbers.
    """
    (found,) = read_many((text,), rules)
    return found


def read_many(texts: Iterable[str], rules: DialRules) -> Iterator[tuple[Reading, ...]]:
    """Read field after field as `read_all` does: for whole address books."""
    quick = quick_reader(rules)
    whole, other = quick.read_whole, quick.read_other
    for text in texts:
        plainly = whole(text) or other(text)
        yield (plainly,) if plainly is not None else read_slowly(text, rules)


def read_slowly(text: str, rules: DialRules) -> tuple[Reading, ...]:
    """Read a field with all that may be in it: labels, extensions, several numbers, guesses."""
    kept, was_cut = cut(text)
    cleaned = clean(unescaped(kept) if "%" in kept else kept)
    cleaned = without_halved(cleaned) if was_cut else cleaned
    found: list[Reading] = []
    for piece in pieces(cleaned):
        found += _read_piece(piece, rules, found[-1] if found else None)
    if any(reading.e164 is not None for reading in found):
        found = [reading for reading in found if reading.e164 is not None or not _LETTER.search(reading.written)]
    if not any(reading.e164 is not None and reading.certain for reading in found):
        found = _read_letters(cleaned, rules) or found
    if not found:
        words = say("no number in it") if cleaned.strip() else say("empty")
        found = [unreadable(kept, only_digits(cleaned), words)]
    if rules.home is not None and not any(reading.known or reading.kind in _NEAR for reading in found):
        found = _read_at_home(kept, rules.home) or found
    if len(found) == 1:
        found = [replace(found[0], written=kept)]
    if was_cut:
        words = say("only the first {most} characters were read", most=LONGEST_TEXT)
        found = [_doubted(reading, words) for reading in found]
    return tuple(found)


def _read_at_home(text: str, home: DialRules) -> list[Reading]:
    """What is a number of the firm's own country, though its owner lives in another."""
    found = [reading for reading in read_all(text, home) if reading.known and reading.certain]
    reason = say("as in {country}, though the address is elsewhere", country=home.country)
    return [replace(reading, doubt=Doubt.GUESSED, reason=reason) for reading in found]


def _read_letters(cleaned: str, rules: DialRules) -> list[Reading]:
    """The number that letters among the digits spell. On a keypad that is one of a service, or of North America."""
    for text, why in respelled(cleaned):
        reading = read_run(text, rules)
        spellable = reading.kind is NumberKind.SERVICE or reading.digits.startswith("1")
        if reading.known and (spellable or why is not KEYPAD):
            return [
                replace(reading, doubt=Doubt.GUESSED, reason=say("{reason}; {why}", reason=reading.reason, why=why))
            ]
    return []


def _read_piece(piece: str, rules: DialRules, before: Reading | None) -> list[Reading]:
    """The numbers of one piece; where no stretch of it is a whole number, one that cannot be read speaks for it.

    `before` is the last number of the piece before this one.
    """
    stretches = runs(piece)
    readings: list[Reading] = []
    for run in stretches:
        if readings and _IN_BRACKETS.fullmatch(run):
            readings[-1] = _doubted(readings[-1], say("{run} was left out", run=run))
            continue
        another_end = following(before, run) if run.startswith("-") else None
        for reading in [another_end] if another_end is not None else read_several(run, rules):
            follower = None if reading.certain and reading.e164 else following(before, reading.written)
            readings.append(follower or reading)
            before = readings[-1]
    good = [reading for reading in readings if reading.e164 is not None]
    if good:
        return good
    rest = [r for r in readings if r.kind is not NumberKind.UNREADABLE or len(r.digits) >= 3 or is_code(r.written)]
    if len(stretches) == 1 or not rest:
        return [replace(reading, written=piece) for reading in rest]
    return [max(rest, key=lambda reading: (reading.kind is NumberKind.UNREADABLE, len(reading.digits)))]


def _doubted(reading: Reading, why: str) -> Reading:
    return replace(
        reading, doubt=reading.doubt or Doubt.GUESSED, reason=say("{reason}; {why}", reason=reading.reason, why=why)
    )
