"""How many of Telegram's updates are kept in a second, beside bare echoes of the two libraries."""
