"""A manager that says a great deal, as a process of its own: `python -m benchmarks.ami_server wanted|unwanted`.

It prints its port. Whoever comes is greeted, logged in and answered; when there are no more questions it is sent the
whole stream as fast as it takes it, with the event `StreamEnd` at the end. Then the next may come.
"""

import contextlib
import socket
import sys

from tests.lines.asterisk.load import CTI, told

EVENTS = 200_000
GREETING = b"Asterisk Call Manager/11.0.0\r\n"
QUIET = 0.3
"""Seconds without a question, after which the stream begins."""
PATIENCE = 120.0
_CLASSES = {"wanted": CTI, "unwanted": frozenset({b"dialplan"})}


def stream_of(kind: str) -> bytes:
    """So many recorded events: of the classes that a product asks for, or of one that nobody needs (VarSet)."""
    events = [event.stamped() for event in told(_CLASSES[kind])][:EVENTS]
    whole = events * (EVENTS // len(events) + 1)
    return b"".join(whole[:EVENTS]) + b"Event: StreamEnd\r\n\r\n"


def serve(stream: bytes) -> None:
    """Serve one client after the other, until killed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1], flush=True)
        while True:
            client, _ = listener.accept()
            with client, contextlib.suppress(OSError):
                client.sendall(GREETING)
                _answer(client)
                client.settimeout(PATIENCE)
                client.sendall(stream)
                while client.recv(4096):
                    pass


def _answer(client: socket.socket) -> None:
    client.settimeout(QUIET)
    rest, logged_in = b"", False
    while True:
        try:
            rest += client.recv(4096)
        except TimeoutError:
            if logged_in:
                return
        *actions, rest = rest.split(b"\r\n\r\n")
        for action in actions:
            fields = dict(line.split(": ", 1) for line in action.decode().split("\r\n") if line)
            name = {key.lower(): value for key, value in fields.items()}
            logged_in = logged_in or name["action"] == "Login"
            client.sendall(_reply(name["action"], f"ActionID: {name.get('actionid', '')}").encode())


def _reply(action: str, echo: str) -> str:
    match action:
        case "Challenge":
            return f"Response: Success\r\n{echo}\r\nChallenge: 1\r\n\r\n"
        case "Login":
            accepted = f"Response: Success\r\n{echo}\r\nMessage: Authentication accepted\r\n\r\n"
            return accepted + "Event: FullyBooted\r\nPrivilege: system,all\r\nStatus: Fully Booted\r\n\r\n"
        case "CoreShowChannels":
            follows = f"Response: Success\r\n{echo}\r\nEventList: start\r\nMessage: Channels will follow\r\n\r\n"
            return follows + f"Event: CoreShowChannelsComplete\r\n{echo}\r\nEventList: Complete\r\n\r\n"
    return f"Response: Success\r\n{echo}\r\nPing: Pong\r\n\r\n"


if __name__ == "__main__":
    serve(stream_of(sys.argv[1]))
