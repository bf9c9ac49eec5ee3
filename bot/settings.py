"""What the bot alone must be told."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr

from jobs.plan import HIGHEST
from jobs.settings import EnvironmentSettings

ANY = "*"


def _ids(value: object) -> object:
    """ "1, 2" -> {1, 2}; "*" stays for those fields that know it."""
    if isinstance(value, str) and value.strip() != ANY:
        return frozenset(part.strip() for part in value.split(",") if part.strip())
    return value.strip() if isinstance(value, str) else value


def _addresses(value: object) -> object:
    """ "127.0.0.1:8023, [::1]:80" -> {("127.0.0.1", 8023), ("::1", 80)}; names are no addresses."""
    if not isinstance(value, str):
        return value
    pairs = [part.strip().rpartition(":") for part in value.split(",") if part.strip()]
    return frozenset((str(ip_address(host.strip("[]"))), int(port)) for host, _, port in pairs)


def _limits(value: object) -> object:
    """ "123:40, 456:5" -> {123: 40, 456: 5}."""
    if not isinstance(value, str):
        return value
    pairs = (part.partition(":") for part in value.split(",") if part.strip())
    return {role.strip(): most.strip() for role, _, most in pairs}


JobCount = Annotated[int, Field(ge=1, le=HIGHEST)]
Ids = Annotated[frozenset[int], BeforeValidator(_ids)]
IdsOrAny = Annotated[frozenset[int] | Literal["*"], BeforeValidator(_ids)]


class BotSettings(EnvironmentSettings):
    """Parsed by `from_env`; nobody gets in beyond whom the owner names (design rule 12)."""

    discord_token: SecretStr
    discord_api: str | None = None  #: e.g. http://127.0.0.1:8080; without it, Discord itself
    allowed_guilds: IdsOrAny = frozenset()  #: "*" lets every server in that has the bot
    allowed_roles: Ids = frozenset()  #: inside those servers; with no role and no person named, everybody there
    allowed_people: Ids = frozenset()
    admins: Ids = frozenset()  #: who may use /fleet, besides having Discord's administrator permission
    shards: int | None = Field(default=None, ge=1)  #: without it, as many as Discord recommends
    threads: int = Field(default=8, ge=2, le=64)  #: for calls to Redis and the picture store
    forbidden_words: Path | None = None  #: TOML, see `jobs.forbidden_words`; without it nothing is forbidden
    repeat_limit: JobCount = 10  #: jobs of one prompt, permutations times --repeat
    role_repeat_limits: Annotated[dict[int, JobCount], BeforeValidator(_limits)] = Field(default_factory=dict)
    #: the same of those with a role
    admin_repeat_limit: JobCount = HIGHEST  #: of those in `admins`
    user_installs: bool = False  #: offer the commands to people who install the application for themselves, anywhere
    reports_channel: int | None = None  #: where Report Job goes; its moderators judge there
    reports_locale: str = "en-US"  #: the moderators' language
    appeals: str = ""  #: what somebody who was banned is told, such as whom to write to
    translator: str | None = Field(default=None, pattern=r"^https?://")  #: of LibreTranslate's kind; None: none
    translator_key: SecretStr | None = None
    translator_seconds: float = Field(default=10.0, gt=0, le=60)  #: for all texts of one prompt
    given_megabytes: int = Field(default=20, ge=1, le=100)  #: of one picture that a person gives
    given_seconds: float = Field(default=15.0, gt=0, le=60)  #: in which it must have come
    given_a_day: int = Field(default=200, ge=0)  #: pictures that one person may make the bot fetch within 24 hours
    private_addresses_allowed: Annotated[frozenset[tuple[str, int]], BeforeValidator(_addresses)] = frozenset()
    #: addresses (IP:PORT) inside private networks that people may make the bot fetch pictures from all the same
