"""What the operations need from the outside world, each small enough to be faked and tested."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from cga_desktop.domain.drawing import Drawing
from cga_desktop.domain.gazetteers import KnownTerritory
from cga_desktop.domain.places import Place
from cga_desktop.domain.territories import Street


class KeyVault(Protocol):
    """The system's keyring."""

    def get(self, name: str) -> bytes | None:
        """The key kept under ``name``; None where there is none or no keyring at all."""
        ...

    def put(self, name: str, key: bytes) -> bool:
        """Keep ``key`` under ``name``; False where the system has no keyring to keep it in."""
        ...

    def forget(self, name: str) -> bool:
        """Remove the key kept under ``name``, if any; whether none is kept there any more."""
        ...


class PlaceFinder(Protocol):
    """An address becomes ranked, explained places, without a network."""

    def search(self, text: str, *, limit: int = 5, code: str | None = None) -> list[Place]:
        """Places answering ``text``, best first; within commune ``code`` where given.

        Raises:
            NotFound: nothing is known of commune ``code``.
        """
        ...

    def complete(self, text: str, *, limit: int = 8, code: str | None = None) -> list[Place]:
        """Places beginning like ``text``, for completion while typing."""
        ...

    def reverse(self, lat: float, lon: float, /, *, limit: int = 1) -> list[Place]:
        """Addresses and places nearest to a position, nearest first; empty far from all."""
        ...

    def streets(self, code: str) -> Sequence[Street]:
        """The streets of commune ``code`` as figures, for the schematic plan.

        Raises:
            NotFound: nothing is known of commune ``code``.
        """
        ...

    def known(self) -> Sequence[KnownTerritory]:
        """The communes in which addresses can be found, in order of name."""
        ...

    def notices(self) -> Sequence[str]:
        """Sentences for the user about damaged imported addresses, each said once."""
        ...


class OnlinePlaceFinder(Protocol):
    """The same over the network, called only when the user asks for it."""

    def search(self, text: str, *, limit: int = 5, code: str | None = None) -> list[Place]:
        """Places answering ``text``.

        Raises:
            ServiceUnavailable: no network, a slow or busy service, a captive portal.
        """
        ...

    def reverse(self, lat: float, lon: float, /, *, limit: int = 1) -> list[Place]:
        """Addresses nearest to a position, nearest first.

        Raises:
            ServiceUnavailable: no network, a slow or busy service, a captive portal.
        """
        ...


class SheetPrinter(Protocol):
    """Draws composed sheets; needs Qt, so it is given by the composition root."""

    def text_width(self, text: str, size: float, /, *, bold: bool = False) -> float:
        """How wide one line of text set in ``size`` millimetres will be drawn, in millimetres."""
        ...

    def pdf(self, sheet: Drawing, path: Path) -> None:
        """Write ``sheet`` as one vector PDF, page by page, at ``path``.

        Raises:
            OSError: the disk refuses.
        """
        ...
