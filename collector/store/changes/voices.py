"""Stories, who was heard of those who live here, whom to ask, and what a group notes: change 21.

One rule: a change that has landed is never edited; the next one mends it.
"""

from collector.store.changes.change import Change

IN_THEIR_WORDS = Change(
    21,
    "in their words: stories, who was heard of those who live here, whom to ask, what a group notes",
    (
        """CREATE TABLE voices (
            talk_id TEXT NOT NULL REFERENCES talks (id) ON DELETE CASCADE,
            round_id TEXT NOT NULL REFERENCES rounds (id), place TEXT NOT NULL, n BIGINT NOT NULL,
            PRIMARY KEY (talk_id, round_id, place))""",
        """CREATE TABLE heard (
            round_id TEXT NOT NULL REFERENCES rounds (id), what TEXT NOT NULL, name TEXT NOT NULL,
            n BIGINT NOT NULL, PRIMARY KEY (round_id, what, name))""",
        """INSERT INTO voices (talk_id, round_id, place, n)
            SELECT talk_id, round_id, '', COUNT(*) FROM wishes
            WHERE state = 'approved' AND talk_id IS NOT NULL GROUP BY talk_id, round_id""",
        """INSERT INTO voices (talk_id, round_id, place, n)
            SELECT w.talk_id, w.round_id, p.place, COUNT(*) FROM wish_places p
            JOIN wishes w ON w.id = p.wish_id WHERE w.state = 'approved' AND w.talk_id IS NOT NULL
            GROUP BY w.talk_id, w.round_id, p.place""",
        """INSERT INTO heard (round_id, what, name, n)
            SELECT round_id, 'all', 'all', COUNT(*) FROM voices WHERE place = '' GROUP BY round_id""",
        """INSERT INTO heard (round_id, what, name, n)
            SELECT v.round_id, 'school', t.school, COUNT(*) FROM voices v JOIN talks t ON t.id = v.talk_id
            WHERE v.place = '' AND t.school IS NOT NULL GROUP BY v.round_id, t.school""",
        """INSERT INTO heard (round_id, what, name, n)
            SELECT v.round_id, 'age', t.age_band, COUNT(*) FROM voices v JOIN talks t ON t.id = v.talk_id
            WHERE v.place = '' AND t.age_band IS NOT NULL GROUP BY v.round_id, t.age_band""",
        """INSERT INTO heard (round_id, what, name, n)
            SELECT round_id, 'place', place, COUNT(*) FROM voices WHERE place <> ''
            GROUP BY round_id, place""",
        """CREATE TABLE living (
            municipality_id TEXT NOT NULL REFERENCES municipalities (id), kind TEXT NOT NULL,
            name TEXT NOT NULL, n BIGINT NOT NULL, year BIGINT NOT NULL, source TEXT NOT NULL,
            set_by TEXT NOT NULL, set_at BIGINT NOT NULL, PRIMARY KEY (municipality_id, kind, name))""",
        """CREATE TABLE stories (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            wish_id TEXT NOT NULL UNIQUE REFERENCES wishes (id) ON DELETE CASCADE, tag TEXT NOT NULL,
            how TEXT NOT NULL, words TEXT NOT NULL, staff_id TEXT NOT NULL, at BIGINT NOT NULL)""",
        "CREATE INDEX stories_here ON stories (municipality_id, tag, id)",
        """CREATE TABLE whom_to_ask (
            municipality_id TEXT NOT NULL REFERENCES municipalities (id), tag TEXT NOT NULL,
            skill TEXT NOT NULL, ask TEXT NOT NULL, contact TEXT NOT NULL, set_by TEXT NOT NULL,
            set_at BIGINT NOT NULL, PRIMARY KEY (municipality_id, tag))""",
        """CREATE TABLE summary_notes (
            id TEXT PRIMARY KEY, municipality_id TEXT NOT NULL REFERENCES municipalities (id),
            of_what TEXT NOT NULL, list TEXT NOT NULL, place BIGINT NOT NULL, words TEXT NOT NULL,
            before TEXT NOT NULL, staff_id TEXT NOT NULL, at BIGINT NOT NULL, edited_by TEXT NOT NULL,
            edited_at BIGINT NOT NULL, struck_by TEXT, version BIGINT NOT NULL)""",
        "CREATE INDEX summary_notes_of ON summary_notes (municipality_id, of_what, list, place)",
    ),
)
