"""What every request of a person needs: who, where, and refusals in sentences."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.state import Channel, Json, Message, Person
from sandbox.town import Town

TOWN: web.AppKey[Town] = web.AppKey("town", Town)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Refusal(Exception):
    """What the person's own client would not do, in a sentence."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence, self.status = sentence, status


def shown(body: object, status: int = 200) -> web.Response:
    raw = json.dumps(body, ensure_ascii=False).encode()
    return web.Response(body=raw, status=status, content_type="application/json")


def in_sentences(handler: Handler) -> Handler:
    """`Refusal` becomes `{"error": sentence}` with its status."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refusal as refusal:
            return shown({"error": refusal.sentence}, refusal.status)

    return handle


async def body_of(request: web.Request) -> Json:
    """The body as an object. Raises `Refusal`."""
    try:
        body: Any = json.loads(await request.read() or b"{}")
    except ValueError as error:
        raise Refusal("the body is not JSON") from error
    if not isinstance(body, dict):
        raise Refusal("the body is not a JSON object")
    return body


def person_of(request: web.Request, name: str | None = None) -> Person:
    """Raises `Refusal` 404."""
    wanted = name if name is not None else request.match_info["person"]
    person = request.app[TOWN].world.person(wanted)
    if person is None:
        raise Refusal(f"nobody here is called {wanted}", 404)
    return person


def channel_of(request: web.Request, person: Person, channel_id: object) -> Channel:
    """A channel that this person sees. Raises `Refusal` 404 or 403."""
    world = request.app[TOWN].world
    channel = world.channels.get(int(str(channel_id))) if str(channel_id).isdecimal() else None
    if channel is None:
        raise Refusal(f"there is no channel {channel_id}", 404)
    if not world.may_see(person, channel):
        raise Refusal(f"{person.name} does not see this channel", 403)
    return channel


def message_of(request: web.Request, person: Person, message_id: object) -> Message:
    """A message that this person sees. Raises `Refusal` 404."""
    world = request.app[TOWN].world
    wanted = int(str(message_id)) if str(message_id).isdecimal() else 0
    for channel in world.channels.values():
        message = channel.messages.get(wanted)
        if message and world.may_see(person, channel) and message.ephemeral_for in (None, person.id):
            return message
    raise Refusal(f"{person.name} sees no message {message_id}", 404)


def as_seen(town: Town, message: Message, person: Person) -> Json:
    """A message as the person's client has it."""
    name = town.world.people[message.ephemeral_for].name if message.ephemeral_for else None
    return town.payloads.message(message) | {
        "ephemeral_for": name,
        "edited": message.edits,
        "interaction_failed": person.id in message.failed_for,
    }
