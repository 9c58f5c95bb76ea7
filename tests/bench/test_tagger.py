"""The tagger's bench on a few made-up texts: who learns what, how a cut is chosen, the form of the table."""

import sys

import pytest

from bench.tagger.asking import Heard, ask, heard
from bench.tagger.children.keywords import read
from bench.tagger.judging import best_cut, judge, tags_from
from bench.tagger.likeness import likeness_rows
from bench.tagger.material import Material, divide
from bench.tagger.peers import NotHereError, Peer, ours
from bench.tagger.run import main, rows
from bench.tagger.table import HEAD, peers_table
from nlp.examples import Example
from nlp.tags import ACTIVITIES


def wish(text: str, *tags: str, hand: str = "t1") -> Example:
    return Example("nb", frozenset(tags), text, hand)


LEARNT = [wish("mer dans", "dance"), wish("LAN", "gaming"), wish("noe gøy")]
CHOOSE = [wish("vi vil danse", "dance", "weekly"), wish("gaming hele natta", "gaming"), wish("hva som helst")]
JUDGE = [wish("danse hver dag", "dance", "weekly"), wish("hest og hund", "animals"), wish("turn", "sports")]
TEXTS = Material(LEARNT, CHOOSE, JUDGE, "made up")


def silent() -> list[str]:
    raise NotHereError("needs what this machine | has not")


def test_a_peer_is_asked_in_a_process_of_its_own_and_answers_every_text() -> None:
    answers = ask(ours("keywords")(), TEXTS)
    assert [set(scores) for scores in answers.scores] == [
        {"dance"}, {"gaming"}, set(), {"dance"}, {"animals"}, {"sports"},
    ]  # fmt: skip
    assert len(answers.ms) == 6
    assert answers.peak > 0


def test_a_peer_that_dies_is_named_with_its_last_words() -> None:
    with pytest.raises(NotHereError, match="too tired"):
        ask([sys.executable, "-c", "raise SystemExit('too tired')"], TEXTS)


def test_a_peer_that_was_ended_is_not_blamed_for_its_last_words() -> None:
    end = "import os, sys; print('a warning', file=sys.stderr); sys.stderr.flush(); os.kill(os.getpid(), 9)"
    with pytest.raises(NotHereError, match=r"by signal 9$"):
        ask([sys.executable, "-c", end], TEXTS)


def test_what_a_library_prints_between_the_answers_is_not_an_answer() -> None:
    told = [
        '{"seconds": 1.5}',
        "[12] WARN: only stop words",
        '{"ms": 2.0, "scores": {"dance": 0.4}}',
        '{"peak": 9.0}',
    ]
    assert heard(told) == Heard(1.5, [{"dance": 0.4}], [2.0], 9.0)


def test_one_who_is_right_gets_one_and_barriers_and_forms_are_not_asked_for() -> None:
    wanted = [
        {"dance": 0.5},
        {"gaming": 0.5},
        {"None": 0.9},
        {"dance": 0.5},
        {"animals": 0.5},
        {"sports": 0.5},
    ]
    judged = judge(Heard(0.0, wanted, [1.0] * 6, 1.0), TEXTS)
    assert (judged.micro.value, judged.macro.value, judged.a_second) == (1.0, 1.0, 1000.0)


def test_the_cut_is_chosen_on_the_texts_to_choose_by_alone() -> None:
    unsure = [{"dance": 0.6, "gaming": 0.4}, {"dance": 0.4, "gaming": 0.6}, {"dance": 0.3}]
    assert 0.4 < best_cut(unsure, [frozenset({"dance"}), frozenset({"gaming"}), frozenset()]) <= 0.6
    low = [{"animals": 0.1}, {"animals": 0.1}, {"sports": 0.1}]
    assert judge(Heard(0.0, [*unsure, *low], [1.0] * 6, 1.0), TEXTS).micro.value == 0.0


def test_no_tag_is_no_tag_whatever_a_peer_calls_it() -> None:
    assert tags_from({"None": 0.9, "none": 0.9, "dance": 0.9, "gaming": 0.1}, 0.5) == {"dance"}


def test_nobody_is_judged_on_what_was_chosen_by() -> None:
    two = [wish("a", hand="t1"), wish("b", hand="t2")]
    halved = divide(LEARNT, two, [])
    assert [[one.hand for one in part] for part in (halved.choose, halved.judge)] == [["t1"], ["t2"]]
    assert divide(LEARNT, CHOOSE, JUDGE)[:3] == TEXTS[:3]


def test_the_table_has_a_row_for_each_peer_and_a_reason_for_one_that_is_not_here() -> None:
    found = rows(
        TEXTS, [Peer("keywords", "keyword list", ours("keywords")), Peer("other", "the other", silent)]
    )
    head, line, *peers = [
        [cell.strip() for cell in row.strip("|").split("|")] for row in peers_table(found).splitlines()
    ]
    assert tuple(head) == HEAD
    assert all(set(cell) == {"-"} for cell in line)
    assert [row[0] for row in peers] == ["keyword list", "the other"]
    assert peers[1][1] == "not asked: needs what this machine / has not"
    assert {len(row) for row in (head, line, *peers)} == {len(HEAD)}


def test_the_keyword_list_has_words_for_every_activity() -> None:
    assert set(read()) == set(ACTIVITIES)


def test_likeness_is_told_in_three_rows() -> None:
    assert [row[0] for row in likeness_rows(["vi vil ha mer dans", "LAN med pizza i helga"], 20)] == [
        "likeness: keep 20 texts",
        "likeness: near-copies among 20, median",
        "likeness: near-copies among 20, p95",
    ]


def test_a_peer_that_nobody_knows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["abacus"])
    assert "keywords" in capsys.readouterr().err
