"""Passwords of lines and books: in the keyring of the operating system, never in a file.

On a machine without a keyring (a server, a container) the environment supplies them:
`CALLJOURNAL_SECRET_ASTERISK_MAIN` for the line `asterisk:main`.
"""

import os
import re

from calljournal.errors import BadSettings
from calljournal.words import say

SERVICE = "calljournal"


def variable_of(owner: str) -> str:
    """Name the environment variable that can supply the secret of a line or book."""
    return "CALLJOURNAL_SECRET_" + re.sub(r"[^A-Za-z0-9]+", "_", owner).upper()


def read_secret(owner: str) -> str | None:
    """Give the secret of a line or book from the environment, else from the keyring; None where neither has it."""
    from_environment = os.environ.get(variable_of(owner))
    if from_environment is not None:
        return from_environment
    import keyring  # 40 ms that only those who have a secret need to spend
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, owner)
    except (KeyringError, RuntimeError):
        return None  # a locked or missing keyring: the line says that its login is refused, and what to do


def keep_secret(owner: str, secret: str) -> None:
    """Put a secret into the keyring; raises BadSettings, with the other way to supply it, where there is none."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, owner, secret)
        kept = keyring.get_password(SERVICE, owner) == secret  # the "null" keyring takes everything and keeps nothing
    except (KeyringError, RuntimeError):
        kept = False
    if not kept:
        raise BadSettings(
            say(
                "this machine has no keyring that keeps the secret; supply it in the environment "
                "instead: export {variable}=...",
                variable=variable_of(owner),
            )
        )


def forget_secret(owner: str) -> bool:
    """Remove a secret from the keyring, if it is there; say whether it was."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(SERVICE, owner)
    except (KeyringError, RuntimeError):
        return False  # there was none, or no keyring: nothing of it is left either way
    return True
