"""One running Asterisk in a temporary folder, on loopback ports that were free at its start."""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Self

from tests.pbx.ami_probe import AmiProbe, ProbeFailed
from tests.pbx.config import PHONES, Options, Ports, files, links
from tests.pbx.install import Install
from tests.pbx.ports import free_ports, udp_is_bound
from tests.pbx.services import CALL_RECORD_COLUMNS

START_SECONDS = 20.0
"""It is up in about one second; a busy machine may need more."""
STOP_SECONDS = 5.0


class AsteriskFailed(AssertionError):
    """Asterisk did not start or stop as it should; the text ends with its log."""


class Asterisk:
    """The PBX process. The ports and the configuration stay the same over `kill`, `restart` and `start`."""

    def __init__(self, install: Install, options: Options | None = None) -> None:
        self.install = install
        self.options = options or Options()
        ami, sip, trunk, *phones = free_ports(3 + len(PHONES))
        self.ports = Ports(ami, sip, trunk, dict(zip(PHONES, phones, strict=True)))
        self.folder = Path(tempfile.mkdtemp(prefix="calljournal-pbx-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._console: IO[bytes] | None = None
        self.explain: Callable[[], str] = self.log
        """What a failed `probe` ends its text with."""
        for name in ("etc", "lib", "spool", "run", "log/cdr-custom"):
            (self.folder / name).mkdir(parents=True)
        for name, text in files(self.folder, install.modules, self.ports, self.options).items():
            (self.folder / "etc" / name).write_text(text, encoding="utf-8")
        for link, target in links(self.folder, install.share).items():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(target)

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it and wait until the manager interface says `FullyBooted` and SIP is listened for."""
        if self.is_running:
            raise AsteriskFailed("it runs already")
        self._console = (self.folder / "log" / "console").open("ab")
        self._process = subprocess.Popen(
            [*self.install.command("asterisk"), "-f", "-C", str(self.folder / "etc" / "asterisk.conf")],
            stdin=subprocess.DEVNULL,
            stdout=self._console,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            env={**self.install.environment(), "HOME": str(self.folder)},
            start_new_session=True,  # a Ctrl-C at the tests is ours to handle
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_up():
            if not self.is_running or time.monotonic() > deadline:
                self.kill()
                raise AsteriskFailed(f"Asterisk did not come up\n{self.log()}")
            time.sleep(0.02)

    def _is_up(self) -> bool:
        try:
            self.probe("full").close()
        except (OSError, ProbeFailed):
            return False
        return udp_is_bound(self.ports.sip)

    def probe(self, user: str = "cti") -> AmiProbe:
        """A raw manager session of our own."""
        return AmiProbe(self.ports.ami, user, self.options.secrets[user], explain=self.explain)

    def kill(self) -> None:
        """SIGKILL: the connections end at once and nothing is said."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(STOP_SECONDS)
        self._forget()

    def stop_orderly(self) -> None:
        """`core stop now`: every call is hung up and `Shutdown` is sent before the connections end."""
        if self._process is None:
            return
        with self.probe("full") as probe:
            probe.send(Action="Command", Command="core stop now")
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired as error:
                raise AsteriskFailed(f"Asterisk did not end\n{self.log()}") from error
        self._forget()

    def restart(self) -> None:
        """End it without a word, as `kill` does, and start it again on the same ports."""
        self.kill()
        self.start()

    def stop(self) -> None:
        """Kill it, since it has nothing to save, and remove its folder; harmless when it does not run."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _forget(self) -> None:
        self._process = None
        if self._console is not None:
            self._console.close()
            self._console = None

    @property
    def call_records(self) -> list[dict[str, str]]:
        """What Asterisk itself recorded of the calls that have ended (`Options.cdr`), by `CALL_RECORD_COLUMNS`."""
        path = self.folder / "log" / "cdr-custom" / "Master.csv"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        return list(csv.DictReader(text.splitlines(), CALL_RECORD_COLUMNS))

    def logged(self, words: str, patience: float = 5.0) -> None:
        """Wait until its log, which goes on over restarts, has these words: for what no event tells."""
        deadline = time.monotonic() + patience
        while words not in (self.folder / "log" / "messages").read_text(encoding="utf-8", errors="replace"):
            if time.monotonic() > deadline:
                raise AsteriskFailed(f"not logged within {patience} s: {words}\n{self.log()}")
            time.sleep(0.02)

    def log(self, characters: int = 6000) -> str:
        """The end of its console and its log."""
        parts = []
        for name in ("console", "messages"):
            path = self.folder / "log" / name
            if path.is_file():
                parts.append(f"--- {name}\n{path.read_text(encoding='utf-8', errors='replace')[-characters:]}")
        return "\n".join(parts)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
