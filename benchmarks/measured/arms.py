"""What CLIP may do for a grid: nothing, pull while it is painted, or choose from more pictures than are shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.order import PaintOrder

GRID = 4  #: pictures that a person gets


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One way to paint."""

    name: str
    clip_guidance: float = 0.0  #: 0..1
    times: int = 1  #: pictures painted for each that is kept

    def order(self, plain: PaintOrder) -> PaintOrder:
        """The same order, painted this way; the candidates that both paint begin from the same noise."""
        ranked = plain.candidates * self.times if self.times > 1 else 0
        return replace(plain, clip_guidance=self.clip_guidance, rank_from=ranked)

    @property
    def settings(self) -> dict[str, float]:
        """As a model's entry names them, for grids of four."""
        return {"clip_guidance": self.clip_guidance, "rank_from": GRID * self.times}


PLAIN = Arm(name="plain")
ARMS = (
    PLAIN,
    Arm(name="guidance 0.25", clip_guidance=0.25),
    Arm(name="guidance 0.5", clip_guidance=0.5),
    Arm(name="guidance 1", clip_guidance=1.0),
    Arm(name="best of 2", times=2),
    Arm(name="best of 4", times=4),
)
