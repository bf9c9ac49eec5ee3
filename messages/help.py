"""/help: a card for each topic, with a select that leads to the others. Pure functions of the table and the catalog."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from jobs.catalog import Catalog, ModelEntry
from jobs.knows import Term
from jobs.prompt import PARAMETERS
from messages.custom_id import Step, pack_step
from messages.message import Embed, Field, Message, Option, Select
from messages.say import said, say, spoken

HELP = "help"  #: the name of the step
FIELD_LIMIT = 1_024  #: characters
FIELDS = 25


def help_card(topic: str, catalog: Catalog, locale: str) -> Message:
    """What there is to know about a topic; about the first for one that nobody knows."""
    topic = topic if topic in TOPICS else next(iter(TOPICS))
    fields = tuple(TOPICS[topic](catalog, locale))[:FIELDS]
    embed = Embed(title=say(f"help.{topic}_title", locale), text=say(f"help.{topic}_text", locale), fields=fields)
    options = tuple(Option(say(f"help.{name}_title", locale), name, chosen=name == topic) for name in TOPICS)
    return Message(embeds=(embed,), rows=(Select(custom_id=pack_step(Step(HELP)), options=options),), ephemeral=True)


def _start(catalog: Catalog, locale: str) -> list[Field]:
    """The first sentence, and honestly what each model can paint."""
    names = ", ".join(f"{entry.title} (`{entry.name}`)" for entry in catalog.models)
    return [
        Field(say("help.for_example", locale), say("help.example", locale)),
        Field(say("help.models_title", locale), names[:FIELD_LIMIT]),
    ]


def _parameters(_: Catalog, locale: str) -> list[Field]:
    """One line for each row of the table, in as many fields as they need; a row without a sentence of its own speaks
    the table's English."""
    parts = [""]
    for row in PARAMETERS:
        line = f"`{row.example}` {said(f'parameters.{row.name}', locale) or row.help}\n"
        parts = [*parts, line] if len(parts[-1]) + len(line) > FIELD_LIMIT else [*parts[:-1], parts[-1] + line]
    title = say("help.parameters_title", locale)
    return [Field(title if n == 1 else f"{title} ({n})", part.rstrip()) for n, part in enumerate(parts, start=1)]


def _models(catalog: Catalog, locale: str) -> list[Field]:
    return [field for entry in catalog.models for field in _learned(entry, locale)]


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
    mark = "、" if chinese else ", "
    text = mark.join(word[0] for word in words if word)
    return text if len(text) <= FIELD_LIMIT else text[: FIELD_LIMIT - 1].rpartition(mark)[0] + "…"


def _nothing(_: Catalog, __: str) -> list[Field]:
    """The text says it all."""
    return []


TOPICS: Mapping[str, Callable[[Catalog, str], list[Field]]] = {
    "start": _start,
    "parameters": _parameters,
    "commands": _nothing,
    "buttons": _nothing,
    "models": _models,
    "privacy": _nothing,
}
