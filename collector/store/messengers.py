"""Statements about messengers: whose a bot is, when it was heard last, and when nobody was."""

from collector.store.front import Row, Tx


def find_messenger(tx: Tx, bot: str) -> Row | None:
    """Find a bot by its number."""
    return tx.one("SELECT * FROM messengers WHERE bot = :bot", bot=bot)


def put_messenger(tx: Tx, bot: str, municipality_id: str, channel: str, way: str) -> None:
    """Keep whose a bot is and by which way it listens."""
    tx.run(
        """INSERT INTO messengers (bot, municipality_id, channel, way)
        VALUES (:bot, :here, :channel, :way) ON CONFLICT (bot) DO UPDATE SET way = :way""",
        bot=bot,
        here=municipality_id,
        channel=channel,
        way=way,
    )


def note_heard(tx: Tx, bot: str, now: int) -> None:
    """Note that the messenger answered just now; whatever was the trouble is over."""
    tx.run(
        "UPDATE messengers SET heard_at = :now, trouble = '', trouble_at = NULL WHERE bot = :bot",
        now=now,
        bot=bot,
    )


def note_trouble(tx: Tx, bot: str, trouble: str, now: int) -> None:
    """Note what stands in the way, by the kind of the error, and since when."""
    tx.run(
        """UPDATE messengers SET trouble = :trouble,
            trouble_at = CASE WHEN trouble = :trouble THEN trouble_at ELSE :now END WHERE bot = :bot""",
        trouble=trouble,
        now=now,
        bot=bot,
    )


def add_gap(tx: Tx, *, id: str, municipality_id: str, channel: str, began_at: int, ended_at: int) -> None:
    """Keep a time in which nobody was heard."""
    tx.run(
        """INSERT INTO gaps (id, municipality_id, channel, began_at, ended_at)
        VALUES (:id, :here, :channel, :began_at, :ended_at)""",
        id=id,
        here=municipality_id,
        channel=channel,
        began_at=began_at,
        ended_at=ended_at,
    )


def messengers_of(tx: Tx, municipality_id: str) -> list[Row]:
    """List a municipality's bots, the one that was heard last first."""
    return tx.all(
        """SELECT * FROM messengers WHERE municipality_id = :id
        ORDER BY COALESCE(heard_at, 0) DESC, bot""",
        id=municipality_id,
    )


def all_messengers(tx: Tx) -> list[Row]:
    """List every bot."""
    return tx.all("SELECT * FROM messengers ORDER BY bot")


def gaps_of(tx: Tx, municipality_id: str, limit: int) -> list[Row]:
    """List the times in which nobody was heard, the newest first."""
    return tx.all(
        "SELECT * FROM gaps WHERE municipality_id = :id ORDER BY id DESC LIMIT :limit",
        id=municipality_id,
        limit=limit,
    )


def long_gaps(tx: Tx, municipality_id: str, channel: str, at_least: int, since: int) -> list[Row]:
    """List the times of at least so long that ended so lately, the newest first."""
    return tx.all(
        """SELECT began_at, ended_at FROM gaps WHERE municipality_id = :id AND channel = :channel
        AND ended_at - began_at >= :at_least AND ended_at >= :since ORDER BY id DESC""",
        id=municipality_id,
        channel=channel,
        at_least=at_least,
        since=since,
    )


def gaps_since(tx: Tx, since: int) -> list[Row]:
    """List what ended so lately, everywhere."""
    return tx.all("SELECT * FROM gaps WHERE ended_at >= :since ORDER BY id", since=since)


def drop_old_gaps(tx: Tx, before: int) -> int:
    """Forget times that are long past."""
    return tx.run("DELETE FROM gaps WHERE ended_at <= :before", before=before)
