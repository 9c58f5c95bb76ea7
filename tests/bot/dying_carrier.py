"""A carrier that dies by kill -9 the moment the mail server has taken its mail, before that is noted.

Run as `python -m tests.bot.dying_carrier URL PORT NOW`.
"""

import asyncio
import os
import signal
import sys

from bot.alerting import Alerting
from bot.mail import Letter, Mail
from bot.settings import Settings
from bot.wiring import TEXTS
from collector.store.opening import open_store
from collector.texts import read_catalogue


async def main(url: str, port: str, now: int) -> None:
    mail = Mail(
        Settings(_env_file=None, mail_server=f"localhost:{port}", mail_tls="none")  # type: ignore[call-arg]
    )

    async def send_and_die(letter: Letter) -> None:
        await mail.send(letter)
        os.kill(os.getpid(), signal.SIGKILL)

    store = open_store(url)
    carrier = Alerting(store, read_catalogue(*TEXTS), lambda: now, "https://ekko.test", 900_000, send_and_die)
    await carrier.carry()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
