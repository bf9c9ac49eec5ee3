"""Makes the pictures of the READMEs by running the thing: `python docs/pictures.py`.

Needs Chromium, and the extras `paint` and `dev`.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

import aiohttp
import torch
from diffusers import DiffusionPipeline
from playwright.async_api import async_playwright
from rich.console import Console

from cli.journey import Journey
from cli.person import Person
from cli.processes import Processes
from cli.service import Demo
from training.card import defaults_of
from training.loop import contact_sheet

IMAGES = Path(__file__).parent / "images"
QUIET = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip


MODEL = Path(__file__).parent.parent / "models" / "storybook"
PROMPTS = (
    "a fox in the snow", "a penguin in the forest", "a red balloon on the beach",
    "一只熊猫在草地上", "a blue cat in the city", "a green swan on the beach",
    "一只戴着墨镜的猫，骑着一辆自行车", "一只五彩斑斓的鸟站在花丛中", "a dog to the left of a tree, watercolour",
    "三个苹果在月球上", "a lion, stained glass", "a rocket in space at night",
)  # fmt: skip


def tiles() -> None:
    """What stock diffusers paints of `PROMPTS`, each from the first seed."""
    pipe = DiffusionPipeline.from_pretrained(MODEL)
    pipe.set_progress_bar_config(disable=True)
    defaults = defaults_of(MODEL)
    seeds = [torch.Generator().manual_seed(1) for _ in PROMPTS]
    painted = pipe(
        list(PROMPTS), num_inference_steps=defaults.steps, guidance_scale=defaults.guidance_scale, generator=seeds
    ).images
    contact_sheet(painted, 4).save(IMAGES / "storybook.png")


async def photograph(address: str, name: str, width: int, height: int) -> None:
    """The page as it stands."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        page = await browser.new_page(viewport={"width": width, "height": height}, color_scheme="dark")
        await page.goto(address)
        await page.wait_for_selector(".message img", state="attached")
        await page.wait_for_timeout(1500)  # pictures of the last message decode
        await page.screenshot(path=IMAGES / f"{name}.png")
        await browser.close()


async def story(address: str, folder: Path) -> None:
    """Two grids, photographed on a wide page, and a picture and what can be done with it on a phone's."""
    async with aiohttp.ClientSession() as session:
        ann = Person(session, address, "ann")
        journey = Journey(ann, (await ann.world())["channels"][0]["id"], folder)
        await journey.imagine("a fox in the snow --seed 7")
        grid = await journey.imagine("海滩上的一朵向日葵 --seed 3")
        await photograph(address, "page", 1120, 1000)
        await journey.press(grid, "U2")
        await photograph(address, "page-phone", 390, 844)


def main() -> None:
    """Paint the tiles; start the demo, play, photograph, end it."""
    tiles()
    with tempfile.TemporaryDirectory() as name, Processes(Path(name) / "logs") as processes:
        folder = Path(name)
        running = Demo(processes, os.environ, Console(), folder).start(0, 1)
        asyncio.run(story(running.address, folder))


if __name__ == "__main__":
    main()
