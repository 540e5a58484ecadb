"""Reads address files of vCards: 2.1 (old phones), 3.0 (Apple, Google, Outlook), 4.0; many cards in one file.

In: the bytes of the file. Out: `AddressFile`. A line that cannot be read costs that line, a card that cannot be read
that card; both are remarked on. The formats: RFC 6350 (4.0), RFC 2426 (3.0), the versit Consortium's paper of 1996
(2.1); X-ABLabel and X-ABShowAs are Apple's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from calljournal.addresses.cells import means_in
from calljournal.addresses.collector import Collector, Told
from calljournal.addresses.result import AddressFile
from calljournal.addresses.vcard_lines import BrokenLine, Line, read_lines
from calljournal.addresses.words import Sense, sense, stored
from calljournal.contracts.crm import Means, MeansKind
from calljournal.numbers import unescaped
from calljournal.tables import CONTROL, eight_bits, utf16
from calljournal.words import say

_BEGIN = re.compile(r"\s*BEGIN\s*:\s*VCARD\s*", re.IGNORECASE)
_END = re.compile(r"\s*END\s*:\s*VCARD\s*", re.IGNORECASE)
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_ESCAPED = re.compile("(?:%[0-9A-Fa-f]{2})+")
_KINDS = {"TEL": MeansKind.PHONE, "EMAIL": MeansKind.EMAIL, "URL": MeansKind.WEB}
_READ = frozenset((*_KINDS, "FN", "N", "ORG", "ADR", "UID", "KIND", "VERSION", "NICKNAME"))


def is_vcard(data: bytes) -> bool:
    """Say whether a file holds vCards."""
    return any(map(_BEGIN.fullmatch, _text(data[:100_000]).split("\n")))


def read_vcards(data: bytes) -> AddressFile:
    """Read a file of vCards; never raises."""
    collector = Collector()
    versions: set[str] = set()
    for card in _cards(_text(data), collector):
        read = _Fields(card, collector)
        versions |= {line.text for line in read.of("VERSION")}
        _take(read, collector)
    contacts = collector.contacts()
    known = sorted(versions & {"2.1", "3.0", "4.0"})
    return AddressFile(f"vCard {', '.join(known)}".strip(), contacts, collector.skipped, (), collector.remarks())


@dataclass(slots=True)
class _Card:
    """The lines of a card as they stand in the file, from number `start`."""

    start: int
    lines: list[str] = field(default_factory=list)


def _text(data: bytes) -> str:
    """Give the text; bytes that are not UTF-8 stay as they are until it is known to which card they belong."""
    wide = utf16(data)
    text = data.decode(wide, errors="replace") if wide else data.decode("utf-8", errors="surrogateescape")
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def _decoded(text: str) -> str:
    """Give the text of a card, in the encoding that its own bytes are in."""
    if not text.isascii():
        raw = text.encode("utf-8", errors="surrogateescape")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode(eight_bits(raw), errors="replace")
    return CONTROL.sub("", text)


def _cards(text: str, collector: Collector) -> Iterator[_Card]:
    card: _Card | None = None
    for number, line in enumerate(text.split("\n"), 1):
        plain = line.strip("\ufeff")  # files with a mark each, copied together
        if _BEGIN.fullmatch(plain):
            if card is not None:
                collector.remark(
                    say("The card that begins in line {start} has no end; it was read so far.", start=card.start)
                )
                yield card
            card = _Card(number + 1)
        elif card is None:
            if plain.strip():
                shown = _decoded(plain)[:40]
                collector.remark(
                    say("Line {number} belongs to no card and is left out: “{shown}”.", number=number, shown=shown)
                )
        elif _END.fullmatch(plain):
            yield card
            card = None
        else:
            card.lines.append(line)
    if card is not None:
        collector.remark(say("The card that begins in line {start} has no end; it was read so far.", start=card.start))
        yield card


class _Fields:
    """The lines of a card that say something here, by name."""

    def __init__(self, card: _Card, collector: Collector) -> None:
        self.start = card.start - 1
        self._lines: dict[str, list[Line]] = {}
        self._labels: dict[str, str] = {}
        self.company_card = False
        self.group_card = False
        broken: list[BrokenLine] = []
        for line in read_lines(_decoded("\n".join(card.lines)).split("\n"), card.start):
            if isinstance(line, BrokenLine):
                broken.append(line)
            elif line.name in _READ:
                self._lines.setdefault(line.name, []).append(line)
            elif line.name == "X-ABLABEL":
                self._labels[line.group] = _APPLE_LABEL.sub(r"\1", line.text)
            elif line.name == "X-ABSHOWAS":
                self.company_card = line.text.upper() == "COMPANY"
            elif line.name == "X-ADDRESSBOOKSERVER-KIND":  # Apple's, of vCard 3.0
                self.group_card = line.text.lower() == "group"
        kinds = {line.text.lower() for line in self.of("KIND")}
        self.company_card = self.company_card or "org" in kinds
        self.group_card = self.group_card or "group" in kinds
        for each in broken:
            collector.remark(_broken(each, self.name))

    def of(self, name: str) -> list[Line]:
        """Give the lines of a name, the preferred one first."""
        lines = self._lines.get(name, [])
        return sorted(lines, key=_preference) if len(lines) > 1 else lines

    def sense_of(self, line: Line) -> Sense:
        """Say what the types and the label of a line mean: a label of one's own goes before the types."""
        typed = sense(" ".join(line.words))
        label = self._labels.get(line.group, "") if line.group else ""
        if not label:
            return typed
        said = sense(label)
        return Sense(said.kind or typed.kind, said.label, said.own)

    @property
    def person(self) -> str:
        """The name of the person: first and last name, where the card has them, else the name that is shown."""
        for line in self.of("N"):
            family, given, additional = (*line.parts, "", "", "")[:3]
            name = _one_line(f"{given} {additional} {family}")
            if name:
                return name
        return self._first_text("FN") or self._first_text("NICKNAME")

    @property
    def company(self) -> str:
        """The company; its units are left out."""
        return next((_one_line(part) for line in self.of("ORG") for part in line.parts if part), "")

    @property
    def name(self) -> str:
        """A name by which the user knows the card."""
        return self._first_text("FN") or self.person or self.company

    def _first_text(self, name: str) -> str:
        return next((text for line in self.of(name) if (text := _one_line(line.text))), "")


def _take(card: _Fields, collector: Collector) -> None:
    """Make a contact of a card."""
    if card.group_card:
        collector.skip(
            say(
                "Line {line}: {name} is a list of contacts and is left out.",
                line=card.start,
                name=card.name or say("a card"),
            )
        )
        return
    person, company = ("", card.company or card.name) if card.company_card else (card.person, card.company)
    private, address = _address(card)
    means = _means(card)
    origin = next((line.text for line in card.of("UID") if line.text), "")
    told = Told(say("Line {line}", line=card.start), person, company, means, address, private, origin=origin)
    if not collector.take(told):
        collector.skip(_nobody(card.start, ", ".join(one.typed for one in means)[:200]))


def _nobody(line: int, said: str) -> str:
    if not said:
        return say("The card in line {line} names nobody and is left out.", line=line)
    return say("The card in line {line} names nobody and is left out; it holds “{said}”.", line=line, said=said)


def _broken(line: BrokenLine, name: str) -> str:
    said = line.text[:40]
    if not name:
        return say("Line {line} cannot be read and is left out: “{said}”.", line=line.number, said=said)
    return say(
        "Line {line} of {name} cannot be read and is left out: “{said}”.", line=line.number, name=name, said=said
    )


def _means(card: _Fields) -> tuple[Means, ...]:
    found: list[Means] = []
    for name, kind in _KINDS.items():
        for line in card.of(name):
            said = card.sense_of(line)
            as_kind = said.kind if said.kind is not None and kind is MeansKind.PHONE else kind
            text = _number(line.text) if kind is MeansKind.PHONE else _one_line(line.text)
            standard = _preference(line) < _NOT_PREFERRED
            several = means_in(as_kind, text.removeprefix("mailto:"), stored(as_kind, said.label))
            found += [replace(means, standard=standard) for means in several]
    return tuple(found)


def _number(text: str) -> str:
    """Give a number as a person writes it: vCard 4.0 has it as a link (`tel:+41-44-000-12-34;ext=12`), RFC 3966."""
    if not text.lower().startswith("tel:"):
        return _one_line(text)
    number, *rest = (_ESCAPED.sub(_without_control, part) for part in text[4:].split(";"))  # a blank is %20 there
    said = dict(part.lower().split("=", 1) for part in rest if "=" in part)
    context = said.get("phone-context", "")
    if context.startswith("+") and not number.startswith("+"):
        number = f"{context} {number}"
    extension = f" ext. {said['ext']}" if said.get("ext") else ""
    return _one_line(number.replace("-", " ") + extension)  # hyphens are mere spacing there, and an extension here


def _without_control(escapes: re.Match[str]) -> str:
    return CONTROL.sub("", unescaped(escapes[0]))


def _address(card: _Fields) -> tuple[bool, tuple[str, ...]]:
    """Give the first business address, or else the next one, and whether it is a private one."""
    found: list[tuple[bool, tuple[str, ...]]] = []
    for line in card.of("ADR"):
        box, more, street, city, _, code, country = (*line.parts, *[""] * 7)[:7]
        rows = (*street.splitlines(), *more.splitlines(), box, f"{code} {city}", country)
        lines = tuple(text for text in map(_one_line, rows) if text)
        if lines:
            found.append((card.sense_of(line).label == "private", lines))
    return min(found, key=lambda each: each[0], default=(False, ()))


_NOT_PREFERRED = 101


def _preference(line: Line) -> int:
    """Give the rank of a line: PREF=1 to 100 (4.0), or the type PREF."""
    stated = line.parameters.get("PREF", "")
    if stated.isdecimal() and len(stated) < 4:
        return int(stated)
    return 1 if "pref" in map(str.lower, line.words) else _NOT_PREFERRED


def _one_line(text: str) -> str:
    return " ".join(text.split())
