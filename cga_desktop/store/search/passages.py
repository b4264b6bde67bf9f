"""Where the words that were asked for stand in a record, in its own spelling."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from cga_desktop.domain.passages import Span, passage
from cga_desktop.domain.texts import folded

_MOST_MARKED = 200


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a record.

    Attributes:
        key: of the question that it answers, or "" for what is no answer.
        heading: what it is, for people.
        text: as it was written.
    """

    key: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """The part of a record that says best why it was found."""

    part: Part
    passage: str
    terms: int


def best_part(parts: Iterable[Part], patterns: Sequence[re.Pattern[str]]) -> Found | None:
    """The part that holds the most of what was asked for; the first of equals; None where none."""
    best: Part | None = None
    most = 0
    for part in parts:
        text = folded(part.text)
        held = sum(pattern.search(text) is not None for pattern in patterns)
        if held > most:
            best, most = part, held
    return Found(best, marked(best.text, patterns), most) if best is not None else None


def marked(text: str, patterns: Sequence[re.Pattern[str]]) -> str:
    """A passage of ``text`` with what the patterns find in it marked."""
    return passage(text, spans(text, patterns))


def spans(text: str, patterns: Sequence[re.Pattern[str]]) -> list[Span]:
    """Where the patterns, which are for folded text, find something in ``text``; in order."""
    small = folded(text)
    found = sorted(one.span() for pattern in patterns for one in pattern.finditer(small))
    found = found[:_MOST_MARKED]
    if not text.isascii():
        # A letter may be folded into two (œ) or none (an accent written apart).
        ends = list(accumulate(map(_width, text)))
        found = [_unfolded(ends, start, end) for start, end in found]
    return list(_apart(found))


def _apart(found: Iterable[Span]) -> Iterator[Span]:
    """Of spans that overlap, the first."""
    last = 0
    for start, end in found:
        if start >= last:
            yield start, end
            last = end


@lru_cache(maxsize=4096)
def _width(letter: str) -> int:
    return len(folded(letter))


def _unfolded(ends: Sequence[int], start: int, end: int) -> Span:
    """The letters from which a span of folded text came; ``ends`` is where each letter's end."""
    return bisect_right(ends, start), max(bisect_left(ends, end) + 1, bisect_right(ends, end))
