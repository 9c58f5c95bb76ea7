"""Who may say yes to which model, and when no more: the gate between a training and what everybody reads."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.schooling import Verdict
from collector import training
from collector.desk import DecidedAlready, Desk
from collector.store import own_tags, trainings
from collector.store.front import Tx
from collector.training import Ready, Stale
from nlp.live import Standing, Taught, go_live, keep, read_standing, step_back
from nlp.model import Model
from tests.learning.village import Village, found_village

OURS = "this program"
NEW = Taught("taught-new", "the card of the new one", OURS)
OWN = "x-seiling"


async def trained(
    village: Village,
    desk: Desk,
    *learnt: str,
    own: tuple[str, ...] = (),
    base: str = "",
    kept: Taught = NEW,
) -> str:
    """A model that learnt from these wishes and waits for a yes."""
    training_id = await village.store.write(lambda tx: training.ask(tx, desk, village.now()))
    rows = [{"tag": each} for each in own]
    report = {"own": list(own), "better": list(own), "rows": rows, "stops": rows, "greedy": list(own)}

    def end(tx: Tx) -> None:
        trainings.note_learnt(tx, training_id, learnt)
        assert trainings.end_training(tx, training_id, "ready", report, village.now(), base=base, kept=kept)

    await village.store.write(end)
    return training_id


async def why_not(village: Village, desk: Desk, training_id: str) -> str:
    """What keeps this model from going live by this one's yes."""
    try:
        await village.store.read(lambda tx: training.find_ready(tx, desk, training_id))
    except Stale as stale:
        return stale.why
    return ""


async def state_of(village: Village, training_id: str) -> str:
    row = await village.store.read(lambda tx: trainings.find_training(tx, training_id))
    assert row is not None
    return str(row["state"])


@pytest.mark.parametrize("what", ["hold", "not-a-wish"])
async def test_a_model_may_not_go_live_once_any_wish_it_learnt_from_was_put_away(
    village: Village, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(training, "AT_ONCE", 2)
    kari = await village.reviewer("Kari")
    wishes = [await village.teach(kari, f"ønske {number}", "crafts", "band") for number in range(5)]
    training_id = await trained(village, kari, *wishes)
    assert await why_not(village, kari, training_id) == ""
    await village.decide(kari, wishes[-1], what)
    assert await why_not(village, kari, training_id) == "erased"


async def test_a_model_that_several_municipalities_taught_goes_live_until_a_wish_of_any_is_erased(
    village: Village,
) -> None:
    kari = await village.reviewer("Kari")
    other = await found_village(village.store, village.seal, village.clock, "Annendal")
    ours = await village.teach(kari, "her", "crafts", "band")
    theirs = await other.teach(await other.reviewer("Siv"), "der", "crafts", "band", sender="hers")
    training_id = await trained(village, kari, ours, theirs)
    assert await why_not(village, kari, training_id) == ""
    await other.erase(theirs)
    assert await why_not(village, kari, training_id) == "erased"


async def test_whoever_made_a_new_tag_leaves_the_yes_to_another_until_a_model_with_it_was_live(
    village: Village,
) -> None:
    kari, same = await village.reviewer("Kari"), await village.reviewer("KARI", "admin")
    ola, here = await village.reviewer("Ola"), village.asked.municipality.id
    await village.store.write(lambda tx: own_tags.add_tag(tx, OWN, here, kari.staff.id, village.now()))
    first = await trained(village, kari, own=(OWN,))
    found = [await why_not(village, desk, first) for desk in (kari, same, ola)]
    assert found == ["maker", "maker", ""]
    second = await trained(village, kari, own=(OWN,), base=NEW.card)
    assert await why_not(village, kari, second) == ""


async def test_a_new_training_says_no_to_the_model_that_waited(village: Village) -> None:
    kari = await village.reviewer("Kari")
    first = await trained(village, kari)
    second = await trained(village, kari, kept=NEW._replace(folder="taught-newer", card="another"))
    assert [await state_of(village, each) for each in (first, second)] == ["declined", "ready"]
    with pytest.raises(DecidedAlready):
        await village.store.read(lambda tx: training.find_ready(tx, kari, first))
    assert [each.folder for each in await village.store.read(training.left_on_disk)] == [NEW.folder]


async def test_what_a_training_tells_of_own_tags_is_told_where_they_are_and_nowhere_else(
    village: Village,
) -> None:
    kari, here = await village.reviewer("Kari"), village.asked.municipality.id
    other = await found_village(village.store, village.seal, village.clock, "Annendal")
    siv = await other.reviewer("Siv")

    def make(tx: Tx) -> None:
        own_tags.add_tag(tx, OWN, here, kari.staff.id, village.now())
        own_tags.name_tag(tx, OWN, {"nb": "Seiling"}, village.now())

    await village.store.write(make)
    await trained(village, kari, own=(OWN,))
    for desk, is_told in ((kari, True), (siv, False)):
        seen = await village.store.read(
            lambda tx, desk=desk: training.look(tx, desk, Standing(), village.now())  # type: ignore[misc]
        )
        report = seen["training"]["report"]
        for part in ("better", "rows", "stops", "greedy"):
            assert (OWN in str(report[part])) is is_told, part
        assert "own" not in report


async def test_what_the_live_model_has_learnt_is_not_told_as_new(village: Village) -> None:
    kari = await village.reviewer("Kari")
    old, new = [await village.wish(text, "gaming") for text in ("LAN i hallen", "LAN på loftet")]
    for each in (old, new):
        await village.decide(kari, each)
    await trained(village, kari, old)
    for live, number in ((None, 2), (NEW, 1)):
        told = await village.store.read(
            lambda tx, live=live: training.look(tx, kari, Standing(live), village.now())  # type: ignore[misc]
        )
        assert told["new"] == number


@pytest.mark.parametrize(
    ("texts", "given", "may"), [(100, 20, True), (100, 21, False), (1000, 50, True), (1000, 51, False)]
)
def test_a_tag_of_ones_own_that_is_given_far_too_often_stops_a_model(
    texts: int, given: int, may: bool
) -> None:
    verdict = Verdict([], {OWN: given, "x-band": 1}, texts)
    assert (verdict.greedy, verdict.may_go_live) == ([] if may else [OWN], may)


# On the disk, where it reads


def test_a_yes_to_a_model_that_was_held_against_another_changes_nothing(
    tmp_path: Path, small_model: Model
) -> None:
    new = keep(tmp_path, small_model, OURS)
    go_live(tmp_path, replace(small_model, scale=tuple(each * 2 for each in small_model.scale)), OURS)
    stood = read_standing(tmp_path)
    with pytest.raises(Stale) as stale:
        training.make_live(tmp_path, Ready("t", new, base=""), OURS)
    assert (stale.value.why, read_standing(tmp_path)) == ("changed", stood)


@pytest.mark.parametrize("what", ["another program", "not here"])
def test_a_yes_to_a_model_that_does_not_fit_or_is_not_here_changes_nothing(
    tmp_path: Path, small_model: Model, what: str
) -> None:
    new = keep(tmp_path, small_model, OURS)
    if what == "not here":
        (tmp_path / new.folder).rename(tmp_path / "away")
    with pytest.raises(Stale) as stale:
        training.make_live(tmp_path, Ready("t", new, base=""), OURS if what == "not here" else what)
    assert (stale.value.why, read_standing(tmp_path)) == ("older", Standing())


def test_a_yes_that_comes_twice_leaves_the_step_back_what_it_was(tmp_path: Path, small_model: Model) -> None:
    go_live(tmp_path, small_model, OURS)
    first = read_standing(tmp_path).live
    assert first is not None
    new = keep(tmp_path, small_model, OURS)
    for _ in range(2):
        training.make_live(tmp_path, Ready("t", new, first.card), OURS)
    assert read_standing(tmp_path) == Standing(new, first)
    assert step_back(tmp_path).live == first
    assert (tmp_path / first.folder / "card.json").is_file()


def test_clearing_away_leaves_what_is_live_what_was_before_it_and_what_lies_elsewhere(
    tmp_path: Path, small_model: Model
) -> None:
    models, elsewhere = tmp_path / "models", tmp_path / "elsewhere"
    elsewhere.mkdir()
    for _ in range(2):
        go_live(models, small_model, OURS)
    standing, left = read_standing(models), keep(models, small_model, OURS)
    out = Taught("../elsewhere", left.card, OURS)
    training.clear_away(models, [each for each in (*standing, left, out) if each])
    assert all(each and (models / each.folder).is_dir() for each in standing)
    assert not (models / left.folder).exists()
    assert elsewhere.is_dir()
