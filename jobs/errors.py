"""Every error that crosses a door, as a code with values.

    AtelierError
    ├── Mistake      a person can act on it; said to that person alone
    └── Fault        ours; said with its code, logged with the job's id

`messages/` says an error in the person's language by its `code`; `str(error)` is the English fallback.
"""

from typing import ClassVar

Value = str | int | float


class AtelierError(Exception):
    """Base of all errors: a stable code, the values that belong in its sentence, and the sentence in English."""

    code: ClassVar[str] = "internal"
    english: ClassVar[str] = "Something went wrong on our side."
    retry: ClassVar[bool] = False  #: whether the same job may succeed when it is run again

    def __init__(self, **values: Value) -> None:
        super().__init__(values)
        self.values = values

    def __str__(self) -> str:
        return self.english.format(**self.values)


class Mistake(AtelierError):
    """Something that the person can put right."""

    code = "mistake"
    english = "That did not work."


class Fault(AtelierError):
    """Something that went wrong on our side; the job is kept or its loss is said."""

    code = "fault"
    english = "Something went wrong on our side."


class NotAllowed(Mistake):
    """The person, role or guild is not among those that the owner named."""

    code = "not_allowed"
    english = "This Atelier is not open to you here; ask its owner to add this server, your role or you."


class JobUnknown(Mistake):
    """A button or command names a job of which no record is left."""

    code = "job_unknown"
    english = "I no longer know this picture; imagine it again and I will keep the new one."


class PicturesGone(Mistake):
    """The record lives, its pictures do not."""

    code = "pictures_gone"
    english = "The pictures of this job are no longer in the store; imagine it again."


class NotYours(Mistake):
    """Only the job's owner may do this."""

    code = "not_yours"
    english = "Only {owner} can do that to this picture."


class QueueFull(Mistake):
    """The person's running and waiting jobs reached their caps."""

    code = "queue_full"
    english = "You already have {waiting} jobs waiting, and {limit} is the limit; wait until one has finished."


class TooManyPictures(Mistake):
    """A repeat beyond what is allowed at once."""

    code = "too_many"
    english = "That would be {count} jobs at once, and {limit} is the limit."


class WorkerLost(Fault):
    """A job killed several workers and is put aside."""

    code = "worker_lost"
    english = "This job stopped {attempts} workers one after another, so I have put it aside (job {job})."


class PaintingFailed(Fault):
    """The model failed in a way we have no better word for."""

    code = "painting_failed"
    english = "The painting failed ({reason}); nothing was charged, and the job is kept as {job}."
