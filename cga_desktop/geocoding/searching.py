"""From the readings of an address to ranked places: streets, landmarks, communes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from cga_desktop.domain.places import PROPOSED_SCORE, Place
from cga_desktop.geocoding.gazetteer import Gazetteer
from cga_desktop.geocoding.index import Index
from cga_desktop.geocoding.placing import commune_place, landmark_place, street_place
from cga_desktop.geocoding.scopes import scope_of
from cga_desktop.geocoding.text import Reading, read_address
from cga_desktop.geocoding.vocabulary import LINKING_WORDS, PLAIN_TYPES
from cga_desktop.i18n import _

ASIDE_FACTOR = 0.96
ASIDE_FIGURES_FACTOR = 0.8
NUMBER_ON_LANDMARK_FACTOR = 0.8
CLOSE_ENOUGH = 0.45
"""Names less alike than this are not followed further."""
CLOSE_WITH_TOWN = 0.9
"""The same, for a name that holds a town's: « rue de Romainville » is one, or it is elsewhere."""
WORTH_SHOWING = 0.62
"""Answers further than this share below the best are left out."""
FOLLOWED = 8
"""Streets of which the house number is looked up, for one reading."""


class Candidate(NamedTuple):
    """A possible answer.

    ``subject`` is the street or place it lies on, of which only the best answer is kept;
    ``weight`` breaks ties (the street with more numbers first).
    """

    place: Place
    subject: tuple[str, str]
    weight: int


class Search:
    """One search in one state of the gazetteer.

    Args:
        gazetteer: where house numbers are looked up.
        index: its names.
        code: keep to this commune.
    """

    def __init__(self, gazetteer: Gazetteer, index: Index, code: str | None) -> None:
        self._gazetteer = gazetteer
        self._index = index
        self._code = code

    def places(self, text: str, limit: int) -> list[Place]:
        """The places that answer ``text`` with a score of at least 0.5, best first."""
        readings = read_address(text, self._index.towns.is_town)
        found = [candidate for reading in readings for candidate in self._candidates(reading)]
        best: dict[tuple[str, str], Candidate] = {}
        for candidate in found:
            same = best.get(candidate.subject)
            if same is None or same.place.score < candidate.place.score:
                best[candidate.subject] = candidate
        ranked = sorted(
            best.values(), key=lambda one: (-one.place.score, -one.weight, one.place.label)
        )
        least = max(PROPOSED_SCORE, WORTH_SHOWING * ranked[0].place.score) if ranked else 1.0
        kept = [one.place for one in ranked if one.place.score >= least]
        return (kept or self._nothing_but_the_town(readings))[:limit]

    def _candidates(self, reading: Reading) -> Iterator[Candidate]:
        scope = scope_of(reading, self._index, self._code)
        if not scope:
            return
        if all(word in LINKING_WORDS for word in reading.street):
            yield from self._communes(reading, scope)
            return
        yield from self._streets(reading, scope)
        yield from self._landmarks(reading, scope)

    def _streets(self, reading: Reading, scope: Mapping[str, float]) -> Iterator[Candidate]:
        found = self._index.streets.find(reading.street, scope)
        least = CLOSE_WITH_TOWN if reading.holds_town else CLOSE_ENOUGH
        likely = sorted((one for one in found if one[1] >= least), key=lambda one: -one[1])
        for named, likeness in likely[:FOLLOWED]:
            known = named.item
            numbers = (
                self._gazetteer.numbers(known.id, self._index.version)
                if known.id is not None and reading.number
                else ()
            )
            place = street_place(
                known, self._index.communes[known.code], numbers, reading, likeness
            )
            score = place.score * scope[known.code] * _aside_factor(reading.aside)
            yield Candidate(
                _scored(place, score), (known.code, known.figures.name), known.figures.numbers
            )

    def _landmarks(self, reading: Reading, scope: Mapping[str, float]) -> Iterator[Candidate]:
        kind = reading.street[0] if reading.street[0] in PLAIN_TYPES else None
        factor = (NUMBER_ON_LANDMARK_FACTOR if reading.number else 1.0) * _aside_factor(
            reading.aside
        )
        least = CLOSE_WITH_TOWN if reading.holds_town else CLOSE_ENOUGH
        for named, likeness in self._index.places.find(reading.street, scope):
            if likeness < least or kind not in (None, named.name.words[0]):
                continue
            known = named.item
            place = landmark_place(known.landmark, self._index.communes[known.code], likeness)
            score = likeness * scope[known.code] * factor
            yield Candidate(_scored(place, score), (known.code, place.label), 0)

    def _communes(self, reading: Reading, scope: Mapping[str, float]) -> Iterator[Candidate]:
        if not (reading.town or reading.postcode) or reading.aside:
            return
        for code, factor in scope.items():
            place = commune_place(self._index.communes[code], _("commune reconnue"))
            yield Candidate(_scored(place, factor), (code, place.label), 0)

    def _nothing_but_the_town(self, readings: Iterable[Reading]) -> list[Place]:
        """Where only the town was recognised: its middle, as the weakest proposal."""
        for reading in readings:
            if reading.town and self._index.towns.named(reading.town):
                scope = scope_of(reading, self._index, self._code)
                return [
                    _scored(
                        commune_place(
                            self._index.communes[code],
                            _("seule la commune est reconnue : ni rue ni lieu de ce nom"),
                        ),
                        PROPOSED_SCORE,
                    )
                    for code in scope
                ]
        return []


def _scored(place: Place, score: float) -> Place:
    return replace(place, score=round(min(1.0, score), 4))


def _aside_factor(aside: tuple[str, ...]) -> float:
    """What leaving words out costs; figures left out may have been the house number."""
    if not aside:
        return 1.0
    return ASIDE_FIGURES_FACTOR if any(word.isdigit() for word in aside) else ASIDE_FACTOR
