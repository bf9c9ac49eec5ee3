"""`atelier doctor`: what is missing or wrong, and how to repair it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from cli.checks.discord_checks import check_discord
from cli.checks.finding import Finding, Grade
from cli.checks.given_checks import check_given
from cli.checks.host_checks import check_devices, check_disk, check_models, check_pictures
from cli.checks.redis_checks import check_redis
from cli.checks.translator_checks import check_translator
from cli.environment import environment
from jobs.settings import SharedSettings

MARKS = {Grade.GOOD: "[green]●[/green]", Grade.WARNING: "[yellow]▲[/yellow]", Grade.FATAL: "[red]✗[/red]",
         Grade.SKIPPED: "[dim]○[/dim]"}  # fmt: skip


def examine(env: Mapping[str, str]) -> list[Finding]:
    """Every finding, in the order in which a newcomer would repair them."""
    shared = SharedSettings.from_env(env)
    api = env.get("ATELIER_DISCORD_API") or "https://discord.com"
    findings = asyncio.run(check_discord(api, env.get("DISCORD_TOKEN"), guild_ids(env)))
    findings += check_redis(shared.redis_url)
    findings += asyncio.run(check_translator(env.get("ATELIER_TRANSLATOR"), env.get("ATELIER_TRANSLATOR_KEY", "")))
    findings += check_pictures(shared.pictures)
    findings += check_given(env.get("ATELIER_PRIVATE_ADDRESSES_ALLOWED") or "")
    findings += check_disk(Path(shared.pictures) if "://" not in shared.pictures else Path.cwd())
    findings += check_devices()
    findings += check_models(shared.models_file, shared.storybook)
    return findings


def guild_ids(env: Mapping[str, str]) -> list[int]:
    """The guilds that the owner named; `*` (the sandbox's setting) names none in particular."""
    names = (env.get("ATELIER_ALLOWED_GUILDS") or "").replace(",", " ").split()
    return [int(name) for name in names if name.isdigit()]


def report(findings: Iterable[Finding], console: Console) -> None:
    """A table: mark, subject, detail, repair."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for finding in findings:
        table.add_row(MARKS[finding.grade], finding.subject, finding.detail, finding.repair)
    console.print(table)


def as_json(findings: Iterable[Finding]) -> str:
    """For scripts."""
    return json.dumps([finding.__dict__ for finding in findings], indent=1)


def exit_code(findings: Iterable[Finding]) -> int:
    """1 if any finding is fatal."""
    return int(any(finding.grade is Grade.FATAL for finding in findings))


def run_doctor(json_wanted: bool) -> int:
    """The command."""
    findings = examine(environment())
    console = Console()
    if json_wanted:
        console.out(as_json(findings))
    else:
        report(findings, console)
    return exit_code(findings)
