"""Many approved wishes at once, in one transaction."""

from collector import intake
from collector.ids import new_id
from collector.model import Tag, Wish
from collector.store.front import Tx
from tests.web.cast import Cast, Place


async def approve(
    cast: Cast, n: int, *tags: str, place: Place | None = None, language: str = "nb", text: str = "noe"
) -> list[str]:
    """Let so many wishes stand approved; tell their ids."""
    place = place or cast.here
    cast.clock.now += 1000
    ids = [new_id(cast.clock()) for _ in range(n)]

    def work(tx: Tx) -> None:
        for wish_id in ids:
            given = tuple(Tag("activity", tag) for tag in tags)
            here, asked, now = place.municipality.id, place.asked, cast.clock()
            wish = Wish(
                wish_id, here, asked.id, None, "webchat", language, text, "approved", True, now, tags=given
            )
            intake.receive(tx, cast.seal, asked, wish, f"raw {text}", None)

    await cast.store.write(work)
    return ids
