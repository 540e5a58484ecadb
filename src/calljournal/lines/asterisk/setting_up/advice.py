"""What a PBX administrator has to write into manager.conf, for one person at one computer, with the least rights.

The filters were measured on Asterisk 22.10, in both of its syntaxes. Events of two channels (dialling, transfers) come
by the own telephone's name. What the other side does in a call bears its own channel's name, but our number as
`ConnectedLineNum`.
"""

import re
import secrets
from ipaddress import ip_network

from calljournal.contracts.setup import Access
from calljournal.errors import BadSettings
from calljournal.lines.asterisk.parties import PRESENTATION_VARIABLE, SAVED_BY_FREEPBX
from calljournal.words import say

FREEPBX = "freepbx"
NEW_FILTERS = 22
"""The first major version all of whose releases know `eventfilter(...)`; the old syntax works in every version, but
costs Asterisk more: it searches every event whole (manager.conf.sample of Asterisk 22)."""

_USER = re.compile(r"[A-Za-z0-9_.-]+")
_NAME = re.compile(r"(?:\w+/)?[\w.@-]+")
_NUMBER = re.compile(r"\+?[0-9*#]+")


def advise(access: Access) -> str:
    """Write the lines for one person. Raises BadSettings for what cannot stand in manager.conf."""
    _check(access)
    parts = [_general(access), _account(access), _dialplan(access), _afterwards(access)]
    return "\n".join(part for part in parts if part)


def _check(access: Access) -> None:
    if not len(access.owners):
        raise BadSettings(say("own: name the telephones of the person, such as 101 or 101+191"))
    if not _USER.fullmatch(access.user) or access.user == "general":
        raise BadSettings(say("user: {user!r} cannot name an account; take letters, digits, - and _", user=access.user))
    try:
        ip_network(access.computer)
    except ValueError:
        raise BadSettings(
            say("permit: {computer!r} is no address of a computer, such as 192.0.2.10", computer=access.computer)
        ) from None
    for name in (*_endpoints(access), *_extensions(access)):
        if not _NAME.fullmatch(name):
            raise BadSettings(say("own: {name!r} is no name of a telephone", name=name))
    for number in access.shown:
        if not _NUMBER.fullmatch(number):
            raise BadSettings(
                say(
                    "shows: {number!r} is no number; write it as your carrier gets it, such as +41440001234",
                    number=number,
                )
            )
    if access.flavour not in ("", FREEPBX):
        raise BadSettings(
            say("{flavour!r} is not known here; there is: {freepbx}", flavour=access.flavour, freepbx=FREEPBX)
        )


def _general(access: Access) -> str:
    freepbx = access.flavour == FREEPBX
    file = "manager_custom.conf, which FreePBX leaves alone" if freepbx else "manager.conf"
    plus = "(+)" if freepbx else ""
    enabled = "" if freepbx else _ENABLED
    variables = ",".join((PRESENTATION_VARIABLE, *(SAVED_BY_FREEPBX if freepbx else ())))
    keys = "/etc/asterisk/keys" if freepbx else "/etc/asterisk"
    return f"""\
; --- /etc/asterisk/{file}
[general]{plus}
{enabled}; every event bears the time at which it happened
timestampevents = yes
; every event says whether the caller withholds the number; if there is such a line already, add what it lacks
channelvars = {variables}
; encrypted, from other computers; without encryption only this machine itself is served
tlsenable = yes
tlsbindaddr = 0.0.0.0:5039
tlscertfile = {keys}/asterisk.crt
tlsprivatekey = {keys}/asterisk.key
"""


_ENABLED = """\
enabled = yes
; port 5038, not encrypted: for this machine alone, unless another program of yours needs more
bindaddr = 127.0.0.1
"""


def _account(access: Access) -> str:
    write = "originate,call,reporting" if access.dial else "reporting"
    lines = [
        f"; {access.user}: the calls of {', '.join(_endpoints(access))}, and of nobody else",
        f"[{access.user}]",
        f"secret = {secrets.token_urlsafe(24)}",
        "deny = 0.0.0.0/0.0.0.0",
        "deny = ::/0",
        f"permit = {access.computer}",
        "; system: that Asterisk has started; call: the calls, as far as the filters let them through",
        "read = system,call",
        *(_DIALLING if access.dial else ()),
        "; reporting: the calls that run at the start, of everybody",
        f"write = {write}",
        "writetimeout = 5000",
        *_filters(access),
        "",
    ]
    return "\n".join(lines)


_DIALLING = (
    "; originate, call: dial, hang up, transfer. Asterisk warns: treat originate the same as system, which may run",
    "; programs on this machine. Leave both out where nobody dials from the computer, and keep Asterisk up to date.",
)


def _filters(access: Access) -> list[str]:
    """Let through what concerns the person's telephones, on either side of a call, and who they are connected to."""
    channel = "|".join(_escape(name) for name in _endpoints(access))
    numbers = "|".join(_escape(number) for number in dict.fromkeys([*_extensions(access), *access.shown]))
    local = f"Local/([^@]*-)?({'|'.join(_escape(extension) for extension in _extensions(access))})[@#]"
    if access.version is None or access.version < NEW_FILTERS:
        return [
            f"eventfilter = (Channel|ParkerDialString): (({channel})(-[0-9a-f]+)?[^-0-9A-Za-z_]|{local})",
            f"eventfilter = ConnectedLineNum: ({numbers})[^0-9]",
        ]
    by_header = "eventfilter(action(include),header({}),method(regex)) = {}"
    by_event = "eventfilter(action(include),name({}),method(regex)) = Channel: ({})-[0-9a-f]+[^-0-9A-Za-z_]"
    either = f"^(({channel})(-[0-9a-f]+)?$|{local})"
    return [
        by_header.format("Channel", either),
        by_header.format("DestChannel", either),
        by_header.format("ParkerDialString", either),
        by_header.format("ConnectedLineNum", f"^({numbers})$"),
        *(by_event.format(event, channel) for event in ("BlindTransfer", "AttendedTransfer", "Pickup")),
    ]


def _endpoints(access: Access) -> list[str]:
    names = [e.name for owner in access.owners for e in owner.endpoints]
    return [name if "/" in name else f"PJSIP/{name}" for name in names]


def _extensions(access: Access) -> list[str]:
    return list(dict.fromkeys(e.extension for owner in access.owners for e in owner.endpoints))


def _escape(text: str) -> str:
    """Escape what has a meaning in a POSIX regular expression and may stand in a name or number."""
    return re.sub(r"([.+*])", r"[\1]", text)


def _dialplan(access: Access) -> str:
    if not access.dial:
        return ""
    file = "extensions_custom.conf" if access.flavour == FREEPBX else "extensions.conf"
    return f"""\
; --- /etc/asterisk/{file}: nothing to add
; Call Journal dials as the telephone itself does, in the context of its line's setting `context` (from-internal), and
; sets no caller id: the dialplan gives out the same number as for calls that are dialled at the telephone. To consult
; somebody before a transfer, Dial and Queue need the options t and T, and features.conf an atxfer.
"""


def _afterwards(access: Access) -> str:
    firewall = (
        f"; Connectivity > Firewall: let {access.computer} reach port 5039 (TCP), and nobody else\n"
        if access.flavour == FREEPBX
        else f"; firewall: let {access.computer} reach port 5039 (TCP), and nobody else\n"
    )
    settings = f"--set user={access.user} --set tls=yes --set port=5039 --set own={access.owners}"
    return f"""\
; --- afterwards
; asterisk -rx "manager reload"; asterisk -rx "manager show user {access.user}"
{firewall}; at the computer: calljournal lines add asterisk main --set host=... {settings}
"""
