"""A backup put back: checked and unpacked beside, then put in place so that a crash leaves all old or all new.

A folder `restoring` in the data folder holds what is to come. With the file `ready` in it, it is decided: the next
start of anything finishes what was cut off. Without that file, the next start takes the folder away. Whoever calls
these functions holds the lock of the engine.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from calljournal.contracts.crm import Crm, CrmConfig
from calljournal.database import copies
from calljournal.engine import archive
from calljournal.engine.archive import SETTINGS, Manifest
from calljournal.engine.backing_up import SCRATCH, copy_settings
from calljournal.engine.clock import AnchoredClock
from calljournal.errors import BadData, BadSettings, CallJournalError, StoreFailed, words_of
from calljournal.plugins import crm_manifest
from calljournal.settings import Places, Settings, load
from calljournal.store import FILE_NAME, Store
from calljournal.words import say

_STAGED = "restoring"
_READY = "ready"


@dataclass(frozen=True, slots=True)
class Staged:
    """What is to be put in place: what the backup says of itself, and what people should know besides."""

    manifest: Manifest
    remarks: tuple[str, ...]


async def stage(places: Places, file: Path) -> Staged:
    """Unpack a backup beside what is there, and see that this program can work with it.

    It goes on with the ids where what is there is: those stand in files of the firm by now. Raises BadData where it is
    damaged or none, NewerStore where a newer version made it, and StoreFailed; then nothing is left of it.
    """
    settle(places)
    staged = places.data / _STAGED
    try:
        _make(staged)
        manifest = archive.unpack(file, staged)
        for name in manifest.files.keys() - {SETTINGS}:
            copies.check(staged / name)
        remarks = await _try_out(staged, places, file, manifest)
    except BaseException:
        settle(places)
        raise
    return Staged(manifest, remarks)


def keep_old(places: Places, at: datetime) -> Path | None:
    """Make a backup of what is there, and give it; None where there is nothing.

    Where what is there is damaged, its files are kept as they are, in a folder. Raises StoreFailed where neither can
    be done.
    """
    databases = sorted(places.data.glob("*.db"))
    if not databases:
        return None
    kept = places.backups / f"before-restore-{at:%Y%m%d-%H%M%S-%f}.zip"
    _make(places.backups)
    scratch = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=places.data))
    try:
        for database in databases:
            copies.copy_file(database, scratch / database.name)
        copy_settings(places, scratch)
        archive.write(kept, scratch, at)
    except CallJournalError:
        return _keep_as_it_is(places, kept.with_suffix(""))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return kept


def put_in_place(places: Places, what: Staged) -> None:
    """Replace what is there by what was staged. Raises StoreFailed where it cannot be."""
    staged = places.data / _STAGED
    draft = staged / f"{_READY}.part"
    try:
        with draft.open("x", encoding="utf-8") as written:
            written.write("\n".join(what.manifest.files))
            written.flush()
            os.fsync(written.fileno())
        archive.sync_folder(staged)
        draft.replace(staged / _READY)
        archive.sync_folder(staged)
    except OSError as error:
        raise StoreFailed(
            say(
                "{staged} cannot be written ({error}); nothing was changed",
                staged=str(staged),
                error=error.strerror or str(error),
            )
        ) from error
    settle(places)


def settle(places: Places) -> None:
    """Finish a restore that was cut off when it was decided already; take away all else that was left half done.

    Raises StoreFailed where it cannot be finished; nothing may be opened then.
    """
    ready = places.data / _STAGED / _READY
    try:
        if ready.exists():
            for name in ready.read_text(encoding="utf-8").split():
                _replace(places, name)
            archive.sync_folder(places.data)
            archive.sync_folder(places.config)
            ready.unlink()  # and for certain: from now on the logs beside the databases are their own
            archive.sync_folder(ready.parent)
    except OSError as error:
        raise StoreFailed(
            say(
                "a backup that is being restored cannot be put into {data} ({error}): make the "
                "folder writable, make room, and start again",
                data=str(places.data),
                error=error.strerror or str(error),
            )
        ) from error
    for leftover in (ready.parent, *places.data.glob(f"{SCRATCH}*")):
        shutil.rmtree(leftover, ignore_errors=True)


async def _try_out(staged: Path, places: Places, file: Path, manifest: Manifest) -> tuple[str, ...]:
    """Open what was staged as the next start will, which brings it up to date; have it go on from what is there."""
    try:
        settings: Settings = load(staged / SETTINGS)
    except BadSettings as error:
        raise BadData(
            say("the settings in the backup {file} cannot be used here: {error}", file=str(file), error=error.words)
        ) from error
    store = await Store.open(staged)
    remarks = await _go_on(store, places.data)
    await store.close()
    if manifest.files.keys() - {FILE_NAME, SETTINGS}:
        book = settings.book
        config = CrmConfig(book.system, staged, settings.firm.rules, AnchoredClock(), book.values)
        crm = crm_manifest(book.system).make(config)
        await crm.open()
        remarks += await _go_on(crm, places.data)
        await crm.close()
    return remarks


async def _go_on(what: Store | Crm, old: Path) -> tuple[str, ...]:
    """Have it give no id again that the old one gave; say what people should know of that."""
    try:
        exports = await what.go_on_from(old)
    except (StoreFailed, msgspec.MsgspecError) as error:  # a restore is what helps then, so it goes on
        words = say(
            "ids that stand in files by now may be given once more, for what is there cannot be read: {error}",
            error=words_of(error),
        )
        return (words,)
    if not exports:
        return ()
    names = ", ".join(one.id for one in exports)
    return (say("{names} went out after this backup: what they hold goes out again", names=names).typed(" with --new"),)


def _replace(places: Places, name: str) -> None:
    """Put one staged file in place, if that is still to be done."""
    new = places.data / _STAGED / name
    if name == SETTINGS:
        _replace_settings(new, places.settings_file)
        return
    for log in ("-wal", "-shm"):  # those of the old database would be taken for the new one's
        (places.data / f"{name}{log}").unlink(missing_ok=True)
    if new.exists():
        new.replace(places.data / name)


def _replace_settings(new: Path, old: Path) -> None:
    """Copy the settings into their folder, which may lie on another disk, and put them in place in one step."""
    draft = old.with_name(".settings-restored")
    shutil.copyfile(new, draft)
    draft.chmod(0o600)
    with draft.open("rb+") as written:
        os.fsync(written.fileno())
    draft.replace(old)


def _keep_as_it_is(places: Places, folder: Path) -> Path:
    try:
        _make(folder)
        for file in (*places.data.glob("*.db"), *places.data.glob("*.db-wal"), places.settings_file):
            if file.exists():
                shutil.copy2(file, folder)
    except OSError as error:
        raise StoreFailed(
            say(
                "what is there cannot be kept in {folder} ({error}): make room; nothing was changed",
                folder=str(folder),
                error=error.strerror or str(error),
            )
        ) from error
    return folder


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StoreFailed(
            say(
                "the folder {folder} cannot be made ({error}): make room", folder=str(folder), error=str(error.strerror)
            )
        ) from error
