"""Prompts in another language, by a service that speaks LibreTranslate's protocol; only where the owner named one.

    POST URL  {"q": TEXT, "source": "auto", "target": "en", "format": "text"}  ->  {"translatedText": TEXT}

https://docs.libretranslate.com/guides/api_usage/
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass

import aiohttp

from bot.settings import BotSettings
from jobs.prompt.translation import WORDS

_log = logging.getLogger(__name__)
LARGEST = 64 * 1024  #: bytes of an answer
AT_ONCE = 4  #: requests


@dataclass(frozen=True, kw_only=True)
class Service:
    """Where it is, and how long all texts of one prompt may take."""

    url: str
    key: str = ""
    seconds: float = 10.0


class PromptTranslator:
    """What it cannot translate in time is left as it is, and painted so."""

    def __init__(self, service: Service, target: str = "en") -> None:
        self._service, self._target = service, target

    async def translate(self, sources: Iterable[str]) -> dict[str, str]:
        """For each `words:TEXT` its translation, or the text itself."""
        texts = {source: source.removeprefix(WORDS) for source in sources}
        try:
            async with asyncio.timeout(self._service.seconds), aiohttp.ClientSession() as session:
                turn = asyncio.Semaphore(AT_ONCE)
                found = await asyncio.gather(*(self._one(session, turn, text) for text in texts.values()))
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            _log.warning("the translator %s does not answer: %r", self._service.url, error)
            return texts
        return dict(zip(texts, found, strict=True))

    async def _one(self, session: aiohttp.ClientSession, turn: asyncio.Semaphore, text: str) -> str:
        """Raises `ValueError` for an answer that is none."""
        body = {"q": text, "source": "auto", "target": self._target, "format": "text"}
        body |= {"api_key": self._service.key} if self._service.key else {}
        async with turn, session.post(self._service.url, json=body, allow_redirects=False) as answer:
            raw = await answer.content.read(LARGEST + 1)
            if answer.status != 200 or len(raw) > LARGEST or not answer.content.at_eof():
                raise ValueError(f"status {answer.status}, {len(raw)} bytes")
        said = json.loads(raw)
        told = said.get("translatedText") if isinstance(said, dict) else None
        if not isinstance(told, str):
            raise ValueError("no translatedText in the answer")
        return told or text


def translator_of(settings: BotSettings) -> PromptTranslator | None:
    """None where the owner named no service."""
    if settings.translator is None:
        return None
    key = settings.translator_key.get_secret_value() if settings.translator_key else ""
    return PromptTranslator(Service(url=settings.translator, key=key, seconds=settings.translator_seconds))
