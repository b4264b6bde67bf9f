"""One import into the gazetteer: rows are set down, then grouped by commune and street."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import count, groupby
from pathlib import Path
from typing import NamedTuple

from cga_desktop.domain.errors import NotFound, UnreadableFile
from cga_desktop.domain.gazetteers import ImportedCommune
from cga_desktop.domain.places import Point
from cga_desktop.geocoding.ban import BanAddress, ReadingCount, refusal
from cga_desktop.geocoding.lines import NumberedPoint, line_through, metres, middle, plausible
from cga_desktop.geocoding.spelling import best_spelling
from cga_desktop.geocoding.text import normalise
from cga_desktop.i18n import _, ngettext

_BATCH = 2_000
_COMMUNES_NAMED = 8

_INCOMING = """
CREATE TEMP TABLE incoming (
    code TEXT, key TEXT, locality TEXT, postcode TEXT, number INTEGER, suffix TEXT,
    town TEXT, street TEXT, lat REAL, lon REAL, rank INTEGER,
    PRIMARY KEY (code, key, locality, postcode, number, suffix, street)
) WITHOUT ROWID
"""
_SET_DOWN = """
INSERT INTO incoming VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET
    town = excluded.town, lat = excluded.lat, lon = excluded.lon, rank = excluded.rank
WHERE excluded.rank < rank
"""


class _Row(NamedTuple):
    key: str
    locality: str
    postcode: str
    number: int
    suffix: str
    town: str
    street: str
    lat: float
    lon: float

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lon)


class _Tally(NamedTuple):
    """What one street brought."""

    addresses: int
    postcode: str
    centre: Point


_key = lru_cache(maxsize=65_536)(normalise)


class BanImport:
    """Takes addresses in any order; `finish` replaces the communes they belong to.

    A doubled number is kept once, at the surest kind of position. Two spellings of one street
    (« Av », « Avenue ») are one street, which then holds the addresses of both.
    """

    def __init__(self, connection: sqlite3.Connection, source: str, date: str) -> None:
        self._connection = connection
        self._source = source
        self._date = date
        self._batch: list[tuple[object, ...]] = []
        connection.execute(_INCOMING)
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM address").fetchone()
        self._ids = count(last + 1)

    def take(self, one: BanAddress) -> None:
        """Set one address down."""
        rest = (one.town, one.street, one.lat, one.lon, one.rank)
        self._batch.append(
            (one.code, _key(one.street), one.locality, one.postcode, one.number, one.suffix, *rest)
        )
        if len(self._batch) >= _BATCH:
            self._flush()

    def finish(self, left_out: Mapping[str, int]) -> list[ImportedCommune]:
        """Replace each commune that addresses were taken of, in order of code.

        Args:
            left_out: rows that could not be used, by commune code.
        """
        self._flush()
        codes = [
            code
            for (code,) in self._connection.execute(
                "SELECT DISTINCT code FROM incoming ORDER BY code"
            )
        ]
        return [self._replace(code, left_out.get(code, 0)) for code in codes]

    @staticmethod
    def remove(connection: sqlite3.Connection, code: str) -> None:
        """Remove a commune with its streets and addresses."""
        of_streets = "SELECT id FROM street WHERE code = ?"
        of_addresses = f"SELECT id FROM address WHERE street_id IN ({of_streets})"  # noqa: S608  (both constant)
        connection.execute(f"DELETE FROM address_box WHERE id IN ({of_addresses})", (code,))  # noqa: S608
        connection.execute(f"DELETE FROM address WHERE street_id IN ({of_streets})", (code,))  # noqa: S608
        connection.execute("DELETE FROM street WHERE code = ?", (code,))
        connection.execute("DELETE FROM commune WHERE code = ?", (code,))

    def _flush(self) -> None:
        self._connection.executemany(_SET_DOWN, self._batch)
        self._batch.clear()

    def _replace(self, code: str, left_out: int) -> ImportedCommune:
        self.remove(self._connection, code)
        rows = self._connection.execute(
            "SELECT key, locality, postcode, number, suffix, town, street, lat, lon FROM incoming"
            " WHERE code = ? ORDER BY key, locality, postcode, number, suffix",
            (code,),
        ).fetchall()
        town = best_spelling({row[5] for row in rows})
        groups = groupby(map(_Row._make, rows), key=lambda row: row[:3])
        tallies = [self._add_street(code, list(group)) for _same, group in groups]
        addresses = sum(tally.addresses for tally in tallies)
        self._add_commune(code, town, tallies)
        return ImportedCommune(
            code, town, addresses, len(tallies), self._source, self._date, left_out
        )

    def _add_commune(self, code: str, town: str, tallies: list[_Tally]) -> None:
        centre = middle([tally.centre for tally in tallies])
        reach = max(metres(centre, tally.centre) for tally in tallies)
        postcodes = sorted({tally.postcode for tally in tallies if tally.postcode})
        counts = (sum(tally.addresses for tally in tallies), len(tallies))
        origin = (self._source, self._date)
        self._connection.execute(
            "INSERT INTO commune VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (code, town, " ".join(postcodes), *centre, round(reach), *counts, *origin),
        )

    def _add_street(self, code: str, rows: list[_Row]) -> _Tally:
        numbered = [
            NumberedPoint(row.number, row.suffix, row.lat, row.lon) for row in rows if row.number
        ]
        usual = plausible(numbered)
        points = [one.point for one in usual] or [row.point for row in rows]
        centre = middle(points)
        name = best_spelling({row.street for row in rows})
        street = self._connection.execute(
            "INSERT INTO street (code, name, locality, postcode, lat, lon, radius_m, first, last,"
            " numbers, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (code, name, rows[0].locality, rows[0].postcode)
            + (round(centre.lat, 6), round(centre.lon, 6))
            + (round(max(metres(centre, point) for point in points)),)
            + ((usual[0].number, usual[-1].number) if usual else (0, 0))
            + (len(numbered), json.dumps(line_through(numbered))),
        ).lastrowid
        self._add_numbers(street or 0, numbered)
        return _Tally(len(numbered), rows[0].postcode, centre)

    def _add_numbers(self, street: int, numbered: Iterable[NumberedPoint]) -> None:
        rows = [(next(self._ids), street, *one) for one in numbered]
        self._connection.executemany("INSERT INTO address VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._connection.executemany("INSERT INTO address_box VALUES (?1, ?5, ?5, ?6, ?6)", rows)


def nothing_of(path: Path, code: str, reading: ReadingCount) -> NotFound:
    """The sentence for a file without usable addresses of the commune that was asked for."""
    there = sorted(reading.codes - {code, ""})
    shown = ", ".join(there[:_COMMUNES_NAMED]) + ("…" if len(there) > _COMMUNES_NAMED else "")
    return NotFound(
        _(
            "« {name} » ne contient aucune adresse utilisable de la commune {code}. Codes INSEE "
            "présents : {shown}. Rien n’a changé."
        ).format(name=path.name, code=code, shown=shown or "–")
    )


def empty_file(path: Path, reading: ReadingCount) -> UnreadableFile:
    """The sentence for a file with the right columns and nothing usable under them."""
    why = (
        ngettext(
            "la seule ligne du fichier n’est pas une adresse utilisable.",
            "aucune des {count} lignes n’est une adresse utilisable.",
            reading.rows,
        ).format(count=reading.rows)
        if reading.rows
        else _("le fichier ne contient aucune adresse.")
    )
    return refusal(path, why)
