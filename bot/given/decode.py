"""Bytes become a clean PNG, in a process that may die of them."""

from __future__ import annotations

import asyncio
import logging
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from bot.given import decoding
from bot.given.mistakes import (
    DecoderDown,
    NotAPicture,
    NotGiven,
    PictureDamaged,
    PictureTooLarge,
    PictureTooSmall,
    called,
)

SECONDS = 20.0  #: by the clock; the process limits its processor time itself
PROGRAM = (sys.executable, "-I", str(Path(decoding.__file__).resolve()))
_log = logging.getLogger(__name__)


async def decoded(data: bytes, link: str) -> bytes:
    """An RGB PNG of at most `decoding.KEPT_SIDE` pixels a side. Raises `NotGiven`, one of its kinds; `DecoderDown`."""
    try:
        child = await asyncio.create_subprocess_exec(*PROGRAM, stdin=PIPE, stdout=PIPE, stderr=PIPE, env={}, cwd="/")
    except OSError as error:
        raise DecoderDown from error
    try:
        async with asyncio.timeout(SECONDS):
            png, word = await child.communicate(data)
    except TimeoutError as error:
        raise PictureDamaged(link=called(link)) from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode == 0:
        return png
    _log.info("a picture was not decoded: status %s, %r", child.returncode, word[-200:])
    raise _mistake(word.decode(errors="replace"), called(link))


def _mistake(word: str, link: str) -> NotGiven:
    if word == "unknown":
        return NotAPicture(link=link)
    if word == "large":
        return PictureTooLarge(link=link, megapixels=decoding.PIXELS // 1_000_000, side=decoding.SIDE)
    if word == "small":
        return PictureTooSmall(link=link, side=decoding.LEAST)
    return PictureDamaged(link=link)
