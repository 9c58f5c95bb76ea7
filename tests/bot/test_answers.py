"""An answer reaches the one who wished: in the talk, on the receipt, on the round's own page."""

from collections import Counter

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from bot.channels.webchat.talk import COOKIE
from bot.host import Host
from bot.turn import Came
from collector.model import AnswerStatus, Round
from collector.store import counts
from collector.store.front import Store
from tests.bot.answers import Leader
from tests.bot.fields import CODE, say, wishes_kept
from tests.bot.plain_words import lix, sentences
from tests.bot.test_texts import STAFFS, texts_of
from tests.both_engines import store
from tests.conftest import Clock
from tests.store.test_leftovers import CANARY
from tests.web.cast import JSON

__all__ = ["store"]
pytestmark = pytest.mark.usefixtures("asked")
CHAT = f"/c/{CODE}"
TOLD = "Svar fra kommunen: Det skjer.\nVi åpner fredag."
CONCERN = "jeg vil ikke leve lenger"


@pytest.fixture
def leader(store: Store, clock: Clock) -> Leader:
    return Leader(store, clock)


@pytest_asyncio.fixture
async def phone(app: FastAPI):  # type: ignore[no-untyped-def]
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://localhost") as client:
        yield client


async def shown(host: Host) -> list[str]:
    view = await host.look(say(""))
    assert view is not None
    return [bubble.text for bubble in view.bubbles if bubble.by == "answer"]


async def test_an_answer_stands_in_the_talk_at_the_next_visit_and_names_no_leader(
    host: Host, store: Store, leader: Leader
) -> None:
    await host.turn(say("vi vil ha gaming"))
    (wish,) = await wishes_kept(store)
    await leader.answers(wish)
    (told,) = await shown(host)
    assert told == f"Du skrev om gaming i uke 39.\n{TOLD}"


async def test_an_answer_stands_where_it_came_and_what_is_said_later_below(
    host: Host, store: Store, leader: Leader
) -> None:
    await host.turn(say("sjakk", key="a"))
    (wish,) = await wishes_kept(store)
    await leader.answers(wish)
    await host.turn(say("dans", key="b"))
    view = await host.look(say(""))
    assert view is not None
    order = [bubble.text if bubble.by == "you" else bubble.by for bubble in view.bubbles]
    assert order.index("sjakk") < order.index("answer") < order.index("dans")


async def test_news_are_what_came_after_the_answer_that_the_page_has(
    host: Host, store: Store, leader: Leader
) -> None:
    await host.turn(say("sjakk"))
    (wish,) = await wishes_kept(store)
    await leader.answers(wish, "taken-up", "")
    first = await host.news(say(""), 0)
    assert first is not None
    assert [(each.by, each.place) for each in first.bubbles] == [("answer", 1)]
    await leader.answers(wish, "done", "")
    second = await host.news(say(""), 1)
    assert second is not None
    assert [each.text.split("\n")[1] for each in second.bubbles] == ["Svar fra kommunen: Det er gjort."]
    none = await host.news(say(""), 2)
    assert none is not None
    assert none.bubbles == ()


async def test_a_turn_does_not_say_an_answer_again(host: Host, store: Store, leader: Leader) -> None:
    await host.turn(say("sjakk", key="a"))
    (wish,) = await wishes_kept(store)
    await leader.answers(wish)
    for key in ("b", "b"):
        view = await host.turn(say("dans", key=key))
        assert "answer" not in {bubble.by for bubble in view.bubbles}
    whole = await host.turn(say("kor", key="c"), whole=True)
    assert [bubble.by for bubble in whole.bubbles].count("answer") == 1


async def test_an_answer_that_was_taken_back_is_gone_and_that_is_said(
    host: Host, store: Store, leader: Leader
) -> None:
    await host.turn(say("sjakk"))
    (wish,) = await wishes_kept(store)
    answer = await leader.answers(wish, "done", "Kom i dag.")
    await leader.takes_back(wish, answer)
    (told,) = await shown(host)
    assert told.endswith("Kommunen har tatt tilbake et svar på dette.")


async def test_a_talk_with_a_concern_says_only_that_there_is_an_answer(
    host: Host, store: Store, leader: Leader, phone: httpx.AsyncClient
) -> None:
    await host.turn(say("vi vil ha gaming", key="a"))
    (wish,) = await wishes_kept(store)
    await host.turn(say(CONCERN, key="b"))
    await leader.answers(wish)
    assert await shown(host) == ["Du har fått et svar. Det står på kvitteringen din."]
    news = await host.news(say(""), 0)
    assert news is not None
    assert [bubble.text for bubble in news.bubbles] == ["Du har fått et svar. Det står på kvitteringen din."]
    view = await host.turn(say("dans", key="c"), whole=True)
    said = " ".join(bubble.text + bubble.link for bubble in view.bubbles)
    assert "fredag" not in said
    assert "gaming" not in said


async def receipt_of(phone: httpx.AsyncClient) -> str:
    data = (await phone.get(CHAT, headers=JSON)).json()
    return next(str(bubble["link"]) for bubble in data["talk"]["bubbles"] if bubble["link"])


async def test_the_receipt_shows_the_answer_beside_its_wish(
    phone: httpx.AsyncClient, store: Store, leader: Leader
) -> None:
    await phone.post(CHAT, data={"key": "a", "said": "vi vil ha gaming"})
    (wish,) = await wishes_kept(store)
    await leader.answers(wish, "no", "Det finnes ikke noe rom.")
    receipt = await receipt_of(phone)
    phone.cookies.clear()
    (each,) = (await phone.get(receipt, headers=JSON)).json()["wishes"]
    assert each["answer"] == "Svar fra kommunen: Ikke nå.\nDet finnes ikke noe rom."
    assert "Det finnes ikke noe rom." in (await phone.get(receipt)).text


async def test_my_wishes_show_what_was_answered(host: Host, store: Store, leader: Leader) -> None:
    await host.turn(say("vi vil ha gaming", key="a"))
    (wish,) = await wishes_kept(store)
    await leader.answers(wish)
    view = await host.turn(say("mine ønsker", key="b"))
    assert [bubble.answer for bubble in view.bubbles if bubble.by == "mine"] == [TOLD]


async def test_an_erased_wish_takes_its_answers_with_it(host: Host, store: Store, leader: Leader) -> None:
    await host.turn(say("vi vil ha gaming", key="a"))
    (wish,) = await wishes_kept(store)
    await leader.answers(wish, "done", f"Slik ble det med {CANARY}.")
    await host.turn(say("slett", key="b"))
    await host.turn(Came("c", "webchat", "somebody", CODE, chose="erase"))
    assert await shown(host) == []
    assert await store.read(lambda tx: tx.all("SELECT * FROM answers")) == []
    figures = await store.read(lambda tx: tx.all("SELECT * FROM counts WHERE n <> 0"))
    assert figures == []


async def test_the_page_draws_an_answer_as_words(
    phone: httpx.AsyncClient, store: Store, leader: Leader
) -> None:
    await phone.post(CHAT, data={"key": "a", "said": "sjakk"})
    (wish,) = await wishes_kept(store)
    await leader.answers(wish, "done", "<script>alert(1)</script>")
    for path in (CHAT, f"{CHAT}/answers", await receipt_of(phone)):
        page = (await phone.get(path)).text
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page


async def test_the_piece_with_news_is_only_for_the_talk_of_the_cookie(
    phone: httpx.AsyncClient, store: Store, leader: Leader
) -> None:
    await phone.post(CHAT, data={"key": "a", "said": "sjakk"})
    (wish,) = await wishes_kept(store)
    await leader.answers(wish)
    ask = {"hx-request": "true"}
    assert "Vi åpner fredag." in (await phone.get(f"{CHAT}/news?since=0", headers=ask)).text
    assert "fredag" not in (await phone.get(f"{CHAT}/news?since=1", headers=ask)).text
    assert "<textarea" in (await phone.get(f"{CHAT}/news?since=1")).text, "by hand it is the whole page"
    phone.cookies.set(COOKIE, "somebody-else", domain="localhost.local")
    stranger = await phone.get(f"{CHAT}/news?since=0", headers=ask)
    assert (stranger.status_code, stranger.text) == (204, "")
    assert (await phone.get("/c/finnes-ikke/news?since=0", headers=ask)).status_code == 204


@pytest.mark.parametrize("since", ["-1", "x", "9" * 30])
async def test_a_number_that_is_none_is_refused(phone: httpx.AsyncClient, since: str) -> None:
    for path in ("news", "live"):
        assert (await phone.get(f"{CHAT}/{path}?since={since}")).status_code == 400


async def answer_many(
    host: Host, store: Store, leader: Leader, n: int, text: str, status: AnswerStatus = "happening"
) -> None:
    before = {wish.id for wish in await wishes_kept(store)}
    for place in range(n):
        await host.turn(say(f"gaming {CANARY}", key=f"{text}{place}", who=f"{text}{place}"))
    for wish in await wishes_kept(store):
        if wish.id not in before:
            await leader.answers(wish, status, text)


async def test_the_rounds_own_page_tells_what_became_of_its_wishes_and_never_their_words(
    host: Host, store: Store, leader: Leader, phone: httpx.AsyncClient
) -> None:
    await answer_many(host, store, leader, 1, "Bare til én.", "no")
    await host.turn(say("dans", key="unanswered", who="unanswered"))
    data = (await phone.get(f"{CHAT}/answers", headers=JSON)).json()
    (each,) = data["answers"]
    assert (each["status"], each["text"], each["tags"]) == ("no", "Bare til én.", ["gaming"])
    assert each["at_least"] is None
    page = (await phone.get(f"{CHAT}/answers")).text
    assert "Ikke nå" in page
    assert "Om gaming" in page
    assert CANARY not in page + str(data)
    assert "set-cookie" not in (await phone.get(f"{CHAT}/answers")).headers


@pytest.mark.parametrize(("n", "told"), [(9, None), (10, 10), (19, 10), (20, 20)])
async def test_a_public_figure_is_at_least_ten_and_moves_in_steps_of_ten(
    host: Host, store: Store, leader: Leader, phone: httpx.AsyncClient, n: int, told: int | None
) -> None:
    await answer_many(host, store, leader, n, "Til mange.")
    (each,) = (await phone.get(f"{CHAT}/answers", headers=JSON)).json()["answers"]
    assert each["at_least"] == told


@pytest.mark.parametrize(
    ("answered", "waiting", "said"),
    [
        (50, 50, "Minst 45 % av de godkjente"),
        (109, 0, "Minst 91 % av de godkjente"),
        (10, 10, None),
        (9, 90, None),
    ],
)
async def test_the_share_answered_is_public_where_what_is_told_says_much(
    store: Store, phone: httpx.AsyncClient, asked: Round, answered: int, waiting: int, said: str | None
) -> None:
    figures = Counter({("state", "approved"): answered + waiting, ("answered", "all"): answered})
    await store.write(lambda tx: counts.add_figures(tx, asked.id, figures))
    page = (await phone.get(f"{CHAT}/answers")).text
    assert said in page if said else "har fått svar" not in page


async def test_what_stands_no_more_or_is_not_approved_is_not_on_the_rounds_page(
    host: Host, store: Store, leader: Leader, phone: httpx.AsyncClient
) -> None:
    await host.turn(say("sjakk"))
    (wish,) = await wishes_kept(store)
    await leader.answers(wish, "taken-up", "")
    second = await leader.answers(wish, "done", "Ferdig i dag.")
    texts = [each["text"] for each in (await phone.get(f"{CHAT}/answers", headers=JSON)).json()["answers"]]
    assert texts == ["Ferdig i dag."]
    await leader.takes_back(wish, second)
    found = (await phone.get(f"{CHAT}/answers", headers=JSON)).json()["answers"]
    assert [each["status"] for each in found] == ["taken-up"]
    await leader.holds_back(wish)
    assert (await phone.get(f"{CHAT}/answers", headers=JSON)).json()["answers"] == []


async def test_older_answers_are_a_page_further_and_none_is_shown_twice(
    host: Host, store: Store, leader: Leader, phone: httpx.AsyncClient
) -> None:
    for n in range(23):
        await answer_many(host, store, leader, 1, f"svar {n:02}")
    first = (await phone.get(f"{CHAT}/answers", headers=JSON)).json()
    rest = (await phone.get(f"{CHAT}/answers?before={first['older']}", headers=JSON)).json()
    found = [each["text"] for page in (first, rest) for each in page["answers"]]
    assert found == [f"svar {n:02}" for n in reversed(range(23))]
    assert rest["older"] is None


async def test_the_answers_of_a_closed_round_are_still_found_by_its_code(
    host: Host, store: Store, leader: Leader, phone: httpx.AsyncClient, clock: Clock
) -> None:
    await answer_many(host, store, leader, 1, "Kom på fredag.")
    await store.write(lambda tx: tx.run("UPDATE rounds SET closes_at = :at", at=clock() - 1))
    assert "Kom på fredag." in (await phone.get(f"{CHAT}/answers")).text
    assert (await phone.get("/c/finnes-ikke/answers")).status_code == 404
    asked = await phone.get("/c", params={"code": "Glad Elg", "see": "answers"})
    assert asked.headers["location"] == f"{CHAT}/answers"
    for path in ("/", CHAT):
        assert "Se svarene" in (await phone.get(path)).text


async def test_another_rounds_answers_are_not_here(
    host: Host, store: Store, leader: Leader, phone: httpx.AsyncClient, asked: Round, clock: Clock
) -> None:
    await answer_many(host, store, leader, 1, "Bare her.")
    await store.write(
        lambda tx: tx.run(
            """INSERT INTO rounds (id, municipality_id, code, name, opens_at, made_at)
            VALUES ('other', :here, 'annen-runde', 'En annen', 0, 0)""",
            here=asked.municipality.id,
        )
    )
    assert (await phone.get("/c/annen-runde/answers", headers=JSON)).json()["answers"] == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_what_the_young_read_of_an_answer_is_easy(language: str) -> None:
    said = [text for key, text in texts_of(STAFFS, language).items() if key.startswith("answer.")]
    assert lix(said) <= 30
    assert max(len(words) for text in said for words in sentences(text)) <= 15


def test_every_language_says_an_answer_in_its_own_words() -> None:
    bokmal = texts_of(STAFFS, "nb")
    for language in ("nn", "en", "se"):
        theirs = texts_of(STAFFS, language)
        assert all(theirs[key] for key in bokmal if key.startswith("answer."))
