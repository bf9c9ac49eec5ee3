"""What each person prefers, in Redis."""

from __future__ import annotations

import logging
from typing import Any

import redis
from pydantic import ValidationError

from jobs import keys
from jobs.preferences import Preferences

_log = logging.getLogger(__name__)


class PreferenceStore:
    """Preferences by person id; defaults for everybody who never changed any."""

    def __init__(self, connection: redis.Redis) -> None:
        self._redis = connection

    def of(self, person_id: int) -> Preferences:
        """The person's preferences; the defaults, with a line in the log, where the stored ones cannot be read."""
        return self._read(person_id, self._redis.hget(keys.PREFERENCES, str(person_id)))

    def change(self, person_id: int, **changes: Any) -> Preferences:
        """Set some fields and return the whole. Raises `pydantic.ValidationError` for a value that is not allowed.

        Two changes at the same time both stay: the later one is applied to the result of the earlier.
        """

        def write(pipe: Any) -> Preferences:
            now = self._read(person_id, pipe.hget(keys.PREFERENCES, str(person_id)))
            changed = Preferences.model_validate(now.model_dump() | changes)
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
