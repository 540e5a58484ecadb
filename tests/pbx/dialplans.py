"""The two dialplans, `extensions/plain.conf` and `extensions/freepbx.conf`, filled in for the firm of `firm.py`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.pbx.firm import (
    ANNOUNCEMENT,
    DIRECT_LINES,
    FOLLOW_SECONDS,
    MOBILE,
    OWN_BLOCK,
    OWN_NUMBER,
    PHONES,
    VOICEMAIL_SECONDS,
)

Name = Literal["plain", "freepbx"]
TEMPLATES = Path(__file__).with_name("extensions")

Queues = dict[str, dict[str, str]]
"""Queue -> phone -> how the queue calls it."""

GROUP_EXTRA = 5
"""A group of phones rings so many seconds longer than one phone."""


@dataclass(frozen=True)
class Dialplan:
    """What the rest of the configuration has to know of one."""

    phone_context: str
    """Where the phones dial, and where a click-to-dial must begin."""
    queues: Queues
    words: Callable[[int], dict[str, str]]
    """The words that its template needs beside the common ones, for so many seconds of ringing."""


def extensions(name: Name, ring: int) -> str:
    """The text of extensions.conf; `ring` is for how many seconds a phone rings."""
    words = {
        "own_block": OWN_BLOCK,
        "announcement": ANNOUNCEMENT,
        "mobile": MOBILE,
        "ring": str(ring),
        "ring_group": str(ring + GROUP_EXTRA),
        "ring_follow": str(FOLLOW_SECONDS),
        "ring_mobile": str(FOLLOW_SECONDS + ring),
        "ring_voicemail": str(VOICEMAIL_SECONDS),
        **DIALPLANS[name].words(ring),
    }
    template = (TEMPLATES / f"{name}.conf").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda found: words[found.group(1)], template)


# --- plain -----------------------------------------------------------------------------------------------------------


def _plain(_: int) -> dict[str, str]:
    lines = [f"exten => {OWN_BLOCK}{end},1,Goto(ddi,{inside},1)" for end, inside in DIRECT_LINES.items()]
    return {"direct_lines": "\n".join(lines)}


# --- FreePBX ---------------------------------------------------------------------------------------------------------

GROUPS = {"600": "101-102", "601": "101#-102#", "660": "104", "680": "101-191"}
"""Ring groups as FreePBX writes them; # behind a member: behind a Local channel."""

DESTINATIONS = {
    "610": "from-did-direct,101,1",
    "620": "app-announcement-1,s,1",
    "621": "app-announcement-2,s,1",
    "630": "ivr-1,s,1",
    "640": "from-did-direct,640,1",
    "650": "ext-meetme,650,1",
    "700": "ext-queues,700,1",
    "701": "ext-queues,701,1",
    **{group: f"ext-group,{group},1" for group in GROUPS},
}
"""Number inside -> where an inbound route leads; a phone's own number leads to the phone."""


def _freepbx(ring: int) -> dict[str, str]:
    return {
        "users": "\n".join(_user(phone) for phone in PHONES),
        "inbound_routes": "\n".join(_inbound_route(end, inside) for end, inside in DIRECT_LINES.items()),
        "pickup_codes": "\n".join(_pickup_code(phone) for phone in PHONES),
        "extensions": "\n".join(_extension(phone) for phone in PHONES),
        "ring_groups": "\n".join(_ring_group(group, members, ring) for group, members in GROUPS.items()),
    }


def _user(phone: str) -> str:
    """What FreePBX keeps in its database, as global variables."""
    number = OWN_NUMBER.get(phone, phone)
    return f"""\
DEVICE_{phone}_USER = {number}
AMPUSER_{phone}_CIDNAME = {PHONES[phone]}
AMPUSER_{phone}_DEVICE = {phone}
AMPUSER_{phone}_OUTBOUNDCID = {OWN_BLOCK}{number}"""


def _inbound_route(end: str, inside: str) -> str:
    prefix = "\n same => n,Gosub(macro-prepend-cid,s,1(Sales: ))" if inside == "610" else ""
    destination = DESTINATIONS.get(inside, f"from-did-direct,{inside},1")
    return f"""\
exten => {OWN_BLOCK}{end},1,Gosub(sub-inbound,s,1(${{EXTEN}})){prefix}
 same => n(dest-ext),Goto({destination})"""


def _pickup_code(phone: str) -> str:
    marks = [phone, *(group for group, members in GROUPS.items() if phone in members.split("-"))]
    return f"""\
exten => **{phone},1,Gosub(macro-user-callerid,s,1())
 same => n,Pickup({"&".join(f"{mark}@PICKUPMARK" for mark in marks)})
 same => n,Hangup(17)"""


def _extension(phone: str) -> str:
    return f"""\
exten => {phone},hint,PJSIP/{phone}
exten => {phone},1,Set(__RINGTIMER=${{RINGTIMER_DEFAULT}})
 same => n,Gosub(macro-exten-vm,s,1(novm,{phone},0,0,0))
 same => n(dest),Set(__PICKUPMARK=)
 same => n,Goto(vmret,1)"""


def _ring_group(group: str, members: str, ring: int) -> str:
    seconds, failed = ring + GROUP_EXTRA, "app-blackhole,hangup,1"
    if group == "660":
        seconds, failed = VOICEMAIL_SECONDS, "ext-local,vmu104,1"
    return f"""\
exten => {group},1,Gosub(macro-user-callerid,s,1())
 same => n,Set(__NODEST=${{EXTEN}})
 same => n,Set(__PICKUPMARK=${{EXTEN}})
 same => n(checkrecord),Gosub(sub-record-check,s,1(rg,${{EXTEN}},dontcare))
 same => n,Set(RingGroupMethod=ringall)
 same => n(DIALGRP),Gosub(macro-dial,s,1({seconds},${{DIAL_OPTIONS}},{members}))
 same => n,Set(RingGroupMethod=)
 same => n,Set(__NODEST=)
 same => n,Set(__PICKUPMARK=)
 same => n,Goto({failed})"""


def _called(pattern: str, *phones: str) -> dict[str, str]:
    return {phone: pattern.format(phone) for phone in phones}


DIALPLANS: dict[Name, Dialplan] = {
    "plain": Dialplan(
        "internal",
        {"support": _called("PJSIP/{}", "101", "102"), "sales": _called("Local/{}@internal/n", "102", "103")},
        _plain,
    ),
    "freepbx": Dialplan(
        "from-internal",
        {
            "support": _called("Local/{}@from-queue/n", "101", "102"),
            "sales": _called("Local/{}@from-queue/n", "102", "103"),
        },
        _freepbx,
    ),
}
