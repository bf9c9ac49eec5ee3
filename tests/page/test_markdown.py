"""The markdown of the page, as a function in the browser: text in, tree out."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.page.conftest import Stage

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="session")]

SHORT = """async text => {
  const { parse } = await import('/page/markdown.js');
  const show = node => node.kind === 'text' ? node.text
    : `${node.kind}(${(node.children ?? []).map(show).join('') || (node.text ?? node.id ?? '')})`;
  return parse(text).map(show).join('');
}"""
TIMED = """async text => {
  const { parse } = await import('/page/markdown.js');
  const before = performance.now();
  parse(text);
  return performance.now() - before;
}"""

CASES = {
    "plain": "paragraph(plain)",
    "**a *b* c**": "paragraph(strong(a em(b) c))",
    "***both***": "paragraph(strong(em(both)))",
    "__a__ _b_ ~~c~~ ||d||": "paragraph(under(a) em(b) struck(c) spoiler(d))",
    "snake_case_name": "paragraph(snake_case_name)",
    "2 * 3 * 4": "paragraph(2 * 3 * 4)",
    r"\*\*not\*\* \_this\_": "paragraph(**not** _this_)",
    "`**code**`": "paragraph(code(**code**))",
    "a ```js\nlet x;\n```\nb": "paragraph(a )fence(let x;)paragraph(b)",
    "# head\n-# small\n> said\n- one": "heading(head)subtext(small)quote(said)item(one)",
    "<@5> <@!6> <@&7> <#8>": "paragraph(user(5) user(6) role(7) channel(8))",
    "[a **b**](https://x.org)": "paragraph(link(a strong(b)))",
    "[no](javascript:alert(1))": "paragraph([no](javascript:alert(1)))",
    "see https://x.org/a.": "paragraph(see link(https://x.org/a).)",
    "</imagine:12>": "paragraph(command(imagine))",
    "**open": "paragraph(**open)",
    "**两只** _狐狸_": "paragraph(strong(两只) em(狐狸))",
}


async def parsed(page: Page, text: str) -> str:
    return str(await page.evaluate(SHORT, text))


async def test_the_marks_that_messages_use(stage: Stage) -> None:
    page = await stage.page()
    found = {text: await parsed(page, text) for text in CASES}
    assert found == CASES


async def test_no_text_takes_long(stage: Stage) -> None:
    page = await stage.page()
    bricks = (
        "*",
        "_",
        "`",
        "|",
        "~",
        "[",
        "(",
        "<@",
        "**a",
        "__a",
        "`a",
        "[a](",
        "||a ",
        "\\",
        "> ",
        "https://",
        "*_",
        "<t:",
    )
    slow = {brick: took for brick in bricks if (took := await page.evaluate(TIMED, (brick * 4000)[:4000])) > 400}
    assert slow == {}
