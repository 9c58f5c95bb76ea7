"""What would make each turn dearer without anybody seeing it: threads for a question, models made anew."""

import gc
import json
from weakref import ref

from aiogram.methods import SendMessage

from bot.channels.youth_telegram.listener import Listener
from bot.channels.youth_telegram.running import open_bot
from bot.host import Host
from bot.outbox import Outbox
from tests.telegram.conftest import ADDRESS, CODE
from tests.telegram.people import YOUTH

TAKEN = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "-"}


async def test_no_update_is_told_apart_in_a_thread(host: Host) -> None:
    async with open_bot(YOUTH, "http://localhost:1") as bot:

        async def send(handle: str, body: str) -> None:
            raise AssertionError

        outbox = Outbox(host.store, host.seal, host.clock, "telegram", send)
        hears = Listener(bot, host, outbox, CODE, ADDRESS).hears
        asked = [
            each
            for observer in hears.observers.values()
            for handler in observer.handlers
            for each in handler.filters or ()
        ]
        assert len(asked) > 5
        assert [each.callback for each in asked if not each.awaitable] == []


async def test_what_reads_telegrams_answers_is_made_once() -> None:
    async with open_bot(YOUTH, "http://localhost:1") as bot:
        method = SendMessage(chat_id=1, text="-")
        content = json.dumps({"ok": True, "result": TAKEN})
        model = ref(type(bot.session.check_response(bot, method, 200, content)))
        gc.collect()
        assert model() is not None
