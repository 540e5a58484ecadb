"""The way to Asterisk, plain or encrypted; each obstacle on it becomes words that say what to do."""

import asyncio
import hashlib
import ssl
from collections.abc import Mapping

from calljournal.contracts.manifest import Value
from calljournal.errors import LoginRefused, Refused, Unreachable
from calljournal.lines.asterisk.commands import OURS
from calljournal.lines.asterisk.connection import Connection, Limits, reason
from calljournal.lines.asterisk.protocol import Action, Item
from calljournal.words import say

LOGIN = f"{OURS}login"

CERTIFICATE_HINTS = {
    9: say("it begins later: check the clock of this computer"),
    10: say("it has expired: Asterisk needs a new one"),
    62: say("it is for another machine: set host to the name in it"),
    64: say("it is for another machine: set host to the name in it"),
}
"""What to do, by the code of OpenSSL (X509_V_ERR_...); in any other case the authority is not known here."""


def place_of(values: Mapping[str, Value]) -> tuple[str, int]:
    """Give host and port of the settings."""
    return str(values.get("host", "127.0.0.1")), int(values.get("port", 5038))


async def connect(values: Mapping[str, Value], limits: Limits) -> Connection:
    """Connect to the manager interface that the settings name. Raises Unreachable, or Refused for a bad `tls_ca`."""
    host, port = place_of(values)
    place = f"{host}:{port}"
    try:
        async with asyncio.timeout(limits.connect):
            reader, writer = await asyncio.open_connection(host, port, ssl=_encryption(values))
    except TimeoutError as error:
        raise Unreachable(
            say("{place} does not answer; is the machine on, is a firewall in between?", place=place)
        ) from error
    except ssl.SSLCertVerificationError as error:
        hint = CERTIFICATE_HINTS.get(error.verify_code, say("set tls_ca to the file of the authority that signed it"))
        words = say(
            "the certificate of {place} is not trusted ({why}); {hint}",
            place=place,
            why=error.verify_message.rstrip("."),
            hint=hint,
        )
        raise Unreachable(words) from error
    except ssl.SSLError as error:
        words = say("{place} does not speak TLS; is tlsenable = yes in manager.conf, and the port right?", place=place)
        raise Unreachable(words) from error
    except ConnectionRefusedError as error:
        words = say(
            "nothing answers on {place}; is Asterisk running, is the manager enabled in manager.conf?", place=place
        )
        raise Unreachable(words) from error
    except OSError as error:
        raise Unreachable(
            say("{place} cannot be reached ({reason}); check host, port and network", place=place, reason=reason(error))
        ) from error
    except (ValueError, OverflowError) as error:  # no name of a host, no number of a port
        raise Unreachable(say("{place} is no address; check host and port", place=place)) from error
    return Connection(reader, writer, limits, place)


async def log_in(connection: Connection, values: Mapping[str, Value], limits: Limits) -> Item:
    """Log in by the digest of a challenge, so that the secret never travels; give the greeting that came before.

    Raises LoginRefused, or Unreachable where nobody says what Asterisk says.
    """
    place = "{}:{}".format(*place_of(values))
    user, secret = str(values.get("user", "")), str(values.get("secret", ""))
    try:
        async with asyncio.timeout(limits.connect):
            greeting = await connection.greeting()
            connection.send(Action("Challenge", (("ActionID", LOGIN), ("AuthType", "MD5"))))
            challenge = (await connection.response(LOGIN)).get("Challenge") or ""
            key = hashlib.md5((challenge + secret).encode(), usedforsecurity=False).hexdigest()
            fields = (("ActionID", LOGIN), ("AuthType", "MD5"), ("Username", user), ("Key", key))
            connection.send(Action("Login", fields))
            answer = await connection.response(LOGIN)
    except TimeoutError as error:
        if connection.received:
            words = say(
                "something answers on {place}, but it does not say what an Asterisk manager says; check host and port",
                place=place,
            )
        else:
            words = say(
                "{place} says nothing; is Asterisk very busy, or is this its port for TLS? check host and port",
                place=place,
            )
        raise Unreachable(words) from error
    if answer.get("Response") != "Success":
        raise LoginRefused(
            say(
                "Asterisk at {place} refuses the login: user or secret wrong, or this computer's "
                "address not permitted; check [{user}] in manager.conf",
                place=place,
                user=user,
            )
        )
    return greeting


def _encryption(values: Mapping[str, Value]) -> ssl.SSLContext | None:
    if not values.get("tls"):
        return None
    authority = values.get("tls_ca")
    try:
        return ssl.create_default_context(cafile=str(authority) if authority else None)
    except OSError as error:
        raise Refused(
            say(
                "tls_ca: the file {authority} cannot be used ({reason})", authority=str(authority), reason=reason(error)
            )
        ) from error
