"""Who is on Telegram in these tests, and what they do with their thumbs."""

from collections.abc import Coroutine
from typing import Any

from tests.conftest import Clock
from tests.telegram.fake_api import FakeApi, Json, private

YOUTH = "4242:test-token-of-the-youth-bot"
STAFF = "5151:test-token-of-the-staff-bot"
BETWEEN_MS = 2000
"""Nobody does two things in one second, and a chat gets at most one message in each."""


class Phone:
    """One person's phone, talking to one bot."""

    def __init__(self, api: FakeApi, clock: Clock, chat: int, token: str = YOUTH) -> None:
        self.api = api
        self.clock = clock
        self.chat = chat
        self.token = token
        self.sent = 0

    async def writes(self, text: str, **more: Any) -> Json:
        """Write something."""
        return await self.does("message", self.message(text=text, **more))

    async def sends(self, **content: Any) -> Json:
        """Send something else than words."""
        return await self.does("message", self.message(**content))

    async def edits(self, text: str) -> Json:
        """Change the words of an earlier message."""
        return await self.does("edited_message", self.message(text=text, edit_date=2))

    async def taps(self, label: str, message: Json | None = None) -> Json:
        """Tap the button with this label, under the newest message or another one."""
        shown = message or self.received()[-1]
        data = next(data for name, data in buttons_of(shown) if name == label)
        under = {**self.message(text=shown["text"]), "message_id": shown["message_id"]}
        tap = {
            "id": f"tap{self.sent}",
            "from": self.profile(),
            "chat_instance": "1",
            "data": data,
            "message": under,
        }
        return await self.does("callback_query", tap)

    async def does(self, kind: str, event: Json) -> Json:
        """Let something happen, a while after what happened last."""
        self.clock.now += BETWEEN_MS
        return await self.api.add(self.token, kind, event)

    def message(self, **content: Any) -> Json:
        """Make a message as Telegram tells of it, profile and all."""
        self.sent += 1
        started = str(content.get("text", "")).startswith("/")
        entities = [{"type": "bot_command", "offset": 0, "length": 6}] if started else []
        made = {
            "message_id": self.sent,
            "date": 1,
            "chat": private(self.chat),
            "from": self.profile(),
            **content,
        }
        return {**made, "entities": entities} if entities else made

    def profile(self) -> Json:
        """Describe the one who writes."""
        return {
            "id": self.chat,
            "is_bot": False,
            "first_name": "Kanarifugl",
            "last_name": "Etternavn",
            "username": "kanarifugl",
            "language_code": "en",
        }

    def received(self) -> list[Json]:
        """List what reached this phone."""
        return self.api.sent_to(self.chat)

    async def hears(self, text: str) -> Json:
        """Write something, wait for the answer and return the last message of it."""
        return await self.gets_after(self.writes(text))

    async def gets_after(self, deed: Coroutine[Any, Any, Json]) -> Json:
        """Do something, wait until more has reached this phone, and return the newest."""
        before = len(self.received())
        await deed
        await self.api.until(lambda: len(self.received()) > before)
        return self.received()[-1]

    async def has(self, words: str) -> Json:
        """Wait for a message with these words and return it."""
        await self.api.until(lambda: any(words in text for text in self.api.texts_to(self.chat)))
        return next(each for each in self.received() if words in each["text"])


def buttons_of(message: Json) -> list[tuple[str, str]]:
    """List the buttons under a message: what they say and what they send."""
    keyboard = message.get("reply_markup") or {"inline_keyboard": []}
    keys = [key for row in keyboard["inline_keyboard"] for key in row]
    return [(key["text"], key["callback_data"]) for key in keys if "callback_data" in key]
