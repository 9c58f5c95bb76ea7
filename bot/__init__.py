"""Talks with people: young people in a chat, leaders by a digest, the one who runs it at a prompt."""
