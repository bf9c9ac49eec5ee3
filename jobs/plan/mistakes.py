"""What a wish can ask for that this server, this model or this picture cannot give."""

from jobs.errors import Mistake


class ModelCannot(Mistake):
    """The chosen model has no means for a parameter."""

    code = "model_cannot"
    english = "{title} cannot do `--{parameter}`; these models can: {others}."


class ModelCannotSee(Mistake):
    """The chosen model has no means to paint from pictures."""

    code = "model_cannot_see"
    english = "{title} cannot paint from pictures; these models can: {others}."


class UnknownVersion(Mistake):
    """No model stands for that version of Midjourney."""

    code = "unknown_version"
    english = "No model stands for `--{parameter} {version}` here; these exist: {known}."


class AlreadyUpscaled(Mistake):
    """A picture is upscaled once."""

    code = "already_upscaled"
    english = "This picture is upscaled already."


class AlreadySquare(Mistake):
    """Make Square has nothing to fill."""

    code = "already_square"
    english = "This picture is square already."


class NothingToZoom(Mistake):
    """The new frame is the old one."""

    code = "nothing_to_zoom"
    english = "At `--zoom 1` in the same shape nothing changes; write up to `--zoom 2`, or another `--ar`."


class FrameTooLarge(Mistake):
    """More pixels than the model paints."""

    code = "frame_too_large"
    english = "That would be {width}x{height} pixels, more than {title} can paint; go on from a smaller picture."


class PictureMissing(Mistake):
    """A picture of the prompt was not kept, or is gone."""

    code = "picture_missing"
    english = "I have no picture behind `{source}`; give the link or the upload again."


class UnknownStyle(Mistake):
    """No style of that name was made."""

    code = "unknown_style"
    english = "There is no style `{name}` here; these exist: {known}. Links and numbers work too."


class BlendCount(Mistake):
    """Too few or too many pictures for a blend."""

    code = "blend_count"
    english = "A blend takes {least} to {most} pictures, and you gave {count}."


class OnlyPlainWords(Mistake):
    """/shorten with weights or --no."""

    code = "only_plain_words"
    english = "I can weigh the words of one plain prompt only; leave out `::` and `--no`."
