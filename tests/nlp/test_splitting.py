"""One message, several wishes: cut where that is plain, and nowhere else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.splitting import split

SEVERAL = [
    "sjonglering, | sjakk | og et sted å mekke moped",
    "1. bedre lydanlegg til bandet | 2. flere sykurs",
    "ønskelista vår: 1) trampoline | 2) kokkekurs | 3) droner",
    "- rollespill\n| - en ekte scene til teatergruppa\n| - turer til fjellet",
    "korps\n| brettspill\n| filming",
    "vi vil ha buldrevegg, | og så vil vi også lære å lage podkast",
    "æ ønske mæ LAN, | og så vil æ åsså ha et strikkekveldan",
    "eg vil ha ein stad å male. | dessuten ønskjer eg meg ei bandgruppe",
    "vi trenger en rampe til bmx | og i tillegg ønsker vi et fotolaboratorium",
    "mer cosplay | også hadde det vært nice med en klatrevegg",
    "i want a chess club | and i also want a recording studio",
    "We need a darkroom. | We would also love a garden with rabbits.",
    "Vi ønsker mer dans. | Vi vil også ha et verksted for mopeder.",
    "jeg vil lære å strikke, | spille trommer | og bake surdeigsbrød",
    "hip hop, | anime | og matlaging",
    "hei!\nvi vil ha friluftsgruppe\n| vi vil også ha gamingkveld",
    "mer klatring | og et kor",
    "vi vil ha et teater, | og vi vil ha en sløydsal",
    "kan vi få bordtennis? | og kan vi også få et keramikkurs?",
    "Minecraft-kveld\n| hundetrening\n| koding",
]
WHOLE = [
    "jeg vil spille i korps, men øvinga krasjer med bussen",
    "ikke mer håndball, men klatring og gaming",
    "vi ønsker oss et øvingsrom. naboene klager når vi spiller hjemme",
    "en kafé med gitarer, sjakk og vafler",
    "maling og tegning",
    "lage film sammen og vise den på kino",
    "jeg vil ha skatepark, og den må ha tak",
    "vi vil ha gaming og vi vil at det skal være åpent på søndager",
    "svømming for 3. trinn og 4. trinn",
    "bare jenter som spiller bass, trommer og gitar",
    "print our own figures in 3d and paint them",
    "pizza og film",
    "vi vil ikke ha flere møter, og så vil vi også ha klatring",
    "gidder ikke fotball. vi vil ha et dansestudio",
    "æ vil lær å svei fordi æ elske moped og fordi det e artig",
    "et sted å øve\nfor hjemme er det for lytt",
    "ridning eller svømming",
    "heisann\nen sjakklubb",
    "last bus is at 8 and practice ends at 9",
    "i want to draw, but the paper and the pens cost too much",
]


@pytest.mark.parametrize("marked", SEVERAL)
def test_a_message_that_holds_several_wishes_is_cut_into_them(marked: str) -> None:
    assert split(marked.replace("| ", "")) == [part.strip() for part in marked.split("| ")]


@pytest.mark.parametrize("message", WHOLE)
def test_one_wish_stays_with_its_reason_its_barrier_and_what_it_refuses(message: str) -> None:
    assert split(message) == [message]


PIECES = st.sampled_from(
    (
        "jeg vil ha også og så dessuten , . : 1. 2. - \n gaming dans ikke men et band fordi æ itj and also"
        " want 🎸"
    ).split(" ")
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join)))
def test_the_parts_are_the_whole_text_in_order(text: str) -> None:
    parts = split(text)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part == part.strip() and part for part in parts)


@pytest.mark.parametrize(
    "piece", ["og ", "dans, ", "1. a 2. b ", "jeg vil også ", "\n- x", "a", "😀", ", og så vil "]
)
def test_a_text_as_long_as_any_is_answered(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    assert "".join("".join(split(text)).split()) == "".join(text.split())
