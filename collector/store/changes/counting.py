"""The change for figures of any part of what was said, and for the number that each wish is cited by.

One rule: a change that has landed is never edited; the next one mends it.
"""

from collector.store.changes.change import Change

ANY_PART_COUNTED = Change(
    19,
    "figures of a place, of a day and of everything here, and a number for each wish",
    (
        """CREATE TABLE counts_in (
            scope TEXT NOT NULL, cut TEXT NOT NULL, part TEXT NOT NULL, what TEXT NOT NULL,
            name TEXT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (scope, cut, part, what, name))""",
        """CREATE TABLE to_count_again (
            municipality_id TEXT PRIMARY KEY REFERENCES municipalities (id), passed TEXT NOT NULL)""",
        "DELETE FROM counts",
        """INSERT INTO to_count_again (municipality_id, passed)
            SELECT id, '' FROM municipalities WHERE EXISTS (
                SELECT 1 FROM wishes w WHERE w.municipality_id = municipalities.id)""",
        "ALTER TABLE talks DROP COLUMN counted",
        "ALTER TABLE wishes ADD COLUMN number BIGINT",
        """UPDATE wishes SET number = counted.number FROM (
            SELECT id, ROW_NUMBER() OVER (PARTITION BY round_id ORDER BY id) AS number FROM wishes
            ) AS counted WHERE counted.id = wishes.id""",
        "CREATE UNIQUE INDEX wishes_by_number ON wishes (round_id, number)",
        """CREATE TABLE wish_numbers (
            round_id TEXT PRIMARY KEY REFERENCES rounds (id), last BIGINT NOT NULL)""",
        """INSERT INTO wish_numbers (round_id, last)
            SELECT round_id, MAX(number) FROM wishes GROUP BY round_id""",
        *(
            f"""CREATE INDEX wishes_by_{each} ON wishes (round_id, {each}, received_at, id)
                WHERE state = 'approved'"""
            for each in ("source", "language")
        ),
        "CREATE INDEX wishes_by_time ON wishes (round_id, received_at, id) WHERE state = 'approved'",
        "CREATE INDEX talks_by_age ON talks (municipality_id, age_band) WHERE age_band IS NOT NULL",
        "CREATE INDEX wish_places_by_place ON wish_places (place, wish_id)",
        """CREATE TABLE wish_prints (
            wish_id TEXT PRIMARY KEY REFERENCES wishes (id) ON DELETE CASCADE, print BIGINT NOT NULL)""",
        "CREATE INDEX wish_prints_alike ON wish_prints (print, wish_id)",
        """CREATE TABLE copied (
            round_id TEXT NOT NULL REFERENCES rounds (id), print BIGINT NOT NULL,
            PRIMARY KEY (round_id, print))""",
        "CREATE INDEX copied_alike ON copied (print)",
        """INSERT INTO to_index (wish_id) SELECT id FROM wishes WHERE text <> ''
            ON CONFLICT (wish_id) DO NOTHING""",
        "CREATE INDEX talks_by_school ON talks (municipality_id, school) WHERE school IS NOT NULL",
    ),
)
