"""A translator that is fed event by event, and remembers what it told."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from calljournal.calls import LegReport, Snapshot
from calljournal.contracts.line import LineCommand, LineConfig, Result
from calljournal.contracts.manifest import Value
from calljournal.lines.asterisk.parties import PRESENTATION_VARIABLE
from calljournal.lines.asterisk.protocol import Action, Message
from calljournal.lines.asterisk.translate import ASK, Output, Translator
from tests.lines.asterisk.recorded import config
from tests.lines.asterisk.script import LIST_COMPLETE, Chan, phone, response

START = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
CALLER = "+41440001234"


class Line:
    """A translator, fed event by event, a second apart; `legs` has the last report of each leg."""

    def __init__(self, own: str = "101,102", *, listed: Iterable[Message] = (), **values: Value) -> None:
        self.config: LineConfig = config(own, values)
        self.translator = Translator(self.config)
        self.now = START
        self.legs: dict[str, LegReport] = {}
        self.reports: list[LegReport] = []
        self.sent: list[Action] = []
        self.snapshots: list[Snapshot] = []
        self.results: list[Result] = []
        self.connect(listed)

    def connect(self, listed: Iterable[Message] = (), meanwhile: Iterable[Message] = ()) -> None:
        """A connection with its list of channels."""
        self.told(self.translator.connected())
        self.happens(*listed, *meanwhile, LIST_COMPLETE)

    def happens(self, *messages: Message) -> LegReport | None:
        """Events come, a second apart; give the last report."""
        before = len(self.reports)
        for message in messages:
            self.now += timedelta(seconds=1)
            self.translator.take(message, self.now)
            self.told(self.translator.outputs())
        return self.reports[-1] if len(self.reports) > before else None

    def command(self, command: LineCommand) -> None:
        """A command is given."""
        self.told(self.translator.command(command, self.now))

    def told(self, outputs: Iterable[Output]) -> None:
        """Remember what the translator says."""
        for output in outputs:
            match output:
                case LegReport():
                    self.legs[output.leg] = output
                    self.reports.append(output)
                case Action():
                    self.sent.append(output)
                case Snapshot():
                    self.snapshots.append(output)
                case Result():
                    self.results.append(output)

    def leg(self, uid: str) -> LegReport:
        """The last report of a leg."""
        return self.legs[uid]

    def asked(self) -> list[str]:
        """The channels whose presentation was asked for."""
        asked = [dict(action.fields) for action in self.sent if action.name == "Getvar"]
        return [fields["Channel"] for fields in asked if fields["Variable"] == PRESENTATION_VARIABLE]


def ring(line: Line, source: Chan, endpoint: str = "101", uid: str = "1.1") -> Chan:
    """A call from `source` rings a telephone."""
    called = phone(endpoint, uid, source.linked)
    line.happens(source.new(), called.new(), source.calls(called, endpoint), called.becomes("Ringing"))
    return called


def answer(line: Line, source: Chan, called: Chan, bridge: str = "b1") -> None:
    """The call is taken."""
    line.happens(
        called.becomes("Up"),
        source.done(called, "ANSWER"),
        source.becomes("Up"),
        called.enters(bridge),
        source.enters(bridge),
    )


def tell(value: str, uid: str = "1.0") -> Message:
    """Asterisk's answer to the question for the presentation."""
    return response(ASK + uid, ("Variable", "CALLERID(num-pres)"), ("Value", value))
