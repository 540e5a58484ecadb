"""Loopback ports that nobody uses, and whether somebody listens on one."""

from __future__ import annotations

import random
import socket
from pathlib import Path

from tests.pbx.config import HOST

RANGE = range(20_000, 30_000)
"""Below Linux's own range for outgoing connections (32768 up), so that no stranger takes one between choice and use."""


def free_ports(count: int) -> list[int]:
    """So many different ports, free for TCP and UDP at this moment."""
    found: list[int] = []
    for port in random.SystemRandom().sample(RANGE, len(RANGE)):
        if _is_free(port, socket.SOCK_STREAM) and _is_free(port, socket.SOCK_DGRAM):
            found.append(port)
        if len(found) == count:
            return found
    raise OSError("no free loopback ports")


def _is_free(port: int, kind: socket.SocketKind) -> bool:
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
