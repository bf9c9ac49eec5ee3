"""What can go wrong on a GPU, in words that can be said: foreign exceptions are translated here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import redis
from safetensors import SafetensorError

from jobs.errors import AtelierError, Fault, PaintingFailed
from jobs.requests import JobId
from models.errors import ModelError, OutOfMemory, Stopped

DEAD_DEVICE = ("CUDA error", "device-side assert", "illegal memory access", "cudaErrorLaunchFailure", "HIP error")


class PaintingTooLarge(Fault):
    """Not even one picture at a time fits into the device's memory."""

    code = "out_of_memory"
    english = "{model} does not fit into the memory of {device} at {width}x{height}; ask for a smaller picture."


class DeviceDead(Exception):
    """The device answers nothing more until its process ends; another process can paint this job."""


@contextmanager
def painting(job: JobId) -> Iterator[None]:
    """Within the block everything leaves as an `AtelierError` or as `DeviceDead`, but for `Stopped`, and for Redis,
    whose absence is not the painting's fault."""
    try:
        yield
    except (AtelierError, Stopped, redis.RedisError):
        raise
    except OutOfMemory as error:
        raise PaintingTooLarge(**error.values) from error
    except ModelError as error:
        raise PaintingFailed(reason=str(error).rstrip("."), job=job) from error
    except SafetensorError as error:
        raise PaintingFailed(reason="the model's file is damaged", job=job) from error
    except Exception as error:
        if any(sign in str(error) for sign in DEAD_DEVICE):
            raise DeviceDead(str(error)) from error
        raise PaintingFailed(reason=in_one_line(error), job=job) from error


def in_one_line(error: Exception) -> str:
    """The kind of error and the first line of what it says, at most 200 characters."""
    said = (str(error).strip() or "no reason given").splitlines()[0]
    return f"{type(error).__name__}: {said}"[:200]
