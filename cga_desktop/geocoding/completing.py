"""Completion while typing: every word begun, the last one unfinished, in any order."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from cga_desktop.domain.places import Place
from cga_desktop.geocoding.gazetteer import Gazetteer, KnownStreet
from cga_desktop.geocoding.index import ONE_OF_SEVERAL_WORTH, Index, KnownLandmark
from cga_desktop.geocoding.name_table import Named
from cga_desktop.geocoding.placing import landmark_place, only_postcode, street_place
from cga_desktop.geocoding.text import HouseNumber, Reading, fold, words
from cga_desktop.geocoding.vocabulary import ABBREVIATIONS, LINKING_WORDS

BEGINNING = 3
"""Letters from which a word that is not the last one may be unfinished."""
LOOKED_UP = 24
"""Entries of which the house number is looked up, for one keystroke."""

_LEADING = re.compile(r"(\d{1,4})(?: (bis|ter|quater|[a-z])(?= \S))?[ ,]+(?=\S)")
_TRAILING = re.compile(r"[ ,]+(\d{1,4})(?: (bis|ter|quater|[a-z]))?$")
_TOKEN = re.compile(r"[a-z0-9]+")


class Entry(NamedTuple):
    """A street or a landmark, with the words of its name and those of its town."""

    item: KnownStreet | KnownLandmark
    name: tuple[str, ...]
    tail: frozenset[str]
    worth: float
    size: int

    def rank(self, tokens: list[str]) -> tuple[bool, int, float, int, int]:
        """Smaller is better: begins the name, more of its words, usual, short, many numbers."""
        telling = [word for word in self.name if word not in LINKING_WORDS]
        in_name = sum(any(word.startswith(token) for word in self.name) for token in tokens)
        begins = any(telling[0].startswith(token) for token in tokens[:1])
        return not begins, -in_name, -self.worth, len(self.name), -self.size


class Completion:
    """Beginnings of words to streets and landmarks, for one state of the index."""

    def __init__(self, gazetteer: Gazetteer, index: Index) -> None:
        self.index = index
        self._gazetteer = gazetteer
        self._entries = list(self._all_entries())
        self._named: dict[str, set[int]] = defaultdict(set)
        self._towns: dict[str, set[int]] = defaultdict(set)
        for at, entry in enumerate(self._entries):
            for word in entry.name:
                self._named[word].add(at)
            for word in entry.tail:
                self._towns[word].add(at)
        self._sorted = sorted(self._named.keys() | self._towns.keys())

    def places(self, text: str, limit: int, code: str | None) -> list[Place]:
        """At most ``limit`` places that ``text`` may be the beginning of."""
        found: dict[str, Place] = {}
        for number, rest in _parts(fold(text)):
            for place in self._complete(number, rest, code):
                same = found.get(place.label)
                if same is None or same.score < place.score:
                    found[place.label] = place
        return sorted(found.values(), key=lambda one: -one.score)[:limit]

    def _all_entries(self) -> Iterator[Entry]:
        tails = {
            code: frozenset((*words(one.name), only_postcode(one)))
            for code, one in self.index.communes.items()
        }
        for street in self.index.streets.everywhere.entries:
            if street.name.words:
                yield _entry(street, tails, street.item.figures.numbers)
        for landmark in self.index.places.everywhere.entries:
            if landmark.name.words and landmark.worth > ONE_OF_SEVERAL_WORTH:
                yield _entry(landmark, tails, 0)

    def _complete(self, number: HouseNumber | None, rest: str, code: str | None) -> Iterator[Place]:
        tokens = _TOKEN.findall(rest)
        likely = [
            self._entries[at]
            for at in self._matching(tokens)
            if code in (None, self._entries[at].item.code)
            and not (number and isinstance(self._entries[at].item, KnownLandmark))
        ]
        telling = [one for token in tokens for one in _spellings(token)[:1]]
        for entry in sorted(likely, key=lambda one: one.rank(telling))[:LOOKED_UP]:
            yield self._place(entry, number)

    def _matching(self, tokens: list[str]) -> set[int]:
        """The entries that hold every word begun, one of them at least in their name."""
        matching: set[int] | None = None
        in_name: set[int] = set()
        for position, token in enumerate(tokens):
            last = position == len(tokens) - 1
            if token in LINKING_WORDS and (not last or matching):
                continue
            named, placed = self._holding(token, unfinished=last or len(token) >= BEGINNING)
            in_name |= named
            either = named | placed
            matching = either if matching is None else matching & either
        return (matching or set()) & in_name

    def _holding(self, token: str, *, unfinished: bool) -> tuple[set[int], set[int]]:
        named: set[int] = set()
        placed: set[int] = set()
        for spelling in _spellings(token):
            for word in self._begun(spelling) if unfinished else (spelling,):
                named |= self._named.get(word, set())
                placed |= self._towns.get(word, set())
        return named, placed

    def _begun(self, beginning: str) -> Iterator[str]:
        for at in range(bisect_left(self._sorted, beginning), len(self._sorted)):
            if not self._sorted[at].startswith(beginning):
                return
            yield self._sorted[at]

    def _place(self, entry: Entry, number: HouseNumber | None) -> Place:
        commune = self.index.communes[entry.item.code]
        if isinstance(entry.item, KnownLandmark):
            return landmark_place(entry.item.landmark, commune, 1.0)
        known = entry.item
        numbers = (
            self._gazetteer.numbers(known.id, self.index.version)
            if known.id is not None and number
            else ()
        )
        reading = Reading(number, entry.name, town=words(commune.name))
        return street_place(known, commune, numbers, reading, 1.0)


def _entry(
    named: Named[KnownStreet] | Named[KnownLandmark], tails: dict[str, frozenset[str]], size: int
) -> Entry:
    return Entry(named.item, named.name.words, tails[named.item.code], named.worth, size)


def _spellings(token: str) -> list[str]:
    """A word as typed, and what it is short for (first, since it is then a whole word)."""
    full = ABBREVIATIONS.get(token, "").split()
    rue = ["rue"] if token == "r" else []  # noqa: S105  (a word, no secret)
    return [*full[:1], *rue, token]


def _parts(folded: str) -> Iterator[tuple[HouseNumber | None, str]]:
    """(house number, the rest): at the beginning, at the end, and none."""
    leading, trailing = _LEADING.match(folded), _TRAILING.search(folded)
    if leading:
        yield HouseNumber(int(leading[1]), leading[2] or ""), folded[leading.end() :]
    elif trailing:
        yield HouseNumber(int(trailing[1]), trailing[2] or ""), folded[: trailing.start()]
    yield None, folded
