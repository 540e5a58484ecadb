"""Where data and settings lie: the platform's usual folders, or all under `CALLJOURNAL_HOME` when that is set."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from calljournal.errors import StoreFailed
from calljournal.words import say


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one user: `data` for journal and book, `config` for the settings file."""

    data: Path
    config: Path

    @classmethod
    def usual(cls) -> "Places":
        """Give the folders that the environment or the platform names."""
        home = os.environ.get("CALLJOURNAL_HOME")
        if home:
            return cls.under(Path(home).expanduser().absolute())
        return cls(
            data=Path(platformdirs.user_data_dir("calljournal", appauthor=False)),
            config=Path(platformdirs.user_config_dir("calljournal", appauthor=False)),
        )

    @classmethod
    def under(cls, home: Path) -> "Places":
        """Give folders that all lie in one."""
        return cls(data=home / "data", config=home)

    @property
    def settings_file(self) -> Path:
        """The file that holds the settings."""
        return self.config / "settings.toml"

    @property
    def lock_file(self) -> Path:
        """Whoever holds this lock is the engine of the data folder."""
        return self.data / "engine.lock"

    @property
    def address_file(self) -> Path:
        """Where the running engine says how it is reached."""
        return self.data / "engine.address"

    @property
    def backups(self) -> Path:
        """Where copies are kept that the program makes by itself; a database keeps its own there, too."""
        return self.data / "backups"

    def make(self) -> None:
        """Make the folders, readable by this user alone; raises StoreFailed where that is not possible."""
        for folder in (self.config, self.data):
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError as error:
                raise StoreFailed(
                    say(
                        "the folder {folder} cannot be made ({error}); make it writable, or set "
                        "CALLJOURNAL_HOME to a folder that is",
                        folder=str(folder),
                        error=str(error.strerror),
                    )
                ) from error
