"""The whole journey, played by a person: type a prompt, wait for the grid, press buttons, keep every picture.

`atelier demo --imagine "PROMPT" --press U1 --press V2 --out DIR --exit` is this: the smoke test of newcomers and of CI.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cli.person import Person, Refused

Json = dict[str, Any]
LOOK_EVERY_S = 0.15


class JourneyFailed(Exception):
    """What the person waited for did not come; the sentence says what."""


@dataclass(frozen=True)
class Moment:
    """One line of `timeline.json`."""

    what: str  #: typed, acknowledged, first preview, final, press U1, ...
    at: float  #: seconds since the prompt was typed
    file: str | None = None


@dataclass
class Journey:
    """One person, one channel, and what has happened so far."""

    person: Person
    channel: str
    out: Path
    patience_s: float = 180.0
    tell: Callable[[Moment], None] = lambda moment: None
    timeline: list[Moment] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    _began: float = 0.0

    async def imagine(self, prompt: str) -> Json:
        """Type `/imagine` and wait for the grid's message. Raises `JourneyFailed`."""
        await self._look_around()
        self._began = time.monotonic()
        self._note("typed")
        interaction = await self.person.type(self.channel, "imagine", {"prompt": prompt})
        return await self._final(interaction, "final")

    async def press(self, message: Json, label: str) -> Json:
        """Press a button under `message` and wait for the picture that it makes. Raises `JourneyFailed`."""
        await self._look_around()
        self._note(f"press {label}")
        interaction = await self.person.press(message["id"], label)
        return await self._final(interaction, f"final of {label}")

    def write(self) -> None:
        """`timeline.json` beside the pictures."""
        lines = [asdict(moment) for moment in self.timeline]
        (self.out / "timeline.json").write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")

    async def _final(self, interaction: str, what: str) -> Json:
        try:
            await self.person.acknowledged(interaction, seconds=10)
        except Refused as error:
            raise JourneyFailed(str(error)) from error
        self._note("acknowledged" if what == "final" else f"acknowledged {what.removeprefix('final of ')}")
        message = await self._wait_for_picture(previews=what == "final")
        name = await self._keep(message, what)
        self._note(what, name)
        return message

    async def _wait_for_picture(self, previews: bool) -> Json:
        deadline, previewed = time.monotonic() + self.patience_s, not previews
        while time.monotonic() < deadline:
            for message in await self._new_messages():
                if is_final(message):
                    return message
                if message.get("ephemeral_for") and not message["attachments"]:
                    raise JourneyFailed(f"the bot answered in private: {message['content']}")
                if not previewed and message["attachments"]:
                    previewed = True
                    self._note("first preview", await self._keep(message, "preview"))
            await asyncio.sleep(LOOK_EVERY_S)
        raise JourneyFailed(f"no picture came within {self.patience_s:.0f} s")

    async def _new_messages(self) -> list[Json]:
        return [message for message in await self.person.messages(self.channel) if message["id"] not in self.seen]

    async def _look_around(self) -> None:
        self.seen |= {message["id"] for message in await self.person.messages(self.channel)}

    async def _keep(self, message: Json, what: str) -> str:
        attachment = message["attachments"][0]
        suffix = Path(attachment["filename"]).suffix
        name = f"{len(list(self.out.glob('[0-9]*'))) + 1:02d}-{what.replace(' ', '-')}{suffix}"
        (self.out / name).write_bytes(await self.person.download(attachment["url"]))
        return name

    def _note(self, what: str, file: str | None = None) -> None:
        moment = Moment(what, round(time.monotonic() - self._began, 3), file)
        self.timeline.append(moment)
        self.tell(moment)


def is_final(message: Json) -> bool:
    """A message with a picture and the tools for it; a progress message has no more than its cancel button."""
    return bool(message["attachments"]) and len(labels(message)) >= 2


def labels(message: Json) -> list[str]:
    """The words on the buttons of a message."""
    rows: Sequence[Json] = message.get("components", [])
    return [button.get("label") or "" for row in rows for button in row.get("components", [])]


async def play(journey: Journey, prompt: str, presses: Sequence[str]) -> None:
    """Type, then press each label under the grid, in order."""
    journey.out.mkdir(parents=True, exist_ok=True)
    try:
        grid = await journey.imagine(prompt)
        for label in presses:
            await journey.press(grid, label)
    finally:
        journey.write()
