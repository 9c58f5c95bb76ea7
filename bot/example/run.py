"""`ekko run`: everything ready to look at, on this machine alone."""

from rich.console import Console
from rich.table import Table

from bot.example import Example, invite_to_example, make_example
from bot.problems import BadRequest
from bot.serve import serve
from bot.settings import Settings
from bot.wiring import House, build
from collector.sealing import make_key


async def run_example(settings: Settings, console: Console) -> None:
    """Make what is missing, say where everything is, and serve it."""
    settings.data.mkdir(parents=True, exist_ok=True)
    if not settings.key_path.exists():
        make_key(settings.key_path, example=True)
    async with build(settings) as house:
        with console.status("Looking for the example municipality …"):
            example = await make_example(house)
        if example is None:
            raise BadRequest(
                "This database holds a real municipality, so no example is put into it. "
                "Start it with `ekko serve`, or point EKKO_DATA to an empty folder to try the example."
            )
        token = await invite_to_example(house, example)
        await serve(house, lambda: tell(house, example, token, console))


def tell(house: House, example: Example, token: str, console: Console) -> None:
    """Print the four addresses."""
    at, code = house.settings.public_address, example.asked.code
    table = Table.grid(padding=(0, 2))
    table.add_row("The chat", f"{at}/c/{code}")
    table.add_row("The leaders' queue", f"{at}/in/{token}   (signs you in, once)")
    table.add_row("The summary", f"{at}/desk/summary/{code}   (after signing in)")
    table.add_row("Going live", f"{at}/live")
    console.print(f"\nEkko runs, with the example municipality {example.municipality.name}.\n")
    console.print(table, soft_wrap=True, highlight=False)
    console.print("\nEverything in it is made up. Stop with Ctrl-C; what is kept stays kept.\n")
