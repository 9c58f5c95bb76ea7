"""The same forty in Label Studio: as it comes, and with Ekko's tags handed to it beforehand.

One rule: the quickest hand that its page allows: a click for each tag that must change, Ctrl+Enter to go on.
"""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.request import Request, urlopen

from playwright.async_api import Page, expect

from bench.review.hands import Hands
from bench.review.wishes import TAGS, Judged
from bench.servers import free_port, server

PROGRAM = "label-studio/bin/label-studio"
MAIL = "robot@example.org"
TEXT = ".lsf-richtext, .htx-richtext"
CONFIG = """<View><Text name="text" value="$text"/>
<Choices name="tags" toName="text" choice="multiple" showInline="true">{choices}</Choices></View>"""


async def review(page: Page, others: Path, folder: Path, wishes: Sequence[Judged], *, given: bool) -> Hands:
    """Start it, hand it the wishes, and review them all."""
    program, port = others / PROGRAM, free_port()
    if not program.exists():
        raise SystemExit(f"{PROGRAM} is not there")
    password, token = token_hex(8), token_hex(20)
    named = ["--username", MAIL, "--password", password, "--user-token", token]
    command = [str(program), "start", "--no-browser", "--internal-host", "127.0.0.1", "-p", str(port), *named]
    data = folder / f"label-studio-{given}"
    data.mkdir()
    quiet = {"COLLECT_ANALYTICS": "false", "LATEST_VERSION_CHECK": "0"}
    env = {
        "LABEL_STUDIO_BASE_DATA_DIR": str(data),
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        **quiet,
    }
    with server(command, port, env):
        address = f"http://localhost:{port}"
        ask = partial(_ask, address, token)
        choices = "".join(f'<Choice value="{tag}"/>' for tag in TAGS)
        project = ask("/api/projects/", {"title": "Forty", "label_config": CONFIG.format(choices=choices)})[
            "id"
        ]
        ask(f"/api/projects/{project}/import", [as_task(wish, given=given) for wish in wishes])
        await sign_in(page, address, password)
        await page.goto(f"{address}/projects/{project}/data?labeling=1")
        return await review_all(page, wishes)


review_bare = partial(review, given=False)
review_given = partial(review, given=True)


async def sign_in(page: Page, address: str, password: str) -> None:
    """Sign in."""
    await page.goto(f"{address}/user/login")
    await page.fill("[name=email]", MAIL)
    await page.fill("[name=password]", password)
    await page.click("button[type=submit]")
    await page.wait_for_load_state()


async def review_all(page: Page, wishes: Sequence[Judged]) -> Hands:
    """Tick what each is about, and send it."""
    about = {" ".join(wish.reading.text.split()): wish.about for wish in wishes}
    await page.locator(".ant-checkbox-input").first.wait_for(timeout=60_000)
    hands = Hands(page)
    for n in range(len(wishes)):
        words = " ".join((await page.locator(TEXT).first.inner_text()).split())
        ticked = page.locator(".ant-checkbox-input:checked")
        stands = {await each.get_attribute("name") or "" for each in await ticked.all()}
        for tag in sorted(stands ^ about[words]):
            await hands.click(page.locator(f'.ant-checkbox-input[name="{tag}"]'))
        async with page.expect_response(lambda answer: "/annotations" in answer.url):
            await hands.press("Control+Enter")
        if n < len(wishes) - 1:
            await expect(page.locator(TEXT).first).not_to_have_text(words, timeout=60_000)
    return hands


def as_task(wish: Judged, *, given: bool) -> dict[str, Any]:
    """Make a task of a wish, with what Ekko says of it or bare."""
    task: dict[str, Any] = {"data": {"text": wish.reading.text}}
    if given:
        value = {"choices": sorted(wish.given)}
        said = {"from_name": "tags", "to_name": "text", "type": "choices", "value": value}
        task["predictions"] = [{"model_version": "ekko", "result": [said] if wish.given else []}]
    return task


def _ask(address: str, token: str, path: str, data: object) -> Any:
    headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
    with urlopen(Request(address + path, json.dumps(data).encode(), headers)) as answer:  # noqa: S310  our own
        return json.load(answer)
