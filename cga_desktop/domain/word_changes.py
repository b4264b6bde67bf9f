"""What changed between two texts, word by word, as a reader wants to see it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKENS = re.compile(r"\n|[^\s]+[^\S\n]*|[^\S\n]+")
_MOST_COMPARED = 4_000_000
"""Pairs of words compared at most: beyond, a text was rewritten and is shown as two texts."""


class Part(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with the same fate; ``left_out`` stands for unchanged words not shown."""

    part: Part
    text: str
    left_out: bool = False


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces that lead from ``before`` to ``after``, in the order of reading.

    Spaces between words count only where nothing else differs. Ratcliff and Obershelp's matching
    (``difflib``) on words, between the beginning and the end that both share.
    """
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    old_keys, new_keys = _keys(old), _keys(new)
    if old_keys == new_keys and before != after:
        return _put_together([(Part.REMOVED, old), (Part.ADDED, new)])
    head = _shared(old_keys, new_keys)
    tail = _shared(old_keys[head:][::-1], new_keys[head:][::-1])
    old_end, new_end = len(old) - tail, len(new) - tail
    middle = _differing(old[head:old_end], new[head:new_end])
    beginning, end = _both(old[:head], new[:head]), _both(old[old_end:], new[new_end:])
    return _put_together([(Part.SAME, beginning), *middle, (Part.SAME, end)])


def shortened(pieces: Sequence[Piece], *, around: int = 8) -> tuple[Piece, ...]:
    """The pieces with long unchanged runs cut to ``around`` words beside each change."""
    made: list[Piece] = []
    for number, piece in enumerate(pieces):
        if piece.part is not Part.SAME:
            made.append(piece)
            continue
        after = 0 if number == 0 else around
        before = 0 if number == len(pieces) - 1 else around
        made += _cut(_TOKENS.findall(piece.text), after, before)
    return tuple(made)


def _cut(words: list[str], first: int, last: int) -> list[Piece]:
    if len(words) <= first + last + 1:
        return [Piece(Part.SAME, "".join(words))]
    kept = [Piece(Part.SAME, "".join(words[:first]))] if first else []
    kept.append(Piece(Part.SAME, "… ", left_out=True))
    if last:
        kept.append(Piece(Part.SAME, "".join(words[-last:])))
    return kept


def _keys(tokens: Sequence[str]) -> list[str]:
    return [one if one == "\n" else one.strip() for one in tokens]


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _both(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Words that both have, with the spaces after them of whichever has any."""
    return [max(pair, key=len) for pair in zip(old, new, strict=True)]


def _differing(old: list[str], new: list[str]) -> list[tuple[Part, list[str]]]:
    if len(old) * len(new) > _MOST_COMPARED:
        return [(Part.REMOVED, old), (Part.ADDED, new)]
    found: list[tuple[Part, list[str]]] = []
    matcher = SequenceMatcher(None, _keys(old), _keys(new), autojunk=False)
    for tag, old_at, old_end, new_at, new_end in matcher.get_opcodes():
        if tag == "equal":
            found.append((Part.SAME, _both(old[old_at:old_end], new[new_at:new_end])))
        else:
            found += [(Part.REMOVED, old[old_at:old_end]), (Part.ADDED, new[new_at:new_end])]
    return found


def _put_together(runs: Iterable[tuple[Part, list[str]]]) -> tuple[Piece, ...]:
    """Runs as pieces: empty ones dropped, neighbours of the same fate joined."""
    made: list[Piece] = []
    for part, words in runs:
        text = "".join(words)
        if not text:
            continue
        if made and made[-1].part is part:
            made[-1] = Piece(part, made[-1].text + text)
        else:
            made.append(Piece(part, text))
    return tuple(made)
