"""Change 25: who was heard is counted with the other figures, and has no tables of its own any more.

One rule: a change that has landed is never edited; the next one mends it.
"""

from collector.store.changes.change import Change

COUNTED_AGAIN = "SELECT municipality_id FROM to_count_again"
ROUNDS_COUNTED_AGAIN = f"SELECT id FROM rounds WHERE municipality_id IN ({COUNTED_AGAIN})"
HEARD_WITH_THE_REST = Change(
    25,
    "who was heard stands with the other figures",
    (
        f"DELETE FROM counts WHERE round_id IN ({ROUNDS_COUNTED_AGAIN})",
        f"DELETE FROM counts_in WHERE scope IN ({COUNTED_AGAIN}) OR scope IN ({ROUNDS_COUNTED_AGAIN})",
        "UPDATE to_count_again SET passed = ''",
        f"""INSERT INTO counts (round_id, what, name, n)
            SELECT round_id, 'heard-' || what, name, n FROM heard
            WHERE what IN ('age', 'school') AND n > 0 AND round_id NOT IN ({ROUNDS_COUNTED_AGAIN})""",
        "DROP TABLE voices",
        "DROP TABLE heard",
    ),
)
