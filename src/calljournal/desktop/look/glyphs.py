"""The pictures, drawn in a square of 24 units: each is told from the others by its shape; colour only helps.

A drawing takes a painter whose pen and brush have the ink's colour, and the colour of the paper for what is cut out.
"""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

Draw = Callable[[QPainter, QColor], None]
SIZE = 24.0


def pen(painter: QPainter, width: float) -> None:
    """Draw on with round strokes of this width, in the ink's colour."""
    painter.setPen(QPen(painter.brush().color(), width, Qt.PenStyle.SolidLine, _ROUND, _JOIN))


_ROUND = Qt.PenCapStyle.RoundCap
_JOIN = Qt.PenJoinStyle.RoundJoin


def lines(painter: QPainter, *points: tuple[float, float], width: float = 2.2) -> None:
    """Draw connected lines."""
    pen(painter, width)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def filled(painter: QPainter, path: QPainterPath, colour: QColor | None = None) -> None:
    """Fill a shape."""
    painter.fillPath(path, QBrush(colour) if colour is not None else painter.brush())


def outlined(painter: QPainter, path: QPainterPath, width: float = 2.0) -> None:
    """Draw the border of a shape."""
    pen(painter, width)
    painter.strokePath(path, painter.pen())


def disc(painter: QPainter, x: float, y: float, radius: float, colour: QColor | None = None) -> None:
    """Fill a circle."""
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), radius, radius)
    filled(painter, path, colour)


def ring(painter: QPainter, x: float, y: float, radius: float, width: float = 2.0) -> None:
    """Draw a circle."""
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), radius, radius)
    outlined(painter, path, width)


# --- which way -------------------------------------------------------------------------------------------------------


def incoming(painter: QPainter, paper: QColor) -> None:
    """An arrow that comes down to us."""
    lines(painter, (18.5, 5.5), (6, 18), width=2.4)
    lines(painter, (6, 9.5), (6, 18), (14.5, 18), width=2.4)


def outgoing(painter: QPainter, paper: QColor) -> None:
    """An arrow that goes up and away."""
    lines(painter, (5.5, 18.5), (18, 6), width=2.4)
    lines(painter, (9.5, 6), (18, 6), (18, 14.5), width=2.4)


# --- how it stands ---------------------------------------------------------------------------------------------------


def _handset() -> QPainterPath:
    """The receiver of an old telephone, lying: a handle, bent, with an ear piece and a mouthpiece."""
    path = QPainterPath(QPointF(2.6, 14.4))
    path.cubicTo(2.4, 10.5, 7, 8.1, 12, 8.1)
    path.cubicTo(17, 8.1, 21.6, 10.5, 21.4, 14.4)
    path.cubicTo(21.4, 15.6, 20.6, 16, 19.4, 15.7)
    path.lineTo(17.1, 15.1)
    path.cubicTo(16.2, 14.9, 15.8, 14.4, 15.8, 13.5)
    path.lineTo(15.8, 12.3)
    path.cubicTo(13.4, 11.6, 10.6, 11.6, 8.2, 12.3)
    path.lineTo(8.2, 13.5)
    path.cubicTo(8.2, 14.4, 7.8, 14.9, 6.9, 15.1)
    path.lineTo(4.6, 15.7)
    path.cubicTo(3.4, 16, 2.6, 15.6, 2.6, 14.4)
    path.closeSubpath()
    return path


def handset(painter: QPainter, paper: QColor) -> None:
    """A receiver, lifted: a call that was talked."""
    painter.save()
    painter.translate(12.8, 11.2)
    painter.scale(1.12, 1.12)
    painter.rotate(-135)
    painter.translate(-12, -12)
    filled(painter, _handset())
    painter.restore()


def talking(painter: QPainter, paper: QColor) -> None:
    """A receiver in a full disc: a call that is being talked."""
    disc(painter, 12, 12, 11)
    painter.save()
    painter.translate(12, 12)
    painter.scale(0.72, 0.72)
    painter.rotate(-135)
    painter.translate(-12, -12)
    filled(painter, _handset(), paper)
    painter.restore()


def ringing(painter: QPainter, paper: QColor) -> None:
    """A bell that swings."""
    path = QPainterPath(QPointF(5.2, 17))
    path.cubicTo(7.2, 15, 6.6, 12.6, 6.9, 10.4)
    path.cubicTo(7.2, 7.4, 9.2, 5.4, 12, 5.4)
    path.cubicTo(14.8, 5.4, 16.8, 7.4, 17.1, 10.4)
    path.cubicTo(17.4, 12.6, 16.8, 15, 18.8, 17)
    path.closeSubpath()
    filled(painter, path)
    disc(painter, 12, 4.6, 1.5)
    pen(painter, 2)
    painter.drawArc(QRectF(9.6, 16.4, 4.8, 4.8), 200 * 16, 140 * 16)
    painter.drawArc(QRectF(1.8, 3.4, 14, 14), 135 * 16, 62 * 16)
    painter.drawArc(QRectF(8.2, 3.4, 14, 14), -17 * 16, 62 * 16)


def dialling(painter: QPainter, paper: QColor) -> None:
    """The keys of a telephone."""
    for x in (6, 12, 18):
        for y in (4.5, 10.5, 16.5):
            disc(painter, x, y, 2.0)
    disc(painter, 12, 22, 1.8)


def held(painter: QPainter, paper: QColor) -> None:
    """Two bars: a pause."""
    for x in (5, 14):
        path = QPainterPath()
        path.addRoundedRect(QRectF(x, 3.5, 5, 17), 1.4, 1.4)
        filled(painter, path)


def missed(painter: QPainter, paper: QColor) -> None:
    """An arrow that touches down and bounces off."""
    lines(painter, (2.5, 6), (11, 15.5), (20.5, 6), width=2.6)
    lines(painter, (13.5, 6), (20.5, 6), (20.5, 13), width=2.6)
    lines(painter, (5, 20.5), (18, 20.5), width=2.4)


def busy(painter: QPainter, paper: QColor) -> None:
    """A bar in a full disc: no way in."""
    disc(painter, 12, 12, 10)
    path = QPainterPath()
    path.addRoundedRect(QRectF(6, 10, 12, 4), 1.2, 1.2)
    filled(painter, path, paper)


def rejected(painter: QPainter, paper: QColor) -> None:
    """A cross."""
    lines(painter, (5.5, 5.5), (18.5, 18.5), width=3.2)
    lines(painter, (18.5, 5.5), (5.5, 18.5), width=3.2)


def person(painter: QPainter, paper: QColor) -> None:
    """A head and shoulders: somebody else took it."""
    disc(painter, 12, 7.4, 4.6)
    path = QPainterPath(QPointF(3.2, 21.4))
    path.cubicTo(3.2, 16, 7, 13.6, 12, 13.6)
    path.cubicTo(17, 13.6, 20.8, 16, 20.8, 21.4)
    path.closeSubpath()
    filled(painter, path)


def passed_on(painter: QPainter, paper: QColor) -> None:
    """An arrow that bends to somebody else."""
    path = QPainterPath(QPointF(4, 19.5))
    path.cubicTo(4, 12, 8, 9, 18.5, 9)
    outlined(painter, path, 2.6)
    lines(painter, (14, 3.8), (19.6, 9), (14, 14.2), width=2.6)


def no_answer(painter: QPainter, paper: QColor) -> None:
    """Three dots in a ring: it rang, and rang."""
    ring(painter, 12, 12, 9.6)
    for x in (7.4, 12, 16.6):
        disc(painter, x, 12, 1.6)


def cancelled(painter: QPainter, paper: QColor) -> None:
    """An empty square: stopped."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(4.6, 4.6, 14.8, 14.8), 2.4, 2.4)
    outlined(painter, path, 2.4)


def failed(painter: QPainter, paper: QColor) -> None:
    """An exclamation mark in a triangle."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(12, 3.4), QPointF(21.6, 20.2), QPointF(2.4, 20.2)]))
    path.closeSubpath()
    filled(painter, path)
    outlined(painter, path, 2)
    painter.setPen(QPen(paper, 2.6, Qt.PenStyle.SolidLine, _ROUND))
    painter.drawLine(QPointF(12, 9.4), QPointF(12, 14))
    disc(painter, 12, 17.6, 1.4, paper)


def lost(painter: QPainter, paper: QColor) -> None:
    """A line that is cut."""
    lines(painter, (1.5, 12), (7, 12), width=2.6)
    lines(painter, (17, 12), (22.5, 12), width=2.6)
    lines(painter, (9, 17.5), (15, 6.5), width=2.6)


# --- actions ---------------------------------------------------------------------------------------------------------


def contact(painter: QPainter, paper: QColor) -> None:
    """A visiting card."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(2, 4.6, 20, 14.8), 2, 2)
    outlined(painter, path, 1.8)
    disc(painter, 8, 10, 2.3)
    lines(painter, (5.4, 15.4), (10.6, 15.4), width=2.2)
    lines(painter, (14, 9.6), (18.6, 9.6), width=1.6)
    lines(painter, (14, 13.4), (18.6, 13.4), width=1.6)


def activity(painter: QPainter, paper: QColor) -> None:
    """A note with lines of writing."""
    path = QPainterPath(QPointF(4.4, 2.6))
    for x, y in ((15, 2.6), (19.6, 7.2), (19.6, 21.4), (4.4, 21.4)):
        path.lineTo(x, y)
    path.closeSubpath()
    outlined(painter, path, 1.8)
    for y, end in ((9, 15.6), (13, 15.6), (17, 12.4)):
        lines(painter, (8, y), (end, y), width=1.6)


def time(painter: QPainter, paper: QColor) -> None:
    """A clock."""
    ring(painter, 12, 12, 9.6, 1.8)
    lines(painter, (12, 6.4), (12, 12.2), (16.2, 14.6), width=1.8)


def dismiss(painter: QPainter, paper: QColor) -> None:
    """A thin cross."""
    lines(painter, (5, 5), (19, 19), width=2.4)
    lines(painter, (19, 5), (5, 19), width=2.4)


def hang_up(painter: QPainter, paper: QColor) -> None:
    """A handset that lies down."""
    painter.save()
    painter.translate(12, 12)
    painter.scale(1.12, 1.12)
    painter.translate(-12, -12)
    filled(painter, _handset())
    painter.restore()


def pinned(painter: QPainter, paper: QColor) -> None:
    """A drawing pin."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(6.5, 2.5, 11, 3.2), 1.4, 1.4)
    path.addRect(QRectF(8.8, 4, 6.4, 8.6))
    path.addRoundedRect(QRectF(5, 11.6, 14, 3.2), 1.4, 1.4)
    path.setFillRule(Qt.FillRule.WindingFill)
    filled(painter, path)
    lines(painter, (12, 14), (12, 21.5), width=2.0)


def keypad(painter: QPainter, paper: QColor) -> None:
    """The nine keys of a telephone."""
    for x in (5.5, 12, 18.5):
        for y in (5.5, 12, 18.5):
            disc(painter, x, y, 2.1)


def plus(painter: QPainter, paper: QColor) -> None:
    """A cross that adds."""
    lines(painter, (12, 4), (12, 20), width=2.4)
    lines(painter, (4, 12), (20, 12), width=2.4)


def bars(painter: QPainter, paper: QColor) -> None:
    """Three bars: there is more."""
    for y in (6, 12, 18):
        lines(painter, (3.5, y), (20.5, y), width=2.2)


def magnifier(painter: QPainter, paper: QColor) -> None:
    """A magnifying glass."""
    ring(painter, 10, 10, 6.6, 2.2)
    lines(painter, (15, 15), (21, 21), width=2.8)


def funnel(painter: QPainter, paper: QColor) -> None:
    """A funnel: not everything gets through."""
    path = QPainterPath()
    corners = ((3, 4), (21, 4), (14, 12.6), (14, 19.6), (10, 21.4), (10, 12.6))
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    path.closeSubpath()
    outlined(painter, path, 1.8)


def chevron_right(painter: QPainter, paper: QColor) -> None:
    """An angle that points to the right: it can be opened."""
    lines(painter, (9, 5), (16, 12), (9, 19), width=2.4)


def chevron_down(painter: QPainter, paper: QColor) -> None:
    """An angle that points down: it is open."""
    lines(painter, (5, 9), (12, 16), (19, 9), width=2.4)


def padlock(painter: QPainter, paper: QColor) -> None:
    """A lock that is shut: it cannot be changed any more."""
    body = QPainterPath()
    body.addRoundedRect(QRectF(4.4, 10.4, 15.2, 11), 2, 2)
    filled(painter, body)
    pen(painter, 2.4)
    painter.drawArc(QRectF(7.4, 3.2, 9.2, 12), 0, 180 * 16)
    disc(painter, 12, 15.8, 1.8, paper)


def receipt(painter: QPainter, paper: QColor) -> None:
    """A bill with its lines."""
    path = QPainterPath()
    corners = ((5, 2.6), (19, 2.6), (19, 21.4), (15.5, 19), (12, 21.4), (8.5, 19), (5, 21.4))
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    path.closeSubpath()
    filled(painter, path)
    painter.setPen(QPen(paper, 1.8, Qt.PenStyle.SolidLine, _ROUND))
    for y in (7.4, 11.4):
        painter.drawLine(QPointF(8.4, y), QPointF(15.6, y))


# --- lamps and messages ----------------------------------------------------------------------------------------------


def lamp_on(painter: QPainter, paper: QColor) -> None:
    """A tick in a full disc."""
    disc(painter, 12, 12, 10.4)
    painter.setPen(QPen(paper, 2.8, Qt.PenStyle.SolidLine, _ROUND, _JOIN))
    painter.drawPolyline(QPolygonF([QPointF(7, 12.4), QPointF(10.6, 16), QPointF(17, 8.6)]))


def lamp_off(painter: QPainter, paper: QColor) -> None:
    """A ring."""
    ring(painter, 12, 12, 9, 2.6)


def info(painter: QPainter, paper: QColor) -> None:
    """An i in a full disc."""
    disc(painter, 12, 12, 10.4)
    painter.setPen(QPen(paper, 2.8, Qt.PenStyle.SolidLine, _ROUND))
    painter.drawLine(QPointF(12, 11.4), QPointF(12, 17.2))
    disc(painter, 12, 7, 1.7, paper)
