"""Statements that find and erase what has had its time.

One rule: whatever is erased is named (`bury`), so that no old copy brings it back; counts and masked words of
ordinary wishes stay.
"""

from collector.store import to_index
from collector.store.erased import bury
from collector.store.front import Row, Tx

DAY = 24 * 60 * 60 * 1000


def raw_due(tx: Tx, municipality_id: str, decided_before: int, limit: int) -> list[Row]:
    """List wishes that were decided about so long ago that their raw words are to go."""
    return tx.all(
        """SELECT id, talk_id FROM wishes WHERE raw IS NOT NULL AND decided_at IS NOT NULL
        AND decided_at <= :before AND municipality_id = :id ORDER BY decided_at LIMIT :limit""",
        before=decided_before,
        id=municipality_id,
        limit=limit,
    )


def erase_raw(tx: Tx, wish_id: str) -> int:
    """Erase a wish's raw words, what people hid of them by hand and what they split; the masked ones stay."""
    bury(tx, "raw", wish_id)
    tx.run("UPDATE wishes SET hidden = NULL WHERE part_of = :id AND hidden IS NOT NULL", id=wish_id)
    return tx.run(
        "UPDATE wishes SET raw = NULL, hidden = NULL, whole = NULL WHERE id = :id AND raw IS NOT NULL",
        id=wish_id,
    )


def flagged_due(tx: Tx, municipality_id: str, closed_before: int, limit: int) -> list[Row]:
    """List wishes with the duty adult whose cases were closed so long ago that every word is to go."""
    return tx.all(
        """SELECT w.id, w.talk_id FROM cases c JOIN wishes w ON w.id = c.wish_id
        WHERE c.municipality_id = :id AND c.decided_at <= :before AND w.state = 'case'
        AND (w.text <> '' OR w.raw IS NOT NULL) ORDER BY c.decided_at LIMIT :limit""",
        before=closed_before,
        id=municipality_id,
        limit=limit,
    )


def erase_words(tx: Tx, wish_id: str) -> int:
    """Erase every word of a wish; that it was there stays, and its case."""
    bury(tx, "words", wish_id)
    tx.run("DELETE FROM wish_places WHERE wish_id = :id", id=wish_id)
    to_index.begin_anew(tx, wish_id)
    return tx.run(
        """UPDATE wishes SET raw = NULL, hidden = NULL, whole = NULL, text = ''
        WHERE id = :id AND (text <> '' OR raw IS NOT NULL)""",
        id=wish_id,
    )


def erase_contact(tx: Tx, wish_id: str) -> int:
    """Erase how somebody wanted to be reached."""
    bury(tx, "contact", wish_id)
    return tx.run("DELETE FROM contacts WHERE wish_id = :id", id=wish_id)


def handles_due(tx: Tx, municipality_id: str, ended_before: int, kept_since: int, now: int) -> list[Row]:
    """List talks whose round ended, or that were quiet, so long ago that nobody will answer them now.

    Whoever wrote within a day still gets her answer: the handle came back with her words.
    """
    return tx.all(
        """SELECT t.id FROM talks t JOIN rounds r ON r.id = t.round_id
        WHERE t.municipality_id = :id AND t.handle IS NOT NULL AND t.touched_at <= :a_day_ago
        AND (r.closes_at <= :ended_before OR t.touched_at <= :kept_since) ORDER BY t.id""",
        id=municipality_id,
        ended_before=ended_before,
        kept_since=kept_since,
        a_day_ago=now - DAY,
    )


def erase_handle(tx: Tx, talk_id: str) -> int:
    """Erase where to answer a talk."""
    bury(tx, "handle", talk_id)
    return tx.run("UPDATE talks SET handle = NULL WHERE id = :id AND handle IS NOT NULL", id=talk_id)


def talks_due(tx: Tx, municipality_id: str, quiet_since: int, limit: int) -> list[Row]:
    """List talks that have been quiet so long that what was written in them is to go."""
    return tx.all(
        """SELECT id FROM talks WHERE municipality_id = :id AND touched_at <= :quiet_since
        AND (emptied_at IS NULL OR emptied_at < touched_at) ORDER BY id LIMIT :limit""",
        id=municipality_id,
        quiet_since=quiet_since,
        limit=limit,
    )


def note_emptied(tx: Tx, talk_id: str, now: int) -> int:
    """Note that nothing that somebody wrote stands in a talk any more."""
    bury(tx, "lines", talk_id)
    return tx.run("UPDATE talks SET emptied_at = :now WHERE id = :id", id=talk_id, now=now)


def drop_old_turns(tx: Tx, before: int) -> int:
    """Forget the keys of events so old that nobody sends them again."""
    return tx.run("DELETE FROM turns WHERE at <= :before", before=before)


def drop_old_invitations(tx: Tx, before: int) -> int:
    """Forget links that were used, or could be no more, so long ago."""
    return tx.run("DELETE FROM invitations WHERE ends_at <= :before OR used_at <= :before", before=before)


def drop_old_link_codes(tx: Tx, now: int) -> int:
    """Forget codes that tie nobody to Telegram any more."""
    return tx.run("DELETE FROM link_codes WHERE ends_at <= :now", now=now)


def drop_given_up(tx: Tx, before: int) -> int:
    """Forget messages that could not be brought, once nobody looks for them any more."""
    return tx.run("DELETE FROM outgoing WHERE given_up_at <= :before", before=before)


def unreviewed_before(tx: Tx, municipality_id: str, before: int) -> int:
    """Count the wishes that have waited so long for anybody to read them that it should be said."""
    (row,) = tx.all(
        """SELECT COUNT(*) AS n FROM wishes
        WHERE municipality_id = :id AND state = 'waiting' AND received_at <= :before""",
        id=municipality_id,
        before=before,
    )
    return int(row["n"])
