"""What cannot be started is refused in one clear sentence, with exit code 2, and nothing is touched.

One rule: every setting stands here, so a new one without a promise fails.
"""

import asyncio
import os
import re
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings, read_settings
from collector.store.front import Tx
from collector.store.opening import open_store
from tests.whole.running import CANARY, EKKO, House

slow = pytest.mark.slow


SECRET = f"4711:{CANARY}"
# Each setting, and values that cannot be used.
MALFORMED = {
    "EKKO_DATA": ["/dev/null/ekko"],
    "EKKO_DATABASE": [f"mysql://kari:{CANARY}@host/ekko", f"postgresql://kari:{CANARY}@/ekko?host=/nowhere"],
    "EKKO_KEY_FILE": ["/nowhere/ekko.key"],
    "EKKO_HOST": ["no such place"],
    "EKKO_PORT": ["many", "70000"],
    "EKKO_ADDRESS": ["the club on the corner"],
    "EKKO_TRUSTED_PROXY": ["the one in front", "127.0.0.1 300.0.0.1"],
    "EKKO_TELEGRAM_TOKEN": [CANARY],
    "EKKO_TELEGRAM_ROUND": [""],
    "EKKO_TELEGRAM_API": ["telegram"],
    "EKKO_TELEGRAM_WAY": ["pigeons", "webhook"],
    "EKKO_TELEGRAM_SECRET": [CANARY, SECRET[:31]],
    "EKKO_STAFF_TELEGRAM_TOKEN": [CANARY, SECRET],
    "EKKO_MAIL_SERVER": ["mail.example.no", "mail server:25"],
    "EKKO_MAIL_FROM": ["Ekko <ekko@example.no>"],
    "EKKO_MAIL_USER": [CANARY],
    "EKKO_MAIL_PASSWORD": [CANARY],
    "EKKO_MAIL_TLS": ["perhaps"],
    "EKKO_BACKUPS": ["data", "data/backups"],
    "EKKO_BACKUPS_KEPT": ["many", "0"],
    "EKKO_DEPUTY_MINUTES": ["soon", "0"],
    "EKKO_LOGS": ["loud"],
    "EKKO_METRICS_TOKEN": [SECRET[:31], "æ" * 40],
}
# What else must be said for the value above to be the one that is wrong.
BESIDE = {"EKKO_TELEGRAM_ROUND": {"EKKO_TELEGRAM_TOKEN": SECRET}}
BESIDE["EKKO_STAFF_TELEGRAM_TOKEN"] = {"EKKO_TELEGRAM_TOKEN": SECRET, "EKKO_TELEGRAM_ROUND": "glad-elg"}
EACH_MALFORMED = [
    pytest.param(name, value, id=f"{name}={value}") for name, values in MALFORMED.items() for value in values
]


def test_every_setting_has_its_malformed_values_here() -> None:
    assert set(MALFORMED) == {f"EKKO_{name.upper()}" for name in Settings.model_fields}


@slow
@pytest.mark.parametrize(("name", "value"), EACH_MALFORMED)
def test_a_malformed_setting_is_named_with_the_file_that_explains_it(
    here: House, name: str, value: str
) -> None:
    settings = {"EKKO_KEY_FILE": str(here.key), **BESIDE.get(name, {}), name: value}
    said = here.refused(**settings)
    assert names(name, said)
    assert ".env.example" in said


def names(setting: str, said: str) -> bool:
    """EKKO_DATA is not named by naming EKKO_DATABASE."""
    return re.search(rf"\b{setting}\b", said) is not None


@slow
def test_without_any_setting_the_missing_key_is_named_and_how_to_make_one(empty: House) -> None:
    said = empty.refused()
    assert "EKKO_KEY_FILE" in said
    assert ".env.example" in said
    assert "ekko key" in said
    assert not empty.file.exists()


def test_a_setting_with_nothing_behind_it_was_not_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in MALFORMED:
        monkeypatch.delenv(name, raising=False)
    unsaid = read_settings()
    for name in MALFORMED:
        monkeypatch.setenv(name, "")
    assert read_settings() == unsaid


@pytest.mark.parametrize("written", ["~/ekko", "ekko"])
def test_a_data_folder_is_meant_as_people_write_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: str
) -> None:
    monkeypatch.delenv("EKKO_DATA", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(f"EKKO_DATA={written}\n")
    settings = read_settings()
    assert settings.data == tmp_path / "ekko"
    assert settings.database_url == f"sqlite:///{tmp_path}/ekko/ekko.db"


@slow
def test_a_settings_file_that_is_no_text_is_refused_in_words(here: House) -> None:
    (here.folder / ".env").write_bytes(b"EKKO_PORT=\xff\n")
    assert ".env" in here.refused()


@slow
@pytest.mark.parametrize("command", ["serve", "run"])
def test_a_taken_port_is_said_with_the_way_on(here: House, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = here.refused(str(EKKO), command, EKKO_PORT=port)
    assert port in said
    assert "EKKO_PORT" in said


@slow
def test_a_taken_port_is_said_before_anything_is_made(empty: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        empty.refused(str(EKKO), "run", EKKO_PORT=str(other.getsockname()[1]))
    assert not empty.key.exists()
    assert not empty.file.exists()


@slow
def test_a_port_that_cannot_be_is_refused_on_the_command_line_too(here: House) -> None:
    assert "port" in here.refused(str(EKKO), "run", "--port", "70000").lower()


# The key


@slow
def test_another_key_is_refused_before_anything_is_read(here: House) -> None:
    other = here.folder / "other.key"
    assert here.ask(str(EKKO), "key", str(other)).returncode == 0
    assert "EKKO_KEY_FILE" in here.refused(EKKO_KEY_FILE=str(other))
    assert "EKKO_KEY_FILE" in here.refused(
        str(EKKO), "invite", "Eksempelvik", "Kari", EKKO_KEY_FILE=str(other)
    )


@slow
def test_a_lost_key_is_not_replaced_where_wishes_are_kept(here: House) -> None:
    here.key.unlink()
    assert "EKKO_KEY_FILE" in here.refused(str(EKKO), "run")
    assert not here.key.exists()


@slow
@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"not a key\n",
        b"A" * 20,
        bytes(range(128, 192)),
    ],
    ids=["empty", "words", "too short", "no text"],
)
def test_a_damaged_key_is_refused_and_left_as_it_is(here: House, damage: bytes) -> None:
    here.key.write_bytes(damage)
    assert str(here.key) in here.refused(str(EKKO), "run")
    assert here.key.read_bytes() == damage


@slow
def test_a_key_is_never_made_over_another(here: House) -> None:
    before = here.key.read_bytes()
    assert str(here.key) in here.refused(str(EKKO), "key", str(here.key))
    assert here.key.read_bytes() == before


@slow
def test_a_key_that_cannot_be_written_is_said(here: House) -> None:
    assert "/dev/null/ekko.key" in here.refused(str(EKKO), "key", "/dev/null/ekko.key")


# The database


@slow
def test_a_database_from_a_newer_version_is_refused_and_left_as_it_is(house: House) -> None:
    store = open_store(house.url)
    asyncio.run(store.write(from_the_future))
    store.close()
    for command in ("serve", "run"):
        said = house.refused(str(EKKO), command)
        assert "newer" in said
        assert "9999" in said


def from_the_future(tx: Tx) -> None:
    tx.run("INSERT INTO schema_changes (number, name) VALUES (9999, 'from the future')")


@slow
@pytest.mark.parametrize("damage", [slice(0, 4096), slice(4096, None)], ids=["its head", "all but its head"])
def test_a_damaged_database_is_refused_with_the_way_on_and_left_as_it_is(here: House, damage: slice) -> None:
    content = bytearray(here.file.read_bytes())
    content[damage] = b"\xa5" * len(content[damage])
    here.file.write_bytes(content)
    said = here.refused(str(EKKO), "run")
    assert "damaged" in said
    assert "backup" in said
    assert here.file.read_bytes() == content


@slow
def test_a_cut_off_database_is_refused_with_the_way_on(here: House) -> None:
    os.truncate(here.file, here.file.stat().st_size // 2)
    assert "backup" in here.refused(str(EKKO), "run")


@slow
def test_another_programs_database_is_left_alone(empty: House) -> None:
    with sqlite3.connect(empty.file) as other:
        other.execute("CREATE TABLE talks (theirs TEXT)")
    other.close()
    assert empty.refused(str(EKKO), "run")
    with sqlite3.connect(empty.file) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("talks",)]
    other.close()


# The disk


def as_anybody(*command: str) -> tuple[str, ...]:
    """A command without root's right to write where nobody may."""
    return ("setpriv", "--bounding-set=-dac_override", *command) if os.geteuid() == 0 else command


@pytest.fixture
def locked(here: House) -> Iterator[House]:
    """A data folder that may be read and not written."""
    here.file.chmod(0o444)
    here.data.chmod(0o555)
    yield here
    here.data.chmod(0o755)


@slow
def test_a_data_folder_that_cannot_be_written_is_refused(locked: House) -> None:
    before = locked.file.read_bytes()
    for command in ("serve", "run"):
        said = locked.refused(*as_anybody(str(EKKO), command))
        assert "write" in said
        assert ".env.example" in said
    assert locked.file.read_bytes() == before


@slow
def test_a_data_folder_that_cannot_be_made_is_refused(locked: House) -> None:
    inner = str(locked.data / "inner")
    said = locked.refused(*as_anybody(str(EKKO), "run"), EKKO_DATA=inner, EKKO_KEY_FILE=str(locked.key))
    assert names("EKKO_DATA", said)


@slow
def test_a_disk_that_is_full_from_the_start_is_said(empty: House) -> None:
    key = empty.folder / "ekko.key"
    assert empty.ask(str(EKKO), "key", str(key)).returncode == 0
    said = empty.refused("prlimit", "--fsize=1", str(EKKO), "serve", EKKO_KEY_FILE=str(key))
    assert "disk" in said
