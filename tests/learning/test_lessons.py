"""What reviewers taught, on both engines: who said so last, and what is never learnt from."""

import pytest

from bot.channels.youth_telegram.listener import CHANNEL
from collector import casework, learning
from collector.ids import new_id
from collector.learning import ONLY_WITH_A_YES, Lesson, fair_share, is_fair
from collector.store import cases, decisions, talks, wishes
from collector.store.front import Tx
from tests.both_engines import store
from tests.learning.village import Village, found_village

__all__ = ["store"]  # a fixture that pytest finds by its name


async def lessons(village: Village) -> dict[str, Lesson]:
    found = await village.store.read(lambda tx: learning.gather(tx, village.asked.municipality.id))
    return {lesson.text: lesson for lesson in found}


async def test_an_approved_wish_teaches_what_it_is_about(village: Village) -> None:
    kari = await village.reviewer("Kari")
    await village.decide(kari, await village.wish("LAN i hallen", "gaming", "weekly"))
    (lesson,) = (await lessons(village)).values()
    assert (lesson.tags, lesson.changed, lesson.reviewer) == ({"gaming", "weekly"}, False, "kari")
    assert lesson.as_example().tells_of("dance")
    assert not lesson.as_example().tells_of("concern")
    assert not lesson.as_example().tells_of("not-a-wish")


async def test_whoever_changed_it_last_taught_it_and_not_whoever_approved(village: Village) -> None:
    kari, ola = await village.reviewer("Kari"), await village.reviewer("Ola")
    wish_id = await village.wish("noe med tau", "crafts")
    await village.correct(kari, wish_id, "outdoor")
    await village.decide(ola, wish_id)
    (lesson,) = (await lessons(village)).values()
    assert (lesson.tags, lesson.was, lesson.changed) == ({"outdoor"}, {"crafts"}, True)
    assert lesson.reviewer == "kari"


async def test_what_a_group_did_with_a_wish_takes_nothing_from_what_it_teaches(village: Village) -> None:
    kari = await village.reviewer("Kari")
    wish_id = await village.wish("noe med tau", "crafts")
    await village.correct(kari, wish_id, "outdoor")
    await village.decide(kari, wish_id)
    here, now = village.asked.municipality.id, village.now()
    for what, details in (
        ("group-sent", {"group": "Vika"}),
        ("group-draft", {"before": "new", "after": "up"}),
    ):
        await village.store.write(
            lambda tx, what=what, details=details: decisions.add_decision(  # type: ignore[misc]
                tx, new_id(now), here, kari.staff.id, wish_id, what, details, now
            )
        )
    (lesson,) = (await lessons(village)).values()
    assert (lesson.tags, lesson.reviewer) == ({"outdoor"}, "kari")


async def test_a_person_in_two_roles_is_one_reviewer(village: Village) -> None:
    for role in ("leader", "admin"):
        desk = await village.reviewer("Kari", role)
        await village.teach(desk, f"ønske som {role}", "crafts", "band")
    assert learning.reviewers((await lessons(village)).values()) == 1


async def test_what_the_sender_said_and_a_leader_let_stand_was_set_by_people(village: Village) -> None:
    from collector import intake

    kari = await village.reviewer("Kari")
    wish_id = await village.wish("noe med tau", "crafts", sender="a")
    talk_id = village._talks["a"]
    await village.store.write(lambda tx: intake.correct_by_sender(tx, wish_id, talk_id, ("outdoor",)))
    await village.decide(kari, wish_id)
    (lesson,) = (await lessons(village)).values()
    assert (lesson.tags, lesson.changed) == ({"outdoor"}, True)


async def test_a_correction_that_was_undone_is_none(village: Village) -> None:
    from collector import review

    kari = await village.reviewer("Kari")
    wish_id = await village.wish("noe med tau", "crafts")
    await village.correct(kari, wish_id, "outdoor")
    await village.store.write(lambda tx: review.undo(tx, kari, wish_id, village.now()))
    await village.decide(kari, wish_id)
    (lesson,) = (await lessons(village)).values()
    assert (lesson.tags, lesson.changed) == ({"crafts"}, False)


async def test_what_waits_is_held_or_is_no_wish_teaches_nothing(village: Village) -> None:
    kari = await village.reviewer("Kari")
    await village.wish("venter", "gaming")
    for what in ("hold", "not-a-wish"):
        await village.decide(kari, await village.wish(what, "gaming"), what)
    assert await lessons(village) == {}


async def test_a_wish_that_was_ever_held_or_flagged_teaches_nothing_even_when_approved_at_last(
    village: Village,
) -> None:
    duty = await village.reviewer("Vakt", "duty")
    held = await village.wish("holdt tilbake", "gaming")
    await village.decide(duty, held, "hold")
    await village.decide(duty, held)
    cried = await village.wish("det var en misforståelse", "concern", "hangout")
    await village.store.write(lambda tx: casework.decide(tx, duty, cried, "false-alarm", village.now()))
    await village.decide(duty, cried)
    unsure = await village.wish("kanskje ikke bra", "gaming")
    await village.store.write(
        lambda tx: tx.run(
            """INSERT INTO wish_tags (wish_id, kind, tag, probability, given, tagged_by)
            VALUES (:id, 'flag', 'concern', 0.3, 0, 'tagger')""",
            id=unsure,
        )
    )
    await village.decide(duty, unsure)
    assert await lessons(village) == {}


async def test_a_wish_with_a_case_teaches_nothing_whatever_was_written_down_of_it(
    village: Village,
) -> None:
    kari = await village.reviewer("Kari")
    wish_id = await village.teach(kari, "noe med tau", "crafts", "outdoor")
    assert set(await lessons(village)) == {"noe med tau"}

    def open_one(tx: Tx) -> None:
        wish = wishes.find_wish(tx, wish_id)
        assert wish is not None
        cases.open_case(tx, wish, "concern")

    await village.store.write(open_one)
    assert await lessons(village) == {}


async def test_telegrams_wishes_teach_only_while_their_sender_lets_them(village: Village) -> None:
    kari = await village.reviewer("Kari")
    wish_id = await village.wish("fra Telegram", "gaming", channel=CHANNEL)
    await village.decide(kari, wish_id)

    async def says(may: bool) -> None:
        talk = "SELECT talk_id FROM wishes WHERE id = :id"
        row = await village.store.read(lambda tx: tx.one(talk, id=wish_id))
        assert row is not None
        await village.store.write(lambda tx: talks.let_learn(tx, row["talk_id"], may))

    await says(True)
    assert set(await lessons(village)) == {"fra Telegram"}
    await says(False)
    assert await lessons(village) == {}


async def test_telegrams_wishes_teach_nothing(village: Village) -> None:
    kari = await village.reviewer("Kari")
    await village.decide(kari, await village.wish("fra Telegram", "gaming", channel=CHANNEL))
    assert ONLY_WITH_A_YES == CHANNEL
    assert await lessons(village) == {}


async def test_an_erased_wish_teaches_nothing(village: Village) -> None:
    kari = await village.reviewer("Kari")
    await village.erase(await village.teach(kari, "glem meg", "crafts", "band"))
    assert await lessons(village) == {}


async def test_another_municipalitys_lessons_stay_there(village: Village) -> None:
    other = await found_village(village.store, village.seal, village.clock, "Annendal")
    await other.teach(await other.reviewer("Kari"), "der borte", "crafts", "band")
    assert await lessons(village) == {}
    assert set(await lessons(other)) == {"der borte"}


async def test_two_wishes_of_one_talk_have_one_sender_and_two_talks_two(village: Village) -> None:
    kari = await village.reviewer("Kari")
    for text, sender in (("ett", "a"), ("to", "a"), ("tre", "b")):
        await village.teach(kari, text, "crafts", "band", sender=sender)
    found = await lessons(village)
    assert found["ett"].sender == found["to"].sender != found["tre"].sender


async def test_notes_without_a_talk_count_as_one_sender(village: Village) -> None:
    kari = await village.reviewer("Kari")
    for text in ("ett", "to"):
        await village.teach(kari, text, "crafts", "band")
    await village.store.write(lambda tx: tx.run("DELETE FROM talks"))
    assert len({lesson.sender for lesson in (await lessons(village)).values()}) == 1


def lesson(reviewer: str, number: int, tags: int = 1) -> Lesson:
    named = frozenset(("gaming", "dance", "band")[:tags])
    wish_id = f"{reviewer}-{number}"
    return Lesson(wish_id, "tekst", "nb", named, frozenset(), wish_id, reviewer, 0, changed=True)


@pytest.mark.parametrize("tags", [1, 2, 3])
@pytest.mark.parametrize(
    "many", [(1000, 3, 3, 3, 3), (50, 40, 30, 20, 10), (7, 7, 7, 7, 7, 7), (90, 90, 1, 1, 1, 1)]
)
def test_nobody_ever_stands_behind_more_than_a_fifth(many: tuple[int, ...], tags: int) -> None:
    everything = [
        lesson(f"r{place}", number, 1 + number % tags) for place, n in enumerate(many) for number in range(n)
    ]
    fair = fair_share(everything)
    assert fair
    assert is_fair(fair)
    assert fair == fair_share(everything)


def test_what_is_fair_already_is_left_whole() -> None:
    everything = [lesson(f"r{place}", number) for place in range(6) for number in range(8)]
    assert fair_share(everything) == everything


def test_with_fewer_than_five_no_share_is_fair() -> None:
    assert fair_share([lesson(f"r{place}", number) for place in range(4) for number in range(9)]) == []
