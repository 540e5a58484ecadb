"""How a file that goes out to the firm's books is written: a profile, saved as [export.NAME]."""

import codecs
import re
from typing import Literal

import msgspec

from calljournal.errors import BadSettings
from calljournal.words import say

_DATE = re.compile(r"(%[dmyY]|[-./ ])+")
_TIME = re.compile(r"(%[HMS]|[:.h ])+")
_ASCII = bytes(range(128)).decode()


class ExportProfile(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How a file is written. The defaults suit spreadsheets of any country: ISO dates, a byte order mark.

    `columns` are "column" or "column=Title", none of them means all. `date` and `time` are written by the signs
    %d %m %y %Y and %H %M %S. `separator`, `encoding`, `line_ends` and `quote_all` are for CSV alone, `decimal` too: a
    spreadsheet shows numbers as its user likes them. JSON takes the columns only.
    """

    columns: tuple[str, ...] = ()
    separator: str = ","
    encoding: str = "utf-8-sig"
    date: str = "%Y-%m-%d"
    time: str = "%H:%M"
    decimal: Literal[".", ","] = "."
    header: bool = True
    line_ends: Literal["crlf", "lf"] = "crlf"
    quote_all: bool = False

    def check(self) -> None:
        """Raise BadSettings for values that the types alone do not exclude."""
        if len(self.separator) != 1 or self.separator.isalnum() or self.separator in "\"'\r\n":
            raise BadSettings(
                say("separator: {separator!r} is not one sign such as ; or , or tab", separator=self.separator)
            )
        if not _can_write(self.encoding):
            raise BadSettings(
                say(
                    "encoding: {encoding!r} is none that files are written in; write utf-8, utf-8-sig or cp1252",
                    encoding=self.encoding,
                )
            )
        if not _DATE.fullmatch(self.date):
            raise BadSettings(
                say("date: {date!r} is no form of a date; write it like %d.%m.%Y or %Y-%m-%d", date=self.date)
            )
        if not _TIME.fullmatch(self.time):
            raise BadSettings(
                say("time: {time!r} is no form of a time; write it like %H:%M or %H:%M:%S", time=self.time)
            )


def _can_write(encoding: str) -> bool:
    """Whether an encoding gives back every ASCII sign as it was, written piece by piece, each as long as the others.

    Those of Python's that are made for names of hosts (idna, punycode), for its own literals (unicode_escape) or for
    bytes (hex) do not.
    """
    try:
        _ASCII.encode(encoding)  # raises LookupError for what makes bytes of bytes, or text of text
        encode = codecs.getincrementalencoder(encoding)().encode
        pieces = [encode(sign) for sign in _ASCII]
        whole = b"".join(pieces).decode(encoding)
    except (LookupError, ValueError):
        return False
    one_length = len({len(piece) for piece in pieces[1:]}) == 1  # the first may have a byte order mark before it
    return whole == _ASCII and one_length and not codecs.lookup(encoding).name.endswith("escape")
