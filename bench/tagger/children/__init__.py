"""The peers, each run as a process of its own; see bench/tagger/talk.py."""
