"""Where Discord is: the three places in which discord.py 2.7 keeps its address, so that another Discord can be named.

Checked on import: a release that moved one of them fails here, and not in the middle of a conversation.
"""

from __future__ import annotations

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

API_VERSION = 10
SEAMS: tuple[tuple[type, str], ...] = ((Route, "BASE"), (DiscordWebSocket, "DEFAULT_GATEWAY"), (discord.Asset, "BASE"))

for _owner, _name in SEAMS:
    if not hasattr(_owner, _name):
        raise ImportError(f"discord.py {discord.__version__} moved {_owner.__name__}.{_name}; see {__name__}")


def point_at(base: str) -> None:
    """Let every client of this process speak to `base`, e.g. http://127.0.0.1:8080. Call it before any login.

    Raises `ValueError` when `base` is not an http or https address."""
    address = yarl.URL(base)
    if address.scheme not in ("http", "https") or not address.host:
        raise ValueError(f"the address of the Discord to use must start with http:// or https://, not {base!r}")
    root = str(address).rstrip("/")
    Route.BASE = f"{root}/api/v{API_VERSION}"
    scheme = "wss" if address.scheme == "https" else "ws"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(root).with_scheme(scheme) / "gateway"
    discord.Asset.BASE = root
