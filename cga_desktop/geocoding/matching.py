"""How much two names look alike: word by word, in any order, forgiving typing errors.

The score of a name is the geometric mean of two shares: how much of the name was typed, and how
much of what was typed is in the name. Both weigh words by what they tell: « de la » almost
nothing, « rue » a little, « Salengro » fully. A telling word that the name does not have counts
against it again, since it is often another town.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from cga_desktop.geocoding.text import Words
from cga_desktop.geocoding.vocabulary import LINKING_WORDS, STREET_TYPES, TITLES

LINK_WEIGHT = 0.08
TYPE_WEIGHT = 0.4
TITLE_WEIGHT = 0.5
SHORT_WEIGHT = 0.35
"""An initial: « G. Anthonioz »."""
FULL_WEIGHT = 1.0

ALIKE = 0.6
"""Two words under this likeness are different words."""
OTHER_LINK = 0.7
"""« rue de Verdun » for « rue du Verdun »."""
STRANGER_FACTOR = 0.7
"""What each telling word that the name lacks costs, on top of its share."""
GLUED_FLOOR = 0.86
"""From this likeness of the whole texts without spaces on, words were glued or badly typed."""
ALMOST = 0.98
"""The most for a name that is not word for word the one typed."""
FOUND_WHOLE = 0.9
"""Nothing is glued where this share of the name was found word by word."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name ready to be compared."""

    words: Words
    weights: tuple[float, ...]
    total: float
    glued: str
    figures: Words
    longest_first: tuple[tuple[str, float], ...]


@lru_cache(maxsize=32_768)
def name_of(words: Words) -> Name:
    """``words`` with their weights."""
    weights = tuple(_weight(word, position) for position, word in enumerate(words))
    return Name(
        words=words,
        weights=weights,
        total=sum(weights),
        glued="".join(words),
        figures=tuple(word for word in words if word.isdigit()),
        longest_first=tuple(
            sorted(zip(words, weights, strict=True), key=lambda pair: -len(pair[0]))
        ),
    )


def _weight(word: str, position: int) -> float:
    if word in LINKING_WORDS:
        return LINK_WEIGHT
    if position == 0 and word in STREET_TYPES:
        return TYPE_WEIGHT
    if word in TITLES:
        return TITLE_WEIGHT
    return FULL_WEIGHT if len(word) > 1 or word.isdigit() else SHORT_WEIGHT


@lru_cache(maxsize=65_536)
def likeness(one: str, other: str) -> float:
    """How alike two words are, 0 to 1; figures are the same or different, nothing between."""
    if one == other:
        return 1.0
    if one in LINKING_WORDS or other in LINKING_WORDS:
        return OTHER_LINK if one in LINKING_WORDS and other in LINKING_WORDS else 0.0
    if one.isdigit() or other.isdigit():
        century_left_out = len(one) == 2 and len(other) == 4 and other.endswith(one)  # noqa: PLR2004
        return 0.9 if century_left_out else 0.0
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return 0.5 + 0.5 * len(short) / len(long) if len(short) > 2 else _initial(short)  # noqa: PLR2004
    distance = OSA.distance(one, other)
    allowed = 0 if len(long) < 4 else 1 if len(long) < 6 else 2 if len(long) < 10 else 3  # noqa: PLR2004
    return 1 - 1.2 * distance / len(long) if distance <= allowed else 0.0


def _initial(short: str) -> float:
    return 0.75 if len(short) == 1 else ALIKE


def name_score(typed: Name, name: Name) -> float:
    """How well ``typed`` names ``name``, 0 to 1."""
    if typed.words == name.words:
        return 1.0
    if not (typed.total and name.total):
        return 0.0
    found, explained, strangers = _shares(typed, name)
    by_words = min(ALMOST, sqrt(found * explained) * STRANGER_FACTOR**strangers)
    if found >= FOUND_WHOLE or typed.figures != name.figures:
        return by_words
    glued = fuzz.ratio(typed.glued, name.glued) / 100
    return max(by_words, min(ALMOST, glued * glued) if glued >= GLUED_FLOOR else 0.0)


def _shares(typed: Name, name: Name) -> tuple[float, float, int]:
    """How much of ``name`` was typed, how much of what was typed is in it, words it lacks."""
    found = explained = 0.0
    strangers = 0
    left = list(zip(name.words, name.weights, strict=True))
    for word, weight in typed.longest_first:
        alike, at = max(
            ((likeness(word, other), -at) for at, (other, _weight) in enumerate(left)),
            default=(0.0, 0),
        )
        if alike >= ALIKE:
            explained += weight * alike
            found += left.pop(-at)[1] * alike
        elif weight >= TITLE_WEIGHT:
            strangers += 1
    return found / name.total, explained / typed.total, strangers
