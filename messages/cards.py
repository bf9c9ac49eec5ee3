"""The private cards: /info, /help and /fleet. Pure functions of plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jobs.catalog import Catalog, ModelEntry
from jobs.fleet import Host, WorkerStatus
from jobs.knows import Term
from jobs.prompt import PARAMETERS
from jobs.records import Record
from jobs.requests import Mode
from jobs.usage import Used
from messages.escape import shown
from messages.message import Embed, Field, Message
from messages.say import said, say, spoken

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


def help_card(catalog: Catalog, locale: str) -> Message:
    """How to ask, and honestly what each model can paint."""
    fields = [
        Field(say("help.commands", locale), say("help.commands_text", locale)),
        *_parameters(locale),
    ]
    names = ", ".join(f"{entry.title} (`{entry.name}`)" for entry in catalog.models)
    fields.append(Field(say("help.models", locale), names[:FIELD_LIMIT]))
    for entry in catalog.models:
        fields += _learned(entry, locale)
    text = f"{say('help.text', locale)}\n{say('help.example', locale)}"
    return _card(Embed(title=say("help.title", locale), text=text, fields=tuple(fields[:25])))


def _parameters(locale: str) -> list[Field]:
    """One line for each row of the table, in as many fields as they need; a row without a sentence of its own speaks
    the table's English."""
    parts = [""]
    for row in PARAMETERS:
        line = f"`{row.example}` {said(f'parameters.{row.name}', locale) or row.help}\n"
        parts = [*parts, line] if len(parts[-1]) + len(line) > FIELD_LIMIT else [*parts[:-1], parts[-1] + line]
    title = say("help.parameters", locale)
    return [Field(title if n == 1 else f"{title} ({n})", part.rstrip()) for n, part in enumerate(parts, start=1)]


def _learned(entry: ModelEntry, locale: str) -> list[Field]:
    if entry.vocabulary is None:
        return []
    named = {"objects": entry.vocabulary.objects, "places": entry.vocabulary.places}
    return [
        Field(say(f"help.{kind}", locale, model=entry.title), _words(terms, locale))
        for kind, terms in named.items()
        if terms
    ]


def _words(terms: Sequence[Term], locale: str) -> str:
    """As many of the words as a field holds, in the person's language, never half of one."""
    chinese = spoken(locale).startswith("zh")
    words = [(term.zh if chinese and term.zh else term.en or term.zh)[:1] for term in terms]
    text = "、".join(word[0] for word in words if word) if chinese else ", ".join(word[0] for word in words if word)
    mark = "、" if chinese else ", "
    return text if len(text) <= FIELD_LIMIT else text[: FIELD_LIMIT - 1].rpartition(mark)[0] + "…"


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
