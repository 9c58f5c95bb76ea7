"""The change for summaries that are mailed on a chosen day: which, to whom, and each letter."""

from collector.store.changes.change import Change

MAILED_ON_A_DAY = Change(
    22,
    "a summary is mailed on a chosen day: what was chosen, to whom, and each letter before and after it went",
    (
        """CREATE TABLE mailings (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            round_id TEXT REFERENCES rounds (id) ON DELETE CASCADE, staff_id TEXT NOT NULL,
            weekday BIGINT, day TEXT, hour BIGINT NOT NULL, language TEXT NOT NULL,
            made_at BIGINT NOT NULL, next_at BIGINT, ended_at BIGINT)""",
        "CREATE INDEX mailings_due ON mailings (next_at) WHERE next_at IS NOT NULL AND ended_at IS NULL",
        "CREATE INDEX mailings_here ON mailings (municipality_id, ended_at, id)",
        """CREATE TABLE mailing_people (
            mailing_id TEXT NOT NULL REFERENCES mailings (id) ON DELETE CASCADE,
            staff_id TEXT NOT NULL REFERENCES staff (id), mail TEXT NOT NULL,
            PRIMARY KEY (mailing_id, staff_id))""",
        """CREATE TABLE mailing_letters (
            id TEXT PRIMARY KEY, mailing_id TEXT NOT NULL REFERENCES mailings (id) ON DELETE CASCADE,
            staff_id TEXT NOT NULL, planned_at BIGINT NOT NULL, due_at BIGINT NOT NULL,
            tries BIGINT NOT NULL DEFAULT 0, claimed_until BIGINT, settled_at BIGINT,
            became TEXT NOT NULL DEFAULT '', UNIQUE (mailing_id, staff_id, planned_at))""",
        "CREATE INDEX mailing_letters_due ON mailing_letters (due_at) WHERE settled_at IS NULL",
    ),
)
