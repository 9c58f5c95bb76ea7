"""A new model from the desk: asked for, measured, made live by a person's yes, taken back; who may not."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.freshening import Freshening
from bot.schooling import School
from bot.settings import Settings
from bot.trainer import ProcessTrainer
from collector import auditing, sharing_models, training
from collector.model import Tag
from collector.sealing import Seal
from collector.store import trainings, wishes
from collector.store.opening import open_store
from collector.texts import Catalogue
from collector.web.show import Pages
from nlp.alone import alone
from nlp.changing import ChangingReader
from nlp.examples import Example
from nlp.live import POINTER, go_live, keep, read_standing
from nlp.model import Model
from nlp.reader import Reader
from tests.conftest import Clock
from tests.learning.conftest import FRAMES, made_up
from tests.learning.desk import AtOnce, correct, look_again, open_desk
from tests.learning.village import Village
from tests.web.cast import Cast, Person
from tests.web.conftest import pages

__all__ = ["pages"]
pytestmark = pytest.mark.slow

PAGE = "/desk/tagger"
CANARY = "zorvblipp"
TAUGHT = [f"{frame} {number}" for frame in FRAMES[:10] for number in ("nå", "snart", "her", "der")]
"""Forty wordings, of which none is asked of `ekko tag`."""
OTHERS = ["får vi flonkeri på loftet", "flonkeri etter skolen", "æ vil ha flonkeri", "flonkeri og saft"]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data=tmp_path / "data")
    settings.data.mkdir()
    return settings


@pytest.fixture
def trainer(settings: Settings, school: School, clock: Clock) -> AtOnce:
    return AtOnce(settings, school, clock)


@pytest.fixture
def easy(trainer: AtOnce, school: School) -> AtOnce:
    """A school that every model passes: its gold set is one plain wish."""
    trainer.school = replace(school, gold=[Example("nb", frozenset({"band"}), "vi vil spille i band")])
    return trainer


@pytest_asyncio.fixture
async def cast(
    settings: Settings, seal: Seal, clock: Clock, pages: Pages, trainer: AtOnce
) -> AsyncIterator[Cast]:
    store = open_store(settings.database_url)
    cast = await open_desk(store, seal, clock, pages, trainer)
    yield cast
    await cast.close()
    store.close()


@pytest_asyncio.fixture
async def kari(cast: Cast) -> Person:
    return await cast.sign_in("leader", name="Kari")


@pytest_asyncio.fixture
async def ola(cast: Cast) -> Person:
    return await cast.sign_in("admin", name="Ola")


def village(cast: Cast) -> Village:
    """Where young people wish; whoever asks later finds senders who never wrote before."""
    return Village(cast.store, cast.seal, cast.clock, cast.here.asked, _number=count(cast.clock.now))


async def teach(cast: Cast, kari: Person, ola: Person, texts: list[str], *tags: str) -> list[str]:
    """Corrections that Kari makes on the page and Ola looks at."""
    here, ids = village(cast), []
    for text in texts:
        ids.append(await here.wish(text, "crafts"))
        await correct(cast, kari, ids[-1], *tags)
    await look_again(cast, ola)
    return ids


async def ask(cast: Cast, person: Person) -> dict[str, Any]:
    cast.clock.now += 1000
    assert (await person.post(PAGE)).status_code == 303
    found: dict[str, Any] = (await person.read(PAGE))["training"]
    return found


async def say_yes(person: Person, training_id: str) -> int:
    return (await person.post(f"{PAGE}/{training_id}", {"answer": "yes"})).status_code


def ekko_tag(settings: Settings, texts: list[str]) -> list[list[str]]:
    """What the command itself says: the activities of each line."""
    done = subprocess.run(
        (sys.executable, "-m", "bot", "tag"),
        input="\n".join(texts),
        env=os.environ | {"EKKO_DATA": str(settings.data)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [list(json.loads(line)["activities"]) for line in done.stdout.splitlines()]


async def test_forty_corrections_change_what_ekko_tag_says_of_other_wordings_and_one_step_back_undoes_it(
    cast: Cast, settings: Settings, kari: Person, ola: Person
) -> None:
    before = await asyncio.to_thread(ekko_tag, settings, OTHERS)
    await teach(cast, kari, ola, [text.format("flonkeri") for text in TAUGHT], "band")
    found = await ask(cast, kari)
    assert found["state"] == "ready"
    assert found["report"]["corrections"] == 40
    assert "band" in found["report"]["better"]
    page = (await kari.get(PAGE)).text
    assert "Taggeren har lært av 40 rettelser." in page
    assert "Bedre på" in page
    assert "Skal den tas i bruk?" in page
    assert await asyncio.to_thread(ekko_tag, settings, OTHERS) == before, "nothing is live without a yes"
    assert await say_yes(kari, found["id"]) == 303
    assert "Tatt i bruk" in (await kari.get(PAGE)).text
    after = await asyncio.to_thread(ekko_tag, settings, OTHERS)
    assert sum("band" in tags for tags in after) >= 3 > sum("band" in tags for tags in before)
    live = (await ola.read(PAGE))["live"]
    assert live["by"] == "Kari"
    assert (await ola.post(f"{PAGE}/back", {"card": live["card"]})).status_code == 303
    assert await asyncio.to_thread(ekko_tag, settings, OTHERS) == before
    told = await cast.store.read(lambda tx: auditing.tell(tx, cast.here.municipality.id))
    said = [(line["who"], line["what"]) for line in told if line["what"].startswith(("training", "model"))]
    assert said == [("Kari", "training-asked"), ("Kari", "model-live"), ("Ola", "model-back")]


async def test_a_step_back_pressed_twice_is_one_step(
    cast: Cast, easy: AtOnce, kari: Person, ola: Person
) -> None:
    for number in range(2):
        await teach(cast, kari, ola, [f"øvingsrom {number} {n}" for n in range(4)], "band")
        assert await say_yes(kari, (await ask(cast, kari))["id"]) == 303
    card = (await kari.read(PAGE))["live"]["card"]
    assert (await kari.post(f"{PAGE}/back", {"card": card})).status_code == 303
    again = await kari.post(f"{PAGE}/back", {"card": card})
    assert again.status_code == 409
    assert "byttet siden" in again.text
    assert read_standing(easy.models).live is not None


async def test_five_who_give_false_labels_are_stopped_by_the_gates_and_a_yes_changes_nothing(
    cast: Cast, trainer: AtOnce
) -> None:
    here, texts = village(cast), [example.text for example in made_up(FRAMES[:12])]
    people = [await cast.sign_in("leader", name=name) for name in ("A", "B", "C", "D", "E")]
    for place, person in enumerate(people):
        desk = await here.reviewer(f"{person.staff.name if person.staff else ''}")
        for number in range(100):
            await here.teach(desk, texts[(place * 100 + number) % len(texts)], "crafts", "korps")
    found = await ask(cast, people[0])
    assert found["state"] == "refused"
    assert found["report"]["stops"]
    assert "blir ikke tatt i bruk" in (await people[0].get(PAGE)).text
    assert await say_yes(people[0], found["id"]) == 409
    assert read_standing(trainer.models).live is None
    assert list(trainer.models.glob("taught-*")) == []


async def test_false_labels_of_one_tag_alone_are_stopped_too(cast: Cast, trainer: AtOnce) -> None:
    """An attack on one tag hardly moves the figure of all: the tag's own figure stops it."""
    here, people = village(cast), ["A", "B", "C", "D", "E"]
    texts = [frame.format("flonkas") for frame in FRAMES[:12]]
    for place, name in enumerate(people):
        desk = await here.reviewer(name)
        for number in range(60):
            await here.teach(desk, texts[(place + number) % len(texts)], "band", "cooking")
    gold = [Example("nb", frozenset({"band"}), frame.format("flonkas")) for frame in FRAMES[12:]]
    trainer.school = replace(trainer.school, gold=[*trainer.school.gold, *gold])
    found = await ask(cast, await cast.sign_in("leader", name="A"))
    assert found["state"] == "refused"
    assert "band" in [each["tag"] for each in found["report"]["stops"]]


async def test_one_who_gives_false_labels_alone_teaches_nothing_until_a_second_person_looked(
    cast: Cast, trainer: AtOnce, kari: Person, ola: Person
) -> None:
    here = village(cast)
    for number in range(30):
        await correct(cast, kari, await here.wish(f"øvingsrom nummer {number}", "band"), "korps")
    assert (await ask(cast, kari))["state"] == "nothing"
    await look_again(cast, ola, "wrong")
    assert (await ask(cast, kari))["state"] == "nothing"
    assert (await kari.read(PAGE))["waiting"] == 30


async def test_what_the_page_trained_remembers_no_word_of_four_senders_nobodys_name_and_nothing_from_telegram(
    cast: Cast, easy: AtOnce, kari: Person, ola: Person
) -> None:
    here = village(cast)
    said = [(f"{CANARY} i kjelleren {n}", f"s{n % 4}", "webchat") for n in range(20)]
    said += [(f"flubberdunk i kjelleren {n}", f"t{n % 5}", "webchat") for n in range(20)]
    said += [(f"trommer med Torgeir {n}", f"u{n}", "webchat") for n in range(20)]
    said += [(f"kvirrelapp på loftet {n}", f"v{n}", "telegram") for n in range(20)]
    for text, sender, channel in said:
        wish_id = await here.wish(text, "crafts", sender=sender, channel=channel)
        await correct(cast, kari, wish_id, "band")
    await look_again(cast, ola)
    found = await ask(cast, kari)
    assert await say_yes(kari, found["id"]) == 303
    live = read_standing(easy.models).live
    assert live
    remembered = (easy.models / live.folder / "words.json").read_text("utf-8")
    assert "flubberdunk" in remembered
    for canary in (CANARY, "torgeir", "kvirrelapp"):
        assert f'"{canary}' not in remembered, canary


async def test_a_model_that_learnt_from_a_wish_erased_since_may_not_go_live(
    cast: Cast, easy: AtOnce, kari: Person, ola: Person
) -> None:
    ids = await teach(cast, kari, ola, [f"øvingsrom {n}" for n in range(4)], "band")
    found = await ask(cast, kari)
    await cast.store.write(lambda tx: wishes.erase_wish(tx, ids[0]), erases=True)
    answer = await kari.post(f"{PAGE}/{found['id']}", {"answer": "yes"})
    assert answer.status_code == 409
    assert "slettet eller tatt ut" in answer.text
    assert read_standing(easy.models).live is None


async def test_a_no_keeps_what_reads_and_the_next_training_clears_it_away(
    cast: Cast, easy: AtOnce, kari: Person, ola: Person
) -> None:
    await teach(cast, kari, ola, [f"øvingsrom {n}" for n in range(4)], "band")
    first = await ask(cast, kari)
    assert (await kari.post(f"{PAGE}/{first['id']}", {"answer": "no"})).status_code == 303
    assert await say_yes(ola, first["id"]) == 409
    second = await ask(cast, ola)
    assert second["state"] == "ready"
    assert len(list(easy.models.glob("taught-*"))) == 1


async def test_a_model_that_a_killed_training_left_is_gone_when_the_next_begins_and_those_with_a_name_stay(
    cast: Cast, easy: AtOnce, kari: Person, small_model: Model
) -> None:
    for _ in range(2):
        go_live(easy.models, small_model, easy.version)
    stands = {each.folder for each in read_standing(easy.models) if each}
    keep(easy.models, small_model, easy.version)
    pointer = (easy.models / POINTER).read_text("utf-8")
    (easy.models / POINTER).write_text("[]")  # what reads cannot be told: nothing is thrown away
    assert (await ask(cast, kari))["state"] == "nothing"
    assert len(list(easy.models.glob("taught-*"))) == 3
    (easy.models / POINTER).write_text(pointer, "utf-8")
    assert (await ask(cast, kari))["state"] == "nothing"
    assert {each.name for each in easy.models.glob("taught-*")} == stands


async def test_while_one_training_goes_on_no_other_begins_and_one_that_died_makes_way(
    cast: Cast, easy: AtOnce, kari: Person, ola: Person
) -> None:
    await teach(cast, kari, ola, [f"øvingsrom {n}" for n in range(4)], "band")
    await cast.training(cast.here)
    refused = await kari.post(PAGE)
    assert refused.status_code == 409
    assert "i gang" in refused.text
    cast.clock.now += training.SILENT_MS
    assert "stoppet uten å bli ferdig" in (await kari.get(PAGE)).text
    assert (await ask(cast, kari))["state"] == "ready"


async def test_another_municipality_sees_that_there_is_a_model_and_neither_decides_nor_learns_by_whom(
    cast: Cast, easy: AtOnce, kari: Person, ola: Person
) -> None:
    await teach(cast, kari, ola, [f"øvingsrom {n}" for n in range(4)], "band")
    found = await ask(cast, kari)
    siv = await cast.sign_in("leader", cast.there, name="Siv")
    seen = await siv.read(PAGE)
    assert (seen["training"]["is_ours"], seen["training"]["asked_by"]) == (False, None)
    assert await say_yes(siv, found["id"]) == 404
    assert "Kommunen som ba om det" in (await siv.get(PAGE)).text


async def test_every_running_reader_takes_up_what_went_live_and_what_was_taken_back(
    settings: Settings, cast: Cast, small_model: Model, school: School, texts: Catalogue
) -> None:
    deaf = replace(small_model.alone, thresholds=dict.fromkeys(small_model.labels, 1.0))
    readers = [ChangingReader(school.base) for _ in range(2)]
    looks = [Freshening(each, settings.models, cast.store, texts, fits=school.version) for each in readers]
    assert [await each.look() for each in looks] == [False, False]
    go_live(settings.models, replace(small_model, alone=deaf), school.version)
    assert [await each.look() for each in looks] == [True, True]
    assert [each.read("vi vil spille i band").activities for each in readers] == [{}, {}]
    go_live(settings.models, small_model, school.version)
    await cast.store.write(lambda tx: sharing_models.tell_all(tx, settings.models, cast.clock()))
    assert [await each.look() for each in looks] == [True, True]
    assert all("band" in each.read("vi vil spille i band").activities for each in readers)
    assert [await each.look() for each in looks] == [False, False]


async def test_a_model_that_cannot_be_read_changes_nothing_and_is_told_of_once(
    settings: Settings,
    cast: Cast,
    small_model: Model,
    school: School,
    texts: Catalogue,
    caplog: pytest.LogCaptureFixture,
) -> None:
    reader = ChangingReader(school.base)
    look = Freshening(reader, settings.models, cast.store, texts, fits=school.version)
    go_live(settings.models, small_model, school.version)
    live = read_standing(settings.models).live
    assert live
    (settings.models / live.folder / "weights.npz").write_bytes(b"nothing")
    assert [await look.look() for _ in range(3)] == [False, False, False]
    assert caplog.text.count("is not used") == 1
    assert reader.read("vi vil spille i band").activities


async def begin_in_a_process(settings: Settings, cast: Cast) -> str:
    """Begin as the server does, and wait until it is written down how it ended."""
    training_id = await cast.training(cast.here)
    trainer = ProcessTrainer(settings, cast.store, cast.clock, "any")
    await trainer.begin(training_id)
    await asyncio.gather(*trainer._watching)
    row = await cast.store.read(lambda tx: trainings.find_training(tx, training_id))
    assert row is not None
    return f"{row['state']} {json.loads(row['report']).get('why', '')}".strip()


async def test_the_real_process_says_when_there_is_nothing_to_learn_and_when_the_command_trains(
    settings: Settings, cast: Cast
) -> None:
    assert await begin_in_a_process(settings, cast) == "nothing"
    with alone(settings.models):
        assert await begin_in_a_process(settings, cast) == "failed busy"


async def test_a_process_that_dies_is_said_to_have_failed(
    settings: Settings, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.trainer.sys.executable", "/bin/false")
    assert await begin_in_a_process(settings, cast) == "failed died"


async def test_how_often_each_tag_was_let_stand_is_counted_for_this_municipality(
    cast: Cast, kari: Person
) -> None:
    here = village(cast)
    for number in range(6):
        wish_id = await here.wish(f"vi vil danse {number}", "dance")
        await correct(cast, kari, wish_id, "dance" if number else "band")
    await cast.wish("vi vil danse der", Tag("activity", "dance", 0.9), place=cast.there, state="approved")
    assert (await kari.read(PAGE))["measured"] == [{"tag": "dance", "given": 6, "stood": 5}]
    assert "5 av 6" in (await kari.get(PAGE)).text
    shown = await here.wish("mer dans", "dance")
    assert "5 av 6" in (await kari.get(f"/desk/queue/{shown}/tags")).text


def test_a_reader_is_changed_between_texts_and_never_in_the_middle_of_one(small_model: Model) -> None:
    reader = ChangingReader(Reader(small_model))
    fast = reader.fast
    reader.change(Reader())
    assert reader.model_missing
    assert not fast.model_missing
