"""What the sheets of these tests are made with: a plain measure of text, symbols, a small town."""

import pytest

from cga_desktop.domain.exports import Paper
from cga_desktop.exporting.sheet.ground import Ground, SheetLandmark, SheetStreet, SheetSymbol
from cga_desktop.exporting.sheet.look import Look

BOX = ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))


def plain_width(text: str, size: float, /, *, bold: bool = False) -> float:
    """Every letter half as wide as it is high, a little more in bold."""
    return len(text) * size * (0.56 if bold else 0.5)


@pytest.fixture
def look() -> Look:
    return Look(Paper.A4, plain_width)


@pytest.fixture
def ground() -> Ground:
    """Two streets, three landmarks, a symbol for everything."""
    kinds = ("association", "shop", "resource_person", "observation", "unknown")
    return Ground(
        streets=(
            SheetStreet("Avenue de Verdun", "Av. de Verdun", 1, ((2.472, 48.9), (2.498, 48.9))),
            SheetStreet("Rue Fremin", "R. Fremin", 3, ((2.48, 48.895), (2.48, 48.915))),
        ),
        landmarks=(
            SheetLandmark("Hôtel de ville", "town_hall", (2.485, 48.905)),
            SheetLandmark("Collège Jean Renoir", "school", (2.475, 48.91)),
            SheetLandmark("La Noue Caillet", "neighbourhood", (2.49, 48.912)),
        ),
        symbols={kind: SheetSymbol("#0072B2", BOX) for kind in kinds},
        signs={"town_hall": (BOX,), "school": (BOX,), "neighbourhood": ()},
    )
