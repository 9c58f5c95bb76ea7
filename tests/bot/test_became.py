"""«Dere sa - vi gjorde»: what became of the wishes, and nobody's words unless two people said yes."""

import json
import re
from collections import Counter

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from bot.host import Host
from collector import answering
from collector.model import Round
from collector.store import counts, wishes
from collector.store.front import Store
from tests.bot.answers import Leader
from tests.bot.fields import CODE, say, wishes_kept
from tests.both_engines import store
from tests.conftest import Clock
from tests.web.cast import JSON

__all__ = ["store"]
pytestmark = pytest.mark.usefixtures("asked")
PAGE = "/did/eksempelvik"
WORDS = "vi vil ha gaming med kanarifugl"


@pytest.fixture
def leader(store: Store, clock: Clock) -> Leader:
    return Leader(store, clock)


@pytest_asyncio.fixture
async def phone(app: FastAPI):  # type: ignore[no-untyped-def]
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://localhost") as client:
        yield client


async def read(phone: httpx.AsyncClient, path: str = PAGE, **params: str) -> dict[str, object]:
    answer = await phone.get(path, params=params, headers=JSON)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def everything(phone: httpx.AsyncClient) -> str:
    pages = [(await phone.get(path)).text for path in (PAGE, f"{PAGE}/wall", f"/c/{CODE}/answers")]
    return "".join(pages) + json.dumps(await read(phone)) + json.dumps(await read(phone, f"{PAGE}/wall"))


async def test_what_was_answered_stands_there_without_anybodys_words(
    host: Host, store: Store, leader: Leader, phone: httpx.AsyncClient
) -> None:
    await host.turn(say(WORDS))
    (wish,) = await wishes_kept(store)
    await leader.answers(wish, "planned", "Klubben får ti maskiner til jul.")
    (each,) = (await read(phone))["answers"]  # type: ignore[misc]
    assert (each["status"], each["text"], each["tags"]) == (
        "planned",
        "Klubben får ti maskiner til jul.",
        ["gaming"],
    )
    page = await everything(phone)
    assert "Dere skrev om gaming." in page
    assert "kanarifugl" not in page


async def release(store: Store, leader: Leader, wish_id: str, shown: str = WORDS) -> None:
    await store.write(
        lambda tx: answering.let_stand_in_public(tx, leader.desk(tx), wish_id, shown, leader.clock())
    )


async def let_show(store: Store, wish_id: str, may: bool) -> None:
    def work(tx) -> None:  # type: ignore[no-untyped-def]
        wish = wishes.find_wish(tx, wish_id)
        assert wish is not None
        assert wish.talk_id is not None
        wishes.let_show(tx, wish_id, wish.talk_id, may)

    await store.write(work)


async def test_words_stand_there_only_after_the_senders_yes_and_a_leaders_and_go_with_either(
    host: Host, store: Store, leader: Leader, phone: httpx.AsyncClient
) -> None:
    await host.turn(say(WORDS))
    (wish,) = await wishes_kept(store)
    await leader.answers(wish)
    with pytest.raises(answering.DecidedAlready):
        await release(store, leader, wish.id)
    await let_show(store, wish.id, True)
    assert "kanarifugl" not in await everything(phone), "the sender said yes, and no leader yet"
    with pytest.raises(answering.DecidedAlready):
        await release(store, leader, wish.id, "noe annet enn det som står der")
    await release(store, leader, wish.id)
    assert "gaming med kanarifugl" in (await phone.get(PAGE)).text
    assert "gaming med kanarifugl" in (await phone.get(f"{PAGE}/wall")).text
    await let_show(store, wish.id, False)
    assert "kanarifugl" not in await everything(phone)
    await let_show(store, wish.id, True)
    assert "kanarifugl" not in await everything(phone), "a new yes needs a new look"


async def test_words_that_were_taken_off_or_erased_are_gone_there_too(
    host: Host, store: Store, leader: Leader, phone: httpx.AsyncClient
) -> None:
    await host.turn(say(WORDS, key="a"))
    (wish,) = await wishes_kept(store)
    await leader.answers(wish)
    await let_show(store, wish.id, True)
    await release(store, leader, wish.id)
    await store.write(lambda tx: answering.take_out_of_public(tx, leader.desk(tx), wish.id, leader.clock()))
    assert "kanarifugl" not in await everything(phone)
    await release(store, leader, wish.id)
    assert "kanarifugl" in await everything(phone)
    await leader.holds_back(wish)
    assert "kanarifugl" not in await everything(phone)


async def add_figures(store: Store, asked: Round, **figures: int) -> None:
    kept = Counter({tuple(name.split("_")): n for name, n in figures.items()})
    await store.write(lambda tx: counts.add_figures(tx, asked.id, kept))  # type: ignore[arg-type]


async def test_the_share_and_the_median_wait_are_told_to_all_by_what_stands(
    store: Store, phone: httpx.AsyncClient, asked: Round
) -> None:
    await add_figures(
        store,
        asked,
        state_approved=147,
        answered_all=75,
        days_3=33,
        days_8=9,
        days_40=33,
        activity_dance=19,
        told_dance=19,
        told_band=9,
    )
    data = await read(phone)
    assert (data["percent"], data["days"]) == (46, 10), "at least 70 of at most 149"
    assert data["tags"] == [{"id": "dance", "at_least": 10, "name": "Dans"}]
    (place,) = data["rounds"]  # type: ignore[misc]
    assert (place["at_least"], place["percent"], place["days"]) == (70, 46, 10)
    page = (await phone.get(PAGE)).text
    assert "<strong>minst 46 %</strong>" in page
    assert not {"147", "75", "19", ">9<"} & set(page.replace("<", " ").replace(">", " ").split())


async def told_to_all(phone: httpx.AsyncClient) -> str:
    """Every figure that everybody can read, on every page of answers."""
    whole, wall = await read(phone), await read(phone, f"{PAGE}/wall")
    round_ = await read(phone, f"/c/{CODE}/answers")
    figures = [[each[name] for name in ("percent", "days", "tags", "rounds")] for each in (whole, wall)] + [
        round_["percent"]
    ]
    answers = sorted((each["text"], each["at_least"]) for page in (whole, round_) for each in page["answers"])  # type: ignore[attr-defined]
    return json.dumps([figures, answers])


async def test_answers_are_told_anew_only_when_ten_more_came(
    host: Host, store: Store, leader: Leader, phone: httpx.AsyncClient
) -> None:
    for n in range(23):
        await host.turn(say("vi vil ha gaming", key=f"{n}", who=f"{n}"))
    here = await wishes_kept(store)
    for wish in here:
        await leader.answers(wish, "done", "Nå.")
        await leader.takes_back(wish, (await standing_answer(store, wish.id)))
    seen: list[str] = []
    for n, wish in enumerate(here):
        await leader.answers(wish, "done", ("Nå.", "Senere.")[n % 11 == 10])
        seen.append(await told_to_all(phone))
    figures = [json.loads(each)[0] for each in seen]
    moved = [n + 1 for n in range(1, 23) if figures[n] != figures[n - 1]]
    assert moved == [10, 21], "with 19 told as ten, twenty would say that somebody got the other answer"
    assert figures[-1][0][2] == [{"id": "gaming", "at_least": 20, "name": "Gaming"}]
    assert json.loads(seen[-1])[1][0] == ["Nå.", 20]


async def standing_answer(store: Store, wish_id: str) -> str:
    wish = await store.read(lambda tx: wishes.find_wish(tx, wish_id))
    assert wish is not None
    return answering.stands(wish)


async def test_few_answers_have_no_figures(store: Store, phone: httpx.AsyncClient, asked: Round) -> None:
    await add_figures(store, asked, state_approved=30, answered_all=9, days_3=9, told_dance=9)
    data = await read(phone)
    assert (data["percent"], data["days"], data["tags"], data["rounds"]) == (None, None, [], [])


async def test_answers_are_found_by_what_they_are_about_and_by_round(
    host: Host, store: Store, leader: Leader, phone: httpx.AsyncClient
) -> None:
    for place, (words, text) in enumerate((("gaming", "Om spill."), ("dans", "Om dans."))):
        await host.turn(say(f"vi vil ha {words}", key=words, who=words))
        await leader.answers((await wishes_kept(store))[place], "done", text)
    assert [each["text"] for each in (await read(phone, tag="dance"))["answers"]] == ["Om dans."]  # type: ignore[attr-defined]
    assert len((await read(phone, round=CODE))["answers"]) == 2  # type: ignore[arg-type]
    assert len((await read(phone, round="finnes-ikke"))["answers"]) == 2  # type: ignore[arg-type]


async def test_the_wall_goes_on_by_itself_and_can_be_stopped(
    host: Host, store: Store, leader: Leader, phone: httpx.AsyncClient
) -> None:
    for place in range(2):
        await host.turn(say(f"vi vil ha gaming {place}", key=f"{place}", who=f"{place}"))
        await leader.answers((await wishes_kept(store))[place], "done", f"Svar {place}.")
    first = await phone.get(f"{PAGE}/wall?lang=nb")
    assert first.headers["refresh"] == "15; url=/did/eksempelvik/wall?n=1&lang=nb"
    assert "Svar 1." in first.text
    second = await phone.get("/did/eksempelvik/wall?n=1&lang=nb")
    assert "Svar 0." in second.text
    assert second.headers["refresh"].startswith("15; url=/did/eksempelvik/wall?n=0")
    assert "refresh" not in (await phone.get(f"{PAGE}/wall?still=true")).headers
    assert "Svar 0." in (await phone.get(f"{PAGE}/wall?n=999")).text
    assert (await phone.get(f"{PAGE}/qr.svg")).headers["content-type"] == "image/svg+xml"


async def test_the_address_may_be_typed_as_the_name_is_written(phone: httpx.AsyncClient) -> None:
    for typed, tail in (("Eksempelvik", ""), ("EKSEMPELVIK", "/wall"), ("Sør-Varanger", "")):
        answer = await phone.get(f"/did/{typed}{tail}")
        assert answer.status_code == 303
        there = {"Sør-Varanger": "sor-varanger"}.get(typed, "eksempelvik")
        assert answer.headers["location"] == f"/did/{there}{tail}"


async def test_the_way_there_goes_from_the_chat_and_the_rounds_answers(phone: httpx.AsyncClient) -> None:
    for path in (f"/c/{CODE}", f"/c/{CODE}/answers"):
        assert f'href="/c/{CODE}/did"' in (await phone.get(path)).text
    assert (await phone.get(f"/c/{CODE}/did")).headers["location"] == PAGE
    for path in (
        "/did/finnes-ikke",
        "/did/finnes-ikke/wall",
        "/did/finnes-ikke/qr.svg",
        "/c/finnes-ikke/did",
    ):
        assert (await phone.get(path)).status_code == 404
    empty = await phone.get(PAGE)
    assert "Ingen svar ennå." in empty.text
    assert "set-cookie" not in empty.headers
    assert (await phone.get(f"{PAGE}/wall")).status_code == 200


async def test_an_answer_is_drawn_as_words(
    host: Host, store: Store, leader: Leader, phone: httpx.AsyncClient
) -> None:
    await host.turn(say("sjakk"))
    (wish,) = await wishes_kept(store)
    await leader.answers(wish, "done", "<script>alert(1)</script>")
    for path in (PAGE, f"{PAGE}/wall"):
        page = (await phone.get(path)).text
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page


async def test_every_link_and_picture_on_the_pages_leads_somewhere(
    host: Host, store: Store, leader: Leader, phone: httpx.AsyncClient
) -> None:
    for n in range(10):
        await host.turn(say(WORDS, key=f"{n}", who=f"{n}"))
    for wish in await wishes_kept(store):
        await leader.answers(wish)
    for path in (PAGE, f"{PAGE}?tag=gaming&round={CODE}", f"{PAGE}/wall"):
        page = (await phone.get(path)).text
        links = {each for each in re.findall(r'(?:href|src)="(/[^"]*)"', page) if "/did/" in each}
        assert len(links) >= 2
        for link in links:
            assert (await phone.get(link.replace("&amp;", "&"))).status_code == 200, link
