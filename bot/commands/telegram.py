"""`ekko telegram …`, each handed on to the room of the bot."""

import typer

from bot.commands.running import console, run

group = typer.Typer(help="The young people's Telegram bot, as Telegram knows it.", no_args_is_help=True)


@group.command("show")
def show() -> None:
    """Tell whose the bot is, whether it is switched on, and by which way messages come."""
    from bot.channels.youth_telegram import command as telegram

    run(lambda settings: telegram.show(settings, console))


@group.command("set")
def hook() -> None:
    """Let Telegram bring messages to this Ekko, also where a webhook was set elsewhere."""
    from bot.channels.youth_telegram import command as telegram

    run(lambda settings: telegram.hook(settings, console))


@group.command("delete")
def unhook() -> None:
    """Take the webhook away, so that messages can be fetched by polling."""
    from bot.channels.youth_telegram import command as telegram

    run(lambda settings: telegram.unhook(settings, console))
