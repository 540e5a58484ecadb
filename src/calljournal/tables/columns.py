"""What became of each column of a file: the field that it is read as, and what stands in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from calljournal.tables.rows import Row
from calljournal.words import say

LONGEST_SAID = 200
"""Characters of what is left out that a remark tells: enough to find it again, or to type it in."""

LONGEST_SAMPLE = 40


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a CSV file: the field that it is read as (None: not understood, left out).

    `sample` is its first value, at most 40 characters of it.
    """

    title: str
    field: str | None
    sample: str


def describe(titles: Sequence[str], fields: Sequence[str | None], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Describe the columns of a file, with the first value of each."""
    samples = [""] * len(titles)
    missing = set(range(len(titles)))
    for row in rows:
        for index in sorted(missing):
            text = " ".join(row.cells[index].split()) if index < len(row.cells) else ""
            if text:
                samples[index] = text if len(text) <= LONGEST_SAMPLE else text[: LONGEST_SAMPLE - 1] + "…"
                missing.discard(index)
        if not missing:
            break
    return tuple(
        Column(title.strip(), field, sample) for title, field, sample in zip(titles, fields, samples, strict=True)
    )


def not_understood(columns: Iterable[Column]) -> list[str]:
    """Give a sentence for each column with something in it that was not understood."""
    return [
        say(
            "The column “{title}” is not understood and left out; it holds “{sample}”.",
            title=column.title,
            sample=column.sample,
        )
        if column.title.strip()
        else say(
            "The column without a title is not understood and left out; it holds “{sample}”.", sample=column.sample
        )
        for column in columns
        if column.field is None and column.sample
    ]
