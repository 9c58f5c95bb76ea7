"""What is told of a round stands until a step of wishes came, on the real store, whenever somebody looks."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collector import intake
from collector.ids import new_id
from collector.model import Answer, Tag, Wish
from collector.sealing import Seal
from collector.small_numbers import FEW, FEW_IN_PUBLIC
from collector.steps import Figures
from collector.store import answers, counts, counts_anew, standing, talks, wishes
from collector.store.front import Tx
from collector.store.sqlite import SqliteStore
from tests.summary.attack import Attack, Moment
from tests.web.cast import Place, found_place

NOW = 1_790_000_000_000
NAMES = {"language": ("nb", "nn", "en"), "source": ("webchat", "telegram"), "activity": ("gaming", "dance")}
Step = tuple[str | int, ...]
come = st.tuples(
    st.just("come"), *(st.sampled_from(NAMES[kind]) for kind in ("language", "source", "activity"))
)
go = st.tuples(st.just("go"), st.integers(0, 1000))
answer = st.tuples(st.just("answer"), st.integers(0, 1000))


@dataclass
class Town:
    """A round on a real store, and everything that was ever told of it."""

    store: SqliteStore
    seal: Seal
    place: Place
    here: list[str] = field(default_factory=list)
    at: int = NOW
    seen: dict[int, list[Moment]] = field(default_factory=lambda: {FEW: [], FEW_IN_PUBLIC: []})

    async def do(self, step: Step) -> None:
        self.at += 1000
        await self.store.write(lambda tx: self._do(tx, *step))
        for few, moment in (await self.store.read(self._look)).items():
            if not self.seen[few] or self.seen[few][-1].told != moment.told:
                self.seen[few].append(moment)

    def _do(self, tx: Tx, what: str | int, *more: str | int) -> None:
        if what == "come":
            self._come(tx, *map(str, more))
        elif self.here:
            wish_id = self.here[int(more[0]) % len(self.here)]
            if what == "go":
                intake.erase(tx, wish_id, None, self.at)
                self.here.remove(wish_id)
            else:
                self._answer(tx, wish_id)

    def _come(self, tx: Tx, language: str, source: str, tag: str) -> None:
        here, asked, wish_id = self.place.municipality.id, self.place.asked, new_id(self.at)
        tags = (Tag("activity", tag),)
        wish = Wish(
            wish_id, here, asked.id, None, source, language, "noe", "approved", True, self.at, tags=tags
        )
        intake.receive(tx, self.seal, asked, wish, "noe", None)
        self.here.append(wish_id)

    def _answer(self, tx: Tx, wish_id: str) -> None:
        wish = wishes.find_wish(tx, wish_id)
        assert wish is not None
        said = Answer(new_id(self.at), wish_id, "done", "Nå.", "s", self.at)
        answers.add_answer(tx, said)
        with counts.one_move(tx) as count:
            count(wish, -1)
            answers.let_stand(tx, wish_id, said.id, self.at)
            count(replace(wish, answer=said, first_answer_at=self.at), +1)

    def _look(self, tx: Tx) -> dict[int, Moment]:
        counted = counts.figures_of(tx, self.place.asked.id)
        return {
            few: Moment(
                {"": counted},
                {"": standing.find(tx, self.place.asked.id, few, counts.told_of).told.get("", {})},
            )
            for few in self.seen
        }


async def town(folder: Path) -> Town:
    store = SqliteStore(folder / "ekko.db")
    return Town(store, Seal(bytes(range(32))), await found_place(store, "Eksempelvik", "glad-elg", NOW))


def cells(told: Figures) -> Counter[tuple[str, str]]:
    return Counter({(kind, name): n for kind, rows in told.items() for name, n in rows.items()})


GENTLE = settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@GENTLE
@given(steps=st.lists(st.one_of(come, come, come, answer, go), min_size=10, max_size=60))
async def test_any_two_looks_differ_by_a_step_or_not_at_all_whatever_happened(steps: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        there = await town(Path(folder))
        for step in steps:
            await there.do(step)
        there.store.close()
    for few, moments in there.seen.items():
        for moment in moments:
            assert not [n for n in cells(moment.told[""]).values() if n % few or not n]


@pytest.mark.slow
@GENTLE
@given(steps=st.lists(come, min_size=10, max_size=45))
async def test_who_looks_after_every_wish_works_out_no_small_number(steps: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        there = await town(Path(folder))
        for step in steps:
            await there.do(step)
        there.store.close()
    for few, moments in there.seen.items():
        attack = Attack([with_zeros(each) for each in moments[1:]], few, knows_total=False)
        for at, key in list(attack.hidden())[-6:]:
            least, most = attack.between(at, key)
            assert most - least >= few - 1, (few, at, key, least, most)


def with_zeros(moment: Moment) -> Moment:
    """Every name has a row, and what the attack knows nothing of has none."""
    found = moment.counted[""]
    counted = {kind: dict.fromkeys(names, 0) | found.get(kind, {}) for kind, names in NAMES.items()}
    state = {"approved": found.get("state", {}).get("approved", 0)}
    return moment._replace(counted={"": {**counted, "state": state}})


async def test_answers_move_when_five_more_are_answered_also_where_no_wish_comes(tmp_path: Path) -> None:
    there = await town(tmp_path)
    for n in range(13):
        await there.do(("come", "nb", "webchat", "dance" if n == 12 else "gaming"))
    told = []
    for n in range(13):
        await there.do(("answer", n))
        told.append(there.seen[FEW][-1].told[""].get("answered", {}).get("all", 0))
    there.store.close()
    assert told == [0] * 4 + [5] * 5 + [10] * 4
    assert there.seen[FEW][-1].told[""]["told"] == {"gaming": 10}


async def test_wishes_that_are_erased_are_told_of_no_longer(tmp_path: Path) -> None:
    there = await town(tmp_path)
    for _ in range(20):
        await there.do(("come", "nb", "webchat", "gaming"))
    for _ in range(12):
        await there.do(("go", 0))
    there.store.close()
    assert there.seen[FEW][-1].told[""]["state"] == {"approved": 10}


def retag(tx: Tx, wish_id: str) -> None:
    """Say that an approved wish is about something else, as at the desk."""
    old = wishes.find_wish(tx, wish_id)
    assert old is not None
    new = replace(old, tags=(Tag("activity", "dance"),))
    with counts.one_move(tx) as count:
        count(old, -1)
        wishes.replace_tags(tx, wish_id, new.tags)
        count(new, +1)


async def test_a_wish_that_is_told_anew_is_in_every_figure_that_is_told(tmp_path: Path) -> None:
    """Fifteen came and eleven stand: with one out for a moment, a step of five went."""
    there = await town(tmp_path)
    for _ in range(15):
        await there.do(("come", "nb", "webchat", "gaming"))
    for _ in range(4):
        await there.do(("go", 0))
    before = there.seen[FEW][-1].told
    await there.store.write(lambda tx: retag(tx, there.here[0]))
    assert (await there.store.read(there._look))[FEW].told == before
    there.store.close()


async def test_who_tells_her_age_after_many_wishes_moves_what_is_told_once(tmp_path: Path) -> None:
    there = await town(tmp_path)
    here = there.place.municipality.id
    await there.store.write(
        lambda tx: talks.add_talk(
            tx, id="t", municipality_id=here, round_id=there.place.asked.id, channel="webchat", who="t",
            receipt="t", handle=None, now=NOW,
        )
    )  # fmt: skip
    for n in range(14):
        await there.do(("come", "nb", "webchat", "dance" if n < 9 else "gaming"))
        if n < 9:
            await there.store.write(lambda tx: give_to_talk(tx, there.here[-1]))
    before = there.seen[FEW][-1].told
    put = partial(talks.note_age, talk_id="t", band="13-15")
    await there.store.write(lambda tx: counts.move_talk(tx, "t", partial(put, tx)))
    assert (await there.store.read(there._look))[FEW].told == before
    there.store.close()


def give_to_talk(tx: Tx, wish_id: str) -> None:
    wish = wishes.find_wish(tx, wish_id)
    assert wish is not None
    with counts.one_move(tx) as count:
        count(wish, -1)
        tx.run("UPDATE wishes SET talk_id = 't' WHERE id = :id", id=wish_id)
        count(replace(wish, talk_id="t"), +1)


async def test_nothing_is_told_anew_while_figures_are_counted_again(tmp_path: Path) -> None:
    there = await town(tmp_path)
    for _ in range(14):
        await there.do(("come", "nb", "webchat", "gaming"))
    before = there.seen[FEW][-1].told
    here = there.place.municipality.id
    await there.store.write(lambda tx: counts_anew.again(tx, here))
    await there.do(("come", "nb", "webchat", "dance"))
    assert there.seen[FEW][-1].told == before
    while await there.store.write(lambda tx: counts.count_again_some(tx, here)):
        pass
    assert (await there.store.read(there._look))[FEW].told == before
    await there.do(("come", "nb", "webchat", "dance"))
    assert there.seen[FEW][-1].told[""]["state"] == {"approved": 15}
    there.store.close()


async def test_what_was_counted_again_stands_and_is_not_made_anew_for_each_page(tmp_path: Path) -> None:
    there = await town(tmp_path)
    for _ in range(7):
        await there.do(("come", "nb", "webchat", "gaming"))
    here = there.place.municipality.id
    await there.store.write(lambda tx: tx.run("DELETE FROM standing"))
    await there.store.write(lambda tx: counts_anew.again(tx, here))
    while await there.store.write(lambda tx: counts.count_again_some(tx, here)):
        pass
    rows = await there.store.read(lambda tx: tx.all("SELECT step, told FROM standing ORDER BY step"))
    assert [row["step"] for row in rows] == [FEW, FEW_IN_PUBLIC]
    there.store.close()
