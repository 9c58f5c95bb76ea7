"""Receives a wish: the masked text and its tags in the clear, the raw words sealed, the figures counted.

One rule: all of it happens in the caller's transaction, so «Mottatt» can be said only when all of it stands.
"""

from dataclasses import replace

from collector import hiding, placing
from collector.model import Round, Tag, TagKind, Wish, WishState
from collector.sealing import Seal
from collector.store import cases, counts, decisions, outgoing, own_tags, parts, same, talks, wishes
from collector.store.front import Tx
from nlp.handed_in import is_own
from nlp.reading import Reading
from nlp.tags import ACTIVITIES, BARRIERS, CONCERNS, FORMS

OPEN_TO_ITS_SENDER: tuple[WishState, ...] = ("waiting", "not-a-wish")
"""Where nobody else has had a say yet."""


def understand(reading: Reading) -> tuple[Tag, ...]:
    """Turn what the tagger read into the tags of a wish: those given, and those a person should confirm."""
    given: dict[TagKind, dict[str, float]] = {
        "activity": reading.activities,
        "barrier": reading.barriers,
        "form": reading.forms,
        "flag": reading.flags,
    }
    tags = [Tag(kind, tag, p) for kind, found in given.items() for tag, p in found.items()]
    tags += [Tag(kind_of(tag), tag, p, given=False) for tag, p in reading.suggested.items()]
    return tuple(tags)


def only_here(tx: Tx, municipality_id: str, tags: tuple[Tag, ...]) -> tuple[Tag, ...]:
    """Leave out what the tagger learnt elsewhere, and tags that are ended: one tagger reads for all."""
    if not any(is_own(tag.id) for tag in tags):
        return tags
    elsewhere = own_tags.not_given_here(tx, municipality_id)
    return tuple(tag for tag in tags if tag.by != "tagger" or tag.id not in elsewhere)


def kind_of(tag: str) -> TagKind:
    """Tell which of the four lists of tagging.md a tag stands in; a municipality's own is an activity.

    >>> kind_of("gaming"), kind_of("cost"), kind_of("weekly"), kind_of("abusive"), kind_of("x-seiling")
    ('activity', 'barrier', 'form', 'flag', 'activity')
    """
    if tag in ACTIVITIES or is_own(tag):
        return "activity"
    if tag in BARRIERS:
        return "barrier"
    return "form" if tag in FORMS else "flag"


def make_wish(
    reading: Reading, wish_id: str, asked: Round, talk_id: str | None, source: str, now: int
) -> Wish:
    """Make the wish that somebody's words are, as they were read."""
    return Wish(
        id=wish_id,
        municipality_id=asked.municipality.id,
        round_id=asked.id,
        talk_id=talk_id,
        source=source,
        language=reading.language,
        text=reading.text,
        state=where_to(reading),
        sure=reading.sure,
        received_at=now,
        tags=understand(reading),
    )


def where_to(reading: Reading) -> WishState:
    """Decide which queue a wish waits in; a sign that somebody is not OK comes before everything."""
    if concern_of(reading):
        return "case"
    if "abusive" in reading.flags:
        return "held"
    return "not-a-wish" if "not-a-wish" in reading.flags else "waiting"


def concern_of(reading: Reading) -> str | None:
    """Name the gravest concern that was noticed, if any."""
    return next((level for level in CONCERNS if level in reading.flags), None)


def receive(tx: Tx, seal: Seal, asked: Round, wish: Wish, raw: str, concern: str | None) -> None:
    """Keep a wish for good, and open a case for the duty adult where there is a concern."""
    wish = replace(wish, tags=only_here(tx, wish.municipality_id, wish.tags))
    wishes.add_wish(tx, wish, seal.seal(raw, raw_place(wish.id)))
    if concern is not None:
        cases.open_case(tx, wish, concern)
    else:
        placing.note(tx, wish.municipality_id, wish.id, raw)
    counts.count(tx, wish, +1)


def may_add_to(tx: Tx, wish_id: str, talk_id: str) -> bool:
    """Tell whether its sender may still add words to a wish: nobody decided about it or split it yet."""
    wishes.hold_still(tx, wish_id)
    wish = wishes.find_wish(tx, wish_id)
    whole = wish is not None and wish.part_of is None  # what a leader split has had a say of hers
    return whole and wish is not None and wish.talk_id == talk_id and wish.state in OPEN_TO_ITS_SENDER


def add_words(tx: Tx, seal: Seal, wish_id: str, reading: Reading, raw: str, *, anew: bool) -> None:
    """Let a wish be all that was said of it, read as one; what a person told of its tags stands."""
    old = wishes.find_wish(tx, wish_id)
    if old is None:
        return
    new = replace(
        old,
        text=hiding.hide_again(tx, seal, wish_id, reading.text),
        language=reading.language,
        state=where_to(reading),
        sure=reading.sure,
        tags=tags_of_both(old, only_here(tx, old.municipality_id, understand(reading)), anew=anew),
        same_as=None,
    )
    part(tx, wish_id)
    counts.count(tx, old, -1)
    wishes.reword(tx, new, seal.seal(raw, raw_place(wish_id)))
    concern = concern_of(reading)
    placing.note(tx, new.municipality_id, wish_id, "" if concern else raw)
    if concern is not None:
        cases.open_case(tx, new, concern)
    counts.count(tx, new, +1)


def tags_of_both(old: Wish, read: tuple[Tag, ...], *, anew: bool) -> tuple[Tag, ...]:
    """Keep what people said; where the activities stand already, new ones are only suggested."""
    stands = tuple(tag for tag in old.tags if tag.by != "tagger" or (tag.kind == "activity" and not anew))
    known = {(tag.kind, tag.id) for tag in stands}
    more = tuple(tag for tag in read if (tag.kind, tag.id) not in known)
    if anew:
        return stands + more
    return stands + tuple(replace(tag, given=False) if tag.kind == "activity" else tag for tag in more)


def describe_by_sender(tx: Tx, wish_id: str, talk_id: str, tag_id: str) -> None:
    """Let the one who wrote a wish say what stops her, or how often it should be."""
    wishes.hold_still(tx, wish_id)
    wish = wishes.find_wish(tx, wish_id)
    if wish is None or wish.talk_id != talk_id or wish.state not in OPEN_TO_ITS_SENDER:
        return
    said = Tag(kind_of(tag_id), tag_id, by="sender")
    others = tuple(tag for tag in wish.tags if (tag.kind, tag.id) != (said.kind, said.id))
    wishes.replace_tags(tx, wish_id, (*others, said))


def correct_by_sender(tx: Tx, wish_id: str, talk_id: str, activities: tuple[str, ...]) -> None:
    """Let the one who wrote a wish say what it is about; a leader's word, once given, stands."""
    wishes.hold_still(tx, wish_id)
    wish = wishes.find_wish(tx, wish_id)
    if wish is None or wish.talk_id != talk_id or wish.state != "waiting":
        return
    kept = tuple(tag for tag in wish.tags if tag.kind != "activity")
    said = tuple(Tag("activity", activity, by="sender") for activity in activities)
    wishes.replace_tags(tx, wish_id, said + kept)


def erase(tx: Tx, wish_id: str, talk_id: str | None, now: int) -> bool:
    """Erase a wish for the one who wrote it, wherever it left a trace; tell whether it was there.

    Its case stays, without a word of it; how to reach the sender goes, what an adult made of the words, and
    what it was written anew from, and all parts of a wish that was split: the whole stands in the raw words.
    The caller writes with `erases=True`.
    """
    for each in parts.ids_with(tx, wish_id):  # in one order always, so that two cannot lock each other out
        wishes.hold_still(tx, each)
    wish = wishes.find_wish(tx, wish_id)
    if wish is None or wish.talk_id != talk_id:
        return False
    case = cases.find_case(tx, wish_id)
    others = parts.ids_with(tx, wish_id) if wish.part_of else []
    part(tx, wish_id)
    counts.count(tx, wish, -1)
    wishes.erase_wish(tx, wish_id)
    for other in others:
        erase(tx, other, talk_id, now)
    if case is not None and case["reworded_as"] is not None:
        erase(tx, case["reworded_as"], talk_id, now)
    cases.close_case(tx, wish_id, cases.ERASED_BY_SENDER, None, now)
    decisions.blank_details(tx, wish_id)
    if talk_id is not None:
        outgoing.drop_said(tx, talk_id)
        talks.forget_who_wished(tx, talk_id)
    case = cases.find_case(tx, wish_id)
    if case is not None and case["version_of"]:
        erase(tx, case["version_of"], talk_id, now)
    return True


def part(tx: Tx, wish_id: str) -> None:
    """Let wishes that are one with another stand by themselves, when it is gone or says something else."""
    for one in same.ones(tx, wish_id):
        with counts.one_move(tx) as count:
            count(one, -1)
            same.put(tx, one.id, None)
            count(replace(one, same_as=None), +1)


def raw_place(wish_id: str) -> str:
    """Name the place that a wish's raw words are sealed for."""
    return f"wish.raw:{wish_id}"


def without_concern(wish: Wish) -> Wish:
    """Read a wish again as an ordinary one: what a duty adult's «false alarm» makes of it."""
    return replace(
        wish,
        state="waiting",
        tags=tuple(tag for tag in wish.tags if tag.id not in CONCERNS),
    )
