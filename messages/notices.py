"""What is said to one person alone when something is in the way: a card whose title and colour follow from the code.

Titles and colours are Midjourney's, because people and programs know them: red for what was refused or failed, yellow
for what waits or is not for this person or moment. The words of every title are in `locales/` under `notices`.
"""

from __future__ import annotations

from collections.abc import Mapping

from jobs.errors import AtelierError, Value
from messages.escape import plainly
from messages.message import Embed, Message
from messages.say import say

RED, YELLOW = 0xFF0000, 0xFFFF00
FOOTER_LIMIT = 2_048  #: characters
OTHER = "mistake"  #: the title of every code that no row names
YELLOWS = frozenset({"queued", "queue_full", "restricted", "no_match"})

_ROWS: Mapping[str, str] = {  #: title -> codes of errors
    "invalid_parameter": """unknown_parameter strange_parameter parameter_not_offered parameter_retired missing_value
        invalid_value words_after_parameter missing_space missing_space_before space_after_dashes conflicting_parameters
        aspect_too_long unknown_model unknown_version unknown_style model_cannot model_cannot_see words_in_suffix
        no_moving_pictures no_sameseed no_editing foreign_style only_in_zoom picture_weight one_style_code
        option_name_taken option_name_wrong option_too_long""",
    "invalid_prompt": """invalid_prompt prompt_too_long control_character weights_not_positive permutation_here
        unbalanced_braces braces_too_deep one_picture_alone too_many_references only_plain_words blend_count""",
    "empty_prompt": "empty_prompt",
    "invalid_link": """link_refused link_private link_unreachable link_answers link_turns link_slow picture_not_taken
        picture_too_heavy not_a_picture picture_damaged picture_too_large picture_too_small picture_missing""",
    "invalid_request": "command_unknown job_unknown no_job_here host_unknown",
    "banned_prompt": "word_forbidden",
    "banned_picture": "given_refused",
    "output_filter": "picture_refused",
    "queue_full": "queue_full too_many too_many_options",
    "restricted": """tool_missing not_yours not_finished not_allowed not_admin not_moderator already_upscaled
        already_square nothing_to_zoom frame_too_large cannot_remove""",
    "blocked": "blocked",
    "no_match": "no_match several_match nothing_to_show pictures_gone",
    "incomplete": "painting_failed worker_lost out_of_memory checker_down decoder_down fault reports_unreachable",
    "internal": "internal unreachable",
}
TITLES: Mapping[str, str] = {code: title for title, codes in _ROWS.items() for code in codes.split()}

PRIVATE = frozenset({"given_refused", "picture_refused"})  #: codes of moderation, whose reason nobody else is told


def of_error(error: AtelierError, locale: str, typed: str = "") -> Message:
    """A mistake or a fault; `typed` is the command, to be copied and put right."""
    return _notice(TITLES.get(error.code, OTHER), say(error, locale), locale, typed)


def of_code(code: str, locale: str, typed: str = "", **values: Value) -> Message:
    """The same of an error that is known by its code alone."""
    return _notice(TITLES.get(code, OTHER), say(f"errors.{code}", locale, **values), locale, typed)


def of_sentence(code: str, sentence: str, locale: str) -> Message:
    """The same in words that were found already."""
    return _notice(TITLES.get(code, OTHER), sentence, locale, "")


def queued(count: int, limit: int, locale: str) -> Message:
    """So many of a person's new jobs wait for that person's own; they begin by themselves."""
    return _notice("queued", say("notices.queued_text", locale, count=count, limit=limit), locale, "")


def _notice(title: str, text: str, locale: str, typed: str) -> Message:
    colour = YELLOW if title in YELLOWS else RED
    footer = plainly(typed, FOOTER_LIMIT) if typed else ""
    embed = Embed(title=say(f"notices.{title}", locale), text=text, colour=colour, footer=footer)
    return Message(embeds=(embed,), ephemeral=True)
