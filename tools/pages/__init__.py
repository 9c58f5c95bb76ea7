"""Pages of docs/ that are made from the code: one file a page, each with one function that returns its text.

One rule: what can be asked of the program is asked of it, and only what it cannot know is written here.
"""
