"""Keys that work everywhere, on X11: grabbed on a connection of our own, whose events Qt's loop waits for.

libxcb is asked by ctypes: it is what Qt itself is linked with, and it tells errors by return value, where Xlib has one
handler of errors for the whole process.
"""

import ctypes
from collections.abc import Callable
from ctypes import POINTER, Structure, c_char_p, c_int, c_uint8, c_uint16, c_uint32, c_void_p

from PySide6.QtCore import QObject, QSocketNotifier

from calljournal.desktop.system.keys import Key

LOCKS = (0, 2, 16, 18)
"""With and without Caps Lock and Num Lock: they count as modifiers, and must not matter."""

KEY_PRESS, MAPPING_NOTIFY = 2, 34
STATES = 1 | 4 | 8 | 64
"""Shift, Control, Alt and Super."""
ASYNC = 1


class _Cookie(Structure):
    _fields_ = (("sequence", c_uint32),)


class _Roots(Structure):
    _fields_ = (("root", POINTER(c_uint32)), ("rem", c_int), ("index", c_int))


class _KeyPress(Structure):
    _fields_ = (
        ("response_type", c_uint8),
        ("detail", c_uint8),
        ("sequence", c_uint16),
        ("time", c_uint32),
        ("root", c_uint32),
        ("event", c_uint32),
        ("child", c_uint32),
        ("places", c_uint16 * 4),
        ("state", c_uint16),
    )


def _library(name: str, version: int) -> ctypes.CDLL:
    return ctypes.CDLL(f"lib{name}.so.{version}")


class XKeys(QObject):
    """The keys of an X server; `on_pressed` is given the number under which the key was grabbed."""

    def __init__(self, on_pressed: Callable[[int], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_pressed = on_pressed
        self._xcb, self._keysyms, self._c = _declared(_library("xcb", 1)), _library("xcb-keysyms", 1), ctypes.CDLL(None)
        self._c.free.argtypes = (c_void_p,)
        self._keysyms.xcb_key_symbols_alloc.restype = c_void_p
        self._keysyms.xcb_key_symbols_alloc.argtypes = (c_void_p,)
        self._keysyms.xcb_key_symbols_free.argtypes = (c_void_p,)
        self._keysyms.xcb_key_symbols_get_keycode.restype = POINTER(c_uint8)
        self._keysyms.xcb_key_symbols_get_keycode.argtypes = (c_void_p, c_uint32)
        self._server = self._xcb.xcb_connect(None, None)
        if self._xcb.xcb_connection_has_error(self._server):
            raise OSError("the X server cannot be reached")
        setup = self._xcb.xcb_get_setup(self._server)
        self._root = self._xcb.xcb_setup_roots_iterator(setup).root[0]
        self._wanted: dict[int, Key] = {}
        self._grabbed: dict[tuple[int, int], int] = {}
        self._notifier = QSocketNotifier(
            self._xcb.xcb_get_file_descriptor(self._server), QSocketNotifier.Type.Read, self
        )
        self._notifier.activated.connect(self._on_events)

    def grab(self, number: int, key: Key) -> bool:
        """Take a key; False where another program has it, or the keyboard has not got it."""
        self._wanted[number] = key
        grabbed = [self._grab(number, code, key.mask) for code in self._codes(key.keysym)]
        return bool(grabbed) and all(grabbed)

    def release(self) -> None:
        """Give all keys back."""
        self._wanted.clear()
        self._ungrab()

    def _grab(self, number: int, code: int, mask: int) -> bool:
        for lock in LOCKS:
            cookie = self._xcb.xcb_grab_key_checked(self._server, 1, self._root, mask | lock, code, ASYNC, ASYNC)
            error = self._xcb.xcb_request_check(self._server, cookie)
            if error:
                self._c.free(error)
                return False
        self._grabbed[code, mask] = number
        return True

    def _ungrab(self) -> None:
        for code, mask in self._grabbed:
            for lock in LOCKS:
                self._xcb.xcb_ungrab_key(self._server, code, self._root, mask | lock)
        self._grabbed.clear()
        self._xcb.xcb_flush(self._server)

    def _codes(self, keysym: int) -> list[int]:
        """Give the keys of the keyboard that write a sign."""
        symbols = self._keysyms.xcb_key_symbols_alloc(self._server)
        found = self._keysyms.xcb_key_symbols_get_keycode(symbols, keysym)
        codes: list[int] = []
        if found:
            while code := found[len(codes)]:
                codes.append(code)
            self._c.free(found)
        self._keysyms.xcb_key_symbols_free(symbols)
        return codes

    def _on_events(self) -> None:
        while event := self._xcb.xcb_poll_for_event(self._server):
            said = ctypes.cast(event, POINTER(_KeyPress)).contents
            kind, code, state = said.response_type & 0x7F, said.detail, said.state & STATES
            self._c.free(event)
            if kind == KEY_PRESS and (code, state) in self._grabbed:
                self._on_pressed(self._grabbed[code, state])
            elif kind == MAPPING_NOTIFY:  # another keyboard, or another layout
                self._ungrab()
                for number, key in self._wanted.items():
                    self.grab(number, key)
        if self._xcb.xcb_connection_has_error(self._server):  # the X server has gone; Qt will say so
            self._notifier.setEnabled(False)


def _declared(xcb: ctypes.CDLL) -> ctypes.CDLL:
    """Say what the functions take and give: pointers are longer than the numbers that ctypes would make of them."""
    xcb.xcb_connect.restype = c_void_p
    xcb.xcb_connect.argtypes = (c_char_p, POINTER(c_int))
    xcb.xcb_connection_has_error.argtypes = (c_void_p,)
    xcb.xcb_get_setup.restype = c_void_p
    xcb.xcb_get_setup.argtypes = (c_void_p,)
    xcb.xcb_setup_roots_iterator.restype = _Roots
    xcb.xcb_setup_roots_iterator.argtypes = (c_void_p,)
    xcb.xcb_get_file_descriptor.argtypes = (c_void_p,)
    xcb.xcb_grab_key_checked.restype = _Cookie
    xcb.xcb_grab_key_checked.argtypes = (c_void_p, c_uint8, c_uint32, c_uint16, c_uint8, c_uint8, c_uint8)
    xcb.xcb_request_check.restype = c_void_p
    xcb.xcb_request_check.argtypes = (c_void_p, _Cookie)
    xcb.xcb_ungrab_key.restype = _Cookie
    xcb.xcb_ungrab_key.argtypes = (c_void_p, c_uint8, c_uint32, c_uint16)
    xcb.xcb_flush.argtypes = (c_void_p,)
    xcb.xcb_poll_for_event.restype = c_void_p
    xcb.xcb_poll_for_event.argtypes = (c_void_p,)
    return xcb
