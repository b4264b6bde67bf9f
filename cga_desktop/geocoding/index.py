"""The gazetteer in memory, ready to be searched; made again when the gazetteer has changed."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from cga_desktop.domain.territories import Landmark
from cga_desktop.geocoding.gazetteer import Gazetteer, KnownCommune
from cga_desktop.geocoding.matching import name_of
from cga_desktop.geocoding.name_table import Named, NameTable
from cga_desktop.geocoding.text import Words, words
from cga_desktop.geocoding.towns import Towns
from cga_desktop.geocoding.vocabulary import KIND_LEADERS, KIND_WORDS, LINKING_WORDS

OTHER_KIND_WORTH = 0.99
"""« Métro Pont de Bondy » for « Station Pont de Bondy »."""
BARE_NAME_WORTH = 0.85
"""« Jean Renoir » for « Collège Jean Renoir »."""
ONLY_ONE_WORTH = 0.9
"""« piscine », where the commune has one."""
ONE_OF_SEVERAL_WORTH = 0.6


class InCommune(Protocol):
    """Something that lies in one commune."""

    @property
    def code(self) -> str:
        """The commune's INSEE code."""
        ...


C = TypeVar("C", bound=InCommune)


class KnownLandmark(NamedTuple):
    """A landmark and the commune it lies in."""

    code: str
    landmark: Landmark


class CommuneTables(Generic[C]):
    """Names by commune, and all together."""

    def __init__(self, entries: Sequence[Named[C]]) -> None:
        by_commune: dict[str, list[Named[C]]] = defaultdict(list)
        for entry in entries:
            by_commune[entry.item.code].append(entry)
        self.everywhere = NameTable(entries)
        self._by_commune = {code: NameTable(some) for code, some in by_commune.items()}

    def find(self, name: Words, codes: Collection[str]) -> list[tuple[Named[C], float]]:
        """What answers ``name`` in these communes, each with its score, 0 to 1."""
        if len(codes) == 1:
            table = self._by_commune.get(next(iter(codes)))
            return table.find(name) if table else []
        return [
            (entry, score)
            for entry, score in self.everywhere.find(name)
            if entry.item.code in codes
        ]


class Index:
    """Communes, streets and landmarks by their names."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.version = gazetteer.version()
        self.communes: Mapping[str, KnownCommune] = {one.code: one for one in gazetteer.communes()}
        self.towns = Towns(self.communes.values())
        streets = gazetteer.all_streets()
        self.street_by_id = {one.id: one for one in streets if one.id is not None}
        self.figures_only = [one for one in streets if one.id is None]
        self.streets = CommuneTables(
            [Named(name_of(words(one.figures.name)), one) for one in streets]
        )
        self.places = CommuneTables(
            [named for commune in self.communes.values() for named in _landmarks(commune)]
        )


def _landmarks(commune: KnownCommune) -> Iterator[Named[KnownLandmark]]:
    if commune.facts is None:
        return
    town = words(commune.name)
    kinds = Counter(one.kind for one in commune.facts.landmarks)
    for landmark in commune.facts.landmarks:
        known = KnownLandmark(commune.code, landmark)
        alone = kinds[landmark.kind] == 1
        names = _names(landmark, town, alone_in_kind=alone)
        yield from (Named(name_of(name), known, worth) for name, worth in names.items())


def _names(landmark: Landmark, town: Words, *, alone_in_kind: bool) -> dict[Words, float]:
    """Every way of naming a landmark, each with what it is worth."""
    full = words(landmark.name)
    own = _own_name(full)
    spoken = [words(kind) for kind in KIND_WORDS.get(landmark.kind, ())]
    if alone_in_kind:
        common = 1.0 if own == town else ONLY_ONE_WORTH
    else:
        common = ONLY_ONE_WORTH if own == town else ONE_OF_SEVERAL_WORTH
    names = dict.fromkeys(spoken, common)
    names |= {kind + own: OTHER_KIND_WORTH for kind in spoken}
    if own != town:
        names[own] = BARE_NAME_WORTH
    names[full] = 1.0
    return names


def _own_name(full: Words) -> Words:
    """A landmark's name without what it is: « Hôtel de ville de Bondy » is « Bondy ».

    The whole name where nothing else is left of it: « Le Centre Ville ».
    """
    start = 0
    while start < len(full) and (full[start] in KIND_LEADERS or full[start] in LINKING_WORDS):
        start += 1
    return full[start:] or full
