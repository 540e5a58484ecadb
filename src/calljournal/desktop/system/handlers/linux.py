"""Linux and the BSDs: `.desktop` files of the user, and the list of which program opens what (`mimeapps.list`).

By the specifications of freedesktop.org (desktop entry, MIME applications, autostart), which all desktops follow.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from calljournal.desktop.system.handlers import SCHEMES
from calljournal.desktop.system.handlers.command import program

ENTRY = "calljournal.desktop"
DEFAULTS = "[Default Applications]"
MIME_TYPES = tuple(f"x-scheme-handler/{scheme}" for scheme in SCHEMES)
RESERVED = set(" \t\n\"'\\><~|&;$*?#()`")
"""What makes a word of a command line be put in quotes."""

REFRESH = 20
"""Seconds that the desktop's own index may take."""


# --- links -----------------------------------------------------------------------------------------------------------


def handles() -> bool:
    """Whether a telephone link opens this program."""
    text = _read(_mime_list())
    return _entry_file().exists() and all(first_of(text, mime) == ENTRY for mime in MIME_TYPES)


def handle(on: bool) -> None:
    """Be the program for telephone links, or leave them to whichever was it before. Raises OSError."""
    if on:
        list_program(True)
    text = before = _read(_mime_list())
    for mime in MIME_TYPES:
        text = with_default(text, mime, on=on)
    if text != before:
        _write(_mime_list(), text)


def list_program(on: bool) -> None:
    """Be listed among the programs of the desktop, with what it can open, or no more. Raises OSError."""
    if on:
        _write(_entry_file(), program_entry(program()))
    else:
        _entry_file().unlink(missing_ok=True)
    index = shutil.which("update-desktop-database")
    if index is not None and _entry_file().parent.is_dir():
        with suppress(OSError, subprocess.TimeoutExpired):  # an index makes it quicker; without one it works, too
            subprocess.run([index, "-q", str(_entry_file().parent)], check=False, timeout=REFRESH)


# --- login -----------------------------------------------------------------------------------------------------------


def starts() -> bool:
    """Whether this program starts at login."""
    return _autostart_file().exists()


def start(on: bool) -> None:
    """Start at login, in the background, or no more. Raises OSError."""
    if on:
        _write(_autostart_file(), autostart_entry(program("--background")))
    else:
        _autostart_file().unlink(missing_ok=True)


# --- texts, without any disk -----------------------------------------------------------------------------------------


def program_entry(command: Sequence[str]) -> str:
    """Give the desktop entry of the program."""
    return (
        "[Desktop Entry]\nType=Application\nVersion=1.0\nName=Call Journal\nGenericName=Telephony journal\n"
        "GenericName[de]=Telefonie-Journal\nComment=Journal of calls, and time booked from them\n"
        "Comment[de]=Journal der Anrufe, und Leistungen daraus\n"
        f"Exec={in_words(command)} %u\nIcon={icon_file()}\nTerminal=false\nCategories=Network;Telephony;\n"
        f"MimeType={';'.join(MIME_TYPES)};\nStartupNotify=true\nStartupWMClass=calljournal\n"
    )


def autostart_entry(command: Sequence[str]) -> str:
    """Give the entry that starts the program at login."""
    return (
        "[Desktop Entry]\nType=Application\nVersion=1.0\nName=Call Journal\n"
        f"Exec={in_words(command)}\nIcon={icon_file()}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
    )


def in_words(command: Sequence[str]) -> str:
    """Write a command as an `Exec` line wants it: quoted, and escaped twice, as the specification has it."""
    return " ".join(map(_quoted, command))


def _quoted(word: str) -> str:
    word = word.replace("%", "%%")
    if not RESERVED & set(word):
        return word
    for sign in '\\"`$':
        word = word.replace(sign, f"\\{sign}")
    return '"' + word.replace("\\", "\\\\") + '"'


def first_of(text: str, mime: str) -> str:
    """Give the program that a list names first for a kind of link; "" if none."""
    for line in _section(text.splitlines(), DEFAULTS):
        name, _, programs = line.partition("=")
        if name.strip() == mime:
            return programs.split(";")[0].strip()
    return ""


def with_default(text: str, mime: str, *, on: bool) -> str:
    """Put this program first among those for a kind of link, or take it out; every other line stays as it is."""
    lines = text.splitlines()
    if DEFAULTS not in (line.strip() for line in lines):
        lines += ["", DEFAULTS] if lines else [DEFAULTS]
    start = next(at for at, line in enumerate(lines) if line.strip() == DEFAULTS) + 1
    end = start + len(_section(lines, DEFAULTS))
    others: list[str] = []
    for line in lines[start:end]:
        name, _, programs = line.partition("=")
        if name.strip() == mime:
            others += [one for one in (one.strip() for one in programs.split(";")) if one and one != ENTRY]
    kept = [line for line in lines[start:end] if line.partition("=")[0].strip() != mime]
    named = [ENTRY, *others] if on else others
    new = [f"{mime}={';'.join(named)};"] if named else []
    return "\n".join([*lines[:start], *new, *kept, *lines[end:]]) + "\n"


def _section(lines: Sequence[str], title: str) -> list[str]:
    """Give the lines of one part of a file."""
    inside, found = False, []
    for line in lines:
        if line.strip().startswith("["):
            if inside:
                break
            inside = line.strip() == title
        elif inside:
            found.append(line)
    return found


# --- places ----------------------------------------------------------------------------------------------------------


def icon_file() -> Path:
    """Give the program's picture."""
    return Path(__file__).parents[1] / "calljournal.svg"


def _entry_file() -> Path:
    return _folder("XDG_DATA_HOME", ".local/share") / "applications" / ENTRY


def _autostart_file() -> Path:
    return _folder("XDG_CONFIG_HOME", ".config") / "autostart" / ENTRY


def _mime_list() -> Path:
    return _folder("XDG_CONFIG_HOME", ".config") / "mimeapps.list"


def _folder(variable: str, usual: str) -> Path:
    named = os.environ.get(variable, "")
    return Path(named) if named.startswith("/") else Path.home() / usual


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _write(file: Path, text: str) -> None:
    """Write a file in one step: a list of the user's programs must never be half there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file = file.resolve()  # it may be a link into somebody's collection of settings
    draft = file.with_name(f"{file.name}.calljournal")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)
