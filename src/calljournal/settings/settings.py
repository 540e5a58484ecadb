"""What can be set, and the default of each setting; where the values come from is said in `layers`."""

import getpass
import re
from typing import Literal

import msgspec

from calljournal.contracts.manifest import Value
from calljournal.errors import BadSettings, words_of
from calljournal.numbers import DialRules, parse_internal
from calljournal.settings.export_profile import ExportProfile
from calljournal.words import say
from calljournal.worklog import RoundingRule

DAY = 24 * 60 * 60
"""Seconds: no call is longer."""

_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")

LONGEST_SHORTCUT = 60
"""Signs: "Ctrl+Alt+Shift+Meta+PageDown" has half of them."""

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


class JournalSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What the journal keeps and shows: `keep` "session" forgets every call when the program starts anew."""

    keep: Literal["history", "session"] = "history"
    view: Literal["session", "history"] = "session"


class FirmSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What holds for everybody in the firm: how it telephones, and how it books calls.

    A call of at least `shortest` seconds waits to be booked. `dial` says who dials: a line (`line` names it, "" is the
    first that can), or the computer's own telephone program, which is handed a `tel:` URI. `vocabulary` is what a
    project and a time entry are called.
    """

    country: str = "CH"
    area: str = ""
    outside: str = ""
    internal: str = "2-4"
    drop_area: bool = False
    international: str = ""
    plus: bool = False
    callers: str = "auto"
    dial: Literal["line", "uri"] = "line"
    line: str = ""
    service_type: str = "Phone call"
    count_held: bool = True
    shortest: int = 60
    vocabulary: Literal["consulting", "law", "engineering"] = "consulting"
    journal: JournalSettings = JournalSettings()
    rounding: RoundingSettings = RoundingSettings()
    retention: RetentionSettings = RetentionSettings()

    @property
    def rules(self) -> DialRules:
        """How numbers are written and dialled here."""
        return DialRules(
            self.country,
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
    """What holds for this user: the name that time is booked under, whose telephone is dialled from, and how it looks.

    The rest is explained at `contracts.settings_commands.Preferences`. `view` "" is the firm's. `welcomed`: the page
    of the first run has been seen, and is not wanted again.
    """

    name: str = ""
    owner: str = ""
    language: Literal["", "de", "en"] = ""
    notice: Literal["raise", "notify", "blink", "nothing"] = "raise"
    discreet: Literal["full", "initials", "call"] = "full"
    notice_projects: bool = False
    reminder: str = ""
    ask_before_dialling: bool = True
    shortcut_book: str = "Ctrl+Alt+B"
    shortcut_dial: str = "Ctrl+Alt+D"
    view: Literal["", "session", "history"] = ""
    welcomed: bool = False

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


def check(settings: Settings) -> None:
    """Raise BadSettings for values that the types alone do not exclude."""
    try:
        _ = settings.firm.rules
    except ValueError as error:
        raise BadSettings(say("firm: {error}", error=words_of(error))) from error
    _ = settings.firm.rounding_rule
    if not 0 <= settings.firm.shortest <= DAY:
        raise BadSettings(
            say("firm.shortest: 0 to {most} seconds (a day), not {seconds}", most=DAY, seconds=settings.firm.shortest)
        )
    for name, days in msgspec.structs.asdict(settings.firm.retention).items():
        if not 0 <= days <= LONGEST_KEPT:
            raise BadSettings(
                say(
                    "firm.retention.{name}: 1 to {most} days (100 years), or 0 for ever, not {days}",
                    name=name,
                    most=LONGEST_KEPT,
                    days=days,
                )
            )
    _check_user(settings.user)
    for name, profile in settings.exports.items():
        try:
            profile.check()
        except BadSettings as error:
            raise BadSettings(say("export.{name}: {error}", name=name, error=error.words)) from error


def _check_user(user: UserSettings) -> None:
    if user.reminder and not _CLOCK.fullmatch(user.reminder):
        raise BadSettings(
            say('user.reminder: a time of the day such as 17:30, or "" for none, not {text!r}', text=user.reminder)
        )
    for name in ("shortcut_book", "shortcut_dial"):
        keys = str(getattr(user, name))
        if len(keys) > LONGEST_SHORTCUT or not keys.isprintable():
            raise BadSettings(say('user.{name}: keys such as Ctrl+Alt+B, or "" for none', name=name))


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a user database
        return "me"
