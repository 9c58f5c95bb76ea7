"""Several machines, one database, no folder that they share: all read with the same model."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.freshening import Freshening
from collector import sharing_models
from collector.model import Municipality
from collector.store import models as kept
from collector.store import rounds, tables, trainings
from collector.store.front import Store, Tx
from collector.texts import read_catalogue
from nlp.changing import ChangingReader
from nlp.kept import DamagedModelError
from nlp.live import POINTER, go_live, keep, load_live, pointed_at, read_standing, step_back
from nlp.model import Model
from nlp.reader import Reader
from tests.both_engines import store
from tests.web.conftest import TEXTS

__all__ = ["store"]
OURS = "this program"
TEXT = "vi vil spille i band"


class Machine:
    """One machine: its own folder, its own reader, the database that all have."""

    def __init__(self, folder: Path, shared: Store) -> None:
        self.models, self.shared = folder / "models", shared
        self.reader = ChangingReader(Reader())
        self.looks = Freshening(
            self.reader, self.models, shared, read_catalogue(TEXTS), OURS, clock=lambda: 7
        )

    async def look(self) -> str:
        await self.looks.look()
        return pointed_at(self.models)

    async def tell_all(self) -> str:
        await self.shared.write(lambda tx: sharing_models.tell_all(tx, self.models, 7))
        return pointed_at(self.models)


@pytest.fixture
def machines(tmp_path: Path, store: Store) -> list[Machine]:
    return [Machine(tmp_path / name, store) for name in ("one", "two", "three")]


def other(model: Model) -> Model:
    return replace(model, scale=tuple(each * 2 for each in model.scale))


async def test_what_one_machine_made_live_reads_on_all_and_so_does_the_step_back(
    machines: list[Machine], small_model: Model
) -> None:
    one, two, three = machines
    go_live(one.models, small_model, OURS)
    first = await one.tell_all()
    assert [await each.look() for each in machines] == [first] * 3
    found = load_live(two.models, OURS)
    assert found is not None
    assert Reader(found).read(TEXT).activities == Reader(small_model).read(TEXT).activities
    go_live(one.models, other(small_model), OURS)
    second = await one.tell_all()
    assert second != first
    assert [await each.look() for each in machines] == [second] * 3
    step_back(two.models)
    assert await two.tell_all() == first
    assert [await each.look() for each in machines] == [first] * 3
    step_back(three.models)
    assert await three.tell_all() == "", "what ships with the program was before the first"
    assert [await each.look() for each in machines] == [""] * 3


async def test_a_model_from_before_is_taken_up_by_the_store_and_only_then_by_the_others(
    machines: list[Machine], small_model: Model
) -> None:
    one, two, _ = machines
    go_live(two.models, small_model, OURS)
    assert await one.look() == ""
    live = await two.look()
    assert live != ""
    assert await one.look() == live


async def test_only_what_is_live_or_was_before_stays_in_the_store(
    machines: list[Machine], small_model: Model
) -> None:
    one = machines[0]
    model = small_model
    for _ in range(4):
        go_live(one.models, model, OURS)
        await one.tell_all()
        model = other(model)
    cards = await one.shared.read(lambda tx: {row["card"] for row in tx.all("SELECT card FROM models")})
    assert cards == {each.card for each in read_standing(one.models) if each}


async def test_a_model_that_waits_for_a_yes_can_be_brought_until_somebody_says_no(
    machines: list[Machine], small_model: Model
) -> None:
    one, two, three = machines
    waits = keep(one.models, small_model, OURS)

    def end(tx: Tx) -> None:
        rounds.add_municipality(tx, Municipality("m", "Eksempelvik", is_example=True, is_open=False), 1)
        trainings.add_training(tx, "t", "m", "s", 1)
        trainings.end_training(tx, "t", "ready", {}, 2, kept=waits)
        sharing_models.hand_in(tx, one.models, waits, 2)

    await one.shared.write(end)
    go_live(two.models, other(small_model), OURS)
    await two.tell_all()
    assert await sharing_models.fetch(two.shared, two.models, waits.card)
    await one.shared.write(lambda tx: trainings.decide(tx, "t", "ready", "declined", "s", "m", 3))
    await two.tell_all()
    assert not await sharing_models.fetch(three.shared, three.models, waits.card)


async def test_a_machine_that_comes_later_can_take_the_same_step_back(
    machines: list[Machine], small_model: Model
) -> None:
    one, _, late = machines
    go_live(one.models, small_model, OURS)
    first = await one.tell_all()
    go_live(one.models, other(small_model), OURS)
    second = await one.tell_all()
    assert await late.look() == second
    step_back(late.models)
    assert await late.tell_all() == first
    assert await one.look() == first


async def test_a_copy_that_was_damaged_on_a_machine_is_brought_there_anew(
    machines: list[Machine], small_model: Model
) -> None:
    one, two, _ = machines
    go_live(one.models, small_model, OURS)
    live = await one.tell_all()
    assert await two.look() == live
    (card,) = two.models.glob("carried-*/card.json")
    card.write_text("{}", "utf-8")
    with pytest.raises(DamagedModelError):
        load_live(two.models, OURS)
    assert await sharing_models.fetch(two.shared, two.models, live)
    assert load_live(two.models, OURS) is not None


async def test_a_machine_that_cannot_find_the_model_reads_on_with_the_one_that_it_has(
    machines: list[Machine], small_model: Model
) -> None:
    one, two, _ = machines
    go_live(one.models, small_model, OURS)
    first = await one.tell_all()
    assert await two.look() == first
    await one.shared.write(lambda tx: kept.point(tx, kept.Pointer("of a model that is nowhere", first), 8))
    assert await two.look() == first
    assert load_live(two.models, OURS) is not None


async def test_a_machine_whose_pointer_cannot_be_read_says_nothing_to_the_others_and_follows_them(
    machines: list[Machine], small_model: Model
) -> None:
    one, two, _ = machines
    one.models.mkdir(parents=True)
    (one.models / POINTER).write_text("[]")
    await sharing_models.follow(one.shared, one.models, 7)
    assert await one.shared.read(kept.pointer) is None
    go_live(two.models, small_model, OURS)
    live = await two.tell_all()
    assert await one.look() == live


@pytest.mark.parametrize("file", ["card.json", "weights.npz", "words.json"])
async def test_what_was_changed_in_the_store_never_reads_and_what_reads_goes_on(
    machines: list[Machine], small_model: Model, file: str, caplog: pytest.LogCaptureFixture
) -> None:
    one, two, _ = machines
    go_live(one.models, small_model, OURS)
    first = await one.tell_all()
    assert await two.look() == first
    go_live(one.models, other(small_model), OURS)
    second = await one.tell_all()

    def spoil(tx: Tx) -> None:
        row = tx.one(
            "SELECT body FROM model_parts WHERE card = :card AND file = :file AND place = 0",
            card=second,
            file=file,
        )
        assert row is not None
        body = bytearray(bytes(row["body"]))
        body[len(body) // 2] ^= 1
        tx.run(
            "UPDATE model_parts SET body = :body WHERE card = :card AND file = :file AND place = 0",
            body=bytes(body),
            card=second,
            file=file,
        )

    await one.shared.write(spoil)
    assert [await two.look() for _ in range(3)] == [first] * 3
    assert caplog.text.count("could not be brought here") == 1
    with pytest.raises(DamagedModelError):
        await sharing_models.fetch(one.shared, two.models, second)
    assert load_live(two.models, OURS) is not None


async def test_a_large_file_comes_whole_and_a_copy_of_the_database_holds_it(
    machines: list[Machine], small_model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "PART", 1_000)
    one, two, _ = machines
    go_live(one.models, small_model, OURS)
    live = await one.tell_all()
    parts = await one.shared.read(lambda tx: tx.all("SELECT place FROM model_parts"))
    assert len(parts) > 10
    assert await two.look() == live
    assert {"models", "model_parts", "live_model"} <= {each.name for each in tables.copied()}
