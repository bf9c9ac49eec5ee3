"""People in the sandbox: what they do, and what they see."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

Json = dict[str, Any]
PATIENCE_S = 10.0
LOOK_EVERY_S = 0.03


def _words(control: Json) -> tuple[str, ...]:
    return str(control.get("label", "")), str(control.get("emoji", {}).get("name", ""))


def filled(form: Json) -> list[str]:
    """What stands in the texts of a form."""
    return [str(row["component"].get("value", "")) for row in form["components"]]


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as one person sees it."""

    raw: Json

    @property
    def id(self) -> str:
        return str(self.raw["id"])

    @property
    def text(self) -> str:
        """Every word: content and embeds."""
        words = [str(self.raw["content"])]
        for embed in self.raw["embeds"]:
            words += [str(embed.get("title", "")), str(embed.get("description", ""))]
            words += [f"{field['name']}\n{field['value']}" for field in embed.get("fields", [])]
        return "\n".join(word for word in words if word)

    @property
    def controls(self) -> list[Json]:
        return [control for row in self.raw["components"] for control in row["components"]]

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons."""
        return [c.get("label") or c.get("emoji", {}).get("name", "") for c in self.controls if c["type"] == 2]

    def style_of(self, label: str) -> int:
        """Discord's number of a button's colour: 1 blue, 2 grey, 3 green, 4 red; 0 where there is no such button."""
        return next((int(c["style"]) for c in self.controls if label in _words(c)), 0)

    def only_for(self, person: Person) -> bool:
        """Whether nobody else sees it."""
        return self.raw["ephemeral_for"] == person.name


class Person:
    """Somebody at the page of the sandbox."""

    def __init__(self, session: aiohttp.ClientSession, address: str, card: Json, channel: str) -> None:
        self._session, self._address = session, address
        self.name, self.id, self.dm = str(card["name"]), int(card["id"]), str(card["dm_channel_id"])
        self.channel = channel
        self.locale = "en-US"

    async def uploads(self, name: str, data: bytes) -> str:
        """A file, held ready for an option of a command; what to give for it."""
        form = aiohttp.FormData()
        form.add_field("file", data, filename=name)
        async with self._session.post(f"{self._address}/sandbox/people/{self.name}/upload", data=form) as answer:
            assert answer.status < 400, await answer.text()
            return str((await answer.json())["upload_id"])

    async def types(self, command: str, **options: Any) -> str:
        """`/imagine` with its options; returns the interaction's id."""
        body = {"channel_id": self.channel, "name": command.lstrip("/"), "options": options, "locale": self.locale}
        return str((await self._ask("POST", "command", body))["interaction_id"])

    async def presses(self, label: str, *, under: Seen, values: Sequence[str] = ()) -> str:
        """A button by its words, or a select by its `custom_id`; returns the interaction's id."""
        body: Json = {"message_id": under.id, "locale": self.locale}
        body |= {"custom_id": label, "values": list(values)} if values else {"label": label}
        return str((await self._ask("POST", "press", body))["interaction_id"])

    async def presses_id(self, custom_id: str, *, under: Seen) -> str:
        """A button by its `custom_id`, whatever stands on it now; Discord sends it if the message has it."""
        body: Json = {"message_id": under.id, "custom_id": custom_id, "locale": self.locale}
        return str((await self._ask("POST", "press", body))["interaction_id"])

    async def opens_menu(self, name: str, on: Seen) -> str:
        """Apps > NAME in a message's menu; returns the interaction's id."""
        body = {"message_id": on.id, "name": name, "locale": self.locale}
        return str((await self._ask("POST", "menu", body))["interaction_id"])

    async def reacts(self, emoji: str, to: Seen) -> None:
        """An emoji under a message that everybody sees."""
        await self._ask("POST", "react", {"message_id": to.id, "emoji": emoji})

    async def forges(self, custom_id: str, *, under: Seen) -> str:
        """A press of a button that does not exist."""
        body = {"message_id": under.id, "custom_id": custom_id, "forge": True, "locale": self.locale}
        return str((await self._ask("POST", "press", body))["interaction_id"])

    async def finds(self, command: str, **options: Any) -> list[Json]:
        """What Discord suggests while an option is typed; the last option is the focused one."""
        body = {
            "channel_id": self.channel,
            "name": command.lstrip("/"),
            "options": options,
            "focused": list(options)[-1],
            "locale": self.locale,
        }
        return list((await self._ask("POST", "autocomplete", body))["choices"])

    async def form(self) -> Json:
        """The form that has opened on the person's screen."""
        async with asyncio.timeout(PATIENCE_S):
            while not (found := await self._ask("GET", "modals")):
                await asyncio.sleep(LOOK_EVERY_S)
        return dict(found[-1])

    async def sends(self, form: Json, **values: Any) -> str:
        """The form with these entries, the others as they were filled; returns the interaction's id."""
        body = {"modal_id": form["modal_id"], "values": values}
        return str((await self._ask("POST", "submit", body))["interaction_id"])

    async def answer_to(self, interaction: str) -> Seen:
        """The bot's own answer to an interaction."""
        outcome = await self.outcome(interaction)
        assert outcome["state"] == "acknowledged", f"{self.name} was told that the application did not respond"
        return await self.sees(lambda message: message.id == outcome["message_id"])

    async def reads_after(self, interaction: str) -> Seen:
        """The bot's answer to an interaction, once it says something."""
        outcome = await self.outcome(interaction)
        return await self.sees(lambda seen: seen.id == outcome["message_id"] and bool(seen.text))

    async def outcome(self, interaction: str) -> Json:
        """Wait until the interaction was acknowledged, or failed."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                found: Json = await self._ask("GET", f"interactions/{interaction}")
                if found["state"] != "waiting":
                    return found
                await asyncio.sleep(LOOK_EVERY_S)

    async def sees(self, wanted: Callable[[Seen], bool], *, channel: str | None = None) -> Seen:
        """Wait for the newest message of that kind."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                found = [message for message in await self.messages(channel) if wanted(message)]
                if found:
                    return found[-1]
                await asyncio.sleep(LOOK_EVERY_S)

    async def sees_no_more(self, message: Seen) -> None:
        """Wait until the message is gone."""
        async with asyncio.timeout(PATIENCE_S):
            while any(other.id == message.id for other in await self.messages()):
                await asyncio.sleep(LOOK_EVERY_S)

    async def reads(self, words: str, *, channel: str | None = None) -> Seen:
        """Wait for the newest message with these words in it."""
        return await self.sees(lambda message: words in message.text, channel=channel)

    async def messages(self, channel: str | None = None) -> list[Seen]:
        """All that the person sees in a channel, oldest first."""
        found = await self._ask("GET", f"channels/{channel or self.channel}/messages?limit=200")
        return [Seen(message) for message in found]

    async def commands(self) -> dict[str, Json]:
        """The commands that Discord offers the person, by name."""
        path = f"{self._address}/sandbox/commands?person={self.name}&channel={self.channel}"
        async with self._session.get(path) as answer:
            return {command["name"]: command for command in await answer.json()}

    async def _ask(self, method: str, path: str, body: Json | None = None) -> Any:
        url = f"{self._address}/sandbox/people/{self.name}/{path}"
        async with self._session.request(method, url, json=body) as answer:
            found = await answer.json()
            assert answer.status < 400, f"{self.name}: {found}"
            return found
