"""What can be wrong with a prompt. Each mistake names the parameter, what was given and what is allowed.

Values are as short as a message can bear: at most `SHOWN` characters of what the person typed.
"""

from jobs.errors import Mistake

SHOWN = 80  #: characters of a person's text that a mistake repeats


def shown(text: str) -> str:
    """`text`, cut with an ellipsis at `SHOWN` characters."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


class PromptMistake(Mistake):
    """Base of everything that `parse` raises (and `AspectTooLong`)."""

    code = "invalid_prompt"
    english = "I could not read this prompt."


class EmptyPrompt(PromptMistake):
    """Nothing to paint."""

    code = "empty_prompt"
    english = "There is nothing to paint; write some words before the parameters, such as `a fox in the snow --ar 3:2`."


class TooLong(PromptMistake):
    """More characters than anybody reads."""

    code = "prompt_too_long"
    english = "This prompt has {length} characters, and {limit} is the limit; please shorten it."


class ControlCharacter(PromptMistake):
    """A character that nobody can see and no model can read."""

    code = "control_character"
    english = "The prompt holds an invisible control character ({character}) at place {place}; please remove it."


class UnknownParameter(PromptMistake):
    """Not a parameter, but one of ours is spelled like it."""

    code = "unknown_parameter"
    english = "There is no parameter `--{name}`; did you mean `--{nearest}`?"


class StrangeParameter(PromptMistake):
    """Not a parameter, and nothing is spelled like it."""

    code = "strange_parameter"
    english = "There is no parameter `--{name}`; these exist: {known}."


class NotOffered(PromptMistake):
    """A parameter that Midjourney has and this version has not."""

    code = "parameter_not_offered"
    english = "Midjourney's `--{name}` is not offered here yet; leave it out, and the rest of the prompt works."


class Retired(PromptMistake):
    """A parameter of an early Midjourney that something else replaced."""

    code = "parameter_retired"
    english = "`--{name}` belongs to an early Midjourney; write `{instead}` instead."


class ReferenceNotOffered(PromptMistake):
    """A link to a picture."""

    code = "image_prompt_not_offered"
    english = "Pictures as part of a prompt are not offered here yet; remove the link `{link}`."


class PermutationNotOffered(PromptMistake):
    """Midjourney's {a, b}."""

    code = "permutation_not_offered"
    english = "Permutations in braces are not offered here yet; write one prompt at a time, or `\\{{` for a brace."


class MissingValue(PromptMistake):
    """A name and nothing behind it."""

    code = "missing_value"
    english = "`--{parameter}` needs a value: {allowed}."


class InvalidValue(PromptMistake):
    """A value that is no value, or out of range."""

    code = "invalid_value"
    english = "`--{parameter}` cannot be `{value}`; allowed: {allowed}."


class WordsAfterParameter(PromptMistake):
    """Words of the prompt behind a parameter, where they would be lost."""

    code = "words_after_parameter"
    english = "`{words}` stands behind `--{parameter}`; put all words of the prompt before the first parameter."


class MissingSpace(PromptMistake):
    """--ar16:9"""

    code = "missing_space"
    english = "Put a space between the parameter and its value: `--{parameter} {value}`."


class MissingSpaceBefore(PromptMistake):
    """16:9--seed 5"""

    code = "missing_space_before"
    english = "Put a space before `--{parameter}`."


class SpaceAfterDashes(PromptMistake):
    """-- ar 16:9"""

    code = "space_after_dashes"
    english = "Write `--{parameter}` without a space after the dashes."


class ConflictingParameters(PromptMistake):
    """Two parameters that exclude each other."""

    code = "conflicting_parameters"
    english = "`--{first}` and `--{second}` exclude each other; keep one."


class WeightsNotPositive(PromptMistake):
    """Weights after :: that add up to nothing."""

    code = "weights_not_positive"
    english = "The weights after `::` add up to {total}; their sum must be above 0."


class WordsInSuffix(PromptMistake):
    """A suffix may hold parameters only."""

    code = "words_in_suffix"
    english = "A suffix holds parameters only, such as `--ar 3:2 --no people`; `{words}` is not one."
