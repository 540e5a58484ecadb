"""Minutes as people write them: a field for them, and how they are shown."""

from PySide6.QtCore import QLocale, QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from calljournal.languages import tr

MOST_MINUTES = 24 * 60.0

WRITTEN = QRegularExpression(r"[0-9]{0,4}([.,][0-9]{0,2})?")
"""Point and comma both begin the hundredths, whatever is usual here: 12.5 must never become 125."""


def number_locale() -> QLocale:
    """Give the user's way of writing numbers, without dots or commas between thousands: 1.234 is never 1234."""
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.RejectGroupSeparator | QLocale.NumberOption.OmitGroupSeparator)
    return locale


def minutes_text(minutes: float) -> str:
    """Write minutes to the hundredth, without zeros behind the point."""
    return number_locale().toString(round(float(minutes), 2) + 0.0, "g", 10)  # no minus before a zero


class MinutesField(QLineEdit):
    """Minutes that may be typed; while nothing is, it shows faintly those that hold without."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setValidator(QRegularExpressionValidator(WRITTEN, self))
        self.setAccessibleName(name)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0000.00") + 24)

    @property
    def minutes(self) -> float | None:
        """What was typed; None where nothing was, or no such number."""
        try:
            minutes = float(self.text().replace(",", "."))
        except ValueError:
            return None
        return minutes if minutes <= MOST_MINUTES else None

    @property
    def is_wrong(self) -> bool:
        """Whether something was typed that is no such number."""
        return bool(self.text()) and (self.minutes is None or not self.hasAcceptableInput())

    def show_default(self, minutes: float | None) -> None:
        """Show the minutes that hold while none are typed."""
        shown = "" if minutes is None else minutes_text(minutes)
        self.setPlaceholderText(shown)
        self.setAccessibleDescription(tr("{minutes} by the rule", minutes=shown) if shown else "")
