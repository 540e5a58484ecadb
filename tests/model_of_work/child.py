"""The program in a process of its own: an action a line comes in, what came of it goes out as a line.

`python -m tests.model_of_work.child HOME SECONDS`: on the folder HOME, its clock so many seconds ahead. It ends at the
end of its input.
"""

import asyncio
import logging
import sys
from pathlib import Path

import msgspec

from calljournal.settings import Places
from tests.model_of_work.office import Action, running


async def main(home: Path, offset: float) -> None:
    """Do what is asked for, one after the other; the first line says that it is ready."""
    async with running(Places.under(home), offset) as office:
        print("ready", flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            outcome = await office.do(msgspec.json.decode(line, type=Action))
            print(msgspec.json.encode(outcome).decode(), flush=True)


if __name__ == "__main__":
    logging.disable()  # what is refused is told in the answer
    asyncio.run(main(Path(sys.argv[1]), float(sys.argv[2])))
