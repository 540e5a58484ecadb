"""Questions with many values at once."""

from collections.abc import Iterator, Sequence

CHUNK = 500
"""Values in one question: databases limit the parameters of one (SQLite once to 999)."""


def chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut values into pieces that fit into one question."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def marks(values: Sequence[str]) -> str:
    """Give the placeholders of values, for `IN (...)`."""
    return ", ".join("?" for _ in values)
