"""`ekko run`: everything ready to look at, on this machine alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from bot.problems import BadRequest
from bot.settings import Settings
from bot.wiring import House, build
from collector.sealing import KeyProblem, make_key

if TYPE_CHECKING:
    from bot.example import Example


async def run_example(settings: Settings, console: Console) -> None:
    """Make what is missing, say where everything is, and serve it."""
    is_new = make_ready(settings)
    try:
        async with build(settings) as house:
            is_new = False  # the key opens what is kept, or is the first one
            await show_example(house, console)
    except KeyProblem:
        if is_new:
            settings.key_path.unlink()  # a lost key is never replaced where something is kept
        raise


def make_ready(settings: Settings) -> bool:
    """Make the folder and the example's key where they are not; tell whether the key is new."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise BadRequest(
            f"The folder {settings.data} cannot be made. Name another one: EKKO_DATA (see .env.example)."
        ) from None
    if settings.key_path.exists():
        return False
    make_key(settings.key_path, example=True)
    return True


async def show_example(house: House, console: Console) -> None:
    """Find or make the example, print where it is, and serve it."""
    # Not at the top: they take seconds, and all that can be refused has been refused by now.
    from bot.example import invite_to_example, make_example
    from bot.serve import serve

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
    """Print the four addresses, each whole on a line of its own however narrow the window is."""
    at, code = house.settings.public_address, example.asked.code
    console.print(f"\nEkko runs, with the example municipality {example.municipality.name}.\n")
    for label, address in (
        ("The chat", f"{at}/c/{code}"),
        ("The leaders' queue (signs you in, once)", f"{at}/in/{token}"),
        ("The summary (after signing in)", f"{at}/desk/summary/{code}"),
        ("Going live", f"{at}/live"),
    ):
        console.print(f"{label}:\n  {address}", highlight=False, markup=False, soft_wrap=True)
    console.print("\nEverything in it is made up. Stop with Ctrl-C; what is kept stays kept.\n")
