"""What is said, independent of how it travels; `messages.discord_form` turns it into Discord's JSON."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum


class Style(IntEnum):
    """Discord's numbers for the colours of a button."""

    BLUE = 1
    GREY = 2
    GREEN = 3
    RED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """`label` (at most 80 characters) or `emoji`, or both."""

    custom_id: str
    label: str | None = None
    emoji: str | None = None
    style: Style = Style.GREY
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a select; `chosen` is shown as the present value."""

    label: str
    value: str
    description: str | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """A drop-down of 1-25 options, of which one is taken."""

    custom_id: str
    options: tuple[Option, ...]
    placeholder: str | None = None


Row = tuple[Button, ...] | Select


@dataclass(frozen=True, slots=True)
class Field:
    """A titled paragraph of an embed: name at most 256, text at most 1,024 characters."""

    name: str
    text: str
    inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """A card: title at most 256, text at most 4,096 characters, at most 25 fields."""

    title: str
    text: str = ""
    colour: int = 0x5865F2  #: 0xRRGGBB
    fields: tuple[Field, ...] = ()
    footer: str = ""
    thumbnail: str = ""  #: the name of a file of the same message


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A file of the message: its bytes, or the key under which the picture store has them."""

    name: str
    alt: str = ""  #: at most 1,024 characters
    key: str | None = None
    data: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """At most 2,000 characters of content, 10 embeds, 5 rows of 5 buttons, 10 files."""

    content: str = ""
    embeds: tuple[Embed, ...] = ()
    rows: tuple[Row, ...] = ()
    files: tuple[Picture, ...] = ()
    ephemeral: bool = False
    mentions: int | None = None  #: the one person whom the message may ping

    def only_for_the_person(self) -> Message:
        """The same message, seen by the person alone, where an interaction is answered."""
        return replace(self, ephemeral=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A text of a form: label at most 45, value at most 4,000 characters."""

    custom_id: str
    label: str
    value: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file of a form: label at most 45, hint at most 100 characters."""

    custom_id: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a person fills in and sends, a modal: title at most 45 characters, 1-5 entries."""

    custom_id: str
    title: str
    entries: tuple[Entry | Upload, ...]
