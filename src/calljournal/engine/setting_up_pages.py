"""The pages of the settings: one table of fields, from which every front end draws them.

In: the settings that hold, and who has locked some of them; out: `SettingsPage`. What may be chosen among things of the
firm (lines, telephones, kinds of work) is filled in by `setting_up`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from calljournal.contracts.manifest import Choice, Field, FieldKind, Value
from calljournal.contracts.settings_commands import Setting, SettingsPage
from calljournal.settings import Layers, Settings, keys
from calljournal.words import say

TEXT, NUMBER, YES_NO, CHOICE = FieldKind.TEXT, FieldKind.NUMBER, FieldKind.YES_NO, FieldKind.CHOICE
KEYS, COUNTRY = FieldKind.KEYS, FieldKind.COUNTRY


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it stands in the table. The name of each of its fields is the key of a setting."""

    name: str
    title: str
    fields: tuple[Field, ...]
    help: str = ""


CALLERS = {
    "auto": say("with or without the outside-line prefix, whatever comes"),
    "with": say("always with it"),
    "without": say("never with it"),
}
"""How the numbers of callers come from the telephone system: what `firm.callers` may say, and what it means."""


def _field(
    key: str, label: str, help: str = "", kind: FieldKind = TEXT, choices: Mapping[str, str] | None = None
) -> Field:
    chosen = tuple(Choice(value, label) for value, label in (choices or {}).items())
    return Field(key, label, kind, keys()[key].field.default, help=help, choices=chosen)


def _firm() -> Page:
    return Page(
        "telephony-firm",
        say("Telephony of the firm"),
        (
            _field(
                "firm.country",
                say("Country"),
                say("numbers that are written without a country are from there").typed("; two letters, such as CH"),
                COUNTRY,
            ),
            _field("firm.area", say("Area code"), say("of the firm, such as 44; for numbers written without one")),
            _field(
                "firm.outside",
                say("Outside-line prefix"),
                say("dialled before outside numbers, such as 0; empty: none"),
            ),
            _field("firm.internal", say("Internal numbers"), say("how many digits they have, such as 2-4 or 3")),
            _field(
                "firm.callers",
                say("Callers' numbers"),
                say("how they come from the telephone system: with the outside-line prefix or not"),
                CHOICE,
                CALLERS,
            ),
            _field(
                "firm.international",
                say("International prefix"),
                say("dialled before a country code; empty: the country's own, such as 00"),
            ),
            _field(
                "firm.drop_area",
                say("Dial without own area code"),
                say("for telephone systems that want local numbers without it"),
                YES_NO,
            ),
            _field(
                "firm.plus",
                say("Dial +E.164"),
                say("send outside numbers as +41440001234, without any prefix"),
                YES_NO,
            ),
            _field(
                "firm.dial",
                say("Who dials"),
                say("the line, or the telephone program of this computer, which is handed a tel: link"),
                CHOICE,
                {"line": say("the line"), "uri": say("the telephone program of this computer (tel:)")},
            ),
            _field("firm.line", say("Line that dials"), say("empty: the first that can"), CHOICE),
            _field(
                "firm.service_type",
                say("Service type for calls"),
                say("what the time of a call is booked as, where nothing else is chosen"),
                CHOICE,
            ),
        ),
        say(
            "How the firm's telephone system wants numbers, and how it sends them. After a change of the first four "
            "the numbers of all contacts are read anew."
        ),
    )


def _user() -> Page:
    return Page(
        "telephony-user",
        say("My telephone"),
        (
            _field(
                "user.owner",
                say("Own telephone"),
                say("which rings when you dial; empty: the first of the line"),
                CHOICE,
            ),
            _field("user.name", say("Name"), say("under which your time is booked; empty: the login name")),
            _field(
                "user.ask_before_dialling",
                say("Ask before dialling"),
                say("what a browser or another program hands over is dialled only after a question"),
                YES_NO,
            ),
            _field(
                "user.shortcut_book",
                say("Shortcut: book the latest call"),
                say("keys that work in every program: press them here; empty: none"),
                KEYS,
            ),
            _field(
                "user.shortcut_dial",
                say("Shortcut: dial the clipboard"),
                say("keys that work in every program: press them here; empty: none"),
                KEYS,
            ),
        ),
    )


def _journal() -> Page:
    views = {"session": say("the calls since the start of the program"), "history": say("all calls")}
    days = say("days; 0: for ever")
    return Page(
        "journal",
        say("Journal"),
        (
            _field(
                "firm.journal.keep",
                say("Keep"),
                say("whether calls outlive the program"),
                CHOICE,
                {
                    "history": say("all calls, for as long as is said below"),
                    "session": say("nothing: the journal is cleared at each start"),
                },
            ),
            _field(
                "firm.journal.view", say("Open with"), say("what the journal shows first, for everybody"), CHOICE, views
            ),
            _field(
                "user.view",
                say("Open with, for me"),
                say("what the journal shows me first"),
                CHOICE,
                {"": say("as the firm says"), **views},
            ),
            _field("firm.retention.unbooked", say("Delete calls from which nothing was booked, after"), days, NUMBER),
            _field("firm.retention.private", say("Delete private calls after"), days, NUMBER),
            _field("firm.retention.booked", say("Delete booked calls after"), days, NUMBER),
            _field(
                "firm.shortest",
                say("Shortest call to book"),
                say("seconds; a shorter one does not wait to be booked"),
                NUMBER,
            ),
            _field(
                "firm.count_held",
                say("Count time on hold"),
                say("whether the time in which a call was on hold is booked too"),
                YES_NO,
            ),
        ),
        say("What is old enough is deleted at the start of the program and once a day."),
    )


def _rounding() -> Page:
    return Page(
        "rounding",
        say("Rounding"),
        (
            _field("firm.rounding.unit", say("Unit"), say("minutes, such as 6 or 15; 0: not rounded"), NUMBER),
            _field(
                "firm.rounding.how",
                say("How"),
                say("what becomes of a unit that has begun"),
                CHOICE,
                {
                    "up": say("up: it counts"),
                    "nearest": say("nearest: it counts from its half on"),
                    "tolerance": say("up, with a tolerance"),
                },
            ),
            _field(
                "firm.rounding.tolerance",
                say("Tolerance"),
                say("seconds over whole units that do not count, where there is a tolerance"),
                NUMBER,
            ),
            _field(
                "firm.rounding.minimum", say("At least"), say("minutes that are billed for any call; 0: none"), NUMBER
            ),
            _field(
                "firm.rounding.per",
                say("For each"),
                say("whether each call is rounded, or all the time for a client on a day"),
                CHOICE,
                {"call": say("call"), "day": say("client and day")},
            ),
        ),
        say("The measured minutes are always kept beside the rounded ones. Projects may have rules of their own."),
    )


def _notice() -> Page:
    return Page(
        "notice",
        say("Incoming calls"),
        (
            _field(
                "user.notice",
                say("When a call comes in"),
                say("how it is announced; nothing of it ever takes the keyboard from what you are doing"),
                CHOICE,
                {
                    "raise": say("show a small window"),
                    "notify": say("notify as the system does"),
                    "blink": say("let the icon blink"),
                    "nothing": say("do nothing"),
                },
            ),
            _field(
                "user.discreet",
                say("Name the caller"),
                say("for screens that others see; in a presentation it is nothing but a call by itself"),
                CHOICE,
                {
                    "full": say("in full"),
                    "initials": say("by initials"),
                    "call": say("not at all: only that there is a call"),
                },
            ),
            _field("user.notice_projects", say("Show open projects"), say("of the person who calls"), YES_NO),
            _field(
                "user.reminder",
                say("Remind of calls that are not booked"),
                say("a time of the day, such as 17:30; empty: never"),
            ),
        ),
    )


def _language() -> Page:
    return Page(
        "language",
        say("Language"),
        (
            _field(
                "user.language",
                say("Language"),
                say("in which the program speaks to you"),
                CHOICE,
                {"": say("as the system"), "de": "Deutsch", "en": "English"},
            ),
            _field(
                "firm.vocabulary",
                say("Words"),
                say("what projects, service types and time entries are called"),
                CHOICE,
                {
                    "consulting": say("of consultants: project, service type, time entry"),
                    "law": say("of law firms"),
                    "engineering": say("of engineers"),
                },
            ),
        ),
    )


PAGES = (_firm(), _user(), _journal(), _rounding(), _notice(), _language())
FIELDS = {field.name: field for page in PAGES for field in page.fields}
"""Each setting that has a place on a page, by its key."""


def pages(layers: Layers, settings: Settings, offered: Mapping[str, Sequence[Choice]]) -> tuple[SettingsPage, ...]:
    """Fill the pages in; `offered` are the choices, by key, that only the firm's own lines and books know."""
    return tuple(
        SettingsPage(
            page.name,
            page.title,
            tuple(_setting(field, layers, settings, offered.get(field.name, ())) for field in page.fields),
            page.help,
        )
        for page in PAGES
    )


def _setting(field: Field, layers: Layers, settings: Settings, offered: Sequence[Choice]) -> Setting:
    key = keys()[field.name]
    value = key.value_in(settings)
    if field.kind is CHOICE and not field.choices:
        field = replace(field, choices=_with(offered, value))
    return Setting(field.name, field, value, layers.locks.of(key.path), layers.is_set(key.path))


def _with(offered: Sequence[Choice], value: Value) -> tuple[Choice, ...]:
    """Offer what is set as well, also where there is no such thing (any more)."""
    known = any(choice.value == value for choice in offered)
    return tuple(offered) if known else (*offered, Choice(str(value), str(value)))
