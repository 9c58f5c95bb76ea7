"""`ekko recount`: throws the kept figures away and counts them anew, a few wishes at a time."""

from functools import partial

from rich.console import Console

from bot.opening import open_kept
from bot.recounting import count_some_more
from bot.settings import Settings
from collector.sealing import read_key
from collector.store import counts_anew, rounds
from collector.store.keys import check_key


async def recount(settings: Settings, console: Console) -> None:
    """Count each municipality anew; Ekko may run meanwhile, and what comes in meanwhile is counted once."""
    seal = read_key(settings.key_path)
    store = open_kept(settings, seal)
    try:
        await store.write(lambda tx: check_key(tx, seal))
        places = await store.read(rounds.municipalities)
        for place in places:
            await store.write(partial(counts_anew.again, municipality_id=place.id))
        with console.status("counting"):
            while await count_some_more(store):
                pass
    finally:
        store.close()
    console.print(f"The figures of {len(places)} municipalities are counted anew.", highlight=False)
