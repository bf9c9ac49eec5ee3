"""Messages by channel REST, and their reactions."""

from __future__ import annotations

from urllib.parse import unquote

from sandbox import errors, permissions, reactions
from sandbox.posting import change, send, visible
from sandbox.rest.call import Call, Endpoint
from sandbox.rest.channels import seen
from sandbox.settings import Rate, SandboxSettings
from sandbox.state import DM, Json, Message

CREATE = frozenset({
    "content", "nonce", "enforce_nonce", "tts", "embeds", "allowed_mentions", "message_reference", "components",
    "attachments", "flags",
})  # fmt: skip
EDIT = frozenset({"content", "tts", "embeds", "flags", "allowed_mentions", "components", "attachments"})
LIST = frozenset({"limit", "before", "after", "around"})


def create(call: Call) -> Json:
    return call.town.payloads.message(send(call.town, call.channel(), call.json(), call.files))


def _own(call: Call) -> Message:
    message = visible(seen(call), call.id("message_id"))
    if message.author is not call.town.world.bot:
        raise errors.not_the_author()
    return message


def edit(call: Call) -> Json:
    return call.town.payloads.message(change(call.town, _own(call), call.json(), call.files))


def delete(call: Call) -> None:
    channel = seen(call)
    message = visible(channel, call.id("message_id"))
    allowed = channel.type != DM and permissions.of_bot(channel) & permissions.MANAGE_MESSAGES
    if message.author is not call.town.world.bot and not allowed:
        raise errors.missing_permissions()
    call.town.world.remove(message)


def one(call: Call) -> Json:
    channel = seen(call)
    _check_history(call)
    return call.town.payloads.message(visible(channel, call.id("message_id")))


def _check_history(call: Call) -> None:
    channel = call.channel()
    if channel.type != DM and not permissions.of_bot(channel) & permissions.READ_MESSAGE_HISTORY:
        raise errors.missing_permissions()


def some(call: Call) -> list[Json]:
    """Newest first, as Discord lists them."""
    channel = seen(call)
    _check_history(call)
    limit = call.number("limit", 50)
    if not 1 <= limit <= 100:
        raise errors.invalid(("limit",), "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
    known = [message for message in channel.messages.values() if message.ephemeral_for is None]
    if "around" in call.query:
        middle, half = call.number("around", 0), limit // 2
        older = [message for message in known if message.id < middle]
        newer = [message for message in known if message.id >= middle]
        chosen = older[max(0, len(older) - half) :] + newer[: limit - half]
    else:
        after, before = call.number("after", 0), call.number("before", 1 << 63)
        inside = [message for message in known if after < message.id < before]
        chosen = inside[:limit] if "after" in call.query else inside[-limit:]
    return [call.town.payloads.message(message) for message in reversed(chosen)]


def react(call: Call) -> None:
    channel = seen(call)
    if channel.type != DM and not permissions.of_bot(channel) & permissions.ADD_REACTIONS:
        raise errors.missing_permissions()
    _set_reaction(call, adding=True)


def unreact(call: Call) -> None:
    seen(call)
    _set_reaction(call, adding=False)


def _set_reaction(call: Call, *, adding: bool) -> None:
    town, message = call.town, visible(call.channel(), call.id("message_id"))
    reactions.react(town, message, town.world.bot, unquote(call.params["emoji_name"]), adding=adding)


def _create_rate(settings: SandboxSettings) -> Rate:
    return settings.create_rate


def _edit_rate(settings: SandboxSettings) -> Rate:
    return settings.edit_rate


ALL = "/channels/{channel_id}/messages"
ONE = "/channels/{channel_id}/messages/{message_id}"
MINE = ONE + "/reactions/{emoji_name}/@me"
ENDPOINTS = (
    Endpoint(method="POST", path=ALL, handle=create, fields=CREATE, rate=_create_rate, by="channel_id"),
    Endpoint(method="GET", path=ALL, handle=some, queries=LIST, by="channel_id"),
    Endpoint(method="GET", path=ONE, handle=one, by="channel_id"),
    Endpoint(method="PATCH", path=ONE, handle=edit, fields=EDIT, rate=_edit_rate, by="channel_id"),
    Endpoint(method="DELETE", path=ONE, handle=delete, by="channel_id"),
    Endpoint(method="PUT", path=MINE, handle=react, by="channel_id"),
    Endpoint(method="DELETE", path=MINE, handle=unreact, by="channel_id"),
)
