"""What several people wish for that no tag names: found, named in their words, never one person's."""

from pathlib import Path

import pytest

from nlp.e5 import open_e5
from nlp.nearness import Vectors
from nlp.themes import MOST, find_themes
from nlp.vectors import remembered
from nlp.way import Numbers

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("themes.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
ABOUT = [about for about, _ in ROWS]
TEXTS = [text for _, text in ROWS]
EVERYBODY = [f"sender {place}" for place in range(len(ROWS))]
REST = [text for about, text in ROWS if about in {"annet", "strøm"}]


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    meaning = open_e5()
    if meaning is None:
        pytest.skip("the second reader is not installed")
    known: dict[tuple[str, ...], Numbers] = {}
    return lambda texts: known.setdefault(tuple(texts), remembered(meaning, texts, None))


def test_wishes_about_one_thing_are_found_together_and_named(vectors: Vectors) -> None:
    themes = find_themes(TEXTS, EVERYBODY, vectors)
    found = {ABOUT[theme.places[0]]: theme for theme in themes}
    assert set(found) >= {"badstue", "vannsklie", "kebab", "frisør"}
    for about, theme in found.items():
        assert {ABOUT[place] for place in theme.places} == {about}
    assert [found[about].words[0] for about in ("badstue", "kebab", "frisør")] == [
        "badstue",
        "kebab",
        "frisør",
    ]


def test_without_the_second_reader_letters_find_what_shares_its_words() -> None:
    themes = find_themes(TEXTS, EVERYBODY)
    assert "kebab" in {word for theme in themes for word in theme.words}
    for theme in themes:
        assert len({ABOUT[place] for place in theme.places}) == 1


def test_two_people_are_no_theme_however_much_they_write() -> None:
    two = [f"sender {place % 2}" if about == "kebab" else str(place) for place, about in enumerate(ABOUT)]
    for senders, found in ((EVERYBODY, True), (two, False)):
        themes = find_themes(TEXTS, senders)
        assert any(ABOUT[place] == "kebab" for theme in themes for place in theme.places) == found


def test_two_hundred_copies_from_three_people_are_no_theme() -> None:
    copies = [f"En elefant i parken{'!' * place}" for place in range(200)]
    senders = [f"sender {place % 3}" for place in range(200)]
    themes = find_themes([*REST, *copies], [*EVERYBODY[: len(REST)], *senders])
    assert all(place < len(REST) for theme in themes for place in theme.places)


def test_near_copies_count_once_and_their_senders_all() -> None:
    themes = find_themes([*TEXTS, *(text.upper() for text in TEXTS)], [str(n) for n in range(2 * len(TEXTS))])
    assert themes
    for theme in themes:
        assert set(theme.places) <= set(range(len(TEXTS)))
        assert theme.senders == 2 * len(theme.places)


def test_no_theme_goes_by_a_word_of_two_people_or_by_a_name() -> None:
    lines = zip(ABOUT, TEXTS, strict=True)
    texts = [f"{text}, sa Ingrid" if about == "kebab" else text for about, text in lines]
    first = ABOUT.index("kebab")
    texts[first : first + 2] = [f"{text} hos sjeiken" for text in texts[first : first + 2]]
    (theme,) = (theme for theme in find_themes(texts, EVERYBODY) if ABOUT[theme.places[0]] == "kebab")
    assert theme.words == ("kebab",)


def test_the_same_wishes_make_the_same_themes() -> None:
    assert find_themes(TEXTS, EVERYBODY) == find_themes(TEXTS, EVERYBODY)


@pytest.mark.parametrize("text", ["", "😀", "a", "ønsker", "\u0000", "ha " * 3_000])
def test_texts_that_say_nothing_are_no_theme(text: str) -> None:
    texts = [text + "!" * place for place in range(12)]
    assert find_themes(texts, EVERYBODY[:12]) == []
    assert find_themes([], []) == []


def test_more_texts_than_memory_holds_are_refused() -> None:
    with pytest.raises(ValueError, match="3000"):
        find_themes(["dans"] * (MOST + 1), ["a"] * (MOST + 1))
