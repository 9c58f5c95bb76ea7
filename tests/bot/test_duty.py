"""`ekko duty`: who is told, said plainly, and only changed where it was asked for."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.duty import show_or_change
from bot.example import ON_DUTY, _add
from bot.host import Host
from bot.problems import BadRequest
from bot.serve import carriers, who_is_not_told
from bot.settings import Settings
from bot.wiring import House
from collector.model import Round
from collector.sealing import make_key, read_key
from collector.store import duty, rounds
from collector.store.front import Store, Tx
from collector.store.keys import check_key
from collector.store.opening import open_store
from collector.texts import Catalogue
from nlp.reader import Reader

PLACE = "Eksempelvik"


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    """An Ekko with the example municipality's own rows and nobody on duty."""
    settings = Settings(_env_file=None, data=tmp_path / "data", key_file=tmp_path / "key")  # type: ignore[call-arg]
    settings.data.mkdir()
    make_key(settings.key_path, example=True)
    store = open_store(settings.database_url)

    def begin(tx: Tx) -> None:
        check_key(tx, read_key(settings.key_path))
        _add(tx)
        tx.run("DELETE FROM duty_people")

    await store.write(begin)
    store.close()
    return settings


async def said(settings: Settings, adult: str | None = None, deputy: str | None = None) -> str:
    out = StringIO()
    await show_or_change(settings, PLACE.upper(), adult, deputy, Console(file=out))
    return out.getvalue()


async def test_without_options_it_says_who_has_duty_and_that_nobody_has(settings: Settings) -> None:
    told = await said(settings)
    assert "The adult on duty: nobody" in told
    assert "The deputy: nobody" in told
    assert "Nobody gets a mail when a case comes in" in told
    assert "EKKO_MAIL_SERVER is not set" in told


async def test_each_place_is_filled_changed_and_emptied_by_itself(settings: Settings) -> None:
    await said(settings, adult="Kari Vakt <kari@example.org>")
    told = await said(settings, deputy="Ola Vara <ola@example.org>")
    assert "The adult on duty: Kari Vakt <kari@example.org>" in told
    assert "The deputy: Ola Vara <ola@example.org>" in told
    assert "Nobody gets a mail when" not in told
    assert "The adult on duty: Ny Vakt <ny@example.org>" in await said(
        settings, adult="Ny Vakt <ny@example.org>"
    )
    told = await said(settings, deputy="")
    assert ("The deputy: nobody" in told, "Ny Vakt" in told) == (True, True)


@pytest.mark.parametrize(
    "written",
    [
        "kari@example.org",
        "Kari Vakt",
        "Kari <kari>",
        "Kari <kari@example>",
        "Kari <kari@exa mple.org>",
        "Kari <kari@example.org>, Ola <ola@example.org>",
        "Kari\nBcc: all <kari@example.org>",
        "Kari <kari@example.org\r\nBcc: ola@example.org>",
        "Kari <ka..ri@example.org>",
        "<kari@example.org>",
    ],
)
async def test_a_bad_address_is_refused_in_a_sentence_and_changes_nothing(
    settings: Settings, written: str
) -> None:
    await said(settings, adult="Kari Vakt <kari@example.org>")
    with pytest.raises(BadRequest, match="Write it like this") as refused:
        await said(settings, adult=written, deputy="Ola Vara <ola@example.org>")
    assert "ola@" not in str(refused.value)
    told = await said(settings)
    assert ("Kari Vakt <kari@example.org>" in told, "The deputy: nobody" in told) == (True, True)


async def test_a_municipality_that_is_not_there_is_named(settings: Settings) -> None:
    with pytest.raises(BadRequest, match="No municipality is called «Annendal»"):
        await show_or_change(settings, "Annendal", None, None, Console(file=StringIO()))


async def test_the_example_has_made_up_people_at_addresses_that_are_nobodys(store: Store) -> None:
    example = await store.write(_add)
    people = await store.read(lambda tx: duty.people_on_duty(tx, example.municipality.id))
    assert [(row["place"], row["name"], row["mail"]) for row in people] == [
        (place, *person) for place, person in ON_DUTY.items()
    ]
    assert all(row["mail"].endswith("@example.org") for row in people)


def house(host: Host, texts: Catalogue, reader: Reader, mail_server: str = "") -> House:
    settings = Settings(_env_file=None, mail_server=mail_server, mail_tls="starttls")  # type: ignore[call-arg]
    return House(settings, host.store, host.seal, texts, reader, host)


GOES_ON = [
    *("keep_clearing", "keep_reading_again", "keep_routing", "keep_counting"),
    *("keep_indexing", "keep_fresh", "keep_telling"),
]
"""What goes on by itself in every Ekko."""


async def test_without_a_mail_server_no_carrier_begins_and_the_start_says_so(
    host: Host, asked: Round, texts: Catalogue, reader: Reader
) -> None:
    here = house(host, texts, reader)
    begun = carriers(here)
    for each in begun:
        each.close()
    assert [each.__qualname__ for each in begun] == GOES_ON
    (sentence,) = await host.store.read(lambda tx: who_is_not_told(tx, here))
    assert "EKKO_MAIL_SERVER is not set" in sentence


async def test_with_a_mail_server_the_carrier_begins_and_who_is_missing_is_said(
    host: Host, asked: Round, texts: Catalogue, reader: Reader
) -> None:
    here = house(host, texts, reader, "mail.example.org:587")
    begun = carriers(here)
    for each in begun:
        each.close()
    assert [each.__qualname__ for each in begun] == [*GOES_ON, "Alerting.run", "Mailings.run"]
    (sentence,) = await host.store.read(lambda tx: who_is_not_told(tx, here))
    assert "Nobody in Eksempelvik gets a mail" in sentence

    def name_somebody(tx: Tx) -> None:
        (place,) = rounds.municipalities(tx)
        duty.put_person(tx, place.id, 1, "Vakt", "vakt@example.org", 1)

    await host.store.write(name_somebody)
    assert await host.store.read(lambda tx: who_is_not_told(tx, here)) == []
