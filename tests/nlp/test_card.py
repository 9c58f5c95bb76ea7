"""The card: what was measured stands in it, and what was not says so."""

from nlp.card import Card, write_card
from nlp.examples import Example
from nlp.hidden import Line, score_masking
from nlp.marks import Answer, mark
from nlp.score import Scores, score
from nlp.tags import KIND_OF

SECRET = "hemmelig ønske om trapes"
LEARNT = [Example("nb", frozenset({"gaming"}), SECRET, "h01"), Example("dial", frozenset(), SECRET, "h02")]
GOLD = [
    Example("nb", frozenset({"gaming"}), SECRET),
    Example("nn", frozenset({"dance"}), SECRET),
    Example("nb", frozenset({"concern-now"}), SECRET),
]


def scores(*tags: str) -> Scores:
    return score(mark(GOLD, [Answer(frozenset({tag}), sure=False) for tag in tags]))


def card() -> str:
    readers = {
        "the fast reader": scores("gaming", "gaming", "concern"),
        "both readers": scores("gaming", "dance", "concern-now"),
    }
    lines = [
        Line("ring 913 00 086", ("913 00 086",)),
        Line("møt Kari", ("Kari Nordmann",)),
        Line("3v3 kl 17", ()),
    ]
    return write_card(Card(LEARNT, 40, readers, scores("band", "band", "concern"), score_masking(lines)))


def test_every_reader_stands_beside_the_others_with_intervals() -> None:
    page = card()
    assert "| figure | the fast reader | both readers |" in page
    assert "| activities, micro F1 | 0.50 (" in page
    assert "1.00 (1.00-1.00) |" in page
    assert "| concern-now found | 1.00 (1.00-1.00) |" in page
    assert "2 examples by 2 hands" in page
    assert "chosen on 40 others" in page


def test_what_was_not_measured_says_so() -> None:
    assert "| korps | not measured | not measured | not measured | 0 |" in card()
    none = write_card(
        Card(LEARNT, 0, {"one": scores("band", "band", "band")}, scores("band", "band", "band"), None)
    )
    assert "Masking was not measured" in none


def test_every_tag_is_there_and_nobodys_words_are() -> None:
    page = card()
    assert [tag for tag in KIND_OF if f"| {tag} |" not in page] == []
    assert "trapes" not in page


def test_masking_counts_the_exact_substring_and_the_clean_lines() -> None:
    assert "measured on 3 lines: 0.50 (" in card()
    measured = score_masking([Line("ring 913 00 086", ("913 00 086",)), Line("LAN kl 17", ())])
    assert measured is not None
    assert (measured.found.value, measured.touched.value, measured.lines) == (1.0, 0.0, 2)
    assert score_masking([]) is None
