"""What people may type after /imagine.

    prompt     := words { parameter }
    words      := chunk { "::" [ weight ] chunk }       weights add up to more than 0
    parameter  := mark NAME [ " " value ]               NAME from the table in `parameters`, in any case
    mark       := "--" | "—"                            any two dashes, or the long one that a phone makes of two
    value      := everything up to the next mark        read by the parameter's kind, see `kinds`

At most 6,000 characters. Full-width letters, figures and punctuation count as ASCII in names and values; curly quotes
are straightened; space of any kind counts as one space. A scalar given twice counts as it was given last; lists are
merged. Links and unescaped braces are refused until picture prompts and permutations exist.
The choices where Midjourney's behaviour is unknown: docs/decisions/0001-prompt-language.md.
"""

from jobs.prompt.echo import echo
from jobs.prompt.grammar import LIMIT, parse, parse_parameters
from jobs.prompt.parameters import BY_SPELLING, NOT_OFFERED, PARAMETERS, RETIRED, Parameter
from jobs.prompt.prompt import Chunk, Prompt

__all__ = [
    "BY_SPELLING",
    "LIMIT",
    "NOT_OFFERED",
    "PARAMETERS",
    "RETIRED",
    "Chunk",
    "Parameter",
    "Prompt",
    "echo",
    "parse",
    "parse_parameters",
]
