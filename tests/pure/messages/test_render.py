"""What people read, without a Discord."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.records import Person
from jobs.requests import Mode, Side, Strength, Upscaler, Verb
from messages import render
from messages.custom_id import Door, unpack
from messages.discord_form import as_json
from messages.escape import shown
from messages.heading import CONTENT_LIMIT
from messages.message import Button, Message
from messages.naming import alt_text, file_name
from messages.single import NEEDS

from .examples import JOB, record


def labels(message: Message) -> list[list[str]]:
    return [[item.label or item.emoji or "" for item in row] for row in message.rows if isinstance(row, tuple)]


def test_a_job_waits_to_start() -> None:
    message = render.waiting(record())
    assert message.content == "**a fox in the snow --ar 3:2** - <@42> (Waiting to start)"
    assert labels(message) == [["Cancel"]]
    assert message.mentions is None


def test_progress_shows_percentage_mode_and_preview() -> None:
    message = render.progress(record(mode=Mode.RELAX), 3, 8, "x/preview-1.webp")
    assert message.content.endswith("<@42> (37%) (relaxed)")
    assert [(file.name, file.key) for file in message.files] == [("grid_0.webp", "x/preview-1.webp")]


def test_from_minute_13_the_progress_message_says_where_the_result_comes() -> None:
    message = render.progress(record(), 3, 8, elsewhere=True)
    assert "new message in this channel" in message.content
    assert "new message in this channel" in render.elsewhere(record()).content


def test_the_final_grid_mentions_its_person_and_carries_its_buttons() -> None:
    message = render.final(record(used=("u:2",)))
    assert message.content == "**a fox in the snow --ar 3:2** - <@42> (fast)"
    assert message.mentions == 42
    assert labels(message) == [["U1", "U2", "U3", "U4", "🔄"], ["V1", "V2", "V3", "V4"]]
    first = message.rows[0]
    assert isinstance(first, tuple)
    assert [button.style for button in first] == [2, 1, 2, 2, 2]
    assert [unpack(button.custom_id) for button in first][1] == (Door.PICK, JOB, 2)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"verb": Verb.VARY, "strength": Strength.STRONG, "tile": 2}, "Variations (Strong) by <@42> (fast)"),
        ({"verb": Verb.VARY, "strength": Strength.SUBTLE, "tile": 2}, "Variations (Subtle) by <@42> (fast)"),
        ({"verb": Verb.PICK, "tile": 2}, "Image #2 <@42> (fast)"),
        ({"verb": Verb.REGION, "tile": 1, "mask": "x/mask.png"}, "Variations (Region) by <@42> (fast)"),
        ({"verb": Verb.ZOOM, "tile": 1, "zoom": 1.5}, "Zoom Out by <@42> (fast)"),
        ({"verb": Verb.SQUARE, "tile": 1}, "Make Square by <@42> (fast)"),
        ({"verb": Verb.PAN, "tile": 1, "side": Side.LEFT}, "Pan Left by <@42> (fast)"),
        ({"verb": Verb.PAN, "tile": 1, "side": Side.DOWN}, "Pan Down by <@42> (fast)"),
        ({"verb": Verb.UPSCALE, "tile": 1}, "Upscaled (Subtle) by <@42> (fast)"),
        ({"verb": Verb.UPSCALE, "tile": 1, "upscaler": Upscaler.CREATIVE}, "Upscaled (Creative) by <@42> (fast)"),
    ],
)
def test_each_kind_of_job_has_its_heading(changes: dict[str, object], expected: str) -> None:
    assert render.final(record(**changes)).content.endswith(f"** - {expected}")


def test_an_upscale_on_its_way_is_upscaling() -> None:
    upscale = record(verb=Verb.UPSCALE, tile=1, upscaler=Upscaler.CREATIVE)
    assert "- Upscaling (Creative) by <@42> (0%) (fast)" in render.progress(upscale, 0, 8).content


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"verb": Verb.VARY, "strength": Strength.STRONG, "tile": 2}, "Remix (Strong) by <@42> (fast)"),
        ({"verb": Verb.VARY, "strength": Strength.SUBTLE, "tile": 2}, "Remix (Subtle) by <@42> (fast)"),
        ({"verb": Verb.ZOOM, "tile": 2}, "Remix by <@42> (fast)"),
    ],
)
def test_a_remix_says_so(changes: dict[str, object], expected: str) -> None:
    remixed = record(**changes).model_copy(update={"remix": True})
    assert render.final(remixed).content.endswith(f"** - {expected}")


def test_stealth_stands_beside_the_mode() -> None:
    assert render.final(record().model_copy(update={"stealth": True})).content.endswith("<@42> (fast, stealth)")


def test_a_single_picture_offers_its_tools() -> None:
    assert labels(render.final(record(verb=Verb.PICK, tile=2, width=192))) == [
        ["Upscale (Subtle)", "Upscale (Creative)"],
        ["Vary (Subtle)", "Vary (Strong)", "Vary (Region)"],
        ["Zoom Out 2x", "Zoom Out 1.5x", "Custom Zoom", "Make Square"],
        ["⬅️", "➡️", "⬆️", "⬇️", "❤️"],
    ]
    assert labels(render.final(record(verb=Verb.UPSCALE, tile=1))) == [
        ["Redo Upscale (Subtle)", "Redo Upscale (Creative)"],
        ["Vary (Subtle)", "Vary (Strong)"],
        ["❤️"],
    ]


def test_a_square_picture_cannot_be_made_square() -> None:
    rows = labels(render.final(record(verb=Verb.PICK, tile=2)))
    assert not any("Make Square" in row for row in rows)


@given(st.sets(st.sampled_from(sorted(set(NEEDS.values())))))
def test_only_what_the_model_can_do_is_offered(cannot: set[str]) -> None:
    for verb in (Verb.PICK, Verb.UPSCALE, Verb.IMAGINE, Verb.PAN):
        rows = render.final(record(verb=verb, tile=2, width=192), cannot=cannot).rows
        doors = [press.verb for row in rows for item in row if (press := unpack(item.custom_id))]
        assert doors and not {NEEDS.get(door) for door in doors} & cannot
        assert len(rows) <= 5 and all(1 <= len(row) <= 5 for row in rows)


def test_a_pressed_button_is_blue_a_remixed_one_green_and_a_favourite_red() -> None:
    picked = record(verb=Verb.PICK, tile=2, used=("subtle:1", "strong:1", "strong:1:remix", "heart:1:42"))
    items = [item for row in render.final(picked).rows for item in row]
    styles = {press.verb: item.style for item in items if (press := unpack(item.custom_id))}
    assert (styles[Door.SUBTLE], styles[Door.STRONG], styles[Door.HEART], styles[Door.UP]) == (1, 3, 4, 2)


def test_a_smaller_copy_says_so() -> None:
    assert "the original is kept" in render.final(record(), smaller=True).content


def test_a_failure_is_said_with_its_reason() -> None:
    message = render.failed(record(), "worker_lost", {"attempts": 3, "job": JOB})
    assert "(Failed)" in message.content
    assert "stopped 3 workers" in message.content
    assert "Something went wrong" in render.failed(record(), "of_a_later_release", {}).content


def test_a_kept_picture_is_for_its_person_alone() -> None:
    message = render.kept(record())
    assert message.ephemeral
    assert message.mentions is None
    assert len(message.files) == 1


def test_chinese_people_read_chinese() -> None:
    bo = Person(id=43, name="bo", locale="zh-CN")
    assert render.waiting(record(bo)).content.endswith("<@43> （等待开始）")


@given(st.text(max_size=6_000))
def test_no_prompt_breaks_discords_limits_or_pings_anybody(prompt: str) -> None:
    painted = record(prompt=prompt, text=prompt)
    said = render.waiting(painted, notes=("x" * 400,)), render.final(painted, smaller=True), render.cancelled(painted)
    for message in said:
        assert len(message.content) <= CONTENT_LIMIT
        body = as_json(message)
        assert body["allowed_mentions"]["parse"] == []
    assert len(alt_text(painted)) <= 1_024
    assert file_name(painted).isascii()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a *bold* fox", r"a \*bold\* fox"),
        ("@everyone look <@42>", "@\u200beveryone look \\<@42\\>"),
        ("[click](https://example.org/a_b)", r"\[click\](<https://example.org/a_b)>"),
        ("two\nlines\t# not a title", "two lines # not a title"),
        ("a fox --ar 3:2", "a fox --ar 3:2"),
    ],
)
def test_a_prompt_is_shown_as_it_was_typed(typed: str, expected: str) -> None:
    assert shown(typed) == expected


def test_a_long_prompt_is_cut_with_an_ellipsis() -> None:
    assert shown("fox " * 2_000, 100).endswith("…")
    assert len(shown("*" * 2_000, 100)) <= 100


def test_a_picture_is_named_after_person_prompt_and_job() -> None:
    assert file_name(record()) == f"ann_lee_a_fox_in_the_snow_{uuid.UUID(JOB)}.png"
    assert file_name(record(text="雪地里的狐狸")).startswith("ann_lee_picture_")
    assert alt_text(record()) == "a fox in the snow --ar 3:2"


def test_the_form_for_discord_ties_files_to_their_names() -> None:
    body = as_json(render.final(record()))
    assert body["attachments"] == [{"id": 0, "filename": file_name(record()), "description": alt_text(record())}]
    assert body["allowed_mentions"] == {"parse": [], "users": ["42"]}
    assert [len(row["components"]) for row in body["components"]] == [5, 4]
    assert isinstance(render.final(record()).rows[0], tuple) and isinstance(render.final(record()).rows[0][0], Button)
