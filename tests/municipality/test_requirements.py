"""What must be in place before a municipality opens: each line of the one list, taken away in turn."""

import pytest

from collector import municipality
from collector.facts import FACTS
from collector.model import Municipality, Provider
from collector.requirements import REQUIREMENTS, Requirement, Running
from collector.store import duty, passkeys, people, providers, rounds, upkeep
from collector.store.alerts import ADULT
from collector.store.front import Store, Tx
from collector.texts import LANGUAGES, Catalogue
from tests.conftest import Clock
from tests.municipality.town import BUILT, FILLED, RUNNING, Town

BLANKS = [(each, fact) for each in BUILT for fact in each.facts]
RUNS = {"mail": "mails", "key": "own_key", "https": "https"}
LACKS = {each.name for each in REQUIREMENTS if not each.is_built}
R12 = {
    "basis",
    "dpia-day",
    "officer-name",
    "officer-mail",
    "raw-days",
    "case-days",
    "adult-mail",
    "deputy-mail",
}
R49 = {"statement-link", "feedback-mail"}
R6 = {"watch-number"}


def test_what_the_rules_for_minors_name_is_asked_for() -> None:
    assert {fact for _, fact in BLANKS} >= R12 | R49 | R6
    assert {"noticing", "masking"} == LACKS


async def test_with_everything_in_place_but_the_programs_own_lacks_it_opens(town: Town) -> None:
    assert await town.missing() == set()
    assert await town.open() == set()
    assert await town.is_open()


async def test_this_program_opens_no_municipality_at_all(town: Town) -> None:
    missing = await town.store.write(lambda tx: municipality.open_(tx, town.id, RUNNING, "", town.clock()))
    assert {each.name for each in missing} == LACKS
    assert not await town.is_open()


async def test_nothing_that_is_recorded_stands_in_for_a_real_sign_in(town: Town) -> None:
    sign_in = next(each for each in REQUIREMENTS if each.name == "sign-in")
    await town.store.write(
        lambda tx: tx.many(
            """INSERT INTO facts (municipality_id, name, value, set_by, set_at)
            VALUES (:id, :name, 'ja', '', 0) ON CONFLICT DO NOTHING""",
            [{"id": town.id, "name": name} for name in ("sign-in", "R30", *(fact.name for fact in FACTS))],
        )
    )
    for row in await town.store.read(lambda tx: people.everyone(tx, town.id)):
        await town.store.write(lambda tx, row=row: passkeys.drop_all(tx, row["staff_id"]))  # type: ignore[misc]
    record = await town.store.read(lambda tx: municipality.describe(tx, town.id, RUNNING))
    assert not sign_in.is_met(record)


@pytest.mark.parametrize(("asked", "fact"), BLANKS, ids=lambda each: getattr(each, "name", each))
async def test_with_any_one_of_these_left_blank_it_does_not_open(
    town: Town, asked: Requirement, fact: str
) -> None:
    pair = {name.replace("-", "_"): "" for name in asked.facts}
    await town.record(**pair)
    assert await town.missing() == {asked.name}
    assert await town.open() == {asked.name}
    assert not await town.is_open()
    await town.record(**{name.replace("-", "_"): FILLED[name] for name in asked.facts})
    assert await town.open() == set()


@pytest.mark.parametrize(("asked", "fact"), BLANKS, ids=lambda each: getattr(each, "name", each))
async def test_half_of_what_belongs_together_is_not_enough(town: Town, asked: Requirement, fact: str) -> None:
    sql = "DELETE FROM facts WHERE municipality_id = :id AND name = :name"
    await town.store.write(lambda tx: tx.run(sql, id=town.id, name=fact))
    if fact.startswith(("adult", "deputy")):
        place = ADULT if fact.startswith("adult") else ADULT + 1
        await town.store.write(lambda tx: duty.take_away(tx, town.id, place))
    assert asked.name in await town.missing()


@pytest.mark.parametrize(("name", "what"), RUNS.items())
async def test_how_the_program_runs_counts_too(town: Town, name: str, what: str) -> None:
    running = Running(**{each: each != what for each in RUNS.values()})
    assert await town.open(running) == {name}


@pytest.mark.parametrize(("role", "asked"), [("admin", "two-admins sign-in"), ("duty", "duty-desk")])
async def test_the_people_it_takes_must_have_access(town: Town, role: str, asked: str) -> None:
    rows = await town.store.read(lambda tx: people.everyone(tx, town.id))
    gone = next(row["staff_id"] for row in rows if row["role"] == role)
    await town.store.write(lambda tx: people.end_staff(tx, gone, town.clock()))
    assert await town.open() == set(asked.split())


async def test_two_admins_must_have_a_way_in_of_their_own(town: Town) -> None:
    rows = await town.store.read(lambda tx: people.everyone(tx, town.id))
    anne, arne = (row["staff_id"] for row in rows if row["role"] == "admin")
    await town.store.write(lambda tx: passkeys.drop_all(tx, arne))
    assert await town.open() == {"sign-in"}
    provider = Provider("p", town.id, "entra", "https://idp.example.org", "c", ("admin",), ("c1",))

    def know(tx: Tx) -> None:
        providers.put_provider(tx, provider, b"", "", 0)
        providers.bind(tx, "p", arne, "who", 0)

    await town.store.write(know)
    assert await town.open() == set()
    await town.store.write(lambda tx: passkeys.drop_all(tx, anne))
    assert await town.is_open(), "an admin who loses her phone does not shut young people out"


async def test_a_backup_must_have_been_made_and_read_back(town: Town) -> None:
    await town.store.write(lambda tx: upkeep.unnote(tx, upkeep.BACKED_UP))
    assert await town.open() == {"backup"}


async def test_the_example_never_opens(town: Town) -> None:
    await town.store.write(lambda tx: tx.run("UPDATE municipalities SET is_example = 1"))
    assert await town.open() == {"real"}


async def test_an_open_one_shuts_when_something_of_it_ceases_to_hold(town: Town) -> None:
    await town.open()

    async def shuts(running: Running) -> bool:
        return await town.store.write(
            lambda tx: municipality.shut_unless_ready(tx, town.id, running, "", town.clock(), BUILT)
        )

    assert not await shuts(RUNNING)
    assert await town.is_open()
    await town.store.write(lambda tx: duty.take_away(tx, town.id, ADULT))
    assert await shuts(RUNNING)
    assert not await town.is_open()


async def test_saving_a_blank_shuts_an_open_one_in_the_same_moment(town: Town) -> None:
    await town.open()
    assert (await town.record(officer_name="", officer_mail="")).shut
    assert not await town.is_open()


async def test_an_admin_who_goes_does_not_shut_young_people_out(town: Town) -> None:
    await town.open()
    rows = await town.store.read(lambda tx: people.everyone(tx, town.id))
    for row in rows:
        await town.store.write(lambda tx, row=row: people.end_staff(tx, row["staff_id"], town.clock()))  # type: ignore[misc]
    shut = await town.store.write(
        lambda tx: municipality.shut_unless_ready(tx, town.id, RUNNING, "", town.clock(), BUILT)
    )
    assert not shut
    assert await town.is_open()


async def test_shutting_is_recorded_with_who_and_when_and_once(town: Town) -> None:
    await town.open()
    for _ in range(2):
        await town.store.write(lambda tx: municipality.shut(tx, town.id, "somebody", town.clock()))
    rows = await town.store.read(
        lambda tx: tx.all(
            "SELECT what, staff_id FROM decisions WHERE what LIKE 'municipality-%ed' ORDER BY id"
        )
    )
    done = [(row["what"], row["staff_id"]) for row in rows if row["what"] != "municipality-changed"]
    assert done == [("municipality-opened", "")]
    shut = await town.store.read(lambda tx: tx.all("SELECT what FROM decisions WHERE staff_id = 'somebody'"))
    assert [row["what"] for row in shut] == ["municipality-shut"]


async def test_a_municipality_that_opens_is_no_other(town: Town, store: Store, clock: Clock) -> None:
    other = Municipality("0" * 26, "Annendal", is_example=False, is_open=False)
    await store.write(lambda tx: rounds.add_municipality(tx, other, clock()))
    await town.open()
    found = await store.read(lambda tx: municipality.find(tx, other.id))
    assert not found.is_open


@pytest.mark.parametrize("asked", REQUIREMENTS, ids=lambda each: each.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_says_what_it_is_and_where_it_is_mended(
    texts: Catalogue, asked: Requirement, language: str
) -> None:
    assert texts.say(f"require.{asked.name}", language)
    assert asked.where.startswith("/")
    assert asked.command or not asked.is_built
