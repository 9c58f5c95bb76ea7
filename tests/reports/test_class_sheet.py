"""The cards of a class round: each code leads to its own class, and nothing runs over its edge."""

from collector.model import Municipality, Round, SchoolClass
from collector.reports.class_sheet import make_sheet, tell
from collector.reports.typeset import draw
from collector.texts import Catalogue
from tests.reports.paper import codes_in, sizes_of, words_in

ADDRESS = "https://ekko.eksempelvik.no"
REAL = Municipality("m", "Eksempelvik kommune", is_example=False, is_open=True)
ASKED = Round("r", REAL, "klok-hval", "Skolene svarer", 0, None, kind="class")
CLASSES = [
    SchoolClass("1", "r", "eple-kanel-sjøstjerne", "8A", 24),
    SchoolClass("2", "r", "sommerfugl-regnbue-trampoline", "Elevrådet 10. trinn!", 12),
]
DOTS = 110.0


def test_each_code_leads_to_its_own_class(texts: Catalogue) -> None:
    picture = draw("class_sheet", tell(texts, ASKED, CLASSES, ADDRESS, "nb"), DOTS)
    assert sorted(codes_in(picture)) == [
        f"{ADDRESS}/k/eple-kanel-sj%C3%B8stjerne",
        f"{ADDRESS}/k/sommerfugl-regnbue-trampoline",
    ]


def test_eight_cards_are_a_page_with_all_their_words(texts: Catalogue) -> None:
    sheet = make_sheet(texts, ASKED, CLASSES * 4, ADDRESS, "nn")
    assert sizes_of(sheet) == [(210, 297)]
    for each in CLASSES:
        assert words_in(sheet).count(each.code) == 4
        assert words_in(sheet).count(each.name) == 4


def test_a_round_without_classes_says_so(texts: Catalogue) -> None:
    assert "Det er ingen klasser" in words_in(make_sheet(texts, ASKED, [], ADDRESS, "nb"))
