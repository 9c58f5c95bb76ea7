"""Reads a municipality's outline from GeoJSON and makes it as simple as a picture needs.

One rule: degrees north and east in Norway, or nothing: a file in another system of coordinates is refused
with a sentence that names it, never drawn in the wrong place.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from collector.listing import is_in_norway
from collector.store.outlines import Outline, Ring

LARGEST = 6 * 1024 * 1024
MOST_POINTS = 800
"""More than a picture of a few hundred dots can show."""
FINEST = 1 / 400
"""Of its own width or height: what is smaller is not seen, and is left out."""
MOST_TO_MEND, MOST_CROSSED = 50_000, 400
"""Points that are left of a whole file, and of areas that cross themselves, before they are joined."""
KARTVERKET, CREDIT = "omrade", "© Kartverket"
"""What its answer calls the area, which may be used by whoever names it (CC BY 4.0)."""
PLACES = 4
"""Decimals of a degree that are kept: ten metres."""
NOT_AN_AREA = (ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError)
"""What comes of coordinates that are none."""


class NoOutline(ValueError):
    """A file that cannot be an outline; `why` names the sentence that says so."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read_outline(body: bytes) -> Outline:
    """Read the outer rings of all areas in a GeoJSON file, or in what Kartverket's address answers with.

    >>> square = [[9.0, 61.0], [9.2, 61.0], [9.2, 61.1], [9.0, 61.1], [9.0, 61.0]]
    >>> read_outline(json.dumps({"type": "Polygon", "coordinates": [square]}).encode()).rings[0][0]
    (61.0, 9.0)
    """
    if not body:
        raise NoOutline("outline.none")
    if len(body) > LARGEST:
        raise NoOutline("outline.large")
    try:
        found = json.loads(body, parse_constant=_refuse)
        from_kartverket = KARTVERKET in found
        areas = list(areas_in(found[KARTVERKET] if from_kartverket else found))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NoOutline("outline.kind") from None
    if not areas:
        raise NoOutline("outline.empty")
    return Outline(made_simple(areas), CREDIT if from_kartverket else "")


def _refuse(constant: str) -> None:
    """Take no NaN: it is no place, and is less than nothing wherever it is compared."""
    raise ValueError(constant)


def areas_in(found: Any) -> Iterator[dict[str, Any]]:
    """Find every area in a file, however it is wrapped up."""
    kind = found["type"]
    if kind in ("Polygon", "MultiPolygon"):
        yield {"type": kind, "coordinates": found["coordinates"]}
    elif kind == "Feature":
        yield from areas_in(found["geometry"]) if found["geometry"] else ()
    else:
        for each in found.get("features", found.get("geometries", ())):
            yield from areas_in(each)


def made_simple(areas: list[dict[str, Any]]) -> tuple[Ring, ...]:
    """Join the areas, and leave out what a picture would not show; the largest ring first."""
    import shapely  # only for whoever sends an outline
    from shapely.geometry import shape

    try:
        parts = shapely.get_parts([shape(each) for each in areas])
        shores = shapely.polygons(shapely.get_exterior_ring(parts[~shapely.is_empty(parts)]))
    except (*NOT_AN_AREA, shapely.errors.ShapelyError):
        raise NoOutline("outline.kind") from None
    if not len(shores):
        raise NoOutline("outline.empty")
    finest = _finest(shapely.total_bounds(shores))
    whole = shapely.unary_union(_mended(shores, finest))
    if whole.is_empty or not whole.area:
        raise NoOutline("outline.empty")
    rings: tuple[Ring, ...] = ()
    while not rings or sum(map(len, rings)) > MOST_POINTS:
        rings = _rings(whole.simplify(finest), finest) or _rings(whole.envelope, 0)
        finest *= 1.5
    return rings


def _finest(bounds: Iterable[float]) -> float:
    """Tell how large the smallest is that a picture shows."""
    west, south, east, north = bounds
    if not (is_in_norway(south, west) and is_in_norway(north, east)):
        raise NoOutline("outline.where")
    return float(max(east - west, north - south)) * FINEST


def _mended(shores: Any, finest: float) -> list[Any]:
    """Make areas that can be joined. One that crosses itself is made coarse first, as a line: to mend it
    takes time with the cube of its points, and hours of a file that is no outline at all."""
    import shapely

    points, ring = shapely.get_coordinates(shores, return_index=True)
    lines = shapely.remove_repeated_points(shapely.linestrings(points, indices=ring), finest / 2)
    lines = lines[shapely.get_num_points(lines) > 3]
    if shapely.get_num_points(lines).sum() > MOST_TO_MEND:
        raise NoOutline("outline.fine")
    areas = _within(lines)
    crossed = ~shapely.is_valid(areas)
    coarse, step = lines[crossed], finest / 2
    while shapely.get_num_points(coarse).sum() > MOST_CROSSED:
        coarse, step = shapely.simplify(coarse, step, preserve_topology=False), step * 2
        coarse = coarse[shapely.get_num_points(coarse) > 3]
    return [*areas[~crossed], *shapely.make_valid(_within(coarse), method="structure")]


def _within(lines: Any) -> Any:
    """Make the area within each line that ends where it begins."""
    import shapely

    points, ring = shapely.get_coordinates(lines, return_index=True)
    return shapely.polygons(shapely.linearrings(points, indices=ring))


def _rings(whole: Any, finest: float) -> tuple[Ring, ...]:
    parts = [each for each in getattr(whole, "geoms", [whole]) if each.geom_type == "Polygon"]
    seen = [each for each in sorted(parts, key=lambda each: -each.area) if each.area > finest * finest]
    return tuple(
        tuple((round(north, PLACES), round(east, PLACES)) for east, north, *_ in each.exterior.coords)
        for each in seen
    )
