"""Packages out of the Debian archive with a private apt: nothing of the machine is changed and no root is needed.

In: package names. Out: the `.deb` files of their whole dependency closure, libc included, in a folder.

apt checks what it fetches as it always does: the suite's signed `InRelease` against the machine's own Debian keyring
(the keyring of Debian 12, 2023.3+deb12u2, knows the keys that sign forky), the index against `InRelease`, each package
against the index. Nothing of that is turned off, and a machine whose own settings turn it off is overruled.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

SUITES = ("forky", "sid")
"""Where Asterisk 22 and SIPp are looked for, in this order; Debian 12 itself has no Asterisk."""

MIRROR_VARIABLE = "CALLJOURNAL_TEST_MIRROR"
"""Address of a Debian archive, for machines whose own apt sources are not Debian's."""

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
SOURCES = Path("/etc/apt")
FETCH_SECONDS = 600
"""Generous: a closure of 90 MB over a slow line. Normally it takes five seconds."""

_OVERRULED = """\
Acquire::AllowInsecureRepositories "false";
Acquire::AllowWeakRepositories "false";
Acquire::AllowDowngradeToInsecureRepositories "false";
APT::Get::AllowUnauthenticated "false";
APT::Install-Recommends "false";
"""


class InstallFailed(Exception):
    """The PBX could not be obtained; the text says what to do."""


class Forged(InstallFailed):
    """A package is not the one that the lock file names."""


@dataclass(frozen=True)
class Source:
    """A Debian archive and the keyring that its signatures are checked with."""

    uri: str
    keyring: str


def machine_source(root: Path = SOURCES) -> Source:
    """The Debian archive that this machine itself uses; `InstallFailed` where there is none."""
    named = os.environ.get(MIRROR_VARIABLE)
    if named:
        return Source(named, str(KEYRING))
    codename = _codename()
    for path in sorted(root.glob("sources.list.d/*.sources")):
        for stanza in path.read_text(encoding="utf-8", errors="replace").split("\n\n"):
            fields = _fields(stanza)
            if "deb" in fields.get("types", "").split() and codename in fields.get("suites", "").split():
                keyring = fields.get("signed-by", "")
                return Source(fields["uris"].split()[0], keyring if keyring.startswith("/") else str(KEYRING))
    for path in [root / "sources.list", *sorted(root.glob("sources.list.d/*.list"))]:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
        for line in lines:
            words = line.split("]")[-1].split() if "[" in line else line.split()[1:]
            if line.startswith("deb") and not line.startswith("deb-src") and words[1:2] == [codename]:
                return Source(words[0], str(KEYRING))
    raise InstallFailed(
        f"no Debian archive among the apt sources of this machine ({codename}); name one in {MIRROR_VARIABLE}"
    )


def _codename() -> str:
    """The suite of this machine, if it is a Debian; else a word that no source has."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    release = dict(line.split("=", 1) for line in lines if "=" in line)
    if release.get("ID", "").strip('"') != "debian":
        return "(not a Debian)"
    return release.get("VERSION_CODENAME", "sid").strip('"')


def _fields(stanza: str) -> dict[str, str]:
    """The single-line fields of one deb822 stanza, names in lower case."""
    pairs = (line.split(":", 1) for line in stanza.splitlines() if ":" in line and not line.startswith(("#", " ")))
    return {name.strip().lower(): value.strip() for name, value in pairs}


class PrivateApt:
    """An apt of our own below `folder`: own state, own cache, own sources, an empty list of installed packages."""

    def __init__(self, folder: Path, source: Source, suite: str) -> None:
        self.archives = folder / "cache" / "archives"
        self._config = folder / "apt.conf"
        self._folder = folder
        for name in ("state/lists/partial", "cache/archives/partial", "parts", "sources", "preferences"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "state" / "status").write_text("")
        (folder / "sources" / "archive.sources").write_text(
            f"Types: deb\nURIs: {source.uri}\nSuites: {suite}\nComponents: main\n"
            f"Architectures: {architecture()}\nSigned-By: {source.keyring}\n"
        )
        self._config.touch(mode=0o600)  # may repeat a proxy's password out of the machine's settings
        self._config.write_text(self._settings())

    def _settings(self) -> str:
        """Our folders, the machine's own way to its mirror (proxies and the like), and none of its hooks."""
        places = {
            "Dir::State": "state",
            "Dir::State::status": "state/status",
            "Dir::Cache": "cache",
            "Dir::Etc::parts": "parts",
            "Dir::Etc::sourceparts": "sources",
            "Dir::Etc::preferencesparts": "preferences",
        }
        lines = [f'{key} "{self._folder / name}";' for key, name in places.items()]
        lines += [f'Dir::Etc::{key} "/dev/null";' for key in ("main", "sourcelist", "preferences")]
        if os.geteuid() == 0:
            lines.append('APT::Sandbox::User "root";')  # _apt may not read below our folder
        skipped = ("Acquire::IndexTargets", "Acquire::Changelogs")
        dump = run(["apt-config", "dump"]).splitlines()
        lines += [line for line in dump if line.startswith("Acquire::") and not line.startswith(skipped)]
        return "\n".join(lines) + "\n" + _OVERRULED

    def fetch(self, packages: list[str]) -> list[Path]:
        """The `.deb` files of the packages and of all they depend on."""
        environment = {**os.environ, "APT_CONFIG": str(self._config), "LC_ALL": "C"}
        # Error-Mode: without it an index that cannot be fetched is only a warning.
        run(["apt-get", "-qq", "-o", "APT::Update::Error-Mode=any", "update"], environment)
        run(["apt-get", "-qq", "--yes", "--download-only", "install", *packages], environment)
        return sorted(self.archives.glob("*.deb"))


def architecture() -> str:
    """Debian's word for this machine's processor, e.g. amd64."""
    return run(["dpkg", "--print-architecture"]).strip()


def run(command: list[str], environment: dict[str, str] | None = None) -> str:
    """What a command prints; `InstallFailed` with its own words when it is missing, fails or hangs."""
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=FETCH_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InstallFailed(f"{command[0]}: {error}") from error
    if done.returncode != 0:
        raise InstallFailed(f"{' '.join(command)} failed:\n{(done.stderr or done.stdout)[-4000:]}")
    return done.stdout
