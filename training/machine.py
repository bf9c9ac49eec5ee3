"""Where a stage trains: one device a process, and any number of processes that average their gradients.

One process is the usual case and costs nothing. On several GPUs `accelerate launch -m training STAGE ...` starts one
process each; every process draws its own batches, and all hold equal weights after every step.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import torch
from accelerate import PartialState
from accelerate.utils import broadcast, reduce
from torch import Tensor, nn

from models.device import choose_device


@dataclass(frozen=True, slots=True)
class Machine:
    """This process's device, and its place among the others."""

    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    processes: int = 1
    index: int = 0

    @property
    def label(self) -> str:
        """What a model's card says it was trained on."""
        if self.device.type == "cuda":
            return f"{self.processes} x {torch.cuda.get_device_name(self.device)}"
        return f"{torch.get_num_threads()} CPU cores"

    @property
    def first(self) -> bool:
        """Whether this process is the one that writes files."""
        return self.index == 0

    def share(self, parameters: Iterable[nn.Parameter]) -> None:
        """Replace every gradient by its mean over all processes, in one message."""
        if self.processes == 1:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        mean: Tensor = reduce(torch.cat([gradient.flatten() for gradient in gradients]), "mean")
        for gradient, part in zip(gradients, mean.split([g.numel() for g in gradients]), strict=True):
            gradient.copy_(part.view_as(gradient))

    def agree(self, number: float) -> float:
        """The first process's number, so that all stop at the same step."""
        if self.processes == 1:
            return number
        said: Tensor = broadcast(torch.tensor([number], dtype=torch.float64, device=self.device))
        return float(said.item())

    def wait(self) -> None:
        """Return when every process has come here."""
        self.agree(0.0)


class DeviceMissing(ValueError):
    """A device was asked for that this machine has not."""

    def __init__(self, asked: str, here: str) -> None:
        super().__init__(f"There is no device {asked} here, only {here}: leave --device out, or take cpu.")


def found(asked: str | None = None) -> Machine:
    """The GPU of this process where there is one, else the CPU. asked: "cpu" keeps it off the GPU.

    Raises DeviceMissing where another device is asked for than there is."""
    state = PartialState(cpu=asked == "cpu")
    if asked not in (None, state.device.type):
        raise DeviceMissing(str(asked), state.device.type)
    torch.backends.cudnn.benchmark = True  # every stage's shapes stay the same
    return Machine(torch.device(state.device), state.num_processes, state.process_index)


def device_of(model: nn.Module) -> torch.device:
    """Where the model's weights lie."""
    return next(model.parameters()).device


def mixed(device: torch.device) -> torch.autocast:
    """Half precision for the products and convolutions inside, on a GPU and on a CPU that has instructions for it;
    weights and losses stay in float32."""
    pays = device.type != "cpu" or choose_device("cpu").dtype is torch.bfloat16
    return torch.autocast(device.type, torch.bfloat16, enabled=pays)
