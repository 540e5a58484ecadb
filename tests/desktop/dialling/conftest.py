"""A dialler on a played engine that reads numbers as the real one does."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from calljournal.contracts.service import FindContacts, FindMatch, PlaceCall, Placed, PreviewCall
from calljournal.contracts.settings_commands import GetPreferences, Preferences
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.dialling.dialler import Dialler
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.errors import NeedsConfirming, Refused
from calljournal.numbers import Dialling, DialRules, UnreadableNumber, dialling
from tests.desktop import samples
from tests.desktop.conftest import FakeClock
from tests.desktop.fake_service import FakeService
from tests.desktop.samples import ANNA, match

RULES = DialRules("CH", area="44", outside="0")


def preview(fake: FakeService, command: PreviewCall) -> Dialling:
    """Read a number as the engine does."""
    try:
        return dialling(command.number, RULES)
    except UnreadableNumber as error:
        raise Refused(str(error)) from error


def place(fake: FakeService, command: PlaceCall) -> Placed:
    """Take a number as the engine does: an emergency number only where it was confirmed."""
    to = preview(fake, PreviewCall(command.number))
    if to.emergency and not command.confirmed:
        raise NeedsConfirming("112 is an emergency number")
    return Placed(to.digits)


def found(fake: FakeService, command: FindContacts) -> tuple[samples.Contact, ...]:
    """Find contacts by a part of the name or company."""
    text = command.text.lower()
    return tuple(one for one in fake.contacts.values() if text in f"{one.name} {one.company}".lower())


class Outdoors:
    """The system's clock and its telephone program, played."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.has_program = True
        self.time = 0.0

    def clock(self) -> float:
        """Give the time in seconds."""
        return self.time

    def open_url(self, url: QUrl) -> bool:
        """Take a link."""
        self.opened.append(url.toString())
        return self.has_program


class Dials:
    """A dialler, and what tests do with it."""

    def __init__(self, dialler: Dialler, fake: FakeService, doors: Doors, system: Outdoors, qtbot: QtBot) -> None:
        self.dialler = dialler
        self.fake = fake
        self.system = system
        self.qtbot = qtbot
        self.said: list[str] = []
        self.erred: list[str] = []
        doors.said.connect(self.said.append)
        doors.erred.connect(self.erred.append)

    @property
    def placed(self) -> list[PlaceCall]:
        """The calls that the engine was asked for."""
        return self.fake.asked_for(PlaceCall)

    def wait_placed(self, *numbers: str) -> None:
        """Wait until these calls, and no others, were asked for."""
        self.qtbot.waitUntil(lambda: [call.number for call in self.placed] == list(numbers))

    def wait_said(self, part: str) -> None:
        """Wait until it is said that something was done."""
        self.qtbot.waitUntil(lambda: any(part in text for text in self.said))

    def wait_erred(self, part: str) -> None:
        """Wait until it is said that something was not done."""
        self.qtbot.waitUntil(lambda: any(part in text for text in self.erred))

    def wait_asked(self) -> list[str]:
        """Wait for the question, and give what it says: the heading, and the lines."""
        self.qtbot.waitUntil(lambda: self.dialler.placing.question is not None)
        question = self.dialler.placing.question
        assert question is not None
        return [question.accessibleName(), *question.accessibleDescription().split("\n")]

    def answer(self, *, yes: bool) -> None:
        """Press a button of the question."""
        question = self.dialler.placing.question
        assert question is not None
        (question.yes if yes else question.no).click()


@pytest.fixture
def dials(qtbot: QtBot, bridge: Bridge, fake: FakeService, clock: FakeClock) -> Iterator[Dials]:
    """Give a dialler on an engine that runs."""
    fake.answers |= {
        PreviewCall: preview,
        PlaceCall: place,
        FindContacts: found,
        FindMatch: lambda fake, command: match(ANNA) if command.number == "+41440001234" else match(),
        GetPreferences: lambda fake, command: Preferences(),
    }
    doors = Doors()
    played = Outdoors()
    dialler = Dialler(bridge, Icons(), doors, now=clock, clock=played.clock, open_url=played.open_url)
    dials = Dials(dialler, fake, doors, played, qtbot)
    qtbot.addWidget(dialler.box)
    with qtbot.waitSignal(bridge.ready):
        bridge.start()
    yield dials
    dialler.placing.close()
