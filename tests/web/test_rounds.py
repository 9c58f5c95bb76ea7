"""The rounds' pages: a round is made in one form, seen before it is made, and stands once somebody wrote."""

from typing import Any

import pytest

from collector import codes
from collector.here import day_of
from collector.logo import PNG, PNG_END
from collector.model import Round
from collector.rounding import A_DAY, Plan
from collector.rounding import draft as draft_of
from collector.store import municipalities, rounds
from tests.web.cast import Cast, Person
from tools.places import ROOT

FORM: dict[str, Any] = {
    "name": "Klubben i høst",
    "round_code": "lur-panda",
    "first_day": "2026-09-21",
    "last_day": "2026-10-25",
    "language": ["nb", "en"],
    "ask": ["age", "where"],
    "question_nb": "Hva savner du på klubben?",
    "question_en": "What do you miss at the club?",
}


async def kept(cast: Cast, code: str = "lur-panda") -> Round | None:
    return await cast.store.read(lambda tx: rounds.find_round(tx, code))


async def make(person: Person, **other: Any) -> Any:
    return await person.post("/desk/rounds/new", FORM | other)


async def test_a_round_is_made_of_one_form(cast: Cast) -> None:
    page = await make(await cast.sign_in("leader"))
    assert page.headers["location"] == "/desk/rounds/lur-panda?did=made"
    made = await kept(cast)
    assert made is not None
    assert (made.name, made.languages, made.asks) == ("Klubben i høst", ("nb", "en"), ("where", "age"))
    assert made.own_words("en").question == "What do you miss at the club?"
    assert made.closes_at is not None
    assert [day_of(made.opens_at), day_of(made.closes_at - 1)] == ["2026-09-21", "2026-10-25"]
    assert made.closes_at - made.opens_at == 35 * A_DAY + A_DAY // 24  # the clocks go back on the last day


async def test_the_form_suggests_a_code_that_no_other_is_like(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    plan = (await leader.read("/desk/rounds/new"))["plan"]
    assert codes.why_not(plan["code"], ["glad-elg", "rask-rev"]) is None
    assert plan["first_day"] == day_of(cast.clock())


async def test_looking_at_a_round_before_it_is_made_keeps_nothing(cast: Cast) -> None:
    page = await (await cast.sign_in("leader")).post("/desk/rounds/look", FORM)
    assert "Hva savner du på klubben?" in page.text
    assert await kept(cast) is None


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("name", " ", "name"),
        ("name", "x" * 81, "name"),
        ("round_code", "7", "code.form"),
        ("round_code", "feit-elg", "code.rude"),
        ("round_code", "glad-elk", "code.alike"),
        ("round_code", "rask-rev", "code.taken"),
        ("first_day", "i morgen", "day"),
        ("last_day", "2026-02-30", "day"),
        ("last_day", "2026-09-20", "order"),
        ("last_day", "2062-10-25", "long"),
        ("first_day", "0001-01-01", "day"),
        ("first_day", "9999-12-31", "day"),
        ("language", [], "languages"),
        ("question_en", "", "question.some"),
        ("question_nb", "x" * 161, "question.long"),
        ("for_whom_nb", "For deg", "for-whom.some"),
    ],
)
@pytest.mark.parametrize("path", ["look", "new"])
async def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    cast: Cast, field: str, typed: Any, why: str, path: str
) -> None:
    leader = await cast.sign_in("leader")
    page = await leader.post(f"/desk/rounds/{path}", FORM | {field: typed})
    assert page.status_code == 422
    assert cast.app.state.pages.texts.say(f"rounds.wrong.{why}", "nb") in page.text
    assert 'value="What do you miss at the club?"' in page.text or field == "question_en"
    assert await kept(cast) is None


async def test_a_new_round_is_offered_in_the_languages_that_the_municipality_chose(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    assert (await leader.read("/desk/rounds/new"))["plan"]["languages"] == ["nb", "nn", "en"]
    here = cast.here.municipality.id
    await cast.store.write(lambda tx: municipalities.put_fact(tx, here, "languages", "nn nb", "", 0))
    assert (await leader.read("/desk/rounds/new"))["plan"]["languages"] == ["nb", "nn"]


async def test_a_round_that_is_over_leaves_room_for_a_code_like_its_own(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    assert (await make(leader, round_code="glad-elk")).status_code == 422
    await leader.post("/desk/rounds/glad-elg/close")
    assert (await make(leader, round_code="glad-elk")).status_code == 303
    assert (await make(leader, round_code="glad-elg")).status_code == 422  # the poster may hang there still


async def test_once_somebody_has_written_the_question_stands_and_the_days_do_not(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    await cast.wish()
    page = await leader.get("/desk/rounds/glad-elg/change")
    assert "Noen har skrevet i denne runden" in page.text
    assert 'name="question_nb"' not in page.text
    changed = FORM | {"seen": "0", "round_code": "lur-panda", "language": ["nb", "nn", "en"]}
    page = await leader.post("/desk/rounds/glad-elg/change", changed)
    assert page.headers["location"] == "/desk/rounds/glad-elg?did=changed"
    stands = await kept(cast, "glad-elg")
    assert stands is not None
    assert (stands.words, stands.asks, stands.name) == ((), ("barriers",), "Klubben i høst")
    assert await kept(cast) is None


async def test_of_two_who_change_a_round_at_once_the_second_sees_both(cast: Cast) -> None:
    one, other = await cast.sign_in("leader"), await cast.sign_in("admin")
    mine = {"seen": "0", "round_code": "glad-elg"}
    assert (await one.post("/desk/rounds/glad-elg/change", FORM | mine)).status_code == 303
    late = await other.post("/desk/rounds/glad-elg/change", FORM | mine | {"name": "Noe helt annet"})
    assert late.status_code == 409
    assert "Noen andre endret runden" in late.text
    assert "Klubben i høst" in late.text
    assert 'value="Noe helt annet"' in late.text
    assert 'name="seen" value="1"' in late.text
    again = FORM | mine | {"name": "Noe helt annet", "seen": "1"}
    assert (await other.post("/desk/rounds/glad-elg/change", again)).status_code == 303


async def test_a_round_that_was_ended_is_not_opened_by_changing_its_name(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    await leader.post("/desk/rounds/glad-elg/close")
    plan = (await leader.read("/desk/rounds/glad-elg/change"))["plan"]
    form = FORM | {"round_code": "glad-elg", "seen": "1"}
    form |= {"first_day": plan["first_day"], "last_day": plan["last_day"]}
    assert (await leader.post("/desk/rounds/glad-elg/change", form)).status_code == 303
    ended = await kept(cast, "glad-elg")
    assert ended is not None
    assert ended.closes_at == cast.clock()


async def test_nothing_hidden_stands_in_a_name_or_a_question(cast: Cast) -> None:
    plan = Plan("Høst\u202e\nen", "lur-panda", "2026-09-21", question={"nb": "Hva\u200b?"}, languages=("nb",))
    made = draft_of(cast.here.municipality, plan, cast.clock())
    assert (made.name, made.own_words("nb").question) == ("Høst en", "Hva?")


async def test_every_code_that_may_be_proposed_is_one_that_is_taken() -> None:
    proposed = [f"{one}-{two}" for one in codes.FIRST for two in codes.SECOND]
    assert [code for code in proposed if codes.why_not(code, [])] == []
    some = codes.propose(["glad-elg"], lambda n: 0)
    assert codes.why_not(some, ["glad-elg"]) is None


async def test_a_poster_comes_as_a_file_and_as_a_picture(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    file = await leader.get("/desk/rounds/glad-elg/poster.pdf", size="a3", paper="en")
    assert file.content.startswith(b"%PDF")
    assert file.headers["content-disposition"] == 'attachment; filename="ekko-gladelg-a3-en.pdf"'
    picture = await leader.get("/desk/rounds/glad-elg/poster.png")
    assert (picture.headers["content-type"], picture.content[1:4]) == ("image/png", b"PNG")
    assert (await leader.get("/desk/rounds/glad-elg/poster.pdf", size="a0")).status_code == 400


async def test_the_municipalitys_logo_stands_on_the_poster(cast: Cast) -> None:
    leader, here = await cast.sign_in("leader"), cast.here.municipality.id

    async def drawn() -> bytes:
        return (await leader.get("/desk/rounds/glad-elg/poster.png")).content

    plain, logo = await drawn(), (ROOT / "docs" / "pictures" / "queue.png").read_bytes()
    await cast.store.write(lambda tx: municipalities.put_logo(tx, here, "image/png", logo, "", 0))
    assert await drawn() != plain
    damaged = PNG + PNG_END
    await cast.store.write(lambda tx: municipalities.put_logo(tx, here, "image/png", damaged, "", 0))
    assert (await drawn()).startswith(PNG)


async def test_a_round_that_is_over_offers_no_posters(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    assert "poster.pdf" in (await leader.get("/desk/rounds/glad-elg")).text
    await leader.post("/desk/rounds/glad-elg/close")
    assert "poster.pdf" not in (await leader.get("/desk/rounds/glad-elg")).text
