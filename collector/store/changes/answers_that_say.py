"""The change for what counts as an answer, and for which sending an answer came by: 26.

One rule: a change that has landed is never edited; the next one mends it.
"""

from collector.store.changes.change import Change

WORDLESS = "a.takes_back IS NULL AND a.status = 'read' AND a.text = ''"
"""That somebody read it, and nothing more: the sender is told so, and it is no answer."""
SAYS = """a.takes_back IS NULL AND (a.status <> 'read' OR a.text <> '') AND NOT EXISTS (
    SELECT 1 FROM answers b WHERE b.takes_back = a.id)"""

ANSWERS_THAT_SAY = Change(
    26,
    "an answer says something: that a wish was read is no answer; and which sending an answer came by",
    (
        "ALTER TABLE answers ADD COLUMN sending_id TEXT",
        "CREATE INDEX answers_of_sending ON answers (sending_id, wish_id) WHERE sending_id IS NOT NULL",
        """INSERT INTO to_count_again (municipality_id, passed)
            SELECT m.id, '' FROM municipalities m WHERE EXISTS (
                SELECT 1 FROM answers a JOIN wishes w ON w.id = a.wish_id
                WHERE w.municipality_id = m.id AND a.status = 'read' AND a.text = '')
            ON CONFLICT (municipality_id) DO UPDATE SET passed = ''""",
        """DELETE FROM counts WHERE round_id IN (SELECT r.id FROM rounds r
            JOIN to_count_again t ON t.municipality_id = r.municipality_id)""",
        """DELETE FROM counts_in WHERE scope IN (SELECT municipality_id FROM to_count_again)
            OR scope IN (SELECT r.id FROM rounds r
                JOIN to_count_again t ON t.municipality_id = r.municipality_id)""",
        f"""UPDATE wishes SET first_answer_at = (
                SELECT MIN(a.at) FROM answers a WHERE a.wish_id = wishes.id AND {SAYS})
            WHERE id IN (SELECT a.wish_id FROM answers a WHERE {WORDLESS})""",
        f"""UPDATE wishes SET first_answer_at = NULL
            WHERE answer_id IN (SELECT a.id FROM answers a WHERE {WORDLESS})""",
        """CREATE INDEX wishes_not_answered ON wishes (municipality_id, id)
            WHERE state = 'approved' AND first_answer_at IS NULL""",
    ),
)
