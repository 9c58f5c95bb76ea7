"""The PDF of a summary: one page that a meeting needs, built so that it can be kept and be listened to."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from collector.model import Municipality
from collector.reports.paper.pdf import make_pdf
from collector.reports.paper.whole import LANGUAGES, NothingToShow, make_paper
from collector.texts import Catalogue
from tests.reports.found import cells, full
from tests.reports.paper import sizes_of, words_in

HERE = Municipality("m", "Eksempelvik kommune", is_example=False, is_open=True)
TODAY = "2026-09-11"
STRANGE = (
    "skate 🛹 nå",
    "中文",
    "\ue000",
    "a\u202eb",
    "x\x00y\x07",
    "a\u2028b",
    "\ud83d",
    "👩‍👩‍👧❤️",
    "\u0f00",
)
ILLEGIBLE = frozenset("\u202e\u202d\u2066\u200b\x00\x07")
HOSTILE = (Path(__file__).parents[1] / "web" / "hostile.txt").read_text("utf-8").splitlines()


def made(texts: Catalogue, language: str = "nb", /, **instead: Any) -> bytes:
    return make_pdf(make_paper(full(**instead), texts, language, HERE, TODAY), texts)


def page_of(pdf: bytes, number: int) -> str:
    return " ".join(PdfReader(BytesIO(pdf)).pages[number].extract_text().split())


def test_the_first_page_holds_what_a_meeting_needs(texts: Catalogue) -> None:
    first = page_of(made(texts), 0)
    for said in (
        "Høsten 2026",
        "Eksempelvik kommune",
        "Tall fra 10. september 2026",
        "1 321",
        "62 %",
        "De ti største ønskene",
        "Et sted å spille sammen, ikke hver for oss hjemme.",
        "avsenderens egne ord (#12, #88)",
        "omskrevet av en leder",
        "Fra Nes skole har vi hørt få av de 240 elevene.",
        "Spør en dirigent – kulturskolen.",
        "En maskin har satt merkelappene",
    ):
        assert said in first, said
    assert "Øve høyt et sted" not in first, "three stories, no more"


def test_however_much_there_is_the_first_page_is_one_page(texts: Catalogue) -> None:
    long = [{"tag": "gaming", "said": "Vi vil ha et sted å være. " * 12, "by": "quote", "wishes": [1]}] * 5
    pdf = made(
        texts, stories=long, missing={"groups": [], "next": ["Spør elevrådet på en skole til. " * 6] * 3}
    )
    assert "Hva de ønsker seg" in page_of(pdf, 1)
    assert "Hvor sikre tallene er" in page_of(pdf, 0)


def test_it_says_all_the_rest_after_that(texts: Catalogue) -> None:
    words = words_in(made(texts))
    for said in (
        "Øve høyt et sted",
        "12 av 240",
        "færre enn 5 av 410",
        "Bussen er det største hinderet. (#3)",
        "24. august 2026",
        "Hvorfor svarer så få fra Dalen?",
        "Vika ungdomsskole",
        "og 34 til",
    ):
        assert said in words, said
    assert "Uten de usikre merkelappene: Gaming 1 → 2." in words
    assert "Uten Nes skole: Dans 10 → –." in words
    assert "Hva vi må finne ut" not in words, "an empty part is left out"


@pytest.mark.parametrize(
    "gone",
    [
        "stories",
        "missing",
        "notes",
        "nothing_answers",
        "over_time",
        "places",
        "answered",
        "activities",
        "barriers",
        "ages",
        "as_of",
    ],
)
def test_a_part_that_the_summary_lacks_is_left_out(texts: Catalogue, gone: str) -> None:
    assert len(sizes_of(made(texts, **{gone: None}))) >= 2


def elements(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from elements(each)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K", pikepdf.Array()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_built_to_be_kept_and_to_be_listened_to(texts: Catalogue, language: str) -> None:
    with pikepdf.open(BytesIO(made(texts, language))) as pdf:
        root = pdf.Root
        assert root.Lang == language
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert "/OutputIntents" in root
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(root.keys()), "nothing that runs"
        with pdf.open_metadata() as about:
            assert about["dc:title"].startswith("Høsten 2026")
            assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == (
                "2",
                "A",
                "1",
            )
            assert about["xmp:CreateDate"].startswith("2026-09-10")
        found = list(elements(root.StructTreeRoot.K))
        kinds = [str(each.S) for each in found]
        assert kinds.count("/H1") == 1
        assert {"/H2", "/H3", "/Table", "/TH", "/TR", "/L", "/LI", "/Figure", "/P"} <= set(kinds)
        figures = [each for each in found if each.S == "/Figure"]
        assert len(figures) >= 6
        assert all(str(each.get("/Alt", "")) for each in figures), "each picture has its words"
        for page in pdf.pages:
            assert page.StructParents >= 0
            assert "/Annots" not in page, "no link, so that no word becomes one"
            assert all(is_embedded(each) for each in page.Resources.Font.values())


def is_embedded(font: Any) -> bool:
    told = font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.FontDescriptor
    return bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(told.keys()))


def test_the_same_figures_give_the_same_bytes(texts: Catalogue) -> None:
    assert made(texts) == made(texts)
    assert made(texts) != made(texts, activities=cells(gaming=311))


def test_what_somebody_wrote_is_words_whatever_it_looks_like(texts: Catalogue) -> None:
    tried = [
        *HOSTILE,
        *STRANGE,
        '#read("/etc/passwd")',
        "$x$",
        "*fet*",
        "= Overskrift",
        "https://evil.invalid",
    ]
    told = [{"tag": "gaming", "said": each, "by": "quote", "wishes": [1]} for each in tried]
    pdf = made(texts, stories=told)
    words = words_in(pdf)
    assert ILLEGIBLE.isdisjoint(words)
    for said in (
        '#read("/etc/passwd")',
        "$x$",
        "*fet*",
        "= Overskrift",
        "https://evil.invalid",
        "skate nå",
        "□□",
    ):
        assert said in words, said
    assert all("/Annots" not in page for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize(("n", "hidden", "key"), [(0, "", "paper.empty"), (None, "few", "paper.too-few")])
def test_of_nothing_there_is_no_document(texts: Catalogue, n: int | None, hidden: str, key: str) -> None:
    totals = full()["totals"] | {"approved": {"id": "approved", "n": n, "hidden": hidden}}
    with pytest.raises(NothingToShow) as why:
        made(texts, totals=totals)
    assert why.value.key == key


def test_how_often_a_tag_is_right_and_where_to_go_are_told_as_the_summary_has_them(texts: Catalogue) -> None:
    measured = {"percent": 91, "low": 88, "high": 94, "texts": 300}
    group = {
        "kind": "school",
        "name": "Nes skole",
        "lives": 240,
        "heard": None,
        "hidden": "few",
        "why": "few",
    }
    words = words_in(
        made(
            texts,
            activities=[
                {**each, "precision": measured, "change": 4} for each in cells(gaming=310, korps=None)
            ],
            missing={"groups": [group], "next": [group]},
        )
    )
    assert "Merkelappen stemmer" in words
    assert "Det gjelder ikke akkurat disse ønskene." in words, "a leader looked at these"
    assert "Det gjelder ikke akkurat disse ønskene." not in words_in(made(texts)), (
        "where nothing was measured"
    )
    assert "Gaming 310 +4 91 %" in words
    assert "Korps færre enn 5 – 91 %" in words, "what changed would tell a hidden figure"
    assert "Nes skole: færre enn 5 av 240" in words


def test_whom_to_ask_may_be_in_each_language_and_several(texts: Catalogue) -> None:
    skill = {"nb": "en dirigent", "en": "a conductor"}
    cell = cells(korps=30)[0] | {"skill": skill, "ask": ["kulturskolen", "korpset"]}
    assert "en dirigent – kulturskolen og korpset" in words_in(made(texts, nothing_answers=[cell]))
    assert "a conductor – kulturskolen and korpset" in words_in(made(texts, "en", nothing_answers=[cell]))
    assert "en dirigent – kulturskolen" in words_in(made(texts, "nn", nothing_answers=[cell]))


def test_an_example_and_a_draft_say_so_themselves(texts: Catalogue) -> None:
    example = Municipality("m", "Eksempelvik", is_example=True, is_open=False)
    paper = make_paper(full(), texts, "se", example, TODAY)
    words = words_in(make_pdf(paper, texts))
    assert "Utkast" in words
    assert "Ovdamearka" in words


def test_all_of_a_municipality_a_place_and_a_published_state_are_named(texts: Catalogue) -> None:
    of = full()["of"]
    assert "Alle ønsker i kommunen" in words_in(made(texts, of=of | {"code": "all", "kind": "all"}))
    assert "Bare Vika" in words_in(made(texts, of=of | {"place": "Vika", "kind": "place"}))
    period = of | {"first": "2026-09-01", "last": "2026-09-07", "kind": "period"}
    assert "1. september 2026 – 7. september 2026" in words_in(made(texts, of=period))
    assert "Oppsummering nr. 3" in words_in(made(texts, of=of | {"number": 3}))
