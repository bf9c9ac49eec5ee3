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
    """A parameter of Midjourney that cannot mean anything here."""

    code = "parameter_not_offered"
    english = "Midjourney's `--{name}` means nothing here; leave it out, and the rest of the prompt works."


class NoMovingPictures(NotOffered):
    """--motion, --loop, --end, --bs"""

    code = "no_moving_pictures"
    english = (
        "`--{name}` belongs to moving pictures, which are not made here; `--video` keeps a film of the grid forming."
    )


class NoSameSeed(NotOffered):
    """--sameseed"""

    code = "no_sameseed"
    english = "`--{name}` is not offered: each of the four has noise of its own; `--seed 7` paints the same grid again."


class NoEditing(NotOffered):
    """--edit"""

    code = "no_editing"
    english = "`--{name}` is not offered; put the link in front of the words, or press Vary (Region) under a picture."


class ForeignStyle(PromptMistake):
    """--style with anything but raw."""

    code = "foreign_style"
    english = (
        "Midjourney's `--style {style}` is its own; here `--style raw` works, and `--sref` takes pictures and names."
    )


class OnlyInZoom(PromptMistake):
    """--zoom in a prompt."""

    code = "only_in_zoom"
    english = "`--{parameter}` works only behind the button Custom Zoom under a picture; leave it out."


class Retired(PromptMistake):
    """A parameter of an early Midjourney that something else replaced."""

    code = "parameter_retired"
    english = "`--{name}` belongs to an early Midjourney; write `{instead}` instead."


class OnePictureAlone(PromptMistake):
    """One picture and not a word."""

    code = "one_picture_alone"
    english = "One picture alone says too little; add words or a second picture, or press V under a picture of mine."


class TooManyReferences(PromptMistake):
    """More pictures in one prompt than anybody can follow."""

    code = "too_many_references"
    english = "This prompt names {count} pictures, and {limit} is the limit."


class PictureWeight(PromptMistake):
    """A picture's weight that is none."""

    code = "picture_weight"
    english = "`::{weight}` is no weight for a picture; allowed: above 0, at most 100."


class OneStyleCode(PromptMistake):
    """Two numbers behind --sref."""

    code = "one_style_code"
    english = "`--sref` takes one number only, here {codes} stand; pictures and names may stand beside it."


class PermutationHere(PromptMistake):
    """Braces where one prompt is wanted."""

    code = "permutation_here"
    english = "Braces make several prompts, and only one fits here; write one, or `\\{{` for a brace that is meant."


class UnbalancedBraces(PromptMistake):
    """A brace without its partner."""

    code = "unbalanced_braces"
    english = "The brace `{brace}` in `{near}` has no partner; add it, or write `\\{brace}` for a brace that is meant."


class TooDeep(PromptMistake):
    """Braces in braces in braces."""

    code = "braces_too_deep"
    english = "Braces may stand in each other {limit} deep; write some of them out."


class OptionNameTaken(PromptMistake):
    """An option of /prefer with a parameter's name."""

    code = "option_name_taken"
    english = "`--{name}` is a parameter already; choose another name for your option."


class OptionNameWrong(PromptMistake):
    """An option of /prefer that nobody could type."""

    code = "option_name_wrong"
    english = "`{name}` is no name for an option; letters, figures and - work, a letter first, at most 30 of them."


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
