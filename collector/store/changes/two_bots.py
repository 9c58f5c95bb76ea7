"""What goes out at its pace, and what leaders chose in their bot: change 24.

One rule: limits that several processes share stand in a row, never in anybody's memory.
"""

from collector.store.changes.change import Change

AT_ITS_PACE = Change(
    24,
    "what goes out at its pace, what we begin ourselves, and what leaders chose in their bot",
    (
        "ALTER TABLE talks ADD COLUMN free_at BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE outgoing ADD COLUMN why TEXT NOT NULL DEFAULT ''",
        "DROP INDEX outgoing_due",
        "CREATE INDEX outgoing_due ON outgoing (channel, given_up_at, urgent, due_at, id)",
        """CREATE TABLE paces (
            channel TEXT PRIMARY KEY, turn BIGINT NOT NULL, free_at BIGINT NOT NULL,
            quiet_until BIGINT NOT NULL, slowed_talk TEXT NOT NULL, slowed_until BIGINT NOT NULL)""",
        """CREATE TABLE begun_by_us (
            id TEXT PRIMARY KEY, talk_id TEXT NOT NULL REFERENCES talks (id) ON DELETE CASCADE,
            at BIGINT NOT NULL)""",
        "CREATE INDEX begun_by_us_of_talk ON begun_by_us (talk_id, at)",
        "ALTER TABLE link_codes ADD COLUMN language TEXT NOT NULL DEFAULT 'nb'",
        "ALTER TABLE staff_telegram ADD COLUMN language TEXT NOT NULL DEFAULT 'nb'",
        "ALTER TABLE staff_telegram ADD COLUMN weekday BIGINT",
        "ALTER TABLE staff_telegram ADD COLUMN told_at BIGINT",
        """CREATE TABLE case_notices (
            id TEXT PRIMARY KEY, wish_id TEXT NOT NULL, staff_id TEXT NOT NULL REFERENCES staff (id),
            due_at BIGINT NOT NULL, tries BIGINT NOT NULL DEFAULT 0, claimed_until BIGINT,
            UNIQUE (wish_id, staff_id))""",
        "CREATE INDEX case_notices_due ON case_notices (due_at)",
    ),
)
