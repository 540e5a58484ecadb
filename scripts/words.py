"""Keeps the catalogues of our sentences: `make words` runs it after a sentence was added, changed or translated.

    .venv/bin/python scripts/words.py            src/calljournal/languages/*.po and *.mo, and says what is missing

Every template of `tr`, `tr_n`, `say` and `say_n` is taken out of the source. `de.po` is what people translate. What a
profession calls things is laid over it: `de-law.po` and the like are made from it by the words in OVERLAYS, which are
chosen of the same gender and inflection, so that nothing else of a sentence changes.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "calljournal"
FOLDER = SOURCE / "languages"

ONE_FORM = ("tr", "say")
TWO_FORMS = ("tr_n", "say_n")

Words = Sequence[tuple[str, str]]
"""What becomes of which words, in this order: expressions of `re`, and what stands there instead."""

OVERLAYS: Mapping[str, Words] = {
    "en-law": (
        (r"\bproject(s?)\b", r"matter\1"),
        (r"\bProject(s?)\b", r"Matter\1"),
        (r"\bservice type(s?)\b", r"task code\1"),
        (r"\bService type(s?)\b", r"Task code\1"),
    ),
    "en-engineering": (
        (r"\bproject(s?)\b", r"job\1"),
        (r"\bProject(s?)\b", r"Job\1"),
        (r"\bservice type(s?)\b", r"task\1"),
        (r"\bService type(s?)\b", r"Task\1"),
        (r"\btime entr(y|ies)\b", r"timesheet entr\1"),
        (r"\bTime entr(y|ies)\b", r"Timesheet entr\1"),
    ),
    "de-law": (
        (r"\bProjekt(?=[a-zäöü]{4})", "Mandats"),
        (r"\bProjekt", "Mandat"),
        (r"\bLeistung(?=en?\b|\b)", "Honorarleistung"),
        (r"\bKunde(?!n)", "Mandant"),
        (r"\bKunden\b", "Mandanten"),
    ),
    "de-engineering": (
        (r"\bTätigkeit(?=en?\b|\b)", "Leistungsart"),
        (r"\bLeistung(?=en?\b|\b)", "Stundenbuchung"),
    ),
}
"""See docs/decisions/0018-languages.md for why these words."""

SAID_BY_ALL = {
    "of consultants: project, service type, time entry": "it names the words of another profession",
}
"""Sentences with such words that every profession says alike, and why."""

HEADER = """\
# Call Journal in {language}: {what}
msgid ""
msgstr ""
"Language: {code}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The date of every catalogue: one that changed with each run would hide what has."""


# --- the sentences in the source ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template, with the form for many where there is one, and the files that say it."""

    one: str
    many: str
    files: tuple[str, ...]

    @property
    def id(self) -> str | tuple[str, str]:
        """What the catalogues of Babel know it by."""
        return (self.one, self.many) if self.many else self.one


def sentences(source: Path = SOURCE) -> list[Sentence]:
    """Give every sentence of the program, in the order of the files that say it first."""
    found: dict[str, Sentence] = {}
    for name, call in calls(source):
        texts = _templates(call)
        if not texts:
            continue
        known = found.get(texts[0], Sentence(texts[0], "", ()))
        files = known.files if name in known.files else (*known.files, name)
        found[texts[0]] = Sentence(texts[0], known.many or "".join(texts[1:]), files)
    return list(found.values())


def unclear(source: Path = SOURCE) -> list[str]:
    """Give the places whose templates are not written out there, or that have another form for many than before."""
    many: dict[str, str] = {}
    places = []
    for name, call in calls(source):
        texts = _templates(call)
        given = call.args[0] if call.args else None
        glued = isinstance(given, ast.JoinedStr | ast.BinOp)
        made_elsewhere = _called(call) == "tr" and not glued and given is not None  # tr(phrase)
        if not texts and not made_elsewhere:
            places.append(f"{name}:{call.lineno}: the template is not written out")
        elif len(texts) == 2 and many.setdefault(texts[0], texts[1]) != texts[1]:
            places.append(f"{name}:{call.lineno}: another form for many than elsewhere: {texts[1]!r}")
    return places


def calls(source: Path = SOURCE) -> Iterator[tuple[str, ast.Call]]:
    """Give every place that says a sentence, with the name of its file."""
    for file in sorted(source.rglob("*.py")):
        name = file.relative_to(source).as_posix()
        if name.startswith("languages/") or name == "words.py":
            continue  # there sentences are handed on
        tree = ast.parse(file.read_text(encoding="utf-8"))
        ours = _imported(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) in ours:
                yield name, node


def _imported(tree: ast.Module) -> set[str]:
    """Give which of our functions a module has: another one may have a `say` of its own."""
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    ours = [node for node in froms if node.module in ("calljournal.words", "calljournal.languages")]
    return {alias.name for node in ours for alias in node.names} & {*ONE_FORM, *TWO_FORMS}


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _templates(call: ast.Call) -> tuple[str, ...]:
    """Give the template, and the one for many; nothing where they are not written out."""
    forms = 2 if _called(call) in TWO_FORMS else 1
    texts = [one.value for one in call.args[:forms] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return tuple(texts) if len(texts) == forms and all(texts) else ()


# --- catalogues --------------------------------------------------------------------------------------------------


def path_of(name: str, suffix: str) -> Path:
    """Give the file of a catalogue: `de.po`, `en-law.mo`."""
    return FOLDER / f"{name}.{suffix}"


def load(name: str) -> Catalog:
    """Read a catalogue; an empty one where there is none."""
    file = path_of(name, "po")
    if not file.exists():
        return Catalog(locale=name[:2])
    with file.open("rb") as opened:
        return read_po(opened, locale=name[:2])


def translations(name: str) -> dict[str, tuple[str, ...]]:
    """Give what a catalogue makes of each template, those that are not translated left out."""
    said: dict[str, tuple[str, ...]] = {}
    for message in load(name):
        if message.id and not message.fuzzy:
            texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            if texts and all(texts):
                said[_one(message)] = texts
    return said


def updated(known: Catalog, wanted: Sequence[Sentence], language: str) -> Catalog:
    """Give a catalogue of the wanted sentences; what is no longer said is kept at its end, for it may come again."""
    before = {_one(message): message for message in (*known.obsolete.values(), *known) if message.id}
    new = Catalog(locale=language)
    for sentence in wanted:
        old = before.pop(sentence.one, None)
        new.add(
            sentence.id,
            _fitting(None if old is None else old.string, sentence),
            locations=_locations(sentence),
            user_comments=old.user_comments if old else (),
        )
    for message in before.values():
        if message.string and any(message.string):
            new.obsolete[message.id] = message
    return new


def overlay(name: str, base: Mapping[str, tuple[str, ...]], wanted: Sequence[Sentence]) -> Catalog:
    """Give the sentences that a profession says otherwise, made of those of the language (English: the templates)."""
    new = Catalog(locale=name[:2])
    for sentence in wanted:
        if sentence.one in SAID_BY_ALL:
            continue
        plain = (sentence.one, sentence.many) if sentence.many else (sentence.one,)
        texts = plain if name.startswith("en") else base.get(sentence.one)
        if texts is None:
            continue
        other = tuple(with_words(text, OVERLAYS[name]) for text in texts)
        if other != texts:
            string = other if sentence.many else other[0]
            new.add(sentence.id, string, locations=_locations(sentence))
    return new


def with_words(text: str, words: Words) -> str:
    """Give a text in the words of a profession; what is filled in stays, and so does the key (&) where it can."""
    said = _replaced(text, words)
    plain = _replaced(text.replace("&", ""), words)
    if plain == text.replace("&", "") or said.replace("&", "") == plain:
        return said
    key = text[text.index("&") + 1]  # it stands within a word that is another one now
    at = plain.lower().find(key.lower())
    if at < 0:
        at = len(plain) - 1  # not the first letter, which its key moves away from the next where they stand close (Ta)
    return f"{plain[:at]}&{plain[at:]}"


def _replaced(text: str, words: Words) -> str:
    parts = re.split(r"(\{[^{}]*\})", text)
    for expression, instead in words:
        parts[::2] = [re.sub(expression, instead, part) for part in parts[::2]]
    return "".join(parts)


def _one(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _many_of(catalog: Catalog, one: str) -> str:
    message = catalog.get(one)
    return "" if message is None or isinstance(message.id, str) else message.id[1]


def _locations(sentence: Sentence) -> list[tuple[str, int]]:
    return [(file, 0) for file in sentence.files]  # the lines would change with every other edit


def _fitting(string: str | Sequence[str] | None, sentence: Sentence) -> str | tuple[str, ...]:
    """Give a translation in the forms that the sentence has: one that has become two begins with the same text."""
    texts = () if not string else (string,) if isinstance(string, str) else tuple(string)
    if not sentence.many:
        return texts[0] if texts else ""
    return texts if len(texts) == 2 else ("", "")


def write(name: str, catalog: Catalog, what: str) -> None:
    """Write a catalogue for people, and compiled."""
    language = {"de": "German", "en": "English"}[name[:2]]
    with path_of(name, "po").open("wb") as file:
        file.write(HEADER.format(language=language, what=what, code=name[:2]).encode())
        write_po(file, catalog, omit_header=True, width=110, include_lineno=False)
    whole = Catalog(locale=name[:2], creation_date=EPOCH, revision_date=EPOCH)
    for one, texts in translations(name).items():  # gettext takes an empty form for many as it is
        identity = (one, _many_of(catalog, one)) if len(texts) > 1 else one
        whole.add(identity, texts if len(texts) > 1 else texts[0])
    with path_of(name, "mo").open("wb") as file:
        write_mo(file, whole)


def main() -> int:
    """Bring all catalogues up to date, and say what is left to do."""
    wanted = sentences()
    write("de", updated(load("de"), wanted, "de"), "what people translate; `make words` keeps the rest")
    german = translations("de")
    for name in OVERLAYS:
        write(name, overlay(name, german, wanted), "what a profession calls things; made by `make words`, not by hand")
    missing = [sentence.one for sentence in wanted if sentence.one not in german]
    for one in missing:
        print(f"not translated: {one}")
    problems = unclear()
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"{len(wanted)} sentences, {len(missing)} of them not translated")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
