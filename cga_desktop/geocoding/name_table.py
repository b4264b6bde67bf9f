"""Many names in memory, and the few of them that may answer what was typed."""

from collections import defaultdict
from collections.abc import Iterable
from heapq import nlargest
from math import log
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz import fuzz, process

from cga_desktop.geocoding.matching import TITLE_WEIGHT, Name, name_of, name_score
from cga_desktop.geocoding.text import Words

T = TypeVar("T")

SHARING_WORDS = 10
LOOKING_ALIKE = 6
"""How many names are compared closely: those that share telling words, those that look alike."""
WORD_LIKENESS = 70
WHOLE_LIKENESS = 60
SIMILAR_WORDS = 5
BEGINNING = 3
"""Letters from which a word may be the beginning of another."""
BEGUN_WORTH = 0.6
WORDS_REMEMBERED = 20_000
"""Words whose like are remembered: a bound on memory."""


class Named(NamedTuple, Generic[T]):
    """A thing, one of its names, and how much finding it by that name is worth (0 to 1)."""

    name: Name
    item: T
    worth: float = 1.0


class NameTable(Generic[T]):
    """Names by their words, for one commune or for all.

    Every name is compared roughly (a few microseconds for a hundred of them in rapidfuzz); only
    the likeliest are scored closely.
    """

    def __init__(self, entries: Iterable[Named[T]]) -> None:
        self.entries = list(entries)
        self._exact: dict[Words, list[int]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for at, entry in enumerate(self.entries):
            self._exact[entry.name.words].append(at)
            for word in set(entry.name.words):
                self._by_word[word].append(at)
        self._glued = [entry.name.glued for entry in self.entries]
        self._words = list(self._by_word)
        self._similar: dict[str, tuple[tuple[str, float], ...]] = {}

    def find(self, words: Words) -> list[tuple[Named[T], float]]:
        """The entries whose names answer ``words``, each with its score, 0 to 1."""
        if not words:
            return []
        typed = name_of(words)
        exact = self._exact.get(words)
        likely = exact or self._likely(typed)
        return [
            (entry, entry.worth * name_score(typed, entry.name))
            for entry in (self.entries[at] for at in likely)
        ]

    def _likely(self, typed: Name) -> set[int]:
        shared: dict[int, float] = defaultdict(float)
        for word, weight in zip(typed.words, typed.weights, strict=True):
            if weight >= TITLE_WEIGHT:
                for similar, likeness in self._similar_words(word):
                    holders = self._by_word[similar]
                    value = likeness * weight * log(1 + len(self.entries) / len(holders))
                    for at in holders:
                        shared[at] += value
        best = nlargest(SHARING_WORDS, shared, key=shared.__getitem__)
        alike = process.extract(
            typed.glued,
            self._glued,
            scorer=fuzz.ratio,
            limit=LOOKING_ALIKE,
            score_cutoff=WHOLE_LIKENESS,
        )
        return {*best, *(at for _text, _score, at in alike)}

    def _similar_words(self, word: str) -> tuple[tuple[str, float], ...]:
        """The words of this table like ``word``, itself first; remembered."""
        known = self._similar.get(word)
        if known is None:
            known = self._compared(word)
            if len(self._similar) < WORDS_REMEMBERED:
                self._similar[word] = known
        return known

    def _compared(self, word: str) -> tuple[tuple[str, float], ...]:
        found = process.extract(
            word,
            self._words,
            scorer=fuzz.ratio,
            limit=SIMILAR_WORDS,
            score_cutoff=WORD_LIKENESS,
        )
        similar = {other: score / 100 for other, score, _at in found}
        if len(word) >= BEGINNING:
            begun = (other for other in self._words if other.startswith(word))
            similar |= {other: BEGUN_WORTH for other in begun if other not in similar}
        return tuple(similar.items())
