"""The words of wishes, each as a number that only the key can make of it: change 17.

One rule: a change that has landed is never edited; the next one mends it.
"""

from collector.store.changes.change import Change

WORDS_TO_SEARCH = Change(
    17,
    "what leaders search by: keyed numbers of words, and which wishes wait for theirs",
    (
        """CREATE TABLE wish_words (
            word BIGINT NOT NULL, wish_id TEXT NOT NULL REFERENCES wishes (id) ON DELETE CASCADE,
            PRIMARY KEY (word, wish_id))""",
        "CREATE INDEX words_of_wish ON wish_words (wish_id)",
        "CREATE TABLE to_index (wish_id TEXT PRIMARY KEY REFERENCES wishes (id) ON DELETE CASCADE)",
        "INSERT INTO to_index (wish_id) SELECT id FROM wishes WHERE text <> ''",
    ),
)
