"""The page of what no tag fits yet, on both engines, and how many wishes are alike."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from markupsafe import escape

from collector import themes
from collector.own_tags import read_own_tag
from collector.store import wishes
from collector.themes import Memory, Untagged, lines
from collector.walking import COMPARED
from nlp.way import Numbers
from tests.both_engines import store
from tests.learning.village import Village
from tests.web.cast import Cast
from tests.web.test_queue import HOSTILE

__all__ = ["store"]  # a fixture that pytest finds by its name

PAGE = "/desk/themes"
ROWS = [
    line.split("\t")
    for line in (Path(__file__).parents[1] / "nlp" / "themes.tsv").read_text("utf-8").splitlines()
    if line.startswith(("kebab", "annet"))
]
LEAK = "kebab og en hemmelighet"


@pytest.fixture
def village(cast: Cast) -> Village:
    """Where the cast of the page tests lives, with a sender for every wish."""
    return Village(cast.store, cast.seal, cast.clock, cast.here.asked)


async def wish_all(village: Village, channel: str = "webchat") -> list[str]:
    return [await village.wish(text, channel=channel) for _, text in ROWS]


async def test_a_leader_sees_what_several_wish_for_that_no_tag_fits(cast: Cast, village: Village) -> None:
    await wish_all(village)
    leader = await cast.sign_in("leader")
    data = await leader.read(PAGE)
    theme = next(each for each in data["themes"] if "kebab" in each["words"])
    kebab = {text for about, text in ROWS if about == "kebab"}
    assert {each["text"] for each in theme["texts"]} <= kebab
    assert theme["wishes"] == theme["senders"] == len(theme["texts"]) >= 5
    assert (theme["tag"], theme["left_out"], data["untagged"]) == ("x-kebab", 0, len(ROWS))
    page = (await leader.get(PAGE)).text
    assert f"{theme['wishes']} ulike ønsker fra {theme['senders']} avsendere" in page
    assert "nb\tx-kebab\tkebab i sentrum pls" in page


async def test_whoever_may_not_see_themes_is_not_led_there(cast: Cast) -> None:
    for role, is_led in (("leader", True), ("admin", True), ("duty", False)):
        person = await cast.sign_in(role)  # type: ignore[arg-type]
        assert (PAGE in (await person.get("/desk/queue")).text) == is_led


@pytest.mark.parametrize("flag", ["concern", "concern-now", "abusive", "personal", "not-a-wish"])
async def test_what_is_flagged_is_never_there(cast: Cast, village: Village, flag: str) -> None:
    await wish_all(village)
    await village.wish(LEAK, flag)
    assert LEAK not in (await (await cast.sign_in("admin")).get(PAGE)).text


async def test_what_was_with_the_duty_adult_never_comes_back_into_it(cast: Cast, village: Village) -> None:
    await wish_all(village)
    case = await village.wish(LEAK, "concern")
    duty = await cast.sign_in("duty")
    await duty.post(f"/desk/cases/{case}", {"decision": "false-alarm"})
    assert (await cast.find(case)).state == "waiting"
    assert LEAK not in (await (await cast.sign_in("admin")).get(PAGE)).text


@pytest.mark.parametrize("what", ["hold", "not-a-wish"])
async def test_what_a_leader_put_away_is_not_there(cast: Cast, village: Village, what: str) -> None:
    await wish_all(village)
    await village.decide(await village.reviewer("Kari"), await village.wish(LEAK), what)
    assert LEAK not in (await (await cast.sign_in("admin")).get(PAGE)).text


async def test_what_has_a_tag_is_not_there_and_what_is_approved_is(cast: Cast, village: Village) -> None:
    await wish_all(village)
    await village.wish(LEAK, "cooking")
    await village.wish("kebab på lørdager", "weekly")
    await village.decide(await village.reviewer("Kari"), await village.wish("kebab til alle"))
    page = (await (await cast.sign_in("leader")).get(PAGE)).text
    assert LEAK not in page
    assert "kebab på lørdager" in page
    assert "kebab til alle" in page


async def test_another_municipalitys_wishes_are_in_no_theme(cast: Cast) -> None:
    await wish_all(Village(cast.store, cast.seal, cast.clock, cast.there.asked))
    data = await (await cast.sign_in("leader")).read(PAGE)
    assert (data["themes"], data["untagged"]) == ([], 0)


async def test_what_is_erased_is_gone_at_the_next_look(cast: Cast, village: Village) -> None:
    ids = await wish_all(village)
    leader = await cast.sign_in("leader")
    text = "kebab i sentrum pls"
    assert text in (await leader.get(PAGE)).text
    gone = ids[[text for _, text in ROWS].index(text)]
    await cast.store.write(lambda tx: wishes.erase_wish(tx, gone), erases=True)
    assert text not in (await leader.get(PAGE)).text


async def test_what_came_by_telegram_is_in_no_line_that_teaches(cast: Cast, village: Village) -> None:
    await wish_all(village, channel="telegram")
    data = await (await cast.sign_in("leader")).read(PAGE)
    assert data["themes"]
    for theme in data["themes"]:
        assert (theme["examples"], theme["left_out"]) == (0, theme["wishes"])
        assert theme["lines"].count("\n") == 1


async def test_one_who_writes_everything_makes_no_theme(cast: Cast, village: Village) -> None:
    for _, text in ROWS:
        await village.wish(text, sender="the same")
    assert (await (await cast.sign_in("leader")).read(PAGE))["themes"] == []


async def test_hostile_words_are_shown_as_words(cast: Cast, village: Village) -> None:
    words = [each for each in HOSTILE if "<" in each][:3]
    for about, text in ROWS:
        await village.wish(f"{text} {words[0]}" if about == "kebab" else text)
    page = (await (await cast.sign_in("leader")).get(PAGE)).text
    assert escape(words[0]) in page
    assert words[0] not in page


def test_the_lines_are_what_the_training_takes(tmp_path: Path) -> None:
    texts = [text for about, text in ROWS if about == "annet"]
    path = tmp_path / "own.tsv"
    taught = [Untagged(f"{text}\n\tnå", "other", "a", may_teach=True) for text in texts]
    path.write_text(lines("vannsklie", taught), "utf-8")
    tag, names, examples = read_own_tag(path)
    assert (tag, names["nb"]) == ("x-vannsklie", "Vannsklie")
    assert [each.text for each in examples] == [f"{text} nå" for text in texts]


class Slow:
    """A second reader that remembers what it was asked."""

    name = "slow"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def vectors(self, texts: Sequence[str]) -> Numbers:
        self.asked += texts
        return np.array([[len(text), text.count("e"), 1.0] for text in texts], np.float32)


async def test_the_second_reader_is_asked_once_for_each_wish_and_what_is_gone_is_forgotten() -> None:
    slow = Slow()
    memory = Memory(slow)
    found = [Untagged(text, "nb", str(place), may_teach=True) for place, (_, text) in enumerate(ROWS)]
    await memory.find("here", found)
    first = len(slow.asked)
    await memory.find("here", found)
    assert len(slow.asked) == first
    await memory.find("here", found[1:])
    await memory.find("here", found)
    assert slow.asked[first:] == [found[0].text]


async def test_only_the_newest_are_looked_at_and_the_page_says_so(
    cast: Cast, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wish_all(village)
    monkeypatch.setattr(themes, "MOST", 20)
    leader = await cast.sign_in("leader")
    data = await leader.read(PAGE)
    assert (data["looked_at"], data["untagged"]) == (20, len(ROWS))
    assert "De 20 nyeste er sett på." in (await leader.get(PAGE)).text


async def test_a_wish_says_how_many_of_its_round_are_like_it(cast: Cast, village: Village) -> None:
    first = await village.wish("Vi vil ha en skatepark bak skolen")
    leader = await cast.sign_in("leader")
    assert (await leader.read("/desk/queue"))["alike"] == 0
    assert not re.search(r"\d ligner", (await leader.get("/desk/queue")).text)
    for text in ("vi vil ha en skatepark bak skolen!!", "Vi vil ha skatepark bak skolen", "Noe helt annet"):
        await village.wish(text)
    held = await village.wish("VI VIL HA EN SKATEPARK BAK SKOLEN")
    await village.decide(await village.reviewer("Kari"), held, "hold")
    await village.wish("Vi vil ha en skatepark bak skolen.", "concern")
    there = Village(cast.store, cast.seal, cast.clock, cast.there.asked)
    await there.wish("Vi vil ha en skatepark bak skolen", sender="somebody there")
    data = await leader.read("/desk/queue", wish=first)
    assert (data["wish"]["id"], data["alike"]) == (first, 3)
    assert "3 ligner" in (await leader.get("/desk/queue")).text


async def test_in_a_round_of_any_size_no_more_than_a_few_are_compared(
    cast: Cast, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collector.walking.COMPARED", 4)
    assert COMPARED > 4
    for _ in range(9):
        await village.wish("mer dans")
    assert (await (await cast.sign_in("leader")).read("/desk/queue"))["alike"] == 4
