"""The application itself."""

from __future__ import annotations

from sandbox.payload import user
from sandbox.rest.call import Call, Endpoint
from sandbox.state import Json


def me(call: Call) -> Json:
    world = call.town.world
    owner = next((person for person in world.people.values() if person.admin), world.bot)
    return {
        "id": str(call.town.settings.application_id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": user(world.bot),
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user(owner),
        "team": None,
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
        "integration_types_config": {"0": {}},
    }


ENDPOINTS = (
    Endpoint(method="GET", path="/oauth2/applications/@me", handle=me),
    Endpoint(method="GET", path="/applications/@me", handle=me),
)
