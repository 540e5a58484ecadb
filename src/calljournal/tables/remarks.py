"""What was not understood of a file, told to people."""

from calljournal.words import say

MOST_REMARKS = 200
"""More than that nobody reads; a file with more is not of a kind that is known here."""


class Remarks:
    """Takes remarks one by one; `all` gives the first ones, and how many more there are."""

    def __init__(self) -> None:
        self._remarks: list[str] = []
        self._more = 0

    def add(self, words: str) -> None:
        """Note what was not understood, in a sentence that names the line or the thing."""
        if len(self._remarks) < MOST_REMARKS:
            self._remarks.append(words)
        else:
            self._more += 1

    def all(self) -> tuple[str, ...]:
        """Give the remarks."""
        return (*self._remarks, say("and {more} more", more=self._more)) if self._more else tuple(self._remarks)
