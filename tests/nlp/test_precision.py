"""How often each tag is right: what a summary shows is what the tagger's card says."""

import re
from pathlib import Path

from nlp.precision import precisions
from nlp.tags import ACTIVITIES, BARRIERS, FORMS

CARD = Path(__file__).parents[2] / "docs" / "tagger-card.md"
ROW = re.compile(
    r"^\| ([a-z-]+) \| \S+ \(\S+\) \| ([\d.]+) \(([\d.]+)-([\d.]+)\) \| \S+ \(\S+\) \| (\d+) \|$", re.M
)


def test_the_figures_are_those_of_the_card() -> None:
    told = {
        tag: (*(round(100 * float(each)) for each in shares), int(texts))
        for tag, *shares, texts in ROW.findall(CARD.read_text("utf-8"))
    }
    assert told == {tag: tuple(each) for tag, each in precisions().items()}
    assert set(told) <= {*ACTIVITIES, *BARRIERS, *FORMS}
    assert len(told) >= 40
