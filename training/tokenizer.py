"""The vocabulary: stock CLIPTokenizer files that no text can defeat.

CLIPTokenizer replaces symbols it does not know by end-of-text, keeps its own pre-tokenizer whatever is saved beside
it, and takes a run of Han characters for one word. So all 256 bytes are here with and without the end-of-word mark, and
every Han character that captions and emoji names use, in both forms, with no merge across a Han boundary: each is one
token wherever it stands. English words are learnt by byte pair encoding until each word of the captions and of emoji
names is one token, so that owners who train on other pictures find more than this model's own words.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import emoji
from tokenizers.pre_tokenizers import ByteLevel
from transformers import CLIPTokenizer

from training.data.captions import caption
from training.data.objects import objects
from training.data.places import places
from training.data.scene import sample

LENGTH = 77  #: positions, as Stable Diffusion has them; 32 would train an eighth faster on a CPU, and cut long prompts
END = "</w>"
WORDS = ("tokenizer.json", "vocab.json")  #: files that hold the vocabulary, of which one is there
START_OF_TEXT, END_OF_TEXT = "<|startoftext|>", "<|endoftext|>"
HAN = re.compile(r"[\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]")  #: characters and their punctuation, three bytes each

Merge = tuple[str, str]


def corpus(count: int = 20_000) -> list[str]:
    """Every name of things, places and emoji, and captions of the first scenes, in both languages."""
    things = [name for item in objects() for name in (*item.en, *item.zh)]
    wheres = [name for place in places() for name in (*place.en, *place.zh)]
    captions = [caption(sample(seed), Random(f"caption {seed}")) for seed in range(count)]
    return [*things, *wheres, *emoji_names(), *captions]


def emoji_names() -> list[str]:
    """What Unicode's CLDR calls every emoji, in English and in Chinese."""
    emoji.config.load_language(["zh"])
    rows = [(row.get("en", ""), row.get("zh", "")) for row in emoji.EMOJI_DATA.values()]
    return [name.strip(":").replace("_", " ") for row in rows for name in row if name]


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


class _Words:
    """Words on their way from letters to one token each, with the count of every pair of neighbours."""

    def __init__(self, counts: Counter[str]) -> None:
        self.pairs: Counter[Merge] = Counter()
        self._words: dict[tuple[str, ...], int] = {}
        self._with: dict[Merge, set[tuple[str, ...]]] = {}
        for word, count in counts.items():
            self._count((*word[:-1], word[-1] + END), count)

    def _count(self, word: tuple[str, ...], count: int) -> None:
        """Put a word in, or take it out with a count below zero."""
        if count > 0:
            self._words[word] = count
        for pair in pairwise(word):
            self.pairs[pair] += count
            holders = self._with.setdefault(pair, set())
            holders.add(word) if count > 0 else holders.discard(word)

    def join(self, pair: Merge) -> None:
        """Make one symbol of the pair, wherever it stands."""
        for word in list(self._with[pair]):
            count = self._words.pop(word)
            self._count(word, -count)
            self._count(_joined(word, pair), count)
        del self.pairs[pair]


def _word_merges(texts: list[str]) -> list[Merge]:
    """Byte pair encoding of the Latin words, the most frequent pair first, until every word is one token."""
    words = _Words(Counter(word for text in texts for word in re.findall(r"[a-z]+", text.lower())))
    merges: list[Merge] = []
    while pairs := words.pairs:
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        if pairs[best] == 0:
            break
        merges.append(best)
        words.join(best)
    return merges


def build(texts: list[str] | None = None) -> CLIPTokenizer:
    """The tokenizer for these captions, `corpus()` if none are given. Equal captions give equal ids."""
    texts = corpus() if texts is None else texts
    alphabet = sorted(ByteLevel.alphabet())
    merges = _han_merges(texts) + _word_merges(texts)
    tokens = [*alphabet, *(byte + END for byte in alphabet), *(a + b for a, b in merges), START_OF_TEXT, END_OF_TEXT]
    vocabulary = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    return CLIPTokenizer(vocab=vocabulary, merges=merges, model_max_length=LENGTH)


def saved(folder: Path) -> CLIPTokenizer:
    """The tokenizer in `folder`, built and saved there first if it is not; several processes may do so at once."""
    if not any((folder / name).is_file() for name in WORDS):
        _save(folder)
    return CLIPTokenizer.from_pretrained(folder)


def _save(folder: Path) -> None:
    """Put whole files there, those by which a tokenizer is known last."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f"{folder.name}.", dir=folder.parent) as unfinished:
        build().save_pretrained(unfinished)
        for path in sorted(Path(unfinished).iterdir(), key=lambda path: path.name in WORDS):
            path.replace(folder / path.name)
