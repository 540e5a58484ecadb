"""A recording of the manager interface becomes the messages that the line would have told, however it was cut.

Nothing is sent and nobody can be asked: a number counts as allowed unless the recording itself says otherwise.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from calljournal.contracts.line import LineConfig, LineMessage, LineState, LineStatus, Piece
from calljournal.errors import BadData
from calljournal.lines.asterisk.clock import NO_TIME
from calljournal.lines.asterisk.protocol import Action, AmiStream, Greeting, Item, Message, NotAsterisk, Skipped
from calljournal.lines.asterisk.translate import Translator
from calljournal.words import say


def replay(config: LineConfig, pieces: Iterable[Piece]) -> Iterator[LineMessage]:
    """Replay a recording. A further greeting in it begins a new session: a new generation of legs.

    The end of each session is told as a lost connection at the time of its last message: until then its legs were seen.
    Raises BadData where it is something else.
    """
    recording = _Recording(config)
    stream = AmiStream()
    for piece in pieces:
        for item in stream.feed(piece.data):
            yield from recording.take(item, piece.at)
    yield from recording.session_ends(say("the recording is over"))


class _Recording:
    def __init__(self, config: LineConfig) -> None:
        self._line = config.name
        self._translator = Translator(config, can_ask=False)
        self._last_seen: datetime | None = None

    def take(self, item: Item, at: datetime | None) -> Iterator[LineMessage]:
        if isinstance(item, Message):
            self._translator.take(item, at)  # and told at once: how the recording was cut must not show
            yield from (output for output in self._translator.outputs() if not isinstance(output, Action))
            self._last_seen = self._translator.now(at)
        elif isinstance(item, Greeting):
            yield from self.session_ends(say("the connection was lost; the recording goes on with the next one"))
            self._translator.new_session()
        elif isinstance(item, Skipped):
            yield self._status(say("part of the recording cannot be read: {reason}", reason=item.reason), at)
        elif isinstance(item, NotAsterisk):
            raise BadData(
                say("this is no recording of Asterisk's manager interface: it does not begin as one"), item.first
            )

    def session_ends(self, words: str) -> Iterator[LineMessage]:
        if self._last_seen is not None:
            yield self._status(words, self._last_seen)

    def _status(self, words: str, at: datetime | None) -> LineStatus:
        return LineStatus(self._line, LineState.DISCONNECTED, words, at or self._last_seen or NO_TIME)
