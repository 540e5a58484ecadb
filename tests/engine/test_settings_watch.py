"""A settings file that is broken while the program runs is told in words, once; what held before goes on to hold."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from calljournal.contracts.service import Change, Notice
from calljournal.contracts.settings_commands import ChangeSettings, GetPreferences
from calljournal.engine import Engine, settings_watch
from calljournal.engine.settings_watch import SettingsWatch
from calljournal.errors import BadSettings
from tests.engine.conftest import Lab


@pytest.fixture(autouse=True)
def look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_watch, "LOOK_SECONDS", 0.01)


async def next_notice(changes: AsyncIterator[Change]) -> str:
    """Give what the user is told next."""
    async for change in changes:
        if isinstance(change, Notice):
            return change.text
    raise AssertionError("the changes ended")


def test_a_broken_file_is_told_and_the_former_settings_stay(lab: Lab) -> None:
    """In words that name the file and say what to do; a second mistake is told again."""
    file = lab.places.settings_file

    async def work(engine: Engine) -> None:
        async with engine.changes() as changes:
            before = await engine.do(GetPreferences())
            good = file.read_text(encoding="utf-8")
            file.write_text(good + "\n[user\n", encoding="utf-8")
            told = await next_notice(changes)
            assert "settings.toml is no TOML file" in told
            assert "correct it" in told
            assert "stay in use" in told
            assert await engine.do(GetPreferences()) == before
            with pytest.raises(BadSettings):
                await engine.do(ChangeSettings({"user.reminder": "17:30"}))
            file.write_text(good + "\n[user]\nreminder = 7\n", encoding="utf-8")
            assert "user.reminder" in await next_notice(changes)
            file.write_text(good, encoding="utf-8")
            await engine.do(ChangeSettings({"user.reminder": "17:30"}))
            assert (await engine.do(GetPreferences())).reminder == "17:30"

    lab.run(work)


class Looking(SettingsWatch):
    """A watch that finds the stamps it is given, then the last of them for ever; it counts its looks."""

    def __init__(self, file: Path, tell: Callable[[str], bool], stamps: list[int]) -> None:
        super().__init__(file, tell)
        self._stamps = stamps
        self._looks = 0

    def _stamp(self) -> settings_watch.Stamp:
        self._looks += 1
        if self._looks == self._enough:
            self._loop.call_soon_threadsafe(self._done.set)
        return ((self._stamps[min(self._looks, len(self._stamps)) - 1], 0),)

    async def look(self, times: int) -> None:
        """Look so often."""
        self._enough, self._done, self._loop = times, asyncio.Event(), asyncio.get_running_loop()
        running = asyncio.create_task(self.run())
        async with asyncio.timeout(10):
            await self._done.wait()
        running.cancel()


def test_it_is_told_once_to_somebody_who_listens(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("firm = 1", encoding="utf-8")
    told: list[str] = []

    def tell(text: str) -> bool:
        told.append(text)
        return len(told) == 3

    asyncio.run(Looking(file, tell, [1, 2, 2]).look(20))
    assert len(told) == 3


def test_a_file_that_is_still_being_written_is_not_judged(tmp_path: Path) -> None:
    """Only one that two looks find alike; nor is one that was there from the beginning."""
    file = tmp_path / "settings.toml"
    file.write_text("[fir", encoding="utf-8")
    told: list[str] = []

    def tell(text: str) -> bool:
        told.append(text)
        return True

    asyncio.run(Looking(file, tell, [1, 1, 2, 3, 4, 5, 6]).look(6))
    assert told == []
    asyncio.run(Looking(file, tell, [1, 1, 2, 3, 4, 5, 6]).look(12))
    assert len(told) == 1
