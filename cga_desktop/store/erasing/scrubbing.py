"""No trace of what was erased: in the study's file, its write-ahead log, and the copies of it.

``secure_delete`` overwrites what is deleted, but leaves what SQLite once moved from page to page;
so the file is written anew, and its write-ahead log emptied.
"""

from collections.abc import Callable
from pathlib import Path

from cga_desktop.domain.errors import NotWritten
from cga_desktop.i18n import _
from cga_desktop.store.closed_files import GoOn, carry_on, opened_raw
from cga_desktop.store.erasing.emptying import Tombstones, erase_in_copy
from cga_desktop.store.keys import StudyKey
from cga_desktop.store.sqlcipher import CipherConnection

_CAREFUL = (
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
)


def scrub(path: Path, key: StudyKey, go_on: GoOn = carry_on) -> None:
    """Write a study's file anew, so that pages hold nothing but what is in it; it may be open.

    Raises:
        NotWritten: the disk refuses, or somebody reads an older state of the study meanwhile.
        StudyUnreadable: the study is damaged.
    """
    with opened_raw(path, key, go_on) as connection:
        _write_anew(connection)
        busy, *_frames = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise NotWritten(
            _(
                "L’étude est lue par une autre fenêtre : ce qui est effacé n’a pas encore quitté "
                "le disque. Fermez cette fenêtre."
            )
        )


def _write_anew(connection: CipherConnection) -> None:
    for pragma in _CAREFUL:
        connection.execute(pragma)
    connection.execute("VACUUM")


def scrubber(key: StudyKey, known: Tombstones, go_on: GoOn = carry_on) -> Callable[[Path], None]:
    """What takes everything that was ever erased out of one past copy of the study's file."""

    def change(path: Path) -> None:
        with opened_raw(path, key, go_on) as connection:
            for pragma in _CAREFUL:
                connection.execute(pragma)
            connection.execute("BEGIN IMMEDIATE")
            erase_in_copy(connection, known)
            connection.execute("COMMIT")
            _write_anew(connection)

    return change
