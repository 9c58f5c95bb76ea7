"""The desk where leaders teach: two municipalities' pages, and a training that is done while one waits."""

from dataclasses import dataclass
from pathlib import Path

from bot.desk_training import train_as_asked
from bot.schooling import School
from bot.settings import Settings
from collector.sealing import Seal
from collector.store.front import Store
from collector.web.app import make_app
from collector.web.show import Pages
from tests.conftest import Clock
from tests.web.cast import Cast, Person, found_place


@dataclass
class AtOnce:
    """Trains in this process, and is done before the page answers."""

    settings: Settings
    school: School
    clock: Clock

    @property
    def models(self) -> Path:
        return self.settings.models

    @property
    def version(self) -> str:
        return self.school.version

    async def begin(self, training_id: str) -> None:
        await train_as_asked(self.settings, lambda models: self.school, training_id, self.clock)


async def open_desk(store: Store, seal: Seal, clock: Clock, pages: Pages, trainer: AtOnce) -> Cast:
    """Everybody at work, where a training may be asked for."""
    app = make_app(store, seal, clock, pages, trainer=trainer)
    here = await found_place(store, "Eksempelvik", "glad-elg", clock())
    return Cast(app, store, seal, clock, here, await found_place(store, "Annendal", "rask-rev", clock()))


async def correct(cast: Cast, person: Person, wish_id: str, *tags: str) -> None:
    """Say anew what a wish is about and approve it, as the page does."""
    cast.clock.now += 1000
    form = {"tag": list(tags), "then": "approve", "seen": await cast.seen(person, wish_id)}
    assert (await person.post(f"/desk/queue/{wish_id}/tags", form)).status_code == 303
    cast.clock.now += 1000


async def look_again(cast: Cast, person: Person, verdict: str = "right") -> None:
    """A whole second look."""
    await person.post("/desk/learning")
    while (wish := (await person.read("/desk/learning"))["wish"]) is not None:
        cast.clock.now += 1000
        await person.post(f"/desk/learning/{wish['id']}", {"verdict": verdict})
