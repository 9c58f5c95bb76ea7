"""Pure conversations: events come in, effects go out, and nothing else happens.

One rule: no clock, files, network or randomness in here. Whoever calls does the doing (see `bot.host`).
"""
