"""What every operation is given."""

from dataclasses import dataclass

from cga_desktop.domain.ports import OnlinePlaceFinder, PlaceFinder, SheetPrinter
from cga_desktop.store.database import Database


@dataclass(frozen=True, slots=True)
class Workspace:
    """One open study and the outside world as far as operations need it."""

    database: Database
    finder: PlaceFinder
    online: OnlinePlaceFinder
    printer: SheetPrinter
