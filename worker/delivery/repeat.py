"""Doing again what may be done twice: an edit, a removal, a message with a nonce."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from worker.delivery.desk import Desk
from worker.delivery.outcomes import NotPosted, RateLimited, Refused

log = logging.getLogger(__name__)
TRIES = 6


async def until_done(desk: Desk, what: str, act: Callable[[], Awaitable[Any]]) -> bool:
    """Try until it is done; False when Discord refuses, or after six tries without a clear answer.

    Waits for as long as Discord says after a rate limit, and 1, 2, 4, 8, 16 s after an unclear answer."""
    for tried in range(TRIES):
        try:
            await act()
            return True
        except RateLimited as ending:
            if ending.everybody:
                desk.limiter.everybody_waits(ending.seconds)
            await desk.sleep(ending.seconds)
        except Refused as ending:
            log.info("%s: refused: %s", what, ending)
            return False
        except NotPosted as ending:
            log.info("%s: %s", what, ending)
            await desk.sleep(2.0**tried)
    return False
