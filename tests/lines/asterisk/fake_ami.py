"""A small AMI server on loopback.

Greeting, login, `FullyBooted`, Ping, CoreShowChannels, Getvar, Originate and Hangup are answered as Asterisk 22 does:
the texts are copied from the recordings (`reconnect-midcall.cti-late.ami`, `originate-answered.cti.ami`), the refusals
from an Asterisk 22.10 that was asked. It can be nasty: silent, closed, no Asterisk, full of garbage, slow, cut off
after any byte.
"""

import asyncio
import hashlib
import socket
import ssl
import struct
from types import TracebackType
from typing import Self

from calljournal.lines.asterisk.protocol import Message

GREETING = b"Asterisk Call Manager/11.0.0\r\n"
CHALLENGE = "840415273"


class FakeAmi:
    """The server; what it is to say may be changed at any time."""

    def __init__(self, user: str = "cti", secret: str = "geheim", encryption: ssl.SSLContext | None = None) -> None:
        self.user = user
        self.secret = secret
        self.encryption = encryption
        self.cut_after: int | None = None
        """Bytes of the next session after which its connection is reset."""
        self.greeting = GREETING
        self.boots = True
        self.answers_pings = True
        self.lists = True
        self.channels: list[Message] = []
        self.presentation: str | None = "allowed_not_screened"
        self.originate_error: str | None = None
        self.received: list[dict[str, str]] = []
        self.raw = b""
        self.sessions = 0
        self.port = 0
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; the second time on the same port."""
        self._server = await asyncio.start_server(self._session, "127.0.0.1", self.port, ssl=self.encryption)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close the port and every connection at once, as a killed Asterisk does."""
        if self._server is not None:
            self._server.close()
        self.drop()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def reset(self) -> None:
        """Reset every connection: RST, where `drop` ends with FIN."""
        for writer in self._writers:
            raw: socket.socket = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.drop()

    def end(self) -> None:
        """Close every connection in order, as the kernel does for a process that dies."""
        for writer in self._writers:
            writer.close()

    def drop(self) -> None:
        """Cut every connection."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    def send(self, *messages: Message | bytes) -> None:
        """Say something to whoever is logged in."""
        for message in messages:
            for writer in list(self._writers):
                self._write(writer, message if isinstance(message, bytes) else message.raw + b"\r\n\r\n")

    def _write(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        if self.cut_after is None:
            writer.write(data)
            return
        writer.write(data[: self.cut_after])
        self.cut_after -= len(data)
        if self.cut_after <= 0:
            self.cut_after = None
            self.reset()

    def actions(self, name: str) -> list[dict[str, str]]:
        """The actions of that name that came."""
        return [action for action in self.received if action["Action"] == name]

    async def _session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._writers.add(writer)
        self.sessions += 1
        try:
            self._write(writer, self.greeting)
            while block := await reader.readuntil(b"\r\n\r\n"):
                self.raw += block
                self._answer(dict(line.split(": ", 1) for line in block.decode().strip().split("\r\n")), writer)
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            self._writers.discard(writer)
            self._tasks.discard(task)
            writer.transport.abort()

    def _answer(self, action: dict[str, str], writer: asyncio.StreamWriter) -> None:
        self.received.append(action)
        echo = f"ActionID: {action.get('ActionID')}"
        for lines in self._answers(action, echo):
            if not writer.transport.is_closing():
                self._write(writer, ("\r\n".join(lines) + "\r\n\r\n").encode())

    def _answers(self, action: dict[str, str], echo: str) -> list[list[str]]:
        """What is said to an action, message by message."""
        success = ["Response: Success", echo]
        match action["Action"]:
            case "Challenge":
                return [[*success, f"Challenge: {CHALLENGE}"]]
            case "Login":
                return self._login(action, echo)
            case "Ping":
                return [[*success, "Ping: Pong"]] if self.answers_pings else []
            case "CoreShowChannels":
                return self._list(echo) if self.lists else []
            case "Getvar":
                told = self.presentation
                return [] if told is None else [[*success, f"Variable: {action['Variable']}", f"Value: {told}"]]
            case "Originate" if self.originate_error:
                return [["Response: Error", echo, f"Message: {self.originate_error}"]]
            case "Originate":
                return [[*success, "Message: Originate successfully queued"]]
        return [[*success, "Message: Channel Hungup"]]

    def _login(self, action: dict[str, str], echo: str) -> list[list[str]]:
        key = hashlib.md5((CHALLENGE + self.secret).encode()).hexdigest()
        if (action.get("Username"), action.get("Key")) != (self.user, key):
            return [["Response: Error", echo, "Message: Authentication failed"]]
        accepted = ["Response: Success", echo, "Message: Authentication accepted"]
        booted = ["Event: FullyBooted", "Privilege: system,all", "Uptime: 0", "Status: Fully Booted"]
        return [accepted, booted] if self.boots else [accepted]

    def _list(self, echo: str) -> list[list[str]]:
        listed = [channel.raw.decode().split("\r\n") for channel in self.channels]
        return [
            ["Response: Success", echo, "EventList: start", "Message: Channels will follow"],
            *listed,
            ["Event: CoreShowChannelsComplete", echo, "EventList: Complete", f"ListItems: {len(listed)}"],
        ]
