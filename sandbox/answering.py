"""The bot answers an interaction: what each callback does to the channel, and what follow-ups may still do."""

from __future__ import annotations

from sandbox import errors, limits
from sandbox.asking import acknowledged, metadata
from sandbox.interactions import Answer, Interaction, Kind
from sandbox.posting import NO_FILES, Files, change, draft
from sandbox.state import COMMAND_REPLY, EPHEMERAL, LOADING, MENU_REPLY, REPLY, Event, Json, Message
from sandbox.town import Form, Town, as_open

DATA_KEYS = {
    Answer.MESSAGE: frozenset({"content", "tts", "embeds", "allowed_mentions", "flags", "components", "attachments"}),
    Answer.DEFER: frozenset({"flags"}),
    Answer.DEFER_UPDATE: frozenset({"flags"}),
    Answer.CHOICES: frozenset({"choices"}),
    Answer.FORM: frozenset({"custom_id", "title", "components"}),
}
DATA_KEYS[Answer.UPDATE] = DATA_KEYS[Answer.MESSAGE]


def answer(town: Town, interaction: Interaction, kind: int, data: Json, files: Files) -> Json:
    """Carry the callback out and return the body for `with_response`. A refusal leaves the interaction waiting."""
    now = town.clock.now()
    checked = interaction.check(kind, now, town.settings.deadline_s)
    message = _carry_out(town, interaction, checked, data, files)
    interaction.acknowledge(checked, now)
    acknowledged(town, interaction)
    return _reply(town, interaction, checked, message)


def _carry_out(town: Town, interaction: Interaction, kind: Answer, data: Json, files: Files) -> Message | None:
    if kind is Answer.MESSAGE:
        drafted = draft(town, town.channel_of(interaction), data, files, ("data",))
        interaction.original = _say(town, interaction, drafted)
    elif kind is Answer.DEFER:
        interaction.original, interaction.loading = _thinking(town, interaction, data), True
    elif kind is Answer.DEFER_UPDATE:
        interaction.original = interaction.message
    elif kind is Answer.UPDATE:
        interaction.original = _source(town, interaction)
        change(town, interaction.original, data, files, ("data",))
    elif kind is Answer.CHOICES:
        limits.check_choices(data)
        interaction.choices = data.get("choices") or []
    elif kind is Answer.FORM:
        limits.check_form(data)
        town.forms[interaction.id] = Form(interaction, data)
        shown: Json = {"modal": as_open(interaction.id, town.forms[interaction.id])}
        town.world.ring(Event("modal", interaction.channel_id, only=interaction.person.id, extra=shown))
    if interaction.message:
        interaction.message.failed_for.discard(interaction.person.id)
    return interaction.original


def _source(town: Town, interaction: Interaction) -> Message:
    """The message with the button, if it is still there. Raises `DiscordError` 10008."""
    message = interaction.message
    if message is None or message.id not in town.channel_of(interaction).messages:
        raise errors.unknown_message()
    return message


def _thinking(town: Town, interaction: Interaction, data: Json) -> Message:
    waiting = Message(town.world.ids.next(), interaction.channel_id, town.world.bot, town.clock.now())
    waiting.flags = LOADING | int(data.get("flags") or 0) & EPHEMERAL
    return _say(town, interaction, waiting)


def _say(town: Town, interaction: Interaction, message: Message) -> Message:
    """Finish a message of this interaction and show it to whom it is for."""
    message.webhook, message.interaction = True, metadata(town, interaction)
    if interaction.kind is Kind.COMPONENT and interaction.message:
        message.type, message.reference = REPLY, interaction.message
    else:
        message.type = MENU_REPLY if "target_id" in interaction.data else COMMAND_REPLY
    interaction.made[message.id] = message
    if message.flags & EPHEMERAL:
        message.ephemeral_for = interaction.person.id
    return town.world.say(message)


def _reply(town: Town, interaction: Interaction, kind: Answer, message: Message | None) -> Json:
    shown: Json = {"id": str(interaction.id), "type": int(interaction.kind)}
    shown["channel_id"] = str(interaction.channel_id)
    if message and kind in (Answer.MESSAGE, Answer.DEFER, Answer.UPDATE, Answer.DEFER_UPDATE):
        shown |= {
            "response_message_id": str(message.id),
            "response_message_loading": bool(message.flags & LOADING),
            "response_message_ephemeral": bool(message.flags & EPHEMERAL),
        }
    reply: Json = {"interaction": shown}
    if message and kind in (Answer.MESSAGE, Answer.UPDATE):
        reply["resource"] = {"type": int(kind), "message": town.payloads.message(message)}
    return reply


def follow_up(town: Town, interaction: Interaction, body: Json, files: Files) -> Message:
    """A further message; the first one after a deferral fills the waiting message and keeps its privacy."""
    if interaction.loading and interaction.original:
        interaction.loading = False
        return change(town, interaction.original, {**body, "flags": int(body.get("flags") or 0) & ~EPHEMERAL}, files)
    return _say(town, interaction, draft(town, town.channel_of(interaction), body, files))


def own_message(town: Town, interaction: Interaction, name: str) -> Message:
    """`@original` or an id of a message of this token. Raises `DiscordError` 10008."""
    if name == "@original":
        message = interaction.original
    else:
        message = interaction.made.get(int(name)) if name.isdecimal() else None
        if message is None and interaction.original and str(interaction.original.id) == name:
            message = interaction.original
    if message is None or message.id not in town.channel_of(interaction).messages:
        raise errors.unknown_message()
    return message


def edit_own(town: Town, interaction: Interaction, name: str, body: Json, files: Files = NO_FILES) -> Message:
    """Raises `DiscordError`."""
    message = change(town, own_message(town, interaction, name), body, files)
    if message is interaction.original:
        interaction.loading = False
    return message
