"""The pictures: named and described inside, the same each time, and never a number that is hidden."""

import itertools
import re
from collections.abc import Callable

import pytest

from collector.model import Municipality
from collector.reports.paper.words import Words
from collector.reports.picked import Kind, picture_for, source_line, theme_for
from collector.reports.pictures.accessible import as_png
from collector.reports.pictures.look import LOOKS, LookName
from collector.reports.pictures.on_map import Spot, draw_map
from collector.reports.pictures.set_in_type import draw_slide, draw_theme, tell_theme
from collector.store.outlines import Outline
from collector.texts import Catalogue
from tests.reports.found import cells, full
from tests.reports.paper import dots_of

HERE = Municipality("m", "Eksempelvik kommune", is_example=False, is_open=True)
KINDS: tuple[Kind, ...] = ("activity", "barrier", "form", "time", "answered", "heard", "map")
WRITTEN = re.compile(r"<text[^>]*>([^<]*)</text>")


@pytest.fixture
def words(texts: Catalogue) -> Words:
    return Words(texts, "nb")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_says_inside_what_it_is_and_holds_no_script(
    words: Words, kind: Kind, look: LookName
) -> None:
    picture = picture_for(full(), words, kind)
    assert picture is not None
    svg = picture.draw(look)
    assert f'<title id="t">{picture.title}</title>' in svg
    assert f'<desc id="d">{picture.alt}</desc>' in svg
    assert "<script" not in svg
    assert "http" not in svg.replace("http://www.w3.org/", "")
    assert svg == picture.draw(look)


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_without_figures_has_no_picture(words: Words, kind: Kind) -> None:
    of = {"of": full()["of"], "totals": full()["totals"]}
    assert picture_for(of, words, kind) is None


def test_a_hidden_figure_is_no_bar_and_breaks_the_line(words: Words) -> None:
    shown = full(activities=cells(gaming=40, korps=None))
    bars = picture_for(shown, words, "activity")
    assert bars is not None
    assert WRITTEN.findall(bars.draw("light")) == ["Gaming", "40"]
    line, whole = (picture_for(full(over_time=weeks), words, "time") for weeks in (broken(None), broken(7)))
    assert line is not None
    assert whole is not None
    assert parts_of(line.draw) == 2
    assert parts_of(whole.draw) == 1


def broken(n: int | None) -> list[dict[str, object]]:
    return [
        {"first": f"2026-09-0{day}", "n": each, "hidden": ""} for day, each in enumerate((4, 9, n, 8, 5), 1)
    ]


def parts_of(draw: Callable[[LookName], str]) -> int:
    """Count the pieces of the line: each begins with a move of the pen."""
    found = re.search(
        r'aria-roledescription="line mark"[^>]* d="([^"]*)"|d="(M[^"]*L[^"]*)"[^>]*stroke-width="2.8"',
        draw("light"),
    )
    assert found is not None
    return (found[1] or found[2]).count("M")


def test_whoever_is_heard_more_often_than_they_are_fills_the_bar_and_no_more(words: Words) -> None:
    group = {"kind": "school", "id": "Nes skole", "lives": 10, "heard": 25, "hidden": ""}
    once = {**group, "heard": 10}
    many, all_of_them = (
        picture_for(full(missing={"groups": [each], "next": []}), words, "heard") for each in (group, once)
    )
    assert many is not None
    assert all_of_them is not None
    assert widths(many.draw("light")) == widths(all_of_them.draw("light"))


def widths(svg: str) -> list[str]:
    return re.findall(r'd="(M[^"]*)"', svg)


def test_words_that_look_like_a_drawing_are_words(words: Words) -> None:
    named = [*cells(gaming=4), {"id": "x", "name": '<script>alert(1)</script>"', "n": 3, "hidden": ""}]
    picture = picture_for(full(activities=named), words, "activity")
    assert picture is not None
    svg = picture.draw("light")
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


def test_a_png_is_drawn_from_the_same_svg_and_is_the_same_each_time(words: Words) -> None:
    picture = picture_for(full(), words, "activity")
    assert picture is not None
    png = as_png(picture.draw("light"))
    assert png == as_png(picture.draw("light"))
    assert dots_of(png).shape[1] > 700


def test_a_slide_is_sixteen_to_nine_and_large(words: Words) -> None:
    picture = picture_for(full(), words, "time")
    assert picture is not None
    high, wide = dots_of(draw_slide(picture, source_line(full(), words, HERE, "2026-09-10"), "nb")).shape
    assert (wide, high) == (1920, 1080)


def test_a_theme_for_the_press_moves_in_steps_and_is_not_told_under_ten(words: Words) -> None:
    theme = theme_for(full(), words, "gaming", 310)
    assert theme is not None
    assert theme.how_many == "Minst 310 ønsker"
    assert theme.said == "Et sted å spille sammen, ikke hver for oss hjemme."
    assert theme_for(full(), words, "gaming", None) is None
    told = tell_theme(theme, source_line(full(), words, HERE, "2026-09-10"), "nb")
    assert told["source"] == "Ekko · Eksempelvik kommune · Høsten 2026 · Tall fra 10. september 2026"
    assert dots_of(draw_theme(theme, "Ekko", "nb")).shape == (2160, 3840)


def test_an_examples_picture_says_that_nothing_of_it_is_real(words: Words) -> None:
    example = Municipality("m", "Eksempelvik kommune", is_example=True, is_open=False)
    assert "ingen av disse ønskene er ekte" in source_line(full(), words, example, "2026-09-10")


def test_a_map_names_its_places_with_the_figures_of_the_table_and_whose_map_it_is(words: Words) -> None:
    found = full()
    drawn = picture_for(found, words, "map")
    assert drawn is not None
    written = WRITTEN.findall(drawn.draw("light"))
    hidden = words.figure(found["places"][2])
    assert sorted(written) == sorted(["Vika 700", "Nes 421", f"Dalen {hidden}", "5 km", "© Kartverket"])
    assert (
        drawn.alt == "Hvor ønskene kommer fra: størst er Vika (700) og Nes (421). Alle tall står i tabellen."
    )


def test_a_disc_is_as_large_as_its_figure_and_a_hidden_one_is_a_ring_of_no_size(words: Words) -> None:
    drawn = picture_for(full(), words, "map")
    assert drawn is not None
    svg = drawn.draw("light")
    radii = [float(each) for each in re.findall(r'd="M([\d.]+),0A\1,\1[^"]*"[^>]*fill="#', svg)]
    assert [round(each, 2) for each in radii] == [23.8, round(23.8 * (421 / 700) ** 0.5, 2)]
    smallest = re.findall(r'd="M([\d.]+),0A\1,\1[^"]*"[^>]*stroke="#', svg)
    assert [float(each) for each in smallest] == [pytest.approx(4.9, abs=0.01)]


def test_a_map_without_an_outline_still_has_its_places_and_their_distance(words: Words) -> None:
    drawn = picture_for(full(outline={"rings": (), "credit": ""}), words, "map")
    assert drawn is not None
    assert sum("km" in each or " m" in each for each in WRITTEN.findall(drawn.draw("print"))) == 1


def test_forty_places_side_by_side_have_no_name_on_another(words: Words) -> None:
    near = [
        {"id": f"Bygda nummer {n}", "n": 40 - n, "hidden": "", "at": (61.2 + n % 7 / 300, 9.4 + n // 7 / 200)}
        for n in range(40)
    ]
    drawn = picture_for(full(places=near), words, "map")
    assert drawn is not None
    boxes = [
        (float(x), float(y))
        for x, y in re.findall(r"<text[^>]*translate\(([\d.]+),([\d.]+)\)[^>]*>Bygda", drawn.draw("light"))
    ]
    assert 3 <= len(boxes) < 40
    apart = [
        (abs(one[0] - other[0]), abs(one[1] - other[1])) for one, other in itertools.combinations(boxes, 2)
    ]
    assert all(across > 14 * 0.56 * 14 or down > 14 for across, down in apart)


def test_one_place_alone_is_a_map_too(words: Words) -> None:
    alone = [{"id": "Vika", "n": 3, "hidden": "", "at": (61.2, 9.4)}]
    drawn = picture_for(full(places=alone, outline={"rings": ()}), words, "map")
    assert drawn is not None
    assert "Vika 3" in WRITTEN.findall(drawn.draw("light"))


def test_places_that_nobody_put_on_the_map_make_none(words: Words) -> None:
    assert picture_for(full(places=cells(Vika=700)), words, "map") is None


def test_a_place_with_a_very_long_name_has_its_beginning_and_its_figure_on_the_map() -> None:
    spots = (Spot("Nordre og søndre Vika med øyene utenfor " * 2, (61.0, 9.0), 12, "12"),)
    drawn = draw_map(spots, Outline(), "light", "Kart", "Kart")
    assert ">Nordre og søndre Vika m… 12<" in drawn
