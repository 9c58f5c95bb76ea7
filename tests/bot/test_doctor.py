"""`ekko doctor`: each check has its fault planted here and is seen to find it; a well machine is well."""

import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
import pytest_asyncio

from bench.servers import free_port
from bot import approvals
from bot.doctor import checks, people, tagger
from bot.doctor.asking import Asked, ask_address
from bot.doctor.checks import CHECKS, examine
from bot.doctor.finding import Finding
from bot.doctor.machine import NEWEST, Machine, open_machine
from bot.doctor.telling import doctor, tell_people, tell_programs
from bot.helpcard import read_helplines
from bot.settings import Settings
from collector.group import Group, Rule
from collector.sealing import Seal, make_key
from collector.store import again, audit, duty, groups, outgoing, upkeep
from collector.store.alerts import ADULT, DEPUTY
from collector.store.front import Store, Tx
from collector.store.opening import look_at_store, open_store
from collector.store.schema import CHANGES, Looked
from collector.store.sqlite import SqliteStore
from tests.bot.mailbox import running
from tests.both_engines import store
from tests.conftest import Clock
from tests.store.conftest import as_url
from tests.web.cast import Cast, found_place

__all__ = ["store"]

CANARY = "kanarifuglsang"
GB = 1_000_000_000
HOUR = 60 * 60 * 1000
DAY = 24 * HOUR
MAILS = ("vakt@example.org", "vara@example.org")


@pytest_asyncio.fixture
async def cast(store: Store, seal: Seal, clock: Clock) -> Cast:
    """Two real municipalities."""
    here = await found_place(store, "Eksempelvik", "glad-elg", clock())
    there = await found_place(store, "Annendal", "rask-rev", clock())
    return Cast(None, store, seal, clock, here, there)  # type: ignore[arg-type]  # nobody opens a page


@pytest_asyncio.fixture
async def well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cast: Cast, approved: Path, mail_port: int
) -> Machine:
    """A machine where all is as it should be, as far as a program can see."""
    monkeypatch.chdir(tmp_path)
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        data=tmp_path / "data",
        key_file=tmp_path / "key",
        address="https://ekko.example.no",
        trusted_proxy="127.0.0.1",
        mail_server=f"localhost:{mail_port}",
        mail_tls="none",
    )
    settings.data.mkdir(mode=0o700)
    make_key(settings.key_path)
    await cast.store.write(lambda tx: upkeep.note(tx, upkeep.BACKED_UP, cast.clock() - HOUR))
    return Machine(
        settings,
        cast.seal,
        Looked(NEWEST),
        cast.store,
        places=tuple(
            replace(each.municipality, is_example=False, is_open=True) for each in (cast.here, cast.there)
        ),
        mails=True,
        asks_address=True,
        clock=cast.clock,
        room=lambda _: 50 * GB,
        ask=lambda _: Asked(200, ends_at=cast.clock() + 60 * DAY),
        helplines=tuple(replace(each, confirmed=each.noted) for each in read_helplines()),
    )


@pytest.fixture
def approved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list on which all is done."""
    path = tmp_path / "approvals.tsv"
    path.write_text(approvals.APPROVALS.read_text("utf-8").replace("\t-\t-", "\t2026-11-21\tfagperson"))
    monkeypatch.setattr(people, "read_approvals", lambda: approvals.read_approvals(path))
    return path


@pytest.fixture
def mail_port() -> int:
    return free_port()


async def all_on_duty(cast: Cast) -> None:
    def work(tx: Tx) -> None:
        for place in (cast.here, cast.there):
            for number, name, mail in ((ADULT, "Vakt", MAILS[0]), (DEPUTY, "Vara", MAILS[1])):
                duty.put_person(tx, place.municipality.id, number, name, mail, cast.clock())

    await cast.store.write(work)


async def found(machine: Machine, name: str) -> list[Finding]:
    (check,) = [each for each in CHECKS if each.name == name]
    return await check.look(machine)


def is_all(found: list[Finding], how: str) -> bool:
    return bool(found) and {each.how for each in found} == {how}


# Each fault by the name of the check that must see it: how grave that is, and what makes such a machine.
Patch = pytest.MonkeyPatch
Plant = Callable[[Machine, Cast, Patch], Awaitable[Machine] | Machine]
PLANTED: dict[str, tuple[str, Plant]] = {}


def plants(name: str, how: str = "wrong") -> Callable[[Plant], Plant]:
    def note(plant: Plant) -> Plant:
        PLANTED[name] = how, plant
        return plant

    return note


def with_settings(machine: Machine, **changed: object) -> Machine:
    return replace(machine, settings=machine.settings.model_copy(update=changed))


@plants("address")
def no_https(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    return with_settings(machine, address="http://ekko.example.no")


@plants("key file")
def key_for_all(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    machine.settings.key_path.chmod(0o644)
    return machine


@plants("data folder")
def data_for_all(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    machine.settings.data.chmod(0o755)
    (machine.settings.data / "ekko.db").touch(0o644)
    return machine


@plants("settings file")
def env_for_all(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    Path(".env").touch(0o644)
    return machine


@plants("disk", "look")
def disk_nearly_full(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    return replace(machine, room=lambda _: GB - 1)


@plants("database", "look")
def tables_of_before(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    return replace(machine, looked=Looked(NEWEST - 1))


@plants("key")
async def another_key(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    await cast.store.write(
        lambda tx: tx.run(
            "INSERT INTO key_checks (name, sealed) VALUES ('first', :it)",
            it=Seal(bytes(32)).seal("ekko", "key.check"),
        )
    )
    return machine


@plants("figures")
async def a_wish_too_many(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    await cast.wish()
    await cast.store.write(lambda tx: tx.run("UPDATE counts SET n = n + 1"))
    return machine


@plants("inboxes")
async def a_wish_that_nobody_routed(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    here = cast.here.municipality.id
    await cast.wish(state="approved")

    def work(tx: Tx) -> None:
        groups.add_group(tx, Group("g", here, "Rådet", ""), cast.clock())
        groups.put_rule(tx, here, Rule("r", "g"), cast.clock())

    await cast.store.write(work)
    return machine


@plants("search")
async def a_word_that_no_wish_says(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    await cast.wish()
    await cast.store.write(lambda tx: tx.run("DELETE FROM to_index"))
    return machine


@plants("published")
async def a_published_figure_changed(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    await cast.published()
    await cast.store.write(lambda tx: tx.run("UPDATE published SET body = '{\"approved\":1000}'"))
    return machine


@plants("log")
async def a_line_of_the_log_changed(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    here = cast.here.municipality.id
    await cast.store.write(lambda tx: audit.append(tx, here, "anne", "approve", "w", cast.clock()))
    await cast.store.write(lambda tx: tx.run("UPDATE audit SET what = 'hold'"))
    return machine


@plants("clock")
async def clock_set_back(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    await cast.wish()
    cast.clock.now -= DAY
    return machine


@plants("backup")
async def backup_of_last_week(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    at = cast.clock() - 7 * DAY
    await cast.store.write(lambda tx: upkeep.note(tx, upkeep.BACKED_UP, at))
    return machine


@plants("tagger", "look")
def unreadable_pointer(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    machine.settings.models.mkdir()
    (machine.settings.models / "live.json").write_text("{")
    return machine


@plants("second reader", "look")
def no_second_reader(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    patch.setattr(tagger, "open_e5", lambda: None)
    return machine


@plants("read again", "look")
async def much_to_read(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    patch.setattr(tagger, "MANY", 0)
    wish = await cast.wish()
    await cast.store.write(lambda tx: again.read_again(tx, wish))
    return machine


@plants("alerts")
async def nobody_on_duty(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    await cast.store.write(lambda tx: duty.take_away(tx, cast.here.municipality.id, ADULT))
    await cast.store.write(lambda tx: duty.take_away(tx, cast.there.municipality.id, ADULT))
    return machine


@plants("test mail")
def mail_server_away(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    return with_settings(machine, mail_server=f"localhost:{free_port()}")


@plants("cases")
async def a_case_that_waits(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    await cast.case(CANARY)
    cast.clock.now += HOUR
    return machine


@plants("telegram", "wrong")
async def a_bot_that_nobody_hears(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    await cast.silence("TelegramUnauthorizedError")
    return machine


@plants("messages", "look")
async def a_message_given_up(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    def work(tx: Tx) -> None:
        tx.run(
            """INSERT INTO talks
            (id, municipality_id, round_id, channel, who, receipt, version, state, touched_at)
            VALUES ('t', :place, :round, 'telegram', 'w', 'r', 1, :state, 0)""",
            place=cast.here.municipality.id,
            round=cast.here.asked.id,
            state=b"",
        )
        outgoing.add_outgoing(
            tx, id="o", talk_id="t", channel="telegram", place=1, urgent=outgoing.REPLY, body=b"", now=0
        )
        outgoing.give_up(tx, "o", "NeverTaken", 1)

    await cast.store.write(work)
    return machine


@plants("helplines", "look")
def half_a_year_later(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    return replace(machine, clock=lambda: day_of_helplines(machine) + 181 * DAY)


@plants("certificate", "look")
def certificate_ends_soon(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    return replace(machine, ask=lambda _: Asked(200, ends_at=cast.clock() + 13 * DAY))


@plants("people", "look")
def nothing_approved(machine: Machine, cast: Cast, patch: Patch) -> Machine:
    patch.setattr(people, "read_approvals", approvals.read_approvals)
    return replace(machine, helplines=tuple(replace(each, confirmed=None) for each in machine.helplines))


def day_of_helplines(machine: Machine) -> int:
    newest = max(each.confirmed or each.noted for each in machine.helplines)
    return int(datetime(newest.year, newest.month, newest.day, tzinfo=UTC).timestamp() * 1000)


@pytest.fixture
async def watched(well: Machine, cast: Cast, mail_port: int) -> AsyncIterator[Machine]:
    """The well machine, with people on duty and a mail server that takes what comes."""
    await all_on_duty(cast)
    with running(mail_port):
        yield well


async def test_a_well_machine_is_well(watched: Machine) -> None:
    told = await examine(watched)
    assert {name: finding for name, finding in told if finding.how != "good"} == {}
    assert {name for name, _ in told} == {check.name for check in CHECKS}


def test_every_check_has_a_fault_planted_for_it() -> None:
    assert set(PLANTED) == {check.name for check in CHECKS}


@pytest.mark.parametrize("name", [check.name for check in CHECKS])
async def test_a_check_sees_its_planted_fault_and_says_what_to_do(
    watched: Machine, cast: Cast, monkeypatch: Patch, name: str
) -> None:
    how, plant = PLANTED[name]
    planted = plant(watched, cast, monkeypatch)
    machine = planted if isinstance(planted, Machine) else await planted
    seen = await found(machine, name)
    assert how in {each.how for each in seen}, seen
    assert all(each.do for each in seen if each.how != "good")
    assert CANARY not in str(seen)
    assert not any(mail in str(seen) for mail in MAILS)


async def test_a_sender_too_many_is_seen_among_the_figures(watched: Machine, cast: Cast) -> None:
    one_more = "INSERT INTO counts (round_id, what, name, n) VALUES (:id, 'heard-school', 'Nes skole', 1)"
    await cast.store.write(lambda tx: tx.run(one_more, id=cast.here.asked.id))
    assert is_all(await found(watched, "figures"), "wrong")


async def test_what_is_wrong_for_real_people_is_a_look_for_made_up_ones(watched: Machine) -> None:
    made_up = replace(watched, places=tuple(replace(each, is_example=True) for each in watched.places))
    no_mail = with_settings(made_up, mail_server="", address="http://localhost:8000")
    assert is_all(await found(no_mail, "alerts"), "look")
    assert is_all(await found(no_mail, "address"), "look")
    assert is_all(await found(with_settings(watched, mail_server=""), "alerts"), "wrong")


async def test_a_key_that_a_program_made_is_wrong_for_real_people(watched: Machine, tmp_path: Path) -> None:
    make_key(tmp_path / "example", example=True)
    assert is_all(await found(with_settings(watched, key_file=tmp_path / "example"), "key file"), "wrong")
    make_key(watched.settings.data / "key")
    assert is_all(
        await found(with_settings(watched, key_file=watched.settings.data / "key"), "key file"), "wrong"
    )
    assert is_all(await found(with_settings(watched, key_file=tmp_path / "none"), "key file"), "wrong")


@pytest.mark.parametrize(
    ("looked", "how"),
    [(None, "look"), (Looked(NEWEST + 1), "wrong"), (Looked(NEWEST, "quick_check"), "wrong")],
)
async def test_a_database_that_is_missing_newer_or_damaged_is_told(
    watched: Machine, looked: Looked | None, how: str
) -> None:
    assert is_all(await found(replace(watched, looked=looked), "database"), how)


async def test_each_who_has_duty_gets_a_test_mail_that_says_so(
    well: Machine, cast: Cast, mail_port: int
) -> None:
    await all_on_duty(cast)
    await cast.case(CANARY)
    with running(mail_port) as mailbox:
        assert is_all(await found(well, "test mail"), "good")
        assert sorted(mailbox.to) == sorted(MAILS * 2)
        letter = mailbox.read()
    assert letter["Subject"] == "Prøve fra Ekko"
    text = letter.get_content()
    assert "Dette er en prøve" in text
    assert CANARY not in text
    assert await found(replace(well, mails=False), "test mail") == []


async def test_the_address_is_asked_only_when_somebody_wants_it(watched: Machine) -> None:
    def refuse(address: str) -> Asked:
        raise AssertionError(address)

    assert await found(replace(watched, asks_address=False, ask=refuse), "certificate") == []
    down = replace(watched, ask=lambda _: Asked(problem="it does not answer (TimeoutError)"))
    assert is_all(await found(down, "certificate"), "wrong")
    assert is_all(await found(replace(watched, ask=lambda _: Asked(503)), "certificate"), "wrong")


def test_an_address_where_nobody_listens_is_a_problem_and_not_a_traceback() -> None:
    asked = ask_address(f"https://localhost:{free_port()}", ssl.create_default_context())
    assert asked.problem == "it does not answer (ConnectionRefusedError)"


async def test_a_check_that_fails_hides_no_other(watched: Machine, monkeypatch: Patch) -> None:
    async def fail(machine: Machine) -> list[Finding]:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(checks, "CHECKS", (checks.Check("odd", fail), *CHECKS))
    told = await examine(watched)
    assert [finding.how for name, finding in told if name == "odd"] == ["wrong"]
    assert CANARY not in str(told)
    assert len(told) > len(CHECKS)


async def test_people_and_programs_are_told_the_same(watched: Machine) -> None:
    told = await examine(replace(watched, room=lambda _: 0))
    people_read, programs_read = StringIO(), StringIO()
    tell_people(told, people_read)
    tell_programs(told, programs_read)
    read = json.loads(programs_read.getvalue())
    assert read["well"] is False
    assert [each["what"] for each in read["checks"]] == [finding.what for _, finding in told]
    assert all(finding.what in people_read.getvalue() for _, finding in told)
    assert "1 wrong." in people_read.getvalue()


async def test_looking_changes_nothing_in_an_older_or_missing_database(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data=tmp_path / "data", key_file=tmp_path / "key")  # type: ignore[call-arg]
    async with open_machine(settings) as machine:
        await examine(machine)
    assert not settings.data.exists()
    old = SqliteStore(tmp_path / "old.db", CHANGES[:1])
    old.close()
    before = (tmp_path / "old.db").read_bytes()
    older = settings.model_copy(update={"database": f"sqlite:///{tmp_path / 'old.db'}"})
    async with open_machine(older) as machine:
        assert machine.store is None
        assert is_all(await found(machine, "database"), "look")
    assert (tmp_path / "old.db").read_bytes() == before


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "ekko.db").write_bytes(b"no database at all" * 100)
    settings = Settings(_env_file=None, data=tmp_path, key_file=tmp_path / "key")  # type: ignore[call-arg]
    async with open_machine(settings) as machine:
        assert is_all(await found(machine, "database"), "wrong")


async def test_without_settings_that_can_be_used_the_one_finding_says_which(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EKKO_PORT", "many")
    out = StringIO()
    assert not await doctor(out, as_json=True, mails=False, asks_address=False)
    (only,) = json.loads(out.getvalue())["checks"]
    assert (only["check"], only["how"], "EKKO_PORT" in only["what"]) == ("settings", "wrong", True)


async def test_a_server_is_looked_at_without_changing_anything(postgres_url: str) -> None:
    url = as_url(postgres_url)
    assert look_at_store(url) == Looked(0)
    open_store(url).close()
    assert look_at_store(url) == Looked(NEWEST)


def test_nothing_on_the_list_of_what_people_do_was_filled_in_by_us() -> None:
    assert [each.id for each in approvals.read_approvals() if each.done] == []


@pytest.mark.parametrize(
    "line", ["a\tb", "a\tb\tc\td\tsoon\te", "a\tb\tc\td\t2026-11-21\t-", "a\tb\tc\td\t-\te"]
)
def test_an_approval_without_a_day_and_a_hand_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "list.tsv").write_text(f"id\twhat\n{line}\n")
    with pytest.raises(approvals.BadApproval):
        approvals.read_approvals(tmp_path / "list.tsv")
