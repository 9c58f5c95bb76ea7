"""Wishes and talks, cases and answers, the municipality's record and its rounds: changes 1 to 9.

One rule: a change that has landed is never edited; the next one mends it.
"""

from collector.store.changes.change import Change

THE_FIRST_HOUSE = Change(
    1,
    "the first house",
    (
        """CREATE TABLE municipalities (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, is_example BIGINT NOT NULL,
            is_open BIGINT NOT NULL, made_at BIGINT NOT NULL)""",
        """CREATE TABLE rounds (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            code TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
            opens_at BIGINT NOT NULL, closes_at BIGINT, made_at BIGINT NOT NULL)""",
        """CREATE TABLE talks (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            round_id TEXT NOT NULL REFERENCES rounds (id), channel TEXT NOT NULL,
            who TEXT NOT NULL UNIQUE, receipt TEXT NOT NULL UNIQUE, version BIGINT NOT NULL,
            state BYTEA NOT NULL, handle BYTEA, counted BIGINT NOT NULL DEFAULT 0,
            touched_at BIGINT NOT NULL)""",
        """CREATE TABLE turns (
            event_key TEXT PRIMARY KEY, talk_id TEXT NOT NULL REFERENCES talks (id) ON DELETE CASCADE,
            turn BIGINT NOT NULL, at BIGINT NOT NULL)""",
        "CREATE INDEX turns_by_talk ON turns (talk_id)",
        """CREATE TABLE wishes (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            round_id TEXT NOT NULL REFERENCES rounds (id),
            talk_id TEXT REFERENCES talks (id) ON DELETE SET NULL,
            source TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL, raw BYTEA,
            state TEXT NOT NULL, sure BIGINT NOT NULL, received_at BIGINT NOT NULL,
            decided_at BIGINT, decided_by TEXT)""",
        "CREATE INDEX wishes_in_queue ON wishes (municipality_id, state, id)",
        "CREATE INDEX wishes_by_sureness ON wishes (municipality_id, state, sure, id)",
        "CREATE INDEX wishes_of_talk ON wishes (talk_id)",
        "CREATE INDEX wishes_of_round ON wishes (round_id, state, id)",
        """CREATE TABLE wish_tags (
            wish_id TEXT NOT NULL REFERENCES wishes (id) ON DELETE CASCADE, kind TEXT NOT NULL,
            tag TEXT NOT NULL, probability DOUBLE PRECISION NOT NULL, given BIGINT NOT NULL,
            tagged_by TEXT NOT NULL, PRIMARY KEY (wish_id, kind, tag))""",
        """CREATE TABLE counts (
            round_id TEXT NOT NULL REFERENCES rounds (id), what TEXT NOT NULL, name TEXT NOT NULL,
            n BIGINT NOT NULL, PRIMARY KEY (round_id, what, name))""",
        """CREATE TABLE cases (
            wish_id TEXT PRIMARY KEY,
            municipality_id TEXT NOT NULL REFERENCES municipalities (id), level TEXT NOT NULL,
            made_at BIGINT NOT NULL, decision TEXT, decided_by TEXT, decided_at BIGINT)""",
        "CREATE INDEX cases_open ON cases (municipality_id, decided_at, wish_id)",
        """CREATE TABLE outgoing (
            id TEXT PRIMARY KEY, talk_id TEXT NOT NULL REFERENCES talks (id) ON DELETE CASCADE,
            channel TEXT NOT NULL, place BIGINT NOT NULL, urgent BIGINT NOT NULL, body BYTEA NOT NULL,
            due_at BIGINT NOT NULL, tries BIGINT NOT NULL DEFAULT 0, claimed_until BIGINT,
            given_up_at BIGINT, UNIQUE (talk_id, place))""",
        "CREATE INDEX outgoing_due ON outgoing (channel, given_up_at, urgent DESC, id)",
        """CREATE TABLE staff (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            name TEXT NOT NULL, role TEXT NOT NULL, made_at BIGINT NOT NULL, ended_at BIGINT)""",
        """CREATE TABLE invitations (
            token TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            name TEXT NOT NULL, role TEXT NOT NULL, made_at BIGINT NOT NULL, ends_at BIGINT NOT NULL,
            used_at BIGINT)""",
        """CREATE TABLE sessions (
            token TEXT PRIMARY KEY, staff_id TEXT NOT NULL REFERENCES staff (id),
            made_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, ends_at BIGINT NOT NULL)""",
        "CREATE INDEX sessions_of_staff ON sessions (staff_id)",
        """CREATE TABLE decisions (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL, staff_id TEXT NOT NULL,
            wish_id TEXT NOT NULL, what TEXT NOT NULL, details TEXT NOT NULL, at BIGINT NOT NULL)""",
        "CREATE INDEX decisions_of_wish ON decisions (wish_id, id)",
        """CREATE TABLE staff_telegram (
            staff_id TEXT PRIMARY KEY REFERENCES staff (id), who TEXT NOT NULL UNIQUE,
            handle BYTEA NOT NULL, hour BIGINT NOT NULL, told_day TEXT, made_at BIGINT NOT NULL)""",
        """CREATE TABLE link_codes (
            code TEXT PRIMARY KEY, staff_id TEXT NOT NULL REFERENCES staff (id), ends_at BIGINT NOT NULL)""",
        """CREATE TABLE looks (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            staff_id TEXT NOT NULL REFERENCES staff (id), asked BIGINT NOT NULL, made_at BIGINT NOT NULL)""",
        "CREATE INDEX looks_here ON looks (municipality_id, id)",
        """CREATE TABLE looked_at (
            look_id TEXT NOT NULL REFERENCES looks (id) ON DELETE CASCADE,
            wish_id TEXT NOT NULL REFERENCES wishes (id) ON DELETE CASCADE,
            place BIGINT NOT NULL, is_right BIGINT, PRIMARY KEY (look_id, wish_id))""",
        "CREATE INDEX looked_at_by_wish ON looked_at (wish_id)",
        """CREATE TABLE own_names (
            tag TEXT NOT NULL, language TEXT NOT NULL, name TEXT NOT NULL, made_at BIGINT NOT NULL,
            PRIMARY KEY (tag, language))""",
        """CREATE TABLE own_examples (
            own_tag TEXT NOT NULL, place BIGINT NOT NULL, language TEXT NOT NULL, tags TEXT NOT NULL,
            text TEXT NOT NULL, PRIMARY KEY (own_tag, place))""",
        """CREATE TABLE key_checks (name TEXT PRIMARY KEY, sealed BYTEA NOT NULL)""",
    ),
)

MORE_ABOUT_A_WISH = Change(
    2,
    "more about a wish",
    (
        "ALTER TABLE rounds ADD COLUMN asks TEXT NOT NULL DEFAULT 'barriers'",
        "ALTER TABLE talks ADD COLUMN age_band TEXT",
        "ALTER TABLE wishes ADD COLUMN may_show BIGINT",
        """CREATE TABLE catalogue (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            name TEXT NOT NULL, about TEXT NOT NULL, tags TEXT NOT NULL, until TEXT, made_at BIGINT NOT NULL,
            UNIQUE (municipality_id, name))""",
        """CREATE TABLE fits (
            wish_id TEXT NOT NULL REFERENCES wishes (id) ON DELETE CASCADE,
            entry_id TEXT NOT NULL REFERENCES catalogue (id) ON DELETE CASCADE,
            fits BIGINT NOT NULL, PRIMARY KEY (wish_id, entry_id))""",
        "CREATE INDEX fits_of_entry ON fits (entry_id)",
    ),
)

WHO_IS_TOLD = Change(
    3,
    "who has duty, how they are told, and how somebody wants to be reached",
    (
        """CREATE TABLE duty_people (
            municipality_id TEXT NOT NULL REFERENCES municipalities (id), place BIGINT NOT NULL,
            name TEXT NOT NULL, mail TEXT NOT NULL, since_at BIGINT NOT NULL,
            PRIMARY KEY (municipality_id, place))""",
        "ALTER TABLE cases ADD COLUMN rung_at BIGINT",
        "ALTER TABLE cases ADD COLUMN taken_by TEXT",
        "ALTER TABLE cases ADD COLUMN taken_at BIGINT",
        "ALTER TABLE cases ADD COLUMN reworded_as TEXT",
        "UPDATE cases SET rung_at = made_at",
        "CREATE INDEX cases_untaken ON cases (decided_at, taken_at)",
        """CREATE TABLE alerts (
            id TEXT PRIMARY KEY, wish_id TEXT NOT NULL REFERENCES cases (wish_id),
            municipality_id TEXT NOT NULL REFERENCES municipalities (id), place BIGINT NOT NULL,
            planned_at BIGINT NOT NULL, due_at BIGINT NOT NULL, tries BIGINT NOT NULL DEFAULT 0,
            claimed_until BIGINT, sent_at BIGINT, sent_to TEXT, UNIQUE (wish_id, place, planned_at))""",
        "CREATE INDEX alerts_due ON alerts (sent_at, due_at)",
        """CREATE TABLE contacts (
            wish_id TEXT PRIMARY KEY REFERENCES wishes (id) ON DELETE CASCADE,
            municipality_id TEXT NOT NULL REFERENCES municipalities (id), words BYTEA NOT NULL,
            made_at BIGINT NOT NULL, erase_at BIGINT)""",
        "CREATE INDEX contacts_to_erase ON contacts (erase_at)",
    ),
)

RECEIPT_WORDS = Change(
    4,
    "the words of a receipt, guesses counted, cases written anew",
    (
        "ALTER TABLE talks ADD COLUMN words TEXT",
        "CREATE UNIQUE INDEX talks_by_words ON talks (words)",
        """CREATE TABLE misses (
            door TEXT NOT NULL, hour BIGINT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (door, hour))""",
        "ALTER TABLE cases ADD COLUMN version_of TEXT",
    ),
)

ANSWERS = Change(
    5,
    "answers to wishes",
    (
        """CREATE TABLE answers (
            id TEXT PRIMARY KEY, wish_id TEXT NOT NULL REFERENCES wishes (id) ON DELETE CASCADE,
            talk_id TEXT REFERENCES talks (id) ON DELETE SET NULL, place BIGINT NOT NULL,
            after_turn BIGINT NOT NULL, status TEXT NOT NULL, text TEXT NOT NULL, takes_back TEXT,
            staff_id TEXT NOT NULL, at BIGINT NOT NULL)""",
        "CREATE INDEX answers_of_wish ON answers (wish_id, id)",
        "CREATE INDEX answers_of_talk ON answers (talk_id, place)",
        "CREATE INDEX answers_lately ON answers (at)",
        "ALTER TABLE talks ADD COLUMN answers BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE wishes ADD COLUMN answer_id TEXT",
        """CREATE INDEX wishes_unanswered ON wishes (municipality_id, id)
            WHERE state = 'approved' AND answer_id IS NULL""",
        "CREATE INDEX wishes_answered ON wishes (round_id, answer_id) WHERE answer_id IS NOT NULL",
        """CREATE INDEX wishes_answered_here ON wishes (municipality_id, answer_id)
            WHERE answer_id IS NOT NULL""",
    ),
)

READ_AGAIN = Change(
    6,
    "what was read in a hurry",
    ("CREATE TABLE to_read_again (wish_id TEXT PRIMARY KEY REFERENCES wishes (id) ON DELETE CASCADE)",),
)

A_MUNICIPALITYS_RECORD = Change(
    7,
    "a municipality's record, and the day on which each of its staff was seen last",
    (
        "ALTER TABLE municipalities ADD COLUMN version BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE staff ADD COLUMN seen_day TEXT",
        """CREATE TABLE facts (
            municipality_id TEXT NOT NULL REFERENCES municipalities (id), name TEXT NOT NULL,
            value TEXT NOT NULL, set_by TEXT NOT NULL, set_at BIGINT NOT NULL,
            PRIMARY KEY (municipality_id, name))""",
        """CREATE TABLE places (
            municipality_id TEXT NOT NULL REFERENCES municipalities (id), name TEXT NOT NULL,
            PRIMARY KEY (municipality_id, name))""",
        """CREATE TABLE schools (
            municipality_id TEXT NOT NULL REFERENCES municipalities (id), name TEXT NOT NULL,
            grade_from BIGINT NOT NULL, grade_to BIGINT NOT NULL, pupils BIGINT NOT NULL,
            PRIMARY KEY (municipality_id, name))""",
        """CREATE TABLE holidays (
            municipality_id TEXT NOT NULL REFERENCES municipalities (id), name TEXT NOT NULL,
            from_day TEXT NOT NULL, to_day TEXT NOT NULL, PRIMARY KEY (municipality_id, from_day, name))""",
        """CREATE TABLE logos (
            municipality_id TEXT PRIMARY KEY REFERENCES municipalities (id), kind TEXT NOT NULL,
            body BYTEA NOT NULL, set_by TEXT NOT NULL, set_at BIGINT NOT NULL)""",
    ),
)

LOOKED_AFTER = Change(
    8,
    "what was looked after, and when",
    (
        "CREATE TABLE upkeep (name TEXT PRIMARY KEY, at BIGINT NOT NULL, said TEXT NOT NULL)",
        "ALTER TABLE talks ADD COLUMN emptied_at BIGINT",
        """CREATE INDEX wishes_with_raw ON wishes (decided_at)
            WHERE raw IS NOT NULL AND decided_at IS NOT NULL""",
    ),
)

ROUNDS_OF_PEOPLE = Change(
    9,
    "rounds that people make, and classes that answer as one",
    (
        "ALTER TABLE rounds ADD COLUMN languages TEXT NOT NULL DEFAULT 'nb nn en'",
        "ALTER TABLE rounds ADD COLUMN words TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE rounds ADD COLUMN kind TEXT NOT NULL DEFAULT 'open'",
        "ALTER TABLE rounds ADD COLUMN version BIGINT NOT NULL DEFAULT 0",
        """CREATE TABLE classes (
            id TEXT PRIMARY KEY, round_id TEXT NOT NULL REFERENCES rounds (id),
            code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, headcount BIGINT NOT NULL,
            made_at BIGINT NOT NULL, UNIQUE (round_id, name))""",
        """CREATE TABLE class_answers (
            id TEXT PRIMARY KEY, class_id TEXT NOT NULL REFERENCES classes (id),
            event_key TEXT NOT NULL UNIQUE, place BIGINT NOT NULL, present BIGINT NOT NULL,
            agreed TEXT NOT NULL, at BIGINT NOT NULL, wish_id TEXT, earlier TEXT,
            UNIQUE (class_id, place))""",
    ),
)
