"""A stand-in for the embedded model, for whoever needs only some picture: its format and words with tiny nets."""

from __future__ import annotations

import json
from pathlib import Path

import diffusers
import torch
from transformers import CLIPConfig, CLIPModel, CLIPTextModel, CLIPTokenizer

import models
from tests.models.tiny import WIDTH, text_config, unet, vae, vision_config

SHIPPED = Path(models.__file__).parent / "storybook"
NATIVE = 64  #: pixels of a tile's side


def save_small_storybook(folder: Path, steps: int = 2) -> Path:
    """The shipped model's card, tokenizer and scheduler, with untrained nets from a fixed seed and `steps` by default:
    a grid in tenths of a second. Returns `folder`."""
    tokenizer = CLIPTokenizer.from_pretrained(SHIPPED / "tokenizer")
    text = text_config(
        vocab_size=len(tokenizer), bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id, max_position_embeddings=tokenizer.model_max_length,
    )  # fmt: skip
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        diffusers.StableDiffusionPipeline(
            vae=vae(), text_encoder=CLIPTextModel(text), tokenizer=tokenizer, unet=unet(cross_attention_dim=WIDTH),
            scheduler=diffusers.DPMSolverMultistepScheduler.from_pretrained(SHIPPED / "scheduler"),
            safety_checker=None, feature_extractor=None, requires_safety_checker=False,
        ).save_pretrained(folder)  # fmt: skip
        seeing = CLIPConfig(text_config=text.to_dict(), vision_config=vision_config(), projection_dim=WIDTH)
        CLIPModel(seeing).save_pretrained(folder / "clip")
    tokenizer.save_pretrained(folder / "clip")
    card = json.loads((SHIPPED / "card.json").read_bytes())
    card |= {"native_size": NATIVE, "default_steps": steps, "default_guidance_scale": 3.0}
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False), "utf-8")
    return folder
