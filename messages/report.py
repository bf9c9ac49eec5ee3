"""What a moderator sees of a reported picture, and what became of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from jobs.records import Record
from jobs.requests import JobId
from messages.custom_id import Step, pack_step
from messages.escape import shown
from messages.message import Button, Embed, Field, Message, Picture, Row, Style
from messages.naming import alt_text, file_name
from messages.say import say

YELLOW, GREY = 0xFFFF00, 0x808080
VERDICTS = {"keep": Style.GREEN, "remove": Style.RED, "ban": Style.RED, "pardon": Style.GREY}
JUDGE = "judge"  #: the name of the step


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Who found what, where."""

    record: Record
    reporter: int  #: person id
    link: str  #: to the message


def report(found: Report, picture: bytes, suffix: str, locale: str) -> Message:
    """The picture under a veil, the prompt and the people, with the verdicts to press."""
    record = found.record
    fields = (
        Field(say("report.person", locale), f"<@{record.person.id}> ({record.person.name}, `{record.person.id}`)"),
        Field(say("report.reporter", locale), f"<@{found.reporter}>", inline=True),
        Field(say("report.job", locale), f"`{uuid.UUID(record.id)}`", inline=True),
        Field(say("report.where", locale), found.link),
    )
    text = shown(record.request.prompt)
    embed = Embed(title=say("report.title", locale), text=text, colour=YELLOW, fields=fields)
    veiled = Picture(name=f"SPOILER_{file_name(record, suffix)}", alt=alt_text(record), data=picture)
    return Message(embeds=(embed,), rows=verdicts(record.id, locale, "keep", "remove", "ban"), files=(veiled,))


def verdicts(job: JobId, locale: str, *names: str) -> tuple[Row, ...]:
    """One button for each verdict."""
    return (
        tuple(
            Button(
                custom_id=pack_step(Step(JUDGE, (name, job))), label=say(f"report.{name}", locale), style=VERDICTS[name]
            )
            for name in names
        ),
    )


def judged(job: JobId, verdict: str, moderator: int, locale: str) -> Message:
    """The same message afterwards; a ban can be taken back."""
    rows = verdicts(job, locale, "pardon") if verdict == "ban" else ()
    said = say(f"report.{verdict}_done", locale, moderator=f"<@{moderator}>")
    return replace(Message(content=said), rows=rows)
