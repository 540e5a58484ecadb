"""Who is the engine of a data folder: the process that holds its lock, for as long as it lives."""

from pathlib import Path

from filelock import FileLock, Timeout

from calljournal.errors import StoreFailed
from calljournal.words import say


class EngineLock:
    """A lock that the operating system lets go when its holder ends, however it ends."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = FileLock(file, timeout=0)

    def take(self) -> bool:
        """Take the lock; False where another process has it. Raises StoreFailed where there can be no lock."""
        try:
            self._lock.acquire()
        except Timeout:
            return False
        except OSError as error:
            raise StoreFailed(self._why_not(error)) from error
        return True

    def _why_not(self, error: OSError) -> str:
        """Say why there can be no lock, whose file it is, and what to do about it."""
        found = self._file if self._file.exists() else self._file.parent
        return say(
            "{file} cannot be locked ({error}); make {found} (of {owner}) writable for yourself, or set "
            "CALLJOURNAL_HOME to a folder that is",
            file=str(self._file),
            error=error.strerror or str(error),
            found=str(found),
            owner=_owner(found) or say("somebody else"),
        )

    def release(self) -> None:
        """Let another process be the engine."""
        self._lock.release()


def _owner(path: Path) -> str:
    """Give who owns a file, "" where that is not known: Windows does not say, nor a container without user names."""
    try:
        return path.owner()
    except (OSError, KeyError, NotImplementedError):
        return ""
