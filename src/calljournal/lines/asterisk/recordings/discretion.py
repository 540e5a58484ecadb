"""What no recording may hold, scrambled or not: secrets, and numbers whose callers withhold them.

A caller's presentation may be told late, or by an answer to a question, so it is looked for in the whole recording
before anything is written. Where the question was asked and not answered, the number counts as withheld.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from calljournal.calls import LegReport, Presentation
from calljournal.contracts.line import LineConfig
from calljournal.lines.asterisk.channels import LINK, text
from calljournal.lines.asterisk.commands import OURS
from calljournal.lines.asterisk.parties import PRESENTATION_VARIABLE, SAVED_BY_FREEPBX, restricted_by_code
from calljournal.lines.asterisk.protocol import Action, Greeting, Message
from calljournal.lines.asterisk.recordings.own_calls import (
    Conversations,
    Heard,
    channel_prefixes,
    device_of,
    fields,
    own_names,
    written,
)
from calljournal.lines.asterisk.translate import ASK, Translator, asked_about
from calljournal.numbers import presentation_of

NUMBER, NAME, MASKED = "anonymous", "Anonymous", "masked"
"""What stands for a withheld number, for its owner's name, and for a value that may hold either."""

STRETCH = re.compile(r"[0-9](?:(?!-000[0-9a-f]{5}\b)[ \u00a0./()\-\u2010-\u2015]{0,3}[0-9])*")
"""A number as people and systems write it, with what they put between the digits; not the count of a channel."""

_SURE_TAIL = 7
"""Digits from the right by which a number is known again, however it was begun (+41, 0041, 0)."""

_SECRET = re.compile(r"secret|passw|passwd|passphrase|challenge|^key$|token|md5|credential|cookie|^pin$|_pin$", re.I)
_SECRET_INSIDE = re.compile(r"(?i)([\w-]*(?:secret|passw|token|credential|pin)[\w-]*\)?\s*[=:]\s*)[^\s,;&)]+")
_SECRET_IN_URI = re.compile(r"(?i)(sips?:[^:@\s>]+:)[^@\s>]+(?=@)")
_RESPONSE = frozenset({"Response", "ActionID", "Message", "EventList", "Ping", "Timestamp", "Variable", "Value"})
_FREE = re.compile(r"Value|.*ChanVariable|AppData|ApplicationData|Data|LastData|UserField|.*Header")
_NAMED = re.compile(r".*(?:Name|CallerID)")
_TELLING = (PRESENTATION_VARIABLE, *SAVED_BY_FREEPBX)
_PRESENTATION = re.compile(
    rf"(?:(?:{'|'.join(map(re.escape, _TELLING))})=)?(?:prohib|allowed|unavailable)[a-z_]*"
    rf"|(?:{'|'.join(SAVED_BY_FREEPBX)})="  # empty where the PBX is no FreePBX
)
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def plain(value: str) -> str:
    """Give a text whose letters and digits stand for themselves: no percent-escapes, no digits of other scripts."""
    value = _ESCAPES.sub(_unescaped, value)
    if value.isascii():
        return value
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in value)


def _unescaped(escapes: re.Match[str]) -> str:
    signs = bytes.fromhex(escapes[0].replace("%", "")).decode("utf-8", "replace")
    if signs.isalnum():
        return signs
    kept = (sign if sign.isalnum() else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in signs)
    return "".join(kept)


# --- secrets ---------------------------------------------------------------------------------------------------------


def without_secrets(message: Message) -> Message | None:
    """Give a message without secrets; None for one that is about nothing else."""
    if message.event == "VarSet" and _SECRET.search(message.get("Variable") or ""):
        return None
    given = fields(message)
    if not message.event:
        given = [(name, value) for name, value in given if name in _RESPONSE]
        if message.get("Variable") not in (None, *_TELLING):
            given = [(name, value) for name, value in given if name != "Value"]
    return written((name, _bare(name, value)) for name, value in given if not _SECRET.search(name))


def _bare(name: str, value: str) -> str:
    if name == "Digit":
        return "?"  # what a caller types may be the secret of a bank or of a mailbox
    value = _SECRET_IN_URI.sub(rf"\1{MASKED}", value)
    return _SECRET_INSIDE.sub(rf"\1{MASKED}", value)


# --- withheld numbers ------------------------------------------------------------------------------------------------


class Withheld:
    """The callers of a recording that withhold their numbers. `calls` says how many calls they are in."""

    def __init__(self, config: LineConfig, conversations: Conversations, whole: Iterable[Heard]) -> None:
        self._conversations = conversations
        self._own = own_names(config.owners, str(config.values.get("tech", "PJSIP")))
        self._rules = config.rules
        self._may_call: dict[str, bool] = {}
        self._numbers: defaultdict[str, set[str]] = defaultdict(set)
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        self._withheld: set[str] = set()
        kept = list(whole)
        for each in kept:
            if isinstance(each.item, Message):
                self._learn(each.item)
        self._withheld |= _not_answered(config, kept)
        self._in: defaultdict[str, set[str]] = defaultdict(set)
        for uid in self._withheld:
            self._in[conversations.of(uid)].add(uid)

    @property
    def calls(self) -> int:
        """How many calls have a number that is withheld."""
        return len(self._in)

    def masked(self, message: Message) -> Message:
        """Give a message without them."""
        callers = self._in.get(self._conversations.of_message(message) or "", set())
        if not callers:
            return message
        numbers = [number for uid in callers for number in self._numbers[uid]]
        names = [name for uid in callers for name in self._names[uid]]
        return written((name, _masked(name, value, numbers, names)) for name, value in fields(message))

    def _learn(self, message: Message) -> None:
        asked = asked_about(message.get("ActionID") or "")
        if asked is not None and (message.get("Value") or "").startswith("prohib"):
            self._withheld.add(asked)
        for prefix in channel_prefixes(message):
            uid, channel = message.get(f"{prefix}Uniqueid") or "", message.get(f"{prefix}Channel") or ""
            if channel.startswith(f"{LINK}/"):
                continue
            own = device_of(channel) in self._own
            shown = f"{prefix}ConnectedLine" if own else f"{prefix}CallerID"
            number, name = text(message.get(f"{shown}Num")), text(message.get(f"{shown}Name"))
            if own and (number is None or self._rules.is_internal(number)):
                continue
            if number is not None and presentation_of(number) == "allowed":
                self._numbers[uid].add(number)
            if name is not None:
                self._names[uid].add(name)
            # who is called shows our number, not theirs: that we withhold it is no reason to mask what was dialled
            called = message.get(f"{prefix}ChannelStateDesc") in ("Down", "Ringing")
            may_call = self._may_call.setdefault(uid, not called)
            if may_call and not own and (presentation_of(number) == "withheld" or _prohibited(message, prefix)):
                self._withheld.add(uid)


def _prohibited(message: Message, prefix: str) -> bool:
    told = (value.partition("=") for value in message.get_all(f"{prefix}ChanVariable"))
    if any(name in _TELLING and value.startswith("prohib") for name, _, value in told):
        return True
    return not prefix and restricted_by_code(message.get("CID-CallingPres"))


def _not_answered(config: LineConfig, whole: Iterable[Heard]) -> set[str]:
    """Give the callers that the line had to ask about and got no answer: what it asked is known by listening again.

    Where it saw nobody to ask about, it gives our own channel, which was shown the number. A recording of somebody
    else's session, in which nothing of ours was answered, is taken as it is.
    """
    translator = Translator(config)
    open_still: set[str] = set()
    ours = False
    for each in whole:
        if isinstance(each.item, Greeting):
            translator.disconnected()
            translator.connected()
        if not isinstance(each.item, Message):
            continue
        action_id = each.item.get("ActionID") or ""
        ours = ours or action_id.startswith(OURS)
        translator.take(each.item, each.at)
        for output in translator.outputs():
            if isinstance(output, Action) and output.name == "Getvar":
                open_still.add(asked_about(dict(output.fields)["ActionID"]) or "")
            elif isinstance(output, LegReport):
                pending = output.party.presentation is Presentation.PENDING
                open_still = open_still | {output.leg} if pending else open_still - {output.leg}
        if action_id.startswith(ASK) and _PRESENTATION.fullmatch(each.item.get("Value") or ""):
            open_still.discard(action_id.removeprefix(ASK))
    return open_still if ours else set()


def _masked(name: str, value: str, numbers: list[str], names: list[str]) -> str:
    if name.endswith(("Uniqueid", "UniqueID", "Linkedid", "LinkedID", "ActionID", "Timestamp", "Event")):
        return value
    if _FREE.fullmatch(name):  # a dialplan may keep the number here in any form
        return value if _PRESENTATION.fullmatch(value) else MASKED
    for known in sorted(names, key=len, reverse=True) if _NAMED.fullmatch(name) else ():
        value = value.replace(known, NAME)
    keys = {_tail(number) for number in numbers}
    found = plain(value)
    hidden = STRETCH.sub(lambda stretch: NUMBER if _is_one_of(stretch[0], keys) else stretch[0], found)
    return value if hidden == found else hidden.replace(f"+{NUMBER}", NUMBER).replace(f"%2B{NUMBER}", NUMBER)


def _tail(number: str) -> str:
    digits = re.sub(r"\D", "", plain(number))
    return digits[-_SURE_TAIL:]


def _is_one_of(stretch: str, keys: set[str]) -> bool:
    digits = re.sub(r"\D", "", stretch)
    return any(digits == key or (len(key) == _SURE_TAIL and key in digits) for key in keys)
