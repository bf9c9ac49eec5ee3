"""The stage `clip-tune`: a given CLIP, taught on with an owner's pictures or with our scenes."""

from __future__ import annotations

import json

from training.checkpoint import put_whole
from training.clip_examples import Examples, OwnPictures, RenderedScenes
from training.clip_tuning import ClipTuning, languages, load, place_of, save, scaling
from training.sitting import Numbers, Plan, StageMissing, fitted, write

NAME = "clip-tune"


def clip_tune(plan: Plan) -> Numbers:
    """Teach a given CLIP on; what was left out of its pictures is in `left-out.json`. Where it knows fewer unseen
    pictures by their captions afterwards, the given weights are kept.

    Raises `ClipUnfit`, `NothingToLearn`, `TooFewToTellApart`, and `StageMissing` where no CLIP is named."""
    if plan.start is None:
        raise StageMissing(NAME, "--from CLIP")
    s, place = plan.preset.clip_tuning, place_of(plan.start)
    clip = load(place)
    examples: Examples
    if plan.pictures is None:
        examples = RenderedScenes(clip.side, languages(clip.tokenizer), s.scenes, s.unseen)
    else:
        examples = OwnPictures(plan.pictures, clip.side, s.seed)
    stage = ClipTuning(s, clip, examples)
    stage.model.to(plan.machine.device)
    before = stage.evaluate(stage.model)[0]  # a checkpoint is loaded after it
    of = clip.model, examples.of, s.text_layers, s.vision_layers
    run, after = fitted(plan, stage, plan.preset.clip_tuning_recipe, NAME, *of)
    run.averaged()
    better = after["nearest"] >= before["nearest"]
    write(plan, NAME, lambda made: save(stage.result() if better else load(place), scaling(place), made))
    told = json.dumps(examples.left_out, indent=1, ensure_ascii=False)
    put_whole(plan.out / NAME / "left-out.json", lambda unfinished: unfinished.write_text(told, "utf-8"))
    counted = {"pictures": float(examples.count), "left_out": float(len(examples.left_out))}
    return {**after, "nearest_before": before["nearest"], "kept": float(better), **counted}
