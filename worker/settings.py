"""The settings of the workers' host, parsed once by the composition roots in `cli/`."""

from __future__ import annotations

import socket

from pydantic import Field

from jobs.settings import EnvironmentSettings


class WorkerSettings(EnvironmentSettings):
    """What a supervisor and its workers need beyond `SharedSettings`."""

    host_name: str = Field(default_factory=socket.gethostname)  #: as /fleet shows it; one supervisor per name
    workers: int = Field(default=1, ge=0)  #: GPU workers until an admin wants another number
    device: str = "auto"  #: auto, cpu, mps, cuda, cuda:0, ...
    torch_threads: int = Field(default=0, ge=0)  #: CPU threads of one worker; 0: cores - 1 on a CPU, else torch decides
    grace_s: float = Field(default=4.0, ge=0)  #: at the end of all: seconds to finish a job, before it is handed back
    supervised: bool = False  #: set by the supervisor for its workers: end when it is gone
