"""The chat in a browser: its pages, the places of their words, and their few files."""
