"""Where on its road a sample is, and how the clean latents follow from what the network said there.

Every scheduler of the known classes is brought to one form, x_t = alpha x_0 + sigma n, with what the network predicts:
noise (Ho et al. 2020), v = alpha n - sigma x_0 (Salimans & Ho 2022), flow v = n - x_0 (Lipman et al. 2023), or x_0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast

from torch import Tensor

Prediction = Literal["epsilon", "v_prediction", "flow_prediction", "sample"]

FLOW = {"FlowMatchEulerDiscreteScheduler", "FlowMatchHeunDiscreteScheduler", "FlowMatchLCMScheduler"}
ALPHA_SIGMA = {
    "DPMSolverMultistepScheduler", "DPMSolverSinglestepScheduler", "UniPCMultistepScheduler", "DEISMultistepScheduler",
}  # fmt: skip
EXPLODING = {"EulerDiscreteScheduler", "EulerAncestralDiscreteScheduler", "HeunDiscreteScheduler"}
CUMULATIVE = {"DDIMScheduler", "DDPMScheduler", "PNDMScheduler", "LCMScheduler", "TCDScheduler"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One noise level. `alpha` and `sigma` are plain numbers in 0..1; `shrink` undoes the scheduler's own scaling."""

    alpha: float
    sigma: float
    predicts: Prediction
    shrink: float = 1.0  #: sample * shrink = alpha x_0 + sigma n

    @property
    def noise_share(self) -> float:
        """0 (clean) .. 1 (noise): the sigma of the flow that has the same signal-to-noise ratio."""
        return self.sigma / (self.alpha + self.sigma)

    def clean(self, output: Tensor, sample: Tensor) -> Tensor:
        """The predicted clean latents in fp32, shaped as `sample`."""
        said, x_t = output.float(), sample.float() * self.shrink
        match self.predicts:
            case "epsilon":
                return (x_t - self.sigma * said) / self.alpha
            case "v_prediction":
                return self.alpha * x_t - self.sigma * said
            case "flow_prediction":
                return x_t - self.sigma * said
            case "sample":
                return said

    def output(self, clean: Tensor, sample: Tensor) -> Tensor:
        """What the network would have said had it meant `clean`: the inverse of `clean` for sigma > 0."""
        x_t = sample.float() * self.shrink
        if self.predicts == "sample":
            return clean
        if self.predicts == "flow_prediction":
            return (x_t - clean) / self.sigma
        noise = (x_t - self.alpha * clean) / self.sigma
        return noise if self.predicts == "epsilon" else self.alpha * noise - self.sigma * clean


def _kin(scheduler: Any) -> str | None:
    """The known class among the scheduler's class and its parents."""
    known = FLOW | ALPHA_SIGMA | EXPLODING | CUMULATIVE
    return next((parent.__name__ for parent in type(scheduler).__mro__ if parent.__name__ in known), None)


def readable(scheduler: Any) -> bool:
    """Whether the predicted clean latents can be told from this scheduler's steps."""
    return _kin(scheduler) is not None


def _index(scheduler: Any, timestep: Any) -> int:
    """Which of the scheduler's sigmas the coming step starts from."""
    for known in (scheduler.step_index, scheduler.begin_index):
        if known is not None:
            return int(known)
    return int(scheduler.index_for_timestep(timestep))


def level_at(scheduler: Any, timestep: Any) -> Level | None:
    """The level of the step that is about to be made; None for a scheduler that is not `readable`."""
    kin = _kin(scheduler)
    if kin is None:
        return None
    predicts = cast(Prediction, scheduler.config.get("prediction_type", "epsilon"))
    if kin in CUMULATIVE:
        kept = float(scheduler.alphas_cumprod[int(timestep)])
        return Level(alpha=kept**0.5, sigma=(1 - kept) ** 0.5, predicts=predicts)
    sigma = float(scheduler.sigmas[_index(scheduler, timestep)])
    if kin in FLOW:
        return Level(alpha=1 - sigma, sigma=sigma, predicts="flow_prediction")
    if kin in EXPLODING:
        shrink = 1 / (sigma**2 + 1) ** 0.5
        return Level(alpha=shrink, sigma=sigma * shrink, predicts=predicts, shrink=shrink)
    alpha, scaled = scheduler._sigma_to_alpha_sigma_t(scheduler.sigmas[_index(scheduler, timestep)])
    return Level(alpha=float(alpha), sigma=float(scaled), predicts=predicts)
