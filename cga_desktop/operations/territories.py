"""The communes in which addresses can be found: importing them, listing them."""

from collections.abc import Callable
from pathlib import Path

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.gazetteers import ImportedCommune, KnownTerritory
from cga_desktop.geocoding.gazetteer import Gazetteer
from cga_desktop.settings import gazetteer_folder


def import_territory(
    path: Path,
    *,
    code: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> Outcome[list[ImportedCommune]]:
    """Take in the addresses of a BAN file; each of its communes replaces what was known of it.

    It needs no study: addresses are open data, kept for every study of this computer. A finder
    that is open meanwhile sees them at its next search.

    Args:
        path: ``.csv`` or ``.csv.gz`` with the BAN's columns.
        code: only this commune of the file, by INSEE code.
        progress: told the rows read so far; what it raises stops the import and changes nothing.

    Raises:
        UnreadableFile: not a BAN file, another encoding, cut short, empty or too big.
        NotFound: the file holds nothing of commune ``code``.
        NotWritten: the disk is full, read-only or gone.
    """
    with Gazetteer(gazetteer_folder()) as gazetteer:
        imported = gazetteer.import_file(path, code=code, progress=progress)
    return Outcome(imported, Changes.TERRITORIES)


def known_territories() -> list[KnownTerritory]:
    """The communes in which addresses can be found, imported or embedded, in order of name."""
    with Gazetteer(gazetteer_folder()) as gazetteer:
        return gazetteer.known()
