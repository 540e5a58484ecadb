"""Commands, answers, errors and changes as JSON lines: what travels between the engine and other processes.

The first line of either side is a hello with the version of this protocol. Then the client sends requests
`{"id": 1, "do": "GetRow", "with": {...}}` and gets `{"id": 1, "answer": ...}` or
`{"id": 1, "error": "NotFound", "text": "..."}`; after the request `"do": "listen"` it also gets
`{"change": "RowChanged", "with": {...}}` without end. Sentences for people travel as `phrases` says, and under `text`
of an error in English. An engine that ends answers what it has begun, then says
`{"error": "EngineEnded"}` under no id: what it has not answered by then, it has not done.
"""

import contextlib
from typing import Any, TypeVar, cast

import msgspec

from calljournal import errors
from calljournal.contracts.command import Command
from calljournal.contracts.service import (
    COMMANDS,
    Change,
    LineChanged,
    Missed,
    Notice,
    RowChanged,
    RowsDeleted,
)
from calljournal.contracts.settings_commands import PreferencesChanged
from calljournal.errors import BadData, Bug, CallJournalError, EngineEnded
from calljournal.server import phrases
from calljournal.words import in_english, say

VERSION = 1
LISTEN = "listen"
LONGEST_LINE = 64 * 1024 * 1024
"""An import of a large address file is the longest line there is."""

_COMMANDS: dict[str, type[Command[object]]] = {command.__name__: command for command in COMMANDS}
_CHANGES: dict[str, type[Change]] = {
    change.__name__: change for change in (RowChanged, RowsDeleted, LineChanged, Missed, Notice, PreferencesChanged)
}


NOTHING = msgspec.Raw(b"{}")


class Hello(msgspec.Struct):
    """The first line of either side; `token` proves to a server on a TCP port that the client may read our files."""

    calljournal: int = VERSION
    token: str = ""


class Request(msgspec.Struct, rename={"what": "do", "content": "with"}):
    """Something that the engine is asked."""

    id: int
    what: str
    content: msgspec.Raw = NOTHING


class Reply(msgspec.Struct, rename={"content": "with"}, omit_defaults=True):
    """Whatever the engine sends: an answer, an error, or a change.

    `mark` is what marks the sentences within it, "" where there are none. That of an error is its `content`, and `text`
    says the same in English.
    """

    id: int = 0
    answer: msgspec.Raw = NOTHING
    error: str | None = None
    text: str = ""
    change: str | None = None
    content: msgspec.Raw = NOTHING
    mark: str = ""


Message = TypeVar("Message", Hello, Request, Reply)


def line(message: Hello | Request | Reply) -> bytes:
    """Write a message as one line."""
    return msgspec.json.encode(message) + b"\n"


def request(number: int, command: Command[Any]) -> Request:
    """Wrap a command."""
    return Request(number, type(command).__name__, msgspec.Raw(msgspec.json.encode(command, enc_hook=in_english)))


def command_of(message: Request) -> Command[object]:
    """Unwrap a command; raises BadData for one that this version does not know or cannot read."""
    kind = _COMMANDS.get(message.what)
    if kind is None:
        raise BadData(say("the engine knows no {what!r}: is it an older Call Journal that runs?", what=message.what))
    try:
        return msgspec.json.decode(message.content, type=kind)
    except msgspec.MsgspecError as error:
        raise BadData(say("{what} cannot be read: {error}", what=message.what, error=str(error))) from error


def answer(number: int, value: object) -> Reply:
    """Wrap what a command gave."""
    packed = phrases.pack(value)
    return Reply(id=number, answer=packed.content, mark=packed.mark)


def refusal(number: int, error: CallJournalError) -> Reply:
    """Wrap an error: its place in the tree of errors, and its words."""
    packed = phrases.pack(error.words)
    return Reply(
        id=number,
        error=type(error).__name__,
        text=str(error),
        content=packed.content if packed.mark else NOTHING,
        mark=packed.mark,
    )


GOODBYE = refusal(0, EngineEnded(say("the running Call Journal has ended; start the command again")))


def answer_of(command: Command[Any], reply: Reply) -> Any:
    """Unwrap an answer as the type that the command names, or raise the error that came instead."""
    if reply.error is not None:
        raise error_of(reply)
    try:
        return phrases.unpack(reply.answer, reply.mark, cast(Any, command.answer))
    except msgspec.MsgspecError as error:
        raise BadData(
            say("the engine's answer to {what} cannot be read: {error}", what=type(command).__name__, error=str(error))
        ) from error


def error_of(reply: Reply) -> CallJournalError:
    """Unwrap an error; one whose sentence cannot be read is told in English."""
    words = reply.text
    if reply.mark:
        with contextlib.suppress(msgspec.MsgspecError):
            words = phrases.unpack(reply.content, reply.mark, str)
    kind = getattr(errors, reply.error or "", None)
    if isinstance(kind, type) and issubclass(kind, CallJournalError):
        return kind(words)
    return Bug(say("{name}: {error}", name=str(reply.error), error=words))


def change(what: Change) -> Reply:
    """Wrap a change."""
    packed = phrases.pack(what)
    return Reply(change=type(what).__name__, content=packed.content, mark=packed.mark)


def change_of(reply: Reply) -> Change | None:
    """Unwrap a change; None for one that this version does not know."""
    kind = _CHANGES.get(reply.change or "")
    if kind is None:
        return None
    return phrases.unpack(reply.content, reply.mark, kind)


def decode(data: bytes, kind: type[Message]) -> Message:
    """Read a line; raises BadData."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise BadData(say("not a line of our protocol: {error}", error=str(error)), data) from error
