"""Other telephone numbers for those of a recording: as long, begun alike, read alike; of fictional ranges if possible.

The digits that all forms of one number end with are replaced, and what stands before them stays (`+41`, `0041`, the
outside-line 0): so +41 44 000 12 34 and 0 044 000 12 34 are one number afterwards, too. Each choice is checked by
reading every form of the number, before and after.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator

from calljournal.contracts.line import Replaced
from calljournal.numbers import CODES, DialRules, NumberKind, Reading, read_pbx, split_code

TAIL = 7
"""Digits from the right by which the forms of one number are known: nearly everywhere all but country and area."""

TRIES = 40
"""Candidates that are read for each way of choosing one: one in ten would fit even in the narrowest plan."""

_BLOCKS = {
    ("49", NumberKind.FIXED): ("3023125", "6990009", "4066969", "2214710", "8999998"),
    ("49", NumberKind.MOBILE): ("17139200", "176040690"),
    ("44", NumberKind.FIXED): ("2079460",),
    ("1", NumberKind.FIXED): ("20255501",),
}
"""Begins of national numbers that regulators keep for film and television (Bundesnetzagentur, Ofcom, NANPA)."""

_AREA_DIGITS = {"41": 2, "43": 1}
"""Where 000 after the area code begins no number that anybody has: Switzerland, Vienna."""


class Numbers:
    """Collects the numbers of a recording by `learn`; gives others for them by `alias` once `settle` was called."""

    def __init__(self, rules: DialRules, extensions: Iterable[str], choice: random.Random) -> None:
        self._rules = rules
        self._extensions = frozenset(extensions)
        self._choice = choice
        self._forms: dict[str, None] = {}  # a set that keeps its order: the choices are the same for the same seed
        self._alias: dict[str, str] = {}
        self._taken: set[str] = set()
        self._tails: set[str] = set()  # of what was chosen: 044 000 12 34 and +41 44 000 12 34 would be one number
        self._read: dict[str, tuple[Reading, ...]] = {}

    @property
    def replaced(self) -> list[Replaced]:
        """Every number that got another, and that one."""
        return [
            Replaced("extension" if self._rules.is_internal(was) else "number", was, f"+{now}" if "+" in was else now)
            for was, now in self._alias.items()
            if _digits(was) != now
        ]

    def learn(self, form: str) -> None:
        """Take in a number: digits, with a plus before them if one was written."""
        self._forms[form] = None

    def alias(self, form: str) -> str:
        """Give the digits to stand for a number."""
        return self._alias[form]

    def settle(self) -> None:
        """Choose, when all numbers are known: what is a number of the recording already is not taken."""
        self._taken |= {_digits(form) for form in self._forms}
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for form in self._forms:
            groups[self._key(form)].append(form)
        for forms in groups.values():
            self._settle(forms)

    def _key(self, form: str) -> str:
        """Give the digits by which the forms of one number are known; one without area code counts as written with."""
        digits = _digits(form)
        if 4 < len(digits) < TAIL and not self._rules.is_internal(digits):
            whole = self._readings(form)[0].e164
            if whole is not None and whole.endswith(digits):
                return whole[-TAIL:]
        return digits[-TAIL:]

    def _settle(self, forms: list[str]) -> None:
        if self._is_public(forms):
            self._alias |= {form: _digits(form) for form in forms}
            return
        size = self._size(forms)
        if size == 0:
            self._alias |= {form: _digits(form) for form in forms}  # nothing but zeros
            return
        last: list[str] = []
        for ending, fictional in self._endings(forms[0], size):
            chosen = [_digits(form)[:-size] + ending for form in forms]
            if self._is_taken(chosen) or ending[-4:] == _digits(forms[0])[-4:]:
                continue
            last = chosen
            if self._reads_alike(forms, chosen, size, fictional=fictional):
                break
        self._alias |= dict(zip(forms, last or [self._other(form) for form in forms], strict=True))
        for form in forms:
            self._taken.add(self._alias[form])
            self._tails.add(self._alias[form][-TAIL:])

    def _is_taken(self, chosen: list[str]) -> bool:
        return any(digits in self._taken or digits[-TAIL:] in self._tails for digits in chosen)

    def _is_public(self, forms: list[str]) -> bool:
        """Whether this is an emergency or other short number of the country: those are nobody's, and mean something."""
        known = self._extensions.intersection(forms)
        return not known and len(forms[0]) <= TAIL and any(read.kind in CODES for read in self._readings(forms[0]))

    def _size(self, forms: list[str]) -> int:
        """Give how many digits to replace: what all forms end with, without the country and what is dialled before."""
        digits = [_digits(form) for form in forms]
        size = len(digits[0].lstrip("0"))
        for each in digits:
            while not each.endswith(digits[0][-size:]) and size:
                size -= 1
        for form in forms:
            for read in self._readings(form):
                if read.e164 is not None and (found := split_code(read.e164[1:])) is not None:
                    size = min(size, len(found[1]))
        return size

    def _endings(self, form: str, size: int) -> Iterator[tuple[str, bool]]:
        """Give candidates, and whether they are fictional: those first, then ever more at random."""
        digits = _digits(form)[-size:]
        read = self._readings(form)[0]
        found = split_code(read.e164[1:]) if read.e164 is not None else None
        code, national = (str(found[0]), found[1]) if found is not None else ("", "")
        begins = list(_BLOCKS.get((code, read.kind), ())) if size == len(national) else []
        if code in _AREA_DIGITS and size >= TAIL:
            begins.insert(0, national[len(national) - size : _AREA_DIGITS[code]] + "000")
        begins = [begin for begin in begins if len(begin) <= size - 2]
        self._choice.shuffle(begins)
        for begin in begins:
            for _ in range(TRIES):
                yield begin + "".join(self._choice.choices("0123456789", k=size - len(begin))), True
        for kept in (1, 3, 0) if size >= TAIL else (0,):  # an extension is another of the same length
            for _ in range(TRIES):
                yield digits[:kept] + self._random(size - kept), False

    def _random(self, size: int) -> str:
        return self._choice.choice("123456789") + "".join(self._choice.choices("0123456789", k=size - 1))

    def _other(self, form: str) -> str:
        """Nearly all numbers of this length are taken: choose one that is not, a digit longer if need be."""
        size = len(_digits(form))
        while (chosen := self._random(size)) in self._taken:
            size += self._choice.random() < 1 / TRIES
        self._taken.add(chosen)
        return chosen

    def _reads_alike(self, forms: list[str], chosen: list[str], size: int, *, fictional: bool) -> bool:
        """Whether the forms read as before; of a fictional one only where the plan knew the old, if with doubt."""
        for form, other in zip(forms, chosen, strict=True):
            plus = "+" if form.startswith("+") else ""
            for read, again in zip(self._readings(form), _readings(plus + other, self._rules), strict=True):
                if fictional and not read.known and read.e164 is not None:
                    continue
                if (read.kind, read.e164 is None) != (again.kind, again.e164 is None):
                    return False
                if read.doubt != again.doubt and not fictional:
                    return False
                if read.e164 is not None and again.e164 != read.e164[:-size] + other[-size:]:
                    return False
        return True

    def _readings(self, form: str) -> tuple[Reading, ...]:
        if form not in self._read:
            self._read[form] = _readings(form, self._rules)
        return self._read[form]


def _digits(form: str) -> str:
    return form.removeprefix("+")


def _readings(form: str, rules: DialRules) -> tuple[Reading, ...]:
    """Read a number in every way that a line may mean it."""
    return (
        read_pbx(form, rules, "incoming", external=True),
        read_pbx(form, rules, "incoming"),
        read_pbx(form, rules, "outgoing", external=True),
        read_pbx(form, rules, "outgoing"),
    )
