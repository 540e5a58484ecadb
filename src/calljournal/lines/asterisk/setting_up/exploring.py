"""Tries the settings of a line on a real Asterisk and says in words what works, and what is missing.

Asterisk tells what an account may do (`ListCommands`), but not what it may hear: rights to read, time stamps and event
filters show only in a call (checked on Asterisk 22.10).
"""

import asyncio
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from calljournal.calls import Owners
from calljournal.contracts.manifest import Value
from calljournal.contracts.setup import Explored, Finding, Severity
from calljournal.errors import CallJournalError
from calljournal.lines.asterisk.channels import parse_name
from calljournal.lines.asterisk.commands import OURS
from calljournal.lines.asterisk.connection import Connection, Limits
from calljournal.lines.asterisk.opening import connect, log_in, place_of
from calljournal.lines.asterisk.parties import PRESENTATION_VARIABLE, SAVED_BY_FREEPBX
from calljournal.lines.asterisk.protocol import Action, Message
from calljournal.words import say

TOO_MUCH = ("Command", "UpdateConfig", "Reload", "ModuleLoad")
"""Actions of the rights `command`, `config` and `system`: whoever may use them rules the whole machine."""

MOST_HEARD = 1000
"""Events that are kept while questions are asked: that takes a fraction of a second, and a busy PBX sends less then."""

_COMMAND = re.compile(rb"^(\w+): .*\(Priv: ", re.MULTILINE)


async def explore(values: Mapping[str, Value], listen: float = 0.0, limits: Limits | None = None) -> Explored:
    """Try the settings; nothing is raised: what does not work is a finding. `listen` is in seconds."""
    limits = limits or Limits()
    found = _Found(values)
    try:
        connection = await connect(values, limits)
        try:
            await log_in(connection, values, limits)
            found.way()
            found.note(say("the login as {user} is accepted", user=str(values.get("user"))))
            questions = _Questions(connection, limits.list)
            await _ask_all(found, questions)
            if listen:
                await _listen(found, questions, listen)
        finally:
            await connection.close()
    except CallJournalError as error:
        found.miss(error.words)
    return Explored(tuple(found.findings), found.telephones)


@dataclass(slots=True)
class _Found:
    """What is known by now."""

    values: Mapping[str, Value]
    findings: list[Finding] = field(default_factory=list)
    telephones: tuple[str, ...] = ()
    may: frozenset[str] = frozenset()
    freepbx: bool = False

    def note(self, text: str) -> None:
        self.findings.append(Finding(Severity.OK, text))

    def advise(self, text: str) -> None:
        self.findings.append(Finding(Severity.ADVICE, text))

    def miss(self, text: str) -> None:
        self.findings.append(Finding(Severity.MISSING, text))

    @property
    def tech(self) -> str:
        return str(self.values.get("tech", "PJSIP"))

    @property
    def own(self) -> frozenset[tuple[str, str]]:
        """Technology and endpoint of each own telephone."""
        names = [e.name for owner in Owners.parse(str(self.values.get("own", ""))) for e in owner.endpoints]
        return frozenset(parse_name(f"{name}-" if "/" in name else f"{self.tech}/{name}-") for name in names)

    def way(self) -> None:
        """Say how we came in."""
        host, port = place_of(self.values)
        if self.values.get("tls"):
            self.note(say("Asterisk's manager answers on {host}:{port}, encrypted", host=host, port=port))
        elif host in ("127.0.0.1", "::1", "localhost"):
            self.note(say("Asterisk's manager answers on {host}:{port}", host=host, port=port))
        else:
            self.advise(
                say(
                    "Asterisk's manager answers on {host}:{port}, but not encrypted: who is called by "
                    "whom can be read on the way; set tlsenable = yes in manager.conf, and tls here",
                    host=host,
                    port=port,
                )
            )


class _Questions:
    """Actions that are asked one after the other, each with its whole answer; what is heard meanwhile is kept."""

    def __init__(self, connection: Connection, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds
        self._heard: deque[Message] = deque(maxlen=MOST_HEARD)

    async def ask(self, name: str, **fields: str) -> list[Message]:
        """Give the response, and the events of a list behind it; nothing where none comes in time."""
        action_id = f"{OURS}{name}"
        self._connection.send(Action(name, (("ActionID", action_id), *fields.items())))
        answer: list[Message] = []
        try:
            async with asyncio.timeout(self._seconds):
                while not answer or (_begins_list(answer[0]) and answer[-1].get("EventList") != "Complete"):
                    for message in await self._read():
                        (answer if message.get("ActionID") == action_id else self._heard).append(message)
        except TimeoutError:
            return []
        return answer

    async def next(self) -> Message:
        """Give the next message that is no answer."""
        while not self._heard:
            self._heard.extend(await self._read())
        return self._heard.popleft()

    async def _read(self) -> list[Message]:
        return [item for item in await self._connection.read() if isinstance(item, Message)]


def _begins_list(response: Message) -> bool:
    return response.get("EventList") == "start"


async def _ask_all(found: _Found, questions: _Questions) -> None:
    await _ask_rights(found, questions)
    if "CoreSettings" in found.may:
        await _ask_version(found, questions)
    if "ShowDialPlan" in found.may:
        found.freepbx = await _has_context(questions, "from-did-direct") is True
    if {"Originate", "ShowDialPlan"} <= found.may:
        await _ask_context(found, questions)
    await _ask_telephones(found, questions)


async def _ask_rights(found: _Found, questions: _Questions) -> None:
    answer = await questions.ask("ListCommands")
    found.may = frozenset(name.decode() for message in answer for name in _COMMAND.findall(message.raw))
    if "CoreShowChannels" not in found.may:
        found.miss(
            say(
                "write = reporting is missing in manager.conf: calls that run already are not seen, and callers who "
                "withhold their number are not recognised"
            )
        )
    if "Originate" not in found.may:
        found.advise(
            say("dialling is not allowed; where it is wanted: write = originate,call,reporting in manager.conf")
        )
    elif "Hangup" in found.may:
        found.note(say("dialling, hanging up and transferring are allowed"))
    if "Hangup" not in found.may:
        found.advise(say("hanging up and transferring are not allowed; where they are wanted: write = call,reporting"))
    if more := [name for name in TOO_MUCH if name in found.may]:
        found.advise(
            say(
                "this account may do more than Call Journal needs ({known}): take system, config, "
                "command and all out of write in manager.conf",
                known=", ".join(more),
            )
        )


async def _ask_version(found: _Found, questions: _Questions) -> None:
    for message in await questions.ask("CoreSettings"):
        if version := message.get("AsteriskVersion"):
            found.note(say("it is Asterisk {version}", version=version))


async def _ask_context(found: _Found, questions: _Questions) -> None:
    context = str(found.values.get("context", "from-internal"))
    there = await _has_context(questions, context)
    if there is False:
        found.miss(
            say(
                "the dialplan has no context {context}, so nothing can be dialled: set context to "
                "that of your telephones (context of the endpoint in pjsip.conf; from-internal in "
                "FreePBX)",
                context=context,
            )
        )
    elif there:
        found.note(say("the dialplan has the context {context}", context=context))


async def _has_context(questions: _Questions, context: str) -> bool | None:
    """See whether a context exists, without being sent all of it: an extension is asked for that nobody has."""
    answer = await questions.ask("ShowDialPlan", Context=context, Extension=f"{OURS}test")
    if not answer:
        return None
    return not any("Did not find context" in (message.get("Message") or "") for message in answer)


async def _ask_telephones(found: _Found, questions: _Questions) -> None:
    trunks = {name.strip() for name in str(found.values.get("trunk", "")).split(",")}
    answer = await questions.ask("DeviceStateList")
    if not answer or answer[0].get("Response") != "Success":
        found.advise(
            say(
                "Asterisk does not list its telephones, so they cannot be checked: it needs the module "
                "res_manager_devicestate, and write = reporting"
            )
        )
        return
    devices = {parse_name(f"{message.get('Device')}-") for message in answer if message.get("Device")}
    named = {name for tech, name in devices if tech == found.tech} - trunks
    found.telephones = tuple(sorted(named, key=lambda name: (not name.isdecimal(), len(name), name)))
    if not named:
        found.advise(say("Asterisk names no telephone of the technology {tech}: check tech", tech=found.tech))
    for tech, name in sorted(found.own - devices):
        found.miss(
            say(
                "Asterisk knows no telephone {tech}/{name}: check own; it is the name of the endpoint",
                tech=tech,
                name=name,
            )
        )


async def _listen(found: _Found, questions: _Questions, seconds: float) -> None:
    """Wait for the first event of a call of an own telephone, and judge by it."""
    others: set[str] = set()
    try:
        async with asyncio.timeout(seconds):
            event = await _own_event(found, questions, others)
    except TimeoutError:
        _miss_call(found, seconds, others)
        return
    found.note(say("a call of your telephone was seen"))
    if event.get("Timestamp") is None:
        found.advise(
            say("events bear no time, so times are those of this computer: timestampevents = yes in manager.conf")
        )
    variables = {variable.partition("=")[0] for variable in event.get_all("ChanVariable")}
    if found.freepbx and not variables.issuperset(SAVED_BY_FREEPBX):
        words = ",".join((PRESENTATION_VARIABLE, *SAVED_BY_FREEPBX))
        found.miss(
            say("FreePBX hides that callers withhold their number: channelvars = {words} in manager.conf", words=words)
        )
    elif PRESENTATION_VARIABLE not in variables:
        found.advise(
            say(
                "whether a caller withholds the number has to be asked for in each call; "
                "channelvars = {variable} in manager.conf tells it at once",
                variable=PRESENTATION_VARIABLE,
            )
        )


async def _own_event(found: _Found, questions: _Questions, others: set[str]) -> Message:
    """Give the first event of an own telephone's channel; the other telephones are noted."""
    while True:
        message = await questions.next()
        tech, name = parse_name(message.get("Channel") or "")
        if message.get("Uniqueid") and (tech, name) in found.own:
            return message
        if message.get("Uniqueid") and tech == found.tech:
            others.add(name)


def _miss_call(found: _Found, seconds: float, others: set[str]) -> None:
    if others:
        names = ", ".join(sorted(others))
        found.miss(
            say(
                "within {seconds:.0f} s calls of {names} were seen, but none of yours: check own",
                seconds=seconds,
                names=names,
            )
        )
    else:
        found.miss(
            say(
                "within {seconds:.0f} s no call was seen; if there was one: give the account read = "
                "call in manager.conf, and look whether its eventfilter lines name your telephone",
                seconds=seconds,
            )
        )
