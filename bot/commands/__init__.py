"""The commands in groups, each handed on to the room that does it; `bot.__main__` joins them."""
