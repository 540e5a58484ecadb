"""The catalogues: everything is translated, what is filled in fits, and the files are those of the source as it is."""

import gettext
import re
import string

import pytest

from calljournal.languages import LANGUAGES, VOCABULARIES, catalogue
from calljournal.words import say, say_n
from scripts import words

SENTENCES = {sentence.one: sentence for sentence in words.sentences()}
GERMAN = words.translations("de")
RUN = "run `make words`, and translate what it names"

PROFESSIONAL = re.compile(r"\b(project|service type)s?\b", re.IGNORECASE)
"""What every profession but the first calls otherwise, in English."""


def has_professional(text: str) -> bool:
    """Whether a text has such words, what is filled in left aside."""
    return PROFESSIONAL.search(re.sub(r"\{[^{}]*\}", "", text.replace("&", ""))) is not None


def forms() -> list[tuple[str, str]]:
    """Give each template with its translation, one form at a time."""
    pairs = []
    for one, texts in GERMAN.items():
        if one in SENTENCES:
            english = (one, SENTENCES[one].many) if SENTENCES[one].many else (one,)
            pairs += list(zip(english, texts, strict=True))
    return pairs


def filled_in(template: str) -> set[str]:
    return (
        {name for _, name, _, _ in string.Formatter().parse(template) if name is not None} if "{" in template else set()
    )


def mnemonics(text: str) -> int:
    return len(re.findall(r"&(?!&)", text.replace("&&", "")))


def test_every_sentence_is_in_the_catalogue() -> None:
    """What is taken out of the source is what stands in the file, and nothing else but what has gone."""
    assert {words._one(message) for message in words.load("de") if message.id} == SENTENCES.keys(), RUN


def test_every_template_is_written_out() -> None:
    """None is glued, none is an f-string, and two forms for many of one sentence are the same."""
    assert not words.unclear()


def test_every_sentence_is_translated() -> None:
    """In all its forms, and by a person: a fuzzy translation is none."""
    assert not [one for one in SENTENCES if one not in GERMAN], RUN


@pytest.mark.parametrize("known", LANGUAGES)
def test_languages(known: str) -> None:
    assert catalogue(known).language == known


def test_what_is_filled_in_is_the_same() -> None:
    """A translation has the values of its template, and can be filled in."""
    other = [(english, german) for english, german in forms() if filled_in(english) != filled_in(german)]
    allowed = [(english, german) for english, german in other if filled_in(english) - filled_in(german) == {"count"}]
    assert not [pair for pair in other if pair not in allowed]
    for _, german in forms():
        if filled_in(german):
            german.format(**dict.fromkeys(filled_in(german), 1))


def test_keys_and_signs_are_the_same() -> None:
    """As many keys (&), the same blanks around, the same line ends, and dots where something opens."""
    for english, german in forms():
        assert mnemonics(english) == mnemonics(german), german
        assert (english[:1] == " ", english[-1:] == " ") == (german[:1] == " ", german[-1:] == " "), german
        assert english.count("\n") == german.count("\n"), german
        assert english.endswith("…") == german.endswith("…"), german


def test_typography_of_german() -> None:
    """Quotation marks are German ones; ß is written, and nobody is addressed as "du"."""
    for _, german in forms():
        assert "“" not in german or "„" in german, german
        assert not re.search(r"\b(du|dein|deine|dir|dich)\b", german), german
        assert not re.search(r"\b(gross|heiss|Strasse|Masse|ausser|schliessen)\w*\b", german), german


# --- professions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", words.OVERLAYS)
def test_an_overlay_is_that_of_its_language(name: str) -> None:
    """It is made of the language by the table of words; nobody has edited it."""
    made = words.overlay(name, GERMAN, words.sentences())
    assert {message.id: message.string for message in made if message.id} == {
        message.id: message.string for message in words.load(name) if message.id
    }, RUN


@pytest.mark.parametrize("name", ["en-law", "en-engineering"])
def test_an_overlay_leaves_no_sentence_out(name: str) -> None:
    """Each sentence with the words of consultants has its own, but for the few that say them for a reason."""
    laid_over = words.translations(name)
    with_words = [one for one in SENTENCES if has_professional(one) and one not in words.SAID_BY_ALL]
    assert with_words
    assert not [one for one in with_words if one not in laid_over]
    assert not [text for texts in laid_over.values() for text in texts if has_professional(text)]


@pytest.mark.parametrize("name", words.OVERLAYS)
def test_an_overlay_fills_in_and_keys_the_same(name: str) -> None:
    base = GERMAN if name.startswith("de") else {one: (one, SENTENCES[one].many) for one in SENTENCES}
    for one, texts in words.translations(name).items():
        for text, plain in zip(texts, base[one], strict=False):
            assert filled_in(text) == filled_in(plain)
            assert mnemonics(text) == mnemonics(plain)


def test_who_is_said_otherwise_is_named_with_a_reason() -> None:
    assert all(one in SENTENCES and reason for one, reason in words.SAID_BY_ALL.items())


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("de-law", "Die Projekte des Kunden {project}", "Die Mandate des Mandanten {project}"),
        ("de-law", "Projektnummer; &Leistung", "Mandatsnummer; &Honorarleistung"),
        ("de-law", "Leistungsbuch", "Leistungsbuch"),
        ("de-engineering", "&Tätigkeiten, Leistungen", "&Leistungsarten, Stundenbuchungen"),
        ("en-law", "Ser&vice types", "Task codes"),
        ("en-engineering", "P&rojects", "Jobs"),
    ],
)
def test_words_of_a_profession(name: str, text: str, said: str) -> None:
    """Inflections and compounds go along; what is filled in does not; a key is kept, or found anew."""
    got = words.with_words(text, words.OVERLAYS[name])
    assert got.replace("&", "") == said.replace("&", "")
    assert mnemonics(got) == mnemonics(text)


# --- compiled ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["de", *words.OVERLAYS])
def test_what_is_compiled_is_what_is_written(name: str) -> None:
    """`.mo` is made of `.po`; the program reads the first, people the second."""
    with words.path_of(name, "mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    written = words.translations(name)
    for message in words.load(name):
        if message.id and words._one(message) in written:
            if isinstance(message.id, str):
                assert (compiled.gettext(message.id),) == written[message.id], RUN
            else:
                one, many = message.id
                assert (compiled.ngettext(one, many, 1), compiled.ngettext(one, many, 2)) == written[one], RUN
    known = [key for key in compiled._catalog if key]  # type: ignore[attr-defined]  # to see what it has too much of
    assert len(known) == sum(len(texts) for texts in written.values()), RUN


# --- said --------------------------------------------------------------------------------------------------------


def test_german() -> None:
    """With what was filled in, translated in its turn where it is a sentence, untouched where it is a name."""
    german = catalogue("de")
    likely = say("{name} is only likely ({why})", name="{why}", why=say("same switchboard"))
    assert german.say(likely.typed("; add --yes")) == "{why} ist nur wahrscheinlich (gleiche Zentrale)"
    assert german.say(say_n("{count} call", "{count} calls", 1)) == "1 Anruf"
    assert german.say(say_n("{count} call", "{count} calls", 0)) == "0 Anrufe"
    assert german.say("missed") == "verpasst"
    assert german.say("") == ""
    assert german.say("nobody has translated this {name}") == "nobody has translated this {name}"
    assert german.say(say("nobody has translated {x}", x="{y}")) == "nobody has translated {y}"


def test_the_swiss_write_no_sharp_s() -> None:
    """What is filled in stays as it is: a name is written as its bearer writes it."""
    german = catalogue("de").say("&Close")
    assert "ß" in german
    assert catalogue("de", country="CH").say("&Close") == german.replace("ß", "ss")
    assert "Gauß" in catalogue("de", country="CH").say(say("{name} is only likely ({why})", name="Gauß", why=""))


def test_professions() -> None:
    """The words of the profession, and all others of the language."""
    said = {name: catalogue("de", name).say("Project") for name in VOCABULARIES}
    assert said == {"consulting": "Projekt", "law": "Mandat", "engineering": "Projekt"}
    assert catalogue("en", "law").say("Service type") == "Task code"
    assert catalogue("de", "law").say("missed") == "verpasst"
    assert (
        catalogue("en", "engineering")
        .say(say("there is no project {typed!r}{near}", typed="x", near=""))
        .startswith("there is no job 'x'")
    )


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({"LANG": "de_CH.UTF-8"}, "de"),
        ({"LANG": "de_CH.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANGUAGE": "de:en", "LANG": "C"}, "de"),
        ({"LANG": "fr_CH.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_of_the_system(environment: dict[str, str], spoken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is not spoken here is English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert catalogue("").language == spoken
