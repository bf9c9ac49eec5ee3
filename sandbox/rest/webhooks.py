"""Follow-ups with an interaction's token."""

from __future__ import annotations

from sandbox import errors
from sandbox.answering import edit_own, follow_up, own_message
from sandbox.interactions import Interaction
from sandbox.rest.call import Call, Endpoint, Handler
from sandbox.rest.interactions import webhook_rate
from sandbox.state import Json

FIELDS = frozenset({"content", "tts", "embeds", "allowed_mentions", "components", "attachments", "flags"})


def _interaction(call: Call) -> Interaction:
    """Raises `DiscordError` 10015 or 50027."""
    town = call.town
    if call.id("webhook_id") != town.settings.application_id:
        raise errors.unknown_webhook()
    return town.interactions.for_webhook(call.params["webhook_token"], town.clock.now(), town.settings.token_lifetime_s)


def create(call: Call) -> Json:
    """`wait` is always true for interactions."""
    return call.town.payloads.message(follow_up(call.town, _interaction(call), call.json(), call.files))


def _name(call: Call) -> str:
    return call.params.get("message_id", "@original")


def one(call: Call) -> Json:
    return call.town.payloads.message(own_message(call.town, _interaction(call), _name(call)))


def edit(call: Call) -> Json:
    return call.town.payloads.message(edit_own(call.town, _interaction(call), _name(call), call.json(), call.files))


def delete(call: Call) -> None:
    call.town.world.remove(own_message(call.town, _interaction(call), _name(call)))


ALL = "/webhooks/{webhook_id}/{webhook_token}"
PATHS = (ALL + "/messages/@original", ALL + "/messages/{message_id}")
QUERIES = frozenset({"wait", "with_components", "thread_id"})


def _endpoints() -> tuple[Endpoint, ...]:
    def at(method: str, path: str, handle: Handler, fields: frozenset[str] | None = None) -> Endpoint:
        return Endpoint(
            method=method, path=path, handle=handle, fields=fields, queries=QUERIES, rate=webhook_rate,
            by="webhook_token", token_in_path=True,
        )  # fmt: skip

    found = [at("POST", ALL, create, FIELDS)]
    for path in PATHS:
        found += [at("GET", path, one), at("PATCH", path, edit, FIELDS), at("DELETE", path, delete)]
    return tuple(found)


ENDPOINTS = _endpoints()
