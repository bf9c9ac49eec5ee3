"""A prompt, shown as it was typed: no markdown, mention, timestamp, custom emoji or link preview comes alive in it."""

from __future__ import annotations

import re

_SPACE = re.compile(r"\s+")
_PIECE = re.compile(r"https?://[^\s<>]+|@(?:everyone|here)|[\\*_~`|\[\]<>]|[^\\*_~`|\[\]<>@h]{1,40}|.")


def _shown(piece: str) -> str:
    if piece.startswith(("http://", "https://")):
        return f"<{piece.replace('*', '%2A')}>"  # angle brackets: a link without a preview
    if piece in ("@everyone", "@here"):
        return f"@\u200b{piece[1:]}"  # a zero-width space ends the mention
    return f"\\{piece}" if piece in "\\*_~`|[]<>" else piece


def shown(prompt: str, limit: int = 1_500) -> str:
    """The prompt in one line, escaped, at most `limit` characters; an ellipsis marks that it was cut."""
    parts = [_shown(piece) for piece in _PIECE.findall(_SPACE.sub(" ", prompt).strip())]
    if sum(map(len, parts)) <= limit:
        return "".join(parts)
    kept, left = [], limit - 1
    for part in parts:
        left -= len(part)
        if left < 0:
            break
        kept.append(part)
    return "".join(kept).rstrip() + "…"


def plainly(prompt: str, limit: int) -> str:
    """The prompt in one line where no markdown is read, at most `limit` characters."""
    text = _SPACE.sub(" ", prompt).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
