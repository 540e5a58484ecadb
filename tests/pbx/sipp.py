"""One bounded run of SIPp: start it, wait for it, and read when it sent and received which SIP message.

SIPp's message log is the clock of the tests: it stamps each message with microseconds (in UTC, since that is the zone
we run it in). It always ends: by its scenario, by its own time limit, or by `close`.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Self, TypeVar

from tests.pbx.config import HOST
from tests.pbx.install import Install
from tests.pbx.ports import udp_is_bound

T = TypeVar("T")

SCENARIOS = Path(__file__).with_name("scenarios")
START_SECONDS = 10.0
LIMIT_SECONDS = 60
"""No call of a test lasts longer; SIPp then ends itself."""

_STAMP = re.compile(r"^-{10,} (\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d\.\d+).*\n.*? message (sent|received)\b", re.M)


class SippFailed(AssertionError):
    """A telephone could not do what the test told it; the text ends with SIPp's own log."""


@dataclass(frozen=True)
class SipMessage:
    """One message as SIPp logged it."""

    at: datetime
    is_sent: bool
    start: str
    """Its first line."""
    method: str
    """The method of its CSeq: a response belongs to that request."""
    text: str

    @property
    def key(self) -> str:
        """A request's method; a response's status, with the method behind it unless that is INVITE."""
        if not self.start.startswith("SIP/2.0"):
            return self.start.split()[0]
        status = self.start.split()[1]
        return status if self.method == "INVITE" else f"{status} {self.method}"

    def __str__(self) -> str:
        return (
            f"{self.at:%H:%M:%S.%f} {'to' if self.is_sent else 'from'} the PBX: {self.start}  {self.header('Call-ID')}"
        )

    def header(self, name: str) -> str:
        """The first header of that name, or an empty text."""
        found = re.search(rf"^{re.escape(name)}:[ \t]*(.*?)\r?$", self.text, re.M | re.I)
        return found.group(1) if found else ""


def first_times(messages: Iterable[SipMessage]) -> dict[str, datetime]:
    """When each kind of message first passed, by its key: `INVITE`, `180`, `200`, `486`, `BYE`, `CANCEL`."""
    first: dict[str, datetime] = {}
    for message in messages:
        first.setdefault(message.key, message.at)
    return first


def scenario(name: str, **values: str) -> str:
    """The scenario file with each `{{word}}` replaced; a word without a value is an error of ours."""
    text = (SCENARIOS / f"{name}.xml").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found.group(1)], text)


def _message(stamp: re.Match[str], text: str) -> SipMessage | None:
    """Read a message as it was logged; None while SIPp still writes it."""
    body = text.partition("\n")[2].strip("\r\n")
    method = re.search(r"^CSeq:\s*\d+\s+(\w+)", body, re.M | re.I)
    if method is None:
        return None
    at = datetime.fromisoformat(f"{stamp[1]}T{stamp[2]}").replace(tzinfo=UTC)
    return SipMessage(at, stamp[3] == "sent", body.splitlines()[0], method[1], body)


class SippRun:
    """A SIPp process that plays one scenario for one telephone; a context manager that reaps it."""

    def __init__(self, install: Install, folder: Path, text: str, port: int, arguments: list[str]) -> None:
        self.folder = folder
        self.port = port
        folder.mkdir(parents=True)
        (folder / "scenario.xml").write_text(text, encoding="utf-8")
        self._console = (folder / "console").open("wb")
        self._messages: list[SipMessage] = []
        self._read = 0
        fixed = ["-i", HOST, "-mi", HOST, "-p", str(port), "-nostdin", "-r", "100", "-timeout", f"{LIMIT_SECONDS}s"]
        patient = ["-max_recv_loops", "1"]  # a message that comes while the last one is answered waits for its turn
        logs = ["-trace_msg", "-message_file", "messages", "-trace_err", "-error_file", "errors"]
        self._process = subprocess.Popen(
            [*install.command("sipp"), "-sf", "scenario.xml", *fixed, *patient, *logs, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=self._console,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=install.environment(),
            start_new_session=True,
        )

    def await_port(self) -> None:
        """Wait until it listens."""
        deadline = time.monotonic() + START_SECONDS
        while not udp_is_bound(self.port):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.close()
                raise SippFailed(f"SIPp does not listen on {self.port}\n{self.log()}")
            time.sleep(0.005)

    @property
    def messages(self) -> list[SipMessage]:
        """All messages so far, in order. The log of a telephone that is on for minutes is long: read once."""
        path = self.folder / "messages"
        if not path.is_file():
            return []
        begun = self._read
        with path.open("rb") as file:
            file.seek(begun)
            text = file.read().decode("utf-8", "replace")
        stamps = list(_STAMP.finditer(text))
        for stamp, following in zip_longest(stamps, stamps[1:]):
            message = _message(stamp, text[stamp.end() : following.start() if following else len(text)])
            if following is None:  # SIPp may still be writing it: read again next time
                return [*self._messages, message] if message is not None else list(self._messages)
            if message is not None:
                self._messages.append(message)
            self._read = begun + len(text[: following.start()].encode())
        return list(self._messages)

    @property
    def times(self) -> dict[str, datetime]:
        """When each kind of message first passed, by its key."""
        return first_times(self.messages)

    def until(self, key: str, patience: float = 10.0) -> datetime:
        """Wait for the first message with this key; its time."""
        return self.await_(lambda: self.times.get(key), f"no {key}, only {list(self.times)}", patience)

    def await_(self, seek: Callable[[], T | None], missing: str, patience: float = 10.0) -> T:
        """Wait until something is found in the messages; `SippFailed` says what is missing."""
        deadline = time.monotonic() + patience
        while (found := seek()) is None:
            if time.monotonic() > deadline:
                raise SippFailed(f"{missing} within {patience} s\n{self.log()}")
            time.sleep(0.005)
        return found

    def wait(self, patience: float = 20.0) -> Self:
        """Wait until the scenario has been played to its end, as written; `SippFailed` if it was not."""
        try:
            status = self._process.wait(patience)
        except subprocess.TimeoutExpired as error:
            raise SippFailed(f"the call did not end within {patience} s\n{self.log()}") from error
        if status != 0:
            raise SippFailed(f"SIPp ended with {status}\n{self.log()}")
        return self

    def close(self) -> None:
        """End the process whatever it does; harmless when it has ended."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._console.close()

    def log(self, messages: int = 30) -> str:
        """What it could not do, in its own words, and its last messages, one a line."""
        errors = self.folder / "errors"
        words = errors.read_text(encoding="utf-8", errors="replace")[-1000:] if errors.is_file() else ""
        ended = "" if self._process.poll() is None else f", ended with {self._process.returncode}"
        return "\n".join(
            [f"--- {self.folder.name}{ended}", *filter(None, [words]), *map(str, self.messages[-messages:])]
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
