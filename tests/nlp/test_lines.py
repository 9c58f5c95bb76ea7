"""`ekko tag`: one answer a line, whatever the line is."""

import json

from nlp.lines import tag_lines
from nlp.reader import Reader

KEYS = {"text", "language", "activities", "barriers", "forms", "flags", "suggested", "sure", "masked"}


def test_every_line_gets_one_answer_in_order(reader: Reader) -> None:
    lines = [b"dans\n", b"\xff\xfe\n", b"\n", b"a" * 10_001, "sirkus \u2028 kurs\r\n".encode(), b"\xe2\x82"]
    answers = list(tag_lines(reader, lines))
    assert len(answers) == len(lines)
    assert [("refused" in answer) for answer in answers] == [False, True, False, True, False, True]
    assert all("\n" not in json.dumps(answer) for answer in answers)


def test_a_refused_line_has_every_key_empty_and_says_why(reader: Reader) -> None:
    (answer,) = tag_lines(reader, [b"\xff"])
    assert set(answer) == KEYS | {"refused"}
    assert not any(answer[key] for key in KEYS)
    assert answer["refused"] == "the line is not UTF-8"


def test_an_answer_has_exactly_the_promised_keys(reader: Reader) -> None:
    (answer,) = tag_lines(reader, [b"dans"])
    assert set(answer) == KEYS
    (answer,) = tag_lines(reader, [b"dans"], every=True)
    assert set(answer) == KEYS | {"scores"}


def test_each_wish_of_a_message_is_told_by_itself_when_that_is_asked_for(rules_only: Reader) -> None:
    lines = ["1. gaming 2. dans\n".encode(), "jeg vil danse, men det er dyrt\n".encode(), b"\xff", b"\n"]
    several, one, refused, nothing = tag_lines(rules_only, lines, parted=True)
    assert [part["text"] for part in several["parts"]] == ["1. gaming", "2. dans"]  # type: ignore[attr-defined]
    assert [list(part["activities"]) for part in several["parts"]] == [["gaming"], ["dance"]]  # type: ignore[attr-defined]
    assert one["parts"] == [{"text": one["text"], "activities": one["activities"]}]
    assert refused["parts"] == nothing["parts"] == []
    assert set(several) == KEYS | {"parts"}


def test_what_is_masked_in_a_message_is_masked_in_its_parts(rules_only: Reader) -> None:
    line = "1. gaming, ring 912\u00a034\u00a0567 2. dans med Kari Nordmann".encode()
    (answer,) = tag_lines(rules_only, [line], parted=True)
    assert "912" not in json.dumps(answer["parts"])
    assert "Nordmann" not in json.dumps(answer["parts"])
