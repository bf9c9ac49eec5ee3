"""Pictures from people: whether they can be decoded here, and whether private doors are open."""

from __future__ import annotations

import asyncio
import io

from PIL import Image

from bot.given.decode import decoded
from cli.checks.finding import Finding, fatal, good, warning
from jobs.errors import AtelierError

SUBJECT = "Given pictures"


def check_given(allowed: str) -> list[Finding]:
    """A small picture through the decoding process; `allowed` is the setting of private addresses."""
    probe = io.BytesIO()
    Image.new("RGB", (16, 16)).save(probe, "png")
    try:
        asyncio.run(decoded(probe.getvalue(), "probe.png"))
    except AtelierError as error:
        repair = "let the bot start a Python process with 480 MB of address space (see its log, and ulimit -v)"
        return [fatal(SUBJECT, str(error), repair)]
    if allowed.strip():
        repair = "unset ATELIER_PRIVATE_ADDRESSES_ALLOWED, unless you mean it"
        return [warning(SUBJECT, f"people can make the bot fetch from {allowed}", repair)]
    return [good(SUBJECT, "decoded in a process of their own, from public addresses alone")]
