"""From `Prompt` back to text: what people see above their picture, and may paste again."""

from __future__ import annotations

from jobs.prompt.parameters import BY_SPELLING
from jobs.prompt.permutations import escaped
from jobs.prompt.prompt import Prompt


def echo(prompt: Prompt, seed: int | None = None) -> str:
    """The prompt as it would be typed, with `--seed` where one is named; `parse(echo(p)) == p`."""
    prompt = prompt if seed is None else prompt.with_given(seed=seed)
    typed = (f"--{name} {BY_SPELLING[name].kind.show(value)}".rstrip() for name, value in prompt.given)
    return escaped(" ".join(part for part in (*map(str, prompt.images), prompt.words, *typed) if part))
