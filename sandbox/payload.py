"""The world as Discord's JSON. Field sets follow the response schemas of the official description."""

from __future__ import annotations

from functools import partial

from sandbox import permissions
from sandbox.attachments import Signer
from sandbox.clock import iso
from sandbox.components import with_addresses
from sandbox.guild import guild
from sandbox.state import DM, REPLY, Attachment, Channel, Json, Message, Person, World


def user(person: Person) -> Json:
    return {
        "id": str(person.id),
        "username": person.name,
        "global_name": None if person.bot else person.display_name,
        "discriminator": "0000" if person.bot else "0",
        "avatar": None,
        "banner": None,
        "accent_color": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "public_flags": 0,
        "flags": 0,
        "bot": person.bot,
    }


def member(person: Person, admin_role: int) -> Json:
    return {
        "user": user(person),
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": [str(admin_role)] if person.admin else [],
        "joined_at": iso(person.joined_at),
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }


def _role(role_id: int, name: str, position: int, bits: int) -> Json:
    return {
        "id": str(role_id),
        "name": name,
        "permissions": str(bits),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


class Payloads:
    """Writes the things of one world. `base` is `http://HOST:PORT` without a slash at its end."""

    def __init__(self, world: World, base: str, secret: bytes) -> None:
        self.world, self.base = world, base
        self.signer = Signer(base, secret, world.settings.attachment_lifetime_s)
        self.admin_role = world.guild_id + 1

    def member(self, person: Person) -> Json:
        return member(person, self.admin_role)

    def roles(self) -> list[Json]:
        return [
            _role(self.world.guild_id, "@everyone", 0, permissions.BOT),
            _role(self.admin_role, "admins", 1, permissions.ADMINISTRATOR),
        ]

    def guild(self) -> Json:
        return guild(self.world, self.roles())

    def channel(self, channel: Channel) -> Json:
        last = next(reversed(channel.messages), None)
        common: Json = {"id": str(channel.id), "type": channel.type, "flags": 0}
        common["last_message_id"] = str(last) if last else None
        if channel.type == DM:
            return common | {"recipients": [user(self.world.people[channel.recipient or 0])]}
        return common | {
            "guild_id": str(self.world.guild_of(channel)),
            "name": channel.name,
            "position": channel.position,
            "parent_id": None,
            "topic": None,
            "nsfw": False,
            "rate_limit_per_user": 0,
            "permission_overwrites": self._overwrites(channel),
        }

    def _overwrites(self, channel: Channel) -> list[Json]:
        view, found = permissions.VIEW_CHANNEL, []
        if channel.admins_only:
            found.append({"id": str(self.world.guild_id), "type": 0, "allow": "0", "deny": str(view)})
        if channel.admins_only or channel.denied:
            allow = view & ~channel.denied if channel.admins_only else 0
            bot = {"id": str(self.world.bot.id), "type": 1, "allow": str(allow), "deny": str(channel.denied)}
            found.append(bot)
        return found

    def attachment(self, attachment: Attachment) -> Json:
        address = self.signer.address(attachment, self.world.clock.now())
        payload: Json = {
            "id": str(attachment.id),
            "filename": attachment.filename,
            "size": len(attachment.data),
            "url": address,
            "proxy_url": address,
            "content_type": attachment.content_type,
        }
        if attachment.width and attachment.height:
            payload |= {"width": attachment.width, "height": attachment.height}
        if attachment.description:
            payload["description"] = attachment.description
        return payload | ({"ephemeral": True} if attachment.ephemeral else {})

    def message(self, message: Message, *, nested: bool = False) -> Json:
        """A MessageResponse; `nested` leaves out the message that it answers."""
        address = partial(self._named, message)
        shown = with_addresses(message.embeds, address)
        payload: Json = {
            "id": str(message.id),
            "type": message.type,
            "channel_id": str(message.channel_id),
            "author": user(message.author),
            "content": message.content,
            "timestamp": iso(message.sent_at),
            "edited_timestamp": iso(message.edited_at) if message.edited_at else None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [user(person) for person in message.mentions],
            "mention_roles": [],
            "attachments": [self.attachment(found) for found in message.attachments if not _embedded(found, message)],
            "embeds": shown,
            "components": with_addresses(message.components, address),
            "pinned": False,
            "flags": message.flags,
        }
        return payload | self._rarer(message, nested)

    def _rarer(self, message: Message, nested: bool) -> Json:
        found: Json = {}
        if message.nonce is not None:
            found["nonce"] = message.nonce
        if message.webhook:
            found |= {"webhook_id": str(self.world.bot.id), "application_id": str(self.world.bot.id)}
        if message.interaction:
            found["interaction_metadata"] = message.interaction
        if message.interaction and "name" in message.interaction:
            found["interaction"] = {key: message.interaction[key] for key in ("id", "type", "name", "user")}
        if message.reactions:
            found["reactions"] = [self._reaction(emoji, people) for emoji, people in message.reactions.items()]
        if message.type == REPLY and message.reference and not nested:
            found |= self._reference(message.reference)
        return found

    def place(self, channel_id: int) -> Json:
        """Where something is: the channel, and the guild if it belongs to one."""
        found = {"channel_id": str(channel_id)}
        guild_id = self.world.guild_of(self.world.channels[channel_id])
        return found | ({"guild_id": str(guild_id)} if guild_id is not None else {})

    def _reference(self, target: Message) -> Json:
        reference: Json = {"type": 0, "message_id": str(target.id), **self.place(target.channel_id)}
        alive = target.id in self.world.channels[target.channel_id].messages
        return {
            "message_reference": reference,
            "referenced_message": self.message(target, nested=True) if alive else None,
        }

    def _reaction(self, emoji: str, people: list[int]) -> Json:
        return {
            "emoji": {"id": None, "name": emoji},
            "count": len(people),
            "count_details": {"burst": 0, "normal": len(people)},
            "burst_colors": [],
            "me_burst": False,
            "me": self.world.bot.id in people,
        }

    def _named(self, message: Message, filename: str) -> Json | None:
        found = next((one for one in message.attachments if one.filename == filename), None)
        if found is None:
            return None
        address = self.signer.address(found, self.world.clock.now())
        return {"url": address, "proxy_url": address, "width": found.width or 0, "height": found.height or 0}

    def dispatched(self, message: Message) -> Json:
        """The same with what only the gateway adds."""
        payload = self.message(message)
        payload |= self.place(message.channel_id) | {"channel_type": self.world.channels[message.channel_id].type}
        if "guild_id" in payload:
            payload["member"] = {key: value for key, value in self.member(message.author).items() if key != "user"}
        return payload


def _embedded(attachment: Attachment, message: Message) -> bool:
    """Discord lists a file among the attachments or shows it in an embed, not both."""
    name = f"attachment://{attachment.filename}"
    shown = (embed.get(place) or {} for embed in message.embeds for place in ("image", "thumbnail"))
    return any(picture.get("url") == name for picture in shown)
