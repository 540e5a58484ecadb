"""Windows: keys of the user's own registry. What is written is a list, so that it can be looked at anywhere.

Since Windows 8 no program makes itself the one for a kind of link: it offers itself (Capabilities), and the user
chooses it once, in the settings of Windows, or when the first link is clicked. Where nobody has chosen yet, the plain
class key of the scheme is what counts.
"""

import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

from calljournal.desktop.system.handlers import SCHEMES
from calljournal.desktop.system.handlers.command import program

CLASS = "CallJournal.Link"
CLASSES = r"Software\Classes"
OURS = r"Software\CallJournal"
CAPABILITIES = rf"{OURS}\Capabilities"
REGISTERED = r"Software\RegisteredApplications"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
CHOICE = r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations\{scheme}\UserChoice"
NAME = "CallJournal"


class Value(NamedTuple):
    """One value of a key of the user's registry; the name "" is the key's own."""

    key: str
    name: str
    text: str


def link_values(command: Sequence[str]) -> list[Value]:
    """Give what is written to offer this program for telephone links."""
    opens = subprocess.list2cmdline(command) + ' "%1"'
    values = [
        Value(rf"{CLASSES}\{CLASS}", "", "Call Journal"),
        Value(rf"{CLASSES}\{CLASS}", "URL Protocol", ""),
        Value(rf"{CLASSES}\{CLASS}\shell\open\command", "", opens),
        Value(CAPABILITIES, "ApplicationName", "Call Journal"),
        Value(CAPABILITIES, "ApplicationDescription", "Journal of calls, and time booked from them"),
        Value(REGISTERED, NAME, CAPABILITIES),
    ]
    for scheme in SCHEMES:
        values += [
            Value(rf"{CAPABILITIES}\URLAssociations", scheme, CLASS),
            Value(rf"{CLASSES}\{scheme}", "", f"URL:{scheme}"),
            Value(rf"{CLASSES}\{scheme}", "URL Protocol", ""),
            Value(rf"{CLASSES}\{scheme}\shell\open\command", "", opens),
        ]
    return values


def keys_to_remove(values: Sequence[Value]) -> list[str]:
    """Give the keys that are ours alone, the innermost first, as keys that hold others cannot be deleted."""
    keys: set[str] = set()
    for value in values:
        key = value.key
        while key not in (CLASSES, REGISTERED, RUN, "Software"):
            keys.add(key)
            key = key.rpartition("\\")[0]
    return sorted(keys, key=lambda key: (-key.count("\\"), key))


def run_value(command: Sequence[str]) -> Value:
    """Give what is written to start at login."""
    return Value(RUN, NAME, subprocess.list2cmdline(command))


if sys.platform == "win32":
    import winreg
    from contextlib import suppress

    def handles() -> bool:
        """Whether this program is offered for telephone links and, where the user has chosen one, is that one."""
        offered = _read(rf"{CLASSES}\{CLASS}\shell\open\command", "") is not None
        chosen = [_read(CHOICE.format(scheme=scheme), "ProgId") for scheme in SCHEMES]
        return offered and all(one in (None, CLASS) for one in chosen)

    def handle(on: bool) -> None:
        """Offer this program for telephone links, or no more. Raises OSError."""
        values = link_values(program())
        if on:
            for value in values:
                _write(value)
            return
        _forget(REGISTERED, NAME)
        for key in keys_to_remove([value for value in values if value.key != REGISTERED]):
            if not _is_of_another(key):
                with suppress(FileNotFoundError, PermissionError):  # gone already, or others have put a key into it
                    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)

    def list_program(on: bool) -> None:
        """Do nothing: what is listed in the start menu comes with an installer."""

    def starts() -> bool:
        """Whether this program starts at login."""
        return _read(RUN, NAME) is not None

    def start(on: bool) -> None:
        """Start at login, in the background, or no more. Raises OSError."""
        if on:
            _write(run_value(program("--background")))
        else:
            _forget(RUN, NAME)

    def _is_of_another(key: str) -> bool:
        """Whether the class of a scheme has been taken by another program meanwhile: that one keeps it."""
        if key not in {rf"{CLASSES}\{scheme}{inner}" for scheme in SCHEMES for inner in _CLASS_KEYS}:
            return False
        scheme = key[len(CLASSES) + 1 :].partition("\\")[0]
        command = _read(rf"{CLASSES}\{scheme}\shell\open\command", "")
        return command is not None and "calljournal" not in command

    _CLASS_KEYS = ("", r"\shell", r"\shell\open", r"\shell\open\command")

    def _read(key: str, name: str) -> str | None:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                return str(winreg.QueryValueEx(opened, name)[0])
        except FileNotFoundError:
            return None

    def _write(value: Value) -> None:
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, value.key) as opened:
            winreg.SetValueEx(opened, value.name, 0, winreg.REG_SZ, value.text)

    def _forget(key: str, name: str) -> None:
        with (
            suppress(FileNotFoundError),
            winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened,
        ):
            winreg.DeleteValue(opened, name)
