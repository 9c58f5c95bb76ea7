"""Nobody is shut out of the chat: each state of it, in a real Chromium, light and dark, small and large.

One rule: the steps are the program's own, so that a new one without a way to it turns this red.
"""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from bot.dialogs.book import BOOK
from bot.dialogs.talk import START
from bot.record import open_record
from collector.model import Round
from collector.sealing import Seal
from collector.store import catalogue, municipalities, rounds
from collector.store.catalogue import Entry
from collector.store.front import Store, Tx
from tests.bot.fields import CODE
from tests.bot.test_chat_in_browser import PHONE, open_chat, tell
from tests.machine.axe import barriers_on

pytestmark = pytest.mark.usefixtures("asked")
ON_TELEGRAM_ALONE = {"ask.learn"}
"""What is written on the web is learnt from without such a question; tests/telegram plays it."""
WAYS: dict[str, tuple[str, ...]] = {
    "wish.ask": ("sjakk", "ja", "hopp over", "nei"),
    "wish.enough": ("sjakk", "ja", "hopp over", "nei", "nei"),
    "wish.vague": ("noe gøy",),
    "ask.barriers": ("sjakk", "ja"),
    "ask.where": ("sjakk", "ja"),
    "ask.how-often": ("sjakk", "ja"),
    "ask.age": ("sjakk", "ja", "nei"),
    "ask.school": ("sjakk", "ja", "nei"),
    "ask.exists": ("sjakk", "ja"),
    "ask.show": ("sjakk", "ja", "hopp over"),
    "contact.offer": ("jeg vil ikke leve lenger",),
    "contact.write": ("jeg vil ikke leve lenger", "ja"),
    "words.which": ("sjakk", "jeg vil danse hiphop", "mine ønsker", "* Endre ordene"),
    "words.change": ("sjakk", "mine ønsker", "* Endre ordene"),
    "wish.confirm": ("gaming og dans",),
    "wish.correct": ("gaming og dans", "nei"),
    "mine.choose": ("gaming og dans", "mine ønsker"),
    "mine.sure": ("gaming og dans", "slett"),
    "mine.all": ("sjakk", "jeg vil danse hiphop", "mine ønsker", "* Slett alt"),
    "language.choose": ("språk",),
    "stopped": ("stopp",),
}
"""What somebody says, or taps (*), to come to each step."""
ASKED = ("where", "how-often", "age", "school")
SCHOOLS = [
    {"name": f"{name} barne- og ungdomsskole", "grade_from": 1, "grade_to": 10, "pupils": 200}
    for name in ("Fjordvik", "Vika", "Lien", "Nordre Eksempelvik")
]
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, textarea, input, summary')]
    .filter(each => each.checkVisibility() && each.type !== 'hidden' && !each.matches('.ds-skip-link'))
    .filter(each => each.getBoundingClientRect().height < 44 || each.getBoundingClientRect().width < 44)
    .map(each => each.outerHTML.slice(0, 90))"""
HEARD = """() => {
    window.heard = [];
    window.gone = 0;
    new MutationObserver(changes => changes.forEach(change => {
        change.addedNodes.forEach(each => each.nodeType === 1 && heard.push(each.innerText.trim()));
        gone += [...change.removedNodes].filter(each => each.nodeType === 1).length;
    })).observe(document.getElementById('lines'), {childList: true, subtree: true, characterData: true});
}"""
Reach = Callable[[Page, str, Store], Awaitable[None]]


async def say_all(page: Page, *words: str) -> None:
    for each in words:
        if each.startswith("* "):
            await page.get_by_role("button", name=each[2:], exact=True).click()
            await expect(page.locator(".line.you").last).to_have_text(f"Du: {each[2:]}")
            continue
        await tell(page, each)
        await expect(page.locator("#said")).to_have_value("")


def prepare(step: str, asked: Round) -> Callable[[Tx], None]:
    """Let the round ask just what a step is about, or let there be something that answers the wish."""
    name = step.removeprefix("ask.")
    entry = Entry("e1", "Sjakklubben", "Møtes på biblioteket torsdager.", ("tabletop",))

    def work(tx: Tx) -> None:
        if name in ASKED:
            rounds.let_ask(tx, asked.id, (name,))
            municipalities.put_list(tx, asked.municipality.id, "schools", SCHOOLS)
        if name == "exists":
            catalogue.add_entry(tx, asked.municipality.id, entry, 0)

    return work


async def no_barrier(page: Page) -> None:
    """Look at a state in every way there is."""
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert await barriers_on(page) == [], scheme
    assert await page.evaluate(SMALL_TARGETS) == []
    await page.set_viewport_size({"width": 320, "height": 568})
    assert await sideways(page) == [], "320 px"
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert await sideways(page) == [], "text at 200 %"
    hidden = await page.evaluate(
        """() => [...document.querySelectorAll('button, .line, h1, p')].filter(each => each.checkVisibility()
        && getComputedStyle(each).overflow === 'hidden' && each.scrollHeight > each.clientHeight + 1
        && !each.matches('.ds-sr-only')).map(each => each.outerHTML.slice(0, 90))"""
    )
    assert hidden == []
    await page.evaluate("document.documentElement.style.fontSize = ''")


async def sideways(page: Page) -> list[str]:
    """Name the parts of the page that one must scroll sideways in to see all of."""
    found: list[str] = await page.evaluate(
        """() => {
            for (const each of document.querySelectorAll('.ds-sr-only, .ds-skip-link'))
                each.style.display = 'none';
            return [document.documentElement, ...document.querySelectorAll('main, footer, [popover]')]
                .filter(each => each.scrollWidth > each.clientWidth)
                .map(each => `${each.tagName}: ${each.scrollWidth} > ${each.clientWidth}`);
        }"""
    )
    return found


def test_every_step_of_the_program_has_a_way_to_it() -> None:
    assert set(WAYS) == set(BOOK.steps) - {START} - ON_TELEGRAM_ALONE


@pytest.mark.parametrize("step", WAYS)
async def test_nobody_is_shut_out_of_any_step(
    page: Page, served: str, store: Store, seal: Seal, asked: Round, step: str
) -> None:
    await store.write(prepare(step, asked))
    await open_chat(page, served)
    await say_all(page, *WAYS[step])
    (row,) = await store.read(lambda tx: tx.all("SELECT id, version, state FROM talks"))
    assert open_record(seal, row["id"], row["version"], row["state"]).talk.step == step
    await no_barrier(page)


async def the_help_card(page: Page, served: str, store: Store) -> None:
    await open_chat(page, served)
    await page.get_by_role("button", name="Hjelp").click()
    await expect(page.locator("#help-card")).to_be_visible()


async def somebody_not_ok(page: Page, served: str, store: Store) -> None:
    await open_chat(page, served)
    await say_all(page, "jeg vil ikke leve lenger")
    await expect(page.locator(".line.card-line")).to_be_visible()


async def that_talk_again(page: Page, served: str, store: Store) -> None:
    await somebody_not_ok(page, served, store)
    await page.reload()
    await expect(page.get_by_text("ikke leve")).to_have_count(0)


async def a_refusal(page: Page, served: str, store: Store) -> None:
    await open_chat(page, served)
    await store.write(lambda tx: tx.run("UPDATE rounds SET closes_at = 1"))
    await tell(page, "sjakk")
    await expect(page.locator("#notice .ds-alert")).to_be_visible()


async def the_receipt(page: Page, served: str, store: Store) -> None:
    await open_chat(page, served)
    await say_all(page, "gaming og dans")
    await page.get_by_role("link", name="Åpne kvitteringen").click()
    for fold in await page.locator("summary").all():
        await fold.click()
    await expect(page.locator(".words")).to_have_text("gaming og dans")


async def what_is_erased(page: Page, served: str, store: Store) -> None:
    await the_receipt(page, served, store)
    await page.get_by_role("button", name="Ja, slett").click()
    await expect(page.get_by_role("status")).to_be_visible()


async def the_end(page: Page, served: str, store: Store) -> None:
    await open_chat(page, served)
    await say_all(page, "sjakk")
    await page.get_by_role("button", name="Ferdig").click()
    await expect(page.get_by_text("visket ut")).to_be_visible()


def at(path: str) -> Reach:
    async def reach(page: Page, served: str, store: Store) -> None:
        await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        await page.goto(served + path)

    return reach


STATES: dict[str, Reach] = {
    "the welcome": at(f"/c/{CODE}"),
    "the front page": at("/"),
    "the help page": at("/help"),
    "no network": at("/help/offline"),
    "no such round": at("/c/finnes-ikke"),
    "no such receipt": at("/r/feil"),
    "no such page": at("/finnes/ikke"),
    "the help card": the_help_card,
    "somebody not ok": somebody_not_ok,
    "that talk again": that_talk_again,
    "a refusal": a_refusal,
    "the receipt": the_receipt,
    "what is erased": what_is_erased,
    "the end": the_end,
}


@pytest.mark.parametrize("state", STATES)
async def test_nobody_is_shut_out_of_any_page(page: Page, served: str, store: Store, state: str) -> None:
    await STATES[state](page, served, store)
    await no_barrier(page)


async def test_a_reader_of_the_screen_hears_each_reply_once(page: Page, served: str) -> None:
    await open_chat(page, served)
    assert await page.get_attribute("#lines", "role") == "log"
    assert await page.locator("#lines [aria-live], #lines [role=status], #lines [role=alert]").count() == 0
    await page.evaluate(HEARD)
    await say_all(page, "gaming og dans", "nei", "hjelp")
    heard = await page.evaluate("heard.filter((each, place) => each && !heard[place - 1]?.includes(each))")
    said = [
        line for line in await page.locator("#lines > .line").all_inner_texts() if "Du skriver" not in line
    ]
    assert await page.evaluate("gone") == 0
    new = [line.strip() for line in said][-len(heard) :]
    assert heard == new
    assert len(set(heard)) == len(heard)


@pytest.mark.parametrize(("wanted", "moves"), [("reduce", "none"), ("no-preference", "arrive")])
async def test_nothing_glides_for_whoever_wants_it_still(
    page: Page, served: str, wanted: str, moves: str
) -> None:
    await page.emulate_media(reduced_motion=wanted)  # type: ignore[arg-type]
    await open_chat(page, served)
    assert await page.evaluate("getComputedStyle(document.querySelector('.line')).animationName") == moves
