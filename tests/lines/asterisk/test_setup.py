"""What the setup says of an Asterisk, and the lines that it writes for its administrator."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest

from calljournal.calls import Owners
from calljournal.contracts.manifest import Value
from calljournal.contracts.setup import Access, Explored, Severity
from calljournal.errors import BadSettings
from calljournal.lines.asterisk.connection import Limits
from calljournal.lines.asterisk.protocol import Message
from calljournal.lines.asterisk.setting_up import SETUP
from calljournal.lines.asterisk.setting_up.exploring import explore
from tests.lines.asterisk.fake_ami import FakeAmi
from tests.lines.asterisk.recorded import raw

LIMITS = Limits(close=0.2)
JOURNAL = ("CoreShowChannels", "Getvar", "CoreSettings", "ShowDialPlan")
DIALLING = (*JOURNAL, "Originate", "Hangup")


class AskedAmi(FakeAmi):
    """An Asterisk that also answers what the setup asks; the words are those of Asterisk 22.10."""

    def __init__(self, may: tuple[str, ...] = JOURNAL) -> None:
        super().__init__()
        self.may = may
        self.asked_all = asyncio.Event()
        self.contexts: tuple[str, ...] = ("internal",)
        self.lists_devices = True
        self.devices = ("PJSIP/101", "PJSIP/191", "PJSIP/trunk", "Queue:support", "SIP/7")

    def _answers(self, action: dict[str, str], echo: str) -> list[list[str]]:
        success = ["Response: Success", echo]
        if action["Action"] == "DeviceStateList":
            self.asked_all.set()
        match action["Action"]:
            case "ListCommands":
                return [[*success, *(f"{name}: What it does.  (Priv: call,all)" for name in self.may)]]
            case "CoreSettings":
                return [[*success, "AMIversion: 11.0.0", "AsteriskVersion: 22.10.1"]]
            case "ShowDialPlan":
                extension, context = action["Extension"], action["Context"]
                what = f"extension {extension}@{context}" if context in self.contexts else f"context {context}"
                return [["Response: Error", echo, f"Message: Did not find {what}"]]
            case "DeviceStateList" if not self.lists_devices:
                return [["Response: Error", echo, "Message: Invalid/unknown command: DeviceStateList."]]
            case "DeviceStateList":
                listed = [["Event: DeviceStateChange", echo, f"Device: {name}", "State: IDLE"] for name in self.devices]
                last = ["Event: DeviceStateListComplete", echo, "EventList: Complete"]
                return [[*success, "EventList: start", "Message: Device State Changes will follow"], *listed, last]
        return super()._answers(action, echo)


def explored(ami: AskedAmi, listen: float = 0.0, heard: tuple[Message, ...] = (), **more: Any) -> Explored:
    """What is found with the settings that fit, and with others; `heard` is what Asterisk says while we listen."""

    async def session() -> Explored:
        async with ami:
            values: dict[str, Value] = {"host": "127.0.0.1", "port": ami.port, "user": "cti", "secret": "geheim"}
            values |= {"context": "internal"} | more
            if not heard:
                return await explore(values, listen, LIMITS)
            trying = asyncio.create_task(explore(values, listen, LIMITS))
            await ami.asked_all.wait()
            ami.send(*heard)
            return await trying

    return asyncio.run(session())


def texts(found: Explored, severity: Severity) -> str:
    """All findings of one kind."""
    return "\n".join(finding.text for finding in found.findings if finding.severity is severity)


def test_an_account_that_may_all_it_needs() -> None:
    """Nothing is missing; the telephones come in their order, the trunk is none."""
    found = explored(AskedAmi(DIALLING), own="101+191", trunk="trunk")
    assert found.works
    assert found.telephones == ("101", "191")
    assert not texts(found, Severity.ADVICE)
    for words in ("login as cti", "dialling", "Asterisk 22.10.1", "has the context internal"):
        assert words in texts(found, Severity.OK)


def test_nothing_is_asked_of_asterisk_but_questions() -> None:
    """Setting up calls nobody and changes nothing."""
    ami = AskedAmi(DIALLING)
    explored(ami, own="101")
    asked = {action["Action"] for action in ami.received}
    questions = {"ListCommands", "CoreSettings", "ShowDialPlan", "DeviceStateList"}
    assert asked == {"Challenge", "Login"} | questions


@pytest.mark.parametrize(
    ("may", "severity", "words"),
    [
        ((), Severity.MISSING, "write = reporting is missing"),
        (JOURNAL, Severity.ADVICE, "dialling is not allowed"),
        (JOURNAL, Severity.ADVICE, "hanging up and transferring are not allowed"),
        ((*DIALLING, "Command"), Severity.ADVICE, "more than Call Journal needs (Command)"),
    ],
)
def test_rights(may: tuple[str, ...], severity: Severity, words: str) -> None:
    """What an account may not do is said, and what it may do without need."""
    assert words in texts(explored(AskedAmi(may)), severity)


def test_a_context_that_does_not_exist() -> None:
    """It matters to those who dial, and to nobody else."""
    assert "no context from-internal" in texts(explored(AskedAmi(DIALLING), context="from-internal"), Severity.MISSING)
    assert explored(AskedAmi(JOURNAL), context="from-internal").works


def test_telephones_that_asterisk_does_not_know() -> None:
    """An own telephone that is not there is missing; an Asterisk that lists none is not blamed on the person."""
    assert "no telephone PJSIP/199" in texts(explored(AskedAmi(), own="101+199"), Severity.MISSING)
    silent = AskedAmi()
    silent.lists_devices = False
    found = explored(silent, own="199")
    assert found.works
    assert "res_manager_devicestate" in texts(found, Severity.ADVICE)
    assert explored(AskedAmi(), own="SIP/7").works
    assert "check tech" in texts(explored(AskedAmi(), tech="IAX2"), Severity.ADVICE)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"secret": "wrong"}, "user or secret wrong"),
        ({"port": 1}, "nothing answers"),
        ({"tls": True}, "does not speak TLS"),
        ({"tls_ca": "/nowhere", "tls": True}, "/nowhere cannot be used"),
    ],
)
def test_no_way_in(more: dict[str, Any], words: str) -> None:
    """Whatever keeps us out is the last finding, in the words that the line has for it."""
    found = explored(AskedAmi(), **more)
    assert not found.works
    assert words in found.findings[-1].text
    assert "geheim" not in str(found)


def event(change: Callable[[str], str] = str) -> Message:
    """The first event of the ringing telephone 101 in a recording, changed."""
    data = raw("person-in-answered").decode()
    found = re.search(r"Event: Newchannel\r\n.*?\r\n\r\n", data, re.DOTALL)
    assert found is not None
    return Message(change(found[0]).strip().encode())


def test_a_call_of_the_own_telephone_is_waited_for() -> None:
    """As soon as it is seen the waiting ends, and events are judged by it."""
    found = explored(AskedAmi(), 5.0, (event(),), own="101")
    assert found.works
    assert "a call of your telephone was seen" in texts(found, Severity.OK)
    assert "manager.conf tells it at once" not in texts(found, Severity.ADVICE)
    bare = event(lambda text: re.sub("(?m)^(Timestamp|ChanVariable): .*\r\n", "", text))
    advice = texts(explored(AskedAmi(), 5.0, (bare,), own="101"), Severity.ADVICE)
    assert "timestampevents = yes" in advice
    assert "channelvars = CALLERID(num-pres)" in advice


def test_freepbx_hides_what_callers_wish() -> None:
    """It sets the presentation to `allowed` at the door: without what it saved, withheld numbers would be shown."""
    hiding = AskedAmi()
    hiding.contexts = ("from-internal", "from-did-direct")
    found = explored(hiding, 5.0, (event(),), own="101")
    assert "CALLINGNUMPRES_SV,CALLINGPRES_SV" in texts(found, Severity.MISSING)
    telling = AskedAmi()
    telling.contexts = hiding.contexts
    saved = "ChanVariable: CALLINGNUMPRES_SV=\r\nChanVariable: CALLINGPRES_SV=prohib\r\n\r\n"
    told = event(lambda text: text.replace("\r\n\r\n", f"\r\n{saved}"))
    assert explored(telling, 5.0, (told,), own="101").works
    assert "channelvars = CALLERID(num-pres),CALLINGNUMPRES_SV,CALLINGPRES_SV\n" in advice(flavour="freepbx")


def test_no_call_of_the_own_telephone() -> None:
    """None at all, or only those of others, who are named."""
    assert "read = call" in texts(explored(AskedAmi(), 0.1, own="101"), Severity.MISSING)
    found = explored(AskedAmi(), 0.3, (event(),), own="191")
    assert "calls of 101 were seen" in texts(found, Severity.MISSING)


# --- the lines for the administrator ---------------------------------------------------------------------------------


def advice(own: str = "101", version: int | None = 22, flavour: str = "", **more: Any) -> str:
    """The lines for Anna."""
    access = {"user": "anna", "computer": "192.0.2.10", **more}
    return SETUP.advise(Access(Owners.parse(own), version=version, flavour=flavour, **access))


def settings(text: str) -> list[tuple[str, str]]:
    """The lines that are no comments."""
    lines = [line.partition(" = ") for line in text.splitlines() if line and not line.startswith(";")]
    return [(name, value) for name, _, value in lines]


def test_the_least_rights() -> None:
    """One account for one computer, that may not dial and sees one person; it never has the right `system`."""
    lines = settings(advice())
    assert ("permit", "192.0.2.10") in lines
    assert ("deny", "0.0.0.0/0.0.0.0") in lines
    assert ("write", "reporting") in lines
    assert ("timestampevents", "yes") in lines
    assert ("channelvars", "CALLERID(num-pres)") in lines
    assert settings(advice(dial=True)).count(("write", "originate,call,reporting")) == 1
    assert "treat originate the same as system" in advice(dial=True)
    assert "originate" not in advice()


def test_every_secret_is_another_one() -> None:
    """Nobody is left with a word that stands in a manual."""
    assert dict(settings(advice()))["secret"] != dict(settings(advice()))["secret"]


def matches(lines: list[tuple[str, str]], text: str) -> bool:
    """Say whether a filter of the old syntax lets an event through."""
    return any(re.search(pattern, text) for name, pattern in lines if name == "eventfilter")


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Channel: PJSIP/101-0000001a\r\n", True),
        ("DestChannel: PJSIP/191-0000001a\r\n", True),
        ("TransfererChannel: PJSIP/101-0000001a\r\n", True),
        ("Channel: PJSIP/101\r\n", True),  # OriginateResponse of a telephone that was not reached
        ("Channel: PJSIP/trunk-0000001a\r\nConnectedLineNum: 101\r\n", True),
        ("ConnectedLineNum: +41440000101\r\n", True),
        ("Channel: Local/101@from-queue-00000001;1\r\n", True),
        ("Channel: Local/FMPR-101@from-internal-00000001;2\r\n", True),
        ("Channel: PJSIP/1011-0000001a\r\n", False),
        ("Channel: PJSIP/101-mobile-0000001a\r\n", False),
        ("Channel: PJSIP/102-0000001a\r\nConnectedLineNum: 1019\r\n", False),
        ("Channel: PJSIP/trunk-0000001a\r\nCallerIDNum: 101\r\n", False),
        ("Device: PJSIP/101\r\n", False),
        ("Channel: Local/2101@from-queue-00000001;1\r\n", False),
    ],
)
def test_the_filters_of_one_person(text: str, passes: bool) -> None:
    """What concerns the two telephones goes through, on either side of a call; what does not stays out."""
    lines = settings(advice("101+191", version=20, shown=("+41440000101",)))
    assert matches(lines, text) is passes


def test_the_new_syntax_says_the_same() -> None:
    """From Asterisk 22 on the header is named outside of the expression."""
    text = advice("SIP/x.y:101", version=22)
    either = r"^((SIP/x[.]y)(-[0-9a-f]+)?$|Local/([^@]*-)?(101)[@#])"
    assert f"eventfilter(action(include),header(Channel),method(regex)) = {either}" in text
    assert "header(ConnectedLineNum),method(regex)) = ^(101)$" in text
    assert "\neventfilter = " not in text


def test_freepbx_has_files_of_its_own() -> None:
    """What FreePBX writes itself is not touched."""
    text = advice(flavour="freepbx", dial=True)
    for words in ("manager_custom.conf", "[general](+)", "extensions_custom.conf", "from-internal"):
        assert words in text
    assert "bindaddr = 127.0.0.1" not in text


@pytest.mark.parametrize(
    ("own", "more", "words"),
    [
        ("", {}, "name the telephones"),
        ("101", {"user": "anna]\nread = all"}, "cannot name an account"),
        ("101", {"user": "general"}, "cannot name an account"),
        ("101", {"computer": "anna's computer"}, "no address"),
        ("10;1", {}, "no name of a telephone"),
        ("anna:(1)", {}, "no name of a telephone"),
        ("101", {"shown": (".*",)}, "no number"),
        ("101", {"flavour": "3cx"}, "not known here"),
    ],
)
def test_what_cannot_stand_there(own: str, more: dict[str, Any], words: str) -> None:
    """Nothing that would break out of its line is written."""
    with pytest.raises(BadSettings, match=re.escape(words)):
        advice(own, **more)
