"""Leaders' Telegram, through python-telegram-bot: the day's counts and a link, never a wish's words."""
