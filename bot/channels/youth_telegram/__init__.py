"""Young people's Telegram, through aiogram: the same dialogs as on the web, by the same host."""
