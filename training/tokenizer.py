"""The vocabulary: stock CLIPTokenizer files that no text can defeat.

CLIPTokenizer replaces symbols it does not know by end-of-text, keeps its own pre-tokenizer whatever is saved beside
it, and takes a run of Han characters for one word. So all 256 bytes are here with and without the end-of-word mark, and
every Han character that captions use, in both forms, with no merge across a Han boundary: each is one token wherever it
stands. English words are learnt by byte pair encoding until each word of the captions is one token.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random

from tokenizers.pre_tokenizers import ByteLevel
from transformers import CLIPTokenizer

from training.data.captions import caption
from training.data.objects import objects
from training.data.places import places
from training.data.scene import sample

LENGTH = 32  #: positions. Dense captions need 25 at most, and attention over 32 trains faster on a CPU than over 77
END = "</w>"
START_OF_TEXT, END_OF_TEXT = "<|startoftext|>", "<|endoftext|>"
HAN = re.compile(r"[\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]")  #: characters and their punctuation, three bytes each

Merge = tuple[str, str]


def corpus(count: int = 20_000) -> list[str]:
    """Every name, and captions of the first scenes, in both languages."""
    things = [name for item in objects() for name in (*item.en, *item.zh)]
    wheres = [name for place in places() for name in (*place.en, *place.zh)]
    return things + wheres + [caption(sample(seed), Random(f"caption {seed}")) for seed in range(count)]


def _symbols(text: str) -> str:
    """The text's UTF-8 bytes as byte-level BPE writes them, one printable symbol a byte."""
    pieces = ByteLevel(add_prefix_space=False, use_regex=False).pre_tokenize_str(text)
    return "".join(symbols for symbols, _ in pieces)


def _han_merges(texts: list[str]) -> list[Merge]:
    """Three bytes to one token, for each Han character, inside and at the end of a word."""
    merges: dict[Merge, None] = {}
    for character in sorted({c for text in texts for c in HAN.findall(text)}):
        first, second, third = list(_symbols(character))
        merges[first, second] = None
        merges[first + second, third] = None
        merges[first + second, third + END] = None
    return list(merges)


def _joined(word: tuple[str, ...], pair: Merge) -> tuple[str, ...]:
    out: list[str] = []
    for symbol in word:
        if out and (out[-1], symbol) == pair:
            out[-1] += symbol
        else:
            out.append(symbol)
    return tuple(out)


def _word_merges(texts: list[str]) -> list[Merge]:
    """Byte pair encoding of the Latin words, the most frequent pair first, until every word is one token."""
    counts = Counter(word for text in texts for word in re.findall(r"[a-z]+", text.lower()))
    words = {(*word[:-1], word[-1] + END): count for word, count in counts.items()}
    merges: list[Merge] = []
    while pairs := _pairs(words):
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(best)
        words = {_joined(word, best): count for word, count in words.items()}
    return merges


def _pairs(words: dict[tuple[str, ...], int]) -> Counter[Merge]:
    pairs: Counter[Merge] = Counter()
    for word, count in words.items():
        for pair in pairwise(word):
            pairs[pair] += count
    return pairs


def build(texts: list[str] | None = None) -> CLIPTokenizer:
    """The tokenizer for these captions, `corpus()` if none are given. Equal captions give equal ids."""
    texts = corpus() if texts is None else texts
    alphabet = sorted(ByteLevel.alphabet())
    merges = _han_merges(texts) + _word_merges(texts)
    tokens = [*alphabet, *(byte + END for byte in alphabet), *(a + b for a, b in merges), START_OF_TEXT, END_OF_TEXT]
    vocabulary = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    return CLIPTokenizer(vocab=vocabulary, merges=merges, model_max_length=LENGTH)


def saved(folder: Path) -> CLIPTokenizer:
    """The tokenizer in `folder`, built and saved there first if it is not."""
    if not (folder / "tokenizer.json").is_file() and not (folder / "vocab.json").is_file():
        build().save_pretrained(folder)
    return CLIPTokenizer.from_pretrained(folder)
