"""What the tests of the bot say to the host, and how they look at what was kept."""

from bot.turn import Came
from collector.model import Wish
from collector.store import wishes
from collector.store.front import Store

CODE = "glad-elg"


def say(words: str, *, key: str = "one", who: str = "somebody") -> Came:
    """Say something on the web."""
    return Came(key, "webchat", who, CODE, said=words)


async def wishes_kept(store: Store) -> list[Wish]:
    """Read every wish there is."""
    return await store.read(
        lambda tx: wishes.with_tags(tx, tx.all(f"SELECT {wishes.COLUMNS} FROM wishes ORDER BY id"))
    )
