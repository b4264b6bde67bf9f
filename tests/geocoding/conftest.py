"""A town that does not exist: its address file, its landmarks, a gazetteer that knows it."""

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cga_desktop.domain.territories import Landmark, Source, Street, TerritoryFacts
from cga_desktop.geocoding.ban import BanAddress, ReadingCount, read_ban
from cga_desktop.geocoding.gazetteer import Gazetteer
from cga_desktop.geocoding.offline import OfflineGeocoder

_HEADER = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;"
    "code_insee_ancienne_commune;nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;"
    "libelle_acheminement;nom_afnor;source_position;source_nom_voie;certification_commune;"
    "cad_parcelles"
)
COLUMNS = tuple(_HEADER.split(";"))
"""The BAN's own 23."""

CLAIRBOURG = "93990"
"""An invented commune."""
STREETS = (
    "Rue des Essais",
    "Avenue du Figuier Bleu",
    "Allée de la Lune Rousse",
    "Impasse Zéphyrine Robidoux",
    "Boulevard Ottoline Grandval",
    "Place du Marché aux Idées",
    "Rue du 7 Brumaire 1899",
    "Rue de Hautebrise",
    "Chemin de l’Écluse Dormante",
    "Rue Barnabé Tournevent",
    "Av du Gal Pimprenelle",
    "Square Saint-Ignace",
)


@dataclass
class BanFile:
    """Rows of an address file, in the BAN's columns."""

    rows: list[dict[str, str]] = field(default_factory=list)

    def add(self, number: object, street: str, **columns: object) -> "BanFile":
        """One address; its position follows from how many there are already, 11 m apart."""
        lat, lon = 48.9 + 0.0001 * len(self.rows), 2.5
        row = {
            "numero": str(number),
            "nom_voie": street,
            "code_postal": "93990",
            "code_insee": CLAIRBOURG,
            "nom_commune": "Clairbourg",
            "lat": f"{lat:.6f}",
            "lon": f"{lon:.6f}",
        }
        self.rows.append(row | {name: str(value) for name, value in columns.items()})
        return self

    def street(self, name: str, numbers: Sequence[object], at: float, **columns: object) -> None:
        """A straight street going east at latitude ``at``, one number every 15 m."""
        for turn, number in enumerate(numbers):
            side = 0.00006 if turn % 2 else -0.00006
            self.add(
                number, name, lat=round(at + side, 6), lon=round(2.5 + 0.0002 * turn, 6), **columns
            )

    def text(self, columns: Sequence[str] = COLUMNS, delimiter: str = ";") -> str:
        """The file as text."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([row.get(name, "") for name in columns] for row in self.rows)
        return out.getvalue()

    def write(self, path: Path) -> Path:
        """The file at ``path``, compressed where its name says so."""
        content = self.text().encode()
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
        return path


def clairbourg() -> BanFile:
    """Twelve straight streets, 110 m apart, with numbers on both sides and a few « bis »."""
    file = BanFile()
    for turn, street in enumerate(STREETS):
        file.street(street, range(1, 31), at=48.9 + 0.001 * turn)
        file.add(8, street, rep="bis", lat=round(48.90001 + 0.001 * turn, 6), lon=2.50145)
    return file


def _embedded() -> dict[str, TerritoryFacts]:
    source = Source(what="rues", name="Essai", licence="aucune", date="2020-01")
    facts = TerritoryFacts(
        code=CLAIRBOURG,
        name="Clairbourg",
        postcodes=("93990",),
        lat=48.905,
        lon=2.503,
        outline=(((2.49, 48.89), (2.52, 48.89), (2.52, 48.92), (2.49, 48.92), (2.49, 48.89)),),
        landmarks=(
            Landmark(
                name="Hôtel de ville de Clairbourg",
                kind="town_hall",
                lat=48.906,
                lon=2.501,
                source="essai",
            ),
            Landmark(
                name="Gare de Clairbourg",
                kind="station",
                lat=48.907,
                lon=2.502,
                detail="Ligne Z",
                source="essai",
            ),
            Landmark(
                name="Station Les Tilleuls",
                kind="station",
                lat=48.908,
                lon=2.503,
                source="essai",
            ),
            Landmark(
                name="Collège Ada Brindille",
                kind="college",
                lat=48.909,
                lon=2.504,
                detail="3 rue des Essais",
                source="essai",
            ),
            Landmark(
                name="Quartier des Grands Vents",
                kind="neighbourhood",
                lat=48.904,
                lon=2.504,
                source="essai",
            ),
        ),
        streets=(
            Street(
                name="Rue des Essais",
                lat=48.9,
                lon=2.503,
                first=1,
                last=31,
                numbers=30,
                postcode="93990",
                line=((2.5, 48.9), (2.506, 48.9)),
            ),
            Street(name="Sente Perdue", lat=48.915, lon=2.51, postcode="93990"),
        ),
        sources=(source,),
    )
    neighbour = TerritoryFacts(
        code="93991",
        name="Hautebrise-sur-Marne",
        postcodes=("93991",),
        lat=48.95,
        lon=2.6,
        outline=(((2.59, 48.94), (2.61, 48.94), (2.61, 48.96), (2.59, 48.96), (2.59, 48.94)),),
        landmarks=(
            Landmark(
                name="Mairie de Hautebrise",
                kind="town_hall",
                lat=48.951,
                lon=2.601,
                source="essai",
            ),
        ),
        sources=(source,),
    )
    return {facts.code: facts, neighbour.code: neighbour}


@pytest.fixture
def embedded() -> dict[str, TerritoryFacts]:
    """Clairbourg with two streets as figures, and a neighbour of which only the town is known."""
    return _embedded()


@pytest.fixture
def ban_file(tmp_path: Path) -> Path:
    """The address file of Clairbourg."""
    return clairbourg().write(tmp_path / "adresses-clairbourg.csv")


@pytest.fixture
def gazetteer(tmp_path: Path, embedded: dict[str, TerritoryFacts]) -> Iterator[Gazetteer]:
    """A gazetteer into which nothing was imported yet."""
    with Gazetteer(tmp_path / "gazetteer", embedded) as made:
        yield made


@pytest.fixture
def imported(gazetteer: Gazetteer, ban_file: Path) -> Gazetteer:
    """The same once the address file was imported."""
    gazetteer.import_file(ban_file)
    return gazetteer


@pytest.fixture
def finder(imported: Gazetteer) -> OfflineGeocoder:
    return OfflineGeocoder(imported)


@pytest.fixture(scope="session")
def bondy_file(shared_data: Path) -> Path:
    return shared_data / "ban_93010_bondy.csv"


@pytest.fixture(scope="session")
def bondy_addresses(bondy_file: Path) -> list[BanAddress]:
    return list(read_ban(bondy_file, ReadingCount()))


@pytest.fixture(scope="session")
def bondy(bondy_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfflineGeocoder]:
    """The real addresses of Bondy, imported once."""
    with Gazetteer(tmp_path_factory.mktemp("bondy")) as gazetteer:
        gazetteer.import_file(bondy_file)
        yield OfflineGeocoder(gazetteer)
