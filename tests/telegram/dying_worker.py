"""A worker that dies by kill -9 while it holds messages: after so many were taken, in the middle of the next.

Run as `python -m tests.telegram.dying_worker URL FOLDER NOW LIVES`; what it sends is a file there. With
«unheard» behind it, the next are taken too, as many as are under way at once, and their yes is never heard.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.outbox import AT_ONCE, Outbox
from collector.sealing import Seal
from collector.store.opening import open_store
from tests.telegram.letters import CHANNEL


async def main(url: str, folder: Path, now: int, lives: int, unheard: str = "") -> None:
    began = asyncio.get_running_loop().time()

    def clock() -> int:
        return now + int((asyncio.get_running_loop().time() - began) * 1000)

    async def take(handle: str, body: str) -> None:
        place = keep(folder, f"{handle} {body}", 0 if unheard else lives)
        if unheard and place >= lives:
            await no_answer(place - lives)

    await Outbox(open_store(url), Seal(bytes(range(32))), clock, CHANNEL, take).run()


def keep(folder: Path, message: str, lives: int) -> int:
    """Take a message, or die of it; tell how many were there before."""
    place = len(list(folder.iterdir()))
    if lives and place >= lives:
        die()
    with (folder / message).open("a") as taken:
        taken.write("x")
    return place


async def no_answer(place: int) -> None:
    """Say no yes; the last that may be under way waits a while for one more to begin, and dies."""
    if place < AT_ONCE - 1:
        await asyncio.Event().wait()
    await asyncio.sleep(0.5)
    die()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), *sys.argv[5:]))
