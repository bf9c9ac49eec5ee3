"""The callback of an interaction."""

from __future__ import annotations

from sandbox import errors, known
from sandbox.answering import DATA_KEYS, answer
from sandbox.interactions import Answer
from sandbox.rest.call import Call, Endpoint
from sandbox.settings import Rate, SandboxSettings
from sandbox.state import Json


def callback(call: Call) -> Json | None:
    interaction = call.town.interactions.for_callback(call.id("interaction_id"), call.params["interaction_token"])
    body = call.json()
    kind, data = body.get("type"), body.get("data") or {}
    if not isinstance(kind, int) or not isinstance(data, dict):
        raise errors.invalid(("type",), "BASE_TYPE_REQUIRED", "This field is required")
    _check_fields(kind, data)
    shown = answer(call.town, interaction, kind, data, call.files)
    wanted = call.query.get("with_response", "").lower() in ("1", "true")
    return shown if wanted else None


def _check_fields(kind: int, data: Json) -> None:
    fields = DATA_KEYS.get(Answer(kind)) if kind in {*Answer} else None
    found = known.unknown_keys(data, fields) if fields is not None else []
    found += known.unknown_nested(data) if kind in (Answer.MESSAGE, Answer.UPDATE, Answer.FORM) else []
    if found:
        raise errors.invalid(("data",), "SANDBOX_REFUSED", f"unknown fields {', '.join(found)}")


def webhook_rate(settings: SandboxSettings) -> Rate:
    return settings.webhook_rate


ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/interactions/{interaction_id}/{interaction_token}/callback",
        handle=callback,
        fields=frozenset({"type", "data"}),
        queries=frozenset({"with_response"}),
        rate=webhook_rate,
        by="interaction_token",
        token_in_path=True,
    ),
)
