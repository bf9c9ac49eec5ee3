"""The pictures of one job as files: lossless tiles that say how they were painted, the 2x2 grid, small previews."""

from __future__ import annotations

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from jobs.pictures import PictureStore
from jobs.png_text import JOB
from jobs.records import Pictures, Record
from jobs.requests import JobId, PaintRequest
from worker.gpu.painted import Painted

PREVIEW_SIDE = 512  #: pixels of the longer side of a whole preview
PREVIEW_QUALITY = 70  #: of WebP
ZLIB_LEVEL = 1  #: half the time of level 4 for a sixth more bytes, and the GPU waits meanwhile


def grid_of(tiles: Sequence[Image.Image]) -> Image.Image:
    """Four pictures of one size (w, h) as one of (2w, 2h): 1 and 2 above 3 and 4; edge to edge, pixel by pixel."""
    width, height = tiles[0].size
    grid = Image.new("RGB", (2 * width, 2 * height))
    for place, tile in enumerate(tiles[:4]):
        grid.paste(tile, (place % 2 * width, place // 2 * height))
    return grid


def png(picture: Image.Image, parameters: str, job: JobId | None = None) -> bytes:
    """Lossless, with the text chunk `parameters`, which AUTOMATIC1111's web UI and ComfyUI read back, and its job."""
    info, out = PngInfo(), io.BytesIO()
    info.add_text("parameters", parameters)
    if job is not None:
        info.add_text(JOB, job)
    picture.save(out, "png", pnginfo=info, compress_level=ZLIB_LEVEL)
    return out.getvalue()


def preview_webp(tiles: Sequence[Image.Image]) -> bytes:
    """The 2x2 grid so far, small; one picture alone stays alone."""
    picture = grid_of(tiles) if len(tiles) > 1 else tiles[0].copy()
    picture.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    out = io.BytesIO()
    picture.convert("RGB").save(out, "webp", quality=PREVIEW_QUALITY, method=2)
    return out.getvalue()


def parameters_text(request: PaintRequest, sampler: str, candidate: int | None) -> str:
    """How a picture was painted, in AUTOMATIC1111's form: prompt, negative prompt, then `Key: value` pairs.

    The second line stands there even when it says nothing: ComfyUI reads no picture without it."""
    pairs = {
        "Steps": request.steps,
        "Sampler": sampler,
        "CFG scale": request.guidance_scale,
        "Seed": request.seed,
        "Size": f"{request.width}x{request.height}",
        "Model": request.model,
        "Version": "atelier",
    }
    if candidate is not None:
        pairs["Candidate"] = candidate
    lines = [request.text, f"Negative prompt: {request.negative}"]
    return "\n".join([*lines, ", ".join(f"{key}: {value}" for key, value in pairs.items())])


def store(pictures: PictureStore, record: Record, painted: Painted) -> Pictures:
    """Put the tiles, and the grid of four, into the store; their keys.

    The attempt stands in the keys: a worker that was thought dead cannot overwrite what another has finished."""
    request, sampler = record.request, painted.provenance.get("scheduler", "")
    files = {
        f"{record.id}/tile-{place}-{record.attempt}.png": (tile, tile.info.get("candidate"))
        for place, tile in enumerate(painted.tiles, start=1)
    }
    tiles, grid = tuple(files), f"{record.id}/grid-{record.attempt}.png"
    if len(tiles) > 1:
        files[grid] = (grid_of(painted.tiles), None)

    def put(key: str) -> None:
        picture, candidate = files[key]
        pictures.put(key, png(picture, parameters_text(request, sampler, candidate), record.id))

    with ThreadPoolExecutor(len(files)) as together:  # zlib leaves the interpreter free, and the GPU waits for nothing
        list(together.map(put, files))
    return Pictures(grid=grid if len(tiles) > 1 else None, tiles=tiles)


def with_film(pictures: PictureStore, record: Record, keys: Pictures, film: bytes) -> Pictures:
    """Put the film (an animated WebP) into the store; `keys` and its own."""
    key = f"{record.id}/film-{record.attempt}.webp"
    pictures.put(key, film)
    return keys.model_copy(update={"film": key})
