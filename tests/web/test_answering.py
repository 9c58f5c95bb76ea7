"""Answering wishes: by whom, with what, seen as it will be read, and nobody overwrites anybody."""

import asyncio
from typing import Any

import httpx
import pytest

from collector.model import ANSWER_STATUSES, Role, Tag
from collector.store import counts, told
from collector.store.front import Tx
from collector.store.schema import CHANGES
from tests.both_engines import store
from tests.web.cast import JSON, Cast, Person

__all__ = ["store"]  # a fixture that pytest finds by its name


async def approved(cast: Cast, text: str = "Vi vil ha LAN", *tags: Tag) -> str:
    return await cast.wish(text, *tags, state="approved")


async def answer(
    cast: Cast,
    person: Person,
    wish_id: str,
    status: str = "happening",
    text: str = "Vi åpner fredag.",
    **more: str,
) -> httpx.Response:
    cast.clock.now += 1000
    seen = more.pop("seen", None)
    if seen is None:
        seen = (await person.read(f"/desk/answer/{wish_id}"))["stands"]
    return await person.post(
        f"/desk/answer/{wish_id}", {"status": status, "text": text, "seen": seen, **more}
    )


async def told_of(person: Person, wish_id: str) -> list[Any]:
    found = await person.read(f"/desk/answer/{wish_id}")
    return [(each["status"], each["text"], each["gone"]) for each in found["answers"]]


async def figures_agree(cast: Cast) -> dict[str, dict[str, int]]:
    kept = await cast.store.read(lambda tx: counts.figures_of(tx, cast.here.asked.id))
    assert kept == await cast.store.read(lambda tx: counts.recount(tx, cast.here.asked.id))
    listed = await cast.store.read(lambda tx: told.all_of_round(tx, cast.here.asked.id))
    assert listed == await cast.store.read(lambda tx: told.told_anew(tx, cast.here.asked.id))
    return kept


@pytest.mark.parametrize("status", ANSWER_STATUSES)
async def test_an_answer_is_kept_with_its_status_and_words(cast: Cast, status: str) -> None:
    wish, leader = await approved(cast), await cast.sign_in("leader")
    sent = await answer(cast, leader, wish, status, "Fordi hallen er opptatt.")
    assert (sent.status_code, sent.headers["location"]) == (303, "/desk/answer?did=sent")
    assert await told_of(leader, wish) == [(status, "Fordi hallen er opptatt.", False)]
    assert (await figures_agree(cast))["answered"] == {"all": 1}


async def test_a_wish_waits_for_an_answer_until_it_has_one(cast: Cast) -> None:
    first, second = await approved(cast, "først"), await approved(cast, "så")
    await cast.wish("ikke lest ennå")
    leader = await cast.sign_in("leader")
    before = await leader.read("/desk/answer")
    assert [wish["id"] for wish in before["wishes"]] == [first, second]
    assert (before["left"], before["answered"]) == (2, 0)
    await answer(cast, leader, first)
    after = await leader.read("/desk/answer")
    assert ([wish["id"] for wish in after["wishes"]], after["left"], after["answered"]) == ([second], 1, 1)
    assert [(wish["id"], wish["answer"]["status"]) for wish in after["given"]] == [(first, "happening")]


async def test_the_list_goes_on_where_the_page_ends(cast: Cast) -> None:
    wishes = [await approved(cast, f"ønske {n}") for n in range(13)]
    leader = await cast.sign_in("leader")
    first = await leader.read("/desk/answer")
    rest = await leader.read("/desk/answer", after=first["more_after"])
    assert [len(page["wishes"]) for page in (first, rest)] == [10, 3]
    assert [wish["id"] for page in (first, rest) for wish in page["wishes"]] == wishes
    assert rest["more_after"] is None


async def test_looking_at_an_answer_shows_it_as_it_will_be_read_and_keeps_nothing(cast: Cast) -> None:
    wish = await cast.wish("Vi vil ha LAN", Tag("activity", "gaming"), state="approved")
    leader = await cast.sign_in("leader", name="Kari Leder")
    form = {"status": "happening", "text": "Vi åpner fredag."}
    seen = (await leader.post(f"/desk/answer/{wish}/look", form, JSON)).json()
    assert seen["told"] == {
        "language": "nb",
        "words": "Du skrev om gaming i uke 39.\nSvar fra kommunen: Det skjer.\nVi åpner fredag.",
    }
    page = (await leader.post(f"/desk/answer/{wish}/look", form)).text
    assert "Svar fra kommunen: Det skjer." in page
    assert "Kari Leder" not in page
    assert await told_of(leader, wish) == []


@pytest.mark.parametrize(
    ("status", "text", "why"),
    [
        ("", "Vi åpner.", "Velg hva det ble til."),
        ("no", "  ", "Skriv hvorfor det ikke blir noe av nå."),
        ("exists", "\u200b", "Skriv hvor og når det finnes"),
        ("done", "x" * 501, "Svaret er for langt."),
    ],
)
async def test_what_cannot_be_an_answer_is_told_why_and_the_words_stay(
    cast: Cast, status: str, text: str, why: str
) -> None:
    wish, leader = await approved(cast), await cast.sign_in("leader")
    for path in ("", "/look"):
        page = await leader.post(f"/desk/answer/{wish}{path}", {"status": status, "text": text, "seen": ""})
        assert page.status_code == 422
        assert why in page.text
        assert f"{text}</textarea>" in page.text
    assert await told_of(leader, wish) == []


async def test_an_answer_that_points_at_a_person_is_sent_only_after_a_second_tap(cast: Cast) -> None:
    wish, leader = await approved(cast), await cast.sign_in("leader")
    text = "Ring Kari på 900 12 345."
    page = await answer(cast, leader, wish, text=text)
    assert page.status_code == 200
    assert "peker på en person: Kari og 900 12 345" in page.text
    assert 'name="despite" value="yes"' in page.text
    assert await told_of(leader, wish) == []
    await answer(cast, leader, wish, text=text, despite="yes")
    assert await told_of(leader, wish) == [("happening", text, False)]


async def test_a_double_tap_is_one_answer(cast: Cast) -> None:
    wish, leader = await approved(cast), await cast.sign_in("leader")
    for _ in range(2):
        assert (await answer(cast, leader, wish, seen="")).status_code == 303
    assert len(await told_of(leader, wish)) == 1


async def test_what_stands_already_is_not_said_once_more_by_somebody_else(cast: Cast) -> None:
    wish = await approved(cast)
    for name in ("Kari", "Lars"):
        assert (await answer(cast, await cast.sign_in("leader", name=name), wish)).status_code == 303
    assert len(await told_of(await cast.sign_in("leader"), wish)) == 1


async def test_the_newest_answer_stands_and_the_one_before_is_kept(cast: Cast) -> None:
    wish, leader, other = await approved(cast), await cast.sign_in("leader"), await cast.sign_in("leader")
    await answer(cast, leader, wish, "taken-up", "")
    await answer(cast, other, wish, "done", "Nå er det der.")
    assert await told_of(leader, wish) == [("taken-up", "", False), ("done", "Nå er det der.", False)]
    assert (await cast.find(wish)).answer.status == "done"  # type: ignore[union-attr]
    assert (await figures_agree(cast))["answered"] == {"all": 1}


async def test_nobody_answers_past_somebody_else(cast: Cast) -> None:
    wish, leader, other = await approved(cast), await cast.sign_in("leader"), await cast.sign_in("leader")
    await answer(cast, other, wish, "no", "Det er for dyrt.")
    late = await answer(cast, leader, wish, "done", "Mitt svar", seen="")
    assert late.status_code == 409
    assert "Noen har svart siden" in late.text
    assert "Mitt svar</textarea>" in late.text, "what she wrote is not lost"
    assert await told_of(leader, wish) == [("no", "Det er for dyrt.", False)]


async def test_of_eight_leaders_at_once_one_answers(cast: Cast) -> None:
    wish = await approved(cast)
    leaders = [await cast.sign_in("leader", name=f"Leder {n}") for n in range(8)]
    tried = [answer(cast, each, wish, text=f"svar {n}", seen="") for n, each in enumerate(leaders)]
    assert sorted(each.status_code for each in await asyncio.gather(*tried)) == [303] + [409] * 7
    assert len(await told_of(leaders[0], wish)) == 1
    assert (await figures_agree(cast))["answered"] == {"all": 1}


async def test_a_leader_takes_back_her_own_and_the_one_before_stands_again(cast: Cast) -> None:
    wish, leader, other = await approved(cast), await cast.sign_in("leader"), await cast.sign_in("leader")
    await answer(cast, other, wish, "taken-up", "")
    await answer(cast, leader, wish, "done", "")
    stands = (await leader.read(f"/desk/answer/{wish}"))["stands"]
    cast.clock.now += 1000
    assert (await other.post(f"/desk/answer/{wish}/back", {"seen": stands})).status_code == 409
    assert (await leader.post(f"/desk/answer/{wish}/back", {"seen": stands})).status_code == 303
    assert (await cast.find(wish)).answer.status == "taken-up"  # type: ignore[union-attr]
    assert await told_of(leader, wish) == [("taken-up", "", False), ("done", "", True)]
    assert (await leader.post(f"/desk/answer/{wish}/back", {"seen": stands})).status_code == 409
    cast.clock.now += 1000
    left = (await other.read(f"/desk/answer/{wish}"))["stands"]
    assert (await other.post(f"/desk/answer/{wish}/back", {"seen": left})).status_code == 303
    assert (await cast.find(wish)).answer is None
    assert "answered" not in await figures_agree(cast)
    assert (await leader.read("/desk/answer"))["left"] == 1


async def test_the_same_answer_goes_to_those_alike_that_were_ticked_and_to_no_other(cast: Cast) -> None:
    dance = Tag("activity", "dance")
    first, second, third = [await approved(cast, f"LAN nummer {n}") for n in range(3)]
    other, answered = await approved(cast, "dans", dance), await approved(cast, "LAN igjen")
    leader = await cast.sign_in("leader")
    await answer(cast, leader, answered, "done", "")
    found = await leader.read(f"/desk/answer/{first}")
    assert [wish["id"] for wish in found["alike"]] == [second, third]
    looked = (await leader.post(f"/desk/answer/{first}/look", {"status": "done", "text": ""})).text
    assert f'name="also" value="{second}"' in looked
    form = {"status": "happening", "text": "Samme svar", "seen": "", "also": [second]}
    for _ in range(2):
        cast.clock.now += 1000
        assert (await leader.post(f"/desk/answer/{first}", form)).status_code == 303
    assert (
        await told_of(leader, first) == await told_of(leader, second) == [("happening", "Samme svar", False)]
    )
    assert await told_of(leader, third) == await told_of(leader, other) == []
    assert (await figures_agree(cast))["answered"] == {"all": 3}


@pytest.mark.parametrize("meanwhile", ["answered", "held"])
async def test_if_one_of_those_alike_waits_no_more_nobody_gets_the_answer(cast: Cast, meanwhile: str) -> None:
    first, second = await approved(cast, "LAN nummer 1"), await approved(cast, "LAN nummer 2")
    leader, other = await cast.sign_in("leader"), await cast.sign_in("leader")
    if meanwhile == "answered":
        await answer(cast, other, second, "no", "Det er for dyrt.")
    else:
        await cast.decide(other, second, "hold")
    form = {"status": "happening", "text": "Samme svar", "seen": "", "also": [second]}
    assert (await leader.post(f"/desk/answer/{first}", form)).status_code == 409
    assert await told_of(leader, first) == []


async def test_another_municipalitys_wish_never_gets_the_same_answer(cast: Cast) -> None:
    here = await approved(cast)
    there = await cast.wish("LAN der borte", state="approved", place=cast.there)
    leader = await cast.sign_in("leader")
    assert there not in str(await leader.read(f"/desk/answer/{here}"))
    form = {"status": "done", "text": "Samme svar", "seen": "", "also": [there]}
    assert (await leader.post(f"/desk/answer/{here}", form)).status_code == 409
    assert (await cast.find(there)).answer is None


@pytest.mark.parametrize("state", ["waiting", "held", "not-a-wish"])
async def test_only_an_approved_wish_is_answered(cast: Cast, state: Any) -> None:
    wish, leader = await cast.wish(state=state), await cast.sign_in("leader")
    assert (await leader.get(f"/desk/answer/{wish}")).status_code == 404
    assert (await answer(cast, leader, wish, seen="")).status_code == 404


async def test_a_case_cannot_be_answered_by_anybody(cast: Cast) -> None:
    case = await cast.case()
    for role in ("admin", "leader"):
        assert (await answer(cast, await cast.sign_in(role), case, seen="")).status_code == 404


async def test_the_figures_follow_a_wish_that_is_decided_anew_after_its_answer(cast: Cast) -> None:
    wish, leader = await approved(cast), await cast.sign_in("leader")
    await answer(cast, leader, wish)
    await cast.decide(leader, wish, "hold")
    assert "answered" not in await figures_agree(cast)
    await cast.decide(leader, wish, "approve")
    assert (await figures_agree(cast))["answered"] == {"all": 1}


async def test_from_the_queue_it_is_one_tap_to_the_answer(cast: Cast) -> None:
    wish, leader, duty = await approved(cast), await cast.sign_in("leader"), await cast.sign_in("duty")
    there = f'href="/desk/answer/{wish}"'
    page = (await leader.get("/desk/queue", show="approved")).text
    assert there in page
    assert there not in (await duty.get("/desk/queue", show="approved")).text
    await answer(cast, leader, wish)
    assert "Se eller endre svaret" in (await leader.get("/desk/queue", show="approved")).text


@pytest.mark.parametrize(
    ("role", "yes", "all_of_them", "shown"),
    [
        ("leader", 3, 4, (3, 75)),
        ("leader", 0, 0, (0, None)),
        ("youth", 6, 12, (5, None)),
        ("youth", 3, 12, (None, None)),
        ("youth", 9, 12, (5, None)),
        ("youth", 12, 12, (10, None)),
        ("project", 3, 4, (None, None)),
    ],
)
async def test_the_summary_tells_the_share_answered_and_hides_what_points_at_a_person(
    cast: Cast, role: Role, yes: int, all_of_them: int, shown: tuple[int | None, int | None]
) -> None:
    wishes, leader = [await approved(cast) for _ in range(all_of_them)], await cast.sign_in("leader")
    for wish in wishes[:yes]:
        await answer(cast, leader, wish, seen="")
    data = await (await cast.sign_in(role)).read("/desk/summary/glad-elg")
    assert (data["answered"]["n"], data["answered"]["percent"]) == shown
    assert "Har fått svar" in (await (await cast.sign_in(role)).get("/desk/summary/glad-elg")).text


async def test_leaders_see_the_share_answered_how_long_it_took_and_who_waits_longest(cast: Cast) -> None:
    wishes = [await approved(cast, f"ønske {n}") for n in range(4)]
    leader = await cast.sign_in("leader")
    cast.clock.now += 3 * counts.DAY_MS
    leader = await cast.sign_in("leader")
    await answer(cast, leader, wishes[1])
    data = await leader.read("/desk/answer")
    assert (data["percent"], data["days"]) == (25, 3)
    first = data["wishes"][0]
    assert (first["id"], first["waited"]) == (wishes[0], 3)
    assert "ventet i 3 dager" in (await leader.get("/desk/answer")).text


async def test_an_older_database_is_given_the_same_figures(cast: Cast) -> None:
    wishes, leader = [await approved(cast, f"ønske {n}") for n in range(4)], await cast.sign_in("leader")
    cast.clock.now += 2 * counts.DAY_MS
    leader = await cast.sign_in("leader")
    for wish, text in zip(wishes, ("Likt.", "Likt.", "Ulikt."), strict=False):
        await answer(cast, leader, wish, text=text)
    before = await figures_agree(cast)
    (change,) = [each for each in CHANGES if "what came of it" in each.name]

    def made_anew(tx: Tx) -> None:
        tx.run("DELETE FROM told")
        tx.run("DELETE FROM counts WHERE what IN ('days', 'told')")
        tx.run("UPDATE wishes SET first_answer_at = NULL")
        for statement in change.statements:
            if statement.startswith(("INSERT", "UPDATE")):
                tx.run(statement)

    await cast.store.write(made_anew)
    assert await figures_agree(cast) == before
    assert before["days"] == {"2": 3}


async def test_that_somebody_read_it_is_no_answer(cast: Cast) -> None:
    wishes = [await approved(cast, f"ønske {n}") for n in range(4)]
    leader = await cast.sign_in("leader")
    await answer(cast, leader, wishes[0], status="read", text="")
    data = await leader.read("/desk/answer")
    assert (data["percent"], data["days"], data["left"]) == (0, None, 4)
    assert wishes[0] in {each["id"] for each in data["wishes"]}, "it still waits"
    await answer(cast, leader, wishes[1], status="read", text="Vi tar det opp på mandag.")
    cast.clock.now += 3 * counts.DAY_MS
    leader = await cast.sign_in("leader")
    await answer(cast, leader, wishes[0], status="planned", text="Vi bygger.")
    figures = await figures_agree(cast)
    assert (figures["answered"], figures["days"]) == ({"all": 2}, {"0": 1, "3": 1})
    assert (await leader.read("/desk/answer"))["left"] == 2


async def test_an_older_database_stops_counting_what_was_only_read(cast: Cast) -> None:
    wishes, leader = [await approved(cast, f"ønske {n}") for n in range(4)], await cast.sign_in("leader")
    await answer(cast, leader, wishes[0], status="read", text="")
    await answer(cast, leader, wishes[1], status="read", text="")
    cast.clock.now += 2 * counts.DAY_MS
    leader = await cast.sign_in("leader")
    await answer(cast, leader, wishes[1], text="Vi bygger.")
    await answer(cast, leader, wishes[2], text="Vi bygger.")
    before = await figures_agree(cast)
    (change,) = [each for each in CHANGES if "answer says something" in each.name]

    def as_it_was(tx: Tx) -> None:
        tx.run(
            """UPDATE wishes SET first_answer_at = (SELECT MIN(a.at) FROM answers a
                WHERE a.wish_id = wishes.id) WHERE answer_id IS NOT NULL"""
        )
        tx.run("UPDATE counts SET n = n + 1 WHERE what = 'answered'")
        for statement in change.statements:
            if statement.startswith(("INSERT", "UPDATE", "DELETE")):
                tx.run(statement)

    await cast.store.write(as_it_was)
    here = cast.here.municipality.id
    while await cast.store.write(lambda tx: counts.count_again_some(tx, here)):
        pass
    assert await figures_agree(cast) == before
    assert (before["answered"], before["days"]) == ({"all": 2}, {"2": 2})
