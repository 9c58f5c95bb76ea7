"""Sends one letter by the municipality's own mail server.

One rule: a letter holds a sentence and a link, and a document of figures where one was asked for, never a
young person's words; and no address reaches a log.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import aiosmtplib

from bot.settings import Settings

SEND_SECONDS = 20
"""So long a letter may take, from the first word to the server until it has taken it."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A PDF that goes along."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail; its id is the same when it is sent once more, so that a mailbox can tell."""

    id: str
    to: str
    subject: str
    body: str
    written_at: int
    attached: Attached | None = None


class Mail:
    """Knows the mail server."""

    def __init__(self, settings: Settings) -> None:
        self._host, _, port = settings.mail_server.rpartition(":")
        self._port = int(port)
        self._sender = settings.mail_sender
        self._user = settings.mail_user or None
        self._password = settings.mail_password.get_secret_value() if settings.mail_password else None
        self._tls = settings.mail_tls

    async def send(self, letter: Letter) -> None:
        """Hand a letter to the server; return when it has taken it, and raise if it has not."""
        async with asyncio.timeout(SEND_SECONDS):
            await aiosmtplib.send(
                as_message(letter, self._sender),
                hostname=self._host.strip("[]"),
                port=self._port,
                username=self._user,
                password=self._password,
                use_tls=self._tls == "tls",
                start_tls=self._tls == "starttls",
                timeout=SEND_SECONDS,
                local_hostname="ekko",
            )


def as_message(letter: Letter, sender: str) -> EmailMessage:
    """Write a letter down as mail servers want it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(datetime.fromtimestamp(letter.written_at / 1000, UTC))
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    if letter.attached:
        file = letter.attached
        message.add_attachment(file.body, maintype="application", subtype="pdf", filename=file.name)
    return message
