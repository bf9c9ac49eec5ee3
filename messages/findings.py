"""What /describe and /shorten found, as a card: prompts to imagine under numbered buttons.

/describe   1️⃣ … 4️⃣, blank lines between       [1][2][3][4][🔄] [Imagine all]
/shorten    **strong**, ~~weak~~ words, then 1️⃣ …  [1][2][3][4][5] [Show details]
"""

from __future__ import annotations

from collections.abc import Sequence

from jobs.records import Finding, Record
from jobs.requests import JobId, Verb
from messages.custom_id import Step, pack_step
from messages.escape import shown
from messages.message import Button, Embed, Message, Row, Style
from messages.say import say

EDIT, ALL, ANEW, DETAILS = "word", "words_all", "words_anew", "words_worth"  #: names of steps
STRONG, WEAK = 0.6, 0.2  #: worth from which on a word is bold, and up to which it is struck out
_DIGITS = ("1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣")
_EACH = 700  #: characters of one prompt
_WORDS = 1_800  #: characters of a weighed prompt
_LINES = 40  #: words of a card of details


def prompts_of(record: Record) -> tuple[str, ...]:
    """The prompts that were found, at most five."""
    return tuple(finding.text for finding in record.findings if finding.kind == "prompt")[: len(_DIGITS)]


def tokens_of(record: Record) -> tuple[Finding, ...]:
    """The weighed words, in their order."""
    return tuple(finding for finding in record.findings if finding.kind == "token")


def card(record: Record) -> Embed:
    """The card's text."""
    locale = record.person.locale
    numbered = [f"{digit} {shown(text, _EACH)}" for digit, text in zip(_DIGITS, prompts_of(record), strict=False)]
    if record.request.verb is Verb.DESCRIBE:
        return Embed(title=say("findings.describe", locale), text="\n\n".join(numbered))
    text = "\n\n".join((weighed(tokens_of(record)), "\n".join(numbered)))
    return Embed(title=say("findings.shorten", locale), text=text, footer=say("findings.how_to_read", locale))


def weighed(tokens: Sequence[Finding]) -> str:
    """The words, those that count bold and those that do not struck out; Chinese without spaces."""
    text, before = "", ""
    for token in tokens:
        spaced = bool(before) and (before.isascii() or token.text.isascii())
        text += f"{' ' if spaced else ''}{_dressed(token)}"
        before = token.text
    return text if len(text) <= _WORDS else text[: _WORDS - 1] + "…"


def _dressed(token: Finding) -> str:
    word = shown(token.text)
    return f"**{word}**" if token.weight >= STRONG else f"~~{word}~~" if token.weight <= WEAK else word


def rows(record: Record) -> tuple[Row, ...]:
    """A button for each prompt, and what can be done with all."""
    locale, found = record.person.locale, prompts_of(record)

    def control(step: Step, label: str | None = None, emoji: str | None = None) -> Button:
        return Button(custom_id=pack_step(step), label=label, emoji=emoji, style=Style.GREY)

    numbers = tuple(control(Step(EDIT, (record.id, str(i))), str(i)) for i in range(1, len(found) + 1))
    if record.request.verb is Verb.DESCRIBE:
        again = control(Step(ANEW, (record.id,)), emoji="🔄")
        whole = (control(Step(ALL, (record.id,)), say("findings.imagine_all", locale), "🎉"),) if found else ()
        return tuple(row for row in ((*numbers, again), whole) if row)
    details = control(Step(DETAILS, (record.id,)), say("findings.details", locale))
    return tuple(row for row in (numbers, (details,)) if row)


def details(record: Record, locale: str) -> Message:
    """The worth of each word in numbers, the strongest first, to one person alone."""
    ranked = sorted(tokens_of(record), key=lambda token: -token.weight)[:_LINES]
    lines = [f"`{token.weight:.2f}` {shown(token.text, 80)}" for token in ranked]
    return Message(embeds=(Embed(title=say("findings.details", locale), text="\n".join(lines)),), ephemeral=True)


def step_of(values: Sequence[str]) -> tuple[JobId, int] | None:
    """The job, and the prompt's number from 1 on (0 where none is named), of a pressed control."""
    if not values or len(values[0]) != 32:
        return None
    number = values[1] if len(values) > 1 else "0"
    return (JobId(values[0]), int(number)) if number.isdecimal() else None
