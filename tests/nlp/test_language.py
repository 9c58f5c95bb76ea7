"""Which language a message is in."""

import pytest

from nlp.reader import Reader


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("jeg vil ha et sted å være på kveldene", "nb"),
        ("me ynskjer oss noko å gjere om kveldane", "nn"),
        ("æ vil ha en plass å vær om kvelden", "nb"),
        ("we want a place to be in the evening", "en"),
        ("mii háliidit saji gos sáhttit leat eahkedis", "se"),
        ("wir wollen einen Ort wo wir abends sein können", "other"),
    ],
)
def test_a_sentence_gets_its_language(reader: Reader, text: str, language: str) -> None:
    assert reader.read(text).language == language
