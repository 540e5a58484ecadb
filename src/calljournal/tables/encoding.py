"""Bytes of a text file become text: UTF-8, UTF-16, or what Windows and Mac programs write (Windows-1252, Mac Roman).

Nothing is guessed by frequency: each rule is a yes or a no, and the same bytes always give the same text.
"""

import codecs
import re

from calljournal.errors import BadData
from calljournal.words import say

_AGAIN = say("save it again as CSV in UTF-8 (in Excel: Save as, CSV UTF-8)")

_TWO_BYTES = re.compile(rb"[\xc3-\xc5][\x80-\xbf]")
"""An accented letter of Western or Central Europe in UTF-8; as Windows-1252 it would read like Ã¼."""

CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d]")
"""What no text holds: control characters, and the places that Windows-1252 leaves free."""

_SIGNS = "€…–—’‘“”„«»§°\xa0"
_LETTERS = "äöüÄÖÜßéèêëàâçîïôûùÉ"
_WINDOWS = frozenset((_LETTERS + "áíóúñÀÈÇ" + _SIGNS).encode("cp1252"))
_MAC = frozenset((_LETTERS + _SIGNS).encode("mac_roman"))
"""The signs that German, French and Italian texts have. As Windows-1252 a Mac's ü is Ÿ and its ä is Š."""

_SAMPLE = 1000
"""Bytes at the beginning that are looked at to find UTF-16 without a mark: the headers, which are mostly ASCII."""


def decode(data: bytes) -> tuple[str, str]:
    """Give a text file's text and the name of its encoding; raises BadData in words where it has none."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadData(say("this is a workbook or an archive, neither CSV nor vCard: {again}", again=_AGAIN), data)
    text, encoding = _decoded(data)
    if CONTROL.search(text):
        raise BadData(say("this is no text file, or its encoding is not known: {again}", again=_AGAIN), data)
    return text, encoding


def utf16(data: bytes) -> str | None:
    """Give the codec of a UTF-16 file, with its mark or without (every second byte of its beginning is zero)."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    first, second = data[:_SAMPLE:2], data[1:_SAMPLE:2]
    zeros = first.count(0), second.count(0)
    if zeros[0] == 0 and zeros[1] * 2 > len(second):
        return "utf-16-le"
    return "utf-16-be" if zeros[1] == 0 and zeros[0] * 2 > len(first) else None


def eight_bits(data: bytes) -> str:
    """Give the codec of a text of one byte a sign: Mac Roman where that makes letters of signs that are none here."""
    high = frozenset(data.translate(None, bytes(range(0x80))))
    return "mac_roman" if high <= _MAC and not high <= _WINDOWS else "cp1252"


def _decoded(data: bytes) -> tuple[str, str]:
    wide = utf16(data)
    if wide is not None:
        try:
            return data.decode(wide), "UTF-16"
        except UnicodeDecodeError:
            raise BadData(say("the file breaks off within a letter: {again}", again=_AGAIN), data) from None
    plain = data.removeprefix(codecs.BOM_UTF8)
    try:
        return plain.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        if len(plain) < len(data) or _TWO_BYTES.search(plain):
            line = plain.count(b"\n", 0, error.start) + 1
            raise BadData(
                say("line {line} is not UTF-8, though the rest of the file is: {again}", line=line, again=_AGAIN), data
            ) from None
    narrow = eight_bits(data)
    try:
        return data.decode(narrow), "Mac Roman" if narrow == "mac_roman" else "Windows-1252"
    except UnicodeDecodeError:
        raise BadData(say("this is no text file, or its encoding is not known: {again}", again=_AGAIN), data) from None
