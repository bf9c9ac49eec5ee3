"""Commands by keyboard: choosing, filling, sending, watching."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.page.conftest import Stage

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="session")]


async def finals(page: Page, count: int) -> None:
    await expect(page.locator(".message", has_text="(done)")).to_have_count(count)


async def test_imagine_by_keyboard_alone_from_the_slash_to_the_picture(stage: Stage) -> None:
    page = await stage.page()
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("/")
    await expect(page.get_by_role("option", name="/imagine")).to_be_visible()
    await page.keyboard.type("ima")
    await page.keyboard.press("Tab")
    await page.keyboard.type("a fox in the snow")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message", has_text="(31%)")).to_be_visible()
    await expect(page.locator(".message", has_text="(62%)").locator(".picture img:not(.previous)")).to_be_visible()
    await finals(page, 1)
    await expect(page.locator(".message", has_text="%)")).to_have_count(0)
    natural = await page.locator(".message .picture img").evaluate("image => [image.naturalWidth, image.naturalHeight]")
    assert natural == [256, 256]


async def test_a_whole_line_can_be_typed_or_pasted(stage: Stage) -> None:
    page = await stage.page()
    await page.keyboard.type("/imagine prompt: an owl")
    await expect(page.get_by_label("prompt:")).to_have_value("an owl")
    await page.keyboard.press("Escape")
    await page.locator("#composer-text").fill("/imagine a cat on the beach")
    await expect(page.get_by_label("prompt:")).to_have_value("a cat on the beach")
    await page.keyboard.press("Enter")
    await finals(page, 1)


async def test_options_are_added_completed_and_checked(stage: Stage) -> None:
    page = await stage.page()
    await page.keyboard.type("/imagine an apple model:")
    await page.keyboard.type("story")
    await page.get_by_role("option", name="Storybook (small)").wait_for()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Add seed").click()
    await page.keyboard.type("100")
    await page.keyboard.press("Enter")
    await expect(page.locator(".chip.wrong .chip-problem")).to_have_text("At most 99.")
    await page.keyboard.press("Backspace")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message", has_text="model=storybook seed=10 (done)")).to_be_visible()


async def test_a_required_option_is_asked_for_and_escape_leads_out(stage: Stage) -> None:
    page = await stage.page()
    await page.keyboard.type("/imagine ")
    await page.keyboard.press("Enter")
    await expect(page.locator(".chip-problem")).to_have_text("This option is required.")
    await page.keyboard.press("Escape")
    await expect(page.locator("#composer-text")).to_be_focused()


async def test_a_file_is_attached_to_a_command(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "mine.png").write_bytes(b"x" * 1234)
    page = await stage.page()
    await page.keyboard.type("/imagine a tower")
    async with page.expect_file_chooser() as chosen:
        await page.get_by_role("button", name="Add picture_of").click()
        await page.locator(".chip-file").click()
    await (await chosen.value).set_files(tmp_path / "mine.png")
    await expect(page.locator(".chip-file")).to_contain_text("mine.png")
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".message", has_text="mine.png 1234 (done)")).to_be_visible()


DROP = """([name, size]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(size)], name));
  document.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


async def test_a_file_can_be_dropped_anywhere(stage: Stage) -> None:
    page = await stage.page()
    await page.evaluate(DROP, ["lost.png", 10])
    await expect(page.locator(".composer-hint")).to_contain_text("begin with /")
    await page.keyboard.type("/imagine a tower")
    await page.evaluate(DROP, ["dropped.png", 4321])
    await expect(page.locator(".chip-file")).to_contain_text("dropped.png · 4.3 KB")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message", has_text="dropped.png 4321 (done)")).to_be_visible()


async def test_a_prompt_of_the_first_minute_is_one_click(stage: Stage) -> None:
    page = await stage.page()
    assert await page.locator("#welcome .prompt").count() == 8
    await page.get_by_role("button", name="a fox in the snow").click()
    await expect(page.locator(".message", has_text="a fox in the snow").last).to_contain_text("(done)")


async def test_chinese_by_the_browsers_language_and_by_the_switch(stage: Stage) -> None:
    page = await stage.page(locale="zh-CN")
    await expect(page.get_by_role("button", name="一只狐狸在雪地里")).to_be_visible()
    await page.keyboard.type("/ima")
    await expect(page.get_by_role("option", name="/imagine")).to_contain_text("用文字画四张图")
    await page.keyboard.press("Escape")
    await page.locator("#language").select_option("en-US")
    await expect(page.get_by_role("button", name="a fox in the snow")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "en-US")


async def test_a_bot_that_says_nothing_is_named_as_such(stage: Stage) -> None:
    page = await stage.page()
    await page.keyboard.type("/silence ")
    await page.keyboard.press("Enter")
    await expect(page.locator(".ghost")).to_contain_text("Sending command")
    await expect(page.locator(".message")).to_contain_text("The application did not respond")
    await expect(page.locator(".ghost")).to_have_count(0)
    await page.get_by_role("button", name="Dismiss message").click()
    await expect(page.locator(".message")).to_have_count(0)
