"""The change for messengers: what could not be taken, how it goes there, and who lets us learn."""

from collector.store.changes.change import Change

MESSENGERS = Change(
    23,
    "messengers: what could not be taken, when nobody was heard, and who lets the tagger learn of her words",
    (
        """CREATE TABLE stuck (
            id TEXT PRIMARY KEY,
            municipality_id TEXT NOT NULL REFERENCES municipalities(id),
            channel TEXT NOT NULL,
            event_key TEXT NOT NULL UNIQUE,
            who TEXT NOT NULL,
            kind TEXT NOT NULL,
            error TEXT NOT NULL,
            tries BIGINT NOT NULL,
            body BYTEA,
            again BIGINT NOT NULL DEFAULT 0,
            at BIGINT NOT NULL)""",
        "CREATE INDEX stuck_of ON stuck (municipality_id, id)",
        "CREATE INDEX stuck_who ON stuck (who)",
        """CREATE TABLE messengers (
            bot TEXT PRIMARY KEY,
            municipality_id TEXT NOT NULL REFERENCES municipalities(id),
            channel TEXT NOT NULL,
            way TEXT NOT NULL,
            heard_at BIGINT,
            trouble TEXT NOT NULL DEFAULT '',
            trouble_at BIGINT)""",
        """CREATE TABLE gaps (
            id TEXT PRIMARY KEY,
            municipality_id TEXT NOT NULL REFERENCES municipalities(id),
            channel TEXT NOT NULL,
            began_at BIGINT NOT NULL,
            ended_at BIGINT NOT NULL)""",
        "CREATE INDEX gaps_of ON gaps (municipality_id, id)",
        "ALTER TABLE talks ADD COLUMN may_learn BIGINT",
    ),
)
