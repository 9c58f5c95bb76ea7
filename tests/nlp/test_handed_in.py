"""Files that somebody hands in: taken whole, or refused by line number and without a word of theirs."""

from pathlib import Path

import pytest

from nlp.examples import Example
from nlp.handed_in import BadExamples, read_handed_in

SECRET = "Kari Nordmann er lei seg"


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "mine.tsv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_file_is_read_as_it_stands(tmp_path: Path) -> None:
    content = (
        "\ufeff# made up\r\n# judged: gaming dance\r\nnb\tgaming\tmer LAN\r\n\r\nen\t\tsomething fun\r\n"
    )
    judged = frozenset({"gaming", "dance"})
    assert read_handed_in(written(tmp_path, content)) == [
        Example("nb", frozenset({"gaming"}), "mer LAN", "mine", judged),
        Example("en", frozenset(), "something fun", "mine", judged),
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (f"nb\t{SECRET}", "2 columns"),
        (f"nb\tgaming\t{SECRET}\tmer", "4 columns"),
        (f"{SECRET}\tgaming\ttekst", "first column"),
        (f"nb\t{SECRET}\ttekst", "tag that does not exist"),
        (f"nb\tseiling\t{SECRET}", "x-seiling"),
        ("nb\tgaming\t", "no text"),
        ("nb\tgaming\t \u200b ", "no text"),
        (f"nb\tgaming\t{SECRET * 1000}", "longer than 10000"),
        (f"nb\tx-Seiling\t{SECRET}", "does not exist"),
    ],
)
def test_a_wrong_line_is_named_and_its_words_are_not(tmp_path: Path, line: str, what: str) -> None:
    path = written(tmp_path, f"# head\nnb\tgaming\tLAN\n{line}\n")
    with pytest.raises(BadExamples, match=what) as refused:
        read_handed_in(path)
    assert "mine.tsv, line 3" in str(refused.value)
    assert "Kari" not in str(refused.value)


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadExamples, match="line 2: it is not UTF-8"):
        read_handed_in(written(tmp_path, b"nb\tgaming\tLAN\nnb\tgaming\tsp\xf8r\n"))


def test_a_tag_beside_those_that_were_judged_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadExamples, match="does not name"):
        read_handed_in(written(tmp_path, "# judged: concern\nnb\tgaming\tLAN\n"))


@pytest.mark.parametrize("content", ["", "# only a head\n", "\n\n"])
def test_a_file_without_examples_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(BadExamples, match="no example"):
        read_handed_in(written(tmp_path, content))


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.tsv", tmp_path):
        with pytest.raises(BadExamples, match="cannot be read"):
            read_handed_in(path)
