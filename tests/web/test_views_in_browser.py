"""Each page of the desk in a real Chromium: light and dark, for a thumb, on the smallest phone, text large.

One desk is furnished for all of them, and they only look. What changes something is in test_in_browser.py.
"""

import pytest
import pytest_asyncio
from playwright.async_api import Page

from tests.web.conftest import Standing
from tests.web.looking import shuts_nobody_out
from tests.web.test_in_browser import Screen, full_screen

VIEWS = (
    "/desk/summary/glad-elg/mail",
    "/desk/answer",
    "/desk/answer/{approved_id}",
    "/desk/answer/{answered_id}",
    "/desk/answers",
    "/desk/here",
    "/desk/here/new",
    "/desk/here/import",
    "/desk/queue",
    "/desk/queue?show=held",
    "/desk/queue?show=waiting&did=approve&about={wish_id}",
    "/desk/queue?did=taken&about={wish_id}&wish={wish_id}",
    "/desk/queue?order=unsure",
    "/desk/queue/{wish_id}/tags",
    "/desk/queue/{wish_id}/hide",
    "/desk/queue/{wish_id}/split",
    "/desk/queue/{wish_id}/alike",
    "/desk/several",
    "/desk/search",
    "/desk/search?q=spille&state=waiting",
    "/desk/search?q=ord",
    "/desk/search?q=å",
    "/desk/learning",
    "/desk/themes",
    "/desk/tagger",
    "/desk/cases",
    "/desk/cases/{case_id}",
    "/desk/summary",
    "/desk/summary/glad-elg",
    "/desk/stories/glad-elg?tag=band",
    "/desk/living",
    "/desk/living/import",
    "/desk/asking/dance",
    "/desk/notes/{note_id}",
    "/desk/summary/all?first=2026-09-01",
    "/desk/summary/glad-elg/wishes?what=approved",
    "/desk/me",
    "/desk/messages",
    "/desk/municipality",
    "/desk/municipality/telegram",
    "/desk/telegram",
    "/desk/municipality/about",
    "/desk/municipality/law",
    "/desk/municipality/help",
    "/desk/municipality/places?saved=schools&shut=yes",
    "/desk/municipality/times",
    "/desk/municipality/look",
    "/desk/people",
    "/live",
    "/desk/nothing",
    "/nothing",
    "/in/" + "0" * 32,
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(standing: Standing) -> Screen:
    return await full_screen(standing.page, standing.cast, standing.address)


@pytest.mark.parametrize("view", VIEWS)
async def test_no_view_shuts_anybody_out(desk: Screen, looked: Page, view: str) -> None:
    await shuts_nobody_out(looked, lambda: desk.open(view))
