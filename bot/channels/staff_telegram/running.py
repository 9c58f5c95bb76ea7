"""Runs the leaders' bot: it polls, answers and tells the day's counts, until it is told to stop."""

import asyncio
import logging
from datetime import time
from typing import Any

from telegram import BotCommand, Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    Defaults,
    MessageHandler,
    filters,
)

from bot.channels.staff_telegram.leaders import OFF, Context, Leaders
from bot.channels.staff_telegram.noticing import LOOKS_EVERY_SECONDS, Noticing
from bot.channels.staff_telegram.reviewing import PRESS, Reviewing
from bot.channels.staff_telegram.saying import Saying
from bot.channels.staff_telegram.telling import Telling
from bot.wordless import keep_wordless
from collector.here import HERE
from collector.linking import LANGUAGES

TRIES_WHEN_SLOWED = 3
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
LOOKS_AT_ITS_TOKEN_SECONDS = 60
LIBRARIES = ("telegram", "httpx", "httpcore", "apscheduler")
COMMANDS = {
    "now": "staff.telegram.command.now",
    "next": "staff.telegram.command.next",
    "stop": "staff.telegram.command.stop",
}
REMEDIES: dict[type[Exception], str] = {
    InvalidToken: "It does not know the token in EKKO_STAFF_TELEGRAM_TOKEN: get a new one from BotFather.",
    Conflict: "Another program fetches this bot's messages: end that.",
}
log = logging.getLogger("ekko.telegram")
Leading = Application[Any, Any, Any, Any, Any, Any]


async def run(saying: Saying, token: str, api: str) -> None:
    """Answer leaders until cancelled; a token that is revoked meanwhile is said, and tried again slowly."""
    keep_wordless(*LIBRARIES)
    while True:
        application, revoked = make_application(saying, token, api), asyncio.Event()
        application.bot_data["revoked"] = revoked
        try:
            await begin(application)
            await revoked.wait()
        finally:
            await end(application)


def make_application(saying: Saying, token: str, api: str) -> Leading:
    """Build the bot: what it answers, in private chats alone, and when it speaks by itself.

    Each hour has its job, and each tells whoever has waited since then: a leader linked, unlinked or moved to
    another hour needs no job of her own, and a bot that was down at three tells at four.
    """
    builder = ApplicationBuilder().token(token).base_url(f"{api}/bot").base_file_url(f"{api}/file/bot")
    slowly = AIORateLimiter(max_retries=TRIES_WHEN_SLOWED)
    application: Leading = builder.rate_limiter(slowly).defaults(Defaults(tzinfo=HERE)).build()
    leaders = Leaders(saying)
    answer(application, leaders, Reviewing(saying))
    speak(application, Telling(leaders), Noticing(saying))
    return application


def answer(application: Leading, leaders: Leaders, reviewing: Reviewing) -> None:
    """Say what answers what."""
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    for name, handler in (
        ("start", leaders.start),
        ("now", leaders.now),
        ("next", reviewing.next),
        ("stop", leaders.stop),
    ):
        application.add_handler(CommandHandler(name, handler, private))
    application.add_handler(CallbackQueryHandler(leaders.stop, f"^{OFF}$"))
    application.add_handler(CallbackQueryHandler(reviewing.press, PRESS))
    application.add_handler(MessageHandler(private, leaders.anything_else))
    application.add_error_handler(note_error)


def speak(application: Leading, telling: Telling, noticing: Noticing) -> None:
    """Say when it speaks by itself."""
    jobs = application.job_queue
    if jobs is None:
        raise RuntimeError("python-telegram-bot lacks its job queue: install it with [job-queue].")
    for hour in range(24):
        jobs.run_daily(telling.tell_all, time(hour, tzinfo=HERE), name=f"{hour}")
    jobs.run_once(telling.tell_all, 0, name="at start")
    jobs.run_once(noticing.mend_time, 0, name="time")
    one_at_a_time = {"max_instances": 1, "coalesce": True}
    jobs.run_repeating(noticing.carry, LOOKS_EVERY_SECONDS, 0, name="cases", job_kwargs=one_at_a_time)
    jobs.run_repeating(look_at_token, LOOKS_AT_ITS_TOKEN_SECONDS, name="token")
    jobs.run_once(name_commands(telling), 0, name="commands")


def name_commands(telling: Telling) -> Any:
    """Make the job that shows the commands in the chat's menu, in each language."""

    async def name_them(context: Context) -> None:
        for language in LANGUAGES:
            said = [BotCommand(name, telling.saying.say(key, language)) for name, key in COMMANDS.items()]
            await context.bot.set_my_commands(
                said, language_code=None if language == LANGUAGES[0] else language
            )

    return name_them


async def look_at_token(context: Context) -> None:
    """Look whether the token still holds: the library's own polling ends without a word when it does not."""
    try:
        await context.bot.get_me()
    except InvalidToken:
        context.bot_data["revoked"].set()
    except TelegramError:
        return


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
            bootstrap_retries=-1,
            allowed_updates=[Update.MESSAGE, Update.CALLBACK_QUERY],
            error_callback=note_problem,
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
