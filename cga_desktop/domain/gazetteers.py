"""What the program knows of a commune's addresses, and what an import brought in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownTerritory:
    """One commune in which addresses can be found.

    Attributes:
        code: INSEE code.
        name: name of the commune.
        addresses: numbered addresses known, 0 where only the embedded facts are there.
        streets: streets known.
        places: landmarks known.
        source: who published the addresses (or the embedded facts).
        date: date of the source, ISO 8601; empty where it is not known.
    """

    code: str
    name: str
    addresses: int
    streets: int
    places: int
    source: str
    date: str


@dataclass(frozen=True, slots=True)
class ImportedCommune:
    """What one import kept of one commune.

    Attributes:
        code: INSEE code.
        name: name of the commune.
        addresses: numbered addresses kept.
        streets: streets they lie on.
        source: who published them.
        date: date of the file, ISO 8601.
        left_out: rows of the file that could not be used (no position, no street name…).
    """

    code: str
    name: str
    addresses: int
    streets: int
    source: str
    date: str
    left_out: int = 0
