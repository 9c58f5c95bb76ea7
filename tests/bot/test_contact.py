"""How somebody wants to be reached: for the adult on duty, and for nobody and nothing else."""

from pathlib import Path

import pytest

from bot.clearing import clear
from bot.host import Host
from bot.record import open_record
from bot.turn import Came
from collector.contacting import KEPT_FOR
from collector.store import cases
from collector.store.front import Store
from tests.bot.fields import CODE, say, wishes_kept
from tests.bot.test_erasing import EITHER_WAY, Erase, rows
from tests.store.test_leftovers import CANARY, is_in_a_file
from tests.web.cast import Cast
from tests.web.conftest import cast

__all__ = ["cast"]

CONCERN = "jeg vil ikke leve lenger"
WAY = f"spør etter {CANARY} på klubben"


def chose(value: str, key: str) -> Came:
    return Came(key, "webchat", "somebody", CODE, chose=value)


async def leave_contact(host: Host, way: str = WAY) -> str:
    """Say that one is not OK, say yes to an adult and how; return the case."""
    view = await host.turn(say(CONCERN, key="k1"))
    assert [button.label for button in view.buttons] == ["Ja, kontakt meg", "Nei, ikke kontakt meg"]
    view = await host.turn(chose("contact", "k2"))
    assert "Bare en voksen som har vakt, får se det du skriver nå" in view.bubbles[-2].text
    view = await host.turn(say(way, key="k3"))
    assert not [bubble for bubble in view.bubbles if CANARY in bubble.text]
    (wish,) = await wishes_kept(host.store)
    return wish.id


async def receipt_of(host: Host) -> str:
    (talk,) = await rows(host.store, "SELECT * FROM talks")
    return open_record(host.seal, talk["id"], talk["version"], talk["state"]).receipt


async def sealed(store: Store) -> bytes:
    (row,) = await rows(store, "SELECT words FROM contacts")
    return bytes(row["words"])


def files_hold(folder: Path, words: bytes) -> bool:
    return any(words in path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_only_the_adult_on_duty_reads_it(host: Host, cast: Cast) -> None:
    case = await leave_contact(host)
    duty = await cast.sign_in("duty")
    assert WAY in (await duty.get(f"/desk/cases/{case}")).text
    assert (await duty.read(f"/desk/cases/{case}"))["case"]["contact"] == WAY
    admin = await cast.sign_in("admin")
    page = (await admin.get(f"/desk/cases/{case}")).text
    assert CANARY not in page
    assert "Bare den som er logget inn som vaktansvarlig, får se det" in page
    assert (await admin.read(f"/desk/cases/{case}"))["case"]["contact"] is None
    for role in ("leader", "youth", "project"):
        person = await cast.sign_in(role)
        assert (await person.get(f"/desk/cases/{case}")).status_code == 403
    theirs = await cast.sign_in("duty", cast.there)
    assert (await theirs.get(f"/desk/cases/{case}")).status_code == 404


async def test_it_is_no_wish_stands_in_no_line_and_in_no_byte_that_can_be_read(
    host: Host, cast: Cast, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await leave_contact(host)
    assert [wish.text for wish in await wishes_kept(host.store)] == [CONCERN]
    (talk,) = await rows(host.store, "SELECT * FROM talks")
    record = open_record(host.seal, talk["id"], talk["version"], talk["state"])
    assert not [line for line in record.lines if CANARY in line.words]
    assert record.talk.step == "wish.ask"
    assert not is_in_a_file(tmp_path)
    assert CANARY not in caplog.text
    leader = await cast.sign_in("leader")
    for path in ("/desk/queue", "/desk/themes", "/desk/learning", "/desk/summary/glad-elg"):
        assert CANARY not in (await leader.get(path)).text


@EITHER_WAY
async def test_it_goes_with_the_wish_byte_for_byte(
    host: Host, cast: Cast, tmp_path: Path, erase: Erase
) -> None:
    await leave_contact(host)
    receipt, words = await receipt_of(host), await sealed(host.store)
    assert files_hold(tmp_path, words)
    await erase(host, receipt)
    assert await rows(host.store, "SELECT * FROM contacts") == []
    assert not files_hold(tmp_path, words)


@pytest.mark.parametrize("form", [{"decision": "followed-up"}, {"decision": "false-alarm"}])
async def test_it_is_erased_thirty_days_after_its_case_was_closed_and_not_before(
    host: Host, cast: Cast, tmp_path: Path, form: dict[str, str]
) -> None:
    case = await leave_contact(host)
    words = await sealed(host.store)
    assert await clear(host.store, cast.clock() + 10 * KEPT_FOR) == 0, "the case is open"
    await (await cast.sign_in("duty")).post(f"/desk/cases/{case}", form)
    assert await clear(host.store, cast.clock() + KEPT_FOR - 1) == 0
    assert files_hold(tmp_path, words)
    assert await clear(host.store, cast.clock() + KEPT_FOR) == 1
    assert await clear(host.store, cast.clock() + KEPT_FOR) == 0
    assert not files_hold(tmp_path, words)


async def test_it_opens_a_closed_case_anew_and_alerts_again(host: Host, cast: Cast) -> None:
    await host.turn(say(CONCERN, key="a"))
    (wish,) = await wishes_kept(host.store)
    duty = await cast.sign_in("duty")
    await duty.post(f"/desk/cases/{wish.id}", {"decision": "followed-up"})
    await host.turn(chose("contact", "b"))
    cast.clock.now += 1000
    await host.turn(say(WAY, key="c"))
    (case,) = (await duty.read("/desk/cases"))["open"]
    assert case["id"] == wish.id
    planned = await rows(host.store, "SELECT planned_at FROM alerts ORDER BY planned_at")
    assert planned[-1]["planned_at"] == cast.clock()
    assert len(planned) == 2
    (kept,) = await rows(host.store, "SELECT erase_at FROM contacts")
    assert kept["erase_at"] is None


async def test_it_tells_again_whoever_took_the_case_without_knowing_of_it(host: Host, cast: Cast) -> None:
    await host.turn(say(CONCERN, key="a"))
    (wish,) = await wishes_kept(host.store)
    duty = await cast.sign_in("duty")
    await duty.post(f"/desk/cases/{wish.id}/take")
    await host.turn(chose("contact", "b"))
    cast.clock.now += 1000
    await host.turn(say(WAY, key="c"))
    case = await host.store.read(lambda tx: cases.find_case(tx, wish.id))
    assert case is not None
    assert case["taken_at"] is None
    assert len(await rows(host.store, "SELECT id FROM alerts")) == 2


@pytest.mark.parametrize("answer", [chose("no-contact", "b"), say("nei takk", key="b")])
async def test_a_no_keeps_nothing_and_the_talk_goes_on(host: Host, cast: Cast, answer: Came) -> None:
    await host.turn(say(CONCERN, key="a"))
    view = await host.turn(answer)
    assert view.bubbles[-1].text == "Har du et ønske til? Bare skriv."
    assert await rows(host.store, "SELECT * FROM contacts") == []


async def test_an_answer_with_concern_in_it_shows_the_card_first_and_is_for_the_duty_adult_alone(
    host: Host, cast: Cast
) -> None:
    await host.turn(say("jeg har det ikke bra", key="a"))
    await host.turn(chose("contact", "b"))
    view = await host.turn(say(f"jeg skal ta livet mitt i kveld, {WAY}", key="c"))
    assert [bubble.by for bubble in view.bubbles] == ["you", "card", "bot", "bot"]
    assert "ta livet" not in view.bubbles[0].text
    (wish,) = await wishes_kept(host.store)
    assert wish.text == "jeg har det ikke bra"
    found = (await (await cast.sign_in("duty")).read(f"/desk/cases/{wish.id}"))["case"]
    assert (found["contact"], found["level"]) == (f"jeg skal ta livet mitt i kveld, {WAY}", "concern-now")
    admin = await cast.sign_in("admin")
    assert "ta livet" not in (await admin.get(f"/desk/cases/{wish.id}")).text


async def test_a_page_drawn_anew_shows_the_open_question_and_none_of_the_words(
    host: Host, cast: Cast
) -> None:
    await host.turn(say(f"{CONCERN} {CANARY}", key="a"))
    await host.turn(chose("contact", "b"))
    view = await host.look(Came("", "webchat", "somebody", CODE))
    assert view is not None
    said = [bubble.text for bubble in view.bubbles]
    assert said[-1] == "Hvordan kan en voksen nå deg? Skriv det som passer for deg."
    assert not [text for text in said if CANARY in text or "leve" in text]


async def test_the_same_answer_sent_again_is_kept_once(host: Host, cast: Cast) -> None:
    case = await leave_contact(host)
    before = await rows(host.store, "SELECT * FROM contacts")
    again = await host.turn(say(WAY, key="k3"))
    assert "Takk. Det er tatt vare på" in again.bubbles[1].text
    assert await rows(host.store, "SELECT * FROM contacts") == before
    assert [row["wish_id"] for row in before] == [case]


async def test_the_box_says_that_it_is_for_the_adult_only_while_it_is(host: Host, cast: Cast) -> None:
    phone = cast.stranger().client
    page = f"/c/{CODE}"
    wish, adult = "Hva ønsker du deg her?</label>", "Hvordan kan en voksen nå deg?</label>"
    quick = {"hx-request": "true"}
    answers = [await phone.post(page, data={"key": "k1", "said": CONCERN}, headers=quick)]
    answers.append(await phone.post(page, data={"key": "k2", "chose": "contact"}, headers=quick))
    answers.append(await phone.get(page))
    answers.append(await phone.post(page, data={"key": "k3", "said": WAY}, headers=quick))
    answers.append(await phone.get(page))
    shown = [(wish in answer.text, adult in answer.text) for answer in answers]
    assert shown == [(True, False), (False, True), (False, True), (True, False), (True, False)]
    assert all('id="ask" hx-swap-oob="true"' in answers[place].text for place in (0, 1, 3))
    assert CANARY not in answers[3].text + answers[4].text
