"""A person types a command, presses a button, fills in a form, reacts, or picks a file."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox import attachments, reactions
from sandbox.asking import ask, metadata
from sandbox.commands import MESSAGE_MENU, path_of
from sandbox.components import SELECTS, find
from sandbox.interactions import Interaction, Kind
from sandbox.payload import user
from sandbox.person.ask import TOWN, Refusal, body_of, channel_of, message_of, person_of, shown
from sandbox.person.forms import submitted
from sandbox.person.options import filled
from sandbox.state import Attachment, Channel, Json, Person
from sandbox.town import Town

UPLOADS_KEPT = 200


def _answer(interaction: Interaction) -> web.Response:
    return shown({"interaction_id": str(interaction.id)})


def _command(town: Town, person: Person, channel: Channel, name: str, kind: int = 1) -> Json:
    """The registered command. Raises `Refusal` 404."""
    word = name if kind == MESSAGE_MENU else name.split(" ")[0]
    for command in town.commands.visible(person, channel, town.world.guild_id):
        if command["type"] == kind and command["name"] == word:
            return command
    raise Refusal(f"{person.name} has no command {name} here", 404)


def _chosen(town: Town, body: Json, person: Person, channel: Channel, focused: str | None = None) -> tuple[Json, Json]:
    """(command, interaction data) of a chat command with its options. Raises `Refusal`."""
    name = str(body.get("name") or "")
    command = _command(town, person, channel, name)
    try:
        chain = path_of(command, name)
    except (LookupError, StopIteration) as error:
        raise Refusal(f"/{name} is not a whole command", 404) from error
    given = {**(body.get("options") or {}), **(body.get("attachments") or {})}
    options, resolved = filled(town, chain[-1], given, focused=focused)
    for link in reversed(chain[1:]):
        options = [{"name": link["name"], "type": link["type"], "options": options}]
    data: Json = {"id": command["id"], "name": command["name"], "type": 1, "options": options}
    data |= {"resolved": resolved} if resolved else {}
    return command, data | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})


async def command(request: web.Request) -> web.Response:
    town, person, body = request.app[TOWN], person_of(request), await body_of(request)
    channel = channel_of(request, person, body.get("channel_id"))
    _, data = _chosen(town, body, person, channel)
    locale = str(body.get("locale") or "en-US")
    return _answer(ask(town, person, channel, Kind.COMMAND, data, command=str(body["name"]), locale=locale))


async def autocomplete(request: web.Request) -> web.Response:
    town, person, body = request.app[TOWN], person_of(request), await body_of(request)
    channel = channel_of(request, person, body.get("channel_id"))
    focused = str(body.get("focused") or "")
    options = body.get("options") or {}
    _, data = _chosen(town, {**body, "options": {focused: "", **options}}, person, channel, focused)
    locale = str(body.get("locale") or "en-US")
    asked = ask(town, person, channel, Kind.AUTOCOMPLETE, data, command=str(body["name"]), locale=locale)
    waiter = town.answered[asked.id] = asyncio.Event()
    try:
        await waiter.wait()
    finally:
        del town.answered[asked.id]
    if asked.choices is None:
        raise Refusal("loading options failed", 504)
    return shown({"choices": asked.choices})


async def press(request: web.Request) -> web.Response:
    """A button or a select. With `forge` the custom_id need not be on the message."""
    town, person, body = request.app[TOWN], person_of(request), await body_of(request)
    message = message_of(request, person, body.get("message_id"))
    wanted = find(message.components, custom_id=body.get("custom_id"), label=body.get("label"))
    if body.get("forge"):
        wanted = {"type": 2, "id": 1, "custom_id": str(body.get("custom_id"))}
    if wanted is None or "custom_id" not in wanted:
        raise Refusal("the message has no such button", 404)
    if wanted.get("disabled"):
        raise Refusal("the button is disabled")
    data: Json = {"custom_id": wanted["custom_id"], "component_type": wanted["type"], "id": wanted["id"]}
    if wanted["type"] in SELECTS:
        data |= _selection(town, wanted, body.get("values") or [])
    channel = town.world.channels[message.channel_id]
    locale = str(body.get("locale") or "en-US")
    return _answer(ask(town, person, channel, Kind.COMPONENT, data, message=message, locale=locale))


def _selection(town: Town, select: Json, values: list[Any]) -> Json:
    least, most = select["min_values"], select["max_values"]
    if not least <= len(values) <= most:
        raise Refusal(f"choose from {least} to {most}")
    allowed = [option["value"] for option in select.get("options") or []]
    if select["type"] == 3 and not {*values} <= {*allowed}:
        raise Refusal(f"choose among {', '.join(allowed)}")
    if select["type"] != 5:
        return {"values": values}
    people = [town.world.person(str(one)) for one in values]
    found = [one for one in people if one]
    return {"values": [str(one.id) for one in found], "resolved": {"users": {str(one.id): user(one) for one in found}}}


async def menu(request: web.Request) -> web.Response:
    town, person, body = request.app[TOWN], person_of(request), await body_of(request)
    message = message_of(request, person, body.get("message_id"))
    channel = town.world.channels[message.channel_id]
    chosen = _command(town, person, channel, str(body.get("name")), MESSAGE_MENU)
    data: Json = {"id": chosen["id"], "name": chosen["name"], "type": MESSAGE_MENU, "target_id": str(message.id)}
    data["resolved"] = {"messages": {str(message.id): town.payloads.message(message)}}
    data |= {"guild_id": chosen["guild_id"]} if "guild_id" in chosen else {}
    locale = str(body.get("locale") or "en-US")
    return _answer(ask(town, person, channel, Kind.COMMAND, data, command=chosen["name"], locale=locale))


async def submit(request: web.Request) -> web.Response:
    town, person, body = request.app[TOWN], person_of(request), await body_of(request)
    number = str(body.get("modal_id"))
    form = town.forms.get(int(number)) if number.isdecimal() else None
    if form is None or form.interaction.person is not person:
        raise Refusal(f"{person.name} has no open form {number}", 404)
    data = submitted(town, form.body, body.get("values") or {})
    del town.forms[int(number)]
    source, channel = form.interaction.message, town.channel_of(form.interaction)
    asked = ask(
        town, person, channel, Kind.MODAL, data, message=source, command=form.interaction.command,
        trigger=metadata(town, form.interaction), locale=form.interaction.locale,
    )  # fmt: skip
    return _answer(asked)


async def react(request: web.Request) -> web.Response:
    """POST adds, DELETE takes away."""
    town, person, body = request.app[TOWN], person_of(request), await body_of(request)
    message = message_of(request, person, body.get("message_id"))
    emoji, adding = str(body.get("emoji") or ""), request.method == "POST"
    if not emoji or message.ephemeral_for is not None:
        raise Refusal("a reaction needs an emoji and a message that everybody sees")
    if not reactions.react(town, message, person, emoji, adding=adding):
        raise Refusal("that reaction is there already" if adding else "that reaction is not there")
    return shown({})


async def upload(request: web.Request) -> web.Response:
    """Multipart with one file; it is held ready for a command or a form."""
    town, person = request.app[TOWN], person_of(request)
    if request.content_type != "multipart/form-data":
        raise Refusal("send the file as multipart/form-data")
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.filename:
            data = bytes(await part.read())
            held = _held(town, person, part.filename, data)
            return shown({"upload_id": str(held.id), "filename": held.filename, "size": len(data)})
    raise Refusal("there is no file in the form")


def _held(town: Town, person: Person, filename: str, data: bytes) -> Attachment:
    if len(data) > town.settings.upload_limit:
        raise Refusal(f"the file is larger than {town.settings.upload_limit} bytes", 413)
    name = attachments.clean_name(filename)
    held = Attachment(town.world.ids.next(), person.dm_channel_id, name, data, attachments.content_type(name))
    held.width, held.height = attachments.pixels(data) or (None, None)
    held.ephemeral = True
    town.uploads[str(held.id)] = town.world.keep(held)
    while len(town.uploads) > UPLOADS_KEPT:
        oldest = town.uploads.pop(next(iter(town.uploads)))
        town.world.drop([oldest])
    return held
