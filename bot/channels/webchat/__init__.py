"""The chat in a browser, which needs nothing but a browser: its pages, their words' places and their few files."""
