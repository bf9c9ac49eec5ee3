"""The pictures of prompts: which are kept, and which must be fetched before anything can be recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.desk import Desk, Taken, Wish, wanted_words
from jobs import plan
from jobs.given import Sources
from jobs.prompt import Cited, Prompt
from jobs.prompt.grammar import MOST_PICTURES
from jobs.prompt.mistakes import ConflictingParameters, TooManyReferences
from jobs.prompt.translation import WORDS

STAND_IN = f"given/{'0' * 32}.png"  #: key of a picture that is not there yet


class PicturesFirst(Exception):
    """A prompt without fault that names pictures which are not kept yet; no error, and never said."""

    def __init__(self, sources: tuple[str, ...], hidden: bool) -> None:
        super().__init__(sources)
        self.sources = sources  #: links, and `words:TEXT` to be translated
        self.hidden = hidden  #: whether the pictures will be for the person alone


@dataclass(frozen=True, slots=True)
class Uploads:
    """Links of what was uploaded beside a prompt."""

    images: tuple[str, ...] = ()
    style: str | None = None
    character: str | None = None

    def beside(self, prompt: Prompt) -> Prompt:
        """The prompt with them. Raises `ConflictingParameters`, `TooManyReferences`."""
        if self.character and prompt.has("oref"):
            raise ConflictingParameters(first="oref", second="cref")
        cited = {"sref": self.style, "cref": self.character}
        prompt = prompt.with_images(*self.images)
        prompt = prompt.with_missing({name: (Cited(link),) for name, link in cited.items() if link})
        if (asked := len(prompt.pictures)) > MOST_PICTURES:
            raise TooManyReferences(count=asked, limit=MOST_PICTURES)
        return prompt


NO_UPLOADS = Uploads()


def sources_of(asked: Sequence[Prompt]) -> tuple[str, ...]:
    """Every picture that the prompts name; each once."""
    return tuple(dict.fromkeys(picture.source for prompt in asked for picture in prompt.pictures))


def styles_named(desk: Desk, wish: Wish, asked: Sequence[Prompt]) -> plan.Styles:
    """The styles of the place, where a prompt names any."""
    cited = [item for prompt in asked for item in prompt.value("sref") or ()]
    named = any(not item.is_picture and item.code is None for item in cited)
    return desk.styles_for(wish) if named else {}


def _stand_in(source: str) -> str:
    """For a picture that is not there yet, or words that are not translated yet."""
    return source.removeprefix(WORDS) if source.startswith(WORDS) else STAND_IN


def with_pictures(
    desk: Desk, wish: Wish, sources: Sequence[str], fetched: Sources, decide: Callable[[Sources], Taken]
) -> Taken:
    """What `decide` makes of the keys of all `sources`. Raises `PicturesFirst` where some must be fetched first, but
    before that whatever is wrong with the rest: a `Mistake`."""
    kept = {**desk.given.known(wish.person.id, sources), **fetched}
    if not (missing := tuple(source for source in sources if source not in kept)):
        return decide(kept)
    rehearsed = decide({**kept, **{source: _stand_in(source) for source in missing}})
    for record in rehearsed.records:
        desk.forbidden.check(wanted_words(record.request), record.reply_to.guild_id)
    raise PicturesFirst(missing, any(record.stealth for record in rehearsed.records))
