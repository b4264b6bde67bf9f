"""The addresses the program knows: imported ones, and the facts that travel with it."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self

from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.gazetteers import ImportedCommune, KnownTerritory
from cga_desktop.domain.places import Point
from cga_desktop.domain.territories import Street, TerritoryFacts, embedded_territories
from cga_desktop.domain.texts import alphabetical
from cga_desktop.geocoding.ban import ReadingCount, read_ban
from cga_desktop.geocoding.gazetteer_file import GazetteerFile
from cga_desktop.geocoding.importing import BanImport, empty_file, nothing_of
from cga_desktop.geocoding.lines import METRES_PER_DEGREE, NumberedPoint
from cga_desktop.i18n import _

FILE_NAME = "gazetteer.sqlite"
SOURCE = "Base Adresse Nationale"
_ROWS_BETWEEN_PROGRESS = 2_000
_STREETS_REMEMBERED = 4_096


class KnownStreet(NamedTuple):
    """A street of the gazetteer; ``id`` is None where only its embedded figures are known."""

    id: int | None
    code: str
    locality: str
    radius_m: float
    figures: Street


class KnownCommune(NamedTuple):
    """A commune of the gazetteer: where its middle is, and how far it reaches."""

    code: str
    name: str
    postcodes: tuple[str, ...]
    lat: float
    lon: float
    radius_m: float
    facts: TerritoryFacts | None


class NearAddress(NamedTuple):
    """A numbered address near a position."""

    street_id: int
    address: NumberedPoint


class Gazetteer:
    """Communes, streets and addresses known offline; safe to use from several threads.

    Args:
        folder: where the imported addresses are kept; nothing is written before an import.
        embedded: the facts that answer where nothing was imported; the program's own by default.
    """

    def __init__(self, folder: Path, embedded: Mapping[str, TerritoryFacts] | None = None) -> None:
        self._file = GazetteerFile(folder / FILE_NAME)
        self._given = embedded
        self._numbers = lru_cache(maxsize=_STREETS_REMEMBERED)(self._read_numbers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the file."""
        self._file.close()

    def version(self) -> tuple[int, int]:
        """Changes whenever the content may have changed."""
        return self._file.version()

    def take_notices(self) -> list[str]:
        """Sentences for the user about a damaged or unreadable gazetteer, once each."""
        return self._file.take_notices()

    @property
    def embedded(self) -> Mapping[str, TerritoryFacts]:
        """The facts that answer where nothing was imported."""
        return embedded_territories() if self._given is None else self._given

    def import_file(
        self,
        path: Path,
        code: str | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> list[ImportedCommune]:
        """Take in a BAN file; each of its communes replaces what was known of it.

        All of it is kept or nothing. ``progress`` is told the rows read so far, every 2,000; what
        it raises stops the import and leaves the gazetteer as it was.

        Args:
            path: ``.csv`` or ``.csv.gz`` with the BAN's columns.
            code: only this commune of the file.
            progress: see above.

        Raises:
            UnreadableFile: not a BAN file, another encoding, cut short, empty or too big.
            NotFound: the file holds nothing of commune ``code``.
            NotWritten: the disk is full, read-only or gone.
        """
        count = ReadingCount()
        with self._file.writing() as connection:
            work = BanImport(connection, SOURCE, _date_of(path))
            for address in read_ban(path, count, code):
                work.take(address)
                if progress and count.rows % _ROWS_BETWEEN_PROGRESS == 0:
                    progress(count.rows)
            imported = work.finish(count.left_out)
            if not imported:
                raise nothing_of(path, code, count) if code else empty_file(path, count)
        return imported

    def forget(self, code: str) -> None:
        """Remove the imported addresses of a commune; its embedded facts answer again.

        Raises:
            NotFound: no addresses of this commune were imported.
            NotWritten: the disk refused.
        """
        if code not in {one.code for one in self._imported()}:
            raise NotFound(
                _("Aucune adresse importée pour le code {code} : il n’y a rien à retirer.").format(
                    code=code
                )
            )
        with self._file.writing() as connection:
            BanImport.remove(connection, code)

    def known(self) -> list[KnownTerritory]:
        """The communes in which addresses can be found, in order of name."""
        imported = {one.code: one for one in self._imported()}
        facts = [_embedded_territory(one) for one in self.embedded.values()]
        places = {one.code: one.places for one in facts}
        together = {one.code: one for one in facts} | {
            code: KnownTerritory(
                code,
                one.name,
                one.addresses,
                one.streets,
                places.get(code, 0),
                one.source,
                one.date,
            )
            for code, one in imported.items()
        }
        return sorted(together.values(), key=lambda one: alphabetical(one.name))

    def streets(self, code: str) -> list[Street]:
        """The streets of a commune as figures, for the schematic plan.

        Raises:
            NotFound: nothing is known of this commune.
        """
        if code not in {one.code for one in self.known()}:
            raise unknown_commune(code, self.known())
        return [one.figures for one in self.all_streets() if one.code == code]

    def communes(self) -> list[KnownCommune]:
        """Every known commune, imported or embedded."""
        rows = self._file.read(
            lambda reader: reader.execute(
                "SELECT code, name, postcodes, lat, lon, radius_m FROM commune"
            ).fetchall()
        )
        together = {code: _embedded_commune(facts) for code, facts in self.embedded.items()}
        for code, name, postcodes, lat, lon, radius in rows:
            facts = self.embedded.get(code)
            here = (facts.lat, facts.lon) if facts else (lat, lon)
            together[code] = KnownCommune(
                code, name, tuple(postcodes.split()), *here, radius, facts
            )
        return list(together.values())

    def all_streets(self) -> list[KnownStreet]:
        """Every known street; those of an imported commune replace its embedded ones."""
        rows = self._file.read(
            lambda reader: reader.execute(
                "SELECT id, code, locality, radius_m, name, lat, lon, first, last, numbers,"
                " postcode, line FROM street ORDER BY code, name"
            ).fetchall()
        )
        imported = {one.code for one in self._imported()}
        return [_imported_street(row) for row in rows] + [
            KnownStreet(None, facts.code, "", 0.0, street)
            for facts in self.embedded.values()
            if facts.code not in imported
            for street in facts.streets
        ]

    def numbers(self, street_id: int, version: tuple[int, int]) -> tuple[NumberedPoint, ...]:
        """The numbered addresses of an imported street, in order of number.

        Args:
            street_id: a street of this ``version``.
            version: what `version` answered; read once, they are remembered for this version.
        """
        return self._numbers(street_id, version)

    def near(self, point: Point, within_m: float) -> list[NearAddress]:
        """The imported addresses in a square of half-width ``within_m`` around ``point``."""
        north = within_m / METRES_PER_DEGREE
        east = 1.6 * north  # A degree of longitude is never under 0.62 of one of latitude here.
        box = (point.lat - north, point.lat + north, point.lon - east, point.lon + east)
        rows = self._file.read(
            lambda reader: reader.execute(
                "SELECT street_id, number, suffix, lat, lon FROM address_box"
                " JOIN address USING (id)"
                " WHERE north >= ? AND south <= ? AND east >= ? AND west <= ?",
                box,
            ).fetchall()
        )
        return [NearAddress(street, NumberedPoint(*rest)) for street, *rest in rows]

    def _read_numbers(self, street_id: int, _version: tuple[int, int]) -> tuple[NumberedPoint, ...]:
        rows = self._file.read(
            lambda reader: reader.execute(
                "SELECT number, suffix, lat, lon FROM address WHERE street_id = ?"
                " ORDER BY number, suffix",
                (street_id,),
            ).fetchall()
        )
        return tuple(NumberedPoint(*row) for row in rows)

    def _imported(self) -> list[KnownTerritory]:
        def ask(reader: sqlite3.Connection) -> list[tuple[str, str, int, int, str, str]]:
            return reader.execute(
                "SELECT code, name, addresses, streets, source, date FROM commune"
            ).fetchall()

        return [
            KnownTerritory(code, name, addresses, streets, 0, source, date)
            for code, name, addresses, streets, source, date in self._file.read(ask)
        ]


def unknown_commune(code: str, known: list[KnownTerritory]) -> NotFound:
    """The sentence for a commune of which nothing is known."""
    return NotFound(
        _(
            "Aucune adresse n’est connue pour la commune de code {code}. Communes connues : "
            "{known}. Importez un fichier de la Base Adresse Nationale pour en ajouter une."
        ).format(code=code, known=", ".join(f"{one.name} ({one.code})" for one in known) or "–")
    )


_StreetRow = tuple[int, str, str, float, str, float, float, int, int, int, str, str]


def _imported_street(row: _StreetRow) -> KnownStreet:
    street_id, code, locality, radius, name, lat, lon, first, last, numbers, postcode, line = row
    figures = Street(
        name=name,
        lat=lat,
        lon=lon,
        first=first,
        last=last,
        numbers=numbers,
        postcode=postcode,
        line=tuple((point[0], point[1]) for point in json.loads(line)),
    )
    return KnownStreet(street_id, code, locality, radius, figures)


def _embedded_territory(facts: TerritoryFacts) -> KnownTerritory:
    # The addresses' own source where there are streets; otherwise the first says enough here, and
    # the credits of a map give them all.
    sources = [one for one in facts.sources if one.what == "rues"] or list(facts.sources[:1])
    return KnownTerritory(
        code=facts.code,
        name=facts.name,
        addresses=0,
        streets=len(facts.streets),
        places=len(facts.landmarks),
        source=", ".join(dict.fromkeys(one.name for one in sources)),
        date=max((one.date for one in sources), default=""),
    )


def _embedded_commune(facts: TerritoryFacts) -> KnownCommune:
    reach = max(
        (
            METRES_PER_DEGREE * max(abs(lat - facts.lat), abs(lon - facts.lon))
            for ring in facts.outline
            for lon, lat in ring
        ),
        default=0.0,
    )
    return KnownCommune(facts.code, facts.name, facts.postcodes, facts.lat, facts.lon, reach, facts)


def _date_of(path: Path) -> str:
    """The day the file was last written: BAN files carry no date of their own."""
    try:
        seconds = path.stat().st_mtime
    except OSError:
        return ""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
