"""What a judge's word is worth: how often it is right, and how often it would be by chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from training.data.graph import Scene
from training.data.standing import standing
from training.evaluation.share import Share
from training.judge import Mark, Seen, Sighting, by_mark
from training.judge.tables import WHOLE


class Worth(NamedTuple):
    """Of one mark."""

    judge: Share  #: of renders that the judge marks right
    shuffled: Share  #: of renders that it marks right for another render's scene
    chance: Share  #: of these pairs of render and scene that agree in truth


def truly(scene: Scene) -> Seen:
    """What a judge that never errs sees in a scene's render; of what is ridden, the rider first."""
    things = [Sighting(one.key, one.tint, one.worn, *one.square, sure=1.0) for one in standing(scene)]
    return Seen(tuple(things), {name: getattr(scene, name) for name in WHOLE})


def worths(chosen: Sequence[Scene], seen: Sequence[Seen]) -> dict[Mark, Worth]:
    """Of what a judge saw in the renders of scenes of one topic.

    Shuffled, each render is marked for the scene of the render before it. Two scenes of a topic may agree: of three
    times of day every third pair has the same. So chance is how many of these very pairs agree in truth: what a judge
    that never errs would accept, and what somebody scores on average who guesses blindly, with another scene of the
    topic for an answer.
    """
    others = [*seen[1:], *seen[:1]]
    truths = [truly(scene) for scene in (*chosen[1:], *chosen[:1])]
    marked = [by_mark(chosen, each) for each in (seen, others, truths)]
    return {mark: Worth(*(Share.of_all(rights[mark]) for rights in marked)) for mark in marked[0]}
