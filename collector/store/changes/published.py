"""The change for what is told to those who may not read wishes: held figures, published pictures, keys: 20.

One rule: a change that has landed is never edited; the next one mends it.
"""

from collector.store.changes.change import Change

TOLD_AND_PUBLISHED = Change(
    20,
    "figures that move in steps, published summaries with a number, and keys that programs fetch them with",
    (
        """CREATE TABLE standing (
            round_id TEXT NOT NULL REFERENCES rounds (id), step BIGINT NOT NULL,
            approved BIGINT NOT NULL, answered BIGINT NOT NULL,
            counted TEXT NOT NULL, told TEXT NOT NULL, PRIMARY KEY (round_id, step))""",
        """CREATE TABLE published (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            number BIGINT NOT NULL, slice TEXT NOT NULL, staff_id TEXT NOT NULL, at BIGINT NOT NULL,
            body TEXT NOT NULL, hash TEXT NOT NULL, taken_out BIGINT NOT NULL DEFAULT 0, withdrawn_at BIGINT,
            withdrawn_by TEXT, why TEXT NOT NULL DEFAULT '', UNIQUE (municipality_id, number))""",
        "CREATE INDEX published_slices ON published (municipality_id, slice, number)",
        """CREATE TABLE published_stories (
            published_id TEXT NOT NULL REFERENCES published (id) ON DELETE CASCADE, place BIGINT NOT NULL,
            wish_id TEXT NOT NULL, tag TEXT NOT NULL, language TEXT NOT NULL, said TEXT NOT NULL,
            by_whom TEXT NOT NULL, PRIMARY KEY (published_id, place))""",
        "CREATE INDEX published_stories_of_wish ON published_stories (wish_id)",
        """CREATE TABLE pull_keys (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            code TEXT NOT NULL, name TEXT NOT NULL, fingerprint TEXT NOT NULL UNIQUE,
            staff_id TEXT NOT NULL, made_at BIGINT NOT NULL, ends_at BIGINT NOT NULL, ended_at BIGINT,
            used_day TEXT)""",
        "CREATE INDEX pull_keys_here ON pull_keys (municipality_id, id)",
    ),
)
