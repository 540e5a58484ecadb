"""The settings file: TOML that people may edit by hand; comments and order survive what the program changes."""

import getpass
import os
import tempfile
from pathlib import Path
from typing import Any, Literal

import msgspec

from calljournal.contracts.manifest import Value
from calljournal.errors import BadSettings, StoreFailed
from calljournal.numbers import DialRules, parse_internal
from calljournal.settings.export_profile import ExportProfile
from calljournal.worklog import RoundingRule

DAY = 24 * 60 * 60
"""Seconds: no call is longer."""

LONGEST_KEPT = 36_525
"""Days: 100 years, which the calendar still has when they are counted back from now."""


class RoundingSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How minutes are rounded when time is booked; `unit` 0 is off. See `RoundingRule`."""

    unit: int = 0
    how: Literal["up", "nearest", "tolerance"] = "up"
    minimum: int = 0
    tolerance: int = 30
    per: Literal["call", "day"] = "call"


class RetentionSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """For how many days rows of the journal are kept; 0 is for ever."""

    unbooked: int = 90
    private: int = 7
    booked: int = 3653


class FirmSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What holds for everybody in the firm: how it telephones, and how it books calls.

    A call of at least `shortest` seconds waits to be booked.
    """

    country: str = "CH"
    area: str = ""
    outside: str = ""
    internal: str = "2-4"
    drop_area: bool = False
    international: str = ""
    plus: bool = False
    callers: str = "auto"
    service_type: str = "Phone call"
    count_held: bool = True
    shortest: int = 60
    rounding: RoundingSettings = RoundingSettings()
    retention: RetentionSettings = RetentionSettings()

    @property
    def rules(self) -> DialRules:
        """How numbers are written and dialled here."""
        return DialRules(
            self.country.upper(),
            self.area,
            self.outside,
            parse_internal(self.internal),
            drop_area=self.drop_area,
            international=self.international,
            plus=self.plus,
            callers=self.callers,
        )

    @property
    def rounding_rule(self) -> RoundingRule:
        """The rounding rule; raises BadSettings where it makes no sense."""
        rule = self.rounding
        return RoundingRule(rule.unit, rule.how, rule.minimum, rule.tolerance, rule.per)


class UserSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What holds for this user: the name that time is booked under, and whose telephone is dialled from."""

    name: str = ""
    owner: str = ""

    @property
    def known_as(self) -> str:
        """The name that time is booked under; the login name where none is set."""
        return self.name or _login_name()


class LineSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One line: which system, whether it is opened at the start (Auto Load), and the values of its fields."""

    system: str
    auto_load: bool = True
    values: dict[str, Value] = {}


class BookSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Which book contacts come from and time goes to."""

    system: str = "local"
    values: dict[str, Value] = {}


class ImportSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What the columns of files hold, by their titles, where somebody has said so; `columns` of address files."""

    columns: dict[str, str] = {}
    projects: dict[str, str] = {}
    service_types: dict[str, str] = msgspec.field(default_factory=dict, name="service-types")
    users: dict[str, str] = {}

    def of(self, what: str) -> dict[str, str]:
        """Give the columns of one kind of file, by its key in the settings ("service-types")."""
        found: dict[str, str] = getattr(self, what.replace("-", "_"))
        return found


class Settings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Everything that is set. Lines are named by system and name: "asterisk:main"."""

    firm: FirmSettings = FirmSettings()
    user: UserSettings = UserSettings()
    book: BookSettings = BookSettings()
    imports: ImportSettings = msgspec.field(default=ImportSettings(), name="import")
    exports: dict[str, ExportProfile] = msgspec.field(default_factory=dict, name="export")
    lines: dict[str, LineSettings] = {}


def load(file: Path) -> Settings:
    """Read the settings; a file that is not there means the defaults.

    Raises BadSettings, naming file and place, where it cannot be read: it is left as it is, nothing is overwritten.
    """
    try:
        text = file.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise BadSettings(f"the settings file {file} cannot be read: {error.strerror}") from error
    try:
        settings = msgspec.toml.decode(text, type=Settings)
        _check(settings)
    except msgspec.ValidationError as error:
        raise BadSettings(f"{file}: {_in_words(error)}; correct it, or move the file away to start afresh") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file} is no TOML file: {error}; correct it, or move it away to start afresh") from error
    except BadSettings as error:
        raise BadSettings(f"{file}: {error}; correct it, or move the file away to start afresh") from error
    return settings


def save(file: Path, key: tuple[str, ...], value: Value | list[str] | dict[str, Any] | None) -> Settings:
    """Set one key (a path such as ("firm", "country")), or remove it (None), and give the settings as they are then.

    The whole file is checked before it is replaced, in one step, by the new one. Raises BadSettings for a key or a
    value that cannot be, StoreFailed where the file cannot be written.
    """
    import tomlkit  # only who changes settings needs it

    load(file)  # a file that is broken already is not made worse
    document = tomlkit.parse(file.read_text(encoding="utf-8")) if file.exists() else tomlkit.document()
    place: Any = document
    for part in key[:-1]:
        place = place.setdefault(part, tomlkit.table())
    if value is None:
        place.pop(key[-1], None)
    else:
        place[key[-1]] = value
    text = tomlkit.dumps(document)
    try:
        settings = msgspec.toml.decode(text, type=Settings)
        _check(settings)
    except msgspec.ValidationError as error:
        raise BadSettings(_in_words(error)) from error
    _replace(file, text)
    return settings


def _check(settings: Settings) -> None:
    """Raise BadSettings for values that the types alone do not exclude."""
    try:
        _ = settings.firm.rules
    except ValueError as error:
        raise BadSettings(f"firm: {error}") from error
    _ = settings.firm.rounding_rule
    if not 0 <= settings.firm.shortest <= DAY:
        raise BadSettings(f"firm.shortest: 0 to {DAY} seconds (a day), not {settings.firm.shortest}")
    for name, days in msgspec.structs.asdict(settings.firm.retention).items():
        if not 0 <= days <= LONGEST_KEPT:
            raise BadSettings(f"firm.retention.{name}: 1 to {LONGEST_KEPT} days (100 years), or 0 for ever, not {days}")
    for name, profile in settings.exports.items():
        try:
            profile.check()
        except BadSettings as error:
            raise BadSettings(f"export.{name}: {error}") from error


def _in_words(error: msgspec.ValidationError) -> str:
    """Turn "Expected `int`, got `str` - at `$.firm.rounding.unit`" into the place and what is wrong there."""
    what, _, place = str(error).partition(" - at `$")
    return f"{place.strip('`.') or 'settings'}: {what}"


def _replace(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".settings-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        Path(name).replace(file)
    except OSError as error:
        raise StoreFailed(f"the settings file {file} cannot be written: {error.strerror}") from error


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a user database
        return "me"
