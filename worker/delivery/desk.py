"""What every delivery works with; built once by the composition root."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from jobs.ledger import Ledger
from jobs.pictures import PictureStore
from messages.discord_form import as_json
from messages.message import Message
from worker.delivery.bot_door import BotDoor
from worker.delivery.letter import Attachment, Letter
from worker.delivery.limiter import Clock, Limiter
from worker.delivery.settings import DeliverySettings
from worker.delivery.webhook_door import WebhookDoor

P = ParamSpec("P")
T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]


def nothing(model: str) -> Collection[str]:
    """Of a model of which nothing is known, nothing is said to be impossible."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The stores, the two doors to Discord, and the time."""

    settings: DeliverySettings
    ledger: Ledger
    pictures: PictureStore
    bot: BotDoor
    webhook: WebhookDoor
    limiter: Limiter
    cannot: Callable[[str], Collection[str]] = nothing  #: what the model of that name has no means for
    clock: Clock = time.time  #: unix seconds
    sleep: Sleep = asyncio.sleep  #: between two tries


def nap_until(stop: asyncio.Event) -> Sleep:
    """A sleep that a stop ends at once, and the sleeping task with it: what it held is taken up by another delivery."""

    async def nap(seconds: float) -> None:
        try:
            await asyncio.wait_for(stop.wait(), seconds)
        except TimeoutError:
            return
        raise asyncio.CancelledError

    return nap


async def aside(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what blocks (Redis, files, encoders) in a thread of the loop's pool."""
    return await asyncio.to_thread(function, *args, **kwargs)


def letter_of(message: Message, pictures: Mapping[str, bytes] | None = None) -> Letter:
    """A rendered message with the bytes of its pictures by key."""
    known = pictures or {}
    payload = {name: value for name, value in as_json(message).items() if name not in ("attachments", "flags")}
    files = tuple(
        Attachment(file.name, file.data if file.data is not None else known[file.key or ""], file.alt[:1024])
        for file in message.files
    )
    return Letter(payload, files)
