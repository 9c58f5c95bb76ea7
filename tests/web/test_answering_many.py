"""One answer for many: to exactly those who were chosen, once each, whatever is cut short."""

from functools import partial
from typing import Any

import httpx
import pytest

from bot.telling_many import tell_some
from collector import answering_many, intake, stopping_many, telling_many
from collector.answering import Carry, carry_nowhere
from collector.desk import Desk
from collector.ids import new_id
from collector.model import Answer, Tag, Wish
from collector.store import outgoing, rounds, told
from collector.store.front import Tx
from collector.texts import Catalogue
from collector.web.show import Pages
from tests.both_engines import store
from tests.web.cast import JSON, Cast, Person
from tests.web.test_answering import answer, figures_agree, told_of

__all__ = ["store"]
DANCE, BAND = Tag("activity", "dance"), Tag("activity", "band")


@pytest.fixture
def texts(pages: Pages) -> Catalogue:
    return pages.texts


async def approved(cast: Cast, text: str = "Vi vil danse", *tags: Tag, **more: Any) -> str:
    return await cast.wish(text, *(tags or (DANCE,)), state="approved", **more)


async def send(
    person: Person, status: str = "planned", nb: str = "{hva} kommer.", **more: str
) -> httpx.Response:
    choice = {name: more.pop(name, "") for name in ("tag", "code", "had")}
    seen = more.pop("seen", None)
    if seen is None:
        seen = (await person.read("/desk/answers", **choice))["seen"]
    return await person.post("/desk/answers", {**choice, "status": status, "nb": nb, "seen": seen, **more})


async def tell_all(cast: Cast, texts: Catalogue) -> None:
    cast.clock.now += 1000
    while await tell_some(cast.store, texts, cast.clock, carry_nowhere):
        cast.clock.now += 1000


async def go_on_until_done(cast: Cast, texts: Catalogue, carry: Carry) -> None:
    while await cast.store.write(lambda tx: telling_many.go_on(tx, texts, cast.clock(), carry, 2)):
        pass


async def said_to(cast: Cast, wish_id: str) -> str | None:
    wish = await cast.find(wish_id)
    return wish.answer.text if wish.answer else None


async def test_the_chosen_get_the_answer_and_nobody_else(cast: Cast, texts: Catalogue) -> None:
    meant = [await approved(cast, f"dans {n}") for n in range(3)]
    other, waiting = await approved(cast, "band", BAND), await cast.wish("dans", DANCE)
    abroad = await approved(cast, "dans der borte", place=cast.there)
    leader = await cast.sign_in("leader")
    sent = await send(leader, tag="dance")
    assert sent.status_code == 303
    await tell_all(cast, texts)
    assert [await said_to(cast, each) for each in meant] == ["dans kommer."] * 3
    assert [await said_to(cast, each) for each in (other, waiting, abroad)] == [None] * 3
    followed = (await leader.read(sent.headers["location"]))["sending"]
    assert (followed["given"], followed["chosen"], followed["done"]) == (3, 3, True)
    assert (await figures_agree(cast))["answered"] == {"all": 3}


async def test_each_reads_it_in_her_own_language_and_the_leader_saw_just_that(
    cast: Cast, texts: Catalogue
) -> None:
    nn = await approved(cast, "eg vil danse", language="nn")
    pl = await approved(cast, "taniec", language="pl")
    form = {"status": "planned", "nb": "Du ba om {hva}.", "nn": "Du bad om {kva}.", "tag": "dance"}
    leader = await cast.sign_in("leader")
    seen = (await leader.post("/desk/answers/look", form, JSON)).json()
    assert [each["words"].split("\n")[-1] for each in seen["told"]] == ["Du ba om dans.", "Du bad om dans."]
    await send(leader, tag="dance", nb=form["nb"], nn=form["nn"])
    await tell_all(cast, texts)
    assert [await said_to(cast, each) for each in (nn, pl)] == ["Du bad om dans.", "Du ba om dans."]


async def test_what_is_cut_short_goes_on_where_it_was_and_tells_nobody_twice(
    cast: Cast, texts: Catalogue
) -> None:
    meant = [await approved(cast, f"dans {n}") for n in range(5)]
    await send(await cast.sign_in("leader"), tag="dance")
    carried: list[str] = []

    def die(tx: Tx, wish: Wish, answer: Answer) -> None:
        if len(carried) == 3:
            raise KeyboardInterrupt
        carried.append(wish.id)

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            await go_on_until_done(cast, texts, die)
    await tell_all(cast, texts)
    leader = await cast.sign_in("leader")
    assert [len(await told_of(leader, each)) for each in meant] == [1] * 5
    assert (await figures_agree(cast))["answered"] == {"all": 5}


async def test_whoever_erased_the_wish_gets_nothing_and_that_is_no_fault(
    cast: Cast, texts: Catalogue
) -> None:
    wish, gone = await approved(cast), await approved(cast)
    leader = await cast.sign_in("leader")
    sent = await send(leader, tag="dance")
    await cast.store.write(lambda tx: intake.erase(tx, gone, None, cast.clock()), erases=True)
    await tell_all(cast, texts)
    followed = (await leader.read(sent.headers["location"]))["sending"]
    assert (followed["given"], followed["passed"], followed["done"]) == (1, 1, True)
    assert "Én fikk det ikke" in (await leader.get(sent.headers["location"])).text
    assert await said_to(cast, wish) == "dans kommer."


async def test_whoever_was_answered_or_held_back_meanwhile_is_passed_by(cast: Cast, texts: Catalogue) -> None:
    first, second = await approved(cast), await approved(cast)
    leader = await cast.sign_in("leader")
    await send(leader, tag="dance")
    await answer(cast, leader, first, "done", "Bare til deg.")
    cast.clock.now += 1000
    await cast.decide(leader, second, "hold")
    await tell_all(cast, texts)
    assert await said_to(cast, first) == "Bare til deg."
    assert await said_to(cast, second) is None


async def test_one_who_cannot_be_told_keeps_no_other_waiting(cast: Cast, texts: Catalogue) -> None:
    bad, good = await approved(cast), await approved(cast)
    await send(await cast.sign_in("leader"), tag="dance")

    def carry(tx: Tx, wish: Wish, answer: Answer) -> None:
        if wish.id == bad:
            raise ValueError

    for _ in range(6):
        cast.clock.now += 1000
        await tell_some(cast.store, texts, cast.clock, carry)
    assert not await cast.store.read(telling_many.is_under_way)
    assert await said_to(cast, bad) is None
    assert await said_to(cast, good) == "dans kommer."


async def test_a_double_tap_is_one_sending_and_a_selection_that_changed_is_sent_to_nobody(
    cast: Cast, texts: Catalogue
) -> None:
    await approved(cast)
    leader = await cast.sign_in("leader")
    seen = (await leader.read("/desk/answers", tag="dance"))["seen"]
    places = [(await send(leader, tag="dance", seen=seen)).headers["location"] for _ in range(2)]
    assert places[0] == places[1]
    await approved(cast)
    late = await send(leader, tag="dance", seen=seen)
    assert (late.status_code, "Utvalget har endret seg" in late.text) == (409, True)


async def test_what_was_planned_is_told_to_happen_and_nobody_hears_the_same_again(
    cast: Cast, texts: Catalogue
) -> None:
    wish = await approved(cast)
    leader = await cast.sign_in("leader")
    await send(leader, tag="dance")
    await tell_all(cast, texts)
    await send(leader, tag="dance", had="planned")
    await tell_all(cast, texts)
    assert len(await told_of(leader, wish)) == 1, "nothing had moved"
    await send(leader, "happening", "Nå er det i gang.", tag="dance", had="planned")
    await tell_all(cast, texts)
    assert [each[0] for each in await told_of(leader, wish)] == ["planned", "happening"]


async def test_more_than_can_be_answered_at_a_time_is_said_and_the_oldest_are_answered(
    cast: Cast, texts: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering_many, "MOST", 3)
    wishes = [await approved(cast, f"dans {n}") for n in range(4)]
    leader = await cast.sign_in("leader")
    page = await leader.get("/desk/answers", tag="dance")
    assert "Flere enn 3 ønsker passer" in page.text
    await send(leader, tag="dance")
    await tell_all(cast, texts)
    assert [await said_to(cast, each) is None for each in wishes] == [False, False, False, True]


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"status": "no"}, "Skriv hvorfor det ikke blir noe av nå."),
        ({"status": ""}, "Velg hva det ble til."),
        ({"status": "done", "nb": "{noe} er her"}, "klammer"),
        ({"status": "done", "nb": "{hva.__class__}"}, "klammer"),
        ({"status": "done", "nn": "Her."}, "Skriv svaret på bokmål også."),
        ({"status": "done", "nb": "{hva}" * 9}, "Svaret er for langt."),
    ],
)
async def test_what_cannot_be_sent_is_told_why_and_the_words_stay(
    cast: Cast, form: dict[str, str], why: str
) -> None:
    wish, leader = await approved(cast), await cast.sign_in("leader")
    for path in ("/desk/answers", "/desk/answers/look", "/desk/answers/templates"):
        page = await leader.post(path, {"tag": "dance", "name": "Mal", **form})
        assert (page.status_code, why in page.text) == (422, True), path
        assert form.get("nb", "") in page.text
    assert await said_to(cast, wish) is None


async def test_a_template_is_kept_used_and_removed(cast: Cast) -> None:
    await approved(cast)
    leader = await cast.sign_in("leader")
    form = {
        "status": "exists",
        "nb": "Klubben har {hva}.",
        "name": " Klubben\u202e\n har det ",
        "tag": "dance",
    }
    for _ in range(2):
        assert (await leader.post("/desk/answers/templates", form)).status_code == 303
    (kept,) = (await leader.read("/desk/answers", tag="dance"))["templates"]
    assert (kept["name"], kept["texts"]) == ("Klubben har det", {"nb": "Klubben har {hva}."})
    page = (await leader.get("/desk/answers", tag="dance", template=kept["id"])).text
    assert "Klubben har {hva}.</textarea>" in page
    await leader.post(f"/desk/answers/templates/{kept['id']}/drop")
    assert (await leader.read("/desk/answers", tag="dance"))["templates"] == []


HOSTILE = "<b>{hva}</b> =HYPERLINK(1) \u202eabc\u200b"


async def test_html_formulas_and_hidden_marks_in_a_template_are_only_words(
    cast: Cast, texts: Catalogue
) -> None:
    wish, leader = await approved(cast), await cast.sign_in("leader")
    page = (await leader.post("/desk/answers/look", {"status": "done", "nb": HOSTILE, "tag": "dance"})).text
    assert "&lt;b&gt;dans&lt;/b&gt;" in page
    assert "<b>dans" not in page
    assert "\u202e" not in page
    await send(leader, "done", HOSTILE, tag="dance")
    await tell_all(cast, texts)
    assert await said_to(cast, wish) == "<b>dans</b> =HYPERLINK(1) abc"


async def test_a_name_in_the_answer_is_sent_only_after_a_second_tap(cast: Cast, texts: Catalogue) -> None:
    wish, leader = await approved(cast), await cast.sign_in("leader")
    page = await send(leader, nb="Ring Kari på 900 12 345.", tag="dance")
    assert (page.status_code, "peker på en person" in page.text) == (200, True)
    await send(leader, nb="Ring Kari på 900 12 345.", tag="dance", despite="yes")
    await tell_all(cast, texts)
    assert await said_to(cast, wish) == "Ring Kari på 900 12 345."


async def test_a_round_is_chosen_by_its_code_and_never_another_municipalitys(cast: Cast) -> None:
    first = await approved(cast)
    other = new_id(cast.clock())

    def add(tx: Tx) -> None:
        asked = cast.here.asked
        fields = {name: getattr(asked, name) for name in asked.__slots__}
        rounds.add_round(tx, type(asked)(**fields | {"id": other, "code": "to-runder"}), cast.clock())

    await cast.store.write(add)
    leader = await cast.sign_in("leader")
    found = await leader.read("/desk/answers", tag="dance", code="glad-elg")
    assert [each["id"] for each in found["wishes"]] == [first]
    assert (await leader.read("/desk/answers", tag="dance", code="to-runder"))["n"] == 0
    assert (await leader.get("/desk/answers", code="rask-rev")).status_code == 404


async def test_everybody_is_told_it_once_and_not_what_each_wished_for(cast: Cast, texts: Catalogue) -> None:
    for tag in (DANCE, BAND):
        await approved(cast, "et ønske", tag)
    await send(await cast.sign_in("leader"), nb="Vi planlegger {hva} til våren.")
    await tell_all(cast, texts)
    await figures_agree(cast)
    listed = await cast.store.read(lambda tx: told.all_of_round(tx, cast.here.asked.id))
    assert listed == {("planned", "Vi planlegger dette til våren."): (2, {"dance": 1, "band": 1})}


async def half_way(
    cast: Cast, texts: Catalogue, carry: Carry = carry_nowhere
) -> tuple[Person, str, list[str]]:
    """A sending to five, of whom two were told."""
    meant = [await approved(cast, f"dans {n}") for n in range(5)]
    leader = await cast.sign_in("leader")
    sent = await send(leader, tag="dance")
    cast.clock.now += 1000
    await cast.store.write(lambda tx: telling_many.go_on(tx, texts, cast.clock(), carry, 2))
    return leader, sent.headers["location"], meant


async def test_a_sending_that_is_stopped_tells_nobody_more_and_says_both_numbers(
    cast: Cast, texts: Catalogue
) -> None:
    leader, path, meant = await half_way(cast, texts)
    assert "Stopp utsendingen" in (await leader.get(path)).text
    for _ in range(2):
        assert (await leader.post(f"{path}/stop")).headers["location"] == path
    await tell_all(cast, texts)
    assert [await said_to(cast, each) for each in meant] == ["dans kommer."] * 2 + [None] * 3
    followed = (await leader.read(path))["sending"]
    assert (followed["stopped"], followed["given"], followed["unsent"], followed["passed"]) == (True, 2, 3, 0)
    page = (await leader.get(path)).text
    assert "2 fikk svaret. 3 fikk det ikke" in page
    assert "Stopp utsendingen" not in page
    assert (await figures_agree(cast))["answered"] == {"all": 2}
    assert (await leader.read("/desk/answers", tag="dance"))["n"] == 3, "they still wait for an answer"


async def test_one_that_is_done_cannot_be_stopped_and_says_nothing_of_it(
    cast: Cast, texts: Catalogue
) -> None:
    await approved(cast)
    leader = await cast.sign_in("leader")
    path = (await send(leader, tag="dance")).headers["location"]
    await tell_all(cast, texts)
    await leader.post(f"{path}/stop")
    followed = (await leader.read(path))["sending"]
    assert (followed["stopped"], followed["given"], followed["unsent"]) == (False, 1, 0)


async def test_who_was_told_gets_a_correction_and_nobody_else_does(cast: Cast, texts: Catalogue) -> None:
    leader, path, meant = await half_way(cast, texts)
    await leader.post(f"{path}/stop")
    await answer(cast, leader, meant[0], "done", "Bare til deg.")
    sending = path.rpartition("/")[2]
    look = await leader.read("/desk/answers", corrects=sending)
    assert (look["n"], look["wishes"][0]["id"]) == (1, meant[1])
    assert look["draft"]["nb"] == "{hva} kommer."
    form = {
        "corrects": sending,
        "status": "planned",
        "nb": "Vi retter: {hva} kommer i mai.",
        "seen": look["seen"],
    }
    assert (await leader.post("/desk/answers", form)).status_code == 303
    await tell_all(cast, texts)
    assert [await said_to(cast, each) for each in meant] == [
        "Bare til deg.",
        "Vi retter: dans kommer i mai.",
        *[None] * 3,
    ]


def by_message(sent: list[str]) -> Carry:
    """Put each answer in the outbox, and take it out again where it was taken back in time."""

    def carry(tx: Tx, wish: Wish, answer: Answer) -> None:
        if answer.takes_back and outgoing.recall(tx, answer.takes_back):
            return
        sent.append(answer.id)
        tx.run(
            """INSERT INTO talks (id, municipality_id, round_id, channel, who, receipt, version, state,
                touched_at) SELECT id, municipality_id, round_id, 'telegram', id, id, 0, :state, 0
            FROM wishes WHERE id = :wish ON CONFLICT (id) DO NOTHING""",
            wish=wish.id,
            state=b"",
        )
        put = partial(outgoing.add_outgoing, tx, channel="telegram", urgent=outgoing.OURS, body=b"sealed")
        put(id=answer.id, talk_id=wish.id, place=len(sent), now=answer.at)

    return carry


async def test_whom_it_has_not_reached_never_gets_it_and_whom_it_may_have_reached_keeps_it(
    cast: Cast, texts: Catalogue
) -> None:
    sent: list[str] = []
    carry = by_message(sent)
    leader, path, meant = await half_way(cast, texts, carry)
    now = cast.clock()
    begun = await cast.store.write(lambda tx: outgoing.claim_next(tx, "telegram", outgoing.OURS, now))
    assert begun is not None
    followed = (await leader.read(path))["sending"]
    assert (followed["waits"], followed["stands"]) == (1, 2)
    assert "Én har ikke fått meldingen ennå" in (await leader.get(path)).text
    assert leader.staff is not None
    desk, sending = Desk(leader.staff, cast.here.municipality, "", "", 0), path.rpartition("/")[2]
    some = partial(stopping_many.take_back_some, desk=desk, sending_id=sending, now=cast.clock(), carry=carry)
    assert await cast.store.write(lambda tx: some(tx)) == 1
    assert await cast.store.write(lambda tx: some(tx)) == 0
    stands = {each: await said_to(cast, each) for each in meant[:2]}
    assert stands == dict.fromkeys(meant[:2]) | {begun["talk_id"]: "dans kommer."}
    left = await cast.store.read(lambda tx: tx.all("SELECT id FROM outgoing"))
    assert [row["id"] for row in left] == [begun["id"]], "no message says that something was unsaid"
    assert (await figures_agree(cast))["answered"] == {"all": 1}
    answer_page = await leader.post(f"{path}/back")
    assert answer_page.headers["location"] == f"{path}?did=back&n=0"
    page = (await leader.get(answer_page.headers["location"])).text
    assert "Meldingene var alt på vei" in page
    assert "Ett svar er tatt tilbake" in page
    assert (await leader.read(path))["sending"]["stopped"] is True, "who takes back stops first"
