"""Messages made, changed and removed by the bot, on whatever road they came."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sandbox import attachments, errors, limits, permissions
from sandbox.components import numbered
from sandbox.known import Path
from sandbox.state import (
    COMPONENTS_V2,
    DM,
    EPHEMERAL,
    LOADING,
    NO_EMBEDS,
    REPLY,
    SILENT,
    Attachment,
    Channel,
    Json,
    Message,
    Person,
)  # fmt: skip
from sandbox.town import Town


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart request."""

    filename: str
    data: bytes


Files = Mapping[int, Upload]
NO_FILES: Files = {}
SENT_FLAGS = NO_EMBEDS | SILENT | COMPONENTS_V2


def draft(town: Town, channel: Channel, body: Json, files: Files, root: Path = ()) -> Message:
    """A checked message that nobody sees yet. Raises `DiscordError`."""
    flags = int(body.get("flags") or 0) & (SENT_FLAGS | EPHEMERAL)
    limits.check_message(body, flags, root)
    message = Message(town.world.ids.next(), channel.id, town.world.bot, town.clock.now(), flags=flags)
    message.nonce = body.get("nonce")
    ephemeral = bool(flags & EPHEMERAL)
    message.attachments = _attached(town, channel, body.get("attachments"), files, [], ephemeral)
    _write(town, message, body)
    if not _has_something(message):
        raise errors.empty_message()
    return message


def change(town: Town, message: Message, body: Json, files: Files, root: Path = ()) -> Message:
    """Edit in place; absent fields stay. Raises `DiscordError`."""
    asked = int(body.get("flags") or 0)
    if message.flags & COMPONENTS_V2 and "flags" in body and not asked & COMPONENTS_V2:
        text = "The IS_COMPONENTS_V2 flag cannot be removed."
        raise errors.invalid((*root, "flags"), "MESSAGE_FLAG_CANNOT_BE_REMOVED", text)
    flags = message.flags & ~LOADING | asked & SENT_FLAGS
    limits.check_message(body, flags, root)
    shown = {**_as_body(message), **body}
    if not (shown.get("content") or shown.get("embeds") or shown.get("components") or shown["attachments"] or files):
        raise errors.empty_message()
    old, channel = message.attachments, town.world.channels[message.channel_id]
    ephemeral = bool(message.flags & EPHEMERAL)
    message.attachments = _attached(town, channel, body.get("attachments"), files, old, ephemeral)
    town.world.drop([one for one in old if one not in message.attachments])
    filled = bool(message.flags & LOADING)
    message.flags = flags
    _write(town, message, body)
    return town.world.changed(message, edit=not filled)


def _as_body(message: Message) -> Json:
    return {
        "content": message.content, "embeds": message.embeds, "components": message.components,
        "attachments": message.attachments,
    }  # fmt: skip


def _write(town: Town, message: Message, body: Json) -> None:
    if "content" in body:
        message.content = body["content"] or ""
        message.mentions = _mentioned(town, message.content, body.get("allowed_mentions"))
    if "embeds" in body:
        message.embeds = [{"type": "rich", **embed} for embed in body["embeds"] or []]
    if "components" in body:
        message.components = numbered(body["components"] or [])


def _has_something(message: Message) -> bool:
    layout = bool(message.flags & COMPONENTS_V2)
    return bool(message.content or message.embeds or message.attachments or (layout and message.components))


def _mentioned(town: Town, content: str, allowed: Json | None) -> list[Person]:
    """The people named in the text whom the sender allows to be called."""
    ids = dict.fromkeys(int(found) for found in re.findall(r"<@!?(\d+)>", content))
    if allowed is not None and "users" not in (allowed.get("parse") or []):
        named = {int(one) for one in allowed.get("users") or []}
        ids = {one: None for one in ids if one in named}
    return [town.world.people[one] for one in ids if one in town.world.people]


def _attached(
    town: Town, channel: Channel, listed: list[Json] | None, files: Files, old: list[Attachment], ephemeral: bool
) -> list[Attachment]:
    """What hangs on the message afterwards: the list decides; files without a list are appended."""
    if any(len(file.data) > town.settings.upload_limit for file in files.values()):
        raise errors.too_large()
    if listed is None:
        return old + [_stored(town, channel, file, {}, ephemeral) for file in files.values()]
    kept = {str(one.id): one for one in old}
    result, used = [], set()
    for entry in listed:
        entry_id = str(entry.get("id"))
        if entry_id in kept:
            kept[entry_id].description = entry.get("description", kept[entry_id].description)
            result.append(kept[entry_id])
        elif entry_id.isdecimal() and int(entry_id) in files:
            used.add(int(entry_id))
            result.append(_stored(town, channel, files[int(entry_id)], entry, ephemeral))
        else:
            raise errors.invalid(("attachments",), "ATTACHMENT_NOT_FOUND", f"Unknown attachment id {entry_id}.")
    return result + [_stored(town, channel, file, {}, ephemeral) for n, file in files.items() if n not in used]


def _stored(town: Town, channel: Channel, file: Upload, entry: Json, ephemeral: bool) -> Attachment:
    name = attachments.clean_name(entry.get("filename") or file.filename)
    made = Attachment(town.world.ids.next(), channel.id, name, file.data, attachments.content_type(name))
    made.width, made.height = attachments.pixels(file.data) or (None, None)
    made.description, made.ephemeral = entry.get("description"), ephemeral
    return town.world.keep(made)


def send(town: Town, channel: Channel, body: Json, files: Files) -> Message:
    """A message by channel REST: permissions, nonces and references are looked at. Raises `DiscordError`."""
    check_allowed(town, channel, body, files)
    if seen := _seen_before(town, channel, body):
        return seen
    public = {**body, "flags": int(body.get("flags") or 0) & ~EPHEMERAL}
    message = draft(town, channel, public, files)
    if body.get("message_reference"):
        _refer(message, channel, body["message_reference"], body.get("allowed_mentions"))
    if message.nonce is not None:
        channel.nonces[str(message.nonce)] = (town.clock.now(), message.id)
    return town.world.say(message)


def check_allowed(town: Town, channel: Channel, body: Json, files: Files) -> None:
    """Raises `DiscordError` 50001, 50013 or 50007."""
    if channel.type == DM:
        if town.world.people[channel.recipient or 0].dm_closed:
            raise errors.dm_closed()
        return
    held = permissions.of_bot(channel)
    if not held & permissions.VIEW_CHANNEL:
        raise errors.missing_access()
    needed = permissions.SEND_MESSAGES | (permissions.ATTACH_FILES if files else 0)
    needed |= permissions.EMBED_LINKS if body.get("embeds") else 0
    if held & needed != needed:
        raise errors.missing_permissions()


def _seen_before(town: Town, channel: Channel, body: Json) -> Message | None:
    if not body.get("enforce_nonce") or body.get("nonce") is None:
        return None
    oldest = town.clock.now() - town.settings.nonce_memory_s
    while channel.nonces and next(iter(channel.nonces.values()))[0] < oldest:
        del channel.nonces[next(iter(channel.nonces))]
    _, message_id = channel.nonces.get(str(body["nonce"]), (0.0, 0))
    return channel.messages.get(message_id)


def _refer(message: Message, channel: Channel, reference: Json, allowed: Json | None) -> None:
    if channel.type != DM and not permissions.of_bot(channel) & permissions.READ_MESSAGE_HISTORY:
        raise errors.DiscordError(403, 160002, "Cannot reply without permission to read message history")
    target = channel.messages.get(int(reference.get("message_id") or 0))
    if target is None or target.ephemeral_for is not None:
        if reference.get("fail_if_not_exists", True):
            raise errors.invalid(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        return
    message.type, message.reference = REPLY, target
    if (allowed or {}).get("replied_user", allowed is None) and target.author not in message.mentions:
        message.mentions.append(target.author)


def visible(channel: Channel, message_id: int) -> Message:
    """A message that channel REST knows. Raises `DiscordError` 10008."""
    message = channel.messages.get(message_id)
    if message is None or message.ephemeral_for is not None:
        raise errors.unknown_message()
    return message
