"""The second look: another person, a random twenty, eighteen right, and nothing that came after."""

import pytest

from collector import second_look, training
from collector.desk import DecidedAlready
from collector.second_look import ASKED, Learnable, learnable
from nlp.live import Standing
from tests.learning.village import Village


async def now_learnable(village: Village) -> Learnable:
    return await village.store.read(lambda tx: learnable(tx, village.asked.municipality.id))


async def test_few_reviewers_corrections_wait_for_a_second_person(village: Village) -> None:
    kari, ola = await village.reviewer("Kari"), await village.reviewer("Ola")
    for number in range(30):
        await village.teach(kari, f"ønske {number}", "crafts", "band")
    await village.decide(kari, await village.wish("som taggeren sa", "gaming"))
    before = await now_learnable(village)
    assert ([each.text for each in before.lessons], before.waiting) == (["som taggeren sa"], 30)
    stands = await village.look_again(ola)
    after = await now_learnable(village)
    assert (stands["asked"], stands["right"], stands["passed"]) == (ASKED, ASKED, True)
    assert (len(after.lessons), after.waiting) == (31, 0)


async def test_nobody_looks_at_their_own_in_whatever_role(village: Village) -> None:
    kari, same = await village.reviewer("Kari"), await village.reviewer("KARI", "admin")
    await village.teach(kari, "ønske", "crafts", "band")
    for desk in (kari, same):
        stands = await village.look_again(desk)
        assert (stands["changes"], stands["asked"]) == (0, 0)
    assert (await now_learnable(village)).waiting == 1


async def test_eighteen_of_twenty_are_enough_and_the_two_wrong_ones_are_not_learnt(village: Village) -> None:
    kari, ola = await village.reviewer("Kari"), await village.reviewer("Ola")
    for number in range(25):
        await village.teach(kari, f"ønske {number}", "crafts", "band")
    assert (await village.look_again(ola, wrong=2))["passed"]
    found = await now_learnable(village)
    assert (len(found.lessons), found.waiting) == (23, 2)


async def test_seventeen_of_twenty_are_not(village: Village) -> None:
    kari, ola = await village.reviewer("Kari"), await village.reviewer("Ola")
    for number in range(25):
        await village.teach(kari, f"ønske {number}", "crafts", "band")
    stands = await village.look_again(ola, wrong=3)
    assert (stands["passed"], stands["failed"]) == (False, True)
    assert (await now_learnable(village)).lessons == []


async def test_a_look_that_went_wrong_takes_back_the_one_before(village: Village) -> None:
    kari, ola = await village.reviewer("Kari"), await village.reviewer("Ola")
    for number in range(20):
        await village.teach(kari, f"ønske {number}", "crafts", "band")
    assert (await village.look_again(ola))["passed"]
    for number in range(20):
        await village.teach(kari, f"galt {number}", "crafts", "korps")
    assert (await village.look_again(ola, wrong=9))["failed"]
    assert (await now_learnable(village)).lessons == []


async def test_what_is_corrected_after_the_drawing_waits(village: Village) -> None:
    kari, ola = await village.reviewer("Kari"), await village.reviewer("Ola")
    for number in range(20):
        await village.teach(kari, f"ønske {number}", "crafts", "band")
    await village.store.write(lambda tx: second_look.begin(tx, ola, village.now()))
    await village.teach(kari, "snikt inn", "crafts", "korps")
    await village.look_again(ola)
    found = await now_learnable(village)
    assert "snikt inn" not in {each.text for each in found.lessons}
    assert (len(found.lessons), found.waiting) == (20, 1)


async def test_what_is_changed_under_the_lookers_hands_does_not_count_as_right(village: Village) -> None:
    kari, ola = await village.reviewer("Kari"), await village.reviewer("Ola")
    wishes = [await village.teach(kari, f"ønske {number}", "crafts", "band") for number in range(20)]
    await village.store.write(lambda tx: second_look.begin(tx, ola, village.now()))
    for wish_id in wishes[:5]:
        await village.correct(kari, wish_id, "korps")
    stands = await village.look_again(ola)
    assert (stands["right"], stands["passed"]) == (15, False)
    assert (await now_learnable(village)).lessons == []


async def test_what_was_changed_since_it_was_shown_can_no_longer_be_said_to_be_right(
    village: Village,
) -> None:
    kari, ola = await village.reviewer("Kari"), await village.reviewer("Ola")
    wish_id = await village.teach(kari, "ønske", "crafts", "band")
    await village.store.write(lambda tx: second_look.begin(tx, ola, village.now()))
    await village.correct(kari, wish_id, "korps")
    with pytest.raises(DecidedAlready):
        await village.store.write(lambda tx: second_look.say(tx, ola, wish_id, is_right=True))
    assert (await now_learnable(village)).lessons == []


async def test_a_look_vouches_for_nothing_that_the_looker_taught(village: Village) -> None:
    kari, ola = await village.reviewer("Kari"), await village.reviewer("Ola")
    for desk in (kari, ola):
        for number in range(3):
            await village.teach(desk, f"{desk.staff.name} {number}", "crafts", "band")
    assert (await village.look_again(ola))["passed"]
    found = await now_learnable(village)
    assert ({each.reviewer for each in found.lessons}, found.waiting) == ({"kari"}, 3)


async def test_what_was_said_to_be_wrong_stays_out_through_later_looks_until_somebody_changes_it(
    village: Village,
) -> None:
    kari, ola = await village.reviewer("Kari"), await village.reviewer("Ola")
    for number in range(20):
        await village.teach(kari, f"ønske {number}", "crafts", "band")
    assert (await village.look_again(ola, wrong=1))["passed"]
    learnt = {each.wish_id for each in (await now_learnable(village)).lessons}
    rows = await village.store.read(lambda tx: tx.all("SELECT wish_id FROM looked_at"))
    (wrong,) = {row["wish_id"] for row in rows} - learnt
    new = [await village.teach(kari, f"nytt {number}", "crafts", "band") for number in range(3)]
    await village.store.write(lambda tx: second_look.begin(tx, ola, village.now(), new))
    assert (await village.look_again(ola))["passed"]
    assert {each.wish_id for each in (await now_learnable(village)).lessons} == {*learnt, *new}
    await village.correct(kari, wrong, "korps")
    await village.store.write(lambda tx: second_look.begin(tx, ola, village.now(), [wrong, *new]))
    assert (await village.look_again(ola))["passed"]
    assert {each.wish_id for each in (await now_learnable(village)).lessons} == {*learnt, *new, wrong}


@pytest.mark.parametrize("wrong", [0, 2])
async def test_a_look_that_goes_on_takes_nothing_back_while_it_may_still_pass(
    village: Village, wrong: int
) -> None:
    kari, ola = await village.reviewer("Kari"), await village.reviewer("Ola")
    for number in range(20):
        await village.teach(kari, f"ønske {number}", "crafts", "band")
    assert (await village.look_again(ola))["passed"]
    await village.store.write(lambda tx: second_look.begin(tx, ola, village.now()))
    for _ in range(wrong):
        wish = (await village.store.read(lambda tx: second_look.look(tx, ola)))["wish"]
        await village.store.write(
            lambda tx, wish=wish: second_look.say(tx, ola, wish["id"], is_right=False)  # type: ignore[misc]
        )
    stands = await village.store.read(lambda tx: second_look.look(tx, ola))
    assert (stands["left"], stands["passed"], stands["failed"]) == (20 - wrong, False, False)
    assert len((await now_learnable(village)).lessons) == 20 - wrong


async def test_what_came_since_ones_last_look_is_told_as_new(village: Village) -> None:
    kari, ola = await village.reviewer("Kari"), await village.reviewer("Ola")

    async def told() -> tuple[int, int]:
        stands = await village.store.read(lambda tx: second_look.look(tx, ola))
        return stands["changes"], stands["new"]

    for number in range(3):
        await village.teach(kari, f"ønske {number}", "crafts", "band")
    assert await told() == (3, 3)
    await village.look_again(ola)
    assert await told() == (3, 0)
    for number in range(2):
        await village.teach(kari, f"nytt {number}", "crafts", "band")
    assert await told() == (5, 2)


async def test_a_look_that_is_not_finished_is_gone_on_with(village: Village) -> None:
    kari, ola = await village.reviewer("Kari"), await village.reviewer("Ola")
    for number in range(3):
        await village.teach(kari, f"ønske {number}", "crafts", "band")
    for _ in range(3):
        await village.store.write(lambda tx: second_look.begin(tx, ola, village.now()))
    row = await village.store.read(lambda tx: tx.one("SELECT COUNT(*) AS n FROM looks"))
    assert row
    assert row["n"] == 1


async def test_which_are_drawn_is_chance(village: Village) -> None:
    kari = await village.reviewer("Kari")
    for number in range(60):
        await village.teach(kari, f"ønske {number}", "crafts", "band")
    for name in ("Ola", "Per", "Eva"):
        desk = await village.reviewer(name)
        await village.store.write(lambda tx, desk=desk: second_look.begin(tx, desk, village.now()))  # type: ignore[misc]
    rows = await village.store.read(lambda tx: tx.all("SELECT look_id, wish_id FROM looked_at"))
    drawn: dict[str, set[str]] = {}
    for row in rows:
        drawn.setdefault(row["look_id"], set()).add(row["wish_id"])
    assert [len(each) for each in drawn.values()] == [ASKED] * 3
    assert len({frozenset(each) for each in drawn.values()}) == 3


async def test_an_erased_wish_is_gone_from_the_look_as_well(village: Village) -> None:
    kari, ola = await village.reviewer("Kari"), await village.reviewer("Ola")
    wish_id = await village.teach(kari, "glem meg", "crafts", "band")
    await village.store.write(lambda tx: second_look.begin(tx, ola, village.now()))
    await village.erase(wish_id)
    assert await village.store.read(lambda tx: tx.all("SELECT wish_id FROM looked_at")) == []


async def test_with_five_reviewers_nobody_has_to_look_again(village: Village) -> None:
    for name in ("Kari", "Ola", "Per", "Eva", "Siv"):
        desk = await village.reviewer(name)
        for number in range(2):
            await village.teach(desk, f"{name} {number}", "crafts", "band")
    found = await now_learnable(village)
    assert (len(found.lessons), found.waiting, found.over_share) == (10, 0, 0)


async def test_the_page_tells_of_the_newest_and_the_drawing_reaches_all(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (second_look, training):
        monkeypatch.setattr(room, "NEWEST", 5)
    monkeypatch.setattr(second_look, "AT_ONCE", 7)
    kari, ola = await village.reviewer("Kari"), await village.reviewer("Ola")
    wishes = [await village.teach(kari, f"ønske {number}", "crafts", "band") for number in range(25)]
    stands = await village.store.read(lambda tx: second_look.look(tx, ola))
    assert (stands["changes"], stands["newest"]) == (5, 5)
    told = await village.store.read(lambda tx: training.look(tx, ola, Standing(), village.now()))
    assert (told["waiting"], told["newest"]) == (5, 5)
    drawn = await village.store.read(lambda tx: second_look.draw(tx, ola))
    assert len(set(drawn)) == ASKED
    assert set(drawn) <= set(wishes)
    assert len(set(drawn) & set(wishes[:20])) >= ASKED - 5, "those that the page does not tell of, too"
    assert (await village.look_again(ola))["passed"]
    assert len((await now_learnable(village)).lessons) == 25
