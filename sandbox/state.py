"""The world: one guild, its channels, its people and what was said. Pure; knows neither sockets nor JSON."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sandbox.clock import Clock, Snowflakes
from sandbox.settings import SandboxSettings

Json: TypeAlias = dict[str, Any]

EPHEMERAL, LOADING, COMPONENTS_V2, SILENT, NO_EMBEDS = 1 << 6, 1 << 7, 1 << 15, 1 << 12, 1 << 2
TEXT, DM = 0, 1  #: channel types
DEFAULT, REPLY, COMMAND_REPLY, MENU_REPLY = 0, 19, 20, 23  #: message types
DROPPED_KEPT = 500  #: attachments that an edit removed stay readable for a while, as on Discord


@dataclass(slots=True)
class Person:
    id: int
    name: str
    display_name: str
    admin: bool = False
    bot: bool = False
    dm_channel_id: int = 0
    dm_closed: bool = False
    joined_at: float = 0.0  #: unix seconds
    colour: int = 0x5865F2


@dataclass(slots=True)
class Attachment:
    id: int
    channel_id: int
    filename: str
    data: bytes
    content_type: str
    width: int | None = None  #: pixels, images only
    height: int | None = None
    description: str | None = None
    ephemeral: bool = False


@dataclass(slots=True)
class Message:
    id: int
    channel_id: int
    author: Person
    sent_at: float  #: unix seconds
    type: int = DEFAULT
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    mentions: list[Person] = field(default_factory=list)
    nonce: str | int | None = None
    reference: Message | None = None
    interaction: Json | None = None  #: the interaction_metadata that Discord shows
    webhook: bool = False  #: made with an interaction token
    edited_at: float | None = None
    edits: int = 0
    ephemeral_for: int | None = None  #: the only person that sees it
    reactions: dict[str, list[int]] = field(default_factory=dict)  #: emoji to the ids of people
    failed_for: set[int] = field(default_factory=set)  #: people whose press got no answer


@dataclass(slots=True)
class Channel:
    id: int
    type: int
    name: str = ""
    position: int = 0
    recipient: int | None = None
    admins_only: bool = False
    denied: int = 0  #: permission bits that the bot lacks here
    away: bool = False  #: in the server that the bot does not belong to
    messages: dict[int, Message] = field(default_factory=dict)
    nonces: dict[str, tuple[float, int]] = field(default_factory=dict)  #: nonce to (when, message id)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `only` names the one person that may see it; None means everyone in the channel."""

    type: str
    channel_id: int = 0
    message: Message | None = None
    only: int | None = None
    extra: Json = field(default_factory=dict)


class World:
    """Everything that exists, and a bell that rings at every change."""

    def __init__(self, settings: SandboxSettings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        self.ids = Snowflakes(clock)
        self.guild_id = settings.guild_id
        self.born_at = clock.now()
        self.people: dict[int, Person] = {}
        self._by_name: dict[str, Person] = {}
        self.channels: dict[int, Channel] = {}
        self.attachments: dict[int, Attachment] = {}
        self.listeners: list[Callable[[Event], None]] = []
        self._dropped: deque[int] = deque()
        self.bot = Person(settings.application_id, settings.guild, settings.guild, bot=True, joined_at=self.born_at)
        self.people[self.bot.id] = self.bot
        for place, name in enumerate(settings.channels):
            self._add_channel(Channel(0, TEXT, name, place, admins_only=name in settings.admin_channels))
        for name in settings.away_channels:
            self._add_channel(Channel(0, TEXT, name, len(self.channels), away=True))
        for newcomer in settings.people:
            self.add_person(newcomer.name, newcomer.admin)

    def add_person(self, name: str, admin: bool = False) -> Person:
        """A new member of the guild, with a direct line to the bot. Raises `ValueError` for a name in use."""
        if self.person(name):
            raise ValueError(f"{name} is here already")
        person = Person(self.ids.next(), name, name.capitalize(), admin, joined_at=self.clock.now())
        person.colour = (0x5865F2, 0x57A55A, 0xB4643C, 0x8A5AB8, 0x3C8FB4)[len(self.people) % 5]
        person.dm_channel_id = self._add_channel(Channel(0, DM, recipient=person.id)).id
        self.people[person.id] = self._by_name[name] = person
        return person

    def _add_channel(self, channel: Channel) -> Channel:
        channel.id = self.ids.next()
        self.channels[channel.id] = channel
        return channel

    def guild_of(self, channel: Channel) -> int | None:
        """None for direct messages."""
        if channel.type == DM:
            return None
        return self.settings.away_guild_id if channel.away else self.guild_id

    def person(self, name_or_id: str) -> Person | None:
        """Somebody by name, or anybody by id."""
        if name_or_id.isdecimal():
            return self.people.get(int(name_or_id))
        return self._by_name.get(name_or_id)

    def may_see(self, person: Person, channel: Channel) -> bool:
        if channel.type == DM:
            return channel.recipient == person.id
        return person.admin or not channel.admins_only

    def ring(self, event: Event) -> None:
        for listener in tuple(self.listeners):
            listener(event)

    def keep(self, attachment: Attachment) -> Attachment:
        self.attachments[attachment.id] = attachment
        return attachment

    def drop(self, attachments: list[Attachment]) -> None:
        """Forget attachments that no message shows any more, the oldest first, a while after their removal."""
        self._dropped.extend(attachment.id for attachment in attachments)
        while len(self._dropped) > DROPPED_KEPT:
            self.attachments.pop(self._dropped.popleft(), None)

    def say(self, message: Message) -> Message:
        """Put a finished message into its channel."""
        self.channels[message.channel_id].messages[message.id] = message
        self.ring(Event("message_create", message.channel_id, message, message.ephemeral_for))
        return message

    def changed(self, message: Message, *, edit: bool = True) -> Message:
        if edit:
            message.edited_at, message.edits = self.clock.now(), message.edits + 1
        self.ring(Event("message_update", message.channel_id, message, message.ephemeral_for))
        return message

    def remove(self, message: Message) -> None:
        del self.channels[message.channel_id].messages[message.id]
        self.drop(message.attachments)
        self.ring(Event("message_delete", message.channel_id, message, message.ephemeral_for))
