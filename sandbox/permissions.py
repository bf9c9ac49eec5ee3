"""Who may do what where, in Discord's permission bits."""

from __future__ import annotations

from sandbox.state import DM, Channel, Person

ADMINISTRATOR = 1 << 3
ADD_REACTIONS = 1 << 6
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
USE_APPLICATION_COMMANDS = 1 << 31

ALL = (1 << 53) - 1
EVERYONE = (
    ADD_REACTIONS | VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | ATTACH_FILES | READ_MESSAGE_HISTORY
    | USE_APPLICATION_COMMANDS | 1 << 18 | 1 << 26 | 1 << 38
)  # fmt: skip
BOT = EVERYONE | MANAGE_MESSAGES

NAMES = {  #: the words of POST /sandbox/permissions
    "view": VIEW_CHANNEL,
    "send": SEND_MESSAGES,
    "attach": ATTACH_FILES,
    "embed": EMBED_LINKS,
    "react": ADD_REACTIONS,
    "history": READ_MESSAGE_HISTORY,
    "manage": MANAGE_MESSAGES,
}


def of_person(person: Person, channel: Channel) -> int:
    return ALL if person.admin and channel.type != DM else EVERYONE


def of_bot(channel: Channel) -> int:
    """What the bot may do here. Without VIEW_CHANNEL nothing is left."""
    held = 0 if channel.away else BOT & ~channel.denied
    return held if held & VIEW_CHANNEL else 0


def told_to_bot(channel: Channel) -> int:
    """What an interaction says of the bot's rights: where a person brought the application, those of everybody."""
    return EVERYONE if channel.away else of_bot(channel)


def may_use(command_default: str | None, person: Person, channel: Channel) -> bool:
    """Discord's rule for `default_member_permissions`: null is everybody, "0" is administrators only."""
    if command_default is None or channel.type == DM or person.admin:
        return True
    wanted = int(command_default)
    return wanted != 0 and of_person(person, channel) & wanted == wanted
