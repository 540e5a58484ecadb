"""The command with which the system starts this program: this very interpreter, wherever it is started from."""

import sys
from pathlib import Path


def program(*arguments: str) -> list[str]:
    """Give the words of the command. `-P`: what lies in the folder where a link is clicked is never taken for us."""
    interpreter = Path(sys.executable)
    if sys.platform == "win32" and interpreter.with_name("pythonw.exe").exists():
        interpreter = interpreter.with_name("pythonw.exe")  # which opens no console
    return [str(interpreter), "-P", "-m", "calljournal", *arguments]
