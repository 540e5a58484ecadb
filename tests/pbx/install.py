"""Asterisk 22 and SIPp, unpacked from the Debian archive into a cache folder: no root, no chroot, no scripts run.

    python -m tests.pbx.install           install, or say where it already is
    python -m tests.pbx.install --lock    also write `packages.lock` anew from what the archive has today

The programs run through the unpacked dynamic loader with the unpacked libraries (`Install.command`), so the machine's
own libc does not matter. The folder is `asterisk-22` below `$CALLJOURNAL_TEST_CACHE`, or else below
`~/.cache/calljournal-tests`; about 270 MB, ten seconds the first time.

Pinning: `packages.lock` names version and SHA-256 of every package. The same version with another checksum is a hard
failure. Debian's testing archive drops old versions, so a version that is no longer there is replaced by the one that
the archive's signed index vouches for, and one loud line says which.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote

from tests.pbx.archive import SUITES, Forged, InstallFailed, PrivateApt, architecture, machine_source, run

PACKAGES = ["asterisk", "sip-tester"]
LOCK_FILE = Path(__file__).with_name("packages.lock")
CACHE_VARIABLE = "CALLJOURNAL_TEST_CACHE"
FINISHED = "installed.json"
"""Written last, inside the folder that is then renamed into place: a folder without it is not an installation."""

LAYOUT = "1"
"""Raise this when the unpacking changes, so that older folders are made anew."""


@dataclass(frozen=True)
class Package:
    """One line of the lock file."""

    package: str
    version: str
    architecture: str
    sha256: str


@dataclass(frozen=True)
class Install:
    """A finished installation: how to run its programs."""

    root: Path
    drift: str
    """What differs from the lock file; empty when nothing does."""

    @property
    def modules(self) -> Path:
        """Asterisk's loadable modules."""
        return self._libraries / "asterisk" / "modules"

    @property
    def share(self) -> Path:
        """Asterisk's data: sounds and the documentation that it reads at its start."""
        return self.root / "usr" / "share" / "asterisk"

    @property
    def _libraries(self) -> Path:
        return _only(self.root, "usr/lib/*/libc.so.6").parent

    def command(self, program: str) -> list[str]:
        """The words that start a program, `asterisk` or `sipp`; its arguments follow."""
        loader = _only(self.root, "usr/lib/*/ld-linux*.so.*")
        return [
            str(loader),
            "--inhibit-cache",
            "--library-path",
            str(self._libraries),
            str(_only(self.root, f"usr/*bin/{program}")),
        ]

    def environment(self) -> dict[str, str]:
        """A small environment, the same everywhere; UTC, since SIPp logs local time without saying which."""
        return {
            "PATH": "/usr/bin:/bin",
            "TZ": "UTC0",
            "LC_ALL": "C.UTF-8",
            "TERM": "dumb",
            "OPENSSL_CONF": "/dev/null",
            "OPENSSL_MODULES": str(self._libraries / "ossl-modules"),
        }


def _only(root: Path, pattern: str) -> Path:
    found = sorted(root.glob(pattern))
    if not found:
        raise InstallFailed(f"{root} has no {pattern}: remove the folder and install again")
    return found[0]


def cache_folder() -> Path:
    """Where the installation is, or will be."""
    base = os.environ.get(CACHE_VARIABLE)
    return (Path(base).expanduser() if base else Path.home() / ".cache" / "calljournal-tests") / "asterisk-22"


def ensure_installed(folder: Path | None = None) -> Install:
    """The installation, made first where it is missing or for another lock file; many processes may ask at once."""
    folder = folder or cache_folder()
    with _one_at_a_time(folder):
        found = _finished(folder)
        if found is None:
            found = _install(folder, LOCK_FILE if LOCK_FILE.is_file() else None)
    if found.drift:
        print(f"*** tests.pbx: {found.drift} ***", file=sys.stderr)
    return found


def write_lock(folder: Path | None = None) -> Install:
    """Install what the archive has today and make that the lock file."""
    folder = folder or cache_folder()
    with _one_at_a_time(folder):
        return _install(folder, None, write_to=LOCK_FILE)


@contextlib.contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the kernel lets go of it when the holder dies."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(folder.name + ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _made_for() -> str:
    """What an installation depends on; another value means: install again."""
    locked = LOCK_FILE.read_bytes() if LOCK_FILE.is_file() else b""
    return hashlib.sha256(LAYOUT.encode() + locked).hexdigest()


def _finished(folder: Path) -> Install | None:
    try:
        state = json.loads((folder / FINISHED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Install(folder, state["drift"]) if state.get("made_for") == _made_for() else None


def _install(folder: Path, locked: Path | None, write_to: Path | None = None) -> Install:
    """Fetch, check, unpack beside the folder, rename into place; the caller holds the lock."""
    for left in folder.parent.glob(folder.name + ".partial-*"):
        shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=folder.name + ".partial-", dir=folder.parent))
    try:
        archives = _fetch(work)
        packages = [_described(archive) for archive in archives]
        if write_to is not None:
            write_to.write_text("".join(json.dumps(asdict(package)) + "\n" for package in packages))
        drift = check_lock(packages, read_lock(locked)) if locked else ""
        root = work / "root"
        root.mkdir()
        for archive in archives:
            run(["dpkg-deb", "--extract", str(archive), str(root)])
        for name in ("doc", "man", "locale", "info"):
            shutil.rmtree(root / "usr" / "share" / name, ignore_errors=True)
        state = {"made_for": _made_for(), "drift": drift}
        (root / FINISHED).write_text(json.dumps(state), encoding="utf-8")
        if folder.exists():
            folder.rename(work / "old")
        root.rename(folder)
        return Install(folder, drift)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _fetch(work: Path) -> list[Path]:
    """The packages from the first suite that has them."""
    source = machine_source()
    failures = []
    for suite in SUITES:
        try:
            return PrivateApt(work / f"apt-{suite}", source, suite).fetch(PACKAGES)
        except InstallFailed as error:
            failures.append(f"{suite}: {error}")
    raise InstallFailed("the Debian archive gave no Asterisk and SIPp\n" + "\n".join(failures))


def _described(archive: Path) -> Package:
    """apt names the files package_version_architecture.deb, with the version's colon as %3a."""
    name, version, processor = archive.stem.split("_")
    return Package(name, unquote(version), processor, hashlib.sha256(archive.read_bytes()).hexdigest())


def read_lock(path: Path) -> list[Package]:
    """The packages of a lock file."""
    return [Package(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line]


def check_lock(packages: list[Package], locked: list[Package]) -> str:
    """Empty if all is as locked, else one line naming what the archive has moved on; raises on a forged package."""
    known = {package.package: package for package in locked}
    moved = []
    for package in packages:
        wanted = known.pop(package.package, None)
        if wanted is None:
            moved.append(f"+{package.package} {package.version}")
        elif (wanted.version, wanted.architecture) != (package.version, package.architecture):
            moved.append(f"{package.package} {package.version} (locked {wanted.version})")
        elif wanted.sha256 != package.sha256:
            raise Forged(
                f"{package.package} {package.version} is not the file of {LOCK_FILE.name}: "
                f"SHA-256 {package.sha256}, locked {wanted.sha256}. Do not use it."
            )
    moved += [f"-{name}" for name in known]
    if not moved:
        return ""
    processor = architecture()
    if processor not in {package.architecture for package in locked}:
        return f"{LOCK_FILE.name} has no packages for {processor}; took what the archive's signed index vouches for"
    return (
        f"the Debian archive has moved on from {LOCK_FILE.name}: {', '.join(moved)}; took what its signed index "
        "vouches for (renew: python -m tests.pbx.install --lock)"
    )


def main() -> int:
    """The command line; 1 when there is no installation."""
    parser = argparse.ArgumentParser(prog="python -m tests.pbx.install", description="Asterisk 22 and SIPp for tests")
    parser.add_argument("--lock", action="store_true", help="write packages.lock anew from today's archive")
    arguments = parser.parse_args()
    try:
        done = write_lock() if arguments.lock else ensure_installed()
    except InstallFailed as error:
        print(error, file=sys.stderr)
        return 1
    print(done.root)
    return 0


if __name__ == "__main__":
    sys.exit(main())
