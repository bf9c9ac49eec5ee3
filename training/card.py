"""What a model folder says of itself in `card.json`: what it can paint, how it paints best, how it was trained."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from training import checkpoint
from training.data.objects import Object, objects
from training.data.places import Place, places
from training.data.words import COLOURS_ZH, STYLES_EN, STYLES_ZH, TIMES_EN, TIMES_ZH, WEATHERS_EN, WEATHERS_ZH
from training.presets import Preset

KNOWN = 0.8  #: share of tiles in which the judge must recognise an object before the card names it


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """How the model paints best."""

    steps: int = 16
    guidance_scale: float = 4.0
    clip_guidance: float = 0.0  #: 0 to 1; this and the next as `benchmarks/guidance.py` finds that they pay
    rank_from: int = 4


def words_of(item: Object | Place) -> dict[str, Any]:
    """What a thing or a place is called, and the thing's emoji."""
    names: dict[str, Any] = {"key": item.key, "en": list(item.en), "zh": list(item.zh)}
    return names | ({"emoji": item.glyph} if isinstance(item, Object) else {"en": list(item.en) + _bare(item)})


def _bare(place: Place) -> list[str]:
    """The place's phrases without preposition and article, as they may stand in a prompt."""
    skipped = {"in", "on", "at", "the", "a", "an", "among", "under", "before", "beside"}
    bare = (" ".join(word for word in phrase.split() if word not in skipped) for phrase in place.en)
    return [phrase for phrase in dict.fromkeys(bare) if phrase and phrase not in place.en]


def recognised(measured: dict[str, float] | None) -> list[Object]:
    """The objects that are recognised often enough, of those that were measured; all where nothing was measured."""
    return [item for item in objects() if measured is None or measured.get(item.key, 0.0) >= KNOWN]


def card(
    state: checkpoint.State, preset: Preset, defaults: Defaults, device: str, measured: dict[str, float] | None
) -> dict[str, Any]:
    """What the model can paint, how it paints best, and how it was trained. measured: object key -> share, 0 to 1."""
    chosen = preset.diffusion
    colours = [{"en": [en], "zh": [zh, zh.removesuffix("色")]} for en, zh in COLOURS_ZH.items()]
    tables = ((TIMES_EN, TIMES_ZH), (WEATHERS_EN, WEATHERS_ZH), (STYLES_EN, STYLES_ZH))
    others = [{"en": list(en[key]), "zh": list(zh[key])} for en, zh in tables for key in en]
    training = {
        "device": device,
        "diffusion_minutes": round(state.elapsed / 60, 1),
        "diffusion_samples": state.step * chosen.batch,
        "diffusion_steps": state.step,
        "scenes": preset.bank.scenes if preset.bank else chosen.scenes,
        "drawings": "Noto Color Emoji, SIL Open Font License 1.1",
    }
    return {
        "name": "storybook",
        "title": "Storybook",
        "native_size": chosen.size,
        **{f"default_{name}": value for name, value in asdict(defaults).items()},
        "languages": ["en", "zh"],
        "objects": [words_of(item) for item in recognised(measured)],
        "places": [words_of(place) for place in places()],
        "words": colours + others,
        "training": training,
    }


def write_card(said: dict[str, Any], folder: Path) -> None:
    """Write the card into a model folder."""
    (folder / "card.json").write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")


def said_by(model: Path) -> dict[str, Any]:
    """A model's card."""
    said: dict[str, Any] = json.loads((model / "card.json").read_text("utf-8"))
    return said


def defaults_of(model: Path | None) -> Defaults:
    """How a model's card says that it paints best; what is usual where there is no model yet."""
    if model is None:
        return Defaults()
    said = said_by(model)
    return Defaults(**{name: said[f"default_{name}"] for name in Defaults.__slots__})
