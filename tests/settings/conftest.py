"""A computer with settings of its own, and a user on it."""

from pathlib import Path

import pytest

from calljournal.settings import Layers, Settings, load, read_layers


class Computer:
    """Files that an administrator and a user write."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.machine = folder / "etc" / "settings.toml"
        self.user = folder / "home" / "settings.toml"
        self._environment = monkeypatch

    def administrator_writes(self, text: str) -> None:
        """Write the settings of the computer."""
        self.machine.parent.mkdir(exist_ok=True)
        self.machine.write_text(text, encoding="utf-8")
        self._environment.setenv("CALLJOURNAL_MACHINE_SETTINGS", str(self.machine))

    def user_writes(self, text: str) -> None:
        """Write the settings of the user."""
        self.user.parent.mkdir(exist_ok=True)
        self.user.write_text(text, encoding="utf-8")

    def environment_has(self, **variables: str) -> None:
        """Set variables of the environment."""
        for name, text in variables.items():
            self._environment.setenv(name, text)

    @property
    def settings(self) -> Settings:
        """What holds for the user."""
        return load(self.user)

    @property
    def layers(self) -> Layers:
        """The same, with who has fixed what."""
        return read_layers(self.user)


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    """A computer on which nothing is set."""
    return Computer(tmp_path, monkeypatch)
