"""No text keeps masking busy, and a reading of the lists goes with the names in them."""

import pytest

from nlp.lists import words_of
from nlp.masking import mask

NASTY = [
    "Ola og Kari, " * 800,
    "ola og " * 1_500,
    "A. B. C. " * 1_200,
    "Jonas «" * 1_500,
    "van der de la " * 800,
    "Øvre Nedre Gamle " * 700,
    "bok om film av " * 700,
    "spør etter ho derre han der " * 400,
    "krøllalfa (at) punktum " * 500,
    "født 0101 første mai " * 500,
    "add eller og på snap " * 400,
    "Aas og Bø i fra " * 600,
    "bor på Aa Bb Cc " * 500,
    "heia Aaaa Bbbb kan " * 400,
    "a-" * 5_000,
    "Elsa og Olaf i Frozen " * 500,
    "«Aa bb» " * 1_200,
    "a. b. c. dddd " * 700,
    "Zumbrel, Zumbrel og " * 500,
    "han zumbrel i klassen " * 500,
    "Kari-" * 2_000,
    "på snap heter jeg er kanel på snap " * 300,
    "add meg på discord som min snap er " * 300,
    "broren min heter også spør stein om " * 300,
    "tur til Frøya i Nordstua i " * 400,
    "ab.cd-ef.GhIj insta er " * 400,
    "I go by går under navnet " * 400,
    "Siri i rekke og ho, men han " * 400,
    "a'Aa n'Bb er så veldig flink " * 400,
    "maja-maja@aa.no maja " * 400,
    "x(a)y.z.w (a) punktum prikk " * 400,
]


@pytest.mark.parametrize("text", NASTY, ids=lambda text: text[:12])
def test_a_long_repeated_cue_is_masked_to_its_end(text: str) -> None:
    masked = mask(text + " ring 900 12 345")
    assert masked.hidden[-1] == "900 12 345"


def test_a_name_that_is_a_word_is_a_listed_name() -> None:
    listed = words_of("names.tsv", "first") | words_of("names.tsv", "last")
    missing = words_of("names.tsv", "word") - listed
    assert not missing
