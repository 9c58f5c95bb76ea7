"""Stories: what stands for each theme, in the words of the one who wished or as a leader retold them.

One rule: no word is made up here, and nothing is shown that a leader did not look at; a quote is there only
while its sender's yes and the release stand, and no story where its school, age or place is one of few.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from collector.desk import Desk
from collector.here import start_of
from collector.small_numbers import FEW
from collector.store import groups, heard, stories
from collector.store.front import Tx
from collector.store.stories import Candidate, Story
from collector.summary.citing import cite
from collector.summary.slices import Slice

Told = TypeVar("Told", Story, Candidate)
MOST = 1000
"""So many stories have all themes together, many times over."""
SHOWN = 5
"""Of one theme; who reads more than that reads none."""


def tell(tx: Tx, desk: Desk, asked: Slice, cells: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Tell what stands for each theme, the theme that most wished for first, beside its cell."""
    found = standing(tx, asked)
    shown = [tag for tag, cell in cells.items() if cell["n"]]
    return {
        "stories": [
            as_told(story) | {"wishes": cite(tx, desk, [story.wish_id]), "n": cells[story.tag]["n"]}
            for story in of_themes(found, shown)
        ]
    }


def of_themes(found: Sequence[Story], tags: Iterable[str]) -> list[Story]:
    """Choose, of what stands, what may be shown where these themes' figures are: for publishing, too."""
    return [story for tag in tags for story in [each for each in found if each.tag == tag][:SHOWN]]


def as_told(story: Story) -> dict[str, Any]:
    """Make what everybody sees of a story."""
    return {
        "tag": story.tag,
        "said": story.said,
        "by": "quote" if story.how == "quote" else "paraphrase",
        "language": story.language,
    }


def standing(tx: Tx, asked: Slice) -> list[Story]:
    """List what stands in a slice and may be shown to others, whoever asks."""
    ids = [each.id for each in asked.rounds]
    found = stories.standing(tx, asked.municipality_id, ids, MOST)
    return [story for story in told_apart_by_nothing(tx, found) if _is_in(tx, asked, story)]


def told_apart_by_nothing(tx: Tx, found: list[Told]) -> list[Told]:
    """Leave out whoever is one of few: of a school, an age or a place that few in the round named."""
    known = heard.figures_of(tx, sorted({each.round_id for each in found}))
    places = stories.places_of(tx, [each.wish_id for each in found])
    return [each for each in found if not _is_one_of_few(each, known, places.get(each.wish_id, ()))]


def _is_one_of_few(each: Story | Candidate, known: Mapping[str, heard.Heard], places: Iterable[str]) -> bool:
    if each.talk_id is None:
        return False  # a class agreed on it; nobody told anything of herself
    told = [("school", each.school), ("age", each.age), *(("place", place) for place in places)]
    of_round = known.get(each.round_id, {})
    return any(name and of_round.get(what, {}).get(name, 0) < FEW for what, name in told)


def _is_in(tx: Tx, asked: Slice, story: Story) -> bool:
    """Tell whether a story is of the place and the days that were asked for."""
    if asked.first and story.received_at < start_of(asked.first):
        return False
    if asked.last and story.received_at >= start_of(_day_after(asked.last)):
        return False
    return not asked.place or asked.place in _places(tx, asked, story)


def _places(tx: Tx, asked: Slice, story: Story) -> set[str]:
    """Name where a wish is from: what its words name, else where its round was held."""
    named = stories.places_of(tx, [story.wish_id]).get(story.wish_id, [])
    held = groups.round_places(tx, asked.municipality_id).get(story.round_id)
    return set(named or ([held] if held else []))


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
