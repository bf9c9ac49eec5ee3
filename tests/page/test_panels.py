"""The real bot in front of a browser: the form of a remix, the question before many jobs, the panel of a region."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, cast

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from messages.discord_address import SEAMS
from tests.page.conftest import Stage
from tests.stories.commands.conftest import Street
from tests.stories.conftest import open_town
from tests.stories.people import Person
from tests.stories.post_office import HandPainter, delivering, encoded, plain, settings_for

pytestmark = [pytest.mark.page, pytest.mark.redis, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def lane(
    chromium: Browser, redis_server: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Street, Stage]]:
    """The street of the stories, with windows in it."""
    folder: Path = tmp_path_factory.mktemp("lane")
    async with AsyncExitStack() as closing:
        for owner, name in SEAMS:
            closing.callback(setattr, owner, name, getattr(owner, name))
        town = await closing.enter_async_context(open_town(redis_server, folder))
        await town.start_bot()
        await closing.enter_async_context(delivering(town.shared, settings_for(town.sandbox.address)))
        stage = Stage(town.sandbox, cast(Any, None), chromium, closing)
        yield Street(town, HandPainter(town.connection, town.shared)), stage
        assert stage.wrong == []


async def window(lane: tuple[Street, Stage], locale: str = "en-US", **preferences: Any) -> tuple[Person, Page]:
    """Somebody new, and their browser."""
    street, stage = lane
    person = await street.town.newcomer(locale)
    if preferences:
        street.town.desk.preferences.change(person.id, **preferences)
    return person, await stage.page(person.name, locale=locale)


def message_with(page: Page, button: str) -> Locator:
    """The last message with such a button."""
    return page.locator(".message").filter(has=page.get_by_role("button", name=button, exact=True)).last


@pytest.mark.parametrize(
    ("locale", "title", "prompt", "submit"),
    [("en-US", "Remix", "Prompt", "Submit"), ("zh-CN", "重混（Remix）", "提示词", "提交")],
)
async def test_a_remix_is_written_in_a_form(
    lane: tuple[Street, Stage], locale: str, title: str, prompt: str, submit: str
) -> None:
    person, page = await window(lane, locale, remix=True)
    await lane[0].painted(person, "a fox in the snow")
    button = message_with(page, "V2").get_by_role("button", name="V2")
    await button.click()
    dialog = page.get_by_role("dialog", name=title)
    await expect(dialog.get_by_label(prompt)).to_have_value("a fox in the snow")
    # If it is left, nothing happens
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    assert lane[0].town.desk.ledger.open_jobs(person.id) == []
    # If another prompt is sent, its job is echoed, and the button is green
    await button.click()
    await dialog.get_by_label(prompt).fill(f"a wolf in {locale}")
    await dialog.get_by_role("button", name=submit).click()
    await expect(dialog).to_have_count(0)
    await expect(page.locator(".message", has_text=f"a wolf in {locale}").first).to_be_visible()
    (job,) = lane[0].town.desk.ledger.open_jobs(person.id)
    assert job.remix and job.request.text == f"a wolf in {locale}"


async def test_many_jobs_are_confirmed(lane: tuple[Street, Stage]) -> None:
    person, page = await window(lane)
    await page.keyboard.type("/imagine a {red, green, blue} fox --repeat 2")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Yes, make 6").click()
    await expect(page.locator(".message.ephemeral", has_text="I am making 6 jobs")).to_be_visible()
    await expect(page.locator(".message", has_text="a blue fox").first).to_be_visible()
    await lane[0].town.until(lambda: len(lane[0].town.desk.ledger.open_jobs(person.id)) == 6)


@pytest.mark.parametrize(
    ("locale", "region", "submit", "prompt"),
    [("en-US", "Vary (Region)", "Submit", "Prompt"), ("zh-CN", "变体（局部）", "提交", "提示词")],
)
async def test_a_region_is_chosen_under_numbers(
    lane: tuple[Street, Stage], locale: str, region: str, submit: str, prompt: str
) -> None:
    person, page = await window(lane, locale)
    await lane[0].painted(person, "a fox in the snow")
    await message_with(page, "U1").get_by_role("button", name="U1").click()
    await message_with(page, region).get_by_role("button", name=region).click()
    panel = message_with(page, "16")
    await expect(panel.locator(".picture img").first).to_be_visible()
    send = panel.get_by_role("button", name=submit, exact=True)
    await expect(send).to_be_disabled()
    await panel.get_by_role("button", name="6", exact=True).click()
    await expect(send).to_be_enabled()
    await send.click()
    dialog = page.get_by_role("dialog", name=region)
    await dialog.get_by_label(prompt).fill(f"an owl in {locale}")
    await dialog.get_by_role("button", name=submit).click()
    await expect(page.locator(".message", has_text=f"an owl in {locale}").first).to_be_visible()
    (job,) = [job for job in lane[0].town.desk.ledger.open_jobs(person.id) if job.request.mask]
    assert job.request.verb.value == "region"


async def test_a_mask_is_uploaded_in_a_form(lane: tuple[Street, Stage], tmp_path: Path) -> None:
    (tmp_path / "mask.png").write_bytes(encoded(plain(64, 5), "png"))
    person, page = await window(lane)
    await lane[0].painted(person, "a fox in the snow")
    await message_with(page, "U1").get_by_role("button", name="U1").click()
    await message_with(page, "Vary (Region)").get_by_role("button", name="Vary (Region)").click()
    panel = message_with(page, "16")
    await panel.get_by_role("button", name="Upload a mask").click()
    dialog = page.get_by_role("dialog", name="Upload a mask")
    await dialog.get_by_label("Mask").set_input_files(tmp_path / "mask.png")
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog).to_have_count(0)
    await expect(panel.get_by_role("button", name="Submit", exact=True)).to_be_enabled()
