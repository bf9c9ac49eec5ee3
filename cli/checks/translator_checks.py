"""The translator of prompts, where the owner named one: asked for one word."""

from __future__ import annotations

from bot.translating import PromptTranslator, Service
from cli.checks.finding import Finding, good, warning
from jobs.prompt.translation import WORDS

PROBE = "狐狸"  #: a fox


async def check_translator(url: str | None, key: str = "", seconds: float = 10.0) -> list[Finding]:
    """Nothing without an address."""
    if not url:
        return []
    found = await PromptTranslator(Service(url=url, key=key, seconds=seconds)).translate([f"{WORDS}{PROBE}"])
    said = found[f"{WORDS}{PROBE}"]
    if said == PROBE:
        repair = "ATELIER_TRANSLATOR is the whole address, with /translate at its end; see docs/operating.md"
        return [warning("Translator", f"{url} does not translate {PROBE}", repair)]
    return [good("Translator", f"{PROBE} is {said}")]
