"""What is set: shown page by page, changed all or nothing, and held at once by everybody who goes by it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import reduce
from pathlib import Path as File

import msgspec

from calljournal.contracts.crm import CrmCapability, ServiceType
from calljournal.contracts.manifest import Choice, FieldKind, Value
from calljournal.contracts.numbering import Renewal
from calljournal.contracts.service import ReloadSettings
from calljournal.contracts.settings_commands import (
    ChangeSettings,
    GetPreferences,
    GetSettings,
    Preferences,
    PreferencesChanged,
    SettingsPage,
)
from calljournal.contracts.work import User
from calljournal.engine.lines import LineHost
from calljournal.engine.numbering import Numbering
from calljournal.engine.part import Common, Handlers, Part
from calljournal.engine.setting_up_pages import FIELDS, pages
from calljournal.errors import BadSettings, CallJournalError
from calljournal.numbers import known_country
from calljournal.plugins import crm_manifest
from calljournal.settings import Change, Layers, Path, Settings, change, keys, read_layers
from calljournal.words import say


class SettingUp(Part):
    """Carries out the commands about settings.

    `take` has the engine go by other settings; `publish` tells everybody that front ends have to, too.
    """

    def __init__(
        self,
        common: Common,
        layers: Layers,
        lines: LineHost,
        numbering: Numbering,
        take: Callable[[Settings], Awaitable[None]],
        publish: Callable[[PreferencesChanged], object],
    ) -> None:
        super().__init__(common)
        self.layers = layers
        self._lines = lines
        self._numbering = numbering
        self._take = take
        self._publish = publish
        self._changing = asyncio.Lock()

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {
            GetPreferences: self._get_preferences,
            GetSettings: self._get_settings,
            ChangeSettings: self._change_settings,
            ReloadSettings: self._reload_settings,
        }

    async def change(self, changes: Mapping[Path, Change]) -> None:
        """Change the user's settings file, all or nothing, and go by it; raises as `settings.change` does.

        Without a change the settings are read and taken anew.
        """
        file = self._places.settings_file
        async with self._changing:
            await self._hold(await asyncio.to_thread(change, file, changes) if changes else await _read(file))

    # ------------------------------------------------------------------ commands

    async def _get_preferences(self, command: GetPreferences) -> Preferences:
        return await self._preferences()

    async def _get_settings(self, command: GetSettings) -> tuple[SettingsPage, ...]:
        settings = self._settings()
        owners = (owner.id for name in settings.lines for owner in self._lines.profiles[name].owners)
        offered = {
            "firm.line": [
                Choice("", say("the first that can")),
                *(Choice(name, name) for name in settings.lines if self._lines.dials(name)),
            ],
            "firm.service_type": [Choice("", say("none")), *await self._service_types()],
            "user.owner": [
                Choice("", say("the first of the line")),
                *(Choice(owner, owner) for owner in dict.fromkeys(owners)),
            ],
        }
        return pages(self.layers, settings, offered)

    async def _change_settings(self, command: ChangeSettings) -> tuple[str, ...]:
        before = self._settings()
        changes = {
            self._path(name): None if value is None else checked(name, value) for name, value in command.values.items()
        }
        _check_book(changes)
        await self.change(changes)
        return tuple(await self._remarks(before))

    async def _reload_settings(self, command: ReloadSettings) -> None:
        async with self._changing:
            layers = await _read(self._places.settings_file)
            if layers.settings.book != self._settings().book:
                raise BadSettings(ANOTHER_BOOK)
            await self._hold(layers)

    # ------------------------------------------------------------------ what holds

    async def _hold(self, layers: Layers) -> None:
        """Go by other settings; the book stays the one that is open."""
        before = await self._preferences()
        self.layers = layers
        await self._take(msgspec.structs.replace(layers.settings, book=self._settings().book))
        after = await self._preferences()
        if after != before:
            self._publish(PreferencesChanged(after))

    async def _preferences(self) -> Preferences:
        settings = self._settings()
        firm, user = settings.firm, settings.user
        return Preferences(
            language=user.language,
            vocabulary=firm.vocabulary,
            country=firm.country.strip().upper(),
            notice=user.notice,
            discreet=user.discreet,
            notice_projects=user.notice_projects,
            reminder=user.reminder,
            view=user.view or firm.journal.view,
            keep=firm.journal.keep,
            ask_before_dialling=user.ask_before_dialling,
            shortcut_book=user.shortcut_book,
            shortcut_dial=user.shortcut_dial,
            first_run=await self._is_first_run(settings),
        )

    async def _is_first_run(self, settings: Settings) -> bool:
        if settings.lines or settings.user.welcomed:
            return False
        try:
            return not await self._crm.contacts("", 1)
        except CallJournalError:  # a book that does not answer has been set up
            return False

    # ------------------------------------------------------------------ keys and values

    def _path(self, name: str) -> Path:
        """Find a setting by its key; raises BadSettings where there is none."""
        if name in keys():
            return keys()[name].path
        columns = msgspec.to_builtins(self.layers.settings)["import"]
        for what, titles in columns.items():
            for title in titles:
                if name == f"import.{what}.{title}":
                    return ("import", what, title)
        raise BadSettings(say("there is no setting {name!r}; there are: {known}", name=name, known=", ".join(keys())))

    # ------------------------------------------------------------------ remarks

    async def _remarks(self, before: Settings) -> list[str]:
        """Say what has to be done besides, and what looks mistyped."""
        after, asked = self._settings(), self.layers.settings
        said: list[str] = []
        with suppress(CallJournalError):  # the settings are saved; what is wrong besides, the next command says
            if after.firm.rules.reading != before.firm.rules.reading:
                said += await self._of_renewal()
            if after.user.known_as != before.user.known_as:
                said += await self._of_user(before.user.known_as, after.user.known_as)
            if after.firm.service_type != before.firm.service_type:
                said += await self._of_service_type(after.firm.service_type)
        if after.user.owner != before.user.owner:
            said += self._of_owner(after)
        if after.firm.line != before.firm.line and after.firm.line not in ("", *after.lines):
            said.append(say("note: there is no line {name!r}; nothing can be dialled", name=after.firm.line))
        if asked.book != after.book:
            said.append(ANOTHER_BOOK)
        return said

    async def _of_renewal(self) -> list[str]:
        if CrmCapability.NUMBERS not in self._manifest.capabilities:
            return []
        said = RENEWAL.get((await self._numbering.check(None, 1)).renewal)
        return [said] if said else []

    async def _of_user(self, before: str, name: str) -> list[str]:
        """Say where the book has others and none of that name: it may be mistyped."""
        known = await self._crm.users()
        others = [one for one in known if not _is_called(one, before)]
        if not others or any(_is_called(one, name) for one in known):
            return []
        return [say("note: the book has no user {name!r}; the first booking adds one", name=name)]

    async def _of_service_type(self, name: str) -> list[str]:
        known = await self._crm.service_types(True)
        if not name or any(_is_called(one, name) for one in known):
            return []
        return [
            say("note: the book has no service type {name!r} that is open; no time can be booked as that", name=name)
        ]

    def _of_owner(self, after: Settings) -> list[str]:
        """Say where no line has such a telephone."""
        wanted = after.user.owner
        owners = [owner for name in after.lines for owner in self._lines.profiles[name].owners]
        known = {owner.id for owner in owners} | {end.name for owner in owners for end in owner.endpoints}
        if not wanted or not owners or wanted in known:
            return []
        return [say("note: no line has a telephone {name!r} of yours", name=wanted)]

    async def _service_types(self) -> Sequence[Choice]:
        try:
            known = await self._crm.service_types(True)
        except CallJournalError:  # what is set can be chosen all the same
            return ()
        return [Choice(one.name, one.name) for one in known]


ANOTHER_BOOK = say("another book is used from the next start on; end the program and start it again")

RENEWAL = {
    Renewal.MARKED: say("the numbers of the address book are to be read anew").typed(
        ": `calljournal numbers normalise` does it (an open Call Journal window does it by itself)"
    ),
    Renewal.UNDER_WAY: say("the numbers of the address book are being read anew"),
}
"""What has to be done where the firm's rules are others than those that the numbers were read by."""


def checked(name: str, value: Value) -> Value:
    """Give a value as its setting wants it, a text read as what is meant; raises BadSettings, naming the key."""
    field = FIELDS.get(name) or (keys()[name].field if name in keys() else None)
    if field is None:
        return value
    if field.kind is FieldKind.CHOICE:
        known = [choice.value for choice in field.choices]
        if known and value not in known:
            named = [say("{value}: {label}", value=one.value or NOTHING, label=one.label) for one in field.choices]
            offered = reduce(lambda some, one: say("{some}; {one}", some=some, one=one), named)
            raise BadSettings(
                say("{key}: {value!r} cannot be; there are: {choices}", key=name, value=str(value), choices=offered)
            )
    elif isinstance(value, str):
        value = field.read(value)
    if name == "firm.country" and len(str(value).strip()) == 2 and not known_country(str(value)):
        raise BadSettings(say("firm.country: there is no country {code!r} with telephone numbers", code=str(value)))
    return value


NOTHING = '""'


async def _read(file: File) -> Layers:
    return await asyncio.to_thread(read_layers, file)


def _check_book(changes: Mapping[Path, Change]) -> None:
    """Raise BadSettings or Unsupported for a book that is not there: nothing could be started with it."""
    book = changes.get(("book", "system"))
    if isinstance(book, str):
        crm_manifest(book)


def _is_called(one: User | ServiceType, name: str) -> bool:
    wanted = " ".join(name.split()).casefold()
    return wanted in (one.id, one.number.casefold(), one.name.casefold())
