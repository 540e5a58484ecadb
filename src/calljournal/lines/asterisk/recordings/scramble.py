"""A recording whose numbers, names and addresses are others, the same for the same: it replays to the same rows.

In: the messages of a recording. Out: the same messages. What is known to be Asterisk's own word stays (states, causes,
times, technologies); in everything else each number, word and address is replaced, in fields nobody knows here too.
Dialplan contexts are replaced word by word like all else: on a PBX of many firms they bear names; `from-trunk`,
`ext-group` and their like are common words and stay.
"""

import random
import re
from collections.abc import Iterable
from dataclasses import replace

from calljournal.calls import Endpoint, Owner, Owners
from calljournal.contracts.line import LineConfig, Replaced
from calljournal.lines.asterisk.commands import OURS
from calljournal.lines.asterisk.parties import PRESENTATION_VARIABLE, SAVED_BY_FREEPBX
from calljournal.lines.asterisk.protocol import Message
from calljournal.lines.asterisk.recordings.aliases import Counted, Words
from calljournal.lines.asterisk.recordings.discretion import STRETCH, plain
from calljournal.lines.asterisk.recordings.other_numbers import Numbers
from calljournal.lines.asterisk.recordings.own_calls import fields, written
from calljournal.numbers import presentation_of

SHORTEST = 3
"""Digits of a number in a text; shorter ones are counts and options, except in fields of numbers."""

_KEPT = re.compile(
    r".*(?:ChannelState|ChannelStateDesc|Priority|Language|BridgeTechnology|BridgeType|BridgeCreator|BridgeNumChannels"
    r"|BridgeVideoSourceMode)|Event|Privilege|Response|Cause|Cause-txt|TechCause|DialStatus|Result|IsExternal|DestType"
    r"|Application|LastApplication|EventList|ListItems|Status|State|Reason|Position|Count|HoldTime|RingTime|TalkTime"
    r"|Duration|Seconds|AMAFlags|Disposition|CID-CallingPres|Ping|Readformat|Writeformat|Nativeformats|Paused|InCall"
    r"|Direction|Class|ParkingTimeout|ParkingDuration"
)
KEPT_VARIABLES = frozenset(
    {
        "DIALSTATUS",
        "HANGUPCAUSE",
        "QUEUESTATUS",
        "VMSTATUS",
        PRESENTATION_VARIABLE,
        *SAVED_BY_FREEPBX,
        "CALLERID(name-pres)",
    }
    | {"ANSWEREDTIME", "ANSWEREDTIME_MS", "DIALEDTIME", "DIALEDTIME_MS", "RINGTIME", "RINGTIME_MS", "PROGRESSTIME"}
    | {"PROGRESSTIME_MS", "QUEUEPOSITION", "QUEUEWAIT", "QUEUEWAIT_MS", "DIALEDPEERNAME", "DIALEDPEERNUMBER"}
    | {"BRIDGEPEER", "BRIDGEPVTCALLID", "BLINDTRANSFER", "ATTENDEDTRANSFER", "SIPTRANSFER", "SIPDOMAIN"}
)
"""Variables of Asterisk's own: their names stay, and their values where those are words."""

_OUR_WORDS = frozenset({"login", "ping", "channels"})
_OURS = re.compile(rf"{OURS}(?:(?![a-f]{{8}}-)[a-z]{{3,15}}-)?")  # and what was asked for, before an identifier
_NUMBERS = re.compile(
    r".*(?:Num|Exten|Extension|DialString|Channel|Interface|Device|Location|CallerID)|DNID|Source|Destination|Hint"
)
_ID = re.compile(r".*(?:uniqueid|linkedid|bridgeid)|ActionID", re.IGNORECASE)
_TIME_FIELD = re.compile(r"Timestamp|.*(?:Time|TV)")
_TIME = re.compile(r"[12][0-9]{9}(?:\.[0-9]{1,6})?|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}[0-9.+Z]*")
_CALL_NUMBER = re.compile(r"(?:(?P<system>.+)-)?(?P<call>[12][0-9]{9}\.[0-9]{1,9})", re.DOTALL)
_CHANNEL_COUNT = re.compile(r"-(?:000[0-9a-f]{5}|[0-9]{1,4})(?:;[12])?\Z")
_FIELD_NAME = re.compile(r"(?!.*\d{3})[A-Za-z][A-Za-z0-9_.-]{0,60}")
_EVENT = re.compile(r"[A-Za-z]{0,40}")
_NO_DIGITS = re.compile(r"[A-Za-z_ ]*")
_LOOPBACK = frozenset({"127.0.0.1", "0.0.0.0", "::1"})  # noqa: S104 - read, not listened on
_TOKEN = re.compile(
    rf"""
      (?P<kept>    %[0-9A-F]{{2}} | <(?:unknown|none|null)> )
    | (?P<count>   -000[0-9a-f]{{5}}(?![0-9A-Za-z]) )  # of a channel, inside a text
    | (?P<mac>     (?<![\w:])(?:[0-9A-Fa-f]{{2}}:){{5}}[0-9A-Fa-f]{{2}}(?![\w:]) )
    | (?P<ipv4>    (?<![\w.])(?:(?:0|[1-9][0-9]{{0,2}})\.){{3}}(?:0|[1-9][0-9]{{0,2}})(?![\w.]) )
    | (?P<ipv6>    (?<![\w:])(?=[0-9A-Fa-f:]*::|(?:[0-9A-Fa-f]+:){{7}})[0-9A-Fa-f:]*:[0-9A-Fa-f:]+(?![\w:]) )
    | (?P<number>  \+?{STRETCH.pattern} )
    | (?P<word>    [^\W\d_]+ )
    """,
    re.VERBOSE,
)


class Scrambler:
    """Scrambles one recording. `choice` decides what stands for what; nobody can undo what it does not repeat."""

    def __init__(self, config: LineConfig, choice: random.Random) -> None:
        self._config = config
        names = {name for owner in config.owners for end in owner.endpoints for name in (end.name, end.extension)}
        self._numbers = Numbers(config.rules, names, choice)
        self._words = Words(choice)
        self._ids = Counted("identifier", "id-{0:04}")
        self._hosts = Counted("address", "198.18.{1}.{2}")  # RFC 2544 keeps 198.18.0.0/15 for tests
        self._hosts6 = Counted("address", "2001:db8::{0:x}")  # RFC 3849: for documents
        self._cards = Counted("hardware address", "02:00:00:00:{1:02x}:{2:02x}")
        self._shortest = min(SHORTEST, config.rules.internal[0])
        self._learning = False
        self._done: dict[tuple[str, str, bool, str | None], str] = {}  # most values come again with every event

    @property
    def replaced(self) -> tuple[Replaced, ...]:
        """What stands for what."""
        several = (self._numbers, self._words, self._hosts, self._hosts6, self._cards, self._ids)
        return tuple(replaced for each in several for replaced in each.replaced)

    def scramble(self, messages: Iterable[Message]) -> list[Message | None]:
        """Give the messages scrambled, in their order; None for one that cannot be."""
        given = list(messages)
        self._learning = True
        for message in given:
            self._message(message)
        self.config()
        self._numbers.settle()
        self._learning = False
        self._done.clear()
        return [self._message(message) for message in given]

    def config(self) -> LineConfig:
        """Give the settings by which the scrambled recording is replayed: its telephones and trunks by their names."""
        owners = tuple(
            Owner(tuple(Endpoint(self._name(end.name), self._name(end.extension)) for end in owner.endpoints))
            for owner in self._config.owners
        )
        values = dict(self._config.values)
        if "trunk" in values:
            values["trunk"] = self._name(str(values["trunk"]))
        return replace(self._config, owners=Owners(owners), values=values)

    def _message(self, message: Message) -> Message | None:
        if not _EVENT.fullmatch(message.event):
            return None
        variable = message.get("Variable")
        given = [(name, value) for name, value in fields(message) if _FIELD_NAME.fullmatch(name)]
        scrambled = [(name, self._once(name, value, variable, is_answer=not message.event)) for name, value in given]
        return written(scrambled) if scrambled else None

    def _once(self, name: str, value: str, variable: str | None, *, is_answer: bool) -> str:
        key = (name, value, is_answer, variable)
        if key not in self._done:
            self._done[key] = self._value(name, value, variable, is_answer=is_answer)
        return self._done[key]

    def _value(self, name: str, value: str, variable: str | None, *, is_answer: bool) -> str:
        if _is_mark(value) or (_KEPT.fullmatch(name) and not re.search(r"\d{5}", value)):
            return value
        if name == "Message" and is_answer:
            return value
        if _ID.fullmatch(name):
            return self._id(value)
        if _TIME_FIELD.fullmatch(name) and _TIME.fullmatch(value):
            return value
        if variable in KEPT_VARIABLES and name in ("Variable", "Value") and (name == "Variable" or _is_word(value)):
            return value
        if name.endswith("ChanVariable"):
            said, equals, what = value.partition("=")
            return said + equals + what if said in KEPT_VARIABLES and _is_word(what) else self._text(value)
        if name.endswith("Channel") and "/" in value:
            count = _CHANNEL_COUNT.search(value)
            end = count.start() if count else len(value)
            return self._name(value[:end]) + value[end:]
        return self._name(value) if _NUMBERS.fullmatch(name) else self._text(value)

    def _id(self, value: str) -> str:
        """An identifier says when it was made, and maybe on which machine; one of ours says what it is for."""
        ours = _OURS.match(value)
        if ours is not None:
            rest = value[ours.end() :]
            return value if rest in _OUR_WORDS else ours[0] + self._id(rest)
        call = _CALL_NUMBER.fullmatch(value)
        if call is not None:
            return (self._text(call["system"]) + "-" if call["system"] else "") + call["call"]
        return self._ids.alias(value) if value and not self._learning else value

    # --- texts -------------------------------------------------------------------------------------------------------

    def _name(self, value: str) -> str:
        """Scramble what is a number, or the name of a telephone, itself."""
        return self._text(value, self._shortest)

    def _text(self, value: str, shortest: int = SHORTEST) -> str:
        """Scramble any text. Signs between words and digits stay."""

        def other(found: re.Match[str]) -> str:
            return self._token(found, shortest)

        return _TOKEN.sub(other, plain(value))

    def _token(self, found: re.Match[str], shortest: int) -> str:
        text = found[0]
        match found.lastgroup:
            case "number":
                return self._number(found, shortest)
            case "ipv4" if any(int(part) > 255 for part in text.split(".")):
                return self._number(found, shortest)
            case "ipv4" | "ipv6" if text in _LOOPBACK or self._learning:
                return text
            case "ipv4":
                return self._hosts.alias(text)
            case "ipv6":
                return self._hosts6.alias(text.lower())
            case "mac" if not self._learning:
                return self._cards.alias(text.lower())
            case "word" if self._learning:
                self._words.learn(text)
            case "word":
                return self._words.alias(text)
        return text

    def _number(self, found: re.Match[str], shortest: int) -> str:
        written_so = found[0]
        digits = re.sub(r"[^0-9]", "", written_so)
        if len(digits) < shortest:
            return written_so
        encoded_plus = found.string[: found.start()].endswith("%2B")
        form = f"+{digits}" if written_so.startswith("+") or encoded_plus else digits
        if self._learning:
            self._numbers.learn(form)
            return written_so
        alias = self._numbers.alias(form)
        if len(alias) != len(digits):
            return alias
        rest = iter(alias)
        return re.sub(r"[0-9]", lambda _: next(rest), written_so)


def _is_mark(value: str) -> bool:
    """Whether a value stands for nobody: `<unknown>`, `anonymous`."""
    plainly = len(value) < 40 and not re.search(r"[<@;:,]", value.removeprefix("<"))
    return plainly and presentation_of(value) != "allowed"


def _is_word(value: str) -> bool:
    return _NO_DIGITS.fullmatch(value) is not None
