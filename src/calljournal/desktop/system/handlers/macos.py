"""macOS: a small application bundle that names the schemes and runs us, and a launch agent for the start at login.

Written by Apple's documents (Launch Services, launchd.plist(5)); it has not been tried on a Mac yet. macOS hands a link
to a running program as an event, not as an argument: `links_macos` takes it.
"""

import ctypes
import ctypes.util
import plistlib
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from calljournal.desktop.system.handlers import SCHEMES
from calljournal.desktop.system.handlers.command import program

IDENTIFIER = "org.calljournal.CallJournal"
REGISTER = "/System/Library/Frameworks/CoreServices.framework/Frameworks/LaunchServices.framework/Support/lsregister"
REFRESH = 20
"""Seconds that Launch Services may take."""


def handles() -> bool:
    """Whether this program is offered for telephone links."""
    return _bundle().is_dir()


def handle(on: bool) -> None:
    """Be the program for telephone links, or no more. Raises OSError."""
    list_program(on)
    if on:
        with suppress(OSError, AttributeError):  # the user may choose it in the settings of FaceTime as well
            _choose()


def list_program(on: bool) -> None:
    """Be among the user's applications, or no more. Raises OSError."""
    bundle = _bundle()
    if on:
        runner = bundle / "Contents" / "MacOS" / "calljournal"
        runner.parent.mkdir(parents=True, exist_ok=True)
        runner.write_text(f'#!/bin/sh\nexec {shlex.join(program())} "$@"\n', encoding="utf-8")
        runner.chmod(0o755)
        (bundle / "Contents" / "Info.plist").write_bytes(plistlib.dumps(bundle_info()))
    elif bundle.is_dir():
        shutil.rmtree(bundle)
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run([REGISTER, "-f" if on else "-u", str(bundle)], check=False, timeout=REFRESH)


def starts() -> bool:
    """Whether this program starts at login."""
    return _agent().exists()


def start(on: bool) -> None:
    """Start at login, in the background, or no more. Raises OSError."""
    if on:
        _agent().parent.mkdir(parents=True, exist_ok=True)
        _agent().write_bytes(plistlib.dumps(agent_info(program("--background"))))
    else:
        _agent().unlink(missing_ok=True)


def bundle_info() -> dict[str, Any]:
    """Give what the bundle says of itself."""
    return {
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleName": "Call Journal",
        "CFBundleExecutable": "calljournal",
        "CFBundlePackageType": "APPL",
        "CFBundleURLTypes": [
            {"CFBundleURLName": IDENTIFIER, "CFBundleTypeRole": "Viewer", "CFBundleURLSchemes": list(SCHEMES)}
        ],
    }


def agent_info(command: Sequence[str]) -> dict[str, Any]:
    """Give what launchd is told."""
    return {"Label": IDENTIFIER, "ProgramArguments": list(command), "RunAtLoad": True, "ProcessType": "Interactive"}


def _choose() -> None:
    """Make it the default for both schemes, as Launch Services lets a program do."""
    foundation = ctypes.CDLL(ctypes.util.find_library("CoreFoundation"))
    services = ctypes.CDLL(ctypes.util.find_library("CoreServices"))
    make = foundation.CFStringCreateWithCString
    make.restype = ctypes.c_void_p
    make.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32)
    services.LSSetDefaultHandlerForURLScheme.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    utf8 = 0x08000100
    for scheme in SCHEMES:
        services.LSSetDefaultHandlerForURLScheme(
            make(None, scheme.encode(), utf8), make(None, IDENTIFIER.encode(), utf8)
        )


def _bundle() -> Path:
    return Path.home() / "Applications" / "Call Journal.app"


def _agent() -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{IDENTIFIER}.plist"
