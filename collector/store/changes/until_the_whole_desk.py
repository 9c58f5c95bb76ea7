"""The log, groups, learning, signing in, what came of wishes, leaders at one queue: changes 10 to 16.

One rule: a change that has landed is never edited; the next one mends it.
"""

from collector.store.changes import groups
from collector.store.changes.change import Change

WHO_DID_WHAT = Change(
    10,
    "a log of who did what, each line holding the one before",
    (
        """CREATE TABLE audit (
            municipality_id TEXT NOT NULL, place BIGINT NOT NULL, staff_id TEXT NOT NULL,
            what TEXT NOT NULL, about TEXT NOT NULL, at BIGINT NOT NULL, hash TEXT NOT NULL,
            PRIMARY KEY (municipality_id, place))""",
        """CREATE TABLE audit_ends (
            municipality_id TEXT PRIMARY KEY, place BIGINT NOT NULL, hash TEXT NOT NULL)""",
    ),
)

ASKED_FOR_THE_SCHOOL = Change(
    11,
    "the school, where a round asks for it",
    ("ALTER TABLE talks ADD COLUMN school TEXT",),
)

YOUNG_PEOPLES_GROUPS = Change(
    12, "young people's groups, what goes to which, and what they do with it", groups.STATEMENTS
)

LEARNT_AT_THE_DESK = Change(
    13,
    "what the tagger learns at the desk, and tags that leaders make",
    (
        """CREATE TABLE trainings (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            staff_id TEXT NOT NULL, asked_at BIGINT NOT NULL, state TEXT NOT NULL, step BIGINT NOT NULL,
            beat_at BIGINT NOT NULL, base TEXT NOT NULL, folder TEXT NOT NULL, card TEXT NOT NULL,
            version TEXT NOT NULL, learnt BIGINT NOT NULL, report TEXT NOT NULL, ended_at BIGINT,
            decided_by TEXT, decided_in TEXT, decided_at BIGINT)""",
        "CREATE UNIQUE INDEX one_training_at_a_time ON trainings (state) WHERE state = 'running'",
        "CREATE INDEX trainings_by_card ON trainings (card)",
        """CREATE TABLE learnt (
            training_id TEXT NOT NULL REFERENCES trainings (id) ON DELETE CASCADE,
            wish_id TEXT NOT NULL REFERENCES wishes (id) ON DELETE CASCADE,
            PRIMARY KEY (training_id, wish_id))""",
        "CREATE INDEX learnt_of_wish ON learnt (wish_id)",
        """CREATE TABLE own_tags (
            tag TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            made_by TEXT NOT NULL, made_at BIGINT NOT NULL, ended_by TEXT, ended_at BIGINT)""",
        "CREATE INDEX own_tags_here ON own_tags (municipality_id, tag)",
        """CREATE TABLE tag_examples (
            tag TEXT NOT NULL REFERENCES own_tags (tag) ON DELETE CASCADE,
            wish_id TEXT NOT NULL REFERENCES wishes (id) ON DELETE CASCADE,
            PRIMARY KEY (tag, wish_id))""",
        "CREATE INDEX tag_examples_of_wish ON tag_examples (wish_id)",
        """CREATE TABLE tag_runs (
            id TEXT PRIMARY KEY, tag TEXT NOT NULL REFERENCES own_tags (tag),
            staff_id TEXT NOT NULL, at BIGINT NOT NULL, undone_by TEXT, undone_at BIGINT)""",
        "CREATE INDEX tag_runs_of_tag ON tag_runs (tag, id)",
        """CREATE TABLE tag_run_wishes (
            run_id TEXT NOT NULL REFERENCES tag_runs (id) ON DELETE CASCADE,
            wish_id TEXT NOT NULL REFERENCES wishes (id) ON DELETE CASCADE,
            PRIMARY KEY (run_id, wish_id))""",
        "CREATE INDEX tag_run_wishes_of_wish ON tag_run_wishes (wish_id)",
    ),
)

HOW_PEOPLE_SIGN_IN = Change(
    14,
    "how people sign in",
    (
        "ALTER TABLE sessions ADD COLUMN way TEXT NOT NULL DEFAULT 'link'",
        "ALTER TABLE invitations ADD COLUMN staff_id TEXT",
        """CREATE TABLE passkeys (
            id TEXT PRIMARY KEY, staff_id TEXT NOT NULL REFERENCES staff (id),
            credential TEXT NOT NULL UNIQUE, public_key BYTEA NOT NULL, sign_count BIGINT NOT NULL,
            name TEXT NOT NULL, made_at BIGINT NOT NULL, used_day TEXT)""",
        "CREATE INDEX passkeys_of_staff ON passkeys (staff_id)",
        """CREATE TABLE providers (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            kind TEXT NOT NULL, issuer TEXT NOT NULL, client_id TEXT NOT NULL, secret BYTEA NOT NULL,
            roles TEXT NOT NULL, acr TEXT NOT NULL, amr TEXT NOT NULL, set_by TEXT NOT NULL,
            set_at BIGINT NOT NULL, UNIQUE (municipality_id, kind))""",
        """CREATE TABLE outside_names (
            who TEXT PRIMARY KEY, staff_id TEXT NOT NULL REFERENCES staff (id),
            provider_id TEXT NOT NULL REFERENCES providers (id) ON DELETE CASCADE,
            made_at BIGINT NOT NULL, UNIQUE (staff_id, provider_id))""",
        "CREATE INDEX outside_names_by_provider ON outside_names (provider_id)",
        """CREATE TABLE ways_begun (
            token TEXT PRIMARY KEY, what TEXT NOT NULL, sealed BYTEA NOT NULL, ends_at BIGINT NOT NULL)""",
        "CREATE INDEX ways_begun_by_end ON ways_begun (ends_at)",
    ),
)

WHAT_CAME_OF_IT = Change(
    15,
    "what came of it: figures of answers, one answer for many, and more about what exists",
    (
        "ALTER TABLE wishes ADD COLUMN first_answer_at BIGINT",
        "ALTER TABLE answers ADD COLUMN in_public TEXT NOT NULL DEFAULT ''",
        """UPDATE wishes SET first_answer_at = (SELECT MIN(a.at) FROM answers a
                WHERE a.wish_id = wishes.id AND a.takes_back IS NULL)
            WHERE answer_id IS NOT NULL""",
        """INSERT INTO counts (round_id, what, name, n)
            SELECT round_id, 'days', CAST(days AS TEXT), COUNT(*) FROM (
                SELECT round_id, CASE WHEN first_answer_at - received_at > 31536000000 THEN 365
                    WHEN first_answer_at < received_at THEN 0
                    ELSE (first_answer_at - received_at) / 86400000 END AS days
                FROM wishes WHERE state = 'approved' AND answer_id IS NOT NULL) AS each_of_them
            GROUP BY round_id, days""",
        """INSERT INTO counts (round_id, what, name, n)
            SELECT w.round_id, 'told', t.tag, COUNT(*) FROM wishes w JOIN wish_tags t ON t.wish_id = w.id
            WHERE w.state = 'approved' AND w.answer_id IS NOT NULL AND t.kind = 'activity' AND t.given = 1
            GROUP BY w.round_id, t.tag""",
        """CREATE TABLE told (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            round_id TEXT NOT NULL REFERENCES rounds (id), status TEXT NOT NULL, text TEXT NOT NULL,
            n BIGINT NOT NULL, last TEXT NOT NULL, UNIQUE (round_id, status, text))""",
        "CREATE INDEX told_here ON told (municipality_id, last)",
        """CREATE TABLE told_tags (
            told_id TEXT NOT NULL REFERENCES told (id) ON DELETE CASCADE, tag TEXT NOT NULL,
            n BIGINT NOT NULL, PRIMARY KEY (told_id, tag))""",
        """INSERT INTO told (id, municipality_id, round_id, status, text, n, last)
            SELECT MIN(a.id), w.municipality_id, w.round_id, a.status, a.text, COUNT(*), MAX(a.id)
            FROM wishes w JOIN answers a ON a.id = w.answer_id WHERE w.state = 'approved'
            GROUP BY w.municipality_id, w.round_id, a.status, a.text""",
        """INSERT INTO told_tags (told_id, tag, n)
            SELECT d.id, t.tag, COUNT(*) FROM wishes w JOIN answers a ON a.id = w.answer_id
            JOIN told d ON d.round_id = w.round_id AND d.status = a.status AND d.text = a.text
            JOIN wish_tags t ON t.wish_id = w.id
            WHERE w.state = 'approved' AND t.kind = 'activity' AND t.given = 1 GROUP BY d.id, t.tag""",
        """CREATE TABLE released (
            wish_id TEXT PRIMARY KEY REFERENCES wishes (id) ON DELETE CASCADE,
            municipality_id TEXT NOT NULL REFERENCES municipalities (id), staff_id TEXT NOT NULL,
            at BIGINT NOT NULL)""",
        "CREATE INDEX released_here ON released (municipality_id, at)",
        """CREATE TABLE answer_templates (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            name TEXT NOT NULL, status TEXT NOT NULL, texts TEXT NOT NULL, made_at BIGINT NOT NULL,
            UNIQUE (municipality_id, name))""",
        """CREATE TABLE sendings (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            staff_id TEXT NOT NULL, status TEXT NOT NULL, texts TEXT NOT NULL, had TEXT NOT NULL,
            chosen BIGINT NOT NULL, given BIGINT NOT NULL DEFAULT 0, passed BIGINT NOT NULL DEFAULT 0,
            made_at BIGINT NOT NULL, done_at BIGINT)""",
        "CREATE INDEX sendings_here ON sendings (municipality_id, id)",
        "CREATE INDEX sendings_under_way ON sendings (id) WHERE done_at IS NULL",
        """CREATE TABLE to_be_told (
            sending_id TEXT NOT NULL REFERENCES sendings (id) ON DELETE CASCADE,
            wish_id TEXT NOT NULL REFERENCES wishes (id) ON DELETE CASCADE,
            PRIMARY KEY (sending_id, wish_id))""",
        "CREATE INDEX to_be_told_by_wish ON to_be_told (wish_id)",
        "CREATE INDEX answers_by_status ON answers (status, wish_id)",
        "CREATE INDEX wish_tags_given ON wish_tags (tag, wish_id) WHERE given = 1",
        *(
            f"ALTER TABLE catalogue ADD COLUMN {column} TEXT NOT NULL DEFAULT ''"
            for column in ("place", "days", "age", "price", "link")
        ),
    ),
)

LEADERS_AT_ONE_QUEUE = Change(
    16,
    "leaders at one queue: who looks at which wish, which presses came, what was hidden by hand, what is one",
    (
        """CREATE TABLE claims (
            wish_id TEXT PRIMARY KEY REFERENCES wishes (id) ON DELETE CASCADE,
            municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            staff_id TEXT NOT NULL REFERENCES staff (id), until BIGINT NOT NULL)""",
        "CREATE INDEX claims_of_staff ON claims (staff_id)",
        "CREATE INDEX claims_here ON claims (municipality_id, until)",
        """CREATE TABLE presses (
            staff_id TEXT NOT NULL REFERENCES staff (id), press TEXT NOT NULL, wish_id TEXT NOT NULL,
            did TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (staff_id, press))""",
        "CREATE INDEX presses_by_age ON presses (at)",
        """CREATE INDEX wishes_decided_by ON wishes (decided_by, decided_at)
            WHERE decided_by IS NOT NULL""",
        "ALTER TABLE wishes ADD COLUMN hidden BYTEA",
        "ALTER TABLE wishes ADD COLUMN same_as TEXT",
        "CREATE INDEX wishes_same_as ON wishes (same_as) WHERE same_as IS NOT NULL",
        "ALTER TABLE decisions ADD COLUMN batch TEXT",
        "CREATE INDEX decisions_of_batch ON decisions (batch) WHERE batch IS NOT NULL",
    ),
)
