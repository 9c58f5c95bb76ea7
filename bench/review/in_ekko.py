"""A leader reviews the forty in Ekko, several at once: a click switches a tag, a key approves the page.

What the page does not offer is unticked and waits for the queue: keys approve and add a tag there.
"""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.async_api import Locator, Page, expect

import collector
from bench.review.hands import Hands
from bench.review.wishes import TAGS, Judged
from bench.servers import free_port
from collector import intake, signin
from collector.ids import new_id
from collector.model import Municipality, Round, Staff
from collector.sealing import Seal, make_key, read_key
from collector.store import people, rounds
from collector.store.front import Store, Tx
from collector.store.opening import open_store
from collector.texts import read_catalogue
from collector.web.app import make_app
from collector.web.doors import STAFF_COOKIE
from collector.web.show import Pages
from nlp.reader import Reader

QUIET = 360
"""After each step the page takes no tap for so long, lest a second one hit the next wish by mistake."""
START = 1_790_000_000_000
TEXTS = Path(collector.__path__[0]) / "texts"


async def review(page: Page, folder: Path, reader: Reader, wishes: Sequence[Judged]) -> Hands:
    """Review them all, and look afterwards whether each stands as people judged it."""
    texts = read_catalogue(TEXTS)
    names = {tag: texts.name("tag", tag, "nb") for tag in TAGS}
    about = {wish.reading.text: wish.about for wish in wishes}
    make_key(folder / "ekko.key")
    seal, store = read_key(folder / "ekko.key"), open_store(f"sqlite://{folder / 'ekko.db'}")
    session = await store.write(lambda tx: settle(tx, seal, wishes))
    with serving(store, seal, reader) as address:
        cookie = {"name": STAFF_COOKIE, "value": session, "domain": "localhost", "path": "/"}
        await page.context.add_cookies([cookie | {"secure": True, "httpOnly": True}])  # type: ignore[list-item]
        await page.goto(f"{address}/desk/several")
        hands = Hands(page)
        await hands.click(page.locator("h1"))  # the hands come to the page
        approved = await review_several(hands, about)
        await hands.click(page.locator('main a[href="/desk/queue"]').last)
        await page.wait_for_url("**/desk/queue")
        await hands.click(page.locator("h1"))
        for _ in range(len(wishes) - approved):
            await review_one(hands, about, names)
        await expect(page.locator(".done")).to_be_visible()
    found = await store.read(lambda tx: tx.all("SELECT id, text, state FROM wishes"))
    tags = await store.read(lambda tx: tx.all("SELECT wish_id, tag FROM wish_tags WHERE given = 1"))
    for row in found:
        assert row["state"] == "approved", row["state"]
        assert {tag["tag"] for tag in tags if tag["wish_id"] == row["id"]} == about[row["text"]]
    store.close()
    return hands


async def review_several(hands: Hands, about: Mapping[str, frozenset[str]]) -> int:
    """Switch on each page what is not right, approve the rest of it, and count them."""
    page, approved = hands.page, 0
    while await page.locator(".several__one").count():
        for one in await page.locator(".several__one").all():
            wanted = about[await one.locator(".many__text").text_content() or ""]
            offered = {
                (await each.get_attribute("value") or "")[27:]: each
                for each in await one.locator('[name="tag"]').all()
            }
            if not wanted <= offered.keys():
                await hands.click(one.locator(".several__words label"))
                continue
            approved += 1
            for tag, switch in offered.items():
                if (tag in wanted) != await switch.is_checked():
                    await hands.click(switch)
        press = await page.locator('[name="press"]').first.get_attribute("value")
        await hands.press("1")
        await expect(page.locator(f'.several [name="press"][value="{press}"]')).to_have_count(0)
    return approved


async def review_one(hands: Hands, about: Mapping[str, frozenset[str]], names: Mapping[str, str]) -> None:
    """Let one wish be about what it is about, and approve it."""
    page = hands.page
    text = await page.locator(".wish__text").text_content() or ""
    wanted = about[text]
    given = page.locator('form:has(input[name="do"][value="drop"]) button[name="tag"]')
    stands = {await each.get_attribute("value") or "" for each in await given.all()}
    for tag in sorted(stands - wanted):
        await swapped(hands, given.and_(page.locator(f'[value="{tag}"]')))
    for tag in sorted(wanted - stands):
        offered = page.locator(f'form:has(input[name="do"][value="add"]) button[value="{tag}"]')
        if await offered.count():
            await swapped(hands, offered)
        else:
            await hands.press("2")
            await hands.type(shortest(names, tag))
            async with page.expect_response("**/tag"):
                await hands.press("Enter")
            await expect(page.locator(f'form button.chip[value="{tag}"]')).to_be_visible()
            await expect(page.locator("h1")).to_be_focused()
    press = await page.locator('[name="press"]').first.get_attribute("value")
    await hands.press("1")
    await expect(page.locator(f'.decide [name="press"][value="{press}"]')).to_have_count(0)


async def swapped(hands: Hands, button: Locator) -> None:
    """Click, and wait until the page shows what came of it."""
    page = hands.page
    press = await page.locator('[name="press"]').first.get_attribute("value")
    await page.wait_for_timeout(QUIET)
    await hands.click(button)
    await expect(page.locator(f'.decide [name="press"][value="{press}"]')).to_have_count(0)


def shortest(names: Mapping[str, str], tag: str) -> str:
    """Find the shortest beginning of a tag's name that is no other's: what a quick hand types."""
    name, others = names[tag].casefold(), [names[each].casefold() for each in names if each != tag]
    return next(
        (name[:n] for n in range(1, len(name)) if not any(each.startswith(name[:n]) for each in others)), name
    )


def settle(tx: Tx, seal: Seal, wishes: Sequence[Judged]) -> str:
    """Keep the forty, and sign a leader in."""
    here = Municipality(new_id(1), "Eksempelvik", is_example=True, is_open=True)
    asked = Round(new_id(1), here, "glad-elg", "Hva ønsker du deg her?", 1, None)
    rounds.add_municipality(tx, here, 1)
    rounds.add_round(tx, asked, 1)
    for place, each in enumerate(wishes):
        wish = intake.make_wish(each.reading, new_id(START + place), asked, None, "paper", START + place)
        intake.receive(tx, seal, asked, wish, each.text, None)
    staff = Staff(new_id(START), here.id, "Kari", "leader")
    people.add_staff(tx, staff, START)
    return signin.open_session(tx, seal, staff, now())


def now() -> int:
    """Tell the time."""
    return int(time.time() * 1000)


@contextmanager
def serving(store: Store, seal: Seal, reader: Reader) -> Iterator[str]:
    """Serve the desk from a thread."""
    app = make_app(store, seal, now, Pages(texts=read_catalogue(TEXTS)), reader=reader)
    port = free_port()
    config = uvicorn.Config(app, port=port, lifespan="off", access_log=False, log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://localhost:{port}"
    server.should_exit = True
    thread.join(10)
