"""Which communes a text names, and whether it names another town altogether."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from cga_desktop.geocoding.gazetteer import KnownCommune
from cga_desktop.geocoding.other_towns import OTHER_TOWNS
from cga_desktop.geocoding.text import Words, words
from cga_desktop.geocoding.vocabulary import CARDINALS, LINKING_WORDS

SHORT_NAME_WORTH = 0.95
"""« Épinay » for Épinay-sur-Seine."""
ONE_ERROR_FROM = 4
TWO_ERRORS_FROM = 8
"""Letters from which a town's name may hold one, then two typing errors."""
ERROR_COST = 0.08
NAMES_REMEMBERED = 20_000
"""A bound on memory."""

_ELSEWHERE = {words(name): "".join(words(name)) for name in OTHER_TOWNS}


def _bare(name: Words) -> Words:
    """A town's name without its article and without « -sur-Seine », « -sous-Bois »."""
    inner = name[1:] if name[0] in LINKING_WORDS and len(name) > 1 else name
    cut = next((at for at, word in enumerate(inner) if at and word in LINKING_WORDS), len(inner))
    return inner[:cut]


class Towns:
    """The names of the known communes, forgiving typing errors."""

    def __init__(self, communes: Iterable[KnownCommune]) -> None:
        self._codes: dict[Words, dict[str, float]] = defaultdict(dict)
        self._by_postcode: dict[str, list[str]] = defaultdict(list)
        for commune in communes:
            name = words(commune.name)
            if name:
                self._codes[_bare(name)].setdefault(commune.code, SHORT_NAME_WORTH)
                self._codes[name][commune.code] = 1.0
            for postcode in commune.postcodes:
                self._by_postcode[postcode].append(commune.code)
        self._known = {"".join(name): codes for name, codes in self._codes.items()}
        self._remembered: dict[Words, Mapping[str, float]] = {}

    def is_town(self, name: Words) -> bool:
        """Whether ``name`` names a town, known here or elsewhere."""
        return name in _ELSEWHERE or bool(self.named(name))

    def named(self, name: Words) -> Mapping[str, float]:
        """The communes that ``name`` may name, each with how surely, 0 to 1."""
        known = self._remembered.get(name)
        if known is None:
            known = self._named(name)
            if len(self._remembered) < NAMES_REMEMBERED:
                self._remembered[name] = known
        return known

    def with_postcode(self, postcode: str) -> list[str]:
        """The communes that have this postcode."""
        return self._by_postcode.get(postcode, [])

    def _named(self, name: Words) -> Mapping[str, float]:
        inner = name[:-1] if len(name) > 1 and name[-1] in CARDINALS else name
        exact = self._codes.get(name) or self._codes.get(inner)
        if exact or name in _ELSEWHERE:
            return exact or {}
        glued = "".join(inner)
        allowed = 2 if len(glued) >= TWO_ERRORS_FROM else 1 if len(glued) >= ONE_ERROR_FROM else 0
        found: dict[str, float] = {}
        for other, codes in self._known.items():
            errors = OSA.distance(glued, other, score_cutoff=allowed)
            if errors <= allowed:
                for code, worth in codes.items():
                    found[code] = max(found.get(code, 0.0), worth - ERROR_COST * errors)
        return found
