"""The hands behind the scenes: misfortunes, permissions, time, newcomers, and what was recorded."""

from __future__ import annotations

from aiohttp import web

from sandbox import faults as misfortune
from sandbox.asking import expire_all
from sandbox.permissions import NAMES
from sandbox.person.ask import TOWN, Refusal, body_of, person_of, shown
from sandbox.person.looking import GATEWAY, card
from sandbox.state import Event, Json


async def log(request: web.Request) -> web.Response:
    return shown([entry.json() for entry in request.app[TOWN].journal.entries])


async def refused(request: web.Request) -> web.Response:
    return shown([*request.app[TOWN].journal.refused])


async def order(request: web.Request) -> web.Response:
    """POST orders a fault, DELETE clears all."""
    town = request.app[TOWN]
    if request.method == "DELETE":
        town.faults.waiting.clear()
        request.app[GATEWAY].closed_until = 0.0
        for person in town.world.people.values():
            person.dm_closed = False
        return shown({})
    body = await body_of(request)
    if body.get("fault") == "gateway_drop":
        await _drop(request, body)
    elif body.get("fault") == "dm_closed":
        everyone = [*town.world.people.values()]
        for person in [person_of(request, str(body["person"]))] if "person" in body else everyone:
            person.dm_closed = True
    else:
        try:
            town.faults.waiting.append(misfortune.parse(body))
        except (ValueError, TypeError) as error:
            raise Refusal(str(error)) from error
    return shown({})


async def _drop(request: web.Request, body: Json) -> None:
    """`how`: cut (default), close, reconnect (op 7), invalid (op 9); `code` for close; `forget` loses the sessions."""
    how = body.get("how", "cut")
    if how not in ("cut", "close", "reconnect", "invalid"):
        raise Refusal("how is cut, close, reconnect or invalid")
    try:
        code, seconds = int(body.get("code", 4000)), float(body.get("seconds", 0))
    except (ValueError, TypeError) as error:
        raise Refusal(f"code and seconds are numbers: {error}") from error
    forget = bool(body.get("forget", how == "invalid"))
    await request.app[GATEWAY].drop(how, code=code, forget=forget, seconds=seconds)


async def permit(request: web.Request) -> web.Response:
    """`{channel_id, bot: {send: false}}`: what the bot may do in a channel."""
    town, body = request.app[TOWN], await body_of(request)
    wanted = str(body.get("channel_id"))
    channel = town.world.channels.get(int(wanted)) if wanted.isdecimal() else None
    if channel is None:
        raise Refusal(f"there is no channel {wanted}", 404)
    changes = body.get("bot") or {}
    if unknown := changes.keys() - NAMES.keys():
        raise Refusal(f"{', '.join(sorted(unknown))}: known are {', '.join(NAMES)}")
    for name, allowed in changes.items():
        channel.denied = channel.denied & ~NAMES[name] if allowed else channel.denied | NAMES[name]
    town.world.ring(Event("channel_update", channel.id))
    return shown({"denied": str(channel.denied)})


async def advance(request: web.Request) -> web.Response:
    town, body = request.app[TOWN], await body_of(request)
    try:
        town.clock.advance(float(body.get("advance_s", 0)))
    except (ValueError, TypeError) as error:
        raise Refusal(f"advance_s: {error}") from error
    expire_all(town)
    return shown({"now": town.clock.now()})


async def welcome(request: web.Request) -> web.Response:
    body = await body_of(request)
    name = str(body.get("name") or "")
    if not name.isidentifier() or name != name.lower():
        raise Refusal("a name is one word in small letters")
    try:
        person = request.app[TOWN].world.add_person(name, bool(body.get("admin")))
    except ValueError as error:
        raise Refusal(str(error)) from error
    return shown(card(person))
