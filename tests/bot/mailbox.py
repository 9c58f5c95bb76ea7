"""A real mail server on this machine, and what it was handed."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


class Mailbox:
    """Keeps the very bytes that came in, and to whom."""

    def __init__(self) -> None:
        self.came: list[tuple[str, bytes]] = []
        self.answer = "250 taken"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802 (its name)
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.came += [(to, envelope.content) for to in envelope.rcpt_tos]
        return self.answer

    @property
    def to(self) -> list[str]:
        """Whom mails came to, in order."""
        return [to for to, _ in self.came]

    def read(self, place: int = -1) -> EmailMessage:
        """Open one mail as a mail program does."""
        message = message_from_bytes(self.came[place][1], policy=default)
        assert isinstance(message, EmailMessage)
        return message


@contextmanager
def running(port: int, **how: Any) -> Iterator[Mailbox]:
    """Let a mail server listen until the block is left."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **how)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
