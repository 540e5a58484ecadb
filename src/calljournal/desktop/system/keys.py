"""A key with its modifiers, as the settings name it ("Ctrl+Alt+B"), in the numbers of the window systems. Pure."""

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

X_CONTROL, X_SHIFT, X_ALT, X_SUPER = 4, 1, 8, 64
W_ALT, W_CONTROL, W_SHIFT, W_WIN = 1, 2, 4, 8

NAMED = {  # key of Qt: keysym of X, virtual key of Windows
    Qt.Key.Key_Space: (0x20, 0x20),
    Qt.Key.Key_Insert: (0xFF63, 0x2D),
    Qt.Key.Key_Delete: (0xFFFF, 0x2E),
    Qt.Key.Key_Home: (0xFF50, 0x24),
    Qt.Key.Key_End: (0xFF57, 0x23),
    Qt.Key.Key_PageUp: (0xFF55, 0x21),
    Qt.Key.Key_PageDown: (0xFF56, 0x22),
    Qt.Key.Key_Pause: (0xFF13, 0x13),
}


@dataclass(frozen=True, slots=True)
class Key:
    """A key: `keysym` and `mask` for X, `virtual` and `modifiers` for Windows."""

    keysym: int
    mask: int
    virtual: int
    modifiers: int


def read_key(text: str) -> Key | None:
    """Give the key of a text; None where it is no single key with Ctrl, Alt or the logo key, as a key that works
    everywhere must be: a letter alone would be taken from every other program."""
    sequence = QKeySequence.fromString(text, QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1:
        return None
    pressed = cast("QKeyCombination", sequence[0])  # type: ignore[index]  # which the stubs do not know
    codes = _codes(pressed.key())
    held = pressed.keyboardModifiers()
    kinds = Qt.KeyboardModifier
    if codes is None or not held & (kinds.ControlModifier | kinds.AltModifier | kinds.MetaModifier):
        return None
    mask = modifiers = 0
    for kind, of_x, of_windows in (
        (kinds.ControlModifier, X_CONTROL, W_CONTROL),
        (kinds.ShiftModifier, X_SHIFT, W_SHIFT),
        (kinds.AltModifier, X_ALT, W_ALT),
        (kinds.MetaModifier, X_SUPER, W_WIN),
    ):
        if held & kind:
            mask |= of_x
            modifiers |= of_windows
    return Key(codes[0], mask, codes[1], modifiers)


def _codes(key: Qt.Key) -> tuple[int, int] | None:
    code = key.value
    if Qt.Key.Key_A.value <= code <= Qt.Key.Key_Z.value:
        return code + 0x20, code  # X names the key by its small letter
    if Qt.Key.Key_0.value <= code <= Qt.Key.Key_9.value:
        return code, code
    if Qt.Key.Key_F1.value <= code <= Qt.Key.Key_F24.value:
        number = code - Qt.Key.Key_F1.value
        return 0xFFBE + number, 0x70 + number
    return NAMED.get(key)
