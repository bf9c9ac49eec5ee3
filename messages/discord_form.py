"""A `Message` in Discord's own form: JSON for raw requests, or the arguments of discord.py's sending methods.

Component numbers: https://discord.com/developers/docs/components/reference#component-object-component-types
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import discord

from messages.message import Button, Embed, Field, Message, Picture, Row, Select

ROW, BUTTON, SELECT = 1, 2, 3
EPHEMERAL = 1 << 6


def _button(button: Button) -> dict[str, Any]:
    form: dict[str, Any] = {"type": BUTTON, "style": int(button.style), "custom_id": button.custom_id}
    if button.label:
        form["label"] = button.label[:80]
    if button.emoji:
        form["emoji"] = {"name": button.emoji}
    if button.disabled:
        form["disabled"] = True
    return form


def _select(select: Select) -> dict[str, Any]:
    options = [
        {"label": option.label[:100], "value": option.value, "default": option.chosen}
        | ({"description": option.description[:100]} if option.description else {})
        for option in select.options[:25]
    ]
    form: dict[str, Any] = {"type": SELECT, "custom_id": select.custom_id, "options": options}
    return form | ({"placeholder": select.placeholder[:150]} if select.placeholder else {})


def components(rows: tuple[Row, ...]) -> list[dict[str, Any]]:
    """Action rows as JSON."""
    return [
        {"type": ROW, "components": [_select(row)] if isinstance(row, Select) else [_button(item) for item in row]}
        for row in rows
    ]


def _field(field: Field) -> dict[str, Any]:
    return {"name": field.name[:256], "value": field.text[:1024] or "-", "inline": field.inline}


def _embed(embed: Embed) -> dict[str, Any]:
    form: dict[str, Any] = {"type": "rich", "title": embed.title[:256], "color": embed.colour}
    if embed.text:
        form["description"] = embed.text[:4096]
    if embed.fields:
        form["fields"] = [_field(field) for field in embed.fields[:25]]
    if embed.thumbnail:
        form["thumbnail"] = {"url": f"attachment://{embed.thumbnail}"}
    return form | ({"footer": {"text": embed.footer[:2048]}} if embed.footer else {})


def attachments(files: tuple[Picture, ...]) -> list[dict[str, Any]]:
    """The `attachments` array that ties `files[n]` of a multipart body to its name and description."""
    return [
        {"id": number, "filename": file.name} | ({"description": file.alt[:1024]} if file.alt else {})
        for number, file in enumerate(files)
    ]


def as_json(message: Message) -> dict[str, Any]:
    """The body of a create or edit: content, embeds, components, allowed mentions, attachments and flags.
    The files themselves travel beside it as `files[n]`."""
    people = [str(message.mentions)] if message.mentions is not None else []
    form: dict[str, Any] = {
        "content": message.content,
        "embeds": [_embed(embed) for embed in message.embeds],
        "components": components(message.rows),
        "allowed_mentions": {"parse": [], "users": people},
    }
    if message.files:
        form["attachments"] = attachments(message.files)
    return form | ({"flags": EPHEMERAL} if message.ephemeral else {})


class Stateless(discord.ui.View):
    """Buttons that no process remembers: presses are understood from their `custom_id` alone, so that the client
    has nothing to keep for each message it sends."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        super().__init__(timeout=None)
        self._components = components(rows)

    def to_components(self) -> list[dict[str, Any]]:
        return self._components

    def has_components_v2(self) -> bool:
        return False

    def is_dispatchable(self) -> bool:
        return False

    def is_finished(self) -> bool:  # the client stores only views that are not finished
        return True


def sending(message: Message, pictures: Mapping[str, bytes] | None = None) -> dict[str, Any]:
    """Arguments for `InteractionResponse.send_message` and `Webhook.send`; bytes of `Picture.key`s from `pictures`."""
    people = [discord.Object(message.mentions)] if message.mentions is not None else []
    mentions = discord.AllowedMentions(everyone=False, roles=False, replied_user=False, users=people)
    form: dict[str, Any] = {"content": message.content or None, "ephemeral": message.ephemeral}
    form["allowed_mentions"] = mentions
    if message.embeds:
        form["embeds"] = [discord.Embed.from_dict(_embed(embed)) for embed in message.embeds]
    if message.rows:
        form["view"] = Stateless(message.rows)
    if message.files:
        form["files"] = [_file(file, pictures or {}) for file in message.files]
    return form


def turning(message: Message) -> dict[str, Any]:
    """Arguments for an edit that replaces everything, the files too."""
    return {**editing(message), "attachments": [_file(file, {}) for file in message.files]}


def editing(message: Message) -> dict[str, Any]:
    """Arguments for `InteractionResponse.edit_message`: content, embeds and buttons are replaced; files stay."""
    return {
        "content": message.content or None,
        "embeds": [discord.Embed.from_dict(_embed(embed)) for embed in message.embeds],
        "view": Stateless(message.rows),
    }


def _file(file: Picture, pictures: Mapping[str, bytes]) -> discord.File:
    data = file.data if file.data is not None else pictures[file.key or ""]
    return discord.File(io.BytesIO(data), filename=file.name, description=file.alt or None)
