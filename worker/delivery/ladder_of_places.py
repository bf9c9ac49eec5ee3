"""Where a final message goes (design rule 6): the channel, a follow-up while the token lives, a direct message, kept.

Pure decisions; nothing here sends.
"""

from __future__ import annotations

from enum import StrEnum

from jobs.records import ReplyTo

VIEW_CHANNEL, SEND_MESSAGES, ATTACH_FILES, SEND_IN_THREADS = 1 << 10, 1 << 11, 1 << 15, 1 << 38
PRIVATE_CHANNEL = 2  #: interaction context in which the bot is not a member
TOKEN_MARGIN_S = 10.0  #: an upload that begins this late may end after the token's death
NOTICE_BEFORE_S = 120.0  #: minute 13 of 15: the progress message says where the result will come


class Place(StrEnum):
    """A place for a final message; `KEPT` is none: the person is told at the next command."""

    CHANNEL = "channel"
    FOLLOW_UP = "follow_up"
    DIRECT = "direct"
    KEPT = "kept"


def next_place(to: ReplyTo, now: float, refused: frozenset[Place], *, stealth: bool = False) -> Place:
    """The best place that has not refused; `now` in unix seconds. With `stealth` the channel is no place."""
    follow_up = token_lives(to, now) and Place.FOLLOW_UP not in refused
    channel = Place.CHANNEL not in refused and to.context != PRIVATE_CHANNEL and not stealth
    if channel and (may_post(to.app_permissions) or not follow_up):
        return Place.CHANNEL
    if follow_up:
        return Place.FOLLOW_UP
    return Place.KEPT if Place.DIRECT in refused else Place.DIRECT


def token_lives(to: ReplyTo, now: float) -> bool:
    """Whether the interaction's webhook still takes a message."""
    return now < to.token_expires_at - TOKEN_MARGIN_S


def may_post(app_permissions: int) -> bool:
    """What Discord said of our rights in the channel when the person asked; 0 means that it said nothing."""
    if not app_permissions:
        return True
    speaks = app_permissions & (SEND_MESSAGES | SEND_IN_THREADS)
    return bool(speaks and app_permissions & VIEW_CHANNEL and app_permissions & ATTACH_FILES)


def notice_in(to: ReplyTo, now: float) -> float | None:
    """Seconds until the progress message must say where the result will come; None when the token is already dead."""
    return max(0.0, to.token_expires_at - NOTICE_BEFORE_S - now) if token_lives(to, now) else None
