"""Lines are installed, changed, tried and removed by command; their secrets are in the keyring alone."""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import keyring
import pytest
from keyring.backends.null import Keyring as NullKeyring

from calljournal import plugins
from calljournal.contracts.line import LineManifest, LineState
from calljournal.contracts.manifest import Value
from calljournal.contracts.service import GetLines, TestLine, WatchLines
from calljournal.contracts.settings_commands import (
    ChangeLine,
    ChangeSettings,
    ForgetSecrets,
    GetInterfaces,
    InstallLine,
    RemoveLine,
    SetUp,
    TryLine,
)
from calljournal.contracts.setup import Access, Explored, Finding, Severity
from calljournal.engine import Engine
from calljournal.errors import BadSettings, NotFound, Refused, Unsupported
from calljournal.plugins import line_manifest
from calljournal.settings import load, save
from tests.engine.conftest import LINE, Lab, until
from tests.engine.keyring_of_tests import MemoryKeyring

MAIN = "asterisk:main"
VALUES: dict[str, Value] = {"host": "127.0.0.1", "port": 1, "user": "anna", "own": "101"}


class Pretended:
    """A setup that finds all well, and remembers with what it was asked."""

    def __init__(self) -> None:
        self.tried: list[tuple[dict[str, Value], float]] = []

    async def explore(self, values: Mapping[str, Value], listen: float = 0.0) -> Explored:
        """Remember it."""
        self.tried.append((dict(values), listen))
        return Explored((Finding(Severity.OK, "all is well"),), ("101",))

    def advise(self, access: Access) -> str:
        """Nobody asks."""
        raise NotImplementedError


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> Pretended:
    """Telephone systems that are tried are pretended ones."""
    setup = Pretended()

    def manifest(system: str) -> LineManifest:
        return replace(line_manifest(system), setup=setup)

    monkeypatch.setattr("calljournal.engine.setting_up_lines.line_manifest", manifest)
    return setup


@pytest.fixture
def secrets() -> Iterator[MemoryKeyring]:
    """A machine with a keyring."""
    memory = MemoryKeyring()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(NullKeyring())


async def line(engine: Engine, name: str = MAIN) -> SetUp:
    """Give a line that is set up."""
    return next(one for one in (await engine.do(GetInterfaces())).set_up if one.name == name)


# --- what there is ---------------------------------------------------------------------------------------------------


def test_everything_that_can_be_set_up_is_named_with_its_fields(lab: Lab) -> None:
    """Also a foreign adapter, and one that does not load: with the reason why it cannot be used."""
    lab.plays("")

    async def work(engine: Engine) -> None:
        there = await engine.do(GetInterfaces())
        systems = {(one.kind, one.system): one for one in there.available}
        asterisk = systems["line", "asterisk"]
        assert (asterisk.title, asterisk.cannot, asterisk.tried) == ("Asterisk (AMI)", "", True)
        assert {"host", "secret", "own"} <= {field.name for field in asterisk.fields}
        assert not systems["line", "simulator"].tried
        assert systems["book", "local"].title == "Call Journal's own book"
        assert [(one.kind, one.name, one.auto_load) for one in there.set_up] == [
            ("line", LINE, True),
            ("book", "local", True),
        ]

    lab.run(work)


def test_an_adapter_that_cannot_be_used_says_why(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> object:
        raise ModuleNotFoundError("No module named 'tapi'")

    pigeon = SimpleNamespace(name="pigeon", dist=SimpleNamespace(name="calljournal-pigeon"), load=missing)
    broken = SimpleNamespace(name="broken", dist=None, load=missing)
    installed = plugins._installed

    def with_more(group: str) -> dict[str, object]:
        more = {"pigeon": pigeon, "broken": broken} if group == plugins.LINES else {}
        return {**installed(group), **more}

    monkeypatch.setattr(plugins, "_installed", with_more)

    async def work(engine: Engine) -> None:
        there = {one.system: one for one in (await engine.do(GetInterfaces())).available if one.kind == "line"}
        assert there["pigeon"].cannot == "'pigeon' comes from calljournal-pigeon: foreign adapters cannot be run yet"
        assert there["broken"].cannot == "'broken' cannot be used here: No module named 'tapi'"
        assert there["asterisk"].cannot == ""
        for system in ("pigeon", "broken"):
            with pytest.raises(Unsupported):
                await engine.do(InstallLine(system, "post"))

    lab.run(work)


# --- installed -------------------------------------------------------------------------------------------------------


def test_a_line_is_installed_and_its_secret_kept_in_the_keyring(lab: Lab, secrets: MemoryKeyring) -> None:
    """In no file; the lamp is there at once."""

    async def work(engine: Engine) -> None:
        line = await engine.do(InstallLine("asterisk", "main", {**VALUES, "secret": "hush"}, auto_load=False))
        assert line == SetUp("line", "asterisk", MAIN, VALUES, auto_load=False, has_secret=True)
        assert [info.name for info in await engine.do(GetLines())] == [MAIN]

    lab.run(work)
    assert secrets.secrets == {MAIN: "hush"}
    assert "hush" not in lab.places.settings_file.read_text()
    assert load(lab.places.settings_file).lines[MAIN].values == VALUES


def test_a_line_that_is_watched_is_opened_at_once(lab: Lab) -> None:
    """Auto Load: where lines are watched already, the new one is too."""
    lab.plays("")
    values = load(lab.places.settings_file).lines[LINE].values

    async def work(engine: Engine) -> None:
        await engine.do(WatchLines())
        await engine.do(InstallLine("simulator", "second", values))
        await engine.do(InstallLine("simulator", "third", values, auto_load=False))
        states = {info.name: info.state for info in await engine.do(GetLines())}
        assert states["simulator:second"] is not LineState.CLOSED
        assert states["simulator:third"] is LineState.CLOSED
        assert (await engine.do(TestLine("simulator:second"))).state is LineState.CONNECTED

    lab.run(work)


def test_a_line_without_a_name_gets_one(lab: Lab) -> None:
    async def work(engine: Engine) -> None:
        names = [(await engine.do(InstallLine("simulator"))).name for _ in range(3)]
        assert names == ["simulator:main", "simulator:main-2", "simulator:main-3"]
        assert (await engine.do(InstallLine("simulator", "simulator:own"))).name == "simulator:own"

    lab.run(work)


@pytest.mark.parametrize("values", [{}, {"own": ""}])
def test_a_simulated_line_without_telephones_has_the_usual_one(lab: Lab, values: dict[str, Value]) -> None:
    """Else its lamp were green, and no call ever came; what stands there can be seen, and changed."""

    async def work(engine: Engine) -> None:
        done = await engine.do(InstallLine("simulator", "main", values))
        assert done.values["own"] == "101"
        there = {one.system: one for one in (await engine.do(GetInterfaces())).available}
        assert [field.default for field in there["simulator"].fields if field.name == "own"] == ["101"]

    lab.run(work)
    assert load(lab.places.settings_file).lines["simulator:main"].values["own"] == "101"


@pytest.mark.parametrize("values", [{}, {"own": ""}, {"own": " , "}])
def test_a_file_that_names_no_telephone_of_a_simulated_line_goes_on(lab: Lab, values: dict[str, Value]) -> None:
    """Written by hand, by an administrator or by an older program: its calls are seen all the same."""
    lab.plays('at 0 call one from "+41 44 000 12 34" rings 101\nat 1 one ended by caller\n')
    save(lab.places.settings_file, ("lines", LINE, "values", "own"), values.get("own"))

    async def work(engine: Engine) -> None:
        async with engine.changes() as changes:
            await engine.do(WatchLines())
            await until(changes, lambda row: row.entry.own == "101")
        assert [info.own for info in await engine.do(GetLines())] == ["101"]

    lab.run(work)


def test_an_asterisk_without_telephones_records_nothing(lab: Lab) -> None:
    """Nobody can guess them: an administrator may set the line up, and leave the telephone to each user."""

    async def work(engine: Engine) -> None:
        done = await engine.do(InstallLine("asterisk", "main", {"user": "anna"}, auto_load=False))
        assert "own" not in done.values
        assert [info.own for info in await engine.do(GetLines())] == [""]

    lab.run(work)


@pytest.mark.parametrize(
    ("command", "kind", "words"),
    [
        (InstallLine("pigeon", "post"), BadSettings, "no 'pigeon' here"),
        (InstallLine("simulator", "test"), Refused, "there is a line simulator:test already"),
        (InstallLine("simulator", "a:b"), BadSettings, "no name for a line"),
        (InstallLine("simulator", "x" * 41), BadSettings, "no name for a line"),
        (InstallLine("simulator", "a\nb"), BadSettings, "no name for a line"),
        (InstallLine("asterisk", "main", {"own": "101"}), BadSettings, "user is missing"),
        (InstallLine("asterisk", "main", {**VALUES, "hoost": "x"}), BadSettings, "no setting 'hoost'"),
        (InstallLine("asterisk", "main", {**VALUES, "port": "many"}), BadSettings, "not a whole number"),
        (InstallLine("asterisk", "main", {**VALUES, "own": "101,101"}), BadSettings, "named twice"),
        (InstallLine("asterisk", "main", {**VALUES, "country": "Germany"}), BadSettings, "two letters"),
        (InstallLine("asterisk", "main", {**VALUES, "secret": "hush", "own": "1,1"}), BadSettings, "named twice"),
    ],
)
def test_a_line_that_cannot_be_is_not_installed(
    lab: Lab, secrets: MemoryKeyring, command: InstallLine, kind: type[Exception], words: str
) -> None:
    """Nothing of it is kept, in no file and no keyring."""
    lab.plays("")
    before = lab.places.settings_file.read_text()

    async def work(engine: Engine) -> None:
        with pytest.raises(kind, match=words):
            await engine.do(command)

    lab.run(work)
    assert (lab.places.settings_file.read_text(), secrets.secrets) == (before, {})


def test_without_a_keyring_the_line_is_installed_and_the_other_way_is_said(lab: Lab) -> None:
    async def work(engine: Engine) -> None:
        line = await engine.do(InstallLine("asterisk", "main", {**VALUES, "secret": "hush"}))
        assert "CALLJOURNAL_SECRET_ASTERISK_MAIN" in line.remark
        assert not line.has_secret

    lab.run(work)
    assert "hush" not in lab.places.settings_file.read_text()


def test_a_locked_table_of_lines_takes_no_line_and_no_secret(
    lab: Lab, secrets: MemoryKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the computer supplies is used, and can be removed by nobody here; a secret of the user's own is kept."""
    machine = tmp_path / "machine.toml"
    machine.write_text(
        'locked = ["lines"]\n[lines."asterisk:main"]\nsystem = "asterisk"\nauto_load = false\n'
        '[lines."asterisk:main".values]\nhost = "127.0.0.1"\nport = 1\nuser = "anna"\nown = "101"\n'
    )
    monkeypatch.setenv("CALLJOURNAL_MACHINE_SETTINGS", str(machine))

    async def work(engine: Engine) -> None:
        main = await line(engine)
        assert str(machine) in main.locked
        assert (main.values, main.has_secret) == (VALUES, False)
        with pytest.raises(Refused, match="is fixed by"):
            await engine.do(InstallLine("asterisk", "mine", {**VALUES, "secret": "hush"}))
        with pytest.raises(Refused, match="is supplied by"):
            await engine.do(RemoveLine("main"))
        with pytest.raises(Refused, match="host is fixed by"):
            await engine.do(ChangeLine("main", {**VALUES, "host": "elsewhere", "secret": "hush"}))
        assert secrets.secrets == {}
        assert (await engine.do(ChangeLine("main", {**VALUES, "secret": "hush"}))).has_secret
        assert secrets.secrets == {MAIN: "hush"}

    lab.run(work)


def test_numbers_from_the_environment_are_read_as_such(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has texts only; the fields of the system say what they mean, for the line and for whoever looks."""
    lab.plays("")
    monkeypatch.setenv("CALLJOURNAL_SET_LINES__SIMULATOR__TEST__SPEED", "0")
    monkeypatch.setenv("CALLJOURNAL_SET_LINES__SIMULATOR__TEST__PLUS", "no")
    monkeypatch.setenv("CALLJOURNAL_SET_LINES__SIMULATOR__TEST__OWN", "102")

    async def work(engine: Engine) -> None:
        values = (await line(engine, LINE)).values
        assert (values["speed"], values["plus"], values["own"]) == (0, False, "102")
        assert (await engine.do(TestLine(LINE))).state is LineState.CONNECTED
        assert not engine._lines.profiles[LINE].rules.plus

    lab.run(work)


# --- changed ---------------------------------------------------------------------------------------------------------


def test_a_line_is_changed_as_a_whole(lab: Lab, secrets: MemoryKeyring) -> None:
    """A value that is left out is the default again; an empty secret leaves the one that is kept."""

    async def work(engine: Engine) -> None:
        await engine.do(InstallLine("asterisk", "main", {**VALUES, "tls": True, "secret": "hush"}, auto_load=False))
        changed = await engine.do(ChangeLine(MAIN, {**VALUES, "port": "2", "secret": ""}))
        assert changed.values == {**VALUES, "port": 2}
        assert changed.has_secret
        assert (await engine.do(ChangeLine("main", auto_load=True))).auto_load
        assert load(lab.places.settings_file).lines[MAIN].values == {**VALUES, "port": 2}
        with pytest.raises(NotFound, match="'mine' is not one line; there are: asterisk:main"):
            await engine.do(ChangeLine("mine", VALUES))
        with pytest.raises(BadSettings, match="user is missing"):
            await engine.do(ChangeLine("main", {"own": "102", "secret": "other"}))
        assert secrets.secrets == {MAIN: "hush"}

    lab.run(work)


def test_a_new_secret_is_used_at_once(lab: Lab, secrets: MemoryKeyring) -> None:
    """Also where nothing else was changed, and the line is trying the old one for ever."""

    async def work(engine: Engine) -> None:
        await engine.do(WatchLines())
        await engine.do(InstallLine("asterisk", "main", {**VALUES, "secret": "old"}))
        assert (await engine.do(TestLine(MAIN))).state is LineState.DISCONNECTED
        await engine.do(ChangeLine(MAIN, {**VALUES, "secret": "new"}))
        assert secrets.secrets == {MAIN: "new"}
        assert (await engine.do(TestLine(MAIN))).state is LineState.DISCONNECTED
        running = engine._lines._lines[MAIN].running
        assert running is not None
        assert running.line._config.values["secret"] == "new"  # type: ignore[union-attr]

    lab.run(work)


def test_the_last_thing_that_went_wrong_is_kept_in_words(lab: Lab, secrets: MemoryKeyring) -> None:
    async def work(engine: Engine) -> None:
        await engine.do(InstallLine("asterisk", "main", VALUES))
        assert (await line(engine)).last_error == ""
        info = await engine.do(TestLine(MAIN))
        assert info.state is LineState.REFUSED
        assert "secret is missing" in (await line(engine)).last_error
        secrets.secrets[MAIN] = "hush"
        await engine.do(ChangeLine(MAIN, {**VALUES, "port": 2}))
        await engine.do(TestLine(MAIN))
        assert "127.0.0.1:2" in (await line(engine)).last_error

    lab.run(work)


def test_a_keyring_that_is_slow_keeps_no_call_waiting(
    lab: Lab, secrets: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its owner may have to unlock it: meanwhile the engine goes on."""
    unlocked = threading.Event()
    secrets.secrets[MAIN] = "hush"

    def wait(owner: str) -> str | None:
        assert unlocked.wait(10), "the engine waited for the keyring"
        return secrets.secrets.get(owner)

    monkeypatch.setattr("calljournal.engine.lines.read_secret", wait)
    save(lab.places.settings_file, ("lines", MAIN), {"system": "asterisk", "values": VALUES})

    async def work(engine: Engine) -> None:
        (info,) = await engine.do(WatchLines())
        assert info.state is LineState.CONNECTING
        unlocked.set()
        assert (await engine.do(TestLine(MAIN))).state is LineState.DISCONNECTED

    lab.run(work)


# --- removed ---------------------------------------------------------------------------------------------------------


def test_a_line_is_removed_with_its_secret(lab: Lab, secrets: MemoryKeyring) -> None:
    """And no setting names it any more."""

    async def work(engine: Engine) -> None:
        await engine.do(InstallLine("asterisk", "main", {**VALUES, "secret": "hush"}))
        await engine.do(ChangeSettings({"firm.line": MAIN}))
        await engine.do(RemoveLine("main"))
        assert await engine.do(GetLines()) == ()
        assert load(lab.places.settings_file).firm.line == ""
        with pytest.raises(NotFound):
            await engine.do(RemoveLine("main"))

    lab.run(work)
    assert secrets.secrets == {}


def test_a_line_of_a_system_that_is_gone_can_be_seen_and_removed(lab: Lab) -> None:
    save(lab.places.settings_file, ("lines", "pigeon:post"), {"system": "pigeon", "values": {"loft": "roof"}})

    async def work(engine: Engine) -> None:
        post = await line(engine, "pigeon:post")
        assert post.values == {"loft": "roof"}
        assert "pigeon" in post.last_error
        await engine.do(RemoveLine("pigeon:post"))
        assert await engine.do(GetLines()) == ()

    lab.run(work)


def test_all_secrets_are_forgotten(lab: Lab, secrets: MemoryKeyring) -> None:
    """As when the program is removed; those of other programs stay."""
    secrets.secrets["another program"] = "its own"

    async def work(engine: Engine) -> None:
        for name in ("main", "second"):
            await engine.do(InstallLine("asterisk", name, {**VALUES, "secret": "hush"}))
        await engine.do(InstallLine("simulator", "third"))
        assert await engine.do(ForgetSecrets()) == 2
        assert await engine.do(ForgetSecrets()) == 0

    lab.run(work)
    assert secrets.secrets == {"another program": "its own"}


# --- tried -----------------------------------------------------------------------------------------------------------


def test_settings_are_tried_before_they_are_kept(lab: Lab, pretended: Pretended) -> None:
    """Complete, by the defaults of the system; nothing is saved."""

    async def work(engine: Engine) -> None:
        found = await engine.do(TryLine("asterisk", {"user": "anna", "secret": "hush", "port": "5039"}, listen=3.0))
        assert (found.works, found.telephones) == (True, ("101",))
        ((values, listen),) = pretended.tried
        assert (values["host"], values["port"], values["user"], values["secret"]) == ("127.0.0.1", 5039, "anna", "hush")
        assert listen == 3.0
        with pytest.raises(BadSettings, match="user is missing"):
            await engine.do(TryLine("asterisk", {"secret": "hush"}))
        assert await engine.do(GetLines()) == ()

    lab.run(work)


def test_a_line_that_is_set_up_is_tried_with_what_is_kept(
    lab: Lab, pretended: Pretended, secrets: MemoryKeyring
) -> None:
    """And with what was typed since: what goes before is what was typed."""

    async def work(engine: Engine) -> None:
        await engine.do(InstallLine("asterisk", "main", {**VALUES, "secret": "hush"}))
        await engine.do(TryLine("asterisk", {"host": "pbx", "secret": ""}, "main"))
        await engine.do(TryLine("asterisk", {"secret": "typed"}, MAIN))
        first, second = [values for values, _ in pretended.tried]
        assert (first["host"], first["own"], first["secret"]) == ("pbx", "101", "hush")
        assert (second["host"], second["secret"]) == ("127.0.0.1", "typed")

    lab.run(work)


def test_a_system_that_cannot_be_tried_says_so(lab: Lab) -> None:
    async def work(engine: Engine) -> None:
        with pytest.raises(Unsupported, match="cannot be tried before it is set up"):
            await engine.do(TryLine("simulator"))

    lab.run(work)


def test_two_changes_at_once_are_both_kept(lab: Lab) -> None:
    """The file is read and written by one at a time."""

    async def work(engine: Engine) -> None:
        await asyncio.gather(
            *(engine.do(InstallLine("simulator", f"n{number}")) for number in range(5)),
            engine.do(ChangeSettings({"user.name": "x"})),
            engine.do(ChangeSettings({"user.shortcut_book": "Ctrl+X"})),
        )
        settings = load(lab.places.settings_file)
        assert len(settings.lines) == 5
        assert (settings.user.name, settings.user.shortcut_book) == ("x", "Ctrl+X")

    lab.run(work)
