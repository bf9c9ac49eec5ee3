"""A confirmed question becomes its jobs."""

from __future__ import annotations

from bot.desk import TIE_S, Taken, Wish
from jobs.pending import Question
from jobs.records import job_id


def confirmed(wish: Wish, question: Question) -> Taken:
    """The jobs that were asked about, as wishes of the interaction that confirmed them."""
    records = tuple(
        record.model_copy(
            update={
                "id": job_id(wish.reply_to.interaction_id, ordinal),
                "person": wish.person,
                "reply_to": wish.reply_to,
                "created_at": wish.at + ordinal * TIE_S,
            }
        )
        for ordinal, record in enumerate(question.records)
    )
    return Taken(records, question.notes)
