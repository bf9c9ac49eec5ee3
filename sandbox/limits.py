"""Discord's limits on what a bot may say, checked by hand so that they hold without the official description."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox import component_limits
from sandbox import components as parts
from sandbox.component_limits import between
from sandbox.errors import Problems
from sandbox.known import Path
from sandbox.state import COMPONENTS_V2, Json

LEGACY = ("content", "embeds", "poll", "sticker_ids")  #: fields that a message of layout components cannot have


def check_message(body: Json, flags: int, root: Path = ()) -> None:
    """What must hold for a message that is sent or edited. Raises `DiscordError` 50035."""
    problems = Problems(root)
    between(body.get("content"), 0, 2000, ("content",), problems)
    between(str(body.get("nonce") or ""), 0, 25, ("nonce",), problems)
    between(body.get("attachments"), 0, 10, ("attachments",), problems)
    for name in LEGACY if flags & COMPONENTS_V2 else ():
        if body.get(name):
            text = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            problems.add((name,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)
    _check_embeds(body.get("embeds") or [], problems)
    component_limits.check(body.get("components") or [], bool(flags & COMPONENTS_V2), problems)
    problems.raise_if_any()


def _check_embeds(embeds: list[Json], problems: Problems) -> None:
    between(embeds, 0, 10, ("embeds",), problems)
    total = 0
    for at, embed in enumerate(embeds):
        between(embed.get("fields"), 0, 25, ("embeds", at, "fields"), problems)
        for path, text, most in _texts(embed):
            total += len(text or "")
            between(text, 0, most, ("embeds", at, *path), problems)
    if total > 6000:
        problems.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _texts(embed: Json) -> Iterator[tuple[Path, str | None, int]]:
    """(path, text, most characters) of everything written in an embed."""
    yield ("title",), embed.get("title"), 256
    yield ("description",), embed.get("description"), 4096
    yield ("footer", "text"), (embed.get("footer") or {}).get("text"), 2048
    yield ("author", "name"), (embed.get("author") or {}).get("name"), 256
    for row, field in enumerate(embed.get("fields") or []):
        yield ("fields", row, "name"), field.get("name"), 256
        yield ("fields", row, "value"), field.get("value"), 1024


def check_form(body: Json) -> None:
    """A modal's title, id and fields. Raises `DiscordError` 50035."""
    problems = Problems(("data",))
    between(body.get("title"), 1, 45, ("title",), problems)
    between(body.get("custom_id"), 1, 100, ("custom_id",), problems)
    between(body.get("components"), 1, 5, ("components",), problems)
    for at, row in enumerate(body.get("components") or []):
        for field in parts.walk([row]):
            between(field.get("label"), 0, 45, ("components", at, "label"), problems)
            if isinstance(field.get("value"), str):
                between(field["value"], 0, 4000, ("components", at, "value"), problems)
    problems.raise_if_any()


def check_choices(body: Json) -> None:
    """What an autocomplete offers. Raises `DiscordError` 50035."""
    problems = Problems(("data",))
    choices = body.get("choices") or []
    between(choices, 0, 25, ("choices",), problems)
    for at, choice in enumerate(choices):
        between(str(choice.get("name") or ""), 1, 100, ("choices", at, "name"), problems)
        between(str(choice.get("value")), 0, 100, ("choices", at, "value"), problems)
    problems.raise_if_any()
