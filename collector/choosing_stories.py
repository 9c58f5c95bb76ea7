"""Lets a leader choose what stands for a theme: release a quote, retell a wish, or pass it over.

One rule: a wish's own words go on only after its sender's yes, as the leader saw them; without that yes a
retelling must be the leader's own words.
"""

from typing import Any, NamedTuple

from collector.answering import take
from collector.desk import DecidedAlready, Desk, OutOfReach
from collector.ids import new_id
from collector.model import Wish
from collector.store import audit, released, stories
from collector.store.front import Tx
from collector.store.stories import Candidate, Story
from collector.summary import figures
from collector.summary.slices import Slice
from collector.summary.stories import MOST, told_apart_by_nothing
from nlp.clean import clean
from nlp.covering import cover
from nlp.likeness import how_many_like
from nlp.masking.mask import mask

ENOUGH = 3
"""So many stand for a theme."""
LOOKED_AT = 300
"""The newest so many wishes of a theme are compared: more say hardly anything new, and cost their square."""
LONGEST_QUOTE = 400
LONGEST = 300
ALIKE = 0.7
"""A retelling that shares so much with the wish is no retelling."""


class NoStory(Exception):
    """What was written cannot stand; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Choice(NamedTuple):
    """Which wish is to stand for which theme, and its words as they were shown."""

    wish_id: str
    tag: str
    shown: str


def look(tx: Tx, desk: Desk, asked: Slice, tag: str = "") -> dict[str, Any]:
    """Open one theme: what stands for it, and what may."""
    ids = [each.id for each in asked.rounds]
    stands = stories.standing(tx, asked.municipality_id, ids, MOST)
    shown = {each.wish_id for each in told_apart_by_nothing(tx, stands)}
    themes = [
        {"id": each, "n": cell["n"], "stories": sum(story.tag == each for story in stands)}
        for each, cell in figures.themes(tx, desk, asked).items()
    ]
    lacking = (each["id"] for each in themes if each["stories"] < ENOUGH)
    chosen = tag or next(lacking, themes[0]["id"] if themes else "")
    mine = [each for each in stands if each.tag == chosen]
    return {
        "of": asked.named(),
        "themes": themes,
        "tag": chosen,
        "standing": [as_standing(each) | {"shown": each.wish_id in shown} for each in mine],
        "suggested": [as_suggested(each) for each in suggest(tx, asked, chosen, mine)],
        "skipped": [dict(row) for row in stories.skipped(tx, asked.municipality_id, chosen)],
        "enough": ENOUGH,
    }


def suggest(tx: Tx, asked: Slice, tag: str, stands: list[Story]) -> list[Candidate]:
    """Suggest the wishes that cover most of what is said of a theme beside what stands already."""
    ids = [each.id for each in asked.rounds]
    newest = stories.candidates(tx, ids, tag, LONGEST_QUOTE, LOOKED_AT)
    found = told_apart_by_nothing(tx, newest)
    texts = [*(each.said for each in stands), *(each.text for each in found)]
    everybody: list[Story | Candidate] = [*stands, *found]
    senders = [each.talk_id or each.wish_id for each in everybody]
    places = cover(texts, senders, ENOUGH, range(len(stands)))
    return [found[place - len(stands)] for place in places]


def as_standing(story: Story) -> dict[str, Any]:
    """Make what a leader sees of what stands."""
    return {
        "id": story.wish_id,
        "said": story.said,
        "language": story.language,
        "by": "quote" if story.how == "quote" else "paraphrase",
        "at": story.at,
    }


def as_suggested(wish: Candidate) -> dict[str, Any]:
    """Make what a leader sees of a wish that may stand."""
    return {
        "id": wish.wish_id,
        "text": wish.text,
        "language": wish.language,
        "may_show": wish.may_show is True,
    }


def quote(tx: Tx, desk: Desk, choice: Choice, now: int) -> None:
    """Let a wish's own words, as they were shown, stand for a theme, where its sender said yes."""
    wish = _take(tx, desk, choice)
    if not wish.may_show:
        raise DecidedAlready
    released.release(tx, wish.id, desk.municipality.id, desk.staff.id, now)
    _put(tx, desk, choice, "quote", "", now)
    audit.append(tx, desk.municipality.id, desk.staff.id, "release", wish.id, now)


def retell(tx: Tx, desk: Desk, choice: Choice, words: str, now: int) -> None:
    """Let a leader's words stand for a wish. The caller writes with `erases=True`."""
    wish = _take(tx, desk, choice)
    _put(tx, desk, choice, "retold", read_retold(words, wish), now)
    audit.append(tx, desk.municipality.id, desk.staff.id, "story-retold", wish.id, now)


def skip(tx: Tx, desk: Desk, choice: Choice, now: int) -> None:
    """Pass a wish over, so that it is not suggested again."""
    _take(tx, desk, choice)
    _put(tx, desk, choice, "skipped", "", now)
    audit.append(tx, desk.municipality.id, desk.staff.id, "story-skipped", choice.wish_id, now)


def take_back(tx: Tx, desk: Desk, wish_id: str, now: int) -> None:
    """Undo what was chosen; released words stand nowhere any more. The caller writes with `erases=True`."""
    wish = take(tx, desk, wish_id)
    story = stories.find(tx, wish.id)
    if story is None:
        raise DecidedAlready
    stories.drop(tx, wish.id)
    if story["how"] == "quote":
        released.withdraw(tx, wish.id)
    audit.append(tx, desk.municipality.id, desk.staff.id, "story-back", wish.id, now)


def read_retold(words: str, wish: Wish) -> str:
    """Read what a leader wrote, with names and numbers hidden before anything is kept."""
    words = " ".join(clean(words).split())
    if not words:
        raise NoStory("stories.why.empty")
    if len(words) > LONGEST:
        raise NoStory("stories.why.long")
    if not wish.may_show and (
        how_many_like(words, [wish.text], ALIKE) or wish.text.casefold() in words.casefold()
    ):
        raise NoStory("stories.why.same")
    return mask(words).text


def _take(tx: Tx, desk: Desk, choice: Choice) -> Wish:
    """Take an approved wish of that theme, still in the words that were shown."""
    wish = take(tx, desk, choice.wish_id)
    if not any(tag.id == choice.tag and tag.given for tag in wish.tags):
        raise OutOfReach
    if wish.text != choice.shown or not stories.may_stand(tx, wish.id, choice.tag):
        raise DecidedAlready
    return wish


def _put(tx: Tx, desk: Desk, choice: Choice, how: stories.How, words: str, now: int) -> None:
    if how != "quote":
        released.withdraw(tx, choice.wish_id)
    here, staff = desk.municipality.id, desk.staff.id
    stories.put(tx, new_id(now), here, choice.wish_id, choice.tag, how, words, staff, now)
