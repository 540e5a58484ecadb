"""The local socket: whoever connects sees the engine's own answers, errors and changes."""

import asyncio
import errno
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path

import pytest
from filelock import FileLock

from calljournal.contracts.service import (
    Answer,
    Change,
    Command,
    GetLines,
    GetRow,
    ListRows,
    Notice,
    PlaceCall,
    Placed,
    ReloadSettings,
    Service,
)
from calljournal.engine.hub import Hub
from calljournal.errors import AlreadyBooked, CallJournalError, EngineEnded, StoreFailed, Unreachable
from calljournal.server import EngineLock, RemoteService, connect, serving, wire


class EchoService:
    """A service that dials whatever it is asked to, knows no row, and can be made to speak."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.asked: list[Command[object]] = []

    async def do(self, command: Command[Answer]) -> Answer:
        self.asked.append(command)
        match command:
            case PlaceCall(number):
                return Placed(number)  # type: ignore[return-value]  # a command of another type has another answer
            case ListRows():
                return ()  # type: ignore[return-value]
            case GetRow():
                raise AlreadyBooked("it is a time entry already")
            case ReloadSettings():
                return None  # type: ignore[return-value]
        raise RuntimeError("nobody expected this")

    def changes(self) -> AbstractAsyncContextManager[AsyncIterator[Change]]:
        return self.hub.listen()


def run(work: Callable[[EchoService, RemoteService], Awaitable[None]], tmp_path: Path, *, unix: bool) -> None:
    async def session() -> None:
        service = EchoService()
        address = tmp_path / "engine.address"
        async with serving(service, address, unix=unix), connect(address) as remote:
            await asyncio.wait_for(work(service, remote), 5)
        assert not address.exists()

    asyncio.run(session())


@pytest.mark.parametrize("unix", [True, False])
def test_commands_and_answers_travel(tmp_path: Path, unix: bool) -> None:
    """A command arrives as it was sent, and its answer has its own type."""

    async def work(service: EchoService, remote: RemoteService) -> None:
        assert await remote.do(PlaceCall("044 000 12 34", owner="101")) == Placed("044 000 12 34")
        assert service.asked == [PlaceCall("044 000 12 34", owner="101")]
        assert await remote.do(ListRows(number="1234")) == ()
        await remote.do(ReloadSettings())

    run(work, tmp_path, unix=unix)


def test_errors_keep_their_kind_and_words(tmp_path: Path) -> None:
    """What the engine refuses is refused here with the same words; what fails unexpectedly is told, and goes on."""

    async def work(service: EchoService, remote: RemoteService) -> None:
        with pytest.raises(AlreadyBooked, match="a time entry already"):
            await remote.do(GetRow("x"))
        with pytest.raises(CallJournalError, match="nobody expected this"):
            await remote.do(GetLines())
        assert await remote.do(PlaceCall("1")) == Placed("1")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("calljournal.server.server.log.exception", lambda *_: None)
        run(work, tmp_path, unix=True)


def test_changes_reach_every_listener(tmp_path: Path) -> None:
    """From the moment that listening has begun no change is left out."""

    async def work(service: EchoService, remote: RemoteService) -> None:
        async with remote.changes() as changes, remote.changes() as others:
            service.hub.publish(Notice("one"))
            service.hub.publish(Notice("two"))
            for listener in (changes, others):
                assert [(await anext(listener)), (await anext(listener))] == [Notice("one"), Notice("two")]

    run(work, tmp_path, unix=True)


def test_a_client_without_the_token_is_turned_away(tmp_path: Path) -> None:
    """On a port, which anybody on the machine can reach, the token is asked for."""

    async def session() -> None:
        address = tmp_path / "engine.address"
        async with serving(EchoService(), address, unix=False):
            place = json.loads(address.read_text())
            address.write_text(json.dumps({**place, "token": "guessed"}))
            with pytest.raises(CallJournalError):
                async with connect(address) as remote:
                    await remote.do(PlaceCall("1"))

    asyncio.run(session())


def test_the_end_of_the_engine_is_told_in_words(tmp_path: Path) -> None:
    """A client that waits when the engine ends is told so, and does not wait for ever."""

    async def session() -> None:
        address = tmp_path / "engine.address"
        async with asyncio.timeout(5):
            serve = serving(EchoService(), address)
            await serve.__aenter__()
            async with connect(address) as remote, remote.changes() as changes:
                await serve.__aexit__(None, None, None)
                with pytest.raises(EngineEnded):
                    await anext(changes)
                with pytest.raises(EngineEnded):
                    await remote.do(PlaceCall("1"))

    asyncio.run(session())


def test_what_was_begun_is_finished_before_the_end(tmp_path: Path) -> None:
    """A request under way is answered by an engine that ends; one that comes too late is told it was not done."""

    class Slow(EchoService):
        async def do(self, command: Command[Answer]) -> Answer:
            await asyncio.sleep(0.1)
            return await super().do(command)

    async def session() -> None:
        address = tmp_path / "engine.address"
        async with asyncio.timeout(5), AsyncExitStack() as server:
            await server.enter_async_context(serving(Slow(), address))
            async with connect(address) as remote:
                begun = asyncio.create_task(remote.do(PlaceCall("1")))
                await asyncio.sleep(0.05)
                await server.aclose()
                assert await begun == Placed("1")

    asyncio.run(session())


def test_garbage_ends_one_client_and_no_other(tmp_path: Path) -> None:
    """A process that speaks nonsense is cut off; the others do not notice."""

    async def session() -> None:
        address = tmp_path / "engine.address"
        async with serving(EchoService(), address), connect(address) as remote:
            reader, writer = await asyncio.open_unix_connection(json.loads(address.read_text())["socket"])
            writer.write(b"GET / HTTP/1.1\r\n\r\n" * 100)
            assert await asyncio.wait_for(reader.read(), 5) == b""
            writer.close()
            assert await remote.do(PlaceCall("1")) == Placed("1")

    asyncio.run(session())


def test_nobody_answers(tmp_path: Path) -> None:
    """A lock that is held by a process which does not answer is told in words."""

    async def session() -> None:
        with pytest.raises(Unreachable, match="does not answer"):
            async with connect(tmp_path / "engine.address", seconds=0.1):
                pass

    asyncio.run(session())


def test_one_engine_per_folder(tmp_path: Path) -> None:
    """The lock has one holder, and is free again when it is released."""
    first, second = EngineLock(tmp_path / "lock"), EngineLock(tmp_path / "lock")
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


@pytest.mark.parametrize("is_there", [True, False])
def test_a_lock_that_cannot_be_had_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    """Whose file or folder it is, and both ways out."""
    file = tmp_path / "engine.lock"
    if is_there:
        file.touch()

    def acquire(self: FileLock) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(FileLock, "acquire", acquire)
    monkeypatch.setattr(Path, "owner", lambda self: "rita")
    with pytest.raises(StoreFailed) as caught:
        EngineLock(file).take()
    found = file if is_there else tmp_path
    assert str(caught.value) == (
        f"{file} cannot be locked (Permission denied); make {found} (of rita) writable for yourself, or set "
        "CALLJOURNAL_HOME to a folder that is"
    )


def _is_a_service(service: EchoService) -> Service:
    return service


@pytest.mark.skipif(sys.platform == "win32", reason="the broken engine here listens on a Unix socket")
@pytest.mark.parametrize("greets", [True, False])
def test_an_engine_that_is_gone_without_a_word(tmp_path: Path, greets: bool) -> None:
    """It has carried out no question, so that may be asked again; of a command nobody knows."""

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        if greets:
            writer.write(wire.line(wire.Hello()))
            await reader.readline()
        writer.close()

    async def session() -> None:
        address = tmp_path / "engine.address"
        socket = tmp_path / "socket"
        address.write_text(json.dumps({"socket": str(socket)}))
        async with asyncio.timeout(5), await asyncio.start_unix_server(hang_up, socket):
            if not greets:
                with pytest.raises(Unreachable):
                    async with connect(address):
                        pass
                return
            async with connect(address) as remote:
                with pytest.raises(EngineEnded):
                    await remote.do(GetLines())
            async with connect(address) as remote:
                with pytest.raises(Unreachable) as told:
                    await remote.do(PlaceCall("1"))
                assert not isinstance(told.value, EngineEnded)

    asyncio.run(session())
