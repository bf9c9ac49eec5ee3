"""What can go wrong in the mathematics, as codes with values.

`messages/` says an error in the person's language by its `code`; `str(error)` is the English fallback.
"""

from typing import ClassVar

Value = str | int | float


class ModelError(Exception):
    """Base: a stable code, the values that belong in its sentence, and the sentence in English."""

    code: ClassVar[str] = "model_error"
    english: ClassVar[str] = "The model failed."
    retry: ClassVar[bool] = False  #: whether the same order may succeed when it is painted again

    def __init__(self, **values: Value) -> None:
        super().__init__(values)
        self.values = values

    def __str__(self) -> str:
        return self.english.format(**self.values)


class ModelNotFound(ModelError):
    """Neither a folder, nor a file, nor a repository that can be reached."""

    code = "model_not_found"
    english = "The model {model} was not found at {source}; if it is on a hub, this machine may be offline."


class ModelBroken(ModelError):
    """Something is there, but it is not a whole diffusers text-to-image model."""

    code = "model_broken"
    english = "The model {model} cannot be loaded: {reason}."


class ConfigMissing(ModelError):
    """A single file holds weights only, and the configuration of its kind is not on this machine."""

    code = "config_missing"
    english = (
        "The single file of {model} holds weights only; set `config` on its card to a folder with the configuration "
        "of a {kind} pipeline, or let this machine reach the hub once."
    )


class DeviceMissing(ModelError):
    """The device that was asked for is not there."""

    code = "device_missing"
    english = "There is no device {device} on this machine; there is {found}."


class SchedulerRefused(ModelError):
    """A scheduler that draws noise without our generator: its pictures could never be painted again."""

    code = "scheduler_refused"
    english = "The scheduler {scheduler} of {model} draws noise of its own, so no seed could keep its promise."


class GuidanceRefused(ModelError):
    """CLIP guidance or ranking was asked of a model that cannot have it."""

    code = "guidance_refused"
    english = "{model} cannot be guided or ranked by CLIP: {reason}."


class NotAble(ModelError):
    """The model's family is unknown, so this cannot be done with it."""

    code = "not_able"
    english = "{model} is of a family that I do not know, so it cannot {ability}."


class NothingToSay(ModelError):
    """The model has no means to tell what a picture shows."""

    code = "nothing_to_say"
    english = "{model} has neither a captioner nor a CLIP with known words, so it cannot tell what a picture shows."


class SizeRefused(ModelError):
    """A size that the model cannot paint."""

    code = "size_refused"
    english = (
        "{model} cannot paint {width}x{height}: both sides must be multiples of {multiple}, "
        "and the picture at most {max_pixels} pixels."
    )


class NothingToPaint(ModelError):
    """A mask without a white pixel, or a frame that is no larger than its picture."""

    code = "nothing_to_paint"
    english = "There is nothing to paint: no part of the picture is chosen, or its frame is as large as it was."


class OutOfMemory(ModelError):
    """Not even one picture at a time fits into the device's memory."""

    code = "out_of_memory"
    english = "{model} does not fit into the memory of {device} at {width}x{height}, not even one picture at a time."


class Stopped(ModelError):
    """Raised by an `on_step` to end a painting between two steps."""

    code = "stopped"
    english = "The painting was stopped."
