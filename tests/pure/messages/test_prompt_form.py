"""A prompt goes into a form and comes out of it as it was, however long it is; forms keep Discord's limits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jobs.requests import JobId
from messages.custom_id import MAX_LENGTH, Door, Press, unpack_form
from messages.discord_modal import ENTRY_LIMIT, modal
from messages.prompt_form import prompt_entries, remix_form, written, zoom_form
from messages.say import languages

words = st.lists(st.sampled_from(["fox", "狐狸" * 40, "a" * 4_100, "--ar 3:2", "·"]), min_size=1, max_size=900)
prompts = words.map(" ".join).filter(lambda text: len(text) <= 15_000)


@given(prompts)
def test_what_is_sent_unchanged_is_the_prompt(prompt: str) -> None:
    entries = prompt_entries(prompt, "en-US")
    assert written({entry.custom_id: entry.value for entry in entries}) == prompt
    assert all(len(entry.value) <= ENTRY_LIMIT for entry in entries) and len(entries) <= 4


def test_line_ends_are_spaces_and_foreign_entries_are_nothing() -> None:
    assert written({"prompt0": " a fox\r\n in the snow\n", "other": "x", "prompt1": ""}) == "a fox in the snow"


def test_forms_keep_discords_limits_in_every_language() -> None:
    press = Press(Door.REDO_CREATIVE, JobId("f" * 32), 4)
    for locale in languages():
        for form in (remix_form(press, "fox " * 3_900, locale), zoom_form(press, "fox", locale)):
            said = modal(form)
            assert 1 <= len(said["title"]) <= 45 and 1 <= len(said["components"]) <= 5
            assert all(1 <= len(row["label"]) <= 45 for row in said["components"])
            assert len(said["custom_id"]) <= MAX_LENGTH and unpack_form(said["custom_id"])
