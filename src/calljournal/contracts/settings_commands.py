"""The commands about settings and interfaces: what is set, what may be changed, which lines and books there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from calljournal.contracts.command import Command
from calljournal.contracts.manifest import Field, Value
from calljournal.contracts.setup import Explored

# --- what the front ends need to know of the settings, typed -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Preferences:
    """The settings that front ends go by.

    `language` "" is the system's; `vocabulary` says what a project and a time entry are called (`languages`).
    `notice` is what an incoming call does: "raise" the small window, "notify" through the system, "blink" (the icon
    of the tray and the task bar), "nothing". `discreet` is how it names the caller: "full", "initials", "call" (nothing
    but that there is one); `notice_projects` shows the open projects of the caller. `reminder` is a local time
    ("17:30"), "" for none. `view` is what the journal opens with: "session" or "history"; `keep` is "history", or
    "session" where nothing outlives the program. `ask_before_dialling` is about numbers that other programs hand over.
    """

    language: str = ""
    vocabulary: str = "consulting"
    country: str = "CH"
    notice: str = "raise"
    discreet: str = "full"
    notice_projects: bool = False
    reminder: str = ""
    view: str = "session"
    keep: str = "history"
    ask_before_dialling: bool = True
    shortcut_book: str = "Ctrl+Alt+B"
    shortcut_dial: str = "Ctrl+Alt+D"
    first_run: bool = False
    """Nothing has been set up yet: no line, no contact, and nobody has said that this is wanted so."""


@dataclass(frozen=True, slots=True)
class GetPreferences(Command[Preferences]):
    """Give the settings that front ends go by; `PreferencesChanged` follows when one changes."""

    answer: ClassVar[object] = Preferences


@dataclass(frozen=True, slots=True)
class PreferencesChanged:
    """A change (see `service.Change`): what front ends go by is different now."""

    preferences: Preferences


# --- pages of settings -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its key ("firm.country"), how it is asked for, what it is now.

    `locked` says in words who has fixed it (the machine's file, the environment), "" where the user may change it.
    `is_set` says that somebody has said so; else the value is the default.
    """

    key: str
    field: Field
    value: Value
    locked: str = ""
    is_set: bool = False


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """Settings that belong together: `name` is "telephony-firm", "telephony-user", "journal", "notice", "rounding",
    "language"; `help` is a sentence or two for the head of the page."""

    name: str
    title: str
    settings: tuple[Setting, ...]
    help: str = ""


@dataclass(frozen=True, slots=True)
class GetSettings(Command[tuple[SettingsPage, ...]]):
    """Give all settings but those of lines and books, page by page, as they hold now."""

    answer: ClassVar[object] = tuple[SettingsPage, ...]


@dataclass(frozen=True, slots=True)
class ChangeSettings(Command[tuple[str, ...]]):
    """Change settings, all or none: by key, to a value, or (None) to the default; they hold at once.

    The answer are remarks in words: what has to be done besides (numbers read anew), what looks mistyped. Raises
    BadSettings naming the key, Refused for a locked one.
    """

    values: Mapping[str, Value | None]
    answer: ClassVar[object] = tuple[str, ...]


# --- lines and books ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Interface:
    """A telephone system or a book that is installed as an adapter, and can be set up.

    `kind` is "line" or "book". `cannot` says in words why it cannot be set up here, "" where it can (a foreign
    adapter, another operating system). `tried` says that settings can be tried before they are kept (`TryLine`).
    """

    kind: str
    system: str
    title: str
    fields: tuple[Field, ...]
    cannot: str = ""
    tried: bool = False


@dataclass(frozen=True, slots=True)
class SetUp:
    """A line or book that is set up: under which name, with which values (secrets left out), watched from the start
    (`auto_load`) or not. `locked` says in words who has fixed it; `last_error` is the last thing that went wrong.
    `remark` says what has to be done besides: the secret, say, could not be kept here. `locked_fields` says the same as
    `locked` of single fields ("own", "auto_load") where not the whole line is fixed."""

    kind: str
    system: str
    name: str
    values: Mapping[str, Value] = field(default_factory=dict)
    auto_load: bool = True
    has_secret: bool = False
    locked: str = ""
    last_error: str = ""
    remark: str = ""
    locked_fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Interfaces:
    """All that can be set up, and what is."""

    available: tuple[Interface, ...]
    set_up: tuple[SetUp, ...]


@dataclass(frozen=True, slots=True)
class GetInterfaces(Command[Interfaces]):
    """Give the lines and books that can be set up, and those that are."""

    answer: ClassVar[object] = Interfaces


@dataclass(frozen=True, slots=True)
class InstallLine(Command[SetUp]):
    """Set a line up: a system under a name; secrets among the values go to the keyring, never to a file.

    Without a name it gets one. Raises BadSettings, Refused where there is one of that name.
    """

    system: str
    name: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    auto_load: bool = True
    answer: ClassVar[object] = SetUp


@dataclass(frozen=True, slots=True)
class ChangeLine(Command[SetUp]):
    """Change a line: all its values, or (None) none of them; an empty secret leaves the one that is kept."""

    name: str
    values: Mapping[str, Value] | None = None
    auto_load: bool | None = None
    answer: ClassVar[object] = SetUp


@dataclass(frozen=True, slots=True)
class RemoveLine(Command[None]):
    """Remove a line, and its secret; its calls stay in the journal."""

    name: str
    answer: ClassVar[object] = type(None)


@dataclass(frozen=True, slots=True)
class TryLine(Command[Explored]):
    """Try settings of a line before (or after) they are kept, and say what was found.

    For a line that is set up (`name`), what is not among the values is what is kept. `listen` is for how many seconds
    to wait for a call of the own telephones, the only full test.
    """

    system: str
    values: Mapping[str, Value] = field(default_factory=dict)
    name: str = ""
    listen: float = 0.0
    answer: ClassVar[object] = Explored


@dataclass(frozen=True, slots=True)
class ForgetSecrets(Command[int]):
    """Remove all secrets of lines and books from the keyring, as when the program is removed; give how many."""

    answer: ClassVar[object] = int


COMMANDS: tuple[type[Command[object]], ...] = (
    GetPreferences,
    GetSettings,
    ChangeSettings,
    GetInterfaces,
    InstallLine,
    ChangeLine,
    RemoveLine,
    TryLine,
    ForgetSecrets,
)

QUESTIONS: frozenset[type[Command[object]]] = frozenset(
    {GetPreferences, GetSettings, GetInterfaces, TryLine},
)
"""The commands of these that change nothing."""
