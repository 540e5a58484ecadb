"""What really stands in a cell: an e-mail address among the numbers, a number behind a name. Nothing gets lost."""

import re

from calljournal.addresses.words import stored
from calljournal.contracts.crm import Means, MeansKind

_EMAIL = re.compile(r"[^\s@<>()\[\]:;,|\"']+@[^\s@<>()\[\]:;,|\"']+\.[^\s@<>()\[\]:;,|\"'.]+")
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\+|\(?0)[\d\s()/.+-]*\d")
_NUMBER_BEHIND = re.compile(r"(?<!\w)(?:\+|\(?0)[\d\s()/.-]*\d\s*\Z")
_MARKS = " \t\r\n,;:|/<>()-"

LEAST_DIGITS = 9
"""How many digits make a number of what stands in a name: those of a short Swiss one (Studio 0815 is none)."""

LONGEST_ADDRESS = 254
"""Characters: those of the longest e-mail address (RFC 5321)."""


def means_in(kind: MeansKind, text: str, label: str = "") -> tuple[Means, ...]:
    """Give the means of a cell, or of several (` ::: ` is between them in Google's files)."""
    parts = [part.strip() for part in text.split(":::")] if ":::" in text else [text.strip()]
    return tuple(means for part in parts if part for means in _means(kind, part, label))


def is_address(text: str) -> bool:
    """Say whether a cell is a telephone number or an e-mail address, and nothing else: no title is."""
    text = text.strip()
    if len(text) > LONGEST_ADDRESS:
        return False
    digits = sum(map(str.isdigit, text))
    return _EMAIL.fullmatch(text) is not None or (digits >= LEAST_DIGITS and _NUMBER.fullmatch(text) is not None)


def out_of_name(name: str) -> tuple[str, tuple[Means, ...]]:
    """Give the name without the e-mail addresses and the number in it, and these; a name never becomes empty."""
    found: list[Means] = []
    rest = name
    if "@" in name:
        found += [Means(MeansKind.EMAIL, email) for email in _EMAIL.findall(rest)]
        rest = _EMAIL.sub("", rest)
    number = _NUMBER_BEHIND.search(rest)
    if number is not None and sum(map(str.isdigit, number[0])) >= LEAST_DIGITS:
        found.append(Means(MeansKind.PHONE, number[0].strip()))
        rest = rest[: number.start()]
    if not found:
        return name, ()
    rest = " ".join(rest.strip(_MARKS).split())
    return (rest if any(map(str.isalpha, rest)) else name), tuple(found)


def _means(kind: MeansKind, text: str, label: str) -> list[Means]:
    if kind is MeansKind.WEB:
        found = MeansKind.EMAIL if _EMAIL.fullmatch(text) else MeansKind.PHONE if _NUMBER.fullmatch(text) else kind
        return [Means(found, text, label)]
    if _WEB.fullmatch(text):
        return [Means(MeansKind.WEB, text, label)]
    if kind is MeansKind.EMAIL and _NUMBER.fullmatch(text):
        return [Means(MeansKind.PHONE, text, label)]
    emails = [Means(MeansKind.EMAIL, email, label) for email in _EMAIL.findall(text)] if "@" in text else []
    rest = _EMAIL.sub("", text).strip(_MARKS) if emails else text
    if emails and (kind is MeansKind.EMAIL or not any(map(str.isdigit, rest))):
        return emails  # what else stands there is the name in front of the address
    return [Means(kind, rest, stored(kind, label)), *emails]
