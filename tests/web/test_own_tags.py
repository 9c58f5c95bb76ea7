"""Tags that a leader makes of a theme: made, given to old wishes, taken back, renamed, ended, kept apart."""

import pytest

from collector import intake, tag_making
from collector.model import Tag
from collector.store import own_tags, wishes
from nlp.reading import Reading
from tests.both_engines import store
from tests.learning.village import Village
from tests.web.cast import Cast, Person
from tests.web.test_themes import ROWS, wish_all

__all__ = ["store"]  # a fixture that pytest finds by its name

KEBAB = [text for about, text in ROWS if about == "kebab"]
OTHER = [text for about, text in ROWS if about == "annet"]
TAGS = "/desk/tags"


@pytest.fixture
def village(cast: Cast) -> Village:
    return Village(cast.store, cast.seal, cast.clock, cast.here.asked)


async def has(cast: Cast, wish_id: str, tag: str) -> bool:
    return any(each.id == tag and each.given for each in (await cast.find(wish_id)).tags)


async def make(cast: Cast, leader: Person, ids: list[str], name: str = "Kebab") -> str:
    cast.clock.now += 1000
    answer = await leader.post(TAGS, {"nb": name, "wish": ids})
    assert answer.status_code == 303
    return str(answer.headers["location"]).removeprefix(f"{TAGS}/").partition("?")[0]


async def test_a_theme_becomes_a_tag_its_wishes_have_and_a_leader_can_give(
    cast: Cast, village: Village
) -> None:
    await wish_all(village)
    leader = await cast.sign_in("leader")
    theme = next(each for each in (await leader.read("/desk/themes"))["themes"] if "kebab" in each["words"])
    ids = [each["id"] for each in theme["texts"]]
    tag = await make(cast, leader, ids)
    assert tag.startswith("x-kebab-")
    assert [await has(cast, each, tag) for each in ids] == [True] * len(ids)
    assert "kebab" not in str((await leader.read("/desk/themes"))["themes"])
    page = await leader.get(f"{TAGS}/{tag}?did=made")
    assert "Merkelappen er laget." in page.text
    other = await village.wish("noe helt annet")
    seen = await cast.seen(leader, other)
    assert "Kebab" in (await leader.get(f"/desk/queue/{other}/tags")).text
    form = {"tag": tag, "do": "add", "seen": seen}
    assert (await leader.post(f"/desk/queue/{other}/tag", form)).status_code == 303
    assert await has(cast, other, tag)


async def test_old_wishes_that_are_alike_are_found_the_likeliest_first_and_get_it_as_the_tagger_gives(
    cast: Cast, village: Village
) -> None:
    leader = await cast.sign_in("leader")
    ids = [await village.wish(text) for text in KEBAB]
    others = [await village.wish(text, "dance") for text in OTHER]
    tag = await make(cast, leader, ids[:5])
    found = await leader.read(f"{TAGS}/{tag}")
    shown = [each["id"] for each in found["wishes"]]
    assert set(ids[5:]) & set(shown[:3])
    assert len(set(others) & set(shown)) <= 1
    assert [each["chance"] for each in found["wishes"]] == sorted(
        (each["chance"] for each in found["wishes"]), reverse=True
    )
    answer = await leader.post(f"{TAGS}/{tag}/give", {"wish": shown[:1]})
    assert answer.status_code == 303
    given = next(each for each in (await cast.find(shown[0])).tags if each.id == tag)
    assert (given.by, given.given) == ("tagger", True)
    assert given.probability == found["wishes"][0]["chance"]


async def test_giving_is_undone_in_one_step_but_not_where_a_person_gave_it_since(
    cast: Cast, village: Village
) -> None:
    leader = await cast.sign_in("leader")
    ids = [await village.wish(text) for text in KEBAB]
    tag = await make(cast, leader, ids[:1])
    cast.clock.now += 1000
    await leader.post(f"{TAGS}/{tag}/give", {"wish": ids[1:4]})
    for do in ("drop", "add"):  # a person said it herself
        cast.clock.now += 1000
        seen = await cast.seen(leader, ids[1])
        await leader.post(f"/desk/queue/{ids[1]}/tag", {"tag": tag, "do": do, "seen": seen})
    run = (await leader.read(f"{TAGS}/{tag}"))["last"]
    assert run["n"] == 3
    cast.clock.now += 1000
    answer = await leader.post(f"{TAGS}/{tag}/back", {"run": run["id"]})
    assert "did=back&n=2" in answer.headers["location"]
    assert [await has(cast, each, tag) for each in ids[:4]] == [True, True, False, False]
    assert (await leader.post(f"{TAGS}/{tag}/back", {"run": run["id"]})).status_code == 409


async def test_a_person_who_took_it_away_is_never_overruled(cast: Cast, village: Village) -> None:
    leader = await cast.sign_in("leader")
    ids = [await village.wish(text) for text in KEBAB[:3]]
    tag = await make(cast, leader, ids)
    cast.clock.now += 1000
    seen = await cast.seen(leader, ids[0])
    await leader.post(f"/desk/queue/{ids[0]}/tag", {"tag": tag, "do": "drop", "seen": seen})
    answer = await leader.post(f"{TAGS}/{tag}/give", {"wish": [ids[0]]})
    assert "did=given&n=0" in answer.headers["location"]
    assert not await has(cast, ids[0], tag)


@pytest.mark.parametrize("flag", ["concern", "concern-now", "abusive", "personal", "not-a-wish"])
async def test_what_is_flagged_is_neither_shown_nor_made_an_example_nor_given_it(
    cast: Cast, village: Village, flag: str
) -> None:
    leader = await cast.sign_in("admin")
    flagged = await village.wish("kebab og noe som er vondt", flag)
    tag = await make(cast, leader, [flagged, *[await village.wish(text) for text in KEBAB[:5]]])
    assert "noe som er vondt" not in (await leader.get(f"{TAGS}/{tag}")).text
    await leader.post(f"{TAGS}/{tag}/give", {"wish": [flagged]})
    assert not await has(cast, flagged, tag)


async def test_another_municipalitys_wishes_are_neither_shown_nor_given_it_and_its_name_is_not_told_there(
    cast: Cast, village: Village
) -> None:
    leader, siv = await cast.sign_in("leader"), await cast.sign_in("leader", cast.there, name="Siv")
    there = Village(cast.store, cast.seal, cast.clock, cast.there.asked)
    theirs = await there.wish("kebab i hemmelighet", sender="somebody there")
    tag = await make(cast, leader, [await village.wish(text) for text in KEBAB[:5]], "Kebabkveld")
    assert "hemmelighet" not in (await leader.get(f"{TAGS}/{tag}")).text
    await leader.post(f"{TAGS}/{tag}/give", {"wish": [theirs]})
    assert not await has(cast, theirs, tag)
    for path in ("/desk/tagger", "/desk/themes", f"/desk/queue/{theirs}/tags", "/desk/queue"):
        assert "kebabkveld" not in (await siv.get(path)).text.lower(), path
    seen = await cast.seen(siv, theirs)
    refused = await siv.post(f"/desk/queue/{theirs}/tag", {"tag": tag, "do": "add", "seen": seen})
    assert refused.status_code == 404


def read(tag: str) -> Reading:
    return Reading("kebab nå", "nb", {tag: 0.9}, {}, {}, {}, {"dance": 0.3}, True, (), {tag: ("kebab",)})


async def test_what_the_tagger_learnt_here_is_given_here_alone_and_no_more_once_it_is_ended(
    cast: Cast, village: Village
) -> None:
    leader = await cast.sign_in("leader")
    tag = await make(cast, leader, [await village.wish("kebab")])

    async def receive(place_name: str) -> list[str]:
        place = cast.here if place_name == "here" else cast.there
        cast.clock.now += 1000
        wish = intake.make_wish(
            read(tag), tag_making.new_id(cast.clock()), place.asked, None, "web", cast.clock()
        )
        await cast.store.write(lambda tx: intake.receive(tx, cast.seal, place.asked, wish, "kebab nå", None))
        return [each.id for each in (await cast.find(wish.id)).tags]

    assert await receive("here") == [tag, "dance"]
    assert await receive("there") == ["dance"]
    await leader.post(f"{TAGS}/{tag}/end", {"answer": "yes"})
    assert await receive("here") == ["dance"]


async def test_a_tag_that_is_ended_while_in_use_says_what_has_it_and_everything_goes_on(
    cast: Cast, village: Village
) -> None:
    leader = await cast.sign_in("leader")
    ids = [await village.wish(text) for text in KEBAB[:3]]
    tag = await make(cast, leader, ids)
    await cast.decide(leader, ids[0], "approve")
    assert "Ett godkjent ønske har den" in (await leader.get(f"{TAGS}/{tag}")).text
    assert (await leader.post(f"{TAGS}/{tag}/end", {"answer": "yes"})).status_code == 303
    assert await has(cast, ids[0], tag)
    for path in (
        f"{TAGS}/{tag}",
        "/desk/queue",
        f"/desk/queue/{ids[1]}/tags",
        "/desk/summary/glad-elg",
        "/desk/tagger",
    ):
        page = await leader.get(path)
        assert (page.status_code, "Kebab" in page.text) == (200, True), path
    for path in ("/desk/answer", f"/desk/answer/{ids[0]}", "/desk/themes"):
        assert (await leader.get(path)).status_code == 200, path
    cast.clock.now += 1000
    form = {"tag": [tag, "dance"], "seen": await cast.seen(leader, ids[1])}
    assert (await leader.post(f"/desk/queue/{ids[1]}/tags", form)).status_code == 303
    assert await has(cast, ids[1], tag), "the form that does not offer it any more takes it from nobody"
    fresh = await village.wish("noe annet")
    seen = await cast.seen(leader, fresh)
    refused = await leader.post(f"/desk/queue/{fresh}/tag", {"tag": tag, "do": "add", "seen": seen})
    assert refused.status_code == 404
    assert (await leader.post(f"{TAGS}/{tag}/give", {"wish": [fresh]})).status_code == 409
    await leader.post(f"{TAGS}/{tag}/end", {"answer": "no"})
    assert (
        await leader.post(f"/desk/queue/{fresh}/tag", {"tag": tag, "do": "add", "seen": seen})
    ).status_code == 303


async def test_a_tag_is_renamed_wherever_it_stands_and_never_left_without_a_name(
    cast: Cast, village: Village
) -> None:
    leader = await cast.sign_in("leader")
    wish_id = await village.wish("kebab i sentrum")
    tag = await make(cast, leader, [wish_id])
    assert (await leader.post(f"{TAGS}/{tag}/name", {"nb": "Gatekjøkken"})).status_code == 303
    assert "Gatekjøkken" in (await leader.get("/desk/queue")).text
    for wrong in ("", " ", "x" * 41):
        refused = await leader.post(f"{TAGS}/{tag}/name", {"nb": wrong})
        assert refused.status_code == 422
        assert "navn på bokmål" in refused.text
    assert "Gatekjøkken" in (await leader.get(f"{TAGS}/{tag}")).text


async def test_an_erased_wish_is_no_example_any_more(cast: Cast, village: Village) -> None:
    leader = await cast.sign_in("leader")
    ids = [await village.wish(text) for text in KEBAB[:3]]
    tag = await make(cast, leader, ids)
    await cast.store.write(lambda tx: wishes.erase_wish(tx, ids[0]), erases=True)
    assert await cast.store.read(lambda tx: own_tags.count_examples(tx, tag)) == 2
    assert (await leader.read(f"{TAGS}/{tag}"))["last"]["n"] == 2


async def test_what_came_by_telegram_teaches_no_tag_and_twenty_others_do(
    cast: Cast, village: Village
) -> None:
    leader = await cast.sign_in("leader")
    ids = [await village.wish(f"kebab nummer {n} {text}") for n, text in enumerate(OTHER[:20])]
    ids += [await village.wish(f"shawarma {n}", channel="telegram") for n in range(5)]
    await make(cast, leader, ids)
    (made,) = (await cast.store.read(tag_making.examples_of_all)).values()
    assert len(made.examples) == 20
    assert all("kebab" in each.text and each.hand.startswith("sender:") for each in made.examples)
    fewer = ids[5:10]
    tag = await make(cast, leader, fewer, "For få")
    assert tag not in await cast.store.read(tag_making.examples_of_all)


async def test_many_old_wishes_are_looked_through_page_by_page(
    cast: Cast, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collector.tag_making.MOST_AT_ONCE", 10)
    monkeypatch.setattr("collector.web.tags.MOST_AT_ONCE", 10)
    leader = await cast.sign_in("leader")
    every = {await village.wish(text) for text in OTHER}
    tag = await make(cast, leader, [await village.wish("kebab i sentrum")])
    before, looked_at = "", 0
    while True:
        found = await leader.read(f"{TAGS}/{tag}", before=before)
        looked_at += found["looked_at"]
        if found["next"] is None:
            break
        before = found["next"]
    assert looked_at == len(every)


async def test_what_leaders_gave_many_at_once_is_no_lesson_until_somebody_reviews_it(
    cast: Cast, village: Village
) -> None:
    from collector import learning

    leader = await cast.sign_in("leader")
    reviewed, after = [await village.wish(text, "crafts") for text in KEBAB[:2]]
    await cast.decide(leader, reviewed, "approve")
    tag = await make(cast, leader, [reviewed, after])
    await cast.decide(leader, after, "approve")
    lessons = {
        each.wish_id: each
        for each in await cast.store.read(lambda tx: learning.gather(tx, cast.here.municipality.id))
    }
    assert (lessons[reviewed].tags, lessons[reviewed].changed) == ({"crafts"}, False)
    assert lessons[after].tags == {"crafts", tag}


async def test_a_tag_of_a_tagger_that_everybody_shares_is_everybodys(cast: Cast, village: Village) -> None:
    """What came by the command has no owner: it is given and named in every municipality."""
    await cast.store.write(lambda tx: own_tags.name_tag(tx, "x-seiling", {"nb": "Seiling"}, 1))
    for place in (cast.here, cast.there):
        names = await cast.store.read(lambda tx, p=place: own_tags.names_here(tx, p.municipality.id))  # type: ignore[misc]
        assert "x-seiling" in names
    wish_id = await village.wish("jolle", "x-seiling")
    assert Tag("activity", "x-seiling", 0.9) in (await cast.find(wish_id)).tags
