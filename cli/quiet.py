"""Diffusers and transformers say much while they load; a terminal and a log want our lines alone."""

from __future__ import annotations

import os


def quiet_libraries() -> None:
    """Call it before the first import of the two: transformers reads its verbosity when it is imported."""
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("DIFFUSERS_VERBOSITY", "error")
    import diffusers
    import transformers

    diffusers.utils.logging.disable_progress_bar()
    transformers.utils.logging.disable_progress_bar()
