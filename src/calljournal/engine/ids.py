"""Identifiers of calls, rows and commands: the pure stations have none of their own and are handed this."""

from uuid import uuid4


def new_id() -> str:
    """Give an identifier that nothing else has: 32 hexadecimal digits."""
    return uuid4().hex
