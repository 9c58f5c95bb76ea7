"""Messages on their way out, the leaders' Telegram on one's own page, and the switch for masked texts."""

from dataclasses import replace

from collector import linking, quick_review, signin
from collector.desk import Desk
from collector.ids import new_id, new_secret
from collector.store import links, outgoing, talks
from collector.store.front import Row, Tx
from tests.web.cast import JSON, Cast, Person, Place

CHAT = 4711


async def give_up(cast: Cast, place: Place, why: str = "TimeoutError", urgent: int = outgoing.OURS) -> None:
    """Let one message be given up in a municipality."""
    now, talk = cast.clock(), new_id(cast.clock())

    def add(tx: Tx) -> None:
        talks.add_talk(
            tx,
            id=talk,
            municipality_id=place.municipality.id,
            round_id=place.asked.id,
            channel="telegram",
            who=new_secret(),
            receipt=new_secret(),
            handle=b"sealed",
            now=now,
        )
        for place_, given in ((1, True), (2, False)):
            message = new_id(now)
            outgoing.add_outgoing(
                tx,
                id=message,
                talk_id=talk,
                channel="telegram",
                place=place_,
                urgent=urgent,
                body=b"kanarifugl",
                now=now,
            )
            if given:
                tx.run("UPDATE outgoing SET tries = 8 WHERE id = :id", id=message)
                outgoing.give_up(tx, message, why, now)

    await cast.store.write(add)


async def rows(cast: Cast) -> list[Row]:
    return await cast.store.read(lambda tx: tx.all("SELECT * FROM outgoing ORDER BY id"))


async def link(cast: Cast, person: Person) -> None:
    """Tie a chat to somebody who is signed in."""
    staff = person.staff
    assert staff is not None
    desk = Desk(staff, cast.here.municipality, session="", csrf="", seen_at=cast.clock())

    def tie(tx: Tx) -> None:
        code = signin.make_link_code(tx, cast.seal, desk, cast.clock())
        linking.link(tx, cast.seal, code, CHAT, cast.clock())

    await cast.store.write(tie)


async def test_an_admin_sees_how_many_were_given_up_by_what_and_never_a_word(cast: Cast) -> None:
    await give_up(cast, cast.here)
    await give_up(cast, cast.here, "NeverTaken", outgoing.REPLY)
    await give_up(cast, cast.there)
    admin = await cast.sign_in("admin")
    seen = await admin.read("/desk/messages")
    assert [(each["kind"], each["n"], each["why"]) for each in seen["given_up"]] == [
        ("reply", 1, "NeverTaken"),
        ("ours", 1, "TimeoutError"),
    ]
    assert sum(each["n"] for each in seen["waiting"]) == 2
    page = (await admin.get("/desk/messages")).text
    assert "Kom ikke fram" in page
    assert "kanarifugl" not in page


async def test_try_again_lets_this_municipalitys_messages_begin_anew_once_and_says_who(cast: Cast) -> None:
    await give_up(cast, cast.here)
    await give_up(cast, cast.there)
    admin = await cast.sign_in("admin")
    for _ in range(2):
        answer = await admin.post("/desk/messages/again")
        assert answer.headers["location"] == "/desk/messages?did=again"
    left = [(row["given_up_at"] is not None, row["tries"]) for row in await rows(cast)]
    assert sorted(left) == [(False, 0), (False, 0), (False, 0), (True, 8)], "each of its tries anew"
    assert (await admin.read("/desk/messages"))["given_up"] == []
    kept = await cast.store.read(
        lambda tx: tx.all("SELECT staff_id FROM decisions WHERE what = 'messages-tried-again'")
    )
    assert admin.staff is not None
    assert [row["staff_id"] for row in kept] == [admin.staff.id]


async def test_masked_texts_are_off_until_an_admin_says_yes_and_the_page_says_what_telegram_keeps(
    cast: Cast,
) -> None:
    admin = await cast.sign_in("admin")
    page = (await admin.get("/desk/messages")).text
    assert "Ønsker vises ikke i Telegram" in page
    assert "Ekko kan ikke slette den der" in page
    await admin.post("/desk/messages/texts", {"to": "on"})
    here, there = cast.here.municipality.id, cast.there.municipality.id
    assert await cast.store.read(lambda tx: quick_review.is_on(tx, here))
    assert not await cast.store.read(lambda tx: quick_review.is_on(tx, there))
    assert (await admin.read("/desk/messages"))["texts"] is True
    await admin.post("/desk/messages/texts", {"to": "off"})
    assert not await cast.store.read(lambda tx: quick_review.is_on(tx, here))


async def test_a_leader_chooses_when_the_counts_come_and_unlinks_in_one_tap(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    assert leader.staff is not None
    staff_id = leader.staff.id
    await link(cast, leader)
    chosen = {"hour": 9, "day": "4", "language": "nn"}
    answer = await leader.post("/desk/me/telegram/choose", chosen)
    assert answer.headers["location"] == "/desk/me?did=chosen#telegram"
    found = await cast.store.read(lambda tx: links.link_of(tx, staff_id))
    assert found is not None
    assert (found["hour"], found["weekday"], found["language"]) == (9, 4, "nn")
    shown = (await leader.read("/desk/me"))["telegram"]
    assert (shown["linked"], shown["hour"], shown["day"]) == (True, 9, "4")
    for _ in range(2):
        await leader.post("/desk/me/telegram/drop")
    assert await cast.store.read(lambda tx: links.link_of(tx, staff_id)) is None


async def test_hours_of_the_night_and_days_that_are_none_are_refused(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    await link(cast, leader)
    for wrong in ({"hour": 3}, {"hour": 22}, {"day": "7"}, {"language": "se"}, {"hour": "x"}):
        form = {"hour": 9, "day": "every", "language": "nb", **wrong}
        assert (await leader.post("/desk/me/telegram/choose", form)).status_code == 400


async def test_whoever_has_no_chat_chooses_nothing_and_whose_role_reads_nothing_makes_no_code(
    cast: Cast,
) -> None:
    leader, youth = await cast.sign_in("leader"), await cast.sign_in("youth")
    form = {"hour": 9, "day": "every", "language": "nb"}
    answer = await leader.post("/desk/me/telegram/choose", form)
    assert answer.headers["location"] == "/desk/me#telegram"
    assert "Lag en kode" in (await leader.get("/desk/me")).text
    page = (await youth.get("/desk/me")).text
    assert "Rollen din leser ikke ønsker" in page
    assert "Lag en kode" not in page


async def test_where_leaders_have_no_bot_no_code_is_offered_nor_made(cast: Cast) -> None:
    leader, linked = await cast.sign_in("leader"), await cast.sign_in("leader")
    await link(cast, linked)
    cast.app.state.house = replace(cast.app.state.house, leaders_bot=False)
    page = (await leader.get("/desk/me")).text
    assert "ingen bot for ledere" in page
    assert "Lag en kode" not in page
    assert (await leader.post("/desk/me/telegram", headers=JSON)).json()["telegram_code"] is None
    assert await cast.store.read(lambda tx: tx.all("SELECT * FROM link_codes")) == []
    assert "Koble fra" in (await linked.get("/desk/me")).text
