"""What a municipality records: tidied and right, or refused with why; nobody overwrites what is unseen."""

import pytest

from collector import municipality, recording
from collector.facts import FACTS, Fact, NotFit, find_fact
from collector.listing import BadList, read_csv, read_rows
from collector.logo import JPEG, JPEG_END, LARGEST, PNG, PNG_END, NoLogo, kind_of
from collector.recording import BOTH, ChangedMeanwhile, kept_facts, print_of
from collector.store import municipalities
from collector.texts import Catalogue
from tests.municipality.town import FILLED, Town

TODAY = "2026-09-21"
WRONG = {
    "name": ["n" * 81, "to\nlinjer"],
    "words": ["o" * 1001],
    "link": [
        "http://ordrevik.no",
        "javascript:alert(1)",
        "https://kari:hemmelig@ordrevik.no/",
        "https://localhost/",
        "https://[::1",
        "https://ordrevik.no/<b>",
        "https://ordrevik.no/" + "a" * 300,
        "uustatus.no",
    ],
    "mail": [
        "kari",
        "kari@",
        "Kari <kari@example.org>",
        "kari..vakt@example.org",
        "kari@example.org\nBcc: x@y.no",
    ],
    "phone": ["ring oss", "69-12-34-56", "1", "69 12 34 56 ext 2", "٦٩١٢"],
    "day": ["i går", "2026-02-30", "31.02.2026", "2026-09-22", "1999-01-01", "0001-01-01"],
    "days": ["0", "366", "-3", "1.5", "²", "lenge"],
    "clock": ["24:00", "7", "07:60", "kveld"],
    "languages": ["nb klingon", "se"],
}
EACH_WRONG = [(kind, typed) for kind, cases in WRONG.items() for typed in cases]


def test_every_kind_of_fact_is_tried_with_what_it_cannot_be() -> None:
    assert set(WRONG) == {fact.kind for fact in FACTS}


@pytest.mark.parametrize(("kind", "typed"), EACH_WRONG)
def test_what_cannot_be_is_refused_with_a_sentence(texts: Catalogue, kind: str, typed: str) -> None:
    with pytest.raises(NotFit) as problem:
        Fact("any", "any", kind).read(typed, TODAY)
    assert texts.has(f"record.why.{problem.value.why}")


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_what_is_right_is_read_as_it_is_kept_and_reading_it_again_changes_nothing(fact: Fact) -> None:
    read = fact.read(f" {FILLED[fact.name]} ", TODAY)
    assert read == FILLED[fact.name] == fact.read(read, TODAY)
    assert fact.read("  \n ", TODAY) == ""


async def test_nothing_is_recorded_before_anybody_records_it(bare: Town) -> None:
    facts = await bare.store.read(lambda tx: municipalities.facts_of(tx, bare.id))
    assert facts == {}


async def test_what_is_right_is_kept_and_what_is_not_is_said(bare: Town) -> None:
    saved = await bare.record(basis="Vedtak 1/26", dpia_day="en gang", raw_days="90")
    assert saved.wrong == {"dpia-day": "day"}
    facts = await bare.store.read(lambda tx: municipalities.facts_of(tx, bare.id))
    assert facts == {"basis": "Vedtak 1/26", "raw-days": "90"}


async def test_what_was_right_before_stands_when_something_wrong_is_typed_over_it(town: Town) -> None:
    await town.record(dpia_day="en gang")
    facts = await town.store.read(lambda tx: municipalities.facts_of(tx, town.id))
    assert facts["dpia-day"] == FILLED["dpia-day"]


@pytest.mark.parametrize("pair", BOTH, ids="+".join)
@pytest.mark.parametrize("lacks", [0, 1])
async def test_what_belongs_together_is_kept_together(bare: Town, pair: tuple[str, str], lacks: int) -> None:
    typed = {name.replace("-", "_"): FILLED[name] for name in pair} | {pair[lacks].replace("-", "_"): ""}
    assert (await bare.record(**typed)).wrong == {pair[lacks]: "both", pair[1 - lacks]: "with-other"}
    here = await bare.store.read(lambda tx: municipality.find(tx, bare.id))
    facts = await bare.store.read(lambda tx: municipality.facts_of(tx, here))
    assert not set(pair) & set(facts)


async def test_of_two_who_save_the_same_part_the_second_is_told_and_nothing_is_lost(town: Town) -> None:
    here = await town.store.read(lambda tx: municipality.find(tx, town.id))
    facts = await town.store.read(lambda tx: municipality.facts_of(tx, here))
    seen = print_of(kept_facts(facts, "law"))

    async def save(basis: str) -> recording.Saved:
        return await town.store.write(
            lambda tx: recording.save_facts(tx, town.id, "law", {"basis": basis}, seen, town.pen)
        )

    await save("Den første")
    with pytest.raises(ChangedMeanwhile):
        await save("Den andre")
    kept = await town.store.read(lambda tx: municipalities.facts_of(tx, town.id))
    assert kept["basis"] == "Den første"


async def test_two_who_save_different_parts_do_not_disturb_each_other(town: Town) -> None:
    here = await town.store.read(lambda tx: municipality.find(tx, town.id))
    facts = await town.store.read(lambda tx: municipality.facts_of(tx, here))
    seen = print_of(kept_facts(facts, "law"))
    await town.record(watch_number="69 00 00 00")
    saved = await town.store.write(
        lambda tx: recording.save_facts(tx, town.id, "law", {"basis": "Nytt"}, seen, town.pen)
    )
    assert saved.wrong == {}


async def test_two_municipalities_never_share_a_name(town: Town) -> None:
    await town.store.write(lambda tx: municipality.found(tx, "Annendal", town.clock()))
    assert (await town.record(name="ANNENDAL")).wrong == {"name": "name.taken"}
    assert (await town.record(name=" ")).wrong == {"name": "name.needed"}
    assert (await town.record(name="Ny-Ordrevik")).wrong == {}
    assert (await town.store.read(lambda tx: municipality.find(tx, town.id))).name == "Ny-Ordrevik"


async def test_a_list_is_kept_whole_and_read_back(bare: Town) -> None:
    schools = [
        {"name": "Ås skole", "from": "8", "to": "10", "pupils": "310"},
        {"name": "", "from": "", "to": "", "pupils": ""},
        {"name": "Bygda skule", "from": "1", "to": "7", "pupils": "74"},
    ]
    n = await bare.store.write(
        lambda tx: recording.save_list(tx, bare.id, "schools", schools, None, bare.pen)
    )
    kept = await bare.store.read(lambda tx: municipalities.list_of(tx, bare.id, "schools"))
    assert n == 2
    assert [(each["name"], each["pupils"]) for each in kept] == [("Bygda skule", 74), ("Ås skole", 310)]


async def test_a_list_with_one_wrong_row_changes_nothing(bare: Town) -> None:
    await bare.store.write(
        lambda tx: recording.save_list(tx, bare.id, "places", [{"name": "Sentrum"}], None, bare.pen)
    )
    with pytest.raises(BadList):
        await bare.store.write(
            lambda tx: recording.save_list(
                tx, bare.id, "places", [{"name": "Vika"}, {"name": "vika"}], None, bare.pen
            )
        )
    kept = await bare.store.read(lambda tx: municipalities.list_of(tx, bare.id, "places"))
    assert [each["name"] for each in kept] == ["Sentrum"]


@pytest.mark.parametrize(
    ("what", "row", "why"),
    [
        ("places", {"name": "p" * 81}, "row.name"),
        ("places", {"name": "Turned", "north": "9.45", "east": "61.23"}, "row.point"),
        ("places", {"name": "Half", "north": "61.23", "east": ""}, "row.point"),
        ("places", {"name": "Words", "north": "nord", "east": "øst"}, "row.point"),
        ("places", {"name": "Nowhere", "north": "nan", "east": "inf"}, "row.point"),
        ("schools", {"name": "", "from": "1", "to": "7", "pupils": "9"}, "row.name"),
        ("schools", {"name": "A", "from": "7", "to": "1", "pupils": "9"}, "row.grades"),
        ("schools", {"name": "A", "from": "1", "to": "14", "pupils": "9"}, "row.grades"),
        ("schools", {"name": "A", "from": "1", "to": "7", "pupils": "mange"}, "row.pupils"),
        ("schools", {"name": "A", "from": "1", "to": "7", "pupils": "0"}, "row.pupils"),
        ("holidays", {"name": "Jul", "from": "2026-12-24", "to": "2026-12-20"}, "row.days"),
        ("holidays", {"name": "Jul", "from": "jul", "to": ""}, "row.days"),
    ],
)
def test_a_wrong_row_is_named_with_why(texts: Catalogue, what: str, row: dict[str, str], why: str) -> None:
    with pytest.raises(BadList) as problem:
        read_rows(what, [{}, row])
    assert [(each.row, each.why) for each in problem.value.wrong] == [(2, why)]
    assert texts.has(f"record.why.{why}")


def test_a_holiday_of_one_day_needs_one_day() -> None:
    rows = read_csv("holidays", "name;from;to\nPlanleggingsdag;14.8.2026;\n")
    assert read_rows("holidays", rows) == [
        {"name": "Planleggingsdag", "from_day": "2026-08-14", "to_day": "2026-08-14"}
    ]


def test_decimal_commas_between_commas_are_refused_and_no_place_is_put_elsewhere(texts: Catalogue) -> None:
    with pytest.raises(BadList) as problem:
        read_csv("places", "name,north,east\nNes,61.2,9.4\nVika,61,23,9,45\n")
    assert [(each.row, each.why) for each in problem.value.wrong] == [(2, "row.wide")]
    assert texts.has("record.why.row.wide")
    assert len(read_csv("places", "name;north;east;;\nVika;61,23;9,45;;\n")) == 1


@pytest.mark.parametrize("text", ["", "navn,fra\n", 'name,from,to\n"never ends,1,2\n'])
def test_a_file_that_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(BadList):
        read_csv("holidays", text)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "logo.none"),
        (b"GIF89a....", "logo.kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "logo.kind"),
        (PNG + b"cut in the mid", "logo.cut"),
        (JPEG + b"cut", "logo.cut"),
        (PNG + b"0" * LARGEST + PNG_END, "logo.large"),
    ],
)
def test_what_is_no_logo_is_refused_by_its_bytes(texts: Catalogue, body: bytes, why: str) -> None:
    with pytest.raises(NoLogo) as problem:
        kind_of(body)
    assert problem.value.why == why
    assert texts.has(f"record.why.{why}")


async def test_a_logo_is_kept_as_it_was_and_can_be_taken_away(bare: Town) -> None:
    body = JPEG + bytes(range(256)) + JPEG_END
    await bare.store.write(lambda tx: recording.save_logo(tx, bare.id, body, bare.pen))
    kept = await bare.store.read(lambda tx: municipalities.find_logo(tx, bare.id))
    assert kept is not None
    assert (kept["kind"], bytes(kept["body"])) == ("image/jpeg", body)
    await bare.store.write(lambda tx: recording.drop_logo(tx, bare.id, bare.pen))
    assert await bare.store.read(lambda tx: municipalities.logo_kind(tx, bare.id)) == ""


def test_a_fact_nobody_knows_is_none() -> None:
    assert find_fact("basis") is not None
    assert find_fact("shoe-size") is None
