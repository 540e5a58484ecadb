"""The rules of the house that no other tool checks: numbers are fictional, files short, packages explained."""

import ast
import functools
import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "calljournal"
PURE = ("numbers", "calls", "journal", "matching", "worklog")
MODULES = sorted(SOURCE.rglob("*.py"))

# --- no person's number ----------------------------------------------------------------------------------------------

SCANNED = ("src", "tests", "docs", "benchmarks", "README.md", "CHANGELOG.md", "CONTRIBUTING.md")
TEXT = set(".ami .cfg .csv .json .jsonl .md .py .scenario .sql .toml .tsv .txt .vcf .xml".split())

EXEMPT = (
    "tests/lines/asterisk/recordings/",  # of a test PBX: numbers invented for it, and a recording is kept byte for byte
    "tests/numbers/test_equivalence.py",  # numbers that libphonenumber reads wrong: invented, but they must be valid
    "tests/numbers/data/",  # how people write numbers; test_rows.py holds them to fictional ones itself
)
"""Files and folders that the scan leaves out. Each is here for a reason; a new one needs a reason too."""

FICTIONAL = re.compile(
    r"""
      41 (?: 44 | 79 ) 000 \d{4}                # Switzerland has no range for this: a convention of this project
    | 41 44 555 0\d{3}                          # the numbering of the test PBX
    | 43 1 000 \d{3,6}                          # Austria: a convention of this project
    | 41 800 660 660                            # the Swiss authority's own example of a service number
    | 49 30 12345 \d{0,4}                       # the example of DIN 5008, the German rules of writing
    | 49 30 23125 \d{0,4}                       # Germany: blocks that its regulator keeps for film and television,
    | 49 69 90009 \d{0,4}                       # with longer and shorter extensions of the same blocks
    | 49 40 66969 \d{0,4}
    | 49 221 4710 \d{0,4}
    | 49 89 99998 \d{0,4}
    | 49 152 (?: 28817386 | 28895456 | 54599371 )
    | 49 171 39200 \d{2}
    | 49 172 9925904
    | 49 176 040690 \d{2}
    """,
    re.VERBOSE,
)

WITH_COUNTRY = re.compile(r"(?<![\w.+/-])(?:\+|00)\s?(4[139](?:[ \u00a0./()-]{0,3}\d){7,13})(?!\w)")
SWISS = re.compile(r"(?<![\w.+/-])0(\d\d[ /]\d{3}[ .]\d\d[ .]\d\d)(?!\w)")
"""Swiss, Austrian and German numbers with their country, and Swiss ones as people there write them."""


def numbers_written_in(text: str) -> set[str]:
    """Give each number as digits with its country, without a zero that was kept behind it (`+41 (0)44`, `+49 069`)."""
    written = WITH_COUNTRY.findall(text) + ["41" + number for number in SWISS.findall(text)]
    return {re.sub(r"^(4[139])0", r"\1", re.sub(r"\D", "", number)) for number in written}


def scanned_files() -> list[Path]:
    """Give the text files of ours that the scan reads."""
    files = [
        file for name in SCANNED for file in ([ROOT / name] if (ROOT / name).is_file() else (ROOT / name).rglob("*"))
    ]
    return [file for file in files if file.suffix in TEXT and not file.relative_to(ROOT).as_posix().startswith(EXEMPT)]


@pytest.mark.parametrize("text", ["+41 44 000 12 34", "0041 (0)44/000.12.34", "044 000 12 34", "+49 069 90009-123"])
def test_the_scan_knows_fictional_numbers(text: str) -> None:
    """The scan reads the usual ways of writing, and lets reserved numbers pass."""
    (number,) = numbers_written_in(f"Call {text}, please.")
    assert FICTIONAL.fullmatch(number)


def test_the_scan_finds_other_numbers() -> None:
    """The scan is not blind: a number outside of the reserved ranges is found."""
    assert numbers_written_in("Call +41 {} 11 22.".format("44 999")) == {"41449991122"}
    assert not FICTIONAL.fullmatch("41449991122")


def test_every_number_is_fictional() -> None:
    """A number in a test, a document or the program is never that of a real person."""
    assert not {
        f"{file.relative_to(ROOT)}: +{number}"
        for file in scanned_files()
        for number in numbers_written_in(file.read_text(encoding="utf-8", errors="replace"))
        if not FICTIONAL.fullmatch(number)
    }


# --- the shape of the source -----------------------------------------------------------------------------------------


def test_no_file_is_long() -> None:
    """A file of more than 500 lines holds more than one subject."""
    assert not [name(file) for file in MODULES if len(file.read_text(encoding="utf-8").splitlines()) > 500]


def test_every_package_says_what_it_is() -> None:
    """Each folder with code is a package, and its docstring is the first thing that a reader finds."""
    folders = {file.parent for file in MODULES}
    assert not [name(folder) for folder in folders if not (folder / "__init__.py").exists()]
    assert not [name(folder) for folder in folders if not ast.get_docstring(tree(folder / "__init__.py"))]


def entry_points() -> list[tuple[str, str]]:
    """Give name and object reference of every command and adapter that the project declares."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["scripts"], *project["entry-points"].values()]
    return [(point, reference) for group in groups for point, reference in group.items()]


@pytest.mark.parametrize(("point", "reference"), entry_points())
def test_entry_points_resolve(point: str, reference: str) -> None:
    """Each command and each adapter that the project declares is there."""
    module, attribute = reference.split(":")
    assert hasattr(import_module(module), attribute), point


# --- what import-linter cannot see -----------------------------------------------------------------------------------

CLOCK_OR_FILE = re.compile(r"(datetime\.)?(datetime|date)\.(now|utcnow|today)|open|print|input")
STREAM = re.compile(
    r".*\.(open_(unix_)?connection|start_(unix_)?server|create_(unix_)?(connection|server)|create_datagram_endpoint)"
)


def test_pure_stations_ask_no_clock_and_open_no_file() -> None:
    """What the pure stations need to know of the time and the world is handed to them."""
    files = [file for station in PURE for file in (SOURCE / station).rglob("*.py")]
    assert not [call for file in files for call in calls_in(file, CLOCK_OR_FILE)]


def test_connections_are_made_in_lines_crm_and_server_only() -> None:
    """asyncio's streams are sockets too."""
    files = [file for file in MODULES if file.relative_to(SOURCE).parts[0] not in ("lines", "crm", "server")]
    assert not [call for file in files for call in calls_in(file, STREAM)]


def test_qt_is_imported_in_desktop_tests_only() -> None:
    """Where Qt cannot be loaded, tests/desktop is skipped as a whole; any other test must run without it."""
    files = [file for file in (ROOT / "tests").rglob("*.py") if not file.is_relative_to(ROOT / "tests" / "desktop")]
    importing = [name(file) for file in files if any(module.startswith("PySide6") for module in imports_of(tree(file)))]
    # The first sees whether it can be loaded; the second is a program of its own, for another Python.
    assert sorted(importing) == ["tests/conftest.py", "tests/wine/drive.py"]


def name(path: Path) -> str:
    """Give the path as the project writes it."""
    return path.relative_to(ROOT).as_posix()


@functools.cache
def tree(file: Path) -> ast.Module:
    """Parse a file, once."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def calls_in(file: Path, wanted: re.Pattern[str]) -> list[str]:
    """Give the places where the file calls something of this name."""
    calls = [node for node in ast.walk(tree(file)) if isinstance(node, ast.Call)]
    return [f"{name(file)}:{call.lineno}" for call in calls if wanted.fullmatch(ast.unparse(call.func))]


def imports_of(module: ast.Module) -> list[str]:
    """Give the names of the modules that a module imports, anywhere in it."""
    nodes = list(ast.walk(module))
    return [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names] + [
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module
    ]
