"""The outline of a municipality: read from GeoJSON however it is wrapped, or refused in words."""

import json
import math
import random
from typing import Any

import pytest

from collector import outline
from collector.listing import BadList, read_rows
from collector.outline import LARGEST, MOST_POINTS, NoOutline, read_outline
from collector.place_line import read_line, write_line
from collector.texts import Catalogue
from tests.municipality.island import AREA, SQUARE

HOLE = [[6.1, 64.05], [6.2, 64.05], [6.2, 64.1], [6.1, 64.05]]
ISLET = [[6.8, 64.1], [6.9, 64.1], [6.9, 64.15], [6.8, 64.1]]
FEATURE = {"type": "Feature", "properties": None, "geometry": AREA}
POINT = {"type": "Point", "coordinates": [6.0, 64.0]}


def body(found: Any) -> bytes:
    return json.dumps(found).encode()


@pytest.mark.parametrize(
    ("found", "rings"),
    [
        (AREA, 1),
        ({"type": "Polygon", "coordinates": [SQUARE, HOLE]}, 1),
        ({"type": "Polygon", "coordinates": [[[*at, 12.5] for at in SQUARE]]}, 1),
        ({"type": "MultiPolygon", "coordinates": [[ISLET], [SQUARE]]}, 2),
        (FEATURE, 1),
        ({"type": "FeatureCollection", "features": [FEATURE, {"type": "Feature", "geometry": None}]}, 1),
        ({"type": "GeometryCollection", "geometries": [POINT, AREA]}, 1),
    ],
)
def test_every_kind_of_area_is_read_and_the_largest_comes_first(found: Any, rings: int) -> None:
    read = read_outline(body(found))
    assert len(read.rings) == rings
    assert {(64.0, 6.0), (64.2, 6.4)} <= set(read.rings[0])
    assert read.credit == ""


def test_what_kartverket_answers_with_is_read_and_named() -> None:
    read = read_outline(body({"kommunenummer": "9999", "kommunenavn": "Ingensteds", "omrade": AREA}))
    assert read.rings == read_outline(body(AREA)).rings
    assert read.credit == "© Kartverket"


def test_areas_that_touch_become_one() -> None:
    beside = [[6.4, 64.0], [6.6, 64.0], [6.6, 64.2], [6.4, 64.2], [6.4, 64.0]]
    (ring,) = read_outline(body({"type": "MultiPolygon", "coordinates": [[SQUARE], [beside]]})).rings
    assert (max(east for _, east in ring), min(east for _, east in ring)) == (6.6, 6.0)


def test_a_shore_of_fifty_thousand_points_becomes_what_a_picture_shows() -> None:
    steps = [2 * math.pi * n / 50_000 for n in range(50_000)]
    shore = [
        [6.0 + 0.3 * (1 + 0.1 * math.sin(40 * at) + 0.02 * math.sin(4000 * at)) * math.cos(at),
         64.0 + 0.1 * (1 + 0.1 * math.sin(40 * at) + 0.02 * math.sin(4000 * at)) * math.sin(at)]
        for at in steps
    ]  # fmt: skip
    tiny = [[6.5, 64.0], [6.5001, 64.0], [6.5001, 64.0001], [6.5, 64.0]]
    read = read_outline(body({"type": "MultiPolygon", "coordinates": [[[*shore, shore[0]]], [tiny]]}))
    assert len(read.rings) == 1
    assert 100 < len(read.rings[0]) <= MOST_POINTS
    assert max(north for north, _ in read.rings[0]) == pytest.approx(64.11, abs=0.005)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"", "outline.none"),
        (b" " * (LARGEST + 1), "outline.large"),
        (b"GIF89a", "outline.kind"),
        (b"\xff\xfe{}", "outline.kind"),
        (b"[" * 100_000, "outline.kind"),
        (b"12", "outline.kind"),
        (body([AREA]), "outline.kind"),
        (body({"type": "Polygon"}), "outline.kind"),
        (body({"type": "Polygon", "coordinates": [["a", "b"]]}), "outline.kind"),
        (body({"type": "Polygon", "coordinates": [[[6.0, 64.0], [6.1, 64.0]]]}), "outline.kind"),
        (body({"type": "Polygon", "coordinates": []}), "outline.empty"),
        (body(POINT), "outline.empty"),
        (body({"type": "FeatureCollection", "features": []}), "outline.empty"),
        (body({"type": "Polygon", "coordinates": [[at[::-1] for at in SQUARE]]}), "outline.where"),
        (
            body({"type": "Polygon", "coordinates": [[[e * 1e4, n * 1e5] for e, n in SQUARE]]}),
            "outline.where",
        ),
        (body({"type": "Polygon", "coordinates": [[[10**400, 64], [6.4, 64], [6.4, 64.2]]]}), "outline.kind"),
        (body({"type": "Polygon", "coordinates": [[[6.0, 64], [6.4, 64], [None, 64.2]]]}), "outline.kind"),
        (b'{"type": "Polygon", "coordinates": [[[6, 64], [6.4, 64], [NaN, 64.2], [6, 64]]]}', "outline.kind"),
        (body({"type": "MultiPolygon", "coordinates": [None]}), "outline."),
        (b'{"type": "Polygon", "coordinates": [[[NaN, 64], [6.4, 64], [6.4, NaN], [NaN, 64]]]}', ""),
    ],
)
def test_what_is_no_outline_is_refused_in_words(texts: Catalogue, sent: bytes, why: str) -> None:
    with pytest.raises(NoOutline) as problem:
        read_outline(sent)
    assert problem.value.why.startswith(why or "outline.")
    assert texts.has(f"record.why.{problem.value.why}")


def test_a_ring_that_crosses_itself_is_mended() -> None:
    bow = [[6.0, 64.0], [6.4, 64.2], [6.4, 64.0], [6.0, 64.2], [6.0, 64.0]]
    assert len(read_outline(body({"type": "Polygon", "coordinates": [bow]})).rings) == 2


def scribble(points: int) -> bytes:
    hand = random.Random(12)
    line = [[round(6 + hand.random(), 4), round(64 + hand.random(), 4)] for _ in range(points)]
    return body({"type": "Polygon", "coordinates": [[*line, line[0]]]})


def test_a_scribble_that_crosses_itself_everywhere_is_drawn_coarsely_before_it_is_mended() -> None:
    coarse = read_outline(scribble(2_000)).rings
    assert 0 < sum(map(len, coarse)) <= MOST_POINTS


def test_a_file_of_more_small_edges_than_can_be_drawn_is_refused_at_once(texts: Catalogue) -> None:
    with pytest.raises(NoOutline) as problem:
        read_outline(scribble(outline.MOST_TO_MEND + 1))
    assert problem.value.why == "outline.fine"
    assert texts.has("record.why.outline.fine")


@pytest.mark.parametrize(
    "line",
    [
        "Nordre Vika; 61,2305; 9,4512",
        "Nordre Vika; 61.2305; 9.4512",
        "Nordre Vika 61.2305, 9.4512",
        "Nordre Vika, 61.2305° N, 9.4512° Ø",
        "Nordre Vika (61.2305, 9.4512)",
        "Nordre Vika: 61,2305 9,4512",
        "Nordre Vika\t61,2305\t9,4512",
        "Nordre Vika 61.2305,9.4512",
        "Nordre Vika 61.230500000000004, 9.451199999999998",
        "Nordre Vika N61.2305 Ø9.4512",
        "Nordre Vika, N 61,2305° Ø 9,4512°",
        "Nordre Vika 61°13'49.8\"N 9°27'04.3\"E",
        "Nordre Vika 61° 13′ 49,8″ N, 9° 27′ 4,3″ Ø",
        "Nordre Vika 61°13.83'N 9°27.072'E",
    ],
)
def test_a_point_is_read_as_maps_on_the_web_say_it(line: str) -> None:
    (entry,) = read_rows("places", [read_line(line)])
    assert entry.pop("east") == pytest.approx(9.4512, abs=0.00002)
    assert entry == {"name": "Nordre Vika", "north": 61.2305}


@pytest.mark.parametrize(
    "line",
    [
        "Vika 6797000 256000",
        "Vika; 6797000; 256000",
        "Vika 61.2305",
        "Vika 61 13.830 9 27.072",
        "Vika https://www.openstreetmap.org/#map=14/61.2305/9.4512",
        "Vika https://www.google.com/maps/@61.2305,9.4512,14z",
        "Vika 9.4512, 61.2305",
        "61.2305, 9.4512",
    ],
)
def test_what_looks_like_a_point_and_is_none_never_becomes_a_name(texts: Catalogue, line: str) -> None:
    with pytest.raises(BadList) as problem:
        read_rows("places", [read_line(line)])
    (wrong,) = problem.value.wrong
    assert wrong.why == ("row.nameless" if line.startswith("61") else "row.point")
    assert texts.has(f"record.why.{wrong.why}")


@pytest.mark.parametrize(
    "line",
    [
        "Vika",
        "Nordre bydel 2",
        "Vei 12, oppgang 3",
        "17. mai-plassen",
        "Vika; den nedre",
        "1234 Vika",
        "Rv. 2, krysset",
        "Nes Ø",
    ],
)
def test_a_place_without_a_point_keeps_its_whole_name(line: str) -> None:
    (entry,) = read_rows("places", [read_line(line)])
    assert entry == {"name": line, "north": None, "east": None}
    assert write_line(read_line(line)) == line


@pytest.mark.parametrize("line", ["Vika;", "Vika; 61,2305; 9,4512", "Vika; 61", "Vika; nord; øst"])
def test_what_was_typed_comes_back_to_be_mended(line: str) -> None:
    assert write_line(read_line(line)).split("; ") == line.rstrip(";").split("; ")


def test_a_letter_that_ends_a_name_stays_there() -> None:
    assert read_line("Nes Ø 61.2305, 9.4512")["name"] == "Nes Ø"


def test_a_line_of_spaces_is_read_at_once() -> None:
    assert read_line("a" + " " * 100_000 + "b")["name"].endswith("b")


def test_norway_is_what_is_taken() -> None:
    assert outline.is_in_norway(78.2, 15.6)
    assert not outline.is_in_norway(55.6, 12.5)
