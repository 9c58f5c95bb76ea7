"""Teaches the second reader's model our labels: its biases and scales alone, which its file keeps whole.

`make teach` runs it, in an environment of its own, since nothing else needs PyTorch. It takes the
better part of an hour on two cores; after it come `make vectors` and the hash in nlp/e5.py.
"""
