"""Understands one text: pure functions, word lists and examples as data beside the code.

The one rule of this room: it imports nothing of ours from outside `nlp`.
"""
