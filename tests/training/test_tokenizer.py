"""The vocabulary: no text defeats it, in any script, before or after a reload."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from transformers import CLIPTokenizer

from training import tokenizer as tokenizers
from training.tokenizer import END, LENGTH, build, corpus, saved

pytestmark = pytest.mark.torch

CAPTIONS = corpus(3000)
TOKENIZER = build(CAPTIONS)


def ids(text: str, tokenizer: CLIPTokenizer = TOKENIZER) -> list[int]:
    found: list[int] = tokenizer(text, truncation=False, verbose=False)["input_ids"]
    return found


@given(st.text())
def test_no_text_yields_end_of_text_inside(text: str) -> None:
    assume("<|" not in text)
    inside = ids(text)[1:-1]
    assert TOKENIZER.eos_token_id not in inside and TOKENIZER.bos_token_id not in inside


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1))
def test_no_byte_is_lost(text: str) -> None:
    assume("<|" not in text)
    normal = TOKENIZER.backend_tokenizer.normalizer.normalize_str(text)
    tokens = TOKENIZER.convert_ids_to_tokens(ids(text)[1:-1])
    written = sum(len(token.removesuffix(END)) for token in tokens)
    assert written == sum(len(character.encode()) for character in normal if not character.isspace())


def test_reloading_gives_identical_ids(tmp_path: Path) -> None:
    TOKENIZER.save_pretrained(tmp_path)
    again = CLIPTokenizer.from_pretrained(tmp_path)
    texts = [*CAPTIONS[-500:], "Ünïcödé ½ 😀 снег 雪だるま", "a fox\tin\nthe  snow"]
    assert [ids(text, again) for text in texts] == [ids(text) for text in texts]
    assert again.model_max_length == LENGTH


def test_equal_captions_give_an_equal_vocabulary(tmp_path: Path) -> None:
    assert build(CAPTIONS).get_vocab() == TOKENIZER.get_vocab()


def test_a_han_character_is_one_token_wherever_it_stands() -> None:
    together = TOKENIZER.convert_ids_to_tokens(ids("一只狐狸在雪地里")[1:-1])
    assert len(together) == 8
    apart = [TOKENIZER.convert_ids_to_tokens(ids(character)[1:-1]) for character in "一只狐狸在雪地里"]
    assert [token.removesuffix(END) for token in together] == [one.removesuffix(END) for (one,) in apart]


def test_chinese_word_order_that_no_caption_has_still_gives_the_same_characters() -> None:
    usual, other = ids("雪地里有一只狐狸"), ids("狐狸一只雪地里有")
    plain = [sorted(token.removesuffix(END) for token in TOKENIZER.convert_ids_to_tokens(x)) for x in (usual, other)]
    assert plain[0] == plain[1]


def test_every_english_word_of_the_captions_is_one_token() -> None:
    assert len(ids("a fox in the snow")) == 5 + 2
    assert len(ids("A FOX in the Snow")) == 5 + 2


def test_every_caption_fits() -> None:
    assert max(len(ids(text)) for text in CAPTIONS) <= LENGTH


def test_a_saved_vocabulary_is_used_again(tmp_path: Path) -> None:
    TOKENIZER.save_pretrained(tmp_path)
    assert saved(tmp_path).get_vocab() == TOKENIZER.get_vocab()


def test_a_half_written_vocabulary_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(folder: str | Path) -> None:
        Path(folder).mkdir(exist_ok=True)
        (Path(folder) / "tokenizer.json").write_text('{"version"', "utf-8")
        raise KeyboardInterrupt

    folder = tmp_path / "tokenizer"
    monkeypatch.setattr(tokenizers, "build", lambda: TOKENIZER)
    with monkeypatch.context() as interrupted, pytest.raises(KeyboardInterrupt):
        interrupted.setattr(TOKENIZER, "save_pretrained", killed)
        saved(folder)
    assert saved(folder).get_vocab() == TOKENIZER.get_vocab()


def test_several_processes_may_save_the_vocabulary_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    several = 4
    begin, folder = Barrier(several), tmp_path / "tokenizer"

    def built() -> CLIPTokenizer:
        begin.wait(timeout=60)
        return build(["a fox"])

    monkeypatch.setattr(tokenizers, "build", built)
    with ThreadPoolExecutor(several) as pool:
        found = list(pool.map(saved, [folder] * several))
    assert all(one.get_vocab() == found[0].get_vocab() for one in found)
    assert [path.name for path in tmp_path.iterdir()] == ["tokenizer"]
    assert {path.name for path in folder.iterdir()} == {"tokenizer.json", "tokenizer_config.json"}
