"""The pages for those who run a municipality: quotes, roles and figures are the program's."""

import re
from pathlib import Path

import pytest

from collector.model import ROLES
from collector.texts import Catalogue
from tools.places import ROOT

DOCS = ROOT / "docs"
START, PAGE_OF_ROLES = DOCS / "kom-i-gang.md", DOCS / "roller.md"
TEMPLATES = sorted((DOCS / "maler").glob("*.md"))
MARK = "# MAL – fylles ut og vurderes av kommunen\n"
EMPTY = "______"
DECIDED_BY_PEOPLE = {
    "dpia.md": ("Dato og underskrift", "Behandlingsgrunnlag etter artikkel 6", "Avgjort av, dato"),
    "protokoll.md": (
        "Behandlingsansvarlig, med kontakt",
        "Behandlingsgrunnlag",
        "Personvernombud, med kontakt",
    ),
}
ASKED_OF_ROLES = {
    "Lese og sortere ønsker": "queue",
    "Lese flere om gangen": "several",
    "Søke i ønskene": "search",
    "Svare på ønsker": "answer",
    "Lage grupper og regler": "groups",
    "Sende svarene gruppene skriver": "drafts",
    "Velge hva som er viktigst": "ranking",
    "Jobbe med gruppas ønsker": "inbox",
    "Gi ett svar til mange": "answers",
    "Føre lista": "here",
    "Lage runder": "rounds",
    "Åpne og avgjøre saker": "cases",
    "Se tallene": "summary",
    "Skrive hva gruppa tror": "notes",
    "Velge sitater": "stories",
    "Skrive inn hvor mange": "living",
    "Skrive hvem dere spør": "asking",
    "Se det som er publisert": "published",
    "Lage nøkler": "pull",
    "Se ønsker som ingen merkelapp": "themes",
    "Se på rettelser": "learning",
    "La taggeren lære": "tagger",
    "Lage, gi og avslutte egne": "tags",
    "Skrive inn og åpne kommunen": "municipality",
    "Se hvordan det går på Telegram": "telegram",
    "Invitere folk": "people",
    "Se meldinger": "messages",
    "Se tall fra hele landet": "national",
    "Velge språk": "me",
}
BY_ITSELF = {"", "out", "passkey", "sure"}
"""The door and the way out, which stand in no row."""
QUOTED = re.compile(r"«([^«»]+)»")
FIGURES = {
    "concern of both kinds found": "Det fant {} av 100 meldinger der noen kanskje ikke har det bra",
    "concern-now found": "og {} av 100 av dem med fare nå",
    "false alarms on plain wishes": "skjer med {} av 100 vanlige ønsker",
    "false alarms on look-alikes": "med {} av 100 som ligner på en sak",
}


def bare(words: str) -> str:
    """Fold lines."""
    return re.sub(r"\s+", " ", words).strip()


@pytest.mark.parametrize("page", [START, PAGE_OF_ROLES, *TEMPLATES], ids=lambda page: page.name)
def test_what_a_page_quotes_stands_on_the_screen(page: Path, texts: Catalogue) -> None:
    said = [bare(texts.say(key, "nb")) for key in texts.keys("nb")]
    for quoted in map(bare, QUOTED.findall(page.read_text("utf-8"))):
        assert any(quoted.lower() in each.lower() for each in said), quoted


def rows(page: Path) -> list[list[str]]:
    lines = [line for line in page.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_each_role_may_do_what_the_page_says_and_nothing_else(texts: Catalogue) -> None:
    head, *told = rows(PAGE_OF_ROLES)
    named = {texts.say(f"role.{role}", "nb"): role for role in ROLES}
    _, *made = [row for row in rows(DOCS / "roles.md") if row[0].startswith(("`", "page"))]
    areas: dict[str, set[str]] = {}
    for path, *answers in made:
        area = re.sub(r"`\w+ /desk/?([\w-]*).*", r"\1", path)
        areas.setdefault(area, {role for role, answer in zip(ROLES, answers, strict=True) if answer == "yes"})
    for what, *answers in told:
        [area] = [area for begins, area in ASKED_OF_ROLES.items() if what.startswith(begins)]
        may = {named[role] for role, answer in zip(head[1:], answers, strict=True) if answer == "ja"}
        assert may == areas[area], what
    assert set(ASKED_OF_ROLES.values()) | BY_ITSELF == areas.keys()
    assert len(told) == len(ASKED_OF_ROLES)


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: page.name)
def test_a_template_says_that_it_is_one_and_leaves_open_what_people_decide(page: Path) -> None:
    text = page.read_text("utf-8")
    assert text.startswith(MARK)
    answers = {row[0]: row[1:] for row in rows(page)}
    for asked in DECIDED_BY_PEOPLE[page.name]:
        assert set(answers[asked]) == {EMPTY}, asked


@pytest.mark.parametrize("page", [START, PAGE_OF_ROLES, *TEMPLATES], ids=lambda page: page.name)
def test_no_page_says_what_we_never_promise(page: Path) -> None:
    assert "anonym" not in page.read_text("utf-8").lower()


def test_the_template_has_the_figures_of_the_taggers_card() -> None:
    template = (DOCS / "maler" / "dpia.md").read_text("utf-8")
    card = (DOCS / "tagger-card.md").read_text("utf-8")
    for figure, sentence in FIGURES.items():
        [both] = re.findall(rf"^\| {re.escape(figure)} \|.*\| ([\d.]+) \([^|]*\|$", card, re.MULTILINE)
        assert sentence.format(round(float(both) * 100)) in template, figure
    [hidden] = re.findall(r"([\d.]+) \([\d.-]+\) of what should be hidden", card)
    assert f"Av 100 steder som skulle vært skjult, ble {round(float(hidden) * 100)} skjult" in template
