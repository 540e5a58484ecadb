"""Settings are shown page by page, changed all or none, and hold at once."""

from pathlib import Path

import pytest

from calljournal.contracts.crm import Contact, ContactKind, Means, MeansKind
from calljournal.contracts.manifest import FieldKind, Value
from calljournal.contracts.service import (
    AddContacts,
    AddServiceType,
    Change,
    PlaceCall,
    ReloadSettings,
)
from calljournal.contracts.settings_commands import (
    ChangeSettings,
    GetInterfaces,
    GetPreferences,
    GetSettings,
    Preferences,
    PreferencesChanged,
    Setting,
)
from calljournal.contracts.work import IntakeKind, Record
from calljournal.contracts.work_commands import TakeIn
from calljournal.engine import Engine
from calljournal.engine.setting_up_pages import FIELDS, PAGES
from calljournal.errors import BadSettings, Refused
from calljournal.server import connect, serving
from calljournal.settings import keys, load, save
from calljournal.words import Phrase
from tests.engine.conftest import LINE, Lab

NOTHING = "# nothing happens by itself\n"
KELLER = Contact("", ContactKind.PERSON, "Anna Keller", means=(Means(MeansKind.PHONE, "044 000 12 34"),))
NEEDS_NO_PAGE = {"user.welcomed", "book.system"}


async def setting(engine: Engine, key: str) -> Setting:
    """Give one setting, from whichever page it is on."""
    return next(one for page in await engine.do(GetSettings()) for one in page.settings if one.key == key)


async def value(engine: Engine, key: str) -> object:
    return (await setting(engine, key)).value


# --- pages -----------------------------------------------------------------------------------------------------------


def test_every_setting_has_a_place_on_one_page() -> None:
    """What nobody has to set by hand has none."""
    names = [field.name for page in PAGES for field in page.fields]
    assert sorted(names) == sorted(keys().keys() - NEEDS_NO_PAGE)
    assert [page.name for page in PAGES] == [
        "telephony-firm",
        "telephony-user",
        "journal",
        "rounding",
        "notice",
        "language",
    ]


@pytest.mark.parametrize("name", list(FIELDS))
def test_a_field_says_what_it_is_and_fits_what_can_be_set(name: str) -> None:
    """Label and help can be said in other languages; the choices are just those that the settings take."""
    field, plain = FIELDS[name], keys()[name].field
    assert isinstance(field.label, Phrase)
    assert isinstance(field.help, Phrase)
    assert field.default == plain.default
    if plain.choices:
        assert {choice.value for choice in field.choices} == {choice.value for choice in plain.choices}
    elif field.kind is not FieldKind.CHOICE:
        typed = field.kind in (FieldKind.KEYS, FieldKind.COUNTRY)
        assert (FieldKind.TEXT if typed else field.kind) is plain.kind


def test_the_pages_show_what_holds(lab: Lab) -> None:
    """With the firm's own lines, telephones and kinds of work to choose from."""
    lab.plays(NOTHING)

    async def work(engine: Engine) -> None:
        await engine.do(AddServiceType("Counsel"))
        assert await value(engine, "firm.area") == "44"
        assert await value(engine, "user.notice_projects") is False
        for key, offered in (
            ("firm.line", ["", LINE]),
            ("user.owner", ["", "101", "102"]),
            ("firm.service_type", ["", "Counsel", "Phone call"]),
        ):
            choices = (await setting(engine, key)).field.choices
            assert sorted(choice.value for choice in choices) == sorted(offered), key

    lab.run(work)


def test_what_is_set_is_told_from_what_is_the_default(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where somebody has set what the default is: in a file of the user or the computer, or in the environment."""
    machine = tmp_path / "machine.toml"
    machine.write_text("[firm.rounding]\nunit = 0\n")
    monkeypatch.setenv("CALLJOURNAL_MACHINE_SETTINGS", str(machine))
    monkeypatch.setenv("CALLJOURNAL_SET_USER_NOTICE", "raise")
    lab.plays(NOTHING)

    async def work(engine: Engine) -> None:
        await engine.do(ChangeSettings({"firm.internal": "2-4", "firm.country": None}))
        for key in ("firm.rounding.unit", "user.notice", "firm.internal"):
            assert (await setting(engine, key)).is_set, key
        for key in ("firm.country", "firm.rounding.how", "user.reminder"):
            assert not (await setting(engine, key)).is_set, key

    lab.run(work)


# --- changed ---------------------------------------------------------------------------------------------------------


def test_settings_are_changed_at_once_and_hold_at_once(lab: Lab) -> None:
    """In the file, for whoever asks, and for the lines."""
    lab.plays(NOTHING)

    async def work(engine: Engine) -> None:
        changes: dict[str, Value | None] = {
            "firm.outside": "9",
            "firm.count_held": False,
            "firm.rounding.unit": 6,
            "user.reminder": "17:30",
        }
        assert await engine.do(ChangeSettings(changes)) == ()
        assert (await engine.do(PlaceCall("044 000 77 11"))).digits == "90440007711"
        assert await value(engine, "firm.rounding.unit") == 6
        settings = load(lab.places.settings_file)
        assert (settings.firm.count_held, settings.user.reminder) == (False, "17:30")
        await engine.do(ChangeSettings({"firm.outside": None, "firm.rounding.unit": "15"}))
        assert (await value(engine, "firm.outside"), await value(engine, "firm.rounding.unit")) == ("", 15)

    lab.run(work)


@pytest.mark.parametrize(
    ("key", "wanted", "words"),
    [
        ("firm.contry", "DE", "no setting 'firm.contry'"),
        ("firm", "DE", "no setting 'firm'"),
        ("lines", "x", "no setting 'lines'"),
        ("firm.country", "Germany", "firm: country must be two letters"),
        ("firm.country", "ZZ", r"firm\.country: there is no country 'ZZ'"),
        ("firm.callers", "often", r"firm\.callers: 'often' cannot be; there are: auto: .*; with: .*; without: "),
        ("user.view", "all", r"user\.view: 'all' cannot be; there are: \"\": as the firm says; session: "),
        ("firm.count_held", "perhaps", "say yes or no"),
        ("firm.shortest", "long", r"firm\.shortest: 'long' is not a whole number"),
        ("firm.shortest", True, r"firm\.shortest"),
        ("firm.plus", 3, r"firm\.plus"),
        ("firm.retention.booked", -1, r"firm\.retention\.booked: 1 to 36525 days"),
        ("firm.rounding.unit", 2000, "a day"),
        ("user.reminder", "5 pm", r"user\.reminder: a time of the day"),
        ("book.system", "pigeon", "no 'pigeon' here"),
    ],
)
def test_a_value_that_cannot_be_changes_nothing(lab: Lab, key: str, wanted: str | int, words: str) -> None:
    """The key is named; nothing of the same change is kept."""
    before = lab.places.settings_file.read_text()

    async def work(engine: Engine) -> None:
        with pytest.raises(BadSettings, match=words):
            await engine.do(ChangeSettings({"user.name": "anna", key: wanted}))
        assert await value(engine, "user.name") == ""

    lab.run(work)
    assert lab.places.settings_file.read_text() == before


def test_what_is_locked_says_by_whom_and_is_refused(lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = tmp_path / "machine.toml"
    machine.write_text('locked = ["firm.retention"]\n')
    monkeypatch.setenv("CALLJOURNAL_MACHINE_SETTINGS", str(machine))
    monkeypatch.setenv("CALLJOURNAL_SET_USER_LANGUAGE", "de")

    async def work(engine: Engine) -> None:
        assert str(machine) in (await setting(engine, "firm.retention.booked")).locked
        assert "CALLJOURNAL_SET_USER_LANGUAGE" in (await setting(engine, "user.language")).locked
        assert (await setting(engine, "firm.country")).locked == ""
        assert (await engine.do(GetPreferences())).language == "de"
        for key in ("firm.retention.booked", "user.language"):
            with pytest.raises(Refused, match="is fixed by"):
                await engine.do(ChangeSettings({key: None, "firm.country": "DE"}))
        assert await value(engine, "firm.country") == "CH"

    lab.run(work)


# --- remarks ---------------------------------------------------------------------------------------------------------


def test_what_looks_mistyped_is_remarked(lab: Lab) -> None:
    """It is set all the same."""
    lab.plays(NOTHING)

    async def work(engine: Engine) -> None:
        await engine.do(TakeIn(IntakeKind.USERS, (Record("Eva Roth"),)))
        await engine.do(AddServiceType("Phone call"))
        for key, wanted, words in (
            ("user.name", "Eva Rot", "no user 'Eva Rot'"),
            ("firm.service_type", "Telefonnat", "no service type 'Telefonnat'"),
            ("firm.line", "asterisk:gone", "no line 'asterisk:gone'"),
            ("user.owner", "109", "no line has a telephone '109'"),
        ):
            (remark,) = await engine.do(ChangeSettings({key: wanted}))
            assert words in remark
            assert await value(engine, key) == wanted
        right = {"user.name": "eva roth", "firm.service_type": "phone call", "firm.line": LINE, "user.owner": "102"}
        assert await engine.do(ChangeSettings(right)) == ()

    lab.run(work)


def test_numbers_that_are_to_be_read_anew_are_remarked(lab: Lab) -> None:
    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((KELLER,)))
        (remark,) = await engine.do(ChangeSettings({"firm.country": "DE"}))
        assert "are to be read anew" in remark
        assert await engine.do(ChangeSettings({"firm.country": "CH"})) == ()

    lab.run(work)


# --- preferences -----------------------------------------------------------------------------------------------------


def test_preferences_are_the_settings_that_front_ends_go_by(lab: Lab) -> None:
    for path, wanted in (
        (("firm", "country"), "de"),
        (("firm", "vocabulary"), "law"),
        (("firm", "journal"), {"keep": "session", "view": "history"}),
        (("user", "language"), "de"),
        (("user", "notice"), "blink"),
        (("user", "discreet"), "initials"),
        (("user", "notice_projects"), True),
        (("user", "reminder"), "17:30"),
        (("user", "ask_before_dialling"), False),
        (("user", "shortcut_book"), "F9"),
        (("user", "shortcut_dial"), ""),
    ):
        save(lab.places.settings_file, path, wanted)  # type: ignore[arg-type]

    async def work(engine: Engine) -> None:
        assert await engine.do(GetPreferences()) == Preferences(
            "de", "law", "DE", "blink", "initials", True, "17:30", "history", "session", False, "F9", "", True
        )
        await engine.do(ChangeSettings({"user.view": "session"}))
        assert (await engine.do(GetPreferences())).view == "session", "the user's own goes before the firm's"

    lab.run(work)


def test_the_defaults_of_the_settings_are_those_of_the_contract(lab: Lab) -> None:
    async def work(engine: Engine) -> None:
        assert await engine.do(GetPreferences()) == Preferences(first_run=True)

    lab.run(work)


def test_a_change_of_preferences_is_told(lab: Lab) -> None:
    """Also one that was made in the file by hand; a change of other settings is none."""

    async def work(engine: Engine) -> None:
        async with engine.changes() as changes:
            await engine.do(ChangeSettings({"firm.area": "31"}))
            await engine.do(ChangeSettings({"user.notice": "nothing"}))
            assert await told(changes) == "nothing"
            save(lab.places.settings_file, ("user", "notice"), "notify")
            await engine.do(ReloadSettings())
            assert await told(changes) == "notify"

    async def told(changes: object) -> str:
        change: Change = await anext(changes)  # type: ignore[call-overload]
        assert isinstance(change, PreferencesChanged), change
        return change.preferences.notice

    lab.run(work)


@pytest.mark.parametrize("done", ["line", "contact", "welcomed"])
def test_the_first_run_is_over_with_a_line_a_contact_or_a_word(lab: Lab, done: str) -> None:
    async def work(engine: Engine) -> None:
        assert (await engine.do(GetPreferences())).first_run
        if done == "line":
            save(lab.places.settings_file, ("lines", LINE), {"system": "simulator"})
            await engine.do(ReloadSettings())
        elif done == "contact":
            await engine.do(AddContacts((KELLER,)))
        else:
            await engine.do(ChangeSettings({"user.welcomed": True}))
        assert not (await engine.do(GetPreferences())).first_run

    lab.run(work)


def test_a_broken_file_is_told_and_what_held_before_holds_on(lab: Lab) -> None:
    async def work(engine: Engine) -> None:
        lab.places.settings_file.write_text("[firm\n")
        for command in (ReloadSettings(), ChangeSettings({"firm.area": "31"})):
            with pytest.raises(BadSettings, match="no TOML file"):
                await engine.do(command)
        assert await value(engine, "firm.area") == "44"
        assert lab.places.settings_file.read_text() == "[firm\n"

    lab.run(work)


def test_it_all_travels_to_other_processes(lab: Lab, tmp_path: Path) -> None:
    """Pages, interfaces and preferences are there what they are here; a change is told to all."""
    lab.plays(NOTHING)
    address = tmp_path / "engine.address"

    async def work(engine: Engine) -> None:
        async with serving(engine, address), connect(address) as remote:
            for command in (GetSettings(), GetInterfaces(), GetPreferences()):
                assert await remote.do(command) == await engine.do(command)  # type: ignore[arg-type]
            async with remote.changes() as changes:
                (remark,) = await remote.do(ChangeSettings({"user.owner": "109", "user.reminder": "17:30"}))
                assert "109" in remark
                change = await anext(changes)
                assert isinstance(change, PreferencesChanged)
                assert change.preferences.reminder == "17:30"

    lab.run(work)
