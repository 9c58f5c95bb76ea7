"""What programs fetch with a key: what was published of one round, and nothing without the very key."""

import base64
import csv
import io
import json

import httpx
import pytest

from collector import pulling, signin
from collector.desk import Desk
from collector.keeping.journal import Line, Remembered
from collector.keeping.replaying import replay
from collector.store import published
from collector.store.erased import Erased
from collector.store.front import Tx
from tests.both_engines import store
from tests.web.approving import approve
from tests.web.cast import Cast, Person
from tests.web.test_publishing import publish

__all__ = ["store"]
JSON_AT, CSV_AT = "/api/published/glad-elg.json", "/api/published/glad-elg.csv"


def with_key(cast: Cast, key: str) -> Person:
    return cast.stranger(Authorization=f"Bearer {key}")


async def make(leader: Person, **more: str) -> str:
    """Make a key at the desk, and copy it."""
    form = {"code": "glad-elg", "name": "Årsmelding", "last_day": "2026-12-31", **more}
    answer = await leader.client.post(
        "/desk/pull", data={"csrf": leader.csrf, **form}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json()["key"])


async def test_without_the_very_key_every_answer_is_the_same(cast: Cast) -> None:
    await approve(cast, 12, "gaming")
    leader = await cast.sign_in("leader")
    await publish(leader)
    _, key = await cast.pull_key()
    _, of_another = await cast.pull_key(cast.there)
    ended_id, ended = await cast.pull_key()
    await cast.store.write(lambda tx: pulling.end(tx, desk_of(cast, tx, leader), ended_id, cast.clock()))
    _, over = await cast.pull_key(days=-1)
    for path in (JSON_AT, CSV_AT):
        shown = [f"Bearer {each}" for each in ("x", key[:-1], key + "x", of_another, ended, over, "")]
        shown += [
            "Basic ?",
            "Basic " + base64.b64encode(key.encode()).decode(),
            f"Token {key}",
            "Bearer \xe6",
        ]
        bodies = set()
        for each in shown:
            headers = [(b"Authorization", each.encode("latin-1"))]
            answer = await cast.stranger().client.get(path, headers=headers)
            assert (answer.status_code, answer.headers["www-authenticate"][:5]) == (401, "Basic")
            bodies.add(answer.text)
        assert len(bodies) == 1
        assert (await leader.get(path)).status_code == 401
        assert (await cast.stranger().get(f"{path}?key={key}")).status_code == 401
        assert (await with_key(cast, key).get(path)).status_code == 200


def desk_of(cast: Cast, tx: Tx, person: Person) -> Desk:
    desk = signin.find_desk(tx, cast.seal, person.session, cast.clock())
    assert desk is not None
    return desk


async def test_a_key_is_shown_once_and_kept_by_its_fingerprint(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    key = await make(leader)
    assert key not in (await leader.get("/desk/pull")).text
    kept = await cast.store.read(lambda tx: str([dict(row) for row in tx.all("SELECT * FROM pull_keys")]))
    assert key not in kept
    (listed,) = (await leader.read("/desk/pull"))["keys"]
    assert (listed["name"], listed["used_day"], listed["stands"]) == ("Årsmelding", None, True)
    await with_key(cast, key).get(JSON_AT)
    (listed,) = (await leader.read("/desk/pull"))["keys"]
    assert listed["used_day"] == "2026-09-21"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 81},
        {"last_day": ""},
        {"last_day": "2027-12-31"},
        {"last_day": "2026-09-20"},
        {"last_day": "9999-12-31"},
    ],
)
async def test_a_key_has_a_name_and_an_end_within_a_year(cast: Cast, wrong: dict[str, str]) -> None:
    leader = await cast.sign_in("leader")
    form = {"code": "glad-elg", "name": "Ark", "last_day": "2026-12-31"}
    assert (await leader.post("/desk/pull", form | wrong)).status_code == 422
    assert (await leader.read("/desk/pull"))["keys"] == []


async def test_no_key_is_made_for_another_municipalitys_round(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    form = {"code": "rask-rev", "name": "Ark", "last_day": "2026-12-31"}
    assert (await leader.post("/desk/pull", form)).status_code == 404


async def test_a_key_ends_by_hand_and_with_its_last_day(cast: Cast) -> None:
    await approve(cast, 12, "gaming")
    leader = await cast.sign_in("leader")
    await publish(leader)
    first, second = await make(leader, last_day="2026-09-21"), await make(leader)
    assert (await with_key(cast, first).get(JSON_AT)).status_code == 200
    cast.clock.now += 24 * 3_600_000
    leader = await cast.sign_in("leader")
    assert (await with_key(cast, first).get(JSON_AT)).status_code == 401
    stands = next(each for each in (await leader.read("/desk/pull"))["keys"] if each["stands"])
    assert (await leader.post(f"/desk/pull/{stands['id']}/end")).status_code == 303
    assert (await with_key(cast, second).get(JSON_AT)).status_code == 401


async def test_an_old_copy_does_not_let_an_ended_key_in_again(cast: Cast) -> None:
    key_id, key = await cast.pull_key()
    remembered = Remembered((Line(cast.clock(), Erased("pull-key", key_id)),), 0)
    await cast.store.write(lambda tx: replay(tx, remembered, None))  # type: ignore[arg-type]
    assert (await with_key(cast, key).get(JSON_AT)).status_code == 401


async def test_too_many_wrong_keys_wait_and_a_right_one_never_does(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "MOST_WRONG", 3)
    await approve(cast, 12, "gaming")
    await publish(await cast.sign_in("leader"))
    _, key = await cast.pull_key()
    tried = [(await with_key(cast, "x").get(JSON_AT)).status_code for _ in range(5)]
    assert tried == [401, 401, 401, 429, 429]
    assert (await with_key(cast, key).get(JSON_AT)).status_code == 200


async def test_only_what_was_published_of_the_whole_round_is_fetched_the_newest_first(
    cast: Cast,
) -> None:
    _, key = await cast.pull_key()
    program, leader = with_key(cast, key), await cast.sign_in("leader")
    await approve(cast, 12, "gaming")
    assert (await program.get(JSON_AT)).status_code == 404
    await publish(leader, code="all")
    assert (await program.get(JSON_AT)).status_code == 404
    await publish(leader)
    await approve(cast, 12, "gaming")
    assert (await program.get(JSON_AT)).json()["approved"] == 10
    number = await publish(leader)
    assert (await program.get(JSON_AT)).json()["approved"] == 20
    await leader.post(f"/desk/published/{number}/withdraw", {"why": "Feil"})
    assert (await program.get(JSON_AT)).json()["approved"] == 10
    await cast.store.write(lambda tx: tx.run("UPDATE published SET body = '{}'"))
    assert (await program.get(CSV_AT)).status_code == 409


async def test_what_is_known_already_is_not_sent_again(cast: Cast) -> None:
    _, key = await cast.pull_key()
    program, leader = with_key(cast, key), await cast.sign_in("leader")
    await approve(cast, 12, "gaming")
    await publish(leader)
    mark = (await program.get(JSON_AT)).headers["etag"]
    for sent in (mark, f'"x", W/{mark}', "*"):
        again = await program.client.get(JSON_AT, headers={"If-None-Match": sent})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", mark)
    await approve(cast, 12, "gaming")
    await publish(leader)
    fresh = await program.client.get(JSON_AT, headers={"If-None-Match": mark})
    assert (fresh.status_code, fresh.headers["etag"] != mark) == (200, True)


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\x00"])
async def test_no_cell_of_the_table_can_run(cast: Cast, first: str) -> None:
    evil = f'{first}cmd|" /C calc"!A0, "x"\n'
    await approve(cast, 12, "gaming")
    await publish(await cast.sign_in("leader"))
    found = await cast.store.read(lambda tx: published.find(tx, cast.here.municipality.id, 1))
    assert found is not None
    body = json.loads(found.body)
    body["figures"]["place"] = [{"id": evil, "n": 10}]
    body["names"]["gaming"] = {"nb": evil}
    written = pulling.as_csv(found._replace(body=json.dumps(body)), lambda kind, row: row)
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert all(len(row) == len(pulling.COLUMNS) for row in rows)
    assert [row[4] for row in rows if row[3] == "place"] == [f"'{evil}"]
    assert not [cell for row in rows for cell in row if cell.startswith(first)]


async def test_a_spreadsheet_and_a_script_fetch_it_over_http(cast: Cast, served: str) -> None:
    await approve(cast, 12, "gaming")
    await approve(cast, 11, "hangout", language="nn")
    await publish(await cast.sign_in("leader"))
    _, key = await cast.pull_key()
    async with httpx.AsyncClient(base_url=served, trust_env=False) as program:
        table = await program.get(CSV_AT, auth=("excel", key))
        script = await program.get(JSON_AT, headers={"Authorization": f"Bearer {key}"})
        refused = await program.get(JSON_AT)
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.content.startswith(b"\xef\xbb\xbfnumber,published,round,kind,id,name,at_least\r\n")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    told = {row["name"]: row["at_least"] for row in rows if row["kind"] == "activity"}
    assert told == {"Gaming": "10", "Et sted å være": "10"}
    assert (script.json()["approved"], refused.status_code) == (20, 401)
