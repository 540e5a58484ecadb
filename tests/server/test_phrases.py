"""Sentences on the wire: they arrive as sentences, and nothing that was filled in becomes one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calljournal.contracts.command import Answer, Command
from calljournal.contracts.line import LineState
from calljournal.contracts.manifest import Choice, Field, FieldKind
from calljournal.contracts.service import Change, GetRow, LineChanged, LineInfo, Missed, Notice
from calljournal.contracts.settings_commands import GetSettings, Setting, SettingsPage
from calljournal.engine.hub import Hub
from calljournal.errors import BadData, Bug, CallJournalError, NotFound
from calljournal.server import connect, phrases, serving, wire
from calljournal.words import Phrase, say, say_n

texts = st.text(max_size=20) | st.sampled_from(["{", "}", "{0}", "{name}", "{name.__class__}", "{{", '{"x": [1]}'])
numbers = st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False)
TEMPLATES = ["no one is called {name}", "{name}", "{name!r}: {other}", "{{{name}}}"]


@st.composite
def sentences(draw: st.DrawFn, depth: int = 2) -> Phrase:
    """Give sentences of one form and of two, filled in with texts, numbers and other sentences."""
    value = texts | numbers | sentences(depth - 1) if depth else texts | numbers
    values = {"name": draw(value), "other": draw(value)}
    if draw(st.booleans()):
        return Phrase(draw(st.sampled_from(TEMPLATES)), values).typed(draw(texts))
    return say_n("{count} call, {name}", "{count} calls, {name}", draw(st.integers(0, 3)), **values)


def made(text: Any) -> Any:
    """Give what a text was made of: a phrase is equal to its English text, and would hide what was lost."""
    if not isinstance(text, Phrase):
        return text
    assert type(text) is Phrase
    values = {name: made(value) for name, value in text.values.items()}
    return str(text), text.template, text.many, text.number, text.command, values


def sent(text: str) -> str:
    """Give a text of a change as another process gets it."""
    line = wire.line(wire.change(Notice(text)))
    change = wire.change_of(wire.decode(line, wire.Reply))
    assert isinstance(change, Notice)
    return change.text


@given(sentences())
def test_a_sentence_arrives_as_a_sentence(sentence: Phrase) -> None:
    """Template, values and number are there; its text is the same."""
    assert made(sent(sentence)) == made(sentence)


@given(texts)
def test_a_text_stays_a_text(text: str) -> None:
    """Whatever its curly brackets say, nobody takes it for a sentence."""
    assert type(sent(text)) is str
    assert sent(text) == text


@given(texts, sentences())
def test_a_text_beside_a_sentence_stays_a_text(text: str, sentence: Phrase) -> None:
    """A message with sentences is read in another way; what came from outside is left alone there as well."""
    info = LineInfo("asterisk:main", text, True, frozenset(), LineState.CONNECTED, sentence, text)
    change = wire.change_of(wire.decode(wire.line(wire.change(LineChanged(info))), wire.Reply))
    assert isinstance(change, LineChanged)
    assert change.line == info
    assert made(change.line.message) == made(sentence)
    assert type(change.line.title) is type(change.line.own) is str


def test_a_mark_cannot_be_guessed() -> None:
    """Each message has a mark of its own: one that was overheard marks nothing in the next."""
    marks = {phrases.pack(say("yes")).mark for _ in range(50)}
    assert len(marks) == 50
    heard = marks.pop()
    fields = {heard: ["{x}", {"x": "y"}, "", None]}
    packed = phrases.pack((say("no"), fields))
    assert phrases.unpack(packed.content, packed.mark, tuple[str, dict[str, Any]]) == ("no", fields)


def test_all_texts_of_a_page_of_settings_arrive() -> None:
    """Sentences within lists, and values that are none, in a real answer."""
    choices = (Choice("raise", say("Show a small window")), Choice("{x}", "{x}"))
    field = Field("notice", say("Notice"), FieldKind.CHOICE, "raise", choices=choices)
    pages = (
        SettingsPage("notice", say("Notice of calls"), (Setting("user.notice", field, "{x}"), Setting("a", field, 3))),
    )
    reply = wire.decode(wire.line(wire.answer(1, pages)), wire.Reply)
    got = wire.answer_of(GetSettings(), reply)
    assert got == pages
    assert [type(got[0].title), type(got[0].settings[0].field.choices[0].label)] == [Phrase, Phrase]
    assert type(got[0].settings[0].value) is type(got[0].settings[0].field.choices[1].label) is str


@given(sentences())
def test_an_error_keeps_its_sentence(sentence: Phrase) -> None:
    """So the window of another process says it in its language, and the command line adds which command helps."""
    reply = wire.decode(wire.line(wire.refusal(7, NotFound(sentence))), wire.Reply)
    assert reply.text == str(sentence)
    error = wire.error_of(reply)
    assert type(error) is NotFound
    assert made(error.words) == made(sentence)
    assert str(error) == sentence


@given(texts)
def test_an_error_of_plain_words(text: str) -> None:
    """A text stays one."""
    error = wire.error_of(wire.decode(wire.line(wire.refusal(7, NotFound(text))), wire.Reply))
    assert type(error.words) is str
    assert error.words == text


def test_an_error_of_an_engine_that_knows_no_sentences() -> None:
    """Its English text is what there is."""
    error = wire.error_of(wire.decode(b'{"id":1,"error":"NotFound","text":"no {name} here"}', wire.Reply))
    assert (type(error), error.words) == (NotFound, "no {name} here")
    unknown = wire.error_of(wire.decode(b'{"id":1,"error":"TooNew","text":"no"}', wire.Reply))
    assert (type(unknown), unknown.words) == (Bug, "TooNew: no")


@pytest.mark.parametrize(
    "sentence",
    [
        '["{name}",{"other":"x"},"",null,""]',
        '["{name.none}",{"name":"x"},"",null]',
        '["{",{"x":1},"",null]',
        '["x"]',
        "3",
    ],
)
def test_a_sentence_that_does_not_fit_its_values(sentence: str) -> None:
    """An answer is nonsense then; an error is told in English."""
    line = f'{{"id":1,"answer":[{{"m":{sentence}}}],"mark":"m"}}'.encode()
    with pytest.raises(BadData, match="cannot be read"):
        wire.answer_of(GetSettings(), wire.decode(line, wire.Reply))
    line = f'{{"id":1,"error":"NotFound","text":"not here","with":{{"m":{sentence}}},"mark":"m"}}'.encode()
    assert wire.error_of(wire.decode(line, wire.Reply)).words == "not here"


def test_what_cannot_be_sent_fails_here() -> None:
    """A mistake of ours is found where it was made, and not by the other side."""
    with pytest.raises((NotImplementedError, TypeError)):
        phrases.pack(object())


def test_a_command_that_holds_a_sentence_is_sent_as_text() -> None:
    """What a front end asks for is data: the engine keeps it."""
    request = wire.request(1, GetRow(say("row {id}", id="x")))
    assert msgspec.json.decode(request.content) == {"entry": "row x"}


def test_through_a_real_socket(tmp_path: Path) -> None:
    """Changes and errors of an engine elsewhere come as sentences."""
    told = say("the call of {who} is booked", who="{who}").typed("; type another")

    class Played:
        hub = Hub()

        async def do(self, command: Command[Answer]) -> Answer:
            raise NotFound(told)

        def changes(self) -> AbstractAsyncContextManager[AsyncIterator[Change]]:
            return self.hub.listen()

    async def session() -> None:
        played = Played()
        async with asyncio.timeout(5), serving(played, tmp_path / "address"), connect(tmp_path / "address") as remote:
            async with remote.changes() as changes:
                played.hub.publish(Notice(told))
                played.hub.publish(Missed(1))
                notice = await anext(changes)
                assert isinstance(notice, Notice)
                assert made(notice.text) == made(told)
                assert await anext(changes) == Missed(1)
            with pytest.raises(CallJournalError) as caught:
                await remote.do(GetRow("x"))
        assert made(caught.value.words) == made(told)
        assert str(caught.value) == "the call of {who} is booked; type another"

    asyncio.run(session())
