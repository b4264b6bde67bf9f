"""Finding addresses without a network: what the program asks, over a gazetteer."""

import threading
from collections.abc import Sequence

from cga_desktop.domain.gazetteers import KnownTerritory
from cga_desktop.domain.places import FOUND_SCORE, Place, Point
from cga_desktop.domain.territories import Street
from cga_desktop.geocoding.completing import Completion
from cga_desktop.geocoding.gazetteer import Gazetteer, unknown_commune
from cga_desktop.geocoding.index import Index
from cga_desktop.geocoding.reversing import nearest_places
from cga_desktop.geocoding.searching import Search

DEFAULT_LIMIT = 5
COMPLETIONS = 8


class OfflineFinder:
    """The port `cga_desktop.domain.ports.PlaceFinder`; safe to use from several threads.

    The gazetteer's names are kept in memory, and read again when it has changed.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._lock = threading.Lock()
        self._made: Index | None = None
        self._completion: Completion | None = None

    @property
    def gazetteer(self) -> Gazetteer:
        """Where addresses are imported, and what it has to tell the user."""
        return self._gazetteer

    def search(
        self, text: str, *, limit: int = DEFAULT_LIMIT, code: str | None = None
    ) -> list[Place]:
        """Places answering ``text`` with a score of at least 0.5, best first.

        Args:
            text: anything that may be an address or the name of a place.
            limit: how many at most.
            code: keep to this commune, which is then understood.

        Raises:
            NotFound: nothing is known of commune ``code``.
        """
        index = self._index(code)
        return Search(self._gazetteer, index, code).places(text, limit)

    def complete(
        self, text: str, *, limit: int = COMPLETIONS, code: str | None = None
    ) -> list[Place]:
        """Places beginning like ``text``, for completion while typing.

        Raises:
            NotFound: nothing is known of commune ``code``.
        """
        index = self._index(code)
        completion = self._completion
        if completion is None or completion.index is not index:
            completion = self._completion = Completion(self._gazetteer, index)
        found = completion.places(text, limit, code)
        if found:
            return found
        mistyped = self.search(text, limit=limit, code=code)
        return [place for place in mistyped if place.score >= FOUND_SCORE]

    def streets(self, code: str) -> Sequence[Street]:
        """The streets of commune ``code`` as figures, for the schematic plan.

        Raises:
            NotFound: nothing is known of commune ``code``.
        """
        return self._gazetteer.streets(code)

    def known(self) -> Sequence[KnownTerritory]:
        """The communes in which addresses can be found, in order of name."""
        return self._gazetteer.known()

    def notices(self) -> Sequence[str]:
        """Sentences for the user about damaged imported addresses, each said once."""
        self._gazetteer.known()  # opens the file where nobody has yet
        return self._gazetteer.take_notices()

    def reverse(self, lat: float, lon: float, /, *, limit: int = 1) -> list[Place]:
        """What lies nearest to a position (WGS84 degrees), nearest first; empty far from all."""
        return nearest_places(self._gazetteer, self._index(None), Point(lat, lon), limit)

    def _index(self, code: str | None) -> Index:
        """The index of the gazetteer as it is now.

        Raises:
            NotFound: nothing is known of commune ``code``.
        """
        with self._lock:
            if self._made is None or self._made.version != self._gazetteer.version():
                self._made = Index(self._gazetteer)
            index = self._made
        if code is not None and code not in index.communes:
            raise unknown_commune(code, self._gazetteer.known())
        return index
