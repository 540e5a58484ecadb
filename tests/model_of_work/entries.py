"""What was booked, as it should stand: time entries and activities, and whether they may be changed."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

TIME, ACTIVITY = "time", "activity"


@dataclass
class Piece:
    """A time entry or an activity; `parts` are the milliseconds that it takes of which calls."""

    id: str
    kind: str
    user: str
    parts: dict[str, int]
    day: date
    typed: float | None = None
    """The minutes that a person typed."""
    text: str = ""
    project: str | None = None
    cancelled: bool = False
    exported: bool = False
    billed: bool = False
    taken_back: bool = False
    """By a reversal, which is `reversal` itself."""
    reversal: bool = False
    history: Counter[str] = field(default_factory=lambda: Counter({"book": 1}))
    perhaps_changed: int = 0
    """Minutes typed in place of rounded ones: they may be the same, which is no change."""

    @property
    def milliseconds(self) -> int:
        """What it takes of calls, together."""
        return sum(self.parts.values())

    @property
    def stands(self) -> bool:
        """Whether it counts for its calls."""
        return not (self.cancelled or self.taken_back or self.reversal)


@dataclass
class Entries:
    """All that was booked, the lock date, and what went out in which export: entry -> minutes."""

    today: date
    pieces: dict[str, Piece] = field(default_factory=dict)
    exports: dict[str, dict[str, float]] = field(default_factory=dict)
    locked: date | None = None

    def standing(self, kind: str = TIME) -> list[Piece]:
        """Give the pieces that count."""
        return [piece for piece in self.pieces.values() if piece.stands and piece.kind == kind]

    def behind_lock(self, day: date) -> bool:
        """Whether nothing may be booked on a day any more."""
        return self.locked is not None and day <= self.locked

    def closed(self, piece: Piece) -> bool:
        """Whether an entry may be corrected by others only."""
        return piece.billed or piece.exported or self.behind_lock(piece.day)

    def may_change(self, piece: Piece, *, by_entry: bool) -> bool:
        """Whether a piece may be changed or cancelled so."""
        if not piece.stands:
            return False
        if piece.kind == ACTIVITY:
            return not by_entry and not self.behind_lock(piece.day)
        return self.closed(piece) == by_entry

    def to_export(self) -> list[Piece]:
        """Give what an export of what is new holds."""
        pieces = self.pieces.values()
        return [one for one in pieces if one.kind == TIME and not one.cancelled and not one.exported]

    def export(self, name: str, content: dict[str, float]) -> None:
        """Take note of what went out."""
        self.exports[name] = content
        for piece in self.to_export():
            piece.exported = True

    def take_back(self, piece: Piece, reversal: str) -> date:
        """Correct by a reversal; give the day that it stands on."""
        day = max(self.today, self.locked + timedelta(1)) if self.locked and self.behind_lock(piece.day) else piece.day
        piece.taken_back = True
        piece.history["correct"] += 1
        self.pieces[reversal] = Piece(
            reversal, TIME, piece.user, dict(piece.parts), day, piece.typed, project=piece.project
        )
        self.pieces[reversal].reversal = True
        return day
