"""Several people, several windows, a lost connection, a narrow window."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from sandbox.app import serve
from sandbox.settings import SandboxSettings
from tests.page.conftest import Stage

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="session")]

MY_ID = "async () => (await (await fetch('/sandbox/world')).json()).people[0].id"
AT_END = """() => {
  const { scrollHeight, scrollTop, clientHeight } = document.querySelector('#scroller');
  return scrollHeight - scrollTop - clientHeight <= 1;
}"""


async def say(page: Page, command: str) -> None:
    await page.locator("#composer-text").focus()
    await page.keyboard.type(f"/{command} ")
    await page.keyboard.press("Enter")


async def test_what_is_for_one_person_is_seen_by_no_other(stage: Stage) -> None:
    ann, bob = await stage.page("ann"), await stage.page("bob")
    await say(ann, "whisper")
    await expect(ann.locator(".message.ephemeral")).to_contain_text("Only you can see this")
    await say(ann, "marked")
    await expect(bob.locator(".message")).to_have_count(1)
    await expect(bob.locator(".message.ephemeral")).to_have_count(0)
    await ann.locator("#person").select_option("bob")
    await expect(ann.locator(".message")).to_have_count(1)
    await ann.locator("#person").select_option("ann")
    await expect(ann.locator(".message")).to_have_count(2)
    await ann.get_by_role("button", name="Dismiss message").click()
    await expect(ann.locator(".message")).to_have_count(1)


async def test_only_admins_see_the_moderators_channel(stage: Stage) -> None:
    page = await stage.page("bob")
    await expect(page.get_by_role("button", name="moderators")).to_have_count(0)
    await page.locator("#person").select_option("cleo")
    await page.get_by_role("button", name="moderators").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("moderators")
    assert "person=cleo" in page.url and "channel=moderators" in page.url


async def test_a_message_elsewhere_marks_its_channel(stage: Stage) -> None:
    page = await stage.page("ann")
    user = await stage.bot.fetch_user(int(await page.evaluate(MY_ID)))
    await user.send("in private")
    direct = page.locator(".channel-link", has_text="Atelier")
    await expect(direct).to_contain_text("unread")
    await direct.click()
    await expect(page.locator(".message")).to_contain_text("in private")
    await expect(direct).not_to_contain_text("unread")


async def test_a_phone_has_no_sideways_scrolling_and_a_drawer(stage: Stage) -> None:
    page = await stage.page("ann", width=360)
    for command in ("marked", "layout", "whisper"):
        await say(page, command)
        await expect(page.locator(".ghost")).to_have_count(0)
    widths = "[document.documentElement.scrollWidth, document.querySelector('#scroller').scrollWidth]"
    assert await page.evaluate(widths) == [360, 360]
    await page.keyboard.type("/imagine ")
    assert await page.evaluate(widths) == [360, 360]
    await page.get_by_role("button", name="Channels and people").click()
    await expect(page.locator(".channel-link[aria-current]")).to_be_focused()
    await page.locator("#person").select_option("bob")
    await page.keyboard.press("Escape")
    await expect(page.locator("#sidebar")).to_be_hidden()


async def test_the_channel_stays_at_its_end_unless_one_has_scrolled_up(stage: Stage) -> None:
    page = await stage.page("ann")
    channel = stage.bot.guilds[0].text_channels[0]
    for number in range(4):
        await channel.send("\n".join(f"line {number}.{line}" for line in range(12)))
    await expect(page.locator(".message")).to_have_count(4)
    await page.wait_for_function(AT_END)
    await page.evaluate("document.querySelector('#scroller').scrollTop = 0")
    await page.wait_for_timeout(100)
    await channel.send("one more")
    await page.get_by_role("button", name="New messages").click()
    await page.wait_for_function(AT_END)


async def test_both_languages_have_the_same_placeholders(stage: Stage) -> None:
    page = await stage.page()
    differing = await page.evaluate("""async () => {
      const { WORDS } = await import('/page/strings.js');
      const names = text => (text.match(/\\{\\w+\\}/g) ?? []).sort().join();
      const [english, chinese] = [WORDS['en-US'], WORDS['zh-CN']];
      return [...new Set([...Object.keys(english), ...Object.keys(chinese)])]
        .filter(key => !english[key] || !chinese[key] || names(english[key]) !== names(chinese[key]));
    }""")
    assert differing == []


async def test_a_sandbox_that_comes_back_is_found_again(stage: Stage) -> None:
    page = await stage.page("ann")
    await stage.bot.close()
    await expect(page.get_by_text("Atelier is offline")).to_be_visible()
    await stage.sandbox.close()
    await expect(page.get_by_text("Connection lost")).to_be_visible()
    port = int(stage.sandbox.address.rsplit(":", 1)[1])
    again = await serve(SandboxSettings(port=port))
    stage.closing.push_async_callback(again.close)
    await expect(page.get_by_text("Connection lost")).to_have_count(0)
    assert all("WebSocket" in one for one in stage.wrong)
    stage.wrong.clear()
