"""A municipality with its round. It imports little: processes that a test starts and kills import it too."""

from dataclasses import dataclass

from collector.ids import new_id
from collector.model import Municipality, Round
from collector.store import rounds
from collector.store.front import Store, Tx


@dataclass
class Place:
    """A municipality with one round."""

    municipality: Municipality
    asked: Round


async def found_place(store: Store, name: str, code: str, now: int) -> Place:
    """Make a municipality and its round."""
    municipality = Municipality(new_id(now), name, is_example=True, is_open=False)
    asked = Round(new_id(now), municipality, code, f"Hva ønsker du i {name}?", now, None)

    def work(tx: Tx) -> None:
        rounds.add_municipality(tx, municipality, now)
        rounds.add_round(tx, asked, now)

    await store.write(work)
    return Place(municipality, asked)
