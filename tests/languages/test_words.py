"""Sentences that know how they were made."""

import copy
import pickle
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calljournal.errors import BadData, NotFound, words_of
from calljournal.languages import catalogue
from calljournal.words import Phrase, in_english, listed, say, say_day, say_n

brackets = st.text(alphabet="{}!:.x0 ", max_size=8)


@dataclass(frozen=True, slots=True)
class Told:
    text: str
    times: int = 0


def made(phrase: str) -> tuple[Any, ...]:
    assert isinstance(phrase, Phrase)
    return str(phrase), phrase.template, phrase.many, phrase.number, phrase.command, phrase.values


@given(brackets)
def test_what_is_filled_in_is_never_a_template(name: str) -> None:
    """Names with curly brackets come out as they are, however often the sentence is filled in elsewhere."""
    once = say("{name} called", name=name)
    assert once == f"{name} called"
    assert say("It says: {words}", words=once) == f"It says: {name} called"


def test_without_values_brackets_stay() -> None:
    assert say("{name} is what a column may be called") == "{name} is what a column may be called"


def test_one_and_many() -> None:
    assert [say_n("{count} call", "{count} calls", count) for count in (0, 1, 2)] == ["0 calls", "1 call", "2 calls"]


def test_a_missing_value_is_found_where_the_sentence_is_made() -> None:
    with pytest.raises(KeyError):
        say("{name} and {other}", name="x")


@pytest.mark.parametrize(
    "phrase", [say("yes"), say("{name}", name="{x}"), say_n("{count} a", "{count} b", 3), say("no").typed("!")]
)
def test_copies_keep_how_it_was_made(phrase: Phrase) -> None:
    """Pickled, copied, replaced, in a frozen fact or not."""
    told = Told(phrase)
    copies = [pickle.loads(pickle.dumps(told)), copy.copy(told), copy.deepcopy(told), replace(told, times=1)]
    assert [made(one.text) for one in copies] == [made(phrase)] * 4
    assert type(str(phrase)) is str
    assert str(phrase) in {phrase}


def test_errors_keep_what_they_say() -> None:
    """Words and bytes outlive a copy; the whole text is what a command line prints."""
    error = NotFound(say("no {name}", name="x").typed("; try `other`"))
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error) == "no x; try `other`"
    assert made(again.words) == made(error.words)
    assert copy.copy(BadData(say("no"), b"raw")).raw == b"raw"
    assert isinstance(words_of(ValueError(say("no"))), Phrase)
    assert words_of(OSError(2, "gone")) == "[Errno 2] gone"
    assert NotFound().words == str(NotFound()) == ""


def test_commands_are_for_whoever_types_them() -> None:
    """A window says the sentence without the command that would help."""
    told = say("no {name}", name="{x}").typed("; `calljournal list {x}` shows all")
    assert told == "no {x}; `calljournal list {x}` shows all"
    assert catalogue("en").say(told) == "no {x}"
    assert catalogue("en").say(say("Not done: {why}", why=told)) == "Not done: no {x}"


def test_words_beside_each_other() -> None:
    """A list of plain words is a plain word; sentences in it can still be said in another language."""
    assert type(listed(["101", "{102}"])) is str
    assert listed(["101", "{102}"]) == "101, {102}"
    both = listed([say("{n} min", n=3), "{x}"])
    assert isinstance(both, Phrase)
    assert both == "3 min, {x}"
    assert isinstance(both.values["w0"], Phrase)
    assert listed([]) == ""


def test_a_day_is_written_as_the_reader_writes_days() -> None:
    """In the log and for scripts it can be sorted."""
    sentence = say("booked last on {day}", day=say_day(date(2026, 3, 9)))
    assert sentence == "booked last on 2026-03-09"
    assert catalogue("en").say(sentence) == sentence
    assert catalogue("en", write_day=lambda day: f"{day:%d/%m/%y}").say(sentence) == "booked last on 09/03/26"


def test_what_is_kept_is_plain() -> None:
    """A database knows no sentences."""
    assert msgspec.json.encode(Told(say("{n} min", n=3)), enc_hook=in_english) == b'{"text":"3 min","times":0}'
    with pytest.raises(NotImplementedError):
        msgspec.json.encode(object(), enc_hook=in_english)
