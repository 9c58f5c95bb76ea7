"""What else had its time: all that was made of the words goes with them, and each list ends on its day."""

import pytest

from collector.keeping.retaining import Times, times_of
from collector.signin import IDLE_FOR
from collector.store import cases, municipalities
from collector.store.front import StoreBusy, Tx
from tests.both_engines import store
from tests.keeping.test_retain import Clearing, clearing
from tests.keeping.village import CANARY, NOW

__all__ = ["clearing", "store"]
DAY = 24 * 60 * 60 * 1000
HIRE = "INSERT INTO staff (id, municipality_id, name, role, made_at) VALUES ('s', :id, 'K', 'admin', 1)"


async def test_with_the_words_of_a_case_goes_all_that_was_made_of_them(clearing: Clearing) -> None:
    (wish,) = await clearing.village.settle(wishes=1, state="case")
    await clearing.village.store.write(lambda tx: cases.close_case(tx, wish, "followed-up", None, NOW))
    await clearing.change("UPDATE wishes SET hidden = :x, whole = :x WHERE id = :id", x=b"sealed", id=wish)
    await clearing.change("INSERT INTO wish_places (wish_id, place) VALUES (:id, 'Nordbyen')", id=wish)
    await clearing.change("INSERT INTO wish_words (wish_id, word) VALUES (:id, 7)", id=wish)
    assert (await clearing.at(NOW + 30 * DAY)).erased["words"] == 1
    (kept,) = await clearing.rows("SELECT raw, hidden, whole, text FROM wishes")
    assert dict(kept) == {"raw": None, "hidden": None, "whole": None, "text": ""}
    assert await clearing.rows("SELECT place FROM wish_places") == []
    assert await clearing.rows("SELECT word FROM wish_words") == [], "nothing finds it by what it said"


async def test_what_a_municipality_wrote_in_its_record_is_how_long_it_keeps_each(clearing: Clearing) -> None:
    await clearing.village.settle(wishes=1)
    (place,) = await clearing.rows("SELECT id FROM municipalities")

    async def times(**facts: str) -> Times:
        def write(tx: Tx) -> Times:
            for name, value in facts.items():
                municipalities.put_fact(tx, place["id"], name.replace("_", "-"), value, "s", NOW)
            return times_of(tx, place["id"])

        return await clearing.village.store.write(write)

    assert await times() == Times(raw_days=180, flagged_days=30)
    assert await times(raw_days="90") == Times(raw_days=90, flagged_days=30)
    assert await times(case_days="10") == Times(raw_days=90, flagged_days=10)
    assert await times(raw_days="") == Times(raw_days=180, flagged_days=10)


async def test_with_the_raw_words_goes_what_was_hidden_by_hand_in_every_part_of_them(
    clearing: Clearing,
) -> None:
    first, part, other = await clearing.village.settle(wishes=3)
    await clearing.change("UPDATE wishes SET hidden = :x, whole = :x", x=b"sealed")
    await clearing.change(
        "UPDATE wishes SET part_of = :first, raw = NULL WHERE id = :id", first=first, id=part
    )
    await clearing.change("UPDATE wishes SET decided_at = :at WHERE id = :id", at=NOW, id=first)
    assert (await clearing.at(NOW + 180 * DAY)).erased["raw"] == 1
    kept = {row["id"]: row for row in await clearing.rows("SELECT id, hidden, whole FROM wishes")}
    assert [kept[each]["hidden"] is None for each in (first, part, other)] == [True, True, False]
    assert kept[first]["whole"] is None


async def test_a_wish_that_left_its_case_keeps_its_masked_words_like_any_other(clearing: Clearing) -> None:
    (wish,) = await clearing.village.settle(wishes=1, state="case")
    await clearing.village.store.write(lambda tx: cases.close_case(tx, wish, "false-alarm", None, NOW))
    await clearing.change("UPDATE wishes SET state = 'approved', decided_at = :at", at=NOW)
    report = await clearing.at(NOW + 200 * DAY)
    assert (report.erased["words"], report.erased["raw"]) == (0, 1)
    (kept,) = await clearing.rows("SELECT text FROM wishes")
    assert CANARY in kept["text"]


AFTER_DAYS = {
    ("turns", "at"): 90,
    ("presses", "at"): 7,
    ("stuck", "at"): 14,
    ("gaps", "ended_at"): 400,
    ("outgoing", "given_up_at"): 30,
    ("invitations", "ends_at"): 30,
    ("invitations", "used_at"): 30,
    ("begun_by_us", "at"): 8,
}
"""What holds no words that anybody waits for, by the moment that it is counted from."""
HOW_TO_LEAVE = {
    "turns": "INSERT INTO turns (event_key, talk_id, turn, at) VALUES (:name, :talk, :number, 1)",
    "presses": "INSERT INTO presses (staff_id, press, wish_id, did, at) VALUES ('s', :name, 'w', 'x', 1)",
    "stuck": """INSERT INTO stuck (id, municipality_id, channel, event_key, who, kind, error, tries, body, at)
        VALUES (:name, :here, 'telegram', :name, '', 'message', 'KeyError', 5, :body, 1)""",
    "gaps": """INSERT INTO gaps (id, municipality_id, channel, began_at, ended_at)
        VALUES (:name, :here, 'telegram', 1, 1)""",
    "outgoing": """INSERT INTO outgoing (id, talk_id, channel, place, urgent, body, due_at)
        VALUES (:name, :talk, 'telegram', :number, 0, :body, 1)""",
    "invitations": """INSERT INTO invitations (token, municipality_id, name, role, made_at, ends_at)
        VALUES (:name, :here, 'K', 'admin', 1, :now)""",
    "begun_by_us": "INSERT INTO begun_by_us (id, talk_id, at) VALUES (:name, :talk, 1)",
}
NAMED_BY = dict.fromkeys(HOW_TO_LEAVE, "id") | {
    "turns": "event_key",
    "presses": "press",
    "invitations": "token",
}


@pytest.mark.parametrize(("table", "moment"), AFTER_DAYS)
async def test_it_goes_when_its_time_is_up_and_not_a_moment_before(
    clearing: Clearing, table: str, moment: str
) -> None:
    await clearing.village.settle(wishes=1)
    now = NOW + 500 * DAY
    due = now - AFTER_DAYS[table, moment] * DAY

    def leave(tx: Tx) -> None:
        (talk,) = tx.all("SELECT id, municipality_id FROM talks")
        given = {"talk": talk["id"], "here": talk["municipality_id"], "now": now, "body": b"sealed"}
        tx.run(HIRE, id=given["here"])
        for number, name in enumerate(("due", "not due")):
            values = given | {"name": name, "number": number}
            told = {key: value for key, value in values.items() if f":{key}" in HOW_TO_LEAVE[table]}
            tx.run(HOW_TO_LEAVE[table], **told)
            tx.run(
                f"UPDATE {table} SET {moment} = :at WHERE {NAMED_BY[table]} = :name",
                at=due + number,
                name=name,
            )

    await clearing.village.store.write(leave)
    await clearing.at(now)
    left = await clearing.rows(f"SELECT {NAMED_BY[table]} AS name FROM {table}")
    assert [row["name"] for row in left] == ["not due"]


async def test_a_session_that_nobody_used_for_so_long_that_it_opens_nothing_goes(clearing: Clearing) -> None:
    await clearing.village.settle(wishes=1)

    def leave(tx: Tx) -> None:
        (place,) = tx.all("SELECT id FROM municipalities")
        tx.run(HIRE, id=place["id"])
        for token, seen in (("idle", NOW - IDLE_FOR), ("used", NOW - IDLE_FOR + 1)):
            tx.run(
                """INSERT INTO sessions (token, staff_id, made_at, seen_at, ends_at)
                VALUES (:token, 's', 1, :seen, :ends)""",
                token=token,
                seen=seen,
                ends=NOW + DAY,
            )

    await clearing.village.store.write(leave)
    await clearing.at(NOW)
    assert [row["token"] for row in await clearing.rows("SELECT token FROM sessions")] == ["used"]


async def test_what_was_not_cleared_out_of_the_files_is_the_next_time_though_nothing_more_is_due(
    clearing: Clearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    (wish,) = await clearing.village.settle(wishes=1)
    await clearing.change("UPDATE wishes SET decided_at = :at WHERE id = :id", at=NOW, id=wish)
    tidied: list[str] = []

    async def tidy() -> None:
        tidied.append("begun")
        if len(tidied) == 1:
            raise StoreBusy("Somebody reads.")

    monkeypatch.setattr(clearing.village.kept, "tidy", tidy)
    with pytest.raises(StoreBusy):
        await clearing.at(NOW + 180 * DAY)
    for _ in range(2):
        assert (await clearing.at(NOW + 180 * DAY)).erased.total() == 0
    assert len(tidied) == 2, "once more, and then it is done"
