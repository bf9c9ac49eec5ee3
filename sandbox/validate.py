"""Requests and replies held against Discord's own description of its API (OpenAPI 3.1)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

DESCRIPTION = "urn:discord"
IDS = {"recipient_id", "message_id", "channel_id", "guild_id", "users", "roles", "attachments"}


class Description:
    """The official description. Needs the `jsonschema-rs` package; nothing else of the sandbox does."""

    def __init__(self, document: dict[str, Any]) -> None:
        from jsonschema_rs import Draft202012Validator, Registry

        self._paths: dict[str, Any] = document["paths"]
        registry = Registry([(DESCRIPTION, document)])

        @cache
        def validator(pointer: str) -> Draft202012Validator:
            return Draft202012Validator({"$ref": f"{DESCRIPTION}#{pointer}"}, registry=registry)

        self._validator = validator

    @classmethod
    @cache
    def read(cls, path: Path) -> Description:
        """Read once by a process, however many sandboxes it holds."""
        return cls(json.loads(path.read_bytes()))

    def request_problems(self, method: str, template: str, body: object) -> list[str]:
        """Sentences, empty when the body fits. `template` is the path with its names in braces."""
        known = self._operation(method, template)
        if known is None:
            return [f"{method} {template} is not in the description"]
        if "requestBody" not in known or body is None:
            return []
        where = f"{_pointer(method, template)}/requestBody/content/application~1json/schema"
        return [*self._problems(where, _as_sent(body))]

    def reply_problems(self, method: str, template: str, status: int, body: object) -> list[str]:
        """Sentences, empty when the reply fits."""
        known = self._operation(method, template) or {"responses": {}}
        found = known["responses"].get(str(status), {})
        if "application/json" not in found.get("content", {}):
            return [] if str(status) in known["responses"] or status >= 400 else [f"no reply {status} is described"]
        where = f"{_pointer(method, template)}/responses/{status}/content/application~1json/schema"
        return [*self._problems(where, body)]

    def _operation(self, method: str, template: str) -> dict[str, Any] | None:
        operations: dict[str, dict[str, Any]] = self._paths.get(template, {})
        return operations.get(method.lower())

    def _problems(self, pointer: str, body: object) -> Iterator[str]:
        for error in self._validator(pointer).iter_errors(body):
            for cause in [error, *_deepest(error)]:
                yield f"{'/'.join(map(str, cause.instance_path))}: {cause.message[:300]}"


def _pointer(method: str, template: str) -> str:
    escaped = template.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
    return f"/paths/{escaped}/{method.lower()}"


def _as_sent(body: object) -> object:
    """discord.py writes some ids as numbers, which Discord takes though it describes ids as texts."""
    if isinstance(body, list):
        return [_as_sent(one) for one in body]
    if not isinstance(body, dict):
        return body
    return {key: _texts(value) if key in IDS else _as_sent(value) for key, value in body.items()}


def _texts(value: object) -> object:
    """Numbers as texts: one, a list of them, or the ids of attachments."""
    if isinstance(value, list):
        return [_texts(one) for one in value]
    if isinstance(value, dict):
        return {**value, "id": _texts(value.get("id"))}
    return str(value) if isinstance(value, int) else value


def _deepest(error: ValidationError) -> list[ValidationError]:
    """Of a failed choice among schemas, the errors of the branch that came furthest."""
    branches: list[list[ValidationError]] = getattr(error.kind, "context", [])
    return min(branches, key=len, default=[])
