"""Commands, answers, errors and changes as JSON lines: what travels between the engine and other processes.

The first line of either side is a hello with the version of this protocol. Then the client sends requests
`{"id": 1, "do": "GetRow", "with": {...}}` and gets `{"id": 1, "answer": ...}` or
`{"id": 1, "error": "NotFound", "text": "..."}`; after the request `"do": "listen"` it also gets
`{"change": "RowChanged", "with": {...}}` without end. An engine that ends answers what it has begun, then says
`{"error": "EngineEnded"}` under no id: what it has not answered by then, it has not done.
"""

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
    """Whatever the engine sends: an answer, an error, or a change."""

    id: int = 0
    answer: msgspec.Raw = NOTHING
    error: str | None = None
    text: str = ""
    change: str | None = None
    content: msgspec.Raw = NOTHING


Message = TypeVar("Message", Hello, Request, Reply)


def line(message: Hello | Request | Reply) -> bytes:
    """Write a message as one line."""
    return msgspec.json.encode(message) + b"\n"


def request(number: int, command: Command[Any]) -> Request:
    """Wrap a command."""
    return Request(number, type(command).__name__, msgspec.Raw(msgspec.json.encode(command)))


def command_of(message: Request) -> Command[object]:
    """Unwrap a command; raises BadData for one that this version does not know or cannot read."""
    kind = _COMMANDS.get(message.what)
    if kind is None:
        raise BadData(f"the engine knows no {message.what!r}: is it an older Call Journal that runs?")
    try:
        return msgspec.json.decode(message.content, type=kind)
    except msgspec.MsgspecError as error:
        raise BadData(f"{message.what} cannot be read: {error}") from error


def answer(number: int, value: object) -> Reply:
    """Wrap what a command gave."""
    return Reply(id=number, answer=msgspec.Raw(msgspec.json.encode(value)))


def refusal(number: int, error: CallJournalError) -> Reply:
    """Wrap an error: its place in the tree of errors, and its words."""
    return Reply(id=number, error=type(error).__name__, text=str(error))


GOODBYE = Reply(error=EngineEnded.__name__, text="the running Call Journal has ended; start the command again")


def answer_of(command: Command[Any], reply: Reply) -> Any:
    """Unwrap an answer as the type that the command names, or raise the error that came instead."""
    if reply.error is not None:
        raise _error(reply.error, reply.text)
    try:
        return msgspec.json.decode(reply.answer, type=cast(Any, command.answer))
    except msgspec.MsgspecError as error:
        raise BadData(f"the engine's answer to {type(command).__name__} cannot be read: {error}") from error


def change(what: Change) -> Reply:
    """Wrap a change."""
    return Reply(change=type(what).__name__, content=msgspec.Raw(msgspec.json.encode(what)))


def change_of(reply: Reply) -> Change | None:
    """Unwrap a change; None for one that this version does not know."""
    kind = _CHANGES.get(reply.change or "")
    if kind is None:
        return None
    return msgspec.json.decode(reply.content, type=kind)


def decode(data: bytes, kind: type[Message]) -> Message:
    """Read a line; raises BadData."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise BadData(f"not a line of our protocol: {error}", data) from error


def _error(name: str, text: str) -> CallJournalError:
    kind = getattr(errors, name, None)
    if isinstance(kind, type) and issubclass(kind, CallJournalError):
        return kind(text)
    return Bug(f"{name}: {text}")
