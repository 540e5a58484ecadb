import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calljournal.calls import Party, Presentation
from calljournal.errors import BadData
from calljournal.lines.simulator.protocol import GRAMMAR, LONGEST_TEXT, Verb, called_by, decode, parse

OUTSIDE = Party("+41 44 000 12 34", None, Presentation.ALLOWED, external=True)


def test_a_scenario_is_read() -> None:
    scenario = parse(
        """
        # a comment, and an empty line

        starts 2026-03-09T08:00:00+01:00
        at 0   call A from "+41 44 000 12 34" "Müller # Co" rings 101 ,102   # rings both
        at 3.5 A answered by 101
        +2     A ENDED by Caller
        """
    )
    rings, answered, ended = scenario.steps
    assert (rings.verb, rings.call, rings.phones, rings.line) == (Verb.RINGS, "A", ("101", "102"), 5)
    assert rings.party == Party("+41 44 000 12 34", "Müller # Co", Presentation.ALLOWED, external=True)
    assert (answered.at, answered.phone) == (3.5, "101")
    assert (ended.at, ended.verb, ended.phone) == (5.5, Verb.ENDED, "caller")
    assert scenario.starts is not None
    assert scenario.starts.isoformat() == "2026-03-09T08:00:00+01:00"
    assert scenario.seconds == 5.5


def test_somebody_else_calls_first() -> None:
    steps = parse(
        """
        at 0 call A from withheld rings 101
        at 1 call B from "+41 44 000 12 34" "Müller" rings 101
        at 2 call C from "+41 44 000 12 35" rings 101
        at 3 call D from "+41 44 000 12 34" rings 101
        at 4 D answered by 101
        """
    ).steps
    anna = Party("044 000 77 88", None, Presentation.ALLOWED, external=True)
    called = called_by("044 000 77 88", steps)
    assert [step.party for step in called] == [steps[0].party, anna, steps[2].party, anna, None]
    assert [step.line for step in called] == [step.line for step in steps]
    assert called_by("", steps) == steps
    assert called_by("044 000 77 88", steps[:1]) == steps[:1]


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("withheld", Party(None, None, Presentation.WITHHELD, external=True)),
        ("unavailable", Party(None, None, Presentation.UNAVAILABLE, external=True)),
        ("pending", Party(None, None, Presentation.PENDING, external=True)),
        ("105", Party("105", None, Presentation.ALLOWED, external=False)),
        ('"+41 44 000 12 34"', OUTSIDE),
    ],
)
def test_who_calls(words: str, party: Party) -> None:
    assert parse(f"at 0 call A from {words} rings 101").steps[0].party == party


@pytest.mark.parametrize("verb", list(Verb))
def test_every_sentence_has_an_example_that_can_be_read(verb: Verb) -> None:
    example = next(example for known, _pattern, example in GRAMMAR if known is verb)
    sentence = example.partition(", or")[0]
    before = "" if sentence.startswith("call") else "at 0 call A from 101 to 102\nat 0 call B from 101 to 103\n"
    assert parse(f"{before}at 1 {sentence}").steps[-1].verb is verb


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("call A from 101 to 102", "line 1: 'call A from 101 to 102' does not begin with a time, such as: at 3.5"),
        ("\n\nat 1 A answered by 101", "line 3: there is no call A before this line; there are: none yet"),
        ("at 0 call A from 101 to 102\nat 0 call A from 101 to 103", "line 2: there is a call A already"),
        ("at 5 call A from 101 to 102\nat 4 A failed", "line 2: at 4 comes after at 5"),
        ("at 0 call A from 101 to 102\n+1 A answerd by 102", "line 2: cannot read 'A answerd by 102'; expected call"),
        ("at 0 call A from 101 to 102\n+1 A answered 102", "something like: A answered by 101"),
        ('at 0 call A from "+41 44 rings 101', "line 1: a quotation mark is missing"),
        ('at 0 call A from "" rings 101', "line 1: the number is empty"),
        ("at 0 call A from 101 to withheld", "line 1: withheld can be said of a caller only"),
        ("at 0 call A from withheld rings 101, 101", "line 1: a telephone is named twice"),
        ("starts tomorrow", "line 1: 'tomorrow' is no moment with its zone"),
        ("starts 2026-03-09T08:00:00", "is no moment with its zone"),
        ("at 0 call A from 101 to 102\n+1 A joined to B by 101", "line 2: there is no call B before this line"),
        ("x" * 2000, "line 1: longer than 1000 characters"),
        ("\n" * (LONGEST_TEXT + 1), "is it a scenario file?"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(text: str, words: str) -> None:
    with pytest.raises(BadData) as error:
        parse(text)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(BadData, match="line 2: this is not UTF-8"):
        decode(b"# fine\n\xff\xfe")
    assert decode("\ufeff# with a mark".encode()) == "# with a mark"


@given(st.text())
def test_no_text_raises_anything_else(text: str) -> None:
    with contextlib.suppress(BadData):
        parse(f"at 0 call A from 101 to 102\n{text}")
