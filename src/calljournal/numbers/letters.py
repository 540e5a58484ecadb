"""Letters that stand for digits: words for the keypad (0800 TAXI 00), and letters that only look like digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from calljournal.words import say

# ITU-T E.161 (02/2001) section 3, option A.
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_LOOK_ALIKE = str.maketrans("OoQIl", "00011")

_WORD_BEHIND_DIGITS = re.compile(r"[^0-9+(]{0,20}([+(]?[0-9][0-9 ()/.-]*)([A-Za-z][A-Za-z0-9 .-]{2,20})")
_ONLY_LOOK_ALIKES = re.compile(r"[0-9OoQIl ()/.+-]*[OoQIl][0-9OoQIl ()/.+-]*")

KEYPAD = say("letters read by the keypad")
LOOK_ALIKE = say("letters read as the digits that they look like")


def respelled(text: str) -> Iterator[tuple[str, str]]:
    """Give the text with digits for its letters, and why, in every way that makes sense."""
    if re.search("[0-9]", text) is None:
        return
    if _ONLY_LOOK_ALIKES.fullmatch(text):
        yield text.translate(_LOOK_ALIKE), LOOK_ALIKE
    word = _WORD_BEHIND_DIGITS.fullmatch(text)
    if word is not None:
        yield word[1] + word[2].upper().translate(_KEYPAD), KEYPAD
