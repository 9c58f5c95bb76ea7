"""Change 28: where a municipality's places are, and its outline, for the map.

One rule: a change that has landed is never edited; the next one mends it.
"""

from collector.store.changes.change import Change

ON_THE_MAP = Change(
    28,
    "where places are, and the outline of a municipality",
    (
        "ALTER TABLE places ADD COLUMN north DOUBLE PRECISION",
        "ALTER TABLE places ADD COLUMN east DOUBLE PRECISION",
        """CREATE TABLE outlines (
            municipality_id TEXT PRIMARY KEY REFERENCES municipalities (id), body TEXT NOT NULL,
            credit TEXT NOT NULL, set_by TEXT NOT NULL, set_at BIGINT NOT NULL)""",
    ),
)
