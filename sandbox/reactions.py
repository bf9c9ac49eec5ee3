"""Emoji under messages."""

from __future__ import annotations

from sandbox.state import Event, Json, Message, Person
from sandbox.town import Town


def react(town: Town, message: Message, person: Person, emoji: str, *, adding: bool) -> bool:
    """Add or take away; False when nothing changed."""
    people = message.reactions.get(emoji, [])
    if adding == (person.id in people):
        return False
    if adding:
        message.reactions.setdefault(emoji, people).append(person.id)
    else:
        people.remove(person.id)
        if not people:
            del message.reactions[emoji]
    kind = "reaction_add" if adding else "reaction_remove"
    town.world.ring(Event(kind, message.channel_id, extra=_told(town, message, person, emoji)))
    town.world.ring(Event("message_reactions", message.channel_id, message, message.ephemeral_for))
    return True


def _told(town: Town, message: Message, person: Person, emoji: str) -> Json:
    """MESSAGE_REACTION_ADD and its opposite."""
    place = town.payloads.place(message.channel_id)
    told: Json = {
        "user_id": str(person.id),
        "message_id": str(message.id),
        "message_author_id": str(message.author.id),
        "emoji": {"id": None, "name": emoji},
        "burst": False,
        "type": 0,
        **place,
    }
    return told | ({"member": town.payloads.member(person)} if "guild_id" in place else {})
