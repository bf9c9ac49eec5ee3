"""What each person prefers, in Redis."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import redis
from pydantic import ValidationError

from jobs import keys
from jobs.preferences import Preferences

SEEN_S = 3600  # a wish is not delivered again after that
_log = logging.getLogger(__name__)


class PreferenceStore:
    """Preferences by person id; defaults for everybody who never changed any."""

    def __init__(self, connection: redis.Redis) -> None:
        self._redis = connection

    def of(self, person_id: int) -> Preferences:
        """The person's preferences; the defaults, with a line in the log, where the stored ones cannot be read."""
        return self._read(person_id, self._redis.hget(keys.PREFERENCES, str(person_id)))

    def change(self, person_id: int, **changes: Any) -> Preferences:
        """Set some fields and return the whole. Raises `pydantic.ValidationError` for a value that is not allowed."""
        return self.alter(person_id, lambda now: Preferences.model_validate(now.model_dump() | changes))

    def alter(
        self, person_id: int, how: Callable[[Preferences], Preferences], wish_id: int | None = None
    ) -> Preferences:
        """Replace the preferences by what `how` makes of them, and return that; what it raises passes, and changes
        nothing. Two changes at the same time both stay: the later one is applied to the result of the earlier. With
        `wish_id` it happens once for that wish, however many bots see it."""
        if wish_id is not None and not self._redis.set(keys.seen(wish_id), "1", nx=True, ex=SEEN_S):
            return self.of(person_id)

        def write(pipe: Any) -> Preferences:
            changed = how(self._read(person_id, pipe.hget(keys.PREFERENCES, str(person_id))))
            pipe.multi()
            pipe.hset(keys.PREFERENCES, str(person_id), changed.model_dump_json())
            return changed

        transact: Any = self._redis.transaction  # its types know no answer of `write`
        changed: Preferences = transact(write, keys.PREFERENCES, value_from_callable=True)
        return changed

    def forget(self, person_id: int) -> None:
        """Back to the defaults."""
        self._redis.hdel(keys.PREFERENCES, str(person_id))

    def _read(self, person_id: int, found: Any) -> Preferences:
        if found is None:
            return Preferences()
        try:
            return Preferences.model_validate_json(found)
        except ValidationError:
            _log.warning("preferences of %s are not readable; the defaults are used", person_id)
            return Preferences()
