"""Hate, harassment and threats are held; strong words about things are not."""

import pytest

from nlp.reader import Reader


@pytest.mark.parametrize(
    "text",
    [
        "treneren er en feit gris",
        "kast ut alle utlendingene",
        "rektor er ei hore",
        "you are a pathetic loser",
        "jeg skal banke deg etter skolen",
        "homser har ingenting her å gjøre, de er ekle",
        "vi veit kor du bur",
    ],
)
def test_abuse_is_held_for_an_adult(reader: Reader, text: str) -> None:
    assert "abusive" in reader.read(text).flags


@pytest.mark.parametrize(
    "text",
    [
        "faen så gøy det var",
        "sofaen er stygg",
        "jeg er en idiot i matte",
        "skal banke pappa i FIFA",
        "de kaller meg taper",
        "stopp rasisme på skolen",
        "dritkul konsert, mer sånt",
    ],
)
def test_strong_words_about_things_and_oneself_are_not_abuse(reader: Reader, text: str) -> None:
    assert "abusive" not in reader.read(text).flags
