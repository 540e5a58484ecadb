"""Lines and books: which there are, and which are set up; lines are installed, changed, tried and removed."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from itertools import count

from calljournal.contracts.line import LineManifest
from calljournal.contracts.manifest import FieldKind, Value, check_values, read_values
from calljournal.contracts.settings_commands import (
    ChangeLine,
    ForgetSecrets,
    GetInterfaces,
    InstallLine,
    Interface,
    Interfaces,
    RemoveLine,
    SetUp,
    TryLine,
)
from calljournal.contracts.setup import Explored
from calljournal.engine.lines import LineHost, line_profile, with_secret
from calljournal.engine.part import Common, Handlers, Part
from calljournal.engine.setting_up import SettingUp
from calljournal.errors import BadSettings, CallJournalError, NotFound, Refused, Unsupported
from calljournal.plugins import crm_manifest, crm_systems, line_manifest, line_systems
from calljournal.settings import Change, Path, forget_secret, keep_secret, read_secret
from calljournal.words import say

LINE, BOOK = "line", "book"
USUAL_NAME = "main"
NAME = re.compile(r"[\w.+-]+(?: [\w.+-]+)*")
LONGEST_NAME = 40


class SettingUpLines(Part):
    """Carries out the commands about lines and books. Whatever changes the settings goes through `setting_up`."""

    def __init__(self, common: Common, setting_up: SettingUp, lines: LineHost) -> None:
        super().__init__(common)
        self._setting_up = setting_up
        self._lines = lines
        self._working = asyncio.Lock()

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {
            GetInterfaces: self._get_interfaces,
            InstallLine: self._install_line,
            ChangeLine: self._change_line,
            RemoveLine: self._remove_line,
            TryLine: self._try_line,
            ForgetSecrets: self._forget_secrets,
        }

    # ------------------------------------------------------------------ what there is

    async def _get_interfaces(self, command: GetInterfaces) -> Interfaces:
        return Interfaces(
            (*map(_line_interface, line_systems()), *map(_book_interface, crm_systems())),
            (*[await self._set_up(name) for name in self._settings().lines], await self._book_set_up()),
        )

    async def _set_up(self, name: str, remark: str = "") -> SetUp:
        line = self._settings().lines[name]
        return SetUp(
            LINE,
            line.system,
            name,
            _shown(line.system, line.values),
            line.auto_load,
            await asyncio.to_thread(_has_secret, line.system, name),
            self._locked(("lines", name)),
            self._lines.trouble(name),
            remark,
            self._locked_fields(name, line.values),
        )

    async def _book_set_up(self) -> SetUp:
        book = self._settings().book
        return SetUp(BOOK, book.system, book.system, book.values, locked=self._locked(("book",)))

    def _locked(self, path: Path) -> str:
        return self._setting_up.layers.locks.of(path)

    def _locked_fields(self, name: str, values: Mapping[str, Value]) -> dict[str, str]:
        """Say of each field that somebody has fixed who it was; what is fixed stands among the values."""
        paths: dict[str, Path] = {one: ("lines", name, "values", one) for one in values}
        paths["auto_load"] = ("lines", name, "auto_load")
        return {one: who for one, path in paths.items() if (who := self._locked(path))}

    # ------------------------------------------------------------------ installed, changed, removed

    async def _install_line(self, command: InstallLine) -> SetUp:
        async with self._working:
            manifest = line_manifest(command.system)
            name = self._new_name(command.system, command.name)
            kept, secret = self._parted(manifest, command.values)
            values = {"system": command.system, "auto_load": command.auto_load, "values": kept}
            async with _secret_kept(name, secret) as remark:
                await self._setting_up.change({("lines", name): values})
            return await self._set_up(name, remark)

    async def _change_line(self, command: ChangeLine) -> SetUp:
        async with self._working:
            name = self._complete(command.name)
            line = self._settings().lines[name]
            changes: dict[Path, Change] = {}
            secret = None
            if command.values is not None:
                kept, secret = self._parted(line_manifest(line.system), command.values)
                changes = _differences(name, _shown(line.system, line.values), kept)
            if command.auto_load is not None and command.auto_load != line.auto_load:
                changes["lines", name, "auto_load"] = command.auto_load
            async with _secret_kept(name, secret) as remark:
                await self._setting_up.change(changes)
            if secret:
                await self._lines.close_line(name)
                await self._setting_up.change({})  # opens it with the new secret
            return await self._set_up(name, remark)

    async def _remove_line(self, command: RemoveLine) -> None:
        async with self._working:
            name = self._complete(command.name)
            by = self._setting_up.layers.supplied_by(name)
            if by:
                raise Refused(say("{line} is supplied by {who} and cannot be removed here", line=name, who=by))
            changes: dict[Path, Change] = {("lines", name): None}
            dials = ("firm", "line")
            if self._settings().firm.line == name and not self._setting_up.layers.locks.of(dials):
                changes[dials] = None
            await self._setting_up.change(changes)
            await asyncio.to_thread(forget_secret, name)

    async def _forget_secrets(self, command: ForgetSecrets) -> int:
        layers = self._setting_up.layers
        own = layers.user.get("lines")
        mine = own if isinstance(own, dict) else {}
        names = dict.fromkeys([*layers.settings.lines, *mine, layers.settings.book.system])
        return sum([await asyncio.to_thread(forget_secret, name) for name in names])

    # ------------------------------------------------------------------ tried

    async def _try_line(self, command: TryLine) -> Explored:
        manifest = line_manifest(command.system)
        if manifest.setup is None:
            raise Unsupported(
                say(
                    "{title} cannot be tried before it is set up; set it up, and look at its state",
                    title=manifest.title,
                )
            )
        name = self._complete(command.name) if command.name else ""
        line = self._settings().lines.get(name)
        values = {**(line.values if line is not None else {}), **_typed_in(manifest, command.values)}
        self._parted(manifest, values)
        values = read_values(manifest.all_fields, values)
        if name:
            values = await asyncio.to_thread(with_secret, name, manifest, values)
        defaults = {field.name: field.default for field in manifest.fields if field.default is not None}
        return await manifest.setup.explore({**defaults, **values}, command.listen)

    # ------------------------------------------------------------------ names and values

    def _new_name(self, system: str, name: str) -> str:
        """Give the whole name of a new line; raises Refused where there is one, BadSettings for what is no name."""
        known = self._settings().lines
        short = name.strip().removeprefix(f"{system}:")
        if not short:
            short = next(one for one in _usual_names() if f"{system}:{one}" not in known)
        if not NAME.fullmatch(short) or len(short) > LONGEST_NAME:
            raise BadSettings(
                say(
                    "{name!r} is no name for a line: up to {most} letters, digits and hyphens", name=short[:40], most=40
                )
            )
        full = f"{system}:{short}"
        if full in known:
            raise Refused(say("there is a line {name} already; change that one, or choose another name", name=full))
        return full

    def _complete(self, name: str) -> str:
        """Complete the name of a line that was given without its system; raises NotFound where it is not one line's."""
        known = self._settings().lines
        found = [full for full in known if full == name] or [full for full in known if full.partition(":")[2] == name]
        if len(found) != 1:
            there = ", ".join(known) or say("none")
            raise NotFound(say("{name!r} is not one line; there are: {known}", name=name, known=there))
        return found[0]

    def _parted(self, manifest: LineManifest, values: Mapping[str, Value]) -> tuple[dict[str, Value], str | None]:
        """Part what stands in the settings from the secret; raises BadSettings for a value that is missing or wrong."""
        secrets = {field.name for field in manifest.all_fields if field.kind is FieldKind.SECRET}
        open_fields = tuple(field for field in manifest.all_fields if field.name not in secrets)
        kept = read_values(open_fields, {name: value for name, value in values.items() if name not in secrets})
        check_values(open_fields, kept)
        if manifest.own and not kept.get("own"):
            kept["own"] = manifest.own
        for field in open_fields:
            if field.kind is FieldKind.CHOICE and kept.get(field.name):
                field.read(str(kept[field.name]))
        line_profile(kept, self._settings().firm)
        return kept, next((str(values[name]) for name in secrets & values.keys() if values[name]), None)


def _line_interface(system: str) -> Interface:
    try:
        manifest = line_manifest(system)
    except CallJournalError as error:
        return Interface(LINE, system, system, (), error.words)
    return Interface(LINE, system, manifest.title, manifest.all_fields, tried=manifest.setup is not None)


def _book_interface(system: str) -> Interface:
    try:
        manifest = crm_manifest(system)
    except CallJournalError as error:
        return Interface(BOOK, system, system, (), error.words)
    return Interface(BOOK, system, manifest.title, manifest.fields)


def _shown(system: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """Give the values of a line as its fields want them, without a secret that somebody wrote into a file."""
    try:
        fields = line_manifest(system).all_fields
    except CallJournalError:  # what it was set up with can be seen, and removed, all the same
        return dict(values)
    secrets = [field.name for field in fields if field.kind is FieldKind.SECRET]
    shown = {name: value for name, value in values.items() if name not in secrets}
    with suppress(BadSettings):
        shown = read_values(fields, shown)
    return shown


def _typed_in(manifest: LineManifest, values: Mapping[str, Value]) -> dict[str, Value]:
    """Leave out a secret that was not typed: the one that is kept is meant."""
    secrets = [field.name for field in manifest.all_fields if field.kind is FieldKind.SECRET]
    return {name: value for name, value in values.items() if value != "" or name not in secrets}


def _differences(name: str, before: Mapping[str, Value], after: Mapping[str, Value]) -> dict[Path, Change]:
    """Give what is to be changed in the values of a line: what is locked, and stays as it is, is no change."""
    names = dict.fromkeys([*before, *after])
    return {("lines", name, "values", one): after.get(one) for one in names if before.get(one) != after.get(one)}


def _usual_names() -> Iterator[str]:
    yield USUAL_NAME
    yield from (f"{USUAL_NAME}-{number}" for number in count(2))


# --- secrets: the keyring may keep its caller waiting, so each of these is called in a thread ------------------------


def _has_secret(system: str, name: str) -> bool:
    try:
        fields = line_manifest(system).fields
    except CallJournalError:
        return False
    return any(field.kind is FieldKind.SECRET for field in fields) and read_secret(name) is not None


@asynccontextmanager
async def _secret_kept(name: str, secret: str | None) -> AsyncIterator[str]:
    """Keep a secret while something else is done, and put the old one back where that fails.

    Gives a remark in words where this machine cannot keep it.
    """
    if not secret:
        yield ""
        return
    before = await asyncio.to_thread(read_secret, name)
    remark = await asyncio.to_thread(_keep, name, secret, before)
    try:
        yield remark
    except BaseException:
        await asyncio.to_thread(_put_back, name, before)
        raise


def _keep(name: str, secret: str, before: str | None) -> str:
    try:
        if secret != before:
            keep_secret(name, secret)
    except BadSettings as error:
        return error.words
    return ""


def _put_back(name: str, before: str | None) -> None:
    if before is None:
        forget_secret(name)
    else:
        with suppress(BadSettings):
            keep_secret(name, before)
