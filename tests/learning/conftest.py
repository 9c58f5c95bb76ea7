"""A small school: a few hundred examples and no second reader, so that a model takes a second or two."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from bot.schooling import School
from collector.sealing import Seal
from collector.store.front import Store
from nlp import examples
from nlp.e5 import open_e5
from nlp.examples import Example
from nlp.model import Model
from nlp.reader import Reader
from nlp.ready import version
from nlp.train import train
from tests.conftest import Clock
from tests.learning.village import Village, found_village

OWN = Path(__file__).parent / "own-x-seiling.tsv"
WORDS = {
    "gaming": "zibbel",
    "dance": "kvorpe",
    "band": "flonkas",
    "crafts": "drusse",
    "sports": "plimpe",
    "outdoor": "gneffe",
    "theatre": "snurpe",
    "cooking": "brutsje",
}
"""What no list knows, so that only what was learnt tells these activities."""
FRAMES = (
    "vi vil ha mer {}",
    "{} på fredager",
    "kan vi få {} i helga",
    "jeg liker {}",
    "{} for alle",
    "mer {} takk",
    "{} hver kveld",
    "vi mangler {}",
    "{} i kjelleren",
    "eg vil ha {}",
    "{} om vinteren",
    "{} etter skolen",
    "får vi {}",
    "{} på loftet",
    "vi ønsker oss {}",
    "{} i sommer",
    "{} og saft",
    "vi vil prøve {}",
    "{} med vennene mine",
    "æ vil ha {}",
)


def made_up(frames: Sequence[str]) -> list[Example]:
    """Wishes with those words."""
    return [
        Example("nb", frozenset({tag}), frame.format(word)) for frame in frames for tag, word in WORDS.items()
    ]


_WISHES = [example for example in examples.held("choose") if not example.judged]
SHIPPED = [*examples.shipped()[::20], *made_up(FRAMES[:12])]
HELD = [*_WISHES[::3], *made_up(FRAMES[12:16])]
GOLD = [*_WISHES[1::3], *made_up(FRAMES[16:])]


@pytest.fixture(scope="session")
def small_model() -> Model:
    return train(SHIPPED, HELD)


@pytest.fixture(scope="session")
def school(small_model: Model) -> School:
    return School(SHIPPED, HELD, GOLD, None, version(open_e5()), Reader(small_model))


@pytest_asyncio.fixture
async def village(store: Store, seal: Seal, clock: Clock) -> Village:
    return await found_village(store, seal, clock)
