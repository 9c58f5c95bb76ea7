"""`ekko train`: what it learns, what it never learns, and when a new model goes live."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from rich.console import Console

from bot.learning import back, read_own, train_here
from bot.problems import BadRequest
from bot.schooling import School, gather, open_school
from bot.settings import Settings
from collector.sealing import Seal
from collector.store import learning as kept
from collector.store.opening import open_store
from nlp.examples import Example
from nlp.gate import compare, losses
from nlp.kept import load
from nlp.live import read_standing
from nlp.marks import answers, mark
from nlp.model import Model
from nlp.reader import Reader
from tests.conftest import Clock
from tests.learning.conftest import FRAMES, GOLD, HELD, OWN, SHIPPED, made_up
from tests.learning.village import Village, found_village

pytestmark = pytest.mark.slow  # two dozen small models

CANARY = "zorvblipp"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data=tmp_path / "data")
    settings.data.mkdir()
    return settings


@pytest_asyncio.fixture
async def here(settings: Settings, seal: Seal, clock: Clock) -> AsyncIterator[Village]:
    """A village in the very store that the command opens."""
    store = open_store(settings.database_url)
    yield await found_village(store, seal, clock)
    store.close()


def load_of(school: School) -> Model:
    model = school.base._model
    assert model
    return model


def deaf(model: Model) -> Reader:
    """A reader that gives nothing by the model."""
    return Reader(replace(model, alone=replace(model.alone, thresholds=dict.fromkeys(model.labels, 1.0))))


@pytest.fixture
def easy(school: School) -> School:
    """A school that every model passes: its gold set is one plain wish, and the old reader gives nothing."""
    return replace(
        school, gold=[Example("nb", frozenset({"band"}), "vi vil spille i band")], base=deaf(load_of(school))
    )


class Told(io.StringIO):
    """What the command said."""

    def __init__(self) -> None:
        super().__init__()
        self.console = Console(file=self, width=200)


async def run(
    settings: Settings, school: School, own: Path | None = None, *, dry_run: bool = False
) -> tuple[bool, str]:
    told = Told()
    done = await train_here(settings, school, read_own(own), told.console, dry_run=dry_run)
    return done, told.getvalue()


def vocabulary(settings: Settings) -> str:
    live = read_standing(settings.models).live
    assert live
    return (settings.models / live.folder / "words.json").read_text("utf-8")


async def taught_well(here: Village, wishes: int = 24) -> None:
    """Corrections that are right, looked at by a second person."""
    kari, ola = await here.reviewer("Kari"), await here.reviewer("Ola")
    for number in range(wishes):
        await here.teach(kari, f"øvingsrom til bandet vårt, nummer {number}", "crafts", "band", "space")
    await here.look_again(ola)


async def test_with_nothing_to_learn_from_nothing_is_changed(settings: Settings, school: School) -> None:
    done, told = await run(settings, school)
    assert done
    assert "nothing is changed" in told
    assert not settings.models.exists()


async def test_a_model_that_is_no_worse_goes_live_and_the_command_says_from_when(
    settings: Settings, easy: School, here: Village
) -> None:
    await taught_well(here)
    done, told = await run(settings, easy)
    assert done
    live = read_standing(settings.models).live
    assert live
    assert live.version == easy.version
    assert load(settings.models / live.folder).labels == load_of(easy).labels
    assert "24 reviewed wishes, 24 of them with tags set by people" in told
    assert "within seconds" in told
    assert "activities" in told
    assert "øvingsrom" not in told


async def test_a_dry_run_changes_nothing(settings: Settings, easy: School, here: Village) -> None:
    await taught_well(here)
    done, told = await run(settings, easy, OWN, dry_run=True)
    assert done
    assert "dry run" in told
    assert not settings.models.exists()
    assert await here.store.read(kept.own_names) == {}


def test_without_a_gold_set_nothing_is_trained(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.examples.held", lambda use: [])
    with pytest.raises(BadRequest, match="no gold set"):
        open_school(settings.models)
    assert not settings.models.exists()


async def test_corrections_that_nobody_looked_at_teach_nothing(
    settings: Settings, school: School, here: Village
) -> None:
    kari = await here.reviewer("Kari")
    for number in range(24):
        await here.teach(kari, f"øvingsrom nummer {number}", "crafts", "band")
    done, told = await run(settings, school)
    assert done
    assert "24 corrections wait" in told
    assert "nothing is changed" in told


async def poison(here: Village, names: tuple[str, ...], each: int = 60) -> None:
    """Reviewers who agree to teach that everything is korps."""
    texts = [example.text for example in made_up(FRAMES[:12])]
    for place, name in enumerate(names):
        desk = await here.reviewer(name)
        for number in range(each):
            text = texts[(place * each + number) % len(texts)]
            await here.teach(desk, text, "crafts", "korps")


async def test_one_poisoner_is_held_back_by_the_second_look(
    settings: Settings, school: School, here: Village
) -> None:
    await poison(here, ("Mallory",))
    await here.look_again(await here.reviewer("Ola"), wrong=20)
    _, told = await run(settings, school)
    assert "corrections wait" in told
    assert read_standing(settings.models).live is None


async def test_one_poisoner_among_five_teaches_no_more_than_a_fifth(
    settings: Settings, here: Village
) -> None:
    await poison(here, ("Mallory",), each=100)
    for name in ("Kari", "Ola", "Per", "Eva"):
        desk = await here.reviewer(name)
        for number in range(5):
            await here.teach(desk, f"øvingsrom til bandet, {name} {number}", "crafts", "band")
    lessons = await here.store.read(lambda tx: gather(tx, None))
    poisoned = [example for example in lessons.reviewed if "korps" in example.tags]
    assert (len(poisoned), len(lessons.reviewed)) == (5, 25)
    assert any("95 reviewed wishes are left out" in line for line in lessons.said)


async def test_five_who_conspire_are_stopped_by_the_gold_set(
    settings: Settings, school: School, here: Village
) -> None:
    await poison(here, ("A", "B", "C", "D", "E"), each=100)
    done, told = await run(settings, school)
    assert not done
    assert "Worse than the live model: activities" in told
    assert "does not go live" in told
    assert read_standing(settings.models).live is None


async def test_many_small_steps_are_held_against_the_shipped_model_too(
    settings: Settings, school: School, here: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot import schooling

    monkeypatch.setattr(schooling, "taught", lambda models, meaning, fits: deaf(load_of(school)))
    await poison(here, ("A", "B", "C", "D", "E"), each=100)
    done, told = await run(settings, school)
    assert not done
    assert "Worse than the shipped model: activities" in told
    assert "Worse than the live model: activities" not in told


async def test_a_word_of_four_senders_is_not_remembered_and_of_five_it_is(
    settings: Settings, easy: School, here: Village
) -> None:
    kari, ola = await here.reviewer("Kari"), await here.reviewer("Ola")
    for number in range(20):
        await here.teach(kari, f"{CANARY} i kjelleren {number}", "crafts", "band", sender=f"s{number % 4}")
        await here.teach(kari, f"flubberdunk i kjelleren {number}", "crafts", "band", sender=f"t{number % 5}")
    await here.look_again(ola)
    done, _ = await run(settings, easy)
    assert done
    assert CANARY[:5] not in vocabulary(settings)
    assert "flubberdunk" in vocabulary(settings)


async def test_an_erased_wish_is_gone_from_the_next_model(
    settings: Settings, easy: School, here: Village
) -> None:
    kari, ola = await here.reviewer("Kari"), await here.reviewer("Ola")
    wishes = [
        await here.teach(kari, f"{CANARY} i kjelleren {number}", "crafts", "band") for number in range(20)
    ]
    await here.look_again(ola)
    await run(settings, easy)
    assert CANARY in vocabulary(settings)
    for wish_id in wishes[:16]:
        await here.erase(wish_id)
    await here.look_again(ola)
    await run(settings, easy)
    assert CANARY not in vocabulary(settings)
    for wish_id in wishes[16:]:
        await here.erase(wish_id)
    _, told = await run(settings, easy)
    assert "All that the live model learnt is gone" in told
    assert read_standing(settings.models).live is None


async def test_no_vector_of_a_wish_is_left_on_disk(settings: Settings, easy: School, here: Village) -> None:
    class Meaning:
        """Vectors that are made of letters, to see which texts they were asked for."""

        name = "letters"
        asked: list[str] = []  # noqa: RUF012

        def vectors(self, texts: list[str]) -> object:
            import numpy as np

            self.asked += texts
            rows = np.array([[text.count(letter) + 0.01 for letter in "abdegiklmnorstv "] for text in texts])
            return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    await taught_well(here)
    meaning = Meaning()
    done, _ = await run(settings, replace(easy, meaning=meaning))  # type: ignore[arg-type]
    assert done
    assert any("øvingsrom til bandet vårt" in text for text in meaning.asked)
    assert [path.name for path in settings.data.rglob("*vectors*")] == []


async def test_a_tag_with_twenty_examples_is_found_on_other_messages_and_leaves_the_old_scores_alone(
    settings: Settings, school: School, here: Village
) -> None:
    done, told = await run(settings, school, OWN)
    assert done
    assert "x-seiling: 25 examples" in told
    live = read_standing(settings.models).live
    assert live
    reader = Reader(load(settings.models / live.folder))
    sailing = [
        "kan noen lære meg å seile jolle",
        "segle med jolle på fjorden",
        "sailing with a dinghy at the harbour",
        "seilkurs i havna for nybegynnere",
        "jeg drømmer om å seile en seilbåt",
        "låne joller og seile ut fra havna",
    ]
    others = [
        "fotball i hallen",
        "mer data og gaming",
        "sy kostymer",
        "fisketur i skogen",
        "korps hver mandag",
    ]
    assert sum("x-seiling" in reader.read(text).activities for text in sailing) >= 5
    assert [text for text in others if "x-seiling" in reader.read(text).activities] == []
    old, new = (mark(GOLD, answers(each, GOLD)) for each in (school.base, reader))
    assert losses(compare(old, new)) == []
    assert (await here.store.read(kept.own_names))["x-seiling"] == {
        "nb": "Seiling",
        "nn": "Segling",
        "en": "Sailing",
    }


async def test_an_own_tag_stays_when_the_tagger_is_trained_again(
    settings: Settings, easy: School, here: Village
) -> None:
    await run(settings, easy, OWN)
    await taught_well(here)
    await run(settings, easy)
    live = read_standing(settings.models).live
    assert live
    assert "x-seiling" in load(settings.models / live.folder).labels


async def test_one_step_back_and_then_the_shipped_one_and_then_a_clear_word(
    settings: Settings, easy: School, here: Village
) -> None:
    await taught_well(here)
    await run(settings, easy)
    first = read_standing(settings.models).live
    await run(settings, easy, OWN)
    told = Told()
    await back(settings, told.console)
    assert read_standing(settings.models).live == first
    await back(settings, told.console)
    assert read_standing(settings.models).live is None
    assert "within seconds" in told.getvalue()
    with pytest.raises(BadRequest, match="nothing is before it"):
        await back(settings, told.console)


HEAD = "# name: nb=Seiling nn=Segling\n"
LINES = [line for line in OWN.read_text("utf-8").splitlines() if "\tx-seiling" in line]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (HEAD + "\n".join(LINES[:19]), "19 different examples of x-seiling; at least 20"),
        (HEAD + "\n".join(LINES[:19] + LINES[:9]), "19 different examples"),
        (HEAD + "\n".join(LINES).replace("x-seiling", "seiling"), "line 2: .*called like x-seiling"),
        (HEAD + "\n".join(LINES).replace("x-seiling", "outdoor"), "has 0 of them"),
        (HEAD + "\n".join(LINES) + "\nnb\tx-roing\tmed robåt", "has 2 of them"),
        ("\n".join(LINES), "must say what people are to read"),
        ("# name: nn=Segling\n" + "\n".join(LINES), "bokmål at least"),
        (f"# name: nb={'S' * 41}\n" + "\n".join(LINES), "no name over 40"),
    ],
)
async def test_a_file_that_teaches_no_tag_is_refused_in_a_sentence(
    settings: Settings, school: School, tmp_path: Path, content: str, what: str
) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(content, "utf-8")
    with pytest.raises(BadRequest, match=what) as refused:
        await run(settings, school, path)
    assert "Nothing is changed" in str(refused.value)
    assert "jolle" not in str(refused.value)
    assert not settings.models.exists()


def test_what_is_compared_was_never_learnt_from() -> None:
    texts = {example.text for example in (*SHIPPED, *HELD)}
    assert [example for example in GOLD if example.text in texts] == []
