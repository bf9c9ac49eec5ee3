"""The independent judge: a small convolutional net that says what stands where in a picture, and in what kind of scene.

It is trained on renders alone, with another backbone and another seed than anything that paints or guides; its word on
an attribute counts only where it is right on 95 % of unseen renders and near chance where the answers were shuffled.

    net      pictures to answers on a grid and for the whole        Zhou et al. 2019, arXiv:1904.07850
    targets  what the answers should be, from a scene
    seeing   answers to sightings: what, where, how large, in which colour
    marking  sightings against what was asked for
    school   the renders that it learns from
    stage    the training
"""

from training.judge.marking import Mark, by_mark, marks
from training.judge.net import Answers, Judge
from training.judge.school import SchoolLessons, drawn
from training.judge.seeing import Seen, Sighting, look, look_at_renders
from training.judge.stage import JudgeSettings, JudgeStage, load_judge, save_judge

__all__ = [
    "Answers",
    "Judge",
    "JudgeSettings",
    "JudgeStage",
    "Mark",
    "SchoolLessons",
    "Seen",
    "Sighting",
    "by_mark",
    "drawn",
    "load_judge",
    "look",
    "look_at_renders",
    "marks",
    "save_judge",
]
