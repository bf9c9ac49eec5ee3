"""The settings of delivery, parsed once from a mapping by the composition root."""

from __future__ import annotations

from pydantic import Field, SecretStr

from jobs.settings import EnvironmentSettings


class DeliverySettings(EnvironmentSettings):
    """How delivery reaches Discord, and how much it does at once."""

    discord_token: SecretStr
    discord_api: str | None = None  #: another Discord's address, e.g. http://127.0.0.1:8080; None: Discord itself
    requests_per_s: float = Field(default=40.0, gt=0)  #: Discord allows 50 to a token; divide it among deliveries
    burst: int = Field(default=20, ge=2)  #: requests at once
    final_reserve: int = Field(default=5, ge=1)  #: of the burst, never spent on previews
    uploads: int = Field(default=24, ge=1)  #: final messages on their way at once
    uploads_per_channel: int = Field(default=3, ge=1)  #: Discord takes 5 messages in 5 s
    progress_every_s: float = Field(default=1.5, gt=0)  #: between two edits of one message
    stale_after_s: float = Field(default=10.0, gt=0)  #: older progress is not shown
    take_over_after_s: float = Field(default=15.0, gt=0)  #: silence of another delivery that counts as its death
    request_timeout_s: float = Field(default=90.0, gt=0)  #: of one request, uploads included
