"""The one door: what is found, what is refused and in which words, and what an unknown family can do."""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import diffusers
import numpy as np
import pytest
import torch
from PIL import Image

from models.card import ModelCard
from models.device import choose_device, found_devices
from models.errors import ConfigMissing, DeviceMissing, ModelBroken, ModelNotFound, NotAble
from models.headers import PREFIX, kind_of
from models.loading import load
from models.order import StepSeen
from models.painting import Painter
from tests.models.comparing import ORDER, apart, farthest
from tests.models.single_file import save_single_file

pytestmark = pytest.mark.torch

CPU = replace(choose_device("cpu"), dtype=torch.float32)  # whatever this machine prefers


def card(source: Path | str, **more: str) -> ModelCard:
    return ModelCard(name="dreamer", source=str(source), **more)


@pytest.mark.parametrize("source", ["/nowhere/at/all", "no-such-folder", "a/b/c"])
def test_a_place_with_nothing_is_said(source: str) -> None:
    with pytest.raises(ModelNotFound) as failure:
        load(card(source), CPU)
    assert failure.value.values == {"model": "dreamer", "source": source}


def test_a_hub_that_cannot_be_reached_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelNotFound, match="owner/unknown-model"):
        load(card("owner/unknown-model"), CPU)


def test_a_folder_that_is_no_pipeline_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match=r"no model_index\.json"):
        load(card(tmp_path), CPU)


def test_a_broken_index_is_said(tmp_path: Path) -> None:
    (tmp_path / "model_index.json").write_text("{")
    with pytest.raises(ModelBroken, match="cannot be read"):
        load(card(tmp_path), CPU)


def copy_of(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to / "copy")
    return to / "copy"


def test_weights_that_are_cut_short_are_said(tiny: Callable[[str], Path], tmp_path: Path) -> None:
    folder = copy_of(tiny("sd"), tmp_path)
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:2000])
    with pytest.raises(ModelBroken, match="dreamer cannot be loaded") as failure:
        load(card(folder), CPU)
    assert failure.value.__cause__ is not None


def test_a_missing_part_is_said(tiny: Callable[[str], Path], tmp_path: Path) -> None:
    folder = copy_of(tiny("sd"), tmp_path)
    shutil.rmtree(folder / "vae")
    with pytest.raises(ModelBroken):
        load(card(folder), CPU)


def test_a_clip_that_is_not_there_is_said(tiny: Callable[[str], Path]) -> None:
    with pytest.raises(ModelNotFound, match="/no/clip"):
        load(card(tiny("sd"), clip="/no/clip"), CPU)


def test_without_a_named_clip_nothing_is_guided(tiny: Callable[[str], Path]) -> None:
    abilities = load(card(tiny("sd")), CPU).abilities
    assert not abilities.clip_guidance
    assert not abilities.ranking
    assert abilities.previews


def test_the_same_weights_have_the_same_provenance_and_others_another(tiny: Callable[[str], Path]) -> None:
    one, again, other = (load(card(tiny(family)), CPU).provenance for family in ("sd", "sd", "sdxl"))
    assert one == again
    assert one.revision != other.revision
    assert one.as_dict()["scheduler"] == "DPMSolverMultistepScheduler"
    assert json.loads(json.dumps(one.as_dict()))["dtype"] == "float32"


def test_the_card_may_choose_the_precision(tiny: Callable[[str], Path]) -> None:
    painter = load(card(tiny("sd"), dtype="bf16"), CPU)
    assert painter.pipeline.unet.dtype == torch.bfloat16
    assert len(painter.paint(ORDER)) == 4


def test_a_device_that_is_not_there_is_said() -> None:
    with pytest.raises(DeviceMissing, match="cpu"):
        choose_device("tpu")


@pytest.mark.parametrize(
    ("able", "dtype"),
    [({"avx512_bf16": True}, torch.bfloat16), ({"amx_bf16": True}, torch.bfloat16), ({"avx2": True}, torch.float32)],
)
def test_cpu_is_always_there_and_paints_in_half_precision_where_it_has_instructions_for_it(
    able: dict[str, bool], dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.cpu.get_capabilities", lambda: able)
    assert (choose_device("cpu").kind, choose_device("cpu").dtype) == ("cpu", dtype)
    assert found_devices()[-1] == "cpu"
    assert choose_device().name == found_devices()[0]


def psnr(some: list[Image.Image], others: list[Image.Image]) -> float:
    levels = [np.stack([np.asarray(picture, dtype=np.float64) for picture in pictures]) for pictures in (some, others)]
    return float(10 * np.log10(255**2 / max(1e-9, np.mean((levels[0] - levels[1]) ** 2))))


def test_in_half_precision_a_batch_is_near_its_singles(
    tiny: Callable[[str], Path], record_property: Callable[[str, object], None]
) -> None:
    painter = load(card(tiny("sd"), dtype="bf16"), CPU)
    alone = [painter.paint(replace(ORDER, candidates=1, offset=k))[0] for k in range(4)]
    found = psnr(painter.paint(ORDER), alone)
    record_property("psnr_bf16", found)
    assert found > 30


def test_a_small_autoencoder_makes_the_previews_and_carries_the_guidance(
    tiny: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = tiny("sd")
    small = diffusers.AutoencoderTiny(
        encoder_block_out_channels=(8,) * 4, decoder_block_out_channels=(8,) * 4, num_encoder_blocks=(1,) * 4,
        num_decoder_blocks=(1,) * 4,
    )  # fmt: skip
    small.save_pretrained(tmp_path)
    painter = load(card(folder, tiny_vae=str(tmp_path), clip=str(folder.parent / "clip")), CPU)
    plain = load(card(folder), CPU)
    looks: list[list[Image.Image]] = []
    pictures = painter.paint(ORDER, lambda step: looks.append(step.preview()))
    assert farthest(pictures, plain.paint(ORDER)) == 0  # the pictures themselves are decoded by the full one
    assert [picture.size for picture in looks[-1]] == [(64, 64)] * 4
    assert apart(looks[-1], pictures) > 5
    assert apart(painter.paint(replace(ORDER, clip_guidance=1.0)), pictures) > 0.1


def tensors(path: Path, shapes: dict[str, list[int]]) -> Path:
    """A safetensors file of zeros."""
    header, at = {}, 0
    for name, shape in shapes.items():
        size = 2 * int(torch.tensor(shape).prod())
        header[name] = {"dtype": "F16", "shape": shape, "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(at))
    return path


CROSS = PREFIX + "input_blocks.2.1.transformer_blocks.0.attn2.to_k.weight"
LAYOUTS = {
    "sd": {CROSS: [320, 768]},
    "sdxl": {PREFIX + "label_emb.0.0.weight": [4, 4], CROSS: [4, 2048]},
    "sd3": {PREFIX + "joint_blocks.0.context_block.adaLN_modulation.1.bias": [4]},
    "flux": {"double_blocks.0.img_attn.norm.key_norm.scale": [4]},
}


@pytest.mark.parametrize("family", LAYOUTS)
def test_the_family_of_a_single_file_is_told_by_its_header(family: str, tmp_path: Path) -> None:
    assert kind_of("dreamer", tensors(tmp_path / "model.safetensors", LAYOUTS[family])).family == family


def test_sd_2_is_told_from_sd_1_by_the_width_of_its_words(tmp_path: Path) -> None:
    assert kind_of("dreamer", tensors(tmp_path / "model.safetensors", {CROSS: [320, 1024]})).native_size == 768


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip file", b"\xff" * 64])
def test_a_file_that_is_no_safetensors_is_said(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    with pytest.raises(ModelBroken, match="is not a safetensors file"):
        load(card(path), CPU)


def test_a_file_with_something_else_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match="no text-to-image model"):
        load(card(tensors(tmp_path / "lora.safetensors", {"lora.down": [4, 4]})), CPU)


def test_a_single_file_without_its_configuration_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    path = tensors(tmp_path / "model.safetensors", LAYOUTS["sd"])
    with pytest.raises(ConfigMissing, match="set `config` on its card"):
        load(card(path), CPU)


def test_a_single_file_in_its_makers_layout_paints_as_the_folder_does(
    monkeypatch: pytest.MonkeyPatch, painters: Callable[[str], Painter], tiny: Callable[[str], Path], tmp_path: Path
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    path = save_single_file(painters("sd").pipeline, tmp_path / "one.safetensors")
    painter = load(card(path, config=str(tiny("sd"))), CPU)
    assert painter.family is painters("sd").family
    assert farthest(painter.paint(ORDER), painters("sd").paint(ORDER)) <= 1


@pytest.fixture(scope="module")
def stranger(tiny: Callable[[str], Path]) -> Painter:
    """A painter of a family that has no record."""
    return load(card(tiny("stranger")), CPU)


def test_an_unknown_family_paints_and_keeps_its_seeds(stranger: Painter) -> None:
    pictures = stranger.paint(ORDER)
    assert [picture.size for picture in pictures] == [(64, 64)] * 4
    assert apart([pictures[0]], [pictures[1]]) > 1
    assert farthest(pictures[2:3], stranger.paint(replace(ORDER, candidates=1, offset=2))) == 0


def test_an_unknown_family_says_what_it_cannot_do(stranger: Painter) -> None:
    can = stranger.abilities
    assert stranger.provenance.family == "unknown"
    assert not (can.previews or can.stop or can.vary or can.clip_guidance)
    with pytest.raises(NotAble, match="cannot stop"):
        stranger.paint(replace(ORDER, stop_percent=50))
    with pytest.raises(NotAble, match="cannot vary"):
        stranger.vary(ORDER, stranger.paint(replace(ORDER, candidates=1))[0], "subtle")


def test_an_unknown_family_reports_its_steps_without_previews(stranger: Painter) -> None:
    seen: list[StepSeen] = []
    stranger.paint(replace(ORDER, candidates=2, steps=3), seen.append)
    assert [(step.index, step.total, step.preview()) for step in seen] == [(index, 6, []) for index in range(6)]
