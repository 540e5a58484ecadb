"""A raw reader of the manager interface: log in, send an action, collect events until one is right.

It proves the rig without the product, so it shares no code with it and does as little as possible.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Self

from tests.pbx.config import HOST

Message = dict[str, str]
"""The fields of one event or response; of a field that comes twice, the last."""


class ProbeFailed(AssertionError):
    """What was waited for did not come, or the connection ended."""


class AmiProbe:
    """One manager session; `seen` keeps every message in order.

    `explain` gives what a failure should end with, e.g. the PBX's log.
    """

    def __init__(
        self, port: int, user: str, secret: str, patience: float = 5.0, explain: Callable[[], str] = str
    ) -> None:
        self.seen: list[Message] = []
        self._patience = patience
        self._explain = explain
        self._socket = socket.create_connection((HOST, port), timeout=patience)
        self._unread = b""
        try:
            self.greeting = self._line()
            self.send(Action="Login", Username=user, Secret=secret)
            self.until(lambda message: message.get("Response") == "Success")
            self.until(lambda message: message.get("Event") == "FullyBooted")
        except BaseException:
            self.close()
            raise

    def send(self, **fields: str) -> None:
        """Send one action."""
        text = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self._socket.sendall(f"{text}\r\n".encode())

    def ask(self, **fields: str) -> Message:
        """Send one action and give its response back."""
        number = f"probe-{len(self.seen)}"
        self.send(**fields, ActionID=number)
        return self.until(lambda message: message.get("ActionID") == number and "Response" in message)

    def until(self, is_right: Callable[[Message], bool], patience: float | None = None) -> Message:
        """The first message from now on that is right; `ProbeFailed` after `patience` seconds."""
        deadline = time.monotonic() + (patience or self._patience)
        while True:
            message = self._message(deadline)
            self.seen.append(message)
            if is_right(message):
                return message

    def event(self, name: str, patience: float | None = None, **fields: str) -> Message:
        """The first event from now on with this name and these fields; a channel is matched by its beginning."""

        def is_right(message: Message) -> bool:
            same = all(
                message.get(key, "").startswith(value) if key.endswith("Channel") else message.get(key) == value
                for key, value in fields.items()
            )
            return message.get("Event") == name and same

        return self.until(is_right, patience)

    def all_of(self, name: str) -> list[Message]:
        """Every event of that name seen so far."""
        return [message for message in self.seen if message.get("Event") == name]

    def _message(self, deadline: float) -> Message:
        message: Message = {}
        while line := self._line(deadline):
            name, _, value = line.partition(": ")
            message[name.removesuffix(":")] = value
        return message

    def _line(self, deadline: float | None = None) -> str:
        while b"\n" not in self._unread:
            left = self._patience if deadline is None else deadline - time.monotonic()
            self._socket.settimeout(max(left, 0.01))
            try:
                data = self._socket.recv(65536)
            except OSError as error:
                names = [message.get("Event", "-") for message in self.seen[-100:]]
                text = f"nothing more from the manager interface ({error}); seen: {names}\n{self._explain()}"
                raise ProbeFailed(text) from error
            if not data:
                raise ProbeFailed("the manager interface closed the connection")
            self._unread += data
        line, _, self._unread = self._unread.partition(b"\n")
        return line.decode().rstrip("\r")

    def close(self) -> None:
        """End the session; harmless when it has ended."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
