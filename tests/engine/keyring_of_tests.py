"""A keyring in memory, as that of an operating system would be."""

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Keeps secrets by owner; `locked`, it gives and takes none."""

    def __init__(self) -> None:
        super().__init__()
        self.secrets: dict[str, str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        """Give a secret."""
        self._need_key()
        return self.secrets.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        self._need_key()
        self.secrets[username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        self._need_key()
        if self.secrets.pop(username, None) is None:
            raise PasswordDeleteError("there is none")

    def _need_key(self) -> None:
        if self.locked:
            raise KeyringLocked("locked")
