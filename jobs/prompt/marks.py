"""Where parameters begin: two dashes of any kind, or the one long dash that a phone made of two.

After a space, a comma or nothing, dashes always begin a parameter. Elsewhere (Chinese is written without spaces) they
do so only before a known name, so that `mother--daughter`, `狐狸——真美` and `yes—no` stay words.
"""

from __future__ import annotations

import re

from jobs.prompt.characters import half_width
from jobs.prompt.foreign import FOREIGN
from jobs.prompt.mistakes import MissingSpaceBefore, SpaceAfterDashes
from jobs.prompt.parameters import BY_SPELLING

_HYPHENS = "\\-－−‐‑﹣"
_LONG = "—–―⸺"
_STOPS = ",，、;；"
_OWN_PLACE = frozenset(" " + _STOPS)
_LONG_ONES = frozenset(_LONG)
_MARK = re.compile(
    rf"(?<![{_HYPHENS}{_LONG}])(?P<dashes>[{_HYPHENS}{_LONG}]{{2,}}|[{_LONG}])"
    rf"(?P<name>\w(?:[^\s{_STOPS}{_LONG}{_HYPHENS}]|[{_HYPHENS}](?![{_HYPHENS}]))*)"
)
_LOST = re.compile(rf"(?:^|(?<=[ {_STOPS}]))[{_HYPHENS}]{{2,}} (?P<name>\w+)(?=[ {_STOPS}{_LONG}]|[{_HYPHENS}]{{2}}|$)")
_GLUED = re.compile(rf"[^\s{_STOPS}]*")
_HEAD = re.compile(r"[a-z]+(?![a-z-])")  #: of `no狗`, which lacks a space
_KNOWN = BY_SPELLING.keys() | FOREIGN


def marks_in(clean: str) -> list[re.Match[str]]:
    """Every mark with its `name` as typed. Raises `SpaceAfterDashes`, `MissingSpaceBefore`."""
    for lost in _LOST.finditer(clean):
        name = half_width(lost["name"]).lower()
        if name in BY_SPELLING:
            raise SpaceAfterDashes(parameter=name)
    return [match for match in _MARK.finditer(clean) if _begins(clean, match)]


def typed_by(clean: str, marks: list[re.Match[str]]) -> list[tuple[str, str]]:
    """What each mark names, in lower case and with whatever is glued to it, and the text up to the next mark."""
    typed = []
    for mark, end in zip(marks, [mark.start() for mark in marks[1:]] + [len(clean)], strict=True):
        glued = _GLUED.match(clean, mark.end(), end)
        start = glued.end() if glued else mark.end()
        typed.append((half_width(clean[mark.start("name") : start]).lower(), half_width(clean[start:end]).strip()))
    return typed


def _begins(clean: str, match: re.Match[str]) -> bool:
    """Whether this run of dashes begins a parameter."""
    dashes, name = match["dashes"], half_width(match["name"]).lower()
    if not _LONG_ONES.isdisjoint(dashes) and not (name[0].isascii() and name[0].isalpha()):
        return False
    before = clean[match.start() - 1] if match.start() else " "
    if before in _OWN_PLACE:
        return True
    glued = before.isascii() and before.isalnum()
    head = _HEAD.match(name)
    if name not in _KNOWN and (glued or head is None or head[0] not in _KNOWN):
        return False
    if glued and len(dashes) > 1:
        raise MissingSpaceBefore(parameter=name)
    return not glued
