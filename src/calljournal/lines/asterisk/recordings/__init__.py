"""Recordings for bug reports. What they need is loaded when somebody wants one.

`preparing`      a recording -> one that can be given away; the next four do the work
`own_calls`      which messages are of calls of our own telephones
`discretion`     takes out secrets and withheld numbers
`scramble`       replaces numbers, names, extensions: by `other_numbers` and `aliases`
`timeline`       tells people what happened
"""

import random
from collections.abc import Callable, Iterable
from datetime import datetime

from calljournal.contracts.line import LineConfig, Piece, Prepared, Story, Tell
from calljournal.lines.asterisk.protocol import Item


class AsteriskRecordings:
    """What can be done with recordings of the manager interface. `choice` decides what stands for what."""

    def __init__(self, choice: random.Random | None = None) -> None:
        self._choice = choice or random.SystemRandom()

    async def record(self, config: LineConfig, hear: Callable[[Piece], None], tell: Tell) -> None:
        """Run a line beside the one that runs, ask what it would ask, and hand on what Asterisk says.

        The login is not handed on: its challenge and its answer are nobody's business.
        """
        from calljournal.lines.asterisk.line import AsteriskLine
        from calljournal.lines.asterisk.recordings.preparing import bytes_of, kind

        def on_item(item: Item, at: datetime) -> None:
            data = bytes_of(item)
            if data is not None:
                hear(Piece(data, at, kind(item)))

        await AsteriskLine(config, heard=on_item).run(tell)

    def prepare(self, config: LineConfig, pieces: Iterable[Piece], *, scrambled: bool) -> Prepared:
        """Keep what may be given away, and scramble it if asked."""
        from calljournal.lines.asterisk.recordings.preparing import prepare

        return prepare(config, pieces, self._choice if scrambled else None)

    def tell(self, config: LineConfig, pieces: Iterable[Piece]) -> tuple[Story, ...]:
        """Tell each conversation of a recording."""
        from calljournal.lines.asterisk.recordings.preparing import tell

        return tell(config, pieces)

    def telephones(self, config: LineConfig, pieces: Iterable[Piece]) -> tuple[str, ...]:
        """Name the telephones that have calls in it."""
        from calljournal.lines.asterisk.recordings.preparing import telephones

        return telephones(config, pieces)


RECORDINGS = AsteriskRecordings()
