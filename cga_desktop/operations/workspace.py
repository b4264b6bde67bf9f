"""What every operation is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

# For the type checker only: a window is there before the study that it opens is read.
if TYPE_CHECKING:
    from cga_desktop.domain.ports import OnlinePlaceFinder, PlaceFinder, SheetPrinter
    from cga_desktop.store.database import Database


@dataclass(frozen=True, slots=True)
class Workspace:
    """One open study and the outside world as far as operations need it."""

    database: Database
    finder: PlaceFinder
    online: OnlinePlaceFinder
    printer: SheetPrinter
