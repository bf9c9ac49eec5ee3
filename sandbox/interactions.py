"""What a person asked of the bot, and the rules for answering it."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from enum import IntEnum

from sandbox import errors
from sandbox.state import Json, Message, Person

INTERACTIONS_KEPT = 20_000


class Kind(IntEnum):
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Answer(IntEnum):
    PONG = 1
    MESSAGE = 4
    DEFER = 5
    DEFER_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    FORM = 9


@dataclass(slots=True)
class Interaction:
    id: int
    kind: Kind
    token: str
    person: Person
    channel_id: int
    data: Json
    sent_at: float  #: unix seconds
    locale: str = "en-US"
    message: Message | None = None  #: the message with the button, also behind a form that a button opened
    command: str | None = None
    trigger: Json | None = None  #: the metadata of the interaction that opened the form
    state: str = "waiting"  #: waiting, acknowledged or failed
    acknowledged_at: float | None = None
    callback_type: int | None = None
    original: Message | None = None  #: what @original names
    ephemeral: bool = False
    loading: bool = False  #: deferred with type 5 and not yet filled
    choices: list[Json] | None = None
    made: dict[int, Message] = field(default_factory=dict)  #: messages of this token, ephemeral ones too

    def allowed(self) -> set[Answer]:
        """The callbacks that Discord takes for this kind."""
        if self.kind is Kind.AUTOCOMPLETE:
            return {Answer.CHOICES}
        answers = {Answer.MESSAGE, Answer.DEFER}
        if self.message is not None:
            answers |= {Answer.DEFER_UPDATE, Answer.UPDATE}
        return answers if self.kind is Kind.MODAL else answers | {Answer.FORM}

    def check(self, answer: int, now: float, deadline_s: float) -> Answer:
        """The callback if it may be given now. Raises `DiscordError` and changes nothing."""
        if self.state == "acknowledged":
            raise errors.already_acknowledged()
        if self.state == "failed" or now - self.sent_at > deadline_s:
            raise errors.unknown_interaction()
        if answer not in {*self.allowed()}:
            raise errors.invalid(("type",), "BASE_TYPE_CHOICES", f"Callback type {answer} is not allowed here.")
        return Answer(answer)

    def acknowledge(self, answer: Answer, now: float) -> None:
        self.state, self.acknowledged_at, self.callback_type = "acknowledged", now, int(answer)


class Interactions:
    """All interactions by id and by token, the oldest forgotten."""

    def __init__(self) -> None:
        self.by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    def add(self, interaction: Interaction) -> Interaction:
        self.by_id[interaction.id] = interaction
        self._by_token[interaction.token] = interaction
        if len(self.by_id) > INTERACTIONS_KEPT:
            oldest = self.by_id.pop(next(iter(self.by_id)))
            del self._by_token[oldest.token]
        return interaction

    def for_callback(self, interaction_id: int, token: str) -> Interaction:
        """Raises `DiscordError` 10062."""
        found = self.by_id.get(interaction_id)
        if found is None or not secrets.compare_digest(found.token.encode(), token.encode()):
            raise errors.unknown_interaction()
        return found

    def for_webhook(self, token: str, now: float, lifetime_s: float) -> Interaction:
        """The interaction behind a follow-up. Raises `DiscordError`: 50027 when too old, 10015 before the callback."""
        found = self._by_token.get(token)
        if found is None or now - found.sent_at > lifetime_s:
            raise errors.dead_token()
        if found.state != "acknowledged":
            raise errors.unknown_webhook()
        return found

    def waiting(self) -> list[Interaction]:
        return [one for one in self.by_id.values() if one.state == "waiting"]


def new_token(interaction_id: int) -> str:
    """Like Discord's: base64 of `interaction:ID:random`, over 200 characters."""
    text = f"interaction:{interaction_id}:{secrets.token_urlsafe(96)}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
