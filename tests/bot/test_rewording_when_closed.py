"""One's own words are hers to correct: also when the round is over, but not where nothing may be kept."""

import pytest

from bot.host import Host
from bot.problems import Refused
from collector.store import counts
from collector.store.front import Store
from tests.bot.fields import CODE, say, wishes_kept
from tests.bot.test_rewording import EITHER_WAY, GRAVE, Reword, change, tell, the_wish
from tests.both_engines import store
from tests.web.cast import Cast
from tests.web.conftest import cast

__all__ = ["cast", "store"]


async def close(cast: Cast) -> None:
    """The round's last day is over."""
    at = cast.clock() - 1
    await cast.store.write(lambda tx: tx.run("UPDATE rounds SET closes_at = :at", at=at))


async def shut(store: Store) -> None:
    """The municipality may keep nothing any more."""
    await store.write(lambda tx: tx.run("UPDATE municipalities SET is_open = 0, is_example = 0"))


@EITHER_WAY
async def test_a_wish_of_a_closed_round_is_written_anew_and_counted_and_read_as_any(
    host: Host, store: Store, cast: Cast, reword: Reword
) -> None:
    receipt = await tell(host, "sjakk")
    (old,) = await wishes_kept(store)
    await close(cast)
    await reword(host, receipt, "en dansegruppe")
    (new,) = await wishes_kept(store)
    assert (new.text, new.state, new.round_id) == ("en dansegruppe", "waiting", old.round_id)
    figures = await store.read(lambda tx: counts.figures_of(tx, old.round_id))
    assert figures == await store.read(lambda tx: counts.recount(tx, old.round_id))
    assert (await cast.decide(await cast.sign_in("leader"), new.id, "approve")).status_code == 303


@EITHER_WAY
async def test_new_words_of_somebody_not_ok_reach_the_duty_adult_after_the_last_day_too(
    host: Host, store: Store, cast: Cast, reword: Reword
) -> None:
    receipt = await tell(host, "sjakk")
    await close(cast)
    await reword(host, receipt, GRAVE)
    assert [wish.state for wish in await wishes_kept(store)] == ["case"]


async def test_the_receipt_says_that_the_round_is_closed_and_what_can_still_be_done(
    host: Host, store: Store, cast: Cast
) -> None:
    receipt = await tell(host, "sjakk")
    said = "Runden er stengt, men ønskene er dine."
    assert said not in (await cast.stranger().client.get(f"/r/{receipt}")).text
    await close(cast)
    page = (await cast.stranger().client.get(f"/r/{receipt}")).text
    assert said in page
    for way in ("words", "erase"):
        assert f'action="/r/{receipt}/{way}?lang=nb"' in page


@pytest.mark.parametrize("pieces", [{}, {"hx-request": "true"}])
async def test_whoever_comes_too_late_hears_that_a_receipt_still_works(
    host: Host, cast: Cast, pieces: dict[str, str]
) -> None:
    await close(cast)
    form = {"key": "k", "said": "sjakk"}
    page = await cast.stranger().client.post(f"/c/{CODE}", data=form, headers=pieces)
    assert page.status_code == 410
    assert "Med den kan du fortsatt endre og slette det du skrev." in page.text


async def test_new_words_for_a_wish_that_is_gone_are_no_way_into_a_closed_round(
    host: Host, store: Store, cast: Cast
) -> None:
    receipt = await tell(host, "sjakk")
    wish = await the_wish(store)
    await host.turn(say("noe helt annet", key="b"))
    await close(cast)
    await host.erase_behind(receipt, wish)
    page = await change(cast, receipt, wish, "en dansegruppe")
    assert page.status_code == 410
    assert "en dansegruppe</textarea>" in page.text
    assert "Denne runden er ikke åpen nå." in page.text
    assert all("dans" not in each.text for each in await wishes_kept(store))


@EITHER_WAY
async def test_where_nothing_may_be_kept_no_new_word_is_and_the_old_ones_can_be_erased(
    host: Host, store: Store, cast: Cast, reword: Reword
) -> None:
    receipt = await tell(host, "sjakk")
    await shut(store)
    with pytest.raises(Refused, match=r"refused\.shut"):
        await reword(host, receipt, "en dansegruppe")
    page = await change(cast, receipt, await the_wish(store), GRAVE)
    assert page.status_code == 403
    assert page.text.index('<div class="card-line">') < page.text.index("Ekko er ikke åpnet her")
    shown = (await cast.stranger().client.get(f"/r/{receipt}")).text
    assert "Ønskene dine kan du fortsatt se og slette." in shown
    assert f'action="/r/{receipt}/words' not in shown
    assert [wish.text for wish in await wishes_kept(store)] == ["sjakk"]
    assert await host.erase_behind(receipt, await the_wish(store))
    assert await wishes_kept(store) == []
