"""While a prompt is typed, the parameter that is begun at its end is suggested, written out."""

from __future__ import annotations

import pytest

from jobs.prompt import PARAMETERS, parse

from .conftest import Street

pytestmark = [pytest.mark.story, pytest.mark.redis, pytest.mark.asyncio(loop_scope="module")]


async def texts(street: Street, typed: str) -> list[str]:
    ann = await street.town.newcomer()
    found = await ann.finds("/imagine", prompt=typed)
    assert all(choice["name"] == choice["value"] for choice in found)  # what is typed behind a choice goes on from it
    return [str(choice["value"]) for choice in found]


async def test_a_begun_parameter_is_written_out_and_works(street: Street) -> None:
    assert await texts(street, "a fox --st") == ["a fox --stylize 250", "a fox --style raw", "a fox --stop 60",
                                                  "a fox --stealth"]  # fmt: skip
    every = await texts(street, "一只狐狸 --")
    assert len(every) == 25 and all(parse(text) for text in every)
    assert len(PARAMETERS) > 25  # so Discord's most


async def test_words_alone_and_long_prompts_are_left_alone(street: Street) -> None:
    for typed in ("a fox", "a fox --hd", "x" * 90 + " --stylize", "--nonsense"):
        assert await texts(street, typed) == []
