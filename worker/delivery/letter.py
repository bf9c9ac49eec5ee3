"""A message as it travels: Discord's JSON and the bytes of its files."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import IOBase
from typing import Any

import aiohttp

from messages.discord_form import EPHEMERAL

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file; the first picture of a message is the one that people see."""

    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """`payload` is a message-create or message-edit body without its `attachments`."""

    payload: Json
    files: tuple[Attachment, ...] = ()

    def body(self, nonce: str | None = None) -> Json:
        """The whole JSON. The list of attachments is always named, so that an edit drops the files of before."""
        body = {**self.payload, "attachments": [_named(place, file) for place, file in enumerate(self.files)]}
        return {**body, "nonce": nonce, "enforce_nonce": True} if nonce else body

    def whispered(self) -> Letter:
        """The same for the person alone, as a new message of an interaction's webhook."""
        return replace(self, payload={**self.payload, "flags": EPHEMERAL})

    def parts(self, streams: Sequence[IOBase], nonce: str | None = None) -> list[Json]:
        """The parts of a multipart request: `payload_json`, then `files[n]` with one stream each."""
        parts: list[Json] = [{"name": "payload_json", "value": json.dumps(self.body(nonce))}]
        for place, (file, stream) in enumerate(zip(self.files, streams, strict=True)):
            part = {"name": f"files[{place}]", "value": stream, "filename": file.name}
            parts.append({**part, "content_type": "application/octet-stream"})
        return parts

    def multipart(self) -> aiohttp.FormData:
        """The parts as aiohttp sends them; Discord does not read escaped brackets in field names."""
        form = aiohttp.FormData(quote_fields=False)
        for part in self.parts([io.BytesIO(file.data) for file in self.files]):
            form.add_field(**part)
        return form


def _named(place: int, file: Attachment) -> Json:
    named: Json = {"id": place, "filename": file.name}
    return {**named, "description": file.alt} if file.alt else named
