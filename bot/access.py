"""Who may use the bot: the guilds, roles and people that the owner named, and nobody else (design rule 12)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar, NamedTuple

import discord

from bot.settings import ANY, BotSettings
from jobs.errors import Mistake, NotAllowed
from jobs.records import Record


class NotAdmin(Mistake):
    """Only administrators whom the owner named may do this."""

    code = "not_admin"
    english: ClassVar[str] = "Only this Atelier's administrators may do that."


class Blocked(NotAllowed):
    """A moderator shut the person out."""

    code = "blocked"
    english: ClassVar[str] = "A moderator has shut you out of this Atelier. {appeals}"


class Visitor(NamedTuple):
    """Who stands at a door, and where."""

    person: int
    guild: int | None  #: None in direct messages
    roles: Collection[int] = ()
    administrator: bool = False  #: Discord's own permission
    brought: bool = False  #: the application came with a person who installed it for themselves, not with the place


def guild_is_open(guild: int | None, settings: BotSettings) -> bool:
    """Whether the owner named this guild."""
    allowed = settings.allowed_guilds
    return guild is not None and (allowed == ANY if isinstance(allowed, str) else guild in allowed)


def may_enter(visitor: Visitor, settings: BotSettings) -> bool:
    """In a named guild: everybody, or those with a named role or name where any is named.
    In direct messages: the people who are named; they too wherever somebody brought the application along, if the
    owner has switched that on."""
    named = visitor.person in settings.allowed_people
    if visitor.brought:
        return named and settings.user_installs
    if visitor.guild is None:
        return named
    if not guild_is_open(visitor.guild, settings):
        return False
    anybody = not settings.allowed_roles and not settings.allowed_people
    return anybody or named or not settings.allowed_roles.isdisjoint(visitor.roles)


def visitor_of(interaction: discord.Interaction[discord.Client]) -> Visitor:
    """Who makes this interaction."""
    member = interaction.user
    roles = tuple(member._roles) if isinstance(member, discord.Member) else ()
    return Visitor(member.id, interaction.guild_id, roles, interaction.permissions.administrator, _brought(interaction))


def _brought(interaction: discord.Interaction[Any]) -> bool:
    """Whether Discord names a person who installed the application, and not the place."""
    owners = interaction._integration_owners
    return 1 in owners and 0 not in owners


def jobs_allowed(visitor: Visitor, settings: BotSettings) -> int:
    """How many jobs one prompt of theirs may make: the most of what everybody, their roles and admins may."""
    by_role = [most for role, most in settings.role_repeat_limits.items() if role in visitor.roles]
    admin = [settings.admin_repeat_limit] if visitor.person in settings.admins else []
    return max([settings.repeat_limit, *by_role, *admin])


def ensure_not_banned(interaction: discord.Interaction[Any], settings: BotSettings) -> None:
    """Raises `Blocked`."""
    if interaction.user.id in interaction.client.banned:
        raise Blocked(appeals=settings.appeals)


def ensure_may_enter(interaction: discord.Interaction[Any], settings: BotSettings) -> None:
    """Raises `NotAllowed`, `Blocked`."""
    ensure_not_banned(interaction, settings)
    if not may_enter(visitor_of(interaction), settings):
        raise NotAllowed


def ensure_admin(interaction: discord.Interaction[discord.Client], settings: BotSettings) -> None:
    """Discord's permission and the owner's list. Raises `NotAdmin`."""
    visitor = visitor_of(interaction)
    if not (visitor.administrator and visitor.person in settings.admins):
        raise NotAdmin


def ensure_may_press(interaction: discord.Interaction[Any], settings: BotSettings, record: Record) -> None:
    """Like entering; and in direct messages a person may go on with their own pictures of a named guild.

    Raises `NotAllowed`."""
    ensure_not_banned(interaction, settings)
    visitor = visitor_of(interaction)
    own = visitor.guild is None and record.person.id == visitor.person
    if not (own and guild_is_open(record.reply_to.guild_id, settings)):
        ensure_may_enter(interaction, settings)
