"""Scores and the gate: every figure by hand on small made-up answers, and what a coin or a thief would do."""

import math
from random import Random

import pytest

from nlp.examples import Example
from nlp.gate import CERTAIN, TOLERANCE, compare, compare_tags, losses
from nlp.marks import Answer, mark
from nlp.score import Figure, score

ALL = frozenset[str]()


def wish(*tags: str, language: str = "nb", judged: frozenset[str] = ALL) -> Example:
    return Example(language, frozenset(tags), "et ønske", "hand", judged)


def gave(*tags: str, sure: bool = False) -> Answer:
    return Answer(frozenset(tags), sure)


def value(figure: Figure) -> float | None:
    return figure.value


def test_precision_recall_and_f1_are_what_a_hand_counts() -> None:
    examples = [wish("gaming"), wish("gaming"), wish("dance"), wish()]
    given = [gave("gaming"), gave("dance"), gave("dance"), gave("gaming")]
    activities = score(mark(examples, given)).kinds["activities"]
    gaming, dance = activities.tags["gaming"], activities.tags["dance"]
    assert (value(gaming.precision), value(gaming.recall), value(gaming.f1), gaming.texts) == (
        0.5,
        0.5,
        0.5,
        2,
    )
    assert (value(dance.precision), value(dance.recall), dance.texts) == (0.5, 1.0, 1)
    assert activities.micro.f1.value == pytest.approx(4 / 7, abs=1e-4)
    assert activities.macro.value == pytest.approx((0.5 + 2 / 3) / 2, abs=1e-4)


def test_a_tag_that_nobody_has_is_not_in_the_mean_but_what_is_wrongly_given_is_in_the_sum() -> None:
    kinds = score(mark([wish("gaming")], [gave("gaming", "dance")])).kinds
    assert value(kinds["activities"].macro) == 1.0
    assert kinds["activities"].micro.f1.value == pytest.approx(2 / 3, abs=1e-4)
    assert kinds["activities"].tags["korps"].f1 == Figure(None, None, None)


def test_what_a_hand_did_not_look_for_counts_neither_for_nor_against() -> None:
    only_concern = frozenset({"concern", "concern-now"})
    examples = [wish("concern", judged=only_concern), wish("gaming")]
    scores = score(mark(examples, [gave("concern", "dance"), gave("gaming")]))
    assert value(scores.kinds["activities"].micro.precision) == 1.0
    assert value(scores.alarms.found) == 1.0


def test_a_tag_of_ones_own_counts_only_where_the_texts_know_it() -> None:
    unknown = score(mark([wish("outdoor")], [gave("outdoor", "x-seiling")]))
    known = score(mark([wish("outdoor"), wish("x-seiling")], [gave("outdoor", "x-seiling"), gave()]))
    assert "x-seiling" not in unknown.kinds["activities"].tags
    assert value(unknown.kinds["activities"].micro.f1) == 1.0
    assert value(known.kinds["activities"].tags["x-seiling"].f1) == 0.0


def test_an_interval_narrows_with_more_texts_and_holds_the_figure() -> None:
    def interval(copies: int) -> Figure:
        examples = [wish("gaming"), wish("gaming"), wish("dance")] * copies
        return (
            score(mark(examples, [gave("gaming"), gave(), gave("dance")] * copies))
            .kinds["activities"]
            .micro.f1
        )

    few, many = interval(5), interval(100)
    assert few.value == many.value
    assert None not in (*few, *many)
    assert few.low < many.low < many.value < many.high < few.high  # type: ignore[operator]


def test_the_same_answers_get_the_same_intervals_each_time() -> None:
    marks = mark([wish("gaming"), wish("dance")] * 9, [gave("gaming"), gave()] * 9)
    assert score(marks) == score(marks)


def test_sure_and_right_are_counted_on_wishes_without_alarms() -> None:
    examples = [wish("gaming"), wish("dance"), wish("not-a-wish"), wish("concern")]
    given = [gave("gaming", sure=True), gave("band", sure=True), gave("not-a-wish"), gave(sure=True)]
    scores = score(mark(examples, given))
    assert value(scores.sure) == pytest.approx(2 / 3, abs=1e-4)
    assert value(scores.right_when_sure) == 0.5


def test_a_language_is_asked_of_texts_of_four_words_and_dialect_is_either_norwegian() -> None:
    long = [
        Example(language, frozenset(), "four words or more") for language in ("nb", "dial", "dial", "mix")
    ]
    told = [Answer(frozenset(), False, language) for language in ("en", "nn", "en", "nb")]
    short = Example("nn", frozenset(), "tre ord her"), Answer(frozenset(), False, "nb")
    scores = score(mark([*long, short[0]], [*told, short[1]]))
    assert value(scores.language) == pytest.approx(1 / 3, abs=1e-4)


def test_alarms_on_look_alikes_and_on_plain_wishes_stand_apart() -> None:
    near = frozenset({"concern", "concern-now"})
    examples = [wish(judged=near), wish(judged=near), wish("gaming"), wish("concern-now", judged=near)]
    alarms = score(mark(examples, [gave("concern"), gave(), gave(), gave("concern")])).alarms
    assert (value(alarms.false_near), value(alarms.false_plain), value(alarms.found_now)) == (0.5, 0.0, 1.0)


def test_each_language_is_scored_by_its_own_texts() -> None:
    examples = [wish("gaming"), wish("gaming", language="dial")]
    scores = score(mark(examples, [gave("gaming"), gave()]))
    f1 = {name: value(each.kinds["activities"].micro.f1) for name, each in scores.languages.items()}
    assert f1 == {"nb": 1.0, "dial": 0.0}


GOLD = [wish("gaming"), wish("dance", "cost"), wish("concern"), wish("sports")] * 100
PERFECT = [Answer(example.tags, sure=False) for example in GOLD]


def spoilt(every: int, seed: int = 1) -> list[Answer]:
    """Answers of which a random one in so many is lost."""
    random = Random(seed)
    return [gave() if random.randrange(every) == 0 else one for one in PERFECT]


def test_a_model_is_not_worse_than_itself() -> None:
    old = mark(GOLD, spoilt(5))
    differences = compare(old, old)
    assert [each.name for each in differences] == [
        "activities",
        "barriers",
        "concern found",
        "concern alarms",
    ]
    assert losses(differences) == []


@pytest.mark.parametrize("seed", range(5))
def test_a_coin_stops_nobody(seed: int) -> None:
    """Two models that are as good lose other texts each: by a little more or less, as it falls."""
    random = Random(seed)
    lost = random.sample(range(0, 400, 4), 8)
    old, new = list(PERFECT), list(PERFECT)
    for place in lost[:4]:
        old[place] = gave()
    for place in lost[3:]:
        new[place] = gave()
    differences = compare(mark(GOLD, old), mark(GOLD, new))
    assert differences[0].loss > 0
    assert losses(differences) == []


def test_a_real_loss_stops_however_small_it_is() -> None:
    new = list(PERFECT)
    for place in range(0, 24, 4):
        new[place] = gave()
    (loss,) = losses(compare(mark(GOLD, PERFECT), mark(GOLD, new)))
    assert (loss.name, loss.loss < TOLERANCE, loss.worse >= CERTAIN) == ("activities", True, True)


def test_a_great_loss_stops_even_where_few_texts_tell() -> None:
    few = [wish("gaming"), wish("concern")] * 3
    old = [Answer(example.tags, sure=False) for example in few]
    stopped = losses(compare(mark(few, old), mark(few, [gave("gaming"), gave(), *old[2:]])))
    assert [each.name for each in stopped] == ["concern found"]
    assert stopped[0].worse < CERTAIN


def test_more_false_alarms_stop_and_fewer_do_not() -> None:
    alarmed = [
        Answer(one.tags | ({"concern"} if n % 20 == 0 else set()), sure=False)
        for n, one in enumerate(PERFECT)
    ]
    worse = compare(mark(GOLD, PERFECT), mark(GOLD, alarmed))
    better = compare(mark(GOLD, alarmed), mark(GOLD, PERFECT))
    assert [each.name for each in losses(worse)] == ["concern alarms"]
    assert losses(better) == []


def test_what_the_gold_set_cannot_tell_stops_nobody() -> None:
    plain = [wish("gaming")] * 10
    given = [gave("gaming")] * 10
    differences = compare(mark(plain, given), mark(plain, given))
    assert [each.name for each in differences] == ["activities", "concern alarms"]
    assert all(math.isfinite(each.old) for each in differences)


@pytest.mark.parametrize(
    ("texts", "lost", "stops"),
    [
        (40, 30, True),
        (100, 5, False),  # surely, but little
        (5, 1, False),  # more than a tenth, but by chance as likely as not
        (4, 4, False),  # too few to tell anything
        (5, 5, True),
    ],
)
def test_one_tag_that_surely_loses_much_stops_a_model_whatever_the_others_win(
    texts: int, lost: int, stops: bool
) -> None:
    gold = [wish("dance")] * texts + [wish("gaming")] * 200 + [wish("concern")] * 20
    old = [gave("dance")] * texts + [gave()] * 200 + [gave("concern")] * 20
    new = [gave()] * lost + [gave("dance")] * (texts - lost) + [gave("gaming")] * 200 + [gave()] * 20
    differences = compare_tags(mark(gold, old), mark(gold, new))
    assert "concern" not in [each.name for each in differences], "what finds concern is measured by itself"
    assert [each.name for each in losses(differences)] == ["dance"] * stops


def test_a_text_whose_tag_the_old_model_missed_is_one_that_asks_for_it() -> None:
    gold = [wish("dance")] * 5 + [wish()] * 20
    old = mark(gold, [gave("dance")] * 4 + [gave()] * 21)
    new = mark(gold, [gave()] * 25)
    assert [each.name for each in compare_tags(old, new)] == ["dance"]
