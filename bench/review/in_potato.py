"""The same forty in Potato: a click for each tag, and one key to go on.

One rule: it is started for one person, who is signed in already; that saves its hands what Ekko's are saved.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Page, expect

from bench.review.hands import Hands
from bench.review.wishes import TAGS, Judged
from bench.servers import free_port, server

PROGRAM = "potato-annotation/bin/potato"


async def review(page: Page, others: Path, folder: Path, wishes: Sequence[Judged]) -> Hands:
    """Start it, hand it the wishes, and review them all."""
    program, port = others / PROGRAM, free_port()
    if not program.exists():
        raise SystemExit(f"{PROGRAM} is not there")
    task = folder / "potato"
    task.mkdir()
    lines = [{"id": str(n), "text": wish.reading.text} for n, wish in enumerate(wishes)]
    (task / "forty.json").write_text(json.dumps(lines))
    (task / "config.yaml").write_text(json.dumps(config(task)))  # JSON is YAML, too
    command = [str(program), "start", str(task / "config.yaml"), "-p", str(port), "--host", "127.0.0.1"]
    with server([*command, "--debug", "--debug-phase", "annotation"], port, path="/", folder=task):
        await page.goto(f"http://localhost:{port}/")
        return await review_all(page, wishes)


def config(task: Path) -> dict[str, object]:
    """Say what is asked about each."""
    return {
        "annotation_task_name": "forty",
        "task_dir": str(task),
        "output_annotation_dir": str(task / "kept"),
        "data_files": [str(task / "forty.json")],
        "item_properties": {"id_key": "id", "text_key": "text"},
        "user_config": {"allow_all_users": True, "users": []},
        "annotation_schemes": [
            {"annotation_type": "multiselect", "name": "tags", "description": "Tags", "labels": [*TAGS]}
        ],
    }


async def review_all(page: Page, wishes: Sequence[Judged]) -> Hands:
    """Tick what each is about, and go on."""
    about = {" ".join(wish.reading.text.split()): wish.about for wish in wishes}
    text = page.locator("#instance-text, .instance-text").first
    await text.wait_for()
    hands = Hands(page)
    for n in range(len(wishes)):
        words = " ".join((await text.inner_text()).replace("Text to Annotate:", "").split())
        for tag in sorted(about[words]):
            await hands.click(page.locator(f'.annotation-input[value="{tag}"]'))
        if n < len(wishes) - 1:
            await hands.click(page.locator("#next-btn"))
            await expect(text).not_to_contain_text(words, timeout=60_000)
    return hands
