"""From what a person types to pictures, the way of `atelier paint`: parser, plan, order, painter; each once."""

from __future__ import annotations

import hashlib
import io
import time
from dataclasses import dataclass, field, replace
from itertools import count

from PIL import Image

from cli.commands.parse import catalog_here, plan_of
from jobs.catalog import Catalog
from jobs.plan import custom_zoom, steps_for
from jobs.prompt import echo, parse
from jobs.records import job_id
from jobs.requests import PaintRequest
from messages.say import say
from models.device import choose_device
from models.hd import in_detail
from models.loading import load
from models.order import PaintOrder, Reference, StepSeen
from models.outpaint import extend, zoomed
from models.painting import Painter
from worker.gpu.film import Film
from worker.gpu.given import PURPOSES
from worker.gpu.orders import card_for, order_for

FEW = 5  #: steps; with fewer a student paints
LINK = "https://example.com/{}.png"


@dataclass(frozen=True, kw_only=True)
class Painting:
    """What came of a prompt."""

    request: PaintRequest
    tiles: list[Image.Image]
    seconds: float  #: of this process's cores, for each tile, from the first step's beginning to the last step's end
    film: bytes | None = None
    given: list[Image.Image] = field(default_factory=list)  #: the pictures of the prompt

    @property
    def frames(self) -> int:
        """Pictures that follow each other in time; a still has one."""
        if self.film is None:
            return 1
        with Image.open(io.BytesIO(self.film)) as opened:
            return int(getattr(opened, "n_frames", 1))


class Clock:
    """An `on_step` that remembers when the last step ended, in seconds of this process's cores."""

    def __init__(self) -> None:
        self.began = self.ended = time.process_time()

    def __call__(self, seen: StepSeen) -> None:
        self.ended = time.process_time()


class Road:
    """The embedded model, warm, and what it has painted."""

    def __init__(self) -> None:
        self.catalog: Catalog = catalog_here()
        self.entry = self.catalog.get()
        self.painter: Painter = load(card_for(self.entry), choose_device("cpu"))
        self._links: dict[str, str] = {}
        self._pictures: dict[str, Image.Image] = {}
        self._painted: dict[str, Painting] = {}
        self.paint("a fox", 0, 1, afresh=True)  # the first call of anything is slower

    @property
    def quick(self) -> str:
        """The --quality of the fewest steps, but no fewer than `FEW`; nothing where that is the model's own."""
        enough = [q for q in (0.25, 0.5) if steps_for(self.entry, q) >= FEW]
        return f"--quality {enough[0]}" if enough else ""

    def planned(self, text: str, seed: int) -> list[tuple[PaintRequest, tuple[str, ...]]]:
        """All requests of a prompt, the first of them with what the person is told."""
        seeds = count(seed)
        plan = plan_of(text, lambda: next(seeds), kept=self._links)
        told = tuple(say(f"notes.{note.code}", "en-US", **note.values) for note in plan.notes)
        return [(request, () if number else told) for number, request in enumerate(plan.requests)]

    def link(self, picture: Image.Image) -> str:
        """A link to a picture, as a person would type it."""
        name = hashlib.sha256(picture.tobytes()).hexdigest()[:32]
        link, key = LINK.format(name), f"given/{name}.png"
        self._links[link], self._pictures[key] = key, picture
        return link

    def request(self, text: str, seed: int) -> PaintRequest:
        """What the plan makes of a prompt; `seed` is drawn where the prompt names none. Raises a `Mistake`."""
        (request,) = plan_of(text, lambda: seed, kept=self._links).requests
        return request

    def paint(self, text: str, seed: int, tiles: int, *, afresh: bool = False) -> Painting:
        """The first `tiles` (1-4) pictures of a prompt's grid; what was painted before comes from memory unless
        `afresh`."""
        if "--zoom" in text:
            return self.zoomed(text, seed)
        request = self.request(text, seed)
        key = request.model_copy(update={"prompt": ""}).model_dump_json()
        found = self._painted.get(key)
        if afresh or found is None or len(found.tiles) < tiles:
            self._painted[key] = found = self._paint(request, tiles)
        return replace(found, request=request, tiles=found.tiles[:tiles])

    def _paint(self, request: PaintRequest, tiles: int) -> Painting:
        given = [self._pictures[one.key] for one in request.references]
        order = self.order(request, given, tiles)
        clock = Clock()
        film = Film(clock, ()) if request.film else None
        painted = self.painter.paint(order, film or clock)
        if request.hd:
            painted = in_detail(self.painter, order, painted)
        shown = film.webp(painted) if film else None
        return Painting(
            request=request, tiles=painted, seconds=(clock.ended - clock.began) / tiles, film=shown, given=given
        )

    def order(self, request: PaintRequest, given: list[Image.Image], tiles: int) -> PaintOrder:
        """As the worker makes it, for the first tiles alone."""
        pairs = zip(request.references, given, strict=True)
        references = [Reference(PURPOSES[one.role], picture, one.weight) for one, picture in pairs]
        return replace(order_for(request, references), candidates=tiles)

    def zoomed(self, text: str, seed: int) -> Painting:
        """What Custom Zoom's form makes of the first tile of the same words without --zoom."""
        plain = self.paint(echo(parse(text).without("zoom")), seed, 1)
        plan = custom_zoom(plain.request, job_id(1), 1, text, seed, self.catalog)
        (request,) = plan.requests
        (tile,) = plain.tiles
        placed = zoomed(tile.size, (request.width, request.height), request.zoom)
        tiles = extend(self.painter, self.order(request, [], 1), tile, placed)
        return Painting(request=request, tiles=tiles, seconds=0, given=[tile])
