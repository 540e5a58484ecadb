"""What is said of a call that is to be placed; text that comes from outside is made harmless first."""

import unicodedata

from calljournal.languages import tr
from calljournal.numbers import Dialling

LONGEST_SHOWN = 80


def harmless(text: str) -> str:
    """Give a text of unknown origin as it may be shown: short, in one line, and with every hidden sign to be seen."""
    visible = "".join("\N{REPLACEMENT CHARACTER}" if _is_hidden(sign) else sign for sign in text[: LONGEST_SHOWN + 1])
    return visible if len(visible) <= LONGEST_SHOWN else visible[:LONGEST_SHOWN] + "…"


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "C" or unicodedata.category(sign) in ("Zl", "Zp")


def dials(to: Dialling) -> str:
    """Say what will be dialled, beside the number as people read it where that is not the same."""
    if _is_same(to):
        return tr("Will be dialled: {number}", number=to.shown)
    return tr("Will be dialled: {digits} ({number})", digits=to.digits, number=to.shown)


def dialling(to: Dialling) -> str:
    """Say what is being dialled."""
    if _is_same(to):
        return tr("Dialling {number}", number=to.shown)
    return tr("Dialling {digits} ({number})", digits=to.digits, number=to.shown)


def _is_same(to: Dialling) -> bool:
    return to.digits == "".join(sign for sign in to.shown if sign.isdigit() or sign == "+")
