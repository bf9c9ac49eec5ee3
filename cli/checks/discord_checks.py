"""Discord: the token, the application, each allowed guild, and the commands, asked over the plain HTTP API (v10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import aiohttp

from cli.checks.finding import Finding, fatal, good, skipped, warning

NEEDED = {  # https://discord.com/developers/docs/topics/permissions
    "View Channels": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
}
ADMINISTRATOR = 1 << 3
INVITE = (
    "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={bits}"
)


async def check_discord(api: str, token: str | None, guilds: Sequence[int]) -> list[Finding]:
    """All findings about Discord. `api` is the address before `/api/v10`."""
    if not token:
        return [fatal("Discord token", "DISCORD_TOKEN is not set", 'see README, "On Discord", step 3')]
    headers = {"Authorization": f"Bot {token}"}
    timeout = aiohttp.ClientTimeout(total=10)
    try:
        async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
            return await _ask_everything(session, f"{api.rstrip('/')}/api/v10", guilds)
    except (aiohttp.ClientError, TimeoutError) as error:
        return [
            fatal("Discord", f"not reached ({error.__class__.__name__})", "check this machine's way to the internet")
        ]


async def _ask_everything(session: aiohttp.ClientSession, base: str, guilds: Sequence[int]) -> list[Finding]:
    status, me = await _get(session, f"{base}/users/@me")
    if status == 401:
        return [fatal("Discord token", "Discord refuses it", "reset it in the developer portal and set DISCORD_TOKEN")]
    if status != 200:
        return [fatal("Discord", f"answers {status}", "try again in a minute")]
    _, application = await _get(session, f"{base}/oauth2/applications/@me")
    findings = [good("Discord token", f"of {me['username']}"), good("Discord intents", "none privileged is needed")]
    findings += await _check_commands(session, base, str(application["id"]))
    if not guilds:
        findings.append(warning("Guilds", "none is allowed yet", "set ATELIER_ALLOWED_GUILDS to your server's id"))
    for guild in guilds:
        findings.append(await _check_guild(session, base, guild, str(application["id"]), int(me["id"])))
    return findings


async def _check_commands(session: aiohttp.ClientSession, base: str, application: str) -> list[Finding]:
    status, commands = await _get(session, f"{base}/applications/{application}/commands")
    names = [command["name"] for command in commands] if status == 200 else []
    if "imagine" in names:
        return [good("Commands", f"{len(names)} registered")]
    return [warning("Commands", "/imagine is not registered", "start the bot once: it registers them")]


async def _check_guild(session: aiohttp.ClientSession, base: str, guild: int, application: str, me: int) -> Finding:
    status, _ = await _get(session, f"{base}/guilds/{guild}")
    bits = sum(NEEDED.values())
    if status != 200:
        return fatal(f"Guild {guild}", "the bot is not in it", INVITE.format(application=application, bits=bits))
    status, member = await _get(session, f"{base}/guilds/{guild}/members/{me}")
    status_roles, roles = await _get(session, f"{base}/guilds/{guild}/roles")
    if status != 200 or status_roles != 200:
        return skipped(f"Guild {guild}", "its roles could not be read")
    return _judge_permissions(guild, granted(guild, member, roles))


def granted(guild: int, member: dict[str, Any], roles: Sequence[dict[str, Any]]) -> int:
    """The permission bits of a member, before channel overwrites: @everyone's and those of all its roles."""
    held = {str(guild), *map(str, member.get("roles", []))}
    bits = 0
    for role in roles:
        if str(role["id"]) in held:
            bits |= int(role["permissions"])
    return bits


def _judge_permissions(guild: int, bits: int) -> Finding:
    lacking = [name for name, bit in NEEDED.items() if not bits & (bit | ADMINISTRATOR)]
    if lacking:
        return fatal(
            f"Guild {guild}", f"lacks {', '.join(lacking)}", "grant these to the bot's role in Server Settings"
        )
    return good(f"Guild {guild}", "all permissions are there")


async def _get(session: aiohttp.ClientSession, url: str) -> tuple[int, Any]:
    async with session.get(url) as answer:
        return answer.status, await answer.json(content_type=None)
