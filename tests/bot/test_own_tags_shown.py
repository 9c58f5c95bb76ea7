"""A municipality's own tag, which no catalogue of ours has, is shown wherever a wish's tags are."""

import re
from pathlib import Path

import bot
import collector
from bot.digest import digest_in_words
from bot.host import Host
from bot.record import open_record
from collector import intake
from collector.digest import Digest
from collector.model import Wish
from collector.store.front import Store, Tx
from collector.texts import Catalogue
from tests.bot.answers import Leader
from tests.bot.fields import CODE, say, wishes_kept
from tests.conftest import Clock
from tests.web.cast import Cast
from tests.web.conftest import cast

__all__ = ["cast"]

OWN = "x-seiling"
SAID = re.compile(r"""say\(\s*f?["']tag\.""")
ROOMS = [Path(room.__path__[0]) for room in (bot, collector)]


async def wish_for_it(host: Host, store: Store) -> tuple[Wish, str]:
    """Wish for what only this municipality has a tag for: the wish and its receipt."""
    await host.turn(say("segling på fjorden"))
    (wish,) = await wishes_kept(store)

    def tag(tx: Tx) -> str:
        intake.correct_by_sender(tx, wish.id, wish.talk_id or "", (OWN,))
        talk = tx.all("SELECT id, version, state FROM talks")[0]
        return open_record(host.seal, talk["id"], talk["version"], talk["state"]).receipt

    return wish, await store.write(tag)


async def test_whoever_wished_and_whoever_asks_the_round_sees_it(
    host: Host, store: Store, cast: Cast, clock: Clock
) -> None:
    wish, receipt = await wish_for_it(host, store)
    await Leader(store, clock).answers(wish)
    for path in (f"/r/{receipt}", f"/c/{CODE}/answers"):
        page = await cast.stranger().client.get(path)
        assert page.status_code == 200, path
        assert OWN in page.text, path


async def test_leaders_see_it_wherever_they_read_the_wish(host: Host, store: Store, cast: Cast) -> None:
    wish, _ = await wish_for_it(host, store)
    admin = await cast.sign_in("admin")
    for path in (
        "/desk/queue",
        f"/desk/queue/{wish.id}/tags",
        "/desk/answer",
        f"/desk/answer/{wish.id}",
        f"/desk/summary/{CODE}",
        f"/desk/summary/{CODE}/chart.svg?kind=activity",
        "/desk/learning",
    ):
        page = await admin.get(path)
        assert page.status_code == 200, path
        if path == "/desk/queue":
            assert OWN in page.text
            await cast.decide(admin, wish.id, "approve")


def test_a_leader_hears_of_it_on_telegram_too(texts: Catalogue) -> None:
    counted = Digest(since=0, waiting=3, new=3, activities=((OWN, 2), ("gaming", 1)))
    told = digest_in_words(counted, texts, "nb", 1, "https://ekko.test/desk")
    assert f"• {OWN}: 2\n• Gaming: 1" in told


def test_no_page_and_no_channel_says_a_tag_that_may_have_no_text() -> None:
    """A tag is `named`, since a municipality's own has no text to `say`."""
    sources = [path for room in ROOMS for kind in ("*.py", "*.html") for path in room.rglob(kind)]
    assert [path.name for path in sources if SAID.search(path.read_text("utf-8"))] == []
