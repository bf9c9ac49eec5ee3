"""What messages show and what can be done with them."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.page.conftest import Stage

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="session")]


async def say(page: Page, command: str) -> None:
    await page.keyboard.type(f"/{command} ")
    await page.keyboard.press("Enter")


async def a_grid(page: Page) -> None:
    await page.keyboard.type("/imagine a penguin")
    await page.keyboard.press("Enter")
    await page.locator(".message", has_text="(done)").wait_for()


async def test_a_button_is_pressed_and_a_silent_one_is_told(stage: Stage) -> None:
    page = await stage.page()
    await a_grid(page)
    await page.get_by_role("button", name="U1").press("Enter")
    await expect(page.locator(".message", has_text="Image #1 for")).to_be_visible()
    await page.get_by_role("button", name="🔄").click()
    await expect(page.get_by_role("button", name="🔄")).to_have_attribute("aria-busy", "true")
    await expect(page.locator(".failure")).to_have_text("This interaction failed")
    await expect(page.get_by_role("button", name="🔄")).to_be_focused()


async def test_a_select_is_chosen_by_keyboard(stage: Stage) -> None:
    page = await stage.page()
    await a_grid(page)
    await page.locator("button.select").focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.ephemeral")).to_contain_text("mode Relax")


async def test_a_modal_is_checked_filled_and_sent(stage: Stage) -> None:
    page = await stage.page()
    await a_grid(page)
    await page.get_by_role("button", name="V1").click()
    dialog = page.get_by_role("dialog", name="Remix")
    await expect(dialog.get_by_label("Prompt")).to_be_focused()
    await dialog.get_by_label("Prompt").fill("x")
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog.locator(".field-problem").first).to_have_text("At least 3 characters.")
    await expect(dialog.locator(".field-problem").last).to_have_text("This option is required.")
    await dialog.get_by_label("Prompt").fill("a red fox")
    await dialog.get_by_label("Mode").click()
    await dialog.get_by_role("option", name="Relax").click()
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog).to_have_count(0)
    await expect(page.locator(".message", has_text="remixed: a red fox / Relax")).to_be_visible()


async def test_text_of_people_stays_text(stage: Stage) -> None:
    page = await stage.page()
    await say(page, "marked")
    message = page.locator(".message")
    await expect(message.locator(".markdown")).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(message.locator(".markdown img")).to_have_count(0)
    await expect(message.locator("strong")).to_have_text("bold")
    await expect(message.locator("em")).to_have_text("em")
    assert await message.locator(".markdown a").evaluate_all("links => links.map(link => link.href)") == [
        "https://example.org/"
    ]
    await message.get_by_role("button", name="Show spoiler").press("Enter")
    await expect(message.get_by_role("button", name="Show spoiler")).to_have_count(0)


async def test_layout_components_have_their_places(stage: Stage) -> None:
    page = await stage.page()
    await say(page, "layout")
    container = page.locator(".message .container")
    await expect(container.get_by_role("heading", name="Settings")).to_be_visible()
    await expect(container.locator("hr")).to_have_count(1)
    await expect(container.locator(".section .accessory").get_by_role("button", name="Change")).to_be_visible()


async def test_the_menu_of_a_message_reacts_and_runs_its_commands(stage: Stage) -> None:
    page = await stage.page()
    await a_grid(page)
    await page.locator(".message .markdown").click(button="right")
    await page.get_by_role("menuitem", name="React with ✉️").press("Enter")
    await expect(page.locator(".reaction")).to_have_text("✉️1")
    await page.locator(".reaction").click()
    await expect(page.locator(".reaction")).to_have_count(0)
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Show details").click()
    await expect(page.locator(".message.ephemeral")).to_contain_text("details of")


async def test_a_picture_opens_large_and_can_be_saved(stage: Stage) -> None:
    page = await stage.page()
    await a_grid(page)
    await page.get_by_role("button", name="Enlarge grid.png").press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("256 × 256")
    async with page.expect_download() as download:
        await page.get_by_role("dialog").get_by_role("link", name="Download grid.png").click()
    assert (await download.value).suggested_filename == "grid.png"
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_deferred_answer_thinks_first_and_then_shows_its_card(stage: Stage) -> None:
    page = await stage.page()
    await say(page, "later")
    await expect(page.locator(".message:not(.ghost)")).to_contain_text("Atelier is thinking")
    card = page.locator(".message .embed")
    await expect(card.locator(".embed-title")).to_have_text("Fleet")
    await expect(card.locator("dt")).to_have_text("gpu")
    await expect(page.get_by_role("link", name="Web")).to_have_attribute("rel", "noopener noreferrer")
    await expect(page.locator(".message")).to_have_count(1)


async def test_a_reply_leads_to_what_it_answers(stage: Stage) -> None:
    page = await stage.page()
    channel = stage.bot.guilds[0].text_channels[0]
    first = await channel.send("the **first** word")
    await first.reply("the second")
    await page.get_by_role("button", name="Reply to Atelier").click()
    await expect(page.locator(".message.marked")).to_contain_text("the first word")
    await first.delete()
    await expect(page.locator(".message")).to_have_count(1)
