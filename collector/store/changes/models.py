"""The change that lets models lie in the store: 27.

One rule: a change that has landed is never edited; the next one mends it.
"""

from collector.store.changes.change import Change

MODELS_IN_THE_STORE = Change(
    27,
    "the tagger's models lie in the store, so that every machine reads with the one that is live",
    (
        """CREATE TABLE models (
            card TEXT PRIMARY KEY, version TEXT NOT NULL, made_at BIGINT NOT NULL)""",
        """CREATE TABLE model_parts (
            card TEXT NOT NULL REFERENCES models (card) ON DELETE CASCADE, file TEXT NOT NULL,
            place BIGINT NOT NULL, body BYTEA NOT NULL, PRIMARY KEY (card, file, place))""",
        """CREATE TABLE live_model (
            one BIGINT PRIMARY KEY, live TEXT NOT NULL, before TEXT NOT NULL, at BIGINT NOT NULL)""",
    ),
)
