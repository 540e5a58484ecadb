"""The numbers of the book are normalised, and what cannot be read is worked through, on a real engine."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from calljournal.cli.session import open_service
from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.contracts.service import AddContacts
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.settings.numbers import NumbersPage
from calljournal.desktop.settings.problems import Column
from calljournal.matching import ContactKind
from calljournal.settings import Places

pytestmark = pytest.mark.timeout(120)
PEOPLE = (
    Contact("", ContactKind.PERSON, "Anna Keller", means=(Means(MeansKind.PHONE, "044 000 12 34"),)),
    Contact("", ContactKind.PERSON, "Beat Moser", means=(Means(MeansKind.PHONE, "ask the porter"),)),
)


@pytest.fixture
def page(qtbot: QtBot, places: Places) -> Iterator[NumbersPage]:
    """Give the page on a book with one number that can be read, and one that cannot."""
    bridge = Bridge(lambda: open_service(places))
    bridge.start()
    added: list[object] = []
    bridge.ask(AddContacts(PEOPLE), added.append, added.append)
    qtbot.waitUntil(lambda: bool(added), timeout=10_000)
    shown = NumbersPage(bridge, Icons())
    qtbot.addWidget(shown)
    shown.show()
    yield shown
    assert bridge.stop()


def look_through(qtbot: QtBot, page: NumbersPage) -> None:
    """Normalise all, and wait for the report."""
    page.normalise_button.click()
    qtbot.waitUntil(lambda: page.normalise_button.isEnabled() and page.model.rowCount() > 0, timeout=10_000)


def test_the_report_names_who_what_and_why(qtbot: QtBot, page: NumbersPage) -> None:
    look_through(qtbot, page)
    texts = [page.model.index(0, column).data() for column in Column]
    assert texts[:2] == ["Beat Moser", "ask the porter"]
    assert texts[Column.WHY]


def test_a_number_is_put_right_and_taken_back(qtbot: QtBot, page: NumbersPage) -> None:
    look_through(qtbot, page)
    page.text.setText("044 000 12 35")
    page.take_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    page.notice.button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=10_000)
    assert page.model.index(0, Column.NUMBER).data() == "ask the porter"


def test_a_number_that_is_right_as_it_is_is_not_told_again(qtbot: QtBot, page: NumbersPage) -> None:
    look_through(qtbot, page)
    page.keep_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    page.check_button.click()
    qtbot.waitUntil(page.check_button.isEnabled)
    assert page.model.questions == 0
