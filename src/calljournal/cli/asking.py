"""Questions that a person answers on a line, while the engine goes on."""

import asyncio
import sys
from asyncio import AbstractEventLoop, Future
from contextlib import suppress
from threading import Thread

import click

CHUNK = 4096
"""Bytes that are read at once: a terminal gives no more of a line."""


class Answers:
    """The lines that the user types, or that a file or another program gives, one for each question."""

    def __init__(self) -> None:
        self._read = b""

    async def ask(self, prompt: str) -> str | None:
        """Ask, and give the answer without blanks around it; None at the end of the input (Ctrl-D).

        Each line is waited for in a thread that may be left behind: only so does Ctrl-C end the program at once, on a
        terminal, a pipe and Windows alike.
        """
        click.echo(prompt, nl=False)
        loop = asyncio.get_running_loop()
        answer: Future[str | None] = loop.create_future()
        Thread(target=self._give, args=(loop, answer), daemon=True).start()
        said = await answer
        if said is None:
            click.echo()
        return said

    def _give(self, loop: AbstractEventLoop, answer: "Future[str | None]") -> None:
        try:
            line = self._line()
        except (OSError, ValueError):  # the terminal has gone, or there never was an input
            line = None

        def tell() -> None:
            if not answer.done():
                answer.set_result(line)

        with suppress(RuntimeError):  # the program ended meanwhile
            loop.call_soon_threadsafe(tell)

    def _line(self) -> str | None:
        # past the buffer of sys.stdin: whoever waits within it holds a lock without which Python cannot end
        source = getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)
        while b"\n" not in self._read:
            data = source.read(CHUNK)
            if not data:
                break
            self._read += data
        if not self._read:
            return None
        line, _, self._read = self._read.partition(b"\n")
        return line.decode(sys.stdin.encoding or "utf-8", "replace").strip()
