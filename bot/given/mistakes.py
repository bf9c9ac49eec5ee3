"""Why a picture from a person is not taken. `link` is what the person gave, as short as a message can bear."""

from __future__ import annotations

from typing import ClassVar

from yarl import URL

from jobs.errors import Fault, Mistake
from jobs.prompt.mistakes import shown

UPLOADED = ("attachments", "ephemeral-attachments")  #: first part of the path of what was uploaded to Discord


def called(link: str) -> str:
    """What was uploaded by its file name, any other link as it was given; fit to stand between backticks."""
    try:
        parts = URL(link).parts
    except ValueError:
        parts = ()
    name = parts[-1] if len(parts) > 2 and parts[1] in UPLOADED else link
    return shown("".join(c if c.isprintable() and c != "`" else "_" for c in name))


class NotGiven(Mistake):
    """Base of everything that a given picture is refused for."""

    code = "picture_not_taken"
    english: ClassVar[str] = "I cannot take the picture `{link}`."


class LinkRefused(NotGiven):
    """Not a link that a picture is fetched from."""

    code = "link_refused"
    english = "I do not follow `{link}`: give an http or https link without a user name, on the usual ports."


class LinkPrivate(NotGiven):
    """The name leads into a private network."""

    code = "link_private"
    english = "`{link}` does not lead to a public address, so I do not go there; upload the picture instead."


class LinkUnreachable(NotGiven):
    """Nobody answers, or not as HTTP wants it."""

    code = "link_unreachable"
    english = "I could not fetch `{link}`; check that it opens without a login, or upload the picture instead."


class LinkAnswers(NotGiven):
    """The server says no."""

    code = "link_answers"
    english = "`{link}` answers with {status}; check that it opens without a login, or upload the picture instead."


class LinkTurns(NotGiven):
    """One redirect after another."""

    code = "link_turns"
    english = "`{link}` leads on more than {limit} times; give the address where the picture itself is."


class LinkSlow(NotGiven):
    """The picture did not come in time."""

    code = "link_slow"
    english = "`{link}` did not come within {seconds} seconds; upload the picture instead."


class PictureTooHeavy(NotGiven):
    """More bytes than we read."""

    code = "picture_too_heavy"
    english = "`{link}` is larger than {limit} MB; make it smaller."


class NotAPicture(NotGiven):
    """Another kind of file."""

    code = "not_a_picture"
    english = "`{link}` is no picture that I can read; PNG, JPEG, WebP and GIF work."


class PictureDamaged(NotGiven):
    """It begins like a picture, and cannot be decoded."""

    code = "picture_damaged"
    english = "The picture `{link}` is damaged or cut short; save it anew and try again."


class PictureTooLarge(NotGiven):
    """More pixels than we decode."""

    code = "picture_too_large"
    english = "The picture `{link}` is too large; at most {megapixels} megapixels and {side} pixels a side work."


class PictureTooSmall(NotGiven):
    """Nothing can be seen on it."""

    code = "picture_too_small"
    english = "The picture `{link}` is too small; at least {side} pixels a side are needed."


class DecoderDown(Fault):
    """The child process cannot be started."""

    code = "decoder_down"
    english = "I cannot read pictures at the moment; the owner's log says why."
