"""Which picture shows what, in colours that fit a light or a dark theme; each is drawn once and kept."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap

from calljournal.contracts.line import LineState
from calljournal.contracts.work import WorkState
from calljournal.desktop.look import glyphs
from calljournal.desktop.look.glyphs import SIZE, Draw
from calljournal.journal import Entry, Outcome

CALL_SIZE = QSize(44, 20)
"""Of the icon of a call: which way it went, and how it stands."""
SMALL = QSize(16, 16)
ACTION_SIZE = QSize(20, 20)
PROGRAM_SIZE = QSize(32, 32)
SCALES = (1.0, 2.0, 3.0)
GAP = 4

DIRECTIONS: dict[str, tuple[Draw, str]] = {
    "incoming": (glyphs.incoming, "incoming"),
    "outgoing": (glyphs.outgoing, "outgoing"),
}
STATES: dict[str, tuple[Draw, str]] = {
    "ringing": (glyphs.ringing, "attention"),
    "dialling": (glyphs.dialling, "attention"),
    "talking": (glyphs.talking, "good"),
    "held": (glyphs.held, "attention"),
    "ended": (glyphs.handset, "faint"),
}
OUTCOMES: dict[Outcome, tuple[Draw, str]] = {
    Outcome.ANSWERED: (glyphs.handset, "faint"),
    Outcome.TRANSFERRED: (glyphs.passed_on, "faint"),
    Outcome.MISSED: (glyphs.missed, "bad"),
    Outcome.ELSEWHERE: (glyphs.person, "faint"),
    Outcome.FORWARDED: (glyphs.passed_on, "faint"),
    Outcome.REJECTED: (glyphs.rejected, "bad"),
    Outcome.BUSY: (glyphs.busy, "bad"),
    Outcome.NO_ANSWER: (glyphs.no_answer, "faint"),
    Outcome.CANCELLED: (glyphs.cancelled, "faint"),
    Outcome.FAILED: (glyphs.failed, "bad"),
    Outcome.LOST: (glyphs.lost, "faint"),
}
ACTIONS: dict[str, Draw] = {
    "contact": glyphs.contact,
    "call": glyphs.handset,
    "activity": glyphs.activity,
    "time": glyphs.time,
    "dismiss": glyphs.dismiss,
    "answer": glyphs.handset,
    "hang_up": glyphs.hang_up,
    "hold": glyphs.held,
    "pin": glyphs.pinned,
    "dial": glyphs.keypad,
    "add": glyphs.plus,
    "more": glyphs.bars,
    "search": glyphs.magnifier,
    "filter": glyphs.funnel,
    "closed": glyphs.chevron_right,
    "open": glyphs.chevron_down,
}
WORK: dict[WorkState, tuple[Draw, str]] = {
    WorkState.OPEN: (glyphs.lamp_off, "faint"),
    WorkState.EXPORTED: (glyphs.outgoing, "outgoing"),
    WorkState.BILLED: (glyphs.receipt, "faint"),
    WorkState.LOCKED: (glyphs.padlock, "faint"),
    WorkState.CANCELLED: (glyphs.rejected, "faint"),
}
LAMPS: dict[LineState, tuple[Draw, str]] = {
    LineState.CLOSED: (glyphs.lamp_off, "faint"),
    LineState.CONNECTING: (glyphs.no_answer, "attention"),
    LineState.CONNECTED: (glyphs.lamp_on, "good"),
    LineState.DISCONNECTED: (glyphs.failed, "bad"),
    LineState.REFUSED: (glyphs.busy, "bad"),
}
MESSAGES: dict[str, tuple[Draw, str]] = {
    "info": (glyphs.info, "incoming"),
    "error": (glyphs.failed, "bad"),
}

LIGHT = {
    "incoming": "#1a6fc4", "outgoing": "#2b7d4f", "attention": "#b45f06", "good": "#1e8e3e", "bad": "#c5221f",
    "faint": "#6b7075", "link": "#0b57d0",
}  # fmt: skip
DARK = {
    "incoming": "#7ab4f5", "outgoing": "#7fd0a0", "attention": "#f5b452", "good": "#6fd48c", "bad": "#ff8a80",
    "faint": "#a8adb3", "link": "#8ab4f8",
}  # fmt: skip


class Icons:
    """Gives the icons in the colours of a palette."""

    def __init__(self, palette: QPalette | None = None) -> None:
        self.use(palette or QGuiApplication.palette())

    def use(self, palette: QPalette) -> None:
        """Draw everything anew for another palette."""
        self._paper = palette.color(QPalette.ColorRole.Base)
        self._text = palette.color(QPalette.ColorRole.ButtonText)
        self._highlight = palette.color(QPalette.ColorRole.Highlight)
        self._highlighted = palette.color(QPalette.ColorRole.HighlightedText)
        self._colours = DARK if self._paper.lightness() < 128 else LIGHT
        self._kept: dict[object, QIcon] = {}

    @property
    def link_colour(self) -> QColor:
        """The blue of a link."""
        return QColor(self._colours["link"])

    @property
    def faint_colour(self) -> QColor:
        """For what is less certain than the rest."""
        return QColor(self._colours["faint"])

    def of_call(self, entry: Entry) -> QIcon:
        """Give the icon of a call: which way, and how it stands or what became of it."""
        state = STATES[entry.state] if entry.outcome is None else OUTCOMES[entry.outcome]
        return self._icon((entry.direction, state), (DIRECTIONS[entry.direction], state), CALL_SIZE)

    def action(self, name: str) -> QIcon:
        """Give the icon of one of the four actions."""
        return self._icon(("action", name), ((ACTIONS[name], "text"),), ACTION_SIZE)

    def lamp(self, state: LineState) -> QIcon:
        """Give the lamp of a line."""
        return self._icon(("lamp", state), (LAMPS[state],), SMALL)

    def work(self, state: WorkState) -> QIcon:
        """Give the icon of booked work: whether it may still be changed."""
        return self._icon(("work", state), (WORK[state],), SMALL)

    def message(self, level: str) -> QIcon:
        """Give the icon of a message: "info" or "error"."""
        return self._icon(("message", level), (MESSAGES[level],), SMALL)

    def program(self) -> QIcon:
        """Give the icon of the program."""
        return self._icon("program", ((glyphs.talking, "incoming"),), PROGRAM_SIZE)

    def _icon(self, key: object, parts: tuple[tuple[Draw, str], ...], size: QSize) -> QIcon:
        if key not in self._kept:
            icon = QIcon()
            for scale in SCALES:
                icon.addPixmap(self._picture(parts, size, scale, selected=False), QIcon.Mode.Normal)
                icon.addPixmap(self._picture(parts, size, scale, selected=True), QIcon.Mode.Selected)
            self._kept[key] = icon
        return self._kept[key]

    def _picture(self, parts: tuple[tuple[Draw, str], ...], size: QSize, scale: float, *, selected: bool) -> QPixmap:
        picture = QPixmap(size * scale)
        picture.setDevicePixelRatio(scale)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (size.width() - GAP * (len(parts) - 1)) / len(parts)
        for place, (draw, colour) in enumerate(parts):
            ink = self._highlighted if selected else self._text if colour == "text" else QColor(self._colours[colour])
            painter.save()
            painter.translate(place * (width + GAP), (size.height() - width) / 2)
            painter.scale(width / SIZE, width / SIZE)
            painter.setBrush(ink)
            painter.setPen(Qt.PenStyle.NoPen)
            draw(painter, self._highlight if selected else self._paper)
            painter.restore()
        painter.end()
        return picture
