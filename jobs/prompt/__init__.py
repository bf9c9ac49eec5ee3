"""What people may type after /imagine.

    line        := permutations are written out first, see `permutations`; then each of the results is a
    prompt      := words { parameter }
    words       := chunk { "::" [ weight ] chunk }      weights add up to more than 0
    chunk       := words and pictures: links, or `picture:HEX`, our own kept ones; see `cited`
    parameter   := mark NAME [ " " value ]              NAME from the table in `parameters`, in any case
    mark        := "--" | "—"                           any two dashes, or the long one that a phone makes of two
    value       := everything up to the next mark       read by the parameter's kind, see `kinds` and `word_kinds`

At most 6,000 characters. Full-width letters, figures and punctuation count as ASCII in names and values; curly quotes
are straightened; space of any kind counts as one space. A scalar given twice counts as it was given last; lists are
merged. Midjourney's parameters that mean nothing here are explained, see `foreign`.
The choices where Midjourney's behaviour is unknown: docs/decisions/0001-prompt-language.md.
"""

from jobs.prompt.cited import Cited
from jobs.prompt.completing import completions
from jobs.prompt.echo import echo
from jobs.prompt.foreign import FOREIGN, IGNORED, REFUSED, RETIRED
from jobs.prompt.grammar import parse, parse_all, parse_parameters
from jobs.prompt.parameter import Parameter
from jobs.prompt.parameters import BY_SPELLING, PARAMETERS
from jobs.prompt.permutations import LIMIT, count, expand
from jobs.prompt.prompt import AskedPicture, Chunk, Prompt
from jobs.prompt.shortcuts import option_name, with_options

__all__ = [
    "BY_SPELLING",
    "FOREIGN",
    "IGNORED",
    "LIMIT",
    "PARAMETERS",
    "REFUSED",
    "RETIRED",
    "AskedPicture",
    "Chunk",
    "Cited",
    "Parameter",
    "Prompt",
    "completions",
    "count",
    "echo",
    "expand",
    "option_name",
    "parse",
    "parse_all",
    "parse_parameters",
    "with_options",
]
