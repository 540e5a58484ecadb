"""Calls that are placed: what will be dialled is said, and asked where it is more than what was typed."""

import pytest
from PySide6.QtGui import QGuiApplication

from calljournal.contracts.service import FindMatch, PlaceCall, Placed, PreviewCall
from calljournal.contracts.settings_commands import GetPreferences, Preferences
from calljournal.desktop.dialling.wording import dials as would_dial
from calljournal.desktop.dialling.wording import harmless
from calljournal.errors import Refused, Unreachable
from calljournal.numbers import Dialling
from tests.desktop.dialling.conftest import Dials
from tests.desktop.samples import ANNA, BEAT, match

LINK = "tel:+41440001234"


# --- one's own wish --------------------------------------------------------------------------------------------------


def test_what_is_really_dialled_is_said(dials: Dials) -> None:
    with dials.qtbot.waitSignal(dials.dialler.placed, check_params_cb=lambda digits: digits == "00440001234"):
        dials.dialler.dial("044 000 12 34")
    assert dials.said == ["Dialling 00440001234 (044 000 12 34)"]
    assert dials.placed == [PlaceCall("044 000 12 34")]
    assert dials.dialler.placing.question is None


def test_an_internal_number_is_said_once() -> None:
    assert would_dial(Dialling("103", "103")) == "Will be dialled: 103"
    assert would_dial(Dialling("0440001234", "044 000 12 34")) == "Will be dialled: 044 000 12 34"


@pytest.mark.parametrize("yes", [True, False])
def test_what_is_more_than_another_form_is_asked_about(dials: Dials, yes: bool) -> None:
    dials.dialler.dial("044 000 12 34 / 044 000 12 35")
    asked = dials.wait_asked()
    assert asked[0] == "Dial 044 000 12 34?"
    assert "the first of 2 numbers" in asked[1]
    assert asked[2] == "Will be dialled: 00440001234 (044 000 12 34)"
    dials.answer(yes=yes)
    assert dials.dialler.placing.question is None
    if yes:
        dials.wait_said("Dialling 00440001234")
    else:
        assert dials.placed == []


def test_an_emergency_number_is_never_dialled_without_a_question(dials: Dials) -> None:
    dials.dialler.dial("112")
    assert dials.wait_asked()[0] == "112 is an emergency number"
    question = dials.dialler.placing.question
    assert question is not None
    assert question.no.isDefault()
    assert dials.placed == []
    dials.answer(yes=False)
    dials.dialler.dial("112")
    dials.wait_asked()
    dials.answer(yes=True)
    dials.wait_said("Dialling 112")
    assert dials.placed == [PlaceCall("112", confirmed=True)]


def test_an_emergency_number_that_only_the_call_finds_out(dials: Dials) -> None:
    """The settings may change between the preview and the call: the engine has the last word."""
    dials.fake.answers[PreviewCall] = lambda fake, command: Dialling("112", "112")
    dials.dialler.dial("112")
    assert dials.wait_asked()[0] == "112 is an emergency number"
    dials.answer(yes=True)
    dials.wait_said("Dialling 112")
    assert [call.confirmed for call in dials.placed] == [False, True]


def test_a_question_that_is_closed_is_a_no(dials: Dials) -> None:
    dials.dialler.dial("112")
    dials.wait_asked()
    question = dials.dialler.placing.question
    assert question is not None
    question.close()
    assert dials.dialler.placing.question is None
    assert dials.placed == []


def test_errors_are_said_in_words(dials: Dials) -> None:
    dials.dialler.dial("hello")
    dials.wait_erred("cannot dial 'hello'")
    dials.fake.errors[PlaceCall] = Refused("the line main does not answer: is the telephone system on?")
    dials.dialler.dial("044 000 12 34")
    dials.wait_erred("the line main does not answer")
    assert dials.said == []


def test_a_number_goes_to_the_telephone_program(dials: Dials) -> None:
    dials.fake.answers[PlaceCall] = lambda fake, command: Placed("+41440001234", LINK)
    with dials.qtbot.assertNotEmitted(dials.dialler.placed):
        dials.dialler.dial("044 000 12 34")
        dials.wait_said("044 000 12 34 was handed to the telephone program")
    assert dials.system.opened == [LINK]


@pytest.mark.parametrize("uri", [LINK, "file:///etc/passwd", "tel:<b>\u202e"])
def test_without_a_telephone_program_that_is_said(dials: Dials, uri: str) -> None:
    """Nothing but a telephone link is ever handed to the system."""
    dials.system.has_program = False
    dials.fake.answers[PlaceCall] = lambda fake, command: Placed("+41440001234", uri)
    dials.dialler.dial("044 000 12 34")
    dials.wait_erred("No program on this computer dials")
    assert "file" not in "".join(dials.system.opened)
    assert dials.said == []


# --- the clipboard ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("copied", ["044 000 12 34", " +41 44 000 12 34\n", LINK])
def test_the_number_on_the_clipboard(dials: Dials, copied: str) -> None:
    QGuiApplication.clipboard().setText(copied)
    dials.dialler.dial_clipboard()
    dials.wait_said("Dialling 00440001234 (044 000 12 34)")


@pytest.mark.parametrize(
    ("copied", "said"),
    [
        ("", "There is no text on the clipboard"),
        ("Dear Sir or Madam", "What is on the clipboard was not dialled: cannot dial"),
        ("x" * 5000 + "044 000 12 34", "There is more than a number on the clipboard"),
    ],
)
def test_no_number_on_the_clipboard(dials: Dials, copied: str, said: str) -> None:
    QGuiApplication.clipboard().setText(copied)
    dials.dialler.dial_clipboard()
    dials.wait_erred(said)
    assert dials.placed == []


def test_several_numbers_on_the_clipboard_are_asked_about(dials: Dials) -> None:
    QGuiApplication.clipboard().setText("044 000 12 34\n044 000 12 35")
    dials.dialler.dial_clipboard()
    assert "the first of 2 numbers" in "\n".join(dials.wait_asked())
    assert dials.placed == []


# --- other programs --------------------------------------------------------------------------------------------------


def test_what_another_program_wants_is_shown_and_asked(dials: Dials) -> None:
    dials.dialler.dial_from_outside(LINK)
    assert dials.wait_asked() == [
        "Call Anna Keller, Keller Treuhand AG?",
        "Another program, such as a web page, wants this number to be dialled.",
        "Will be dialled: 00440001234 (044 000 12 34)",
        f"The link: {LINK}",
    ]
    assert dials.placed == []
    dials.answer(yes=True)
    dials.wait_said("Dialling 00440001234")
    assert dials.placed == [PlaceCall(LINK, from_outside=True)]


def test_an_uncertain_name_is_said_to_be_so(dials: Dials) -> None:
    dials.fake.answers[FindMatch] = lambda fake, command: match(ANNA, reason="ending")
    dials.dialler.dial_from_outside(LINK)
    assert dials.wait_asked()[0] == "Call probably Anna Keller, Keller Treuhand AG?"
    dials.answer(yes=False)
    dials.fake.answers[FindMatch] = lambda fake, command: match(ANNA, BEAT)
    dials.dialler.dial_from_outside(LINK)
    assert dials.wait_asked()[0] == "Call one of 2 contacts?"
    dials.answer(yes=False)
    dials.fake.errors[FindMatch] = Unreachable("the book does not answer")
    dials.dialler.dial_from_outside(LINK)
    assert dials.wait_asked()[0] == "Call 044 000 12 34?"


def test_without_a_question_only_if_the_user_said_so(dials: Dials) -> None:
    dials.fake.answers[GetPreferences] = lambda fake, command: Preferences(ask_before_dialling=False)
    dials.dialler.dial_from_outside(LINK)
    dials.wait_said("Dialling 00440001234")
    dials.fake.errors[GetPreferences] = Unreachable("the engine is busy")
    dials.system.time += 60
    dials.dialler.dial_from_outside(LINK)
    dials.wait_asked()


def test_a_page_that_dials_again_and_again_is_asked_about(dials: Dials) -> None:
    """At most one call in three seconds goes out by itself, and there is never more than one question."""
    dials.fake.answers[GetPreferences] = lambda fake, command: Preferences(ask_before_dialling=False)
    dials.dialler.dial_from_outside(LINK)
    dials.wait_placed(LINK)
    dials.system.time += 2.9
    dials.dialler.dial_from_outside(LINK)
    dials.wait_asked()
    first = dials.dialler.placing.question
    for number in range(20):
        dials.dialler.dial_from_outside(f"tel:+41440009{number:03}")
    assert len(dials.erred) == 15
    assert "refused, too many others wait" in dials.erred[0]
    assert dials.dialler.placing.question is first
    assert len(dials.placed) == 1


def test_links_wait_for_their_turn_and_each_is_asked_about(dials: Dials) -> None:
    """Nothing is lost, nothing is dialled unasked, though the user wants no questions; and the order stays."""
    dials.dialler.dial_from_outside(LINK)
    dials.wait_asked()
    dials.fake.answers[GetPreferences] = lambda fake, command: Preferences(ask_before_dialling=False)
    for link in ("tel:+41440000002", "tel:+41440000003"):
        dials.dialler.dial_from_outside(link)
    assert [text for text in dials.said if "it is asked about next" in text]
    assert dials.erred == []
    dials.answer(yes=True)
    dials.wait_placed(LINK)
    dials.system.time += 60
    assert "044 000 00 02" in dials.wait_asked()[0]
    dials.answer(yes=False)
    assert "044 000 00 03" in dials.wait_asked()[0]
    dials.answer(yes=True)
    dials.wait_placed(LINK, "tel:+41440000003")
    dials.system.time += 60
    dials.dialler.dial_from_outside(LINK)
    dials.wait_placed(LINK, "tel:+41440000003", LINK)


def test_a_link_waits_until_ones_own_question_is_answered(dials: Dials) -> None:
    """What was typed oneself is not replaced by what a page wants."""
    dials.dialler.dial("112")
    assert "emergency" in dials.wait_asked()[0]
    own = dials.dialler.placing.question
    dials.dialler.dial_from_outside(LINK)
    dials.wait_said("it is asked about next")
    assert dials.dialler.placing.question is own
    dials.answer(yes=False)
    assert "Anna Keller" in dials.wait_asked()[0]
    assert dials.placed == []


def test_the_same_link_many_times_is_one(dials: Dials) -> None:
    for _ in range(5):
        dials.dialler.dial_from_outside(LINK)
    dials.wait_asked()
    dials.answer(yes=False)
    assert dials.dialler.placing.question is None
    assert dials.erred == []
    assert len(dials.fake.asked_for(FindMatch)) == 1


@pytest.mark.parametrize("ask", [True, False])
def test_an_emergency_number_from_outside(dials: Dials, ask: bool) -> None:
    dials.fake.answers[GetPreferences] = lambda fake, command: Preferences(ask_before_dialling=ask)
    dials.dialler.dial_from_outside("tel:112")
    asked = dials.wait_asked()
    assert asked[0] == "112 is an emergency number"
    assert "Another program" in asked[1]
    assert dials.placed == []
    dials.answer(yes=True)
    dials.wait_said("Dialling 112")
    assert dials.placed == [PlaceCall("tel:112", confirmed=True, from_outside=True)]


def test_hostile_links_are_text(dials: Dials) -> None:
    """Codes, markup, signs that turn the writing around, and endless ones: shown, short, and not dialled."""
    for link in ("tel:*21*0440009999%23", "tel:<img src=x>", "tel:\u202e4321\x00\n044", "callto:" + "9" * 5000):
        dials.erred.clear()
        dials.dialler.dial_from_outside(link)
        dials.qtbot.waitUntil(lambda: bool(dials.erred))
        assert len(dials.erred[0]) < 300
        assert "\u202e" not in dials.erred[0]
        assert "\x00" not in dials.erred[0]
    assert dials.placed == []
    assert dials.dialler.placing.question is None


def test_harmless() -> None:
    assert harmless("tel:\u202e12\n3") == "tel:\ufffd12\ufffd3"
    assert harmless("9" * 500) == "9" * 80 + "…"
    assert harmless("9" * 80) == "9" * 80
