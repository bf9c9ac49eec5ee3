"""A person asks something of the bot: the interaction is made, sent through the gateway and timed."""

from __future__ import annotations

import asyncio

from sandbox import permissions
from sandbox.interactions import Interaction, Kind, new_token
from sandbox.payload import user
from sandbox.state import COMMAND_REPLY, DM, EPHEMERAL, Channel, Event, Json, Message, Person
from sandbox.town import Town


def ask(
    town: Town,
    person: Person,
    channel: Channel,
    kind: Kind,
    data: Json,
    *,
    message: Message | None = None,
    command: str | None = None,
    trigger: Json | None = None,
    locale: str = "en-US",
) -> Interaction:
    """Dispatch and return at once; the deadline runs from now."""
    number = town.world.ids.next()
    made = Interaction(number, kind, new_token(number), person, channel.id, data, town.clock.now(), locale, message)
    made.command, made.trigger = command, trigger
    town.interactions.add(made)
    asyncio.get_running_loop().call_later(town.settings.deadline_s, expire, town, made)
    payload = _payload(town, made, channel)
    town.world.ring(Event("interaction_create", channel.id, only=person.id, extra=payload))
    return made


def expire(town: Town, interaction: Interaction) -> None:
    """Nobody answered in time: the person is told by their own client, the bot is told nothing."""
    waited = town.clock.now() - interaction.sent_at
    if interaction.state != "waiting" or waited < town.settings.deadline_s - 0.05:  # timers may fire a hair early
        return
    interaction.state = "failed"
    if interaction.kind is Kind.AUTOCOMPLETE:
        _wake(town, interaction)
        return
    shown = interaction.message if interaction.kind is Kind.COMPONENT else None
    if shown:
        shown.failed_for.add(interaction.person.id)
    else:
        shown = _local_notice(town, interaction)
    found: Json = {"interaction_id": str(interaction.id), "message_id": str(shown.id)}
    town.world.ring(Event("interaction_failed", interaction.channel_id, only=interaction.person.id, extra=found))


def expire_all(town: Town) -> None:
    """After the clock was moved."""
    for interaction in town.interactions.waiting():
        expire(town, interaction)


def acknowledged(town: Town, interaction: Interaction) -> None:
    """Tell the person's client that the bot has answered."""
    _wake(town, interaction)
    original = interaction.original
    found: Json = {
        "interaction_id": str(interaction.id),
        "callback_type": interaction.callback_type,
        "message_id": str(original.id) if original else None,
    }
    town.world.ring(Event("interaction_acknowledged", interaction.channel_id, only=interaction.person.id, extra=found))


def _wake(town: Town, interaction: Interaction) -> None:
    if interaction.id in town.answered:
        town.answered[interaction.id].set()


def _local_notice(town: Town, interaction: Interaction) -> Message:
    """What Discord's client shows in place of an answer; no API knows it."""
    notice = Message(town.world.ids.next(), interaction.channel_id, town.world.bot, town.clock.now(), COMMAND_REPLY)
    notice.flags, notice.ephemeral_for = EPHEMERAL, interaction.person.id
    notice.content = "The application did not respond"
    notice.interaction = metadata(town, interaction)
    notice.failed_for.add(interaction.person.id)
    return town.world.say(notice)


def owners(town: Town, channel: Channel, person: Person) -> Json:
    """Who installed the application: the guild, 0 in a direct message, or the person who brought it along."""
    if channel.away:
        return {"1": str(person.id)}
    return {"0": "0" if channel.type == DM else str(town.world.guild_id)}


def metadata(town: Town, interaction: Interaction) -> Json:
    """The `interaction_metadata` of messages that answer this interaction."""
    channel = town.channel_of(interaction)
    found: Json = {
        "id": str(interaction.id),
        "type": int(interaction.kind),
        "user": user(interaction.person),
        "authorizing_integration_owners": owners(town, channel, interaction.person),
    }
    if interaction.kind is Kind.COMMAND:
        found["name"] = interaction.command
        if "target_id" in interaction.data:
            found["target_message_id"] = interaction.data["target_id"]
    elif interaction.kind is Kind.COMPONENT and interaction.message:
        found["interacted_message_id"] = str(interaction.message.id)
    elif interaction.kind is Kind.MODAL:
        found["triggering_interaction_metadata"] = interaction.trigger
    return found


def _payload(town: Town, interaction: Interaction, channel: Channel) -> Json:
    """INTERACTION_CREATE as captures of 2025 and 2026 show it."""
    payload: Json = {
        "id": str(interaction.id),
        "application_id": str(town.settings.application_id),
        "type": int(interaction.kind),
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": town.payloads.channel(channel),
        "locale": interaction.locale,
        "app_permissions": str(permissions.told_to_bot(channel)),
        "attachment_size_limit": town.settings.upload_limit,
        "authorizing_integration_owners": owners(town, channel, interaction.person),
        "context": 1 if channel.type == DM else 0,
        "entitlements": [],
        "entitlement_sku_ids": [],
    }
    if interaction.message:
        payload["message"] = town.payloads.message(interaction.message)
    return payload | _whose(town, interaction, channel)


def _whose(town: Town, interaction: Interaction, channel: Channel) -> Json:
    if channel.type == DM:
        return {"user": user(interaction.person)}
    bits = permissions.of_person(interaction.person, channel)
    member = town.payloads.member(interaction.person)
    member |= {"permissions": str(bits), "unusual_dm_activity_until": None}
    guild: Json = {"id": str(town.world.guild_of(channel)), "features": [], "locale": "en-US"}
    return {"guild_id": guild["id"], "guild": guild, "guild_locale": "en-US", "member": member}
