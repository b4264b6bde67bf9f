"""Reading a file of the Base Adresse Nationale, row by row, trusting nothing in it.

The BAN's own columns (`adresses-93.csv.gz` and its like, see adresse.data.gouv.fr): 23 of them,
separated by `;`, UTF-8. Only six are needed. Real files hold house numbers in quotes, doubled
numbers and names whose accents were encoded twice; they are repaired here.
"""

import csv
import gzip
import io
import math
import re
import zlib
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cga_desktop.domain.errors import UnreadableFile, reason
from cga_desktop.i18n import _

NEEDED = ("numero", "nom_voie", "code_insee", "nom_commune", "lon", "lat")
OPTIONAL = ("rep", "code_postal", "nom_ancienne_commune", "type_position")

MAX_LINE = 20_000
"""Bytes of one line; the longest known is under 400."""
MAX_BYTES = 1 << 30
"""Bytes once decompressed; the largest department is under 300 MB."""
MAX_RATIO = 60
"""Decompressed over compressed; real files are near 7."""
SMALL = 8 << 20
"""Below these decompressed bytes the ratio does not matter."""
MAX_ROWS = 3_000_000
MAX_NAME = 150
"""Characters of a street's or a town's name; the longest of France have 60."""

_GZIP_MAGIC = b"\x1f\x8b"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_POSTCODE = re.compile(r"[0-9]{4,5}")
_CODE = re.compile(r"[0-9][0-9AB][0-9]{3}")
_NO_NUMBER = 99_999
"""The BAN's way of saying that a street has no numbers."""
_FRANCE = (
    (41.2, 51.3, -5.4, 9.8),  # metropolitan
    (14.3, 18.3, -63.3, -60.7),  # Antilles
    (2.0, 6.0, -54.8, -51.5),  # Guyane
    (-21.5, -20.7, 55.1, 56.0),  # La Réunion
    (-13.2, -12.5, 44.9, 45.4),  # Mayotte
    (46.6, 47.3, -56.6, -56.0),  # Saint-Pierre-et-Miquelon
    (-23.0, -17.5, 158.0, 172.5),  # Nouvelle-Calédonie
    (-28.0, -7.5, -155.0, -134.0),  # Polynésie
    (-14.6, -13.0, -178.5, -176.0),  # Wallis-et-Futuna
)
"""Boxes around France: lowest and highest latitude, lowest and highest longitude, degrees."""
_SURE_POSITIONS = {
    "entrée": 0,
    "délivrance postale": 1,
    "bâtiment": 1,
    "cage d’escalier": 2,
    "logement": 2,
    "parcelle": 4,
    "segment": 5,
    "service technique": 6,
}
_UNSTATED_POSITION = 3


class BanAddress(NamedTuple):
    """One usable row; ``number`` is 0 where the street has none.

    ``rank`` tells how good the kind of position is, 0 best, to choose between doubled numbers.
    """

    code: str
    town: str
    locality: str
    postcode: str
    street: str
    number: int
    suffix: str
    lat: float
    lon: float
    rank: int


@dataclass
class ReadingCount:
    """How far a reading went: rows seen, communes met, and rows left out by commune code."""

    rows: int = 0
    codes: set[str] = field(default_factory=set[str])
    left_out: dict[str, int] = field(default_factory=dict[str, int])

    def leave_out(self, code: str) -> None:
        """Count one row of commune ``code`` that cannot be used."""
        self.left_out[code] = self.left_out.get(code, 0) + 1


def refusal(path: Path, why: str) -> UnreadableFile:
    """The sentence for a file that was not taken in: ``why``, and that nothing is lost."""
    return UnreadableFile(
        _(
            "« {name} » n’a pas été importé : {why} Rien n’a changé : les adresses déjà connues "
            "sont conservées."
        ).format(name=path.name, why=why)
    )


def _too_big(path: Path) -> UnreadableFile:
    return refusal(
        path,
        _(
            "une fois décompressé il est démesurément grand. Téléchargez le fichier d’un seul "
            "département depuis adresse.data.gouv.fr."
        ),
    )


def _cut_short(path: Path) -> UnreadableFile:
    return refusal(
        path,
        _(
            "le fichier compressé est tronqué ou abîmé, sans doute un téléchargement interrompu. "
            "Téléchargez-le de nouveau."
        ),
    )


def _wrong_encoding(path: Path) -> UnreadableFile:
    return refusal(
        path,
        _(
            "ses accents ne sont pas enregistrés en UTF-8. Ouvrez-le dans un tableur, puis "
            "« Enregistrer sous » au format « CSV UTF-8 »."
        ),
    )


def _decoded(line: bytes, path: Path, *, first: bool) -> str:
    if len(line) > MAX_LINE:
        raise refusal(path, _("ce n’est pas un tableau de texte (ligne démesurée)."))
    if first and line.startswith(_UTF_16):
        raise _wrong_encoding(path)
    if b"\0" in line:
        raise refusal(
            path, _("ce n’est pas un fichier texte. Attendu : un fichier .csv ou .csv.gz.")
        )
    return line.decode("utf-8-sig" if first else "utf-8")


def _lines(stream: BinaryIO, path: Path, ceiling: int) -> Iterator[str]:
    """The lines of a file as text, bounded in length and in total size."""
    total = 0
    while line := stream.readline(MAX_LINE + 1):
        total += len(line)
        if total > ceiling:
            raise _too_big(path)
        yield _decoded(line, path, first=total == len(line))


@contextmanager
def _sentences(path: Path) -> Generator[None]:
    """Turn what reading may raise into one sentence each."""
    try:
        yield
    except UnicodeDecodeError:
        raise _wrong_encoding(path) from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise _cut_short(path) from None
    except csv.Error:
        raise refusal(path, _("ses colonnes ne se laissent pas lire comme un CSV.")) from None
    except OSError as error:
        raise refusal(
            path, _("le fichier n’a pas pu être lu ({reason}).").format(reason=reason(error))
        ) from None


@contextmanager
def _text_lines(path: Path) -> Generator[Iterator[str]]:
    with path.open("rb") as raw:
        zipped = raw.read(2) == _GZIP_MAGIC
        raw.seek(0)
        if not zipped:
            yield _lines(raw, path, MAX_BYTES)
            return
        size = raw.seek(0, io.SEEK_END)
        raw.seek(0)
        with gzip.GzipFile(fileobj=raw, mode="rb") as stream:
            ceiling = min(MAX_BYTES, max(SMALL, size * MAX_RATIO))
            # GzipFile is a BinaryIO in all but its declared type.
            yield _lines(stream, path, ceiling)  # pyright: ignore[reportArgumentType]


def _delimiter(header: str) -> str:
    """BAN files use `;`; a spreadsheet may have saved them with a comma or tabs."""
    return max(";,\t", key=header.count)


def _columns(header: list[str], path: Path) -> Mapping[str, int]:
    """Where each column is.

    Raises:
        UnreadableFile: columns are missing; the sentence names them.
    """
    where = {name.strip().casefold(): position for position, name in enumerate(header)}
    missing = [name for name in NEEDED if name not in where]
    if missing:
        raise refusal(
            path,
            _(
                "ce n’est pas un fichier de la Base Adresse Nationale (colonnes absentes : "
                "{columns}). Attendu : le fichier « adresses-….csv » d’un département ou d’une "
                "commune, depuis adresse.data.gouv.fr."
            ).format(columns=", ".join(missing)),
        )
    return {name: where[name] for name in (*NEEDED, *OPTIONAL) if name in where}


@lru_cache(maxsize=8192)
def _name(text: str) -> str:
    """A name with double-encoded accents repaired (« AmÃ©dÃ©e ») and spaces tidied."""
    from ftfy import fix_encoding  # 50 ms that only an import owes

    tidy = " ".join(fix_encoding(text).split())
    return "".join(letter for letter in tidy if letter.isprintable())


def _suffix(text: str) -> str:
    """« bis », « a »…; quotes are dropped, and figures in quotes (« '177' ») mean nothing."""
    cleaned = text.strip(" '\"’").casefold()
    return cleaned if cleaned.isalpha() and len(cleaned) <= len("quinquies") else ""


def _degrees(text: str) -> float:
    return float(text.strip().replace(",", "."))


def _in_france(lat: float, lon: float) -> bool:
    return math.isfinite(lat + lon) and any(
        south <= lat <= north and west <= lon <= east for south, north, west, east in _FRANCE
    )


def _house_number(text: str) -> int:
    """The number, 0 where there is none. Raises ValueError where it is not a number."""
    cleaned = text.strip(" '\"")
    number = int(cleaned) if cleaned else 0
    if number < 0:
        raise ValueError(text)
    return 0 if number >= _NO_NUMBER else number


def _address(cells: Mapping[str, str], code: str) -> BanAddress | None:
    """One row, or None where it lacks a position, a street or a readable number."""
    try:
        lat, lon = _degrees(cells["lat"]), _degrees(cells["lon"])
        number = _house_number(cells["numero"])
    except ValueError:
        return None
    street, town = _name(cells["nom_voie"]), _name(cells["nom_commune"])
    named = street and town and len(street) <= MAX_NAME and len(town) <= MAX_NAME
    if not (named and code and _in_france(lat, lon)):
        return None
    postcode = cells.get("code_postal", "").strip()
    return BanAddress(
        code=code,
        town=town,
        locality=_name(cells.get("nom_ancienne_commune", "")),
        postcode=postcode.zfill(5) if _POSTCODE.fullmatch(postcode) else "",
        street=street,
        number=number,
        suffix=_suffix(cells.get("rep", "")) if number else "",
        lat=lat,
        lon=lon,
        rank=_SURE_POSITIONS.get(cells.get("type_position", "").strip(), _UNSTATED_POSITION),
    )


def _commune_code(text: str) -> str:
    """An INSEE code; the leading zero that spreadsheets drop is put back. Empty if it is none."""
    code = text.strip().upper().zfill(5)
    return code if _CODE.fullmatch(code) else ""


def _rows(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    """The rows; one that runs over several lines hides others behind an unclosed quote."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    for line, row in enumerate(reader, start=1):
        if reader.line_num != line:
            raise csv.Error("a row over several lines")
        yield row


def read_ban(path: Path, count: ReadingCount, code: str | None = None) -> Iterator[BanAddress]:
    """The usable addresses of a BAN file (``.csv`` or ``.csv.gz``, told apart by content).

    Args:
        path: the file, never trusted: its size, lines and rows are bounded.
        count: kept up to date while reading.
        code: only this commune.

    Raises:
        UnreadableFile: not a BAN file, another encoding, cut short, empty, or too big.
    """
    with _sentences(path), _text_lines(path) as lines:
        header = next(lines, "")
        if not header.strip():
            raise refusal(path, _("le fichier est vide."))
        delimiter = _delimiter(header)
        where = _columns(next(csv.reader([header], delimiter=delimiter)), path)
        for row in filter(any, _rows(lines, delimiter)):
            count.rows += 1
            if count.rows > MAX_ROWS:
                raise _too_big(path)
            cells = {name: row[at] for name, at in where.items() if at < len(row)}
            cells = dict.fromkeys(NEEDED, "") | cells
            here = _commune_code(cells["code_insee"])
            count.codes.add(here)
            if code and here != code:
                continue
            address = _address(cells, here)
            if address is None:
                count.leave_out(here)
            else:
                yield address
