"""The callback of an interaction."""

from __future__ import annotations

from .. import errors, limits
from ..answering import DATA_KEYS, answer
from ..interactions import Answer
from ..settings import Rate, SandboxSettings
from ..state import Json
from .call import Call, Endpoint


def callback(call: Call) -> Json | None:
    interaction = call.town.interactions.for_callback(call.id("interaction_id"), call.params["interaction_token"])
    body = call.json()
    kind, data = int(body.get("type") or 0), body.get("data") or {}
    _check_fields(kind, data)
    shown = answer(call.town, interaction, kind, data, call.files)
    wanted = call.query.get("with_response", "").lower() in ("1", "true")
    return shown if wanted else None


def _check_fields(kind: int, data: Json) -> None:
    known = DATA_KEYS.get(Answer(kind)) if kind in {*Answer} else None
    found = limits.unknown_keys(data, known) if known is not None else []
    found += limits.unknown_nested(data) if kind in (Answer.MESSAGE, Answer.UPDATE) else []
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
