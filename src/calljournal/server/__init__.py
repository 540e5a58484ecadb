"""The engine for other processes of this user: one engine per data folder, reached over a local socket.

`lock`    who may be the engine of a data folder
`wire`    commands, answers, errors and changes as JSON lines
`server`  the side of the engine
`client`  the other side: a `Service` like the engine itself
`opening` either of the two, whichever there is
"""

from calljournal.server.client import RemoteService, connect
from calljournal.server.lock import EngineLock
from calljournal.server.server import serving

__all__ = ["EngineLock", "RemoteService", "connect", "serving"]
