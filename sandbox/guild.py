"""The guild as Discord's JSON."""

from __future__ import annotations

from sandbox.state import Json, World


def guild(world: World, roles: list[Json]) -> Json:
    """A GuildResponse."""
    owner = next((person.id for person in world.people.values() if person.admin), world.bot.id)
    nothing = (
        "icon", "description", "home_header", "splash", "discovery_splash", "banner", "application_id",
        "afk_channel_id", "system_channel_id", "widget_channel_id", "max_presences", "vanity_url_code",
        "rules_channel_id", "safety_alerts_channel_id", "public_updates_channel_id", "incidents_data",
    )  # fmt: skip
    zero = (
        "system_channel_flags", "verification_level", "default_message_notifications", "mfa_level",
        "explicit_content_filter", "premium_tier", "premium_subscription_count", "nsfw_level",
    )  # fmt: skip
    return {
        **dict.fromkeys(nothing),
        **dict.fromkeys(zero, 0),
        "id": str(world.guild_id),
        "name": world.settings.guild,
        "features": [],
        "owner_id": str(owner),
        "region": "deprecated",
        "afk_timeout": 300,
        "widget_enabled": False,
        "roles": roles,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "preferred_locale": "en-US",
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "emojis": [],
        "stickers": [],
    }
