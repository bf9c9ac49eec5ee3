"""Emphasis within a prompt, as AUTOMATIC1111's web UI writes it.

(word)       1.1 times as loud; brackets within brackets multiply
[word]       1.1 times as quiet
(word:1.3)   1.3 times as loud
\\( \\[        the bracket itself
"""

from __future__ import annotations

import re

LOUDER = 1.1
LOUDEST = 10.0  # times: a larger number is a slip of the finger
_TOKEN = re.compile(r"\\[()\[\]\\]|[()\[\]]|:\s*[0-9]*\.?[0-9]+\s*(?=\))|[^\\()\[\]:]+|.", re.DOTALL)

Spoken = list[tuple[str, float]]  # pieces of a prompt and how loud each is


def emphasised(text: str) -> Spoken:
    """`text` in pieces with their weights, above 0; brackets without a partner are letters like any other."""
    pieces: Spoken = []
    open_at: list[tuple[str, int]] = []  # what was opened, and the first piece behind it
    number: float | None = None
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token in "([":
            open_at.append((token, len(pieces)))
            pieces.append((token, 1.0))
        elif token in ")]" and open_at and open_at[-1][0] == {")": "(", "]": "["}[token]:
            _close(pieces, open_at.pop(), number)
        elif token[0] == ":" and len(token) > 1 and open_at and open_at[-1][0] == "(":
            number = float(token[1:])
            continue
        else:
            pieces.append((token[1:] if token[0] == "\\" and len(token) > 1 else token, 1.0))
        number = None
    return _joined(pieces)


def plain(text: str) -> str:
    """`text` without its marks, for models that hear no emphasis."""
    return "".join(piece for piece, _ in emphasised(text))


def _close(pieces: Spoken, opened: tuple[str, int], number: float | None) -> None:
    """Weigh what stands behind `opened`, whose own bracket says nothing any more."""
    bracket, first = opened
    factor = 1 / LOUDER if bracket == "[" else LOUDER if number is None else min(number, LOUDEST)
    pieces[first:] = [("", 1.0), *((piece, weight * factor) for piece, weight in pieces[first + 1 :])]


def _joined(pieces: Spoken) -> Spoken:
    """Neighbours of one weight as one piece."""
    joined: Spoken = []
    for piece, weight in pieces:
        if piece and joined and joined[-1][1] == weight:
            joined[-1] = (joined[-1][0] + piece, weight)
        elif piece:
            joined.append((piece, weight))
    return joined
