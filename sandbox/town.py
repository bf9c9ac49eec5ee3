"""One sandbox with all its parts, handed to whoever answers a request."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field

from sandbox.clock import Clock
from sandbox.commands import Commands
from sandbox.faults import Faults
from sandbox.interactions import Interaction, Interactions
from sandbox.journal import Journal
from sandbox.payload import Payloads
from sandbox.ratelimit import RateLimits
from sandbox.settings import SandboxSettings
from sandbox.state import Attachment, Channel, Json, World
from sandbox.validate import Description


@dataclass(frozen=True, slots=True)
class Form:
    """A modal that is open on somebody's screen."""

    interaction: Interaction  #: the one that was answered with it
    body: Json  #: title, custom_id, components


def as_open(number: int, form: Form) -> Json:
    """A form as its person's client shows it."""
    return {**form.body, "modal_id": str(number), "channel_id": str(form.interaction.channel_id)}


@dataclass
class Town:
    settings: SandboxSettings
    clock: Clock
    address: str  #: http://HOST:PORT
    world: World = field(init=False)
    payloads: Payloads = field(init=False)
    commands: Commands = field(init=False)
    rates: RateLimits = field(init=False)
    description: Description | None = field(init=False)
    interactions: Interactions = field(default_factory=Interactions)
    faults: Faults = field(default_factory=Faults)
    journal: Journal = field(default_factory=Journal)
    forms: dict[int, Form] = field(default_factory=dict)  #: by the id of the interaction behind it
    uploads: dict[str, Attachment] = field(default_factory=dict)  #: files that people hold ready
    answered: dict[int, asyncio.Event] = field(default_factory=dict)  #: autocompletes that somebody waits for

    def __post_init__(self) -> None:
        self.world = World(self.settings, self.clock)
        self.payloads = Payloads(self.world, self.address, secrets.token_bytes(16))
        self.commands = Commands(self.settings.application_id, self.world.ids.next)
        self.rates = RateLimits(self.settings.global_rate)
        self.description = Description.read(self.settings.openapi) if self.settings.openapi else None

    @property
    def gateway(self) -> str:
        return self.address.replace("http", "ws", 1) + "/gateway"

    def channel_of(self, interaction: Interaction) -> Channel:
        return self.world.channels[interaction.channel_id]
