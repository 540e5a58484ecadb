"""Whether the process at the other end of a local connection is this user's: asked of the system, never of the process.

Linux and macOS tell the user of the other end of a socket. Windows tells the process at the other end of a pipe, and of
a process its user and its session: on a terminal server many people, and one person twice, work on one computer.
In: the descriptor (Windows: the handle) of the connection. Out: yes, or no; what cannot be found out is a no.
"""

import ctypes
import os
import sys

SOL_SOCKET, SO_PEERCRED = 1, 17  # of Linux, on all its usual processors


def is_mine(connection: int, *, at_server: bool) -> bool:
    """Whether the other end is a process of this user, and on Windows of this session.

    `at_server` says that this is the end that was connected to.
    """
    try:
        return _is_mine(connection, at_server)
    except (OSError, AttributeError):
        return False


if sys.platform == "win32":
    from ctypes import wintypes

    QUERY_LIMITED_INFORMATION = 0x1000
    TOKEN_QUERY = 0x0008
    TOKEN_USER = 1

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _security = ctypes.WinDLL("advapi32", use_last_error=True)
    _kernel.OpenProcess.restype = wintypes.HANDLE
    _kernel.OpenProcess.argtypes = (wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
    _kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
    _kernel.ProcessIdToSessionId.argtypes = (wintypes.DWORD, wintypes.LPDWORD)
    for _ask in (_kernel.GetNamedPipeServerProcessId, _kernel.GetNamedPipeClientProcessId):
        _ask.argtypes = (wintypes.HANDLE, wintypes.LPDWORD)
    _security.OpenProcessToken.argtypes = (wintypes.HANDLE, wintypes.DWORD, wintypes.LPHANDLE)
    _security.GetTokenInformation.argtypes = (
        wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD, wintypes.LPDWORD,
    )  # fmt: skip
    _security.EqualSid.argtypes = (wintypes.LPVOID, wintypes.LPVOID)

    def _is_mine(connection: int, at_server: bool) -> bool:
        other, me = process_at(connection, at_server), os.getpid()
        if session_of(other) != session_of(me):
            return False
        theirs, mine = _user_of(other), _user_of(me)
        return bool(_security.EqualSid(_sid(theirs), _sid(mine)))

    def process_at(connection: int, at_server: bool) -> int:
        """Give the process at the other end of a pipe."""
        ask = _kernel.GetNamedPipeClientProcessId if at_server else _kernel.GetNamedPipeServerProcessId
        found = wintypes.DWORD()
        _must(ask(connection, ctypes.byref(found)))
        return found.value

    def session_of(process: int) -> int:
        """Give the Windows session that a process runs in."""
        found = wintypes.DWORD()
        _must(_kernel.ProcessIdToSessionId(process, ctypes.byref(found)))
        return found.value

    def let_come_to_front(connection: int) -> None:
        """Let the process at the server's end take the foreground: this one has it, since it was just started."""
        ctypes.WinDLL("user32").AllowSetForegroundWindow(process_at(connection, at_server=False))

    def _user_of(process: int) -> ctypes.Array[ctypes.c_char]:
        """Give the TOKEN_USER of a process: a pointer to its user's SID, and then the SID itself."""
        handle = _kernel.OpenProcess(QUERY_LIMITED_INFORMATION, False, process)
        _must(handle)
        token = wintypes.HANDLE()
        try:
            _must(_security.OpenProcessToken(handle, TOKEN_QUERY, ctypes.byref(token)))
            size = wintypes.DWORD()
            _security.GetTokenInformation(token, TOKEN_USER, None, 0, ctypes.byref(size))
            user = ctypes.create_string_buffer(size.value)
            _must(_security.GetTokenInformation(token, TOKEN_USER, user, size, ctypes.byref(size)))
            return user
        finally:
            _kernel.CloseHandle(token)
            _kernel.CloseHandle(handle)

    def _sid(user: ctypes.Array[ctypes.c_char]) -> ctypes.c_void_p:
        return ctypes.c_void_p.from_buffer(user)

    def _must(done: object) -> None:
        if not done:
            raise ctypes.WinError(ctypes.get_last_error())

elif sys.platform == "darwin":

    def session_of(process: int) -> int:
        """Give the Windows session of a process; elsewhere a user has one desktop."""
        return 0

    def _is_mine(connection: int, at_server: bool) -> bool:
        user, group = ctypes.c_uint32(), ctypes.c_uint32()
        failed = ctypes.CDLL(None).getpeereid(connection, ctypes.byref(user), ctypes.byref(group))
        return not failed and user.value == os.getuid()

else:

    def session_of(process: int) -> int:
        """Give the Windows session of a process; elsewhere a user has one desktop."""
        return 0

    def _is_mine(connection: int, at_server: bool) -> bool:
        """Ask the kernel, which noted the user of the other end when it connected, or began to listen."""
        found = (ctypes.c_uint32 * 3)()  # process, user, group
        size = ctypes.c_uint32(ctypes.sizeof(found))
        failed = ctypes.CDLL(None).getsockopt(
            connection, SOL_SOCKET, SO_PEERCRED, ctypes.byref(found), ctypes.byref(size)
        )
        return not failed and size.value == ctypes.sizeof(found) and found[1] == os.getuid()
