"""Rendered ahead: what the other processes leave is what a stage would have made itself, and it learns from it."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from math import isfinite
from multiprocessing import get_context
from pathlib import Path

import pytest
import torch

from training import bank as banks
from training.bank import LOOK_EVERY, Bank, Banked, BankEmpty, BankSettings, Shelf, fill, path_of
from training.data.render import FONT
from training.data.scene import TRAINING, sample
from training.judge.school import SCHOOL, SchoolLessons, drawn, flattened, unflattened
from training.lessons import IGNORED, Fresh, SceneLessons, one_of, paired
from training.loop import Budget
from training.pictures import batch, values
from training.presets import TOY, Preset
from training.shelves import opened, shelves
from training.sitting import Plan
from training.stages import STAGES
from training.tokenizer import build, saved

CPU = torch.device("cpu")
SMALL = BankSettings(scenes=16, school=16, chunk=8, captions=2)
SMALL_TOY = replace(TOY, bank=SMALL)

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(not FONT.is_file(), reason=f"{FONT} is missing: Debian's fonts-noto-color-emoji"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:tensorboard"),
]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Two chunks of eight rows, made by two processes."""
    shelf = Shelf(tmp_path_factory.mktemp("bank"), SceneLessons(32, build(), captions=2), 2, 8)
    fill([shelf], 2)
    return shelf


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training folder with a small vocabulary."""
    folder = tmp_path_factory.mktemp("out")
    build(["a fox"]).save_pretrained(folder / "tokenizer")
    return folder


def everything(columns: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return columns


def test_chunks_hold_what_a_stage_would_have_made(shelf: Shelf) -> None:
    bank = Bank(shelf.folder, CPU, 16, everything)
    bank.refresh()
    own = {name: torch.cat([shelf.make(0, 8)[name], shelf.make(8, 8)[name]]) for name in bank.columns}
    assert len(bank) == 16 and all(torch.equal(bank.columns[name], own[name]) for name in own)
    assert torch.equal(values(own["pictures"]), batch(paired(0, 16), 32))


def test_what_is_there_is_not_made_again(shelf: Shelf) -> None:
    fill([replace(shelf, make=lambda first, rows: pytest.fail("made again"))], 2)  # nor could it go to a process


def test_rows_come_in_pairs_and_are_the_same_for_the_same_step(shelf: Shelf) -> None:
    source = Banked(Bank(shelf.folder, CPU, 16, everything), 5)
    first, again, other = (source.take(step, 6, CPU)["meaning"] for step in (3, 3, 4))
    siblings = {tuple(pair) for pair in shelf.make(0, 8)["meaning"].view(-1, 2).tolist()}
    siblings |= {tuple(pair) for pair in shelf.make(8, 8)["meaning"].view(-1, 2).tolist()}
    assert torch.equal(first, again) and not torch.equal(first, other)
    assert {tuple(pair) for pair in first.view(-1, 2).tolist()} <= siblings


def test_a_bank_takes_in_what_has_come_since_and_no_more_than_it_may(shelf: Shelf, tmp_path: Path) -> None:
    bank = Bank(tmp_path, CPU, 12, lambda columns: {"meaning": columns["meaning"]})
    bank.refresh()
    assert len(bank) == 0
    for number, expected in ((0, 8), (1, 12)):
        path_of(tmp_path, number).write_bytes(path_of(shelf.folder, number).read_bytes())
        bank.refresh()
        assert len(bank) == expected


def test_nobody_renders_and_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(banks, "PATIENCE", 0.0)
    with pytest.raises(BankEmpty, match=r"training\.filling"):
        Banked(Bank(tmp_path, CPU, 8, everything), 1).take(0, 2, CPU)


def test_each_of_several_processes_takes_in_what_has_come_since(shelf: Shelf, tmp_path: Path) -> None:
    source = Banked(Bank(tmp_path, CPU, 16, everything), 5)
    for number in (0, 1):
        path_of(tmp_path, number).write_bytes(path_of(shelf.folder, number).read_bytes())
        for step in range(LOOK_EVERY):  # as the second of two processes counts
            source.take(2 * step + 1, 2, CPU)
    assert len(source.bank) == 16


def folders(out: Path, preset: Preset = SMALL_TOY) -> list[Path]:
    """The folders of scenes and of school."""
    return [shelf.folder for shelf in shelves(preset, out)]


def test_learners_look_where_another_process_renders(out: Path) -> None:
    plan = Plan(preset=SMALL_TOY, budget=Budget(steps=1), out=out)
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        filled = [shelf.folder for shelf in pool.submit(shelves, SMALL_TOY, out).result()]
    assert [opened(plan, kind, everything).folder for kind in ("scenes", "school")] == filled


def test_rows_of_other_sizes_or_settings_lie_elsewhere(out: Path) -> None:
    larger = replace(SMALL_TOY, diffusion=replace(TOY.diffusion, size=2 * TOY.diffusion.size))
    said = replace(SMALL_TOY, captioner=replace(TOY.captioner, longest=TOY.captioner.longest - 8))
    fewer, chunked = (replace(SMALL_TOY, bank=replace(SMALL, **part)) for part in ({"captions": 1}, {"chunk": 4}))
    found = [folders(out, preset) for preset in (SMALL_TOY, larger, chunked, fewer, said)]
    assert len({scenes for scenes, _ in found}) == 5 and len({school for _, school in found}) == 3


def test_scenes_of_another_mixture_lie_elsewhere(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = folders(out)
    monkeypatch.setattr(sample, "__defaults__", (replace(TRAINING, tinted=TRAINING.tinted + 0.05),))
    monkeypatch.setattr(drawn, "__defaults__", (replace(SCHOOL, style=SCHOOL.style + 0.05),))
    assert not set(before) & set(folders(out))


def test_words_of_another_vocabulary_lie_elsewhere(out: Path, tmp_path: Path) -> None:
    build(["a hen"]).save_pretrained(tmp_path / "tokenizer")
    (scenes, school), (others, same) = ([path.name for path in folders(one)] for one in (out, tmp_path))
    assert scenes != others and school == same


def test_told_captions_name_their_language_and_end(shelf: Shelf) -> None:
    tokenizer = build()
    for english, chinese in shelf.make(0, 4)["told"]:
        said = [tokenizer.decode(ids[ids != IGNORED], skip_special_tokens=True) for ids in (english, chinese)]
        assert said[0].startswith("en") and said[1].startswith("zh") and not said[1].isascii()


def test_one_of_the_choices_is_taken_of_every_row() -> None:
    choices = torch.arange(12, dtype=torch.int16).view(4, 3)
    picked = one_of(choices, torch.Generator().manual_seed(1))
    assert picked.dtype == torch.int64 and (picked // 3).tolist() == [0, 1, 2, 3]


def test_the_judges_targets_survive_their_columns() -> None:
    source = Fresh(SchoolLessons(32))
    rows = source.take(2, 4, CPU)
    again = flattened(unflattened({name: column for name, column in rows.items() if name != "pictures"}))
    assert all(torch.equal(again[name], rows[name]) for name in again) and set(again) == set(rows) - {"pictures"}


def test_every_stage_of_a_preset_with_a_bank_learns_from_it(tmp_path: Path) -> None:
    preset = replace(SMALL_TOY, steps=2)
    saved(tmp_path / "tokenizer")
    fill(shelves(preset, tmp_path), 2)
    plan = Plan(preset=preset, budget=Budget(steps=2), out=tmp_path)
    for name in ("autoencoder", "clip", "diffusion", "decoder", "adversary", "preview", "judge", "captioner"):
        numbers = STAGES[name](plan)
        assert all(isfinite(value) for value in numbers.values()), name
