"""In which of the known communes a text may lie; in none where it names another town."""

from collections.abc import Mapping

from cga_desktop.geocoding.index import Index
from cga_desktop.geocoding.text import Reading

NO_TOWN_FACTOR = 0.97
OTHER_POSTCODE_FACTOR = 0.88
"""The town is right and the postcode is not its own."""
UNKNOWN_TOWN_FACTOR = 0.72
"""A known postcode before a town that is not recognised."""


def scope_of(reading: Reading, index: Index, code: str | None) -> Mapping[str, float]:
    """The communes in which a reading may lie, each with how well it fits, 0 to 1.

    Args:
        reading: one way of understanding an address.
        index: what is known.
        code: keep to this commune.
    """
    scope = _by_town(reading, index) if reading.town else _by_postcode(reading, index, code)
    return {one: factor for one, factor in scope.items() if code in (None, one)}


def _by_postcode(reading: Reading, index: Index, code: str | None) -> Mapping[str, float]:
    if reading.postcode:
        return dict.fromkeys(index.towns.with_postcode(reading.postcode), 1.0)
    return dict.fromkeys(index.communes, 1.0 if code else NO_TOWN_FACTOR)


def _by_town(reading: Reading, index: Index) -> Mapping[str, float]:
    named = index.towns.named(reading.town)
    posted = index.towns.with_postcode(reading.postcode)
    agreed = {one: worth for one, worth in named.items() if one in posted}
    if agreed or not reading.postcode:
        return agreed or named
    if named:
        return {one: worth * OTHER_POSTCODE_FACTOR for one, worth in named.items()}
    elsewhere = index.towns.is_town(reading.town)
    return {} if elsewhere else dict.fromkeys(posted, UNKNOWN_TOWN_FACTOR)
