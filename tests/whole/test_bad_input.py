"""What people send that cannot be taken: a clear answer each, and the words handed back."""

import asyncio
import json
import resource
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from html import unescape

import httpx
import pytest

from bot.host import LONGEST
from collector.model import ROLES
from collector.store.opening import open_store
from tests.whole.people import Leader
from tests.whole.running import CANARY, EKKO, PATIENCE, House, Program

pytestmark = pytest.mark.slow
WISH = f"klatrevegg, sa {CANARY}"


@pytest.fixture
def program(here: House) -> Iterator[Program]:
    with here.running() as running:
        yield running


def box(answer: httpx.Response) -> str:
    """The words that stand in the page's box."""
    return unescape(answer.text.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0])


def test_an_unknown_round_is_said_and_the_words_are_handed_back(program: Program) -> None:
    answer = program.tell(WISH, "a", code="finnes-ikke")
    assert answer.status_code == 404
    assert "plakaten" in answer.text
    assert box(answer) == WISH


def test_a_round_that_closes_meanwhile_takes_nothing_and_hands_the_words_back(
    here: House, program: Program
) -> None:
    assert program.tell(WISH, "a").status_code == 200
    store = open_store(here.url)
    asyncio.run(store.write(lambda tx: tx.run("UPDATE rounds SET closes_at = 1")))
    store.close()
    answer = program.tell(f"dans, {CANARY}", "b")
    assert answer.status_code == 410
    assert "er ikke sendt" in answer.text
    assert box(answer) == f"dans, {CANARY}"
    there = program.signed_in().texts()
    assert (there[WISH], there[f"dans, {CANARY}"]) == (1, 0)


ODD: dict[str, Callable[[str], str]] = {
    "only emoji": lambda words: "🎮🎮",
    "right to left": lambda words: f"\u202e{words}",
    "zero width": lambda words: f"sjakk\u200b\u2060 {words}",
    "html": lambda words: f"<script>alert(1)</script><b>sjakk</b> {words}",
    "nul": lambda words: f"sjakk\x00 {words}",
    "as long as may be": lambda words: f"sjakk {words} ".ljust(LONGEST, "a"),
}


def test_odd_words_are_kept_as_words(program: Program) -> None:
    leader = program.signed_in()
    before = len(leader.wishes())
    for key, make in ODD.items():
        answer = program.tell(make(CANARY), key)
        assert (key, answer.status_code) == (key, 200)
        assert "<script>alert" not in answer.text
    assert len(leader.wishes()) == before + len(ODD)


@pytest.mark.parametrize(
    ("words", "status"),
    [("", 422), (" \u200b\x00 ", 422), (f"{CANARY} ".ljust(10_000, "a"), 413), (CANARY * 6000, 413)],
    ids=["empty", "nothing to see", "ten thousand characters", "more than a page takes"],
)
def test_what_is_no_wish_or_too_much_is_said_and_keeps_nothing(
    program: Program, words: str, status: int
) -> None:
    leader = program.signed_in()
    before = len(leader.wishes())
    answer = program.tell(words, "a")
    assert answer.status_code == status
    assert "Mottatt" not in answer.text
    assert len(leader.wishes()) == before


def test_a_lost_cookie_and_a_foreign_one_begin_a_talk_of_their_own(program: Program) -> None:
    program.tell(WISH, "a")
    for cookie in (f"__Host-ekko-talk={CANARY}", "__Host-ekko-talk=", ";;=;"):
        answer = program.tell(f"dans, {CANARY}", f"b{cookie}", Cookie=cookie)
        assert (answer.status_code, "Mottatt" in answer.text) == (200, True)
        assert WISH not in unescape(answer.text)


# The disk


def leave_room(program: Program, size: int = resource.RLIM_INFINITY) -> None:
    """Let no file of a running program grow beyond this, as on a disk that is full."""
    resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.mark.parametrize("then", ["freed", "restarted"])
def test_on_a_full_disk_nothing_is_lost_and_nobody_is_told_otherwise(here: House, then: str) -> None:
    with here.running() as program:
        leader = program.signed_in()
        program.tell(f"før disken ble full, {CANARY}", "before")
        before = leader.texts()
        leave_room(program, 1)
        page, piece = program.tell(WISH, "full"), program.tell(WISH, "full", **{"HX-Request": "true"})
        for answer in (page, piece):
            assert (answer.status_code, "er ikke lagret" in answer.text) == (503, True)
            assert "Mottatt" not in answer.text
        assert box(page) == WISH
        assert 'value="full"' in page.text, "sent again, it is the same event"
        assert leader.texts() == before, "reading goes on"
        assert leader.decide(leader.wishes()[0], "approve").status_code == 503
        if then == "freed":
            leave_room(program)
            assert "Mottatt" in program.tell(WISH, "full").text
        else:
            program.kill()
    with here.running() as program:
        assert "Mottatt" in program.tell(WISH, "full").text
        leader = program.signed_in()
        assert leader.texts() == before + Counter([WISH])
        assert program.stop() == 0
    assert is_whole(here)


def is_whole(house: House) -> bool:
    """Let the database look itself through."""
    with closing(sqlite3.connect(house.file)) as db:
        return db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def forget_pages_read(house: House) -> None:
    """Change the database from outside, so that a running program reads its pages from the disk anew.

    A page it read before the damage would else be answered from its memory, and nothing would be met.
    """
    with closing(sqlite3.connect(house.file, timeout=PATIENCE)) as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        db.execute(f"PRAGMA user_version = {version}")


def test_damage_that_is_met_on_the_way_is_an_honest_answer(here: House) -> None:
    with closing(sqlite3.connect(here.file)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'turns'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    with here.running() as program:
        with closing(sqlite3.connect(here.file, timeout=PATIENCE)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        with here.file.open("r+b") as file:
            file.seek((page - 1) * size)
            file.write(b"\xa5" * size)
        forget_pages_read(here)
        answer = program.tell(WISH, "a")
        assert (answer.status_code, "er ikke lagret" in answer.text) == (503, True)
        assert box(answer) == WISH


# The commands


LINES = [
    "vi vil ha gaming".encode(),
    b"kanin \xff\xfe hage",
    ("a" * 10_001).encode(),
    b"",
    b"sjakk \x00 hver dag",
    b"lone \xed\xa0\x80 surrogate",
    ("dans " * 20_000).encode(),
    b"dans",
    "\u202esjakk".encode(),
    f"ring {CANARY} på 46 10 00 77 om band".encode(),
    "på kl".encode()[:2],  # the last line ends in the middle of a letter
]
REFUSED = {1, 2, 5, 6, 10}
KEYS = {"text", "language", "activities", "barriers", "forms", "flags", "suggested", "sure", "masked"}


@pytest.mark.parametrize("options", [(), ("--all",), ("--fast",)], ids=" ".join)
def test_tag_answers_every_line_with_one_in_order(empty: House, options: tuple[str, ...]) -> None:
    done = empty.ask(str(EKKO), "tag", *options, stdin=b"\n".join(LINES))
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.strip("\n").split("\n")]
    assert len(answers) == len(LINES)
    assert {n for n, answer in enumerate(answers) if "refused" in answer} == REFUSED
    assert all(answer.keys() - {"refused", "scores"} == KEYS for answer in answers)
    assert (answers[0]["text"], "gaming" in answers[0]["activities"]) == ("vi vil ha gaming", True)
    assert "dance" in answers[7]["activities"]
    assert answers[9]["masked"] == ["46 10 00 77"]
    assert "46 10 00 77" not in answers[9]["text"]


def test_tag_of_nothing_is_nothing(empty: House) -> None:
    done = empty.ask(str(EKKO), "tag")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_tag_whose_reader_went_away_ends_quietly(empty: House) -> None:
    lines = b"gaming\n" * 5000
    done = empty.ask("sh", "-c", f"{EKKO} tag | head -n 1", stdin=lines)
    assert json.loads(done.stdout)["text"] == "gaming"
    assert done.stderr == ""


def test_invite_says_which_municipalities_and_roles_there_are(here: House) -> None:
    said = here.refused(str(EKKO), "invite", "Annenby", "Kari")
    assert "Annenby" in said
    assert "Eksempelvik" in said
    said = here.refused(str(EKKO), "invite", "Eksempelvik", "Kari", "--role", "boss")
    for role in ROLES:
        assert role in said


def test_invite_makes_a_link_that_signs_in_once(here: House) -> None:
    link = here.ask(str(EKKO), "invite", "eksempelvik", "Kari", "--role", "leader").stdout.strip()
    with here.running() as program:
        path = link[link.index("/in/") :]
        assert Leader(program.web, path).read("/desk/queue")["left"] > 0
        assert program.web.post(path).status_code == 410
