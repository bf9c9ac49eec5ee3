"""Which private addresses an operator lets people make the bot ask."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.settings import BotSettings


def allowed(text: str) -> frozenset[tuple[str, int]]:
    env = {"DISCORD_TOKEN": "t", "ATELIER_PRIVATE_ADDRESSES_ALLOWED": text}
    return BotSettings.from_env(env).private_addresses_allowed


def test_nothing_private_is_asked_unless_it_is_named() -> None:
    assert allowed("") == frozenset()
    assert allowed("127.0.0.1:8023, [::1]:80") == {("127.0.0.1", 8023), ("::1", 80)}


@pytest.mark.parametrize("text", ["localhost:80", "127.0.0.1", "10.0.0.0/8:80", "*", "127.0.0.1:http"])
def test_only_an_address_with_its_port_opens_a_door(text: str) -> None:
    with pytest.raises(ValidationError):
        allowed(text)
