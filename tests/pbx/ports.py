"""Loopback ports that nobody uses, and whether somebody listens on one.

A telephone that is off holds no port, and is on again later under the same one; so a port that was given to somebody is
given to nobody else for as long as the tests run.
"""

from __future__ import annotations

import random
import socket
from pathlib import Path

from tests.pbx.config import HOST

RANGE = range(20_000, 30_000)
"""Below Linux's own range for outgoing connections (32768 up), so that no stranger takes one between choice and use."""

LENT = 2_000

_fresh = random.SystemRandom().sample(RANGE, len(RANGE))
_lent: list[int] = []


def free_ports(count: int) -> list[int]:
    """So many different ports, free for TCP and UDP at this moment, that were given to nobody before."""
    found: list[int] = []
    while len(found) < count:
        if not _fresh:
            raise OSError("no free loopback ports")
        found += filter(_is_free, [_fresh.pop()])
    return found


def lend_port() -> int:
    """A port for one telephone that is never on again; when `LENT` are out, the one given longest ago that is free."""
    if len(_lent) < LENT:
        (port,) = free_ports(1)
    else:
        port = next(filter(_is_free, _lent))
        _lent.remove(port)
    _lent.append(port)
    return port


def _is_free(port: int) -> bool:
    return _binds(port, socket.SOCK_STREAM) and _binds(port, socket.SOCK_DGRAM)


def _binds(port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_INET, kind) as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def udp_is_bound(port: int) -> bool:
    """Whether a process listens for UDP on the port, asked of the kernel without touching the port."""
    table = Path("/proc/self/net/udp").read_text().splitlines()[1:]
    return any(int(line.split()[1].rpartition(":")[2], 16) == port for line in table)
