"""What a person sees: the world, commands, messages, forms, their interactions, and what happens now."""

from __future__ import annotations

import asyncio
import json

from aiohttp import WSMsgType, web

from sandbox.gateway import Gateway
from sandbox.person.ask import TOWN, Refusal, as_seen, channel_of, person_of, shown
from sandbox.state import DM, Event, Json, Person
from sandbox.town import Town, as_open

GATEWAY: web.AppKey[Gateway] = web.AppKey("gateway", Gateway)


class Listeners(set[web.WebSocketResponse]):
    """The open websockets of people."""


LISTENERS: web.AppKey[Listeners] = web.AppKey("listeners", Listeners)
FORWARDED = {
    "message_create", "message_update", "message_delete", "message_reactions", "modal", "interaction_failed",
    "interaction_acknowledged", "bot_online", "typing",
}  # fmt: skip


async def world(request: web.Request) -> web.Response:
    town, there = request.app[TOWN], request.app[TOWN].world
    people = [card(one) for one in there.people.values() if not one.bot]
    channels = [
        {"id": str(one.id), "name": one.name, "type": one.type, "admins_only": one.admins_only}
        for one in there.channels.values() if one.type != DM
    ]  # fmt: skip
    return shown({
        "guild": {"id": str(there.guild_id), "name": town.settings.guild},
        "channels": channels,
        "people": people,
        "bot": {"id": str(there.bot.id), "name": there.bot.name, "online": request.app[GATEWAY].sessions.online},
        "deadline_s": town.settings.deadline_s,
        "upload_limit": town.settings.upload_limit,
        "now": town.clock.now(),
    })  # fmt: skip


def card(person: Person) -> Json:
    return {
        "name": person.name,
        "id": str(person.id),
        "display_name": person.display_name,
        "admin": person.admin,
        "avatar_colour": f"#{person.colour:06x}",
        "dm_channel_id": str(person.dm_channel_id),
    }


async def commands(request: web.Request) -> web.Response:
    town, person = request.app[TOWN], person_of(request, request.query.get("person", ""))
    channel = channel_of(request, person, request.query.get("channel"))
    return shown(town.commands.visible(person, channel, town.world.guild_id))


async def messages(request: web.Request) -> web.Response:
    town, person = request.app[TOWN], person_of(request)
    channel = channel_of(request, person, request.match_info["channel"])
    limit = request.query.get("limit", "50")
    if not limit.isdecimal() or not 1 <= int(limit) <= 1000:
        raise Refusal("limit is a number from 1 to 1000")
    seen = [one for one in channel.messages.values() if one.ephemeral_for in (None, person.id)]
    return shown([as_seen(town, one, person) for one in seen[-int(limit):]])  # fmt: skip


async def modals(request: web.Request) -> web.Response:
    town, person = request.app[TOWN], person_of(request)
    oldest = town.clock.now() - town.settings.token_lifetime_s
    for number in [number for number, form in town.forms.items() if form.interaction.sent_at < oldest]:
        del town.forms[number]
    return shown([as_open(number, form) for number, form in town.forms.items() if form.interaction.person is person])


async def interaction(request: web.Request) -> web.Response:
    town, person, wanted = request.app[TOWN], person_of(request), request.match_info["interaction"]
    found = town.interactions.by_id.get(int(wanted)) if wanted.isdecimal() else None
    if found is None or found.person is not person:
        raise Refusal(f"{person.name} has no interaction {wanted}", 404)
    return shown({
        "state": found.state,
        "sent_at": found.sent_at,
        "acknowledged_at": found.acknowledged_at,
        "callback_type": found.callback_type,
        "message_id": str(found.original.id) if found.original else None,
    })  # fmt: skip


async def events(request: web.Request) -> web.WebSocketResponse:
    """A websocket with one JSON object per message."""
    town, person = request.app[TOWN], person_of(request)
    socket = web.WebSocketResponse(heartbeat=30)
    await socket.prepare(request)
    waiting: asyncio.Queue[Json] = asyncio.Queue()

    def hear(event: Event) -> None:
        if event.type in FORWARDED and _concerns(town, event, person):
            waiting.put_nowait(_told(town, event, person))

    town.world.listeners.append(hear)
    request.app[LISTENERS].add(socket)
    writer = asyncio.create_task(_write(socket, waiting))
    try:
        async for frame in socket:
            if frame.type is WSMsgType.ERROR:
                break
    finally:
        writer.cancel()
        town.world.listeners.remove(hear)
        request.app[LISTENERS].discard(socket)
    return socket


async def _write(socket: web.WebSocketResponse, waiting: asyncio.Queue[Json]) -> None:
    while not socket.closed:
        await socket.send_str(json.dumps(await waiting.get(), ensure_ascii=False))


def _concerns(town: Town, event: Event, person: Person) -> bool:
    channel = town.world.channels.get(event.channel_id)
    if channel and not town.world.may_see(person, channel):
        return False
    return event.only in (None, person.id)


def _told(town: Town, event: Event, person: Person) -> Json:
    told: Json = {**event.extra, "type": "message_update" if event.type == "message_reactions" else event.type}
    if event.channel_id:
        told["channel_id"] = str(event.channel_id)
    if event.type == "message_delete" and event.message:
        told["message_id"] = str(event.message.id)
    elif event.message:
        told["message"] = as_seen(town, event.message, person)
    return told
