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
