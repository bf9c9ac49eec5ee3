"""The private cards /info and /fleet. Pure functions of plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jobs.fleet import Host, WorkerStatus
from jobs.records import Record
from jobs.requests import Mode
from jobs.usage import Used
from messages.escape import shown
from messages.message import Embed, Field, Message
from messages.say import say

LISTED = 10  #: jobs that a card lists
FIELD_LIMIT = 1_024  #: characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What /info tells one person."""

    mode: Mode
    model: str  #: its title
    running: Sequence[Record] = ()
    waiting: Sequence[tuple[Record, int]] = ()  #: with the place in line, 1 is next
    kept: int = 0
    stealth: bool = False
    used: Mapping[Mode, Used] = field(default_factory=dict)


def info(account: Account, locale: str) -> Message:
    """Mode, model, running and queued jobs, and what is kept."""
    running = [say("info.job", locale, prompt=_short(record)) for record in account.running]
    waiting = [
        say("info.place", locale, prompt=_short(record), place=place)
        for record, place in sorted(account.waiting, key=lambda pair: pair[1])
    ]
    fields = [
        Field(say("info.mode", locale), say(f"mode.{account.mode}", locale), inline=True),
        Field(say("info.visibility", locale), _audience(account.stealth, locale), inline=True),
        Field(say("info.model", locale), account.model, inline=True),
        Field(say("info.usage", locale), _usage(account.used, locale)),
        Field(f"{say('info.running', locale)}: {len(running)}", _list(running, locale)),
        Field(f"{say('info.waiting', locale)}: {len(waiting)}", _list(waiting, locale)),
    ]
    if account.kept:
        fields.append(Field(f"{say('info.kept', locale)}: {account.kept}", say("info.kept_hint", locale)))
    return _card(Embed(title=say("info.title", locale), fields=tuple(fields)))


def _audience(stealth: bool, locale: str) -> str:
    return say("settings.stealth" if stealth else "settings.public", locale)


def _usage(used: Mapping[Mode, Used], locale: str) -> str:
    """One line for each mode that was used."""
    lines = [
        say("info.used", locale, mode=say(f"mode.{mode}", locale), pictures=of.pictures, time=_duration(of.seconds))
        for mode, of in used.items()
    ]
    return _list(lines, locale)


def _duration(seconds: float) -> str:
    """ "1:02:03", hours only where there are any."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _short(record: Record) -> str:
    return shown(record.request.prompt, 80)


def _list(lines: Sequence[str], locale: str) -> str:
    if not lines:
        return say("info.none", locale)
    more = [f"… +{len(lines) - LISTED}"] if len(lines) > LISTED else []
    return "\n".join([*(f"- {line}" for line in lines[:LISTED]), *more])[:FIELD_LIMIT]


def fleet(hosts: Sequence[Host], waiting: int, now: float, locale: str) -> Message:
    """Hosts and their workers; `now` in unix seconds tells which host has fallen silent."""
    title = say("fleet.title", locale)
    text = say("fleet.waiting", locale, count=waiting)
    if not hosts:
        return _card(Embed(title=title, text=f"{text}\n{say('fleet.empty', locale)}"))
    return _card(Embed(title=title, text=text, fields=tuple(_host(host, now, locale) for host in hosts[:25])))


SILENT_S = 30.0  #: a host that has not reported for longer is marked


def _host(host: Host, now: float, locale: str) -> Field:
    silent = round(now - host.seen_at)
    if silent > SILENT_S:
        return Field(say("fleet.host_lost", locale, host=host.name, seconds=silent), say("fleet.no_workers", locale))
    name = say("fleet.host", locale, host=host.name, running=len(host.workers), wanted=host.wanted)
    lines = [f"- {_worker(worker, locale)}" for worker in host.workers]
    return Field(name, "\n".join(lines)[:FIELD_LIMIT] or say("fleet.no_workers", locale))


def _worker(worker: WorkerStatus, locale: str) -> str:
    state = say(f"fleet.{worker.state}", locale)
    return say("fleet.worker", locale, state=state, device=worker.device, model=worker.model or "-")


def _card(embed: Embed) -> Message:
    return Message(embeds=(embed,), ephemeral=True)
