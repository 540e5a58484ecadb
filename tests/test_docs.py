"""The pages for people say what is: alike in both languages, links that lead somewhere, keys and labels that exist."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from calljournal.settings import UserSettings, read_layers
from calljournal.settings.machine import VARIABLE

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
DESKTOP = ROOT / "src/calljournal/desktop"
CATALOGUE = ROOT / "src/calljournal/languages/de.po"
LANGUAGES = ("en", "de")
PAGES = sorted(file.name for file in (DOCS / "en").glob("*.md"))
ALL = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])

FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
LABEL = re.compile(r"(?<![*\w])\*([^*\s][^*]*)\*(?![*\w])")


def prose(file: Path) -> str:
    """Give a page without its blocks of code."""
    return FENCED.sub("", file.read_text(encoding="utf-8"))


# --- both languages --------------------------------------------------------------------------------------------------


def shape(page: Path) -> list[str]:
    """Give what two pages that say the same have in common: headings by level, rows of tables, blocks of code."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return [
        mark
        for line in lines
        for mark in re.findall(r"^(#+(?= )|\|(?= )|```|\* |\d+\. |    (?=[a-z]))", line)  # the words are each one's own
    ]


def test_both_languages_have_the_same_pages() -> None:
    assert PAGES
    assert sorted(file.name for file in (DOCS / "de").glob("*.md")) == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_say_the_same_things(page: str) -> None:
    """As many headings, lists, rows and examples, in the same order: what one has and the other lacks is seen."""
    english, german = (shape(DOCS / language / page) for language in LANGUAGES)
    assert "##" in english
    assert english == german


# --- links -----------------------------------------------------------------------------------------------------------


def anchors(file: Path) -> set[str]:
    """Give the anchors of a page, as the usual renderers make them of its headings."""
    titles = (CODE.sub(lambda code: code[0][1:-1], title) for _, title in HEADING.findall(prose(file)))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(CODE.sub("", prose(page))):
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), f"{target} is not there"
        assert not anchor or anchor in anchors(file), f"{target} has no heading for #{anchor}"


def test_the_first_page_leads_to_every_page() -> None:
    """Whoever begins with the README finds each of them."""
    reached, found = set(), [ROOT / "README.md"]
    while found:
        page = found.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            found += [(page.parent / target).resolve() for target, _ in LINK.findall(prose(page)) if target]
    pages = {DOCS / language / page for language in LANGUAGES for page in PAGES}
    assert pages | {DOCS / "desktop.md"} <= reached


# --- keys ------------------------------------------------------------------------------------------------------------

IN_GERMAN = {
    "Strg": "Ctrl", "Umschalt": "Shift", "Eingabe": "Return", "Esc": "Escape", "Entf": "Del",
    "Auf": "Up", "Ab": "Down", "Links": "Left", "Rechts": "Right",
}  # fmt: skip
"""What stands on the keys of a German keyboard."""

KEY = re.compile(r"(?:(?:Ctrl|Shift|Alt)\+)+(?:[A-Z,]|Return|Enter|Left|Right)|F\d{1,2}|Del|Escape")
TAKES_KEYS = {"QKeySequence", "QShortcut", "_action", "_arrow", "add_key"}


def named_keys(page: Path, language: str) -> set[str]:
    """Give the keys that the tables of a page name, in English."""
    found: set[str] = set()
    first = {"en": "| key |", "de": "| Taste |"}[language]
    for table in re.findall(rf"^{re.escape(first)}.*\n(?:\|.*\n?)+", page.read_text(encoding="utf-8"), re.MULTILINE):
        for row in table.splitlines()[2:]:
            keys = re.findall(r"`([^`]+)`", row.split("|")[1])
            assert keys, row
            found |= {"+".join(IN_GERMAN.get(part, part) for part in key.split("+")) for key in keys}
    return found


def strings(node: ast.AST) -> Iterator[str]:
    """Give every text in a piece of a program."""
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def lists_of_keys(tree: ast.Module) -> set[str]:
    """Give the keys of the constants that a module keeps its keys in (KEYS, MENU_KEYS, UNBOOKED_KEY)."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Assign) and re.fullmatch(r"\w*KEYS?", ast.unparse(node.targets[0])):
            values = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
            found |= {text for value in values for text in strings(value)}
    return found


def keys_of(tree: ast.Module) -> set[str]:
    """Give the keys that a module reacts to: its shortcuts, and those that it asks Qt for (`Key_Escape`)."""
    found = lists_of_keys(tree) | {text for text in strings(tree) if KEY.fullmatch(text)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in TAKES_KEYS:
            found |= set(strings(node))
        if isinstance(node, ast.Attribute) and node.attr.startswith("Key_"):
            found.add(node.attr.removeprefix("Key_"))
        if isinstance(node, ast.Attribute) and re.fullmatch("Key_[0-9]", node.attr):
            found.add(f"Ctrl+{node.attr[-1]}")
    return found


def modules(folder: Path) -> list[ast.Module]:
    return [ast.parse(file.read_text(encoding="utf-8")) for file in sorted(folder.rglob("*.py"))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_key_that_is_named_does_something(page: str, language: str) -> None:
    usual = UserSettings()
    known = {usual.shortcut_book, usual.shortcut_dial}.union(*map(keys_of, modules(DESKTOP)))
    assert named_keys(DOCS / language / page, language) <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_journal_is_named(language: str) -> None:
    known = set[str]().union(*map(lists_of_keys, modules(DESKTOP / "journal")))
    assert len(known) > 20
    assert known <= named_keys(DOCS / language / "journal.md", language)


def test_both_languages_name_the_same_keys() -> None:
    for page in PAGES:
        english, german = (named_keys(DOCS / language / page, language) for language in LANGUAGES)
        assert english == german, page


# --- what stands on buttons and menus --------------------------------------------------------------------------------


def labels(page: Path) -> Iterator[str]:
    """Give what a page sets in italics, way by way: *Settings > Journal > Keep: nothing* are four labels."""
    for text in LABEL.findall(CODE.sub("", prose(page))):
        yield from re.split(r" > |: ", " ".join(text.split()))


def plain(label: str) -> str:
    """Give a label without its mnemonic, with dots where something is filled in."""
    return re.sub(r"\{\w+\}", "…", label.replace("&&", "\0").replace("&", "").replace("\0", "&"))


def on_screen(language: str) -> str:
    """Give all that the program can say in a language, a line each."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    said = [(message.id if language == "en" else message.string) or "" for message in messages]
    return "\n".join(plain(one) for text in said for one in ([text] if isinstance(text, str) else text))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_labels_are_those_of_the_windows(page: str, language: str) -> None:
    """Whatever is in italics begins a label of a window, or what stands behind its colon; "…" stands for anything."""
    known = on_screen(language)
    for label in labels(DOCS / language / page):
        words = ".*".join(map(re.escape, re.split(r" ?… ?", label)))
        begins = rf"(?:^|: |„|“){words}(?!\w)"
        assert re.search(begins, known, re.MULTILINE), f"nothing in the program says {label!r}"


# --- examples and behaviours -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_settings_of_an_agreement_can_be_used_as_they_stand(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (example,) = re.findall(
        r"```toml\n(.*?)```", (DOCS / language / "data-protection.md").read_text("utf-8"), re.DOTALL
    )
    file = tmp_path / "machine.toml"
    file.write_text(example, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(file))
    layers = read_layers(tmp_path / "settings.toml")
    assert (layers.settings.firm.retention.unbooked, layers.settings.user.discreet) == (30, "initials")
    assert layers.locks.of(("firm", "journal", "keep"))
    assert len(tomllib.loads(example)["locked"]) == 4


def behaviours() -> list[list[str]]:
    """Give the rows of the table: number, what, where, tests."""
    table = (DOCS / "desktop.md").read_text(encoding="utf-8")
    return [[cell.strip() for cell in row.split(" | ")] for row in re.findall(r"^\| (B\d.*) \|$", table, re.MULTILINE)]


def test_behaviours_are_numbered() -> None:
    assert [number for number, *_ in behaviours()] == [f"B{number}" for number in range(1, 20)]


@pytest.mark.parametrize("row", behaviours(), ids=lambda row: row[0])
def test_a_behaviour_is_shown_by_tests(row: list[str]) -> None:
    *_, where, tests = row
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", tests)
    assert where
    assert named
    for file, test in named:
        assert re.search(rf"^ *(?:async )?def {test}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), test
