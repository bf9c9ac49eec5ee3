"""Which words of a prompt a small model knows."""

from __future__ import annotations

import pytest

from jobs.knows import Term, Vocabulary, known_in, knows_any

VOCABULARY = Vocabulary(
    objects=(
        Term(en=("fox",), zh=("狐狸",)),
        Term(en=("cherry", "cherries on a stem"), zh=("樱桃",)),
        Term(en=("hot air balloon",), zh=("热气球",)),
        Term(en=("grapes",)),
        Term(en=("wolf",)),
        Term(en=("mouse",)),
        Term(en=("jack-o-lantern",)),
    ),
    places=(Term(en=("snow",), zh=("雪地",)),),
    others=(Term(en=("red",), zh=("红",)),),
)


@pytest.mark.parametrize(
    ("text", "objects"),
    [
        ("a fox", ["fox"]),
        ("A FOX!", ["fox"]),
        ("three foxes", ["fox"]),
        ("the fox's tail", ["fox"]),
        ("cherries and wolves and mice", ["cherry", "wolf", "mouse"]),
        ("one wooly grape", ["grapes"]),
        ("hot air balloons", ["hot air balloon"]),
        ("hot balloon air", []),
        ("a jack-o-lantern", ["jack-o-lantern"]),
        ("一只狐狸在雪地里", ["fox"]),
        ("foxtrot, firefox", []),
        ("", []),
    ],
)
def test_objects(text: str, objects: list[str]) -> None:
    assert [term.en[0] for term in known_in(text, VOCABULARY).objects] == objects


def test_a_colour_alone_is_no_picture() -> None:
    assert not knows_any("a red dragon", VOCABULARY)
    assert knows_any("a dragon in the snow", VOCABULARY)
    assert knows_any("雪地里的龙", VOCABULARY)
