"""The change for wishes that a leader split: what each is a part of, and what the whole was."""

from collector.store.changes.change import Change

SPLIT_IN_PARTS = Change(
    18,
    "a wish that held several is split: whose part each is, and the whole, sealed, while it can be undone",
    (
        "ALTER TABLE wishes ADD COLUMN part_of TEXT",
        "ALTER TABLE wishes ADD COLUMN whole BYTEA",
        "CREATE INDEX wishes_part_of ON wishes (part_of) WHERE part_of IS NOT NULL",
    ),
)
