"""The lines of a vCard: unfolded, and cut into name, parameters and value. The one place that knows `vobject`.

Of that library only the syntax of a line is used (docs/decisions/0009). It is imported when the first card is read,
since it takes 45 ms of the start otherwise.
"""

import quopri
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from calljournal.tables import CONTROL

_HEAD = re.compile(r'((?:[^":]|"[^"]*")*):')
_QUOTED = re.compile(r'"[^"]*"')

_ENCODINGS = ("quoted-printable", "base64", "8bit", "7bit")
"""In vCard 2.1 they stand without the word ENCODING."""

MOST_SEPARATORS = 12
"""Commas and equals signs in front of the value: vobject's pattern takes twice as long for each in a broken line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a card: its number in the file, group (`item1`), name, parameters; the value still encoded.

    `words` are the types: those of TYPE, and the parameters without a name of vCard 2.1.
    """

    number: int
    group: str
    name: str
    words: tuple[str, ...]
    parameters: Mapping[str, str]
    value: str

    @property
    def parts(self) -> list[str]:
        """The value cut at its semicolons, each part as text."""
        return [self._plain(part) for part in re.findall(r"((?:\\.|[^;])*)(?:;|\Z)", self.value, re.DOTALL)]

    @property
    def text(self) -> str:
        """The value as text."""
        return self._plain(self.value)

    @property
    def _quoted_printable(self) -> bool:
        return self.parameters.get("ENCODING", "").lower() == "quoted-printable"

    def _plain(self, part: str) -> str:
        if self._quoted_printable:
            part = _from_quoted_printable(part, self.parameters.get("CHARSET", "utf-8"))
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], part, flags=re.DOTALL).strip()


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that cannot be read."""

    number: int
    text: str


def read_lines(card: Iterable[str], number: int) -> Iterator[Line | BrokenLine]:
    """Read the lines of one card; `number` is that of the first one. Never raises."""
    from vobject import base  # type: ignore[import-untyped]  # has no types; and late: see above

    for at, text in _unfolded(card, number):
        head = _HEAD.match(text)
        if head is None or len(re.findall("[,=]", _QUOTED.sub("", head[1]))) > MOST_SEPARATORS:
            yield BrokenLine(at, text)
            continue
        try:
            name, parameters, value, group = base.parseLine(text, at)
        except base.ParseError:
            yield BrokenLine(at, text)
        else:
            yield _line(at, group or "", name, parameters, value)


def _unfolded(lines: Iterable[str], number: int) -> Iterator[tuple[int, str]]:
    """Put together what was folded: by a blank at the beginning, or (quoted-printable) by = at the end of a line."""
    start, pieces, soft, quoted = number, [""], False, False
    for at, line in enumerate(lines, number):
        if soft:
            pieces[-1] = pieces[-1][:-1]
            pieces.append(line)
        elif line.startswith((" ", "\t")) and pieces[0]:
            pieces.append(line[1:])
        else:
            if pieces[0].strip():
                yield start, "".join(pieces)
            start, pieces = at, [line]
            quoted = "quoted-printable" in line.lower()
        soft = quoted and line.endswith("=")
    if pieces[0].strip():
        yield start, "".join(pieces)


def _line(number: int, group: str, name: str, parameters: list[list[str]], value: str) -> Line:
    named = {each[0].upper(): ",".join(each[1:]) for each in parameters if len(each) > 1}
    types = [",".join(each[1:]) for each in parameters if len(each) > 1 and each[0].upper() == "TYPE"]
    alone = [each[0] for each in parameters if len(each) == 1]
    encoding = next((each for each in alone if each.lower() in _ENCODINGS), None)
    if encoding is not None:
        named["ENCODING"] = encoding
    types += [each for each in alone if each != encoding]
    words = tuple(word.strip() for each in types for word in each.split(",") if word.strip())
    return Line(number, group.lower(), name.upper(), words, named, value)


def _from_quoted_printable(text: str, charset: str) -> str:
    try:
        decoded = quopri.decodestring(text.encode(charset, errors="replace")).decode(charset, errors="replace")
    except (LookupError, ValueError):  # a charset that nobody knows, or one that is none for text
        decoded = quopri.decodestring(text.encode("utf-8")).decode("utf-8", errors="replace")
    return CONTROL.sub("", decoded.encode("utf-8", errors="replace").decode("utf-8"))  # UTF-7 writes halves of letters
