"""A person's own shortcuts: `/prefer option set NAME VALUE`, then `--NAME` in a prompt stands for VALUE."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jobs.prompt.characters import half_width, readable
from jobs.prompt.foreign import FOREIGN, RETIRED
from jobs.prompt.marks import marks_in
from jobs.prompt.mistakes import OptionNameTaken, OptionNameWrong, shown
from jobs.prompt.parameters import BY_SPELLING

_NAME = re.compile(r"[^\W\d_][\w-]{0,29}")


def option_name(typed: str) -> str:
    """The name of an option in lower case, without dashes. Raises `OptionNameTaken`, `OptionNameWrong`."""
    name = half_width(typed.strip()).lstrip("-—").lower()
    if name in BY_SPELLING or name in FOREIGN or name in RETIRED:
        raise OptionNameTaken(name=name)
    if not _NAME.fullmatch(name):
        raise OptionNameWrong(name=shown(name))
    return name


def with_options(text: str, options: Mapping[str, str]) -> str:
    """`text` with every `--NAME` of `options` (lower case) replaced by its value: words of the value join the words of
    the prompt, parameters take its place. A parameter of the table cannot be replaced. Raises a `Mistake`."""
    clean = readable(text)
    marks = marks_in(clean)
    if not any(_named(mark) in options for mark in marks):
        return text
    words, parameters = [clean[: marks[0].start()].strip()], []
    for mark, end in zip(marks, [mark.start() for mark in marks[1:]] + [len(clean)], strict=True):
        name = _named(mark)
        if name not in options or name in BY_SPELLING:
            parameters.append(clean[mark.start() : end].strip())
            continue
        own_words, own_parameters = _parted(options[name])
        words += [own_words, clean[mark.end() : end].strip(" ,，")]
        parameters.append(own_parameters)
    return " ".join(part for part in (*words, *parameters) if part)


def _named(mark: re.Match[str]) -> str:
    return half_width(mark["name"]).lower()


def _parted(value: str) -> tuple[str, str]:
    """Words and parameters of an option's value."""
    clean = readable(value)
    start = next((mark.start() for mark in marks_in(clean)), len(clean))
    return clean[:start].strip(), clean[start:]
