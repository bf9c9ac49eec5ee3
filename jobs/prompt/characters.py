"""What phones and Chinese keyboards make of a prompt, put back before the grammar reads it."""

from __future__ import annotations

import re
import unicodedata

from jobs.prompt.mistakes import ControlCharacter

_QUOTES = {ord(char): '"' for char in "“”„‟〝〞"} | {ord(char): "'" for char in "‘’‚‛"}
#: soft hyphen, zero-width space, word joiner, byte order mark
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
_TYPED = _QUOTES | _INVISIBLE
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DOUBLE_COLON = re.compile("[：:]{2}")
#: C0 and C1 controls but tab and line ends; marks that turn the direction of writing; surrogates; non-characters
_FORBIDDEN = re.compile(
    "[\0-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def readable(text: str) -> str:
    """Straight quotes, `::` for full-width colons, single spaces, nothing invisible. Raises `ControlCharacter`."""
    if found := _FORBIDDEN.search(text):
        raise ControlCharacter(character=f"U+{ord(found[0]):04X}", place=found.start() + 1)
    if text.isascii():
        return " ".join(text.split())
    plain = unicodedata.normalize("NFC", text.translate(_TYPED))
    return " ".join(_DOUBLE_COLON.sub("::", plain).split())


def half_width(text: str) -> str:
    """Full-width letters, figures and punctuation as ASCII: for names and values, not for words to paint."""
    return text if text.isascii() else unicodedata.normalize("NFC", text.translate(_FULL_WIDTH))
