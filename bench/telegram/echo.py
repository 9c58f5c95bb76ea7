"""Bare echoes: `python -m bench.telegram.echo aiogram|ptb webhook PORT` or `... polling API`.

One rule: nothing but the library. What it sends is answered on the spot, without a wire, and nothing is kept:
an echo is as quick as it can be.
"""

import asyncio
import json
import sys
from typing import Any

from aiohttp import web

TOKEN = "4242:token-of-a-bare-echo"  # noqa: S105 - made up
SECRET = "s" * 32
TAKEN = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "-"}


async def echo_aiogram(way: str, where: str) -> None:
    """aiogram's own webhook handler or its own polling."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.methods import SendMessage
    from aiogram.types import Message
    from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application

    class Silent(AiohttpSession):
        async def make_request(self, bot: Bot, method: Any, timeout: int | None = None) -> Any:  # noqa: ASYNC109
            if isinstance(method, SendMessage):
                return Message.model_validate(TAKEN)
            return await super().make_request(bot, method, timeout)

    hears = Dispatcher()

    @hears.message()
    async def say_back(message: Message) -> None:
        await message.answer(message.text or "-")

    @hears.callback_query()
    async def tapped(query: Any) -> None:
        await query.message.answer(query.data)

    api = TelegramAPIServer.from_base(where if way == "polling" else "http://localhost")
    bot = Bot(TOKEN, Silent(api=api))
    if way == "polling":
        await hears.start_polling(bot, handle_signals=False)
        return
    app = web.Application()
    SimpleRequestHandler(hears, bot, handle_in_background=False, secret_token=SECRET).register(app, "/hook")
    setup_application(app, hears, bot=bot)
    await serve(app, int(where))


async def echo_ptb(way: str, where: str) -> None:
    """python-telegram-bot's own application, fed by a bare route or by its own polling."""
    from telegram import Update
    from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters
    from telegram.request import HTTPXRequest

    class Silent(HTTPXRequest):
        async def do_request(self, url: str, *args: Any, **more: Any) -> tuple[int, bytes]:
            if url.endswith("/sendMessage"):
                return 200, json.dumps({"ok": True, "result": TAKEN}).encode()
            if url.endswith("/getMe"):
                me = {"id": 4242, "is_bot": True, "first_name": "echo", "username": "echo_bot"}
                return 200, json.dumps({"ok": True, "result": me}).encode()
            return await super().do_request(url, *args, **more)

    async def say_back(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.effective_message is not None:
            await update.effective_message.reply_text("-")

    base = where if way == "polling" else "http://localhost"
    made = Application.builder().token(TOKEN).request(Silent()).get_updates_request(Silent())
    app = (
        made.base_url(f"{base}/bot").updater(None).build()
        if way != "polling"
        else made.base_url(f"{base}/bot").build()
    )
    app.add_handler(MessageHandler(filters.ALL, say_back))
    app.add_handler(CallbackQueryHandler(say_back))
    async with app:
        await app.start()
        if way == "polling":
            assert app.updater is not None
            await app.updater.start_polling()
            await asyncio.Event().wait()

        async def hook(request: web.Request) -> web.Response:
            await app.process_update(Update.de_json(await request.json(), app.bot))
            return web.Response()

        routes = web.Application()
        routes.router.add_post("/hook", hook)
        await serve(routes, int(where))


async def serve(app: web.Application, port: int) -> None:
    """Serve until stopped."""

    async def health(request: web.Request) -> web.Response:
        return web.Response(text="ok")

    app.router.add_get("/health", health)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    import uvloop

    library, way, where = sys.argv[1:]
    uvloop.run(echo_aiogram(way, where) if library == "aiogram" else echo_ptb(way, where))
