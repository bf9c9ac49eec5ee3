"""Remix and Custom Zoom: what an edit of the prompt changes of a picture that is there, and what it cannot."""

from __future__ import annotations

import pytest

from jobs.errors import Mistake
from jobs.plan import NothingToZoom, Plan, custom_zoom, pan, region, remix, reroll, vary, zoom, zoom_text
from jobs.prompt import mistakes as wrong
from jobs.requests import PaintRequest, Side, Strength, Verb
from tests.pure.planning import CATALOG, ENTRY, HEX, KEPT, KEYS, PARENT, request_of

SHOWN = "a fox --ar 3:2 --quality .5"


def parent() -> PaintRequest:
    return request_of(SHOWN)


def varied(text: str) -> Plan:
    return remix(vary(parent(), PARENT, 2, Strength.STRONG, 9), SHOWN, text, CATALOG, kept=KEPT)


def only(planned: Plan) -> PaintRequest:
    (request,) = planned.requests
    return request


def kept_back(planned: Plan) -> str | None:
    return next((str(note.values["names"]) for note in planned.notes if note.code == "remix_keeps"), None)


def test_an_unchanged_text_is_a_plain_variation() -> None:
    assert varied("a fox  --q .5  --aspect 3:2".replace("--q .5  --aspect 3:2", "--ar 3:2 --q 0.5")) == Plan(
        (vary(parent(), PARENT, 2, Strength.STRONG, 9),)
    )


def test_words_and_what_acts_change() -> None:
    request = only(varied("a wolf --no ice --ar 3:2 --q .5 --s 700 --c 9 --stop 50 --tile --weird 5"))
    assert (request.verb, request.parent, request.tile, request.seed) == (Verb.VARY, PARENT, 2, 9)
    assert (request.text, request.negative, request.stylize, request.chaos) == ("a wolf", "ice", 700, 9)
    assert (request.stop, request.seamless, request.weird, request.strength) == (50, True, 5, Strength.STRONG)
    assert (request.steps, request.guidance_scale < ENTRY.guidance_scale) == (parent().steps, True)
    assert request.prompt.startswith("a wolf --no ice --ar 3:2 --quality .5 --stylize 700")


def test_another_shape_stretches() -> None:
    request = only(varied("a fox --ar 2:3 --quality .5"))
    assert (request.width, request.height) == (parent().height, parent().width)
    assert "--ar 2:3" in request.prompt


def test_what_cannot_act_stays_and_is_said() -> None:
    planned = varied("a wolf --ar 3:2 --hd --repeat 3 --model blind")
    assert kept_back(planned) == "--quality, --hd, --repeat, --model"
    request = only(planned)
    assert (request.steps, request.hd, request.model) == (parent().steps, False, "storybook")
    assert request.prompt == "a wolf --ar 3:2 --quality .5"
    assert kept_back(varied("a wolf --ar 3:2 --quality .5")) is None


def test_a_seed_counts_only_where_it_was_edited() -> None:
    assert only(varied("a wolf --seed 5")).seed == 5
    seeded = request_of("a fox --seed 5")
    again = remix(vary(seeded, PARENT, 1, Strength.SUBTLE, 9), seeded.prompt, "a wolf --seed 5", CATALOG)
    assert (only(again).seed, only(again).prompt) == (9, "a wolf --seed 9")


def test_a_reroll_is_painted_anew_in_everything() -> None:
    seeded = request_of("a fox --seed 5 --ar 3:2")
    planned = remix(reroll(seeded, 9), seeded.prompt, "a wolf --seed 5 --hd --model blind", CATALOG)
    request = only(planned)
    assert (request.verb, request.text, request.seed, request.hd, request.model) == (
        Verb.IMAGINE, "a wolf", 9, True, "blind",
    )  # fmt: skip
    assert request.prompt == "a wolf --seed 9 --hd --model blind"


def test_a_reroll_of_a_variation_remains_one() -> None:
    again = reroll(vary(parent(), PARENT, 2, Strength.STRONG, 9), 11)
    request = only(remix(again, SHOWN, "a wolf --ar 3:2 --quality .5", CATALOG))
    assert (request.verb, request.parent, request.text, request.seed) == (Verb.VARY, PARENT, "a wolf", 11)


def test_a_button_that_decides_the_frame_keeps_it() -> None:
    panned = pan(parent(), PARENT, 1, Side.LEFT, 9, ENTRY)
    planned = remix(panned, SHOWN, "a wolf --ar 1:1 --quality .5", CATALOG)
    assert kept_back(planned) == "--ar"
    request = only(planned)
    assert (request.width, request.height, request.side) == (panned.width, panned.height, Side.LEFT)
    assert request.prompt == "a wolf --ar 15:7 --quality .5"
    part = region(parent(), PARENT, 1, "masks/m.png", 9)
    assert only(remix(part, SHOWN, f"a hat {SHOWN.removeprefix('a fox ')}", CATALOG)).mask == "masks/m.png"


def test_pictures_of_the_parent_are_known_and_new_ones_must_be_kept() -> None:
    shown = f"picture:{HEX[0]} a fox"
    seen = request_of(shown)
    request = only(remix(vary(seen, PARENT, 1, Strength.SUBTLE, 9), shown, f"picture:{HEX[0]} a wolf", CATALOG))
    assert [item.key for item in request.references] == [KEYS[0]]
    with pytest.raises(Mistake, match="no picture behind"):
        remix(vary(seen, PARENT, 1, Strength.SUBTLE, 9), shown, f"picture:{HEX[1]} a wolf", CATALOG)


def test_a_wrong_edit_is_said() -> None:
    with pytest.raises(wrong.InvalidValue):
        varied("a wolf --stop 5")
    with pytest.raises(wrong.PermutationHere):
        varied("a {wolf, fox}")


def test_a_prompt_of_yesterday_can_be_remixed() -> None:
    shown = "a fox --of-yesterday 1"
    old = parent().model_copy(update={"prompt": shown})
    assert only(remix(vary(old, PARENT, 1, Strength.SUBTLE, 9), shown, "a wolf", CATALOG)).text == "a wolf"


def zoomed(text: str, shown: str = SHOWN) -> Plan:
    return custom_zoom(request_of(shown), PARENT, 3, text, 9, CATALOG)


def test_the_modal_of_custom_zoom_is_filled_so_that_it_works() -> None:
    request = only(zoomed(zoom_text(parent())))
    assert request == zoom(parent(), PARENT, 3, 2.0, 9)


def test_custom_zoom_takes_factor_words_and_shape() -> None:
    request = only(zoomed("a wolf --ar 3:2 --quality .5 --zoom 1.25"))
    assert (request.zoom, request.text, request.verb) == (1.25, "a wolf", Verb.ZOOM)
    assert (request.width, request.height) == (parent().width, parent().height)
    assert "--zoom" not in request.prompt
    wide = only(zoomed("a fox --ar 3:1 --quality .5 --zoom 1"))
    assert (wide.zoom, wide.width > 2 * wide.height, "--ar 3:1" in wide.prompt) == (1.0, True, True)
    squared = only(zoomed("a fox --quality .5"))
    assert (squared.zoom, squared.width, squared.height) == (2.0, 128, 128)
    assert "--ar" not in squared.prompt


def test_custom_zoom_knows_its_limits() -> None:
    with pytest.raises(NothingToZoom):
        zoomed("a fox --ar 3:2 --zoom 1")
    with pytest.raises(wrong.InvalidValue, match="allowed: 1-2"):
        zoomed("a fox --zoom 2.5")
