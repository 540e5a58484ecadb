"""Records what the manager interface says of some plays, with the rows that must come of it, for tests without a PBX.

    .venv/bin/python -m tests.catalogue.recorder

Writes `play-DIALPLAN-NAME` (`.ami`, `.tsv`, `.json`) into the recordings of tests/lines/asterisk, see `recorded` there.
"""

import os
import socket
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import msgspec

from tests.catalogue.plays import PLAYS, title
from tests.catalogue.row import differences
from tests.catalogue.stage import SETTLED_SECONDS, Play, Stage, options_for
from tests.lines.asterisk.recorded import FOLDER
from tests.pbx.config import HOST
from tests.pbx.dialplans import Name
from tests.pbx.install import ensure_installed

INTRICATE: dict[Name, tuple[str, ...]] = {
    "plain": (
        "groups: ring group through local channels answered",
        "groups: picked up",
        "transfers: blind and back",
        "transfers: attended by code",
        "transfers: parked and taken by a colleague",
        "transfers: parked and taken back",
        "services: conference",
        "services: voicemail left",
    ),
    "freepbx": (
        "outgoing: click of another program through a local channel",
        "groups: ring group through local channels answered",
        "groups: queue through local channels",
        "groups: picked up from one phone",
        "transfers: attended",
        "transfers: attended by code",
        "services: follow me",
    ),
}
"""The plays with the most channels, bridges and changes of both."""


class Tap:
    """A manager session that keeps the bytes as they come, and when they came."""

    def __init__(self, port: int, user: str, secret: str) -> None:
        self._came: list[tuple[float, bytes]] = []
        self._socket = socket.create_connection((HOST, port))
        self._socket.sendall(f"Action: Login\r\nUsername: {user}\r\nSecret: {secret}\r\n\r\n".encode())
        self._thread = threading.Thread(target=self._read, name="tap")

    def _read(self) -> None:
        while data := self._socket.recv(65536):
            self._came.append((time.time(), data))

    def __enter__(self) -> Self:
        self._thread.start()
        while b"FullyBooted" not in b"".join(data for _, data in self._came):
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def save(self, path: Path) -> None:
        """Write the bytes, and beside them where each message begins, when it came and what it is."""
        data, lines, start = b"".join(data for _, data in self._came), [], 0
        while (end := data.find(b"\r\n\r\n", start)) >= 0:
            first = data[start:end].decode().splitlines()[1 if start == 0 else 0]
            kind, _, name = first.partition(": ")
            lines.append(f"{start}\t{self._time_of(end):.3f}\t{name if kind == 'Event' else f'{kind}:{name}'}\n")
            start = end + 4
        path.with_suffix(".ami").write_bytes(data[:start])
        path.with_suffix(".tsv").write_text("".join(lines), encoding="utf-8")

    def _time_of(self, offset: int) -> float:
        """When the byte came."""
        for at, data in self._came:
            offset -= len(data)
            if offset < 0:
                return at
        raise IndexError("no such byte")


def record(stage: Stage, play: Play, path: Path) -> list[str]:
    """Play and record; give in what the journal was wrong, if it was."""
    with Tap(stage.rig.asterisk.ports.ami, "cti", stage.options.secrets["cti"]) as tap:
        try:
            wanted = list(play(stage))
            rows = stage.rows("cti", len(wanted))
        finally:
            stage.clear()
        time.sleep(SETTLED_SECONDS)
    tap.save(path)
    path.with_suffix(".json").write_bytes(msgspec.json.format(msgspec.json.encode(wanted), indent=1) + b"\n")
    return differences(wanted, rows)


def main() -> int:
    """Record all of `INTRICATE`."""
    named = {title(play): play for play in PLAYS}
    wrong = []
    for dialplan, titles in INTRICATE.items():
        options = options_for(dialplan)
        os.environ["CALLJOURNAL_SECRET_ASTERISK_MAIN"] = options.secrets["cti"]
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            stage = stack.enter_context(Stage(ensure_installed(), folder, options))
            stage.watch("cti")
            for name in titles:
                path = FOLDER / f"play-{dialplan}-{name.partition(': ')[2].replace(' ', '-')}"
                wrong += [f"{path.name}: {words}" for words in record(stage, named[name], path)]
    print("\n".join(wrong) or "all right")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
