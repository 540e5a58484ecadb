"""What a start of the program is to do: show the journal, dial what a browser hands over, open a page.

In: the words of a command line. Out: a `Request`, and the one line of JSON as which a second start sends it to the
first. What cannot be read is refused: whoever can reach the first instance must still not be able to surprise it.
"""

import os
from collections.abc import Sequence
from typing import NamedTuple

LONGEST = 4096
"""Bytes that a line may have: a `tel:` URI has some dozens, and a browser cuts at 2048."""

JOURNAL = "journal"
BACKGROUND = "background"
DIAL = "dial"
BOOK_LATEST = "book-latest"
DIAL_CLIPBOARD = "dial-clipboard"
PAGES = ("dial-box", "contacts", "projects", "my-time", "unbooked", "add-call", "settings")
WISHES = (JOURNAL, BACKGROUND, DIAL, BOOK_LATEST, DIAL_CLIPBOARD, *PAGES)

SCHEMES = ("tel:", "callto:")


class Request(NamedTuple):
    """What is wanted (one of `WISHES`); for "dial", the `uri`. `token` lets the window come to the front."""

    wish: str = JOURNAL
    uri: str = ""
    token: str = ""


def read_arguments(words: Sequence[str]) -> Request | None:
    """Give what a command line asks of the window; None where it is another command.

    No words: the journal. A `tel:` or `callto:` URI, alone or after `dial --from-outside`: dial it. `--background`: be
    there without a window. `desktop open PAGE`: open that.
    """
    match list(words):
        case []:
            return Request()
        case ["--background"]:
            return Request(BACKGROUND)
        case ["desktop", "open", page] if page in WISHES and page != DIAL:
            return Request(page)
        case [uri] | ["dial", "--from-outside", uri] if is_uri(uri):
            return Request(DIAL, uri)
    return None


def is_uri(text: str) -> bool:
    """Whether a text is a telephone link, be it a good one or not."""
    return text.strip().lower().startswith(SCHEMES)


def with_token(request: Request) -> Request:
    """Add what the desktop gave this start so that the window may come to the front (Wayland, startup notification)."""
    token = os.environ.get("XDG_ACTIVATION_TOKEN") or os.environ.get("DESKTOP_STARTUP_ID") or ""
    return request._replace(token=token[:200])


def write_line(request: Request) -> bytes:
    """Give the line to send; raises ValueError where it would be too long."""
    import json

    line = json.dumps(request._asdict()).encode() + b"\n"
    if len(line) > LONGEST:
        raise ValueError("that is too long to be a telephone number")
    return line


def read_line(line: bytes) -> Request:
    """Read a line that was sent; raises ValueError where it is none of ours."""
    import json

    if len(line) > LONGEST:
        raise ValueError("too long")
    try:
        said = json.loads(line)
    except RecursionError as error:  # brackets within brackets
        raise ValueError("not a request") from error
    if not isinstance(said, dict) or not all(isinstance(said.get(name), str) for name in Request._fields):
        raise ValueError("not a request")
    request = Request(*(said[name] for name in Request._fields))
    if request.wish not in WISHES or (request.wish == DIAL) != bool(request.uri):
        raise ValueError("an unknown wish")
    if request.uri and not is_uri(request.uri):
        raise ValueError("not a telephone link")
    return request
