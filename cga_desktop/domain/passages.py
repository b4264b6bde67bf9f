"""A passage of a text with the found words marked; how it is shown is its reader's affair.

The marks are two characters that nobody types; a text that holds them loses them first.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

FOUND, FOUND_END = "\ue000", "\ue001"
_MARKS = str.maketrans("", "", FOUND + FOUND_END)
_WIDTH = 160
_BEFORE = 48
_BLANK = re.compile(r"\s+")

Span = tuple[int, int]


def passage(text: str, found: Sequence[Span] = ()) -> str:
    """About 160 characters of ``text`` on one line around what was ``found``, which is marked.

    Args:
        text: as it was written.
        found: where the found words are, as (start, end) positions, in order, not overlapping.
    """
    start, end = _window(text, found)
    shown = [(max(a, start), min(b, end)) for a, b in found if a < end and b > start]
    edges = [start, *(edge for span in shown for edge in span), end]
    pieces = [_plain(text[a:b]) for a, b in pairwise(edges)]
    marked = "".join(
        f"{FOUND}{piece}{FOUND_END}" if number % 2 and piece else piece
        for number, piece in enumerate(pieces)
    )
    before, after = "…" if text[:start].strip() else "", "…" if text[end:].strip() else ""
    return before + _BLANK.sub(" ", marked).strip() + after


def _plain(text: str) -> str:
    return text.translate(_MARKS)


def _window(text: str, found: Sequence[Span]) -> Span:
    """Where the passage begins and ends: between words, with as many of the found as may be."""
    if len(text) <= _WIDTH:
        return 0, len(text)
    first = _best(found)
    start = max(min(first - _BEFORE, len(text) - _WIDTH), 0)
    end = min(start + _WIDTH, len(text))
    return _after_blank(text, start, first), _before_blank(text, end, first)


def _best(found: Sequence[Span]) -> int:
    """The found word from which on the most others fit into the passage."""

    def with_it(start: int) -> int:
        return sum(start <= a < start + _WIDTH - _BEFORE for a, _b in found)

    starts = [a for a, _b in found[:_WIDTH]]
    return max(starts, key=with_it, default=0)


def _after_blank(text: str, start: int, first: int) -> int:
    if start == 0:
        return 0
    blank = _BLANK.search(text, start, max(first, start))
    return blank.end() if blank else start


def _before_blank(text: str, end: int, first: int) -> int:
    if end == len(text):
        return end
    last = max((one.start() for one in _BLANK.finditer(text, first, end)), default=end)
    return last if last > first else end


def unmarked(marked: str) -> str:
    """A passage without its marks."""
    return _plain(marked)


def runs(marked: str) -> Iterable[tuple[str, bool]]:
    """The pieces of a passage, and whether each was found."""
    for number, piece in enumerate(re.split(f"[{FOUND}{FOUND_END}]", marked)):
        if piece:
            yield piece, bool(number % 2)
