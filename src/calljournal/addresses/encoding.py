"""Bytes of a text file become text: UTF-8, UTF-16 with its mark, or what Windows programs write (Windows-1252)."""

import codecs
import re

from calljournal.errors import BadData

_AGAIN = "save it again as CSV in UTF-8 (in Excel: Save as, CSV UTF-8)"
_UNKNOWN = "this is no text file, or its encoding is not known"

_TWO_BYTES = re.compile(rb"[\xc3-\xc5][\x80-\xbf]")
"""An accented letter of Western or Central Europe in UTF-8; as Windows-1252 it would read like Ã¼."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d]")


def decode(data: bytes) -> str:
    """Read a text file's bytes; raises BadData in words where they are none, or in no encoding that is known here."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadData(f"this is a workbook, no CSV file: {_AGAIN}", data)
    text = _decoded(data)
    if _CONTROL.search(text):
        raise BadData(f"{_UNKNOWN}: {_AGAIN}", data)
    return text


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise BadData(f"the file breaks off within a letter: {_AGAIN}", data) from None
    plain = data.removeprefix(codecs.BOM_UTF8)
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(plain) < len(data) or _TWO_BYTES.search(plain):
            line = plain.count(b"\n", 0, error.start) + 1
            raise BadData(f"line {line} is not UTF-8, though the rest of the file is: {_AGAIN}", data) from None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise BadData(f"{_UNKNOWN}: {_AGAIN}", data) from None
