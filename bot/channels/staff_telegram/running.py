"""Runs the leaders' bot: it polls, answers and tells the day's counts, until it is told to stop."""

import asyncio
import logging
from datetime import time
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CommandHandler,
    Defaults,
    MessageHandler,
    filters,
)

from bot.channels.staff_telegram.leaders import Context, Leaders
from bot.wordless import keep_wordless
from collector.here import HERE

TRIES_WHEN_SLOWED = 3
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
LIBRARIES = ("telegram", "httpx", "httpcore", "apscheduler")
REMEDIES: dict[type[Exception], str] = {
    InvalidToken: "It does not know the token in EKKO_STAFF_TELEGRAM_TOKEN: get a new one from BotFather.",
    Conflict: "Another program fetches this bot's messages: end that.",
}
log = logging.getLogger("ekko.telegram")
Leading = Application[Any, Any, Any, Any, Any, Any]


async def run(leaders: Leaders, token: str, api: str) -> None:
    """Answer leaders until cancelled."""
    keep_wordless(*LIBRARIES)
    application = make_application(leaders, token, api)
    try:
        await begin(application)
        await asyncio.Event().wait()
    finally:
        await end(application)


def make_application(leaders: Leaders, token: str, api: str) -> Leading:
    """Build the bot: what it answers, in private chats alone, and when it speaks by itself.

    Each hour has its job, and each tells whoever has waited since then: a leader linked, unlinked or moved to
    another hour needs no job of her own, and a bot that was down at three tells at four.
    """
    builder = ApplicationBuilder().token(token).base_url(f"{api}/bot").base_file_url(f"{api}/file/bot")
    slowly = AIORateLimiter(max_retries=TRIES_WHEN_SLOWED)
    application: Leading = builder.rate_limiter(slowly).defaults(Defaults(tzinfo=HERE)).build()
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    application.add_handler(CommandHandler("start", leaders.start, private))
    application.add_handler(CommandHandler("now", leaders.now, private))
    application.add_handler(CommandHandler("stop", leaders.stop, private))
    application.add_handler(MessageHandler(private, leaders.anything_else))
    application.add_error_handler(note_error)
    jobs = application.job_queue
    if jobs is None:
        raise RuntimeError("python-telegram-bot lacks its job queue: install it with [job-queue].")
    for hour in range(24):
        jobs.run_daily(leaders.tell_all, time(hour, tzinfo=HERE), name=f"{hour}")
    jobs.run_once(leaders.tell_all, 0, name="at start")
    return application


async def begin(application: Leading) -> None:
    """Start; whatever is in the way is said once and tried again, slower each time."""
    pause, said = FIRST_PAUSE, ""
    while True:
        try:
            await application.initialize()
            break
        except TelegramError as error:
            if said != (said := type(error).__name__):
                note_problem(error)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
    await application.start()
    if application.updater is not None:
        await application.updater.start_polling(
            bootstrap_retries=-1, allowed_updates=[Update.MESSAGE], error_callback=note_problem
        )


async def end(application: Leading) -> None:
    """Stop: no new messages, then what is under way, then the connections."""
    try:
        if application.updater is not None and application.updater.running:
            await application.updater.stop()
    except TelegramError as error:
        note_problem(error)
    if application.running:
        await application.stop()
    await application.shutdown()
    await application.bot.shutdown()  # one that never began has connections all the same


async def note_error(update: object, context: Context) -> None:
    """Note that an answer failed, by the kind of its error alone."""
    log.error("The leaders' bot could not answer (%s).", type(context.error).__name__)


def note_problem(error: TelegramError) -> None:
    """Note that Telegram cannot be reached, and what to do about it where that is known."""
    log.error(
        "No messages from Telegram to leaders (%s). %s", type(error).__name__, REMEDIES.get(type(error), "")
    )
