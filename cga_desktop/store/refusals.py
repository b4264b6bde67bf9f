"""What SQLite and SQLCipher refuse, sorted at the source: the disk's matter, or a bug of ours.

https://www.sqlite.org/rescode.html; the extended codes stand in the high bytes.
"""

import os
import shutil
from pathlib import Path

from cga_desktop.domain.errors import DiskFull, DiskGone, DiskReadOnly, NotWritten, StudyBusy
from cga_desktop.i18n import _

_BUSY, _LOCKED, _READ_ONLY, _IO, _FULL, _CANNOT_OPEN = 5, 6, 8, 10, 13, 14
UNREADABLE = frozenset({11, 26})
"""SQLITE_CORRUPT and SQLITE_NOTADB: damaged, or not a study, or another key."""
_LEAST_ROOM = 64 * 1024
"""Without this many bytes SQLite cannot even lay its shared index beside the study."""


def code_of(error: BaseException) -> int:
    """SQLite's primary result code; 0 where it gave none."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else 0


def refusal(code: int, folder: Path) -> NotWritten | None:
    """What a result code means for a study in ``folder``; None where it is no matter of the disk.

    Answers ``StudyBusy``, ``DiskFull``, ``DiskReadOnly`` or ``DiskGone``.
    """
    if code in {_BUSY, _LOCKED}:
        return StudyBusy(
            _(
                "L’étude est occupée par une autre fenêtre de CGA Terrain. Rien n’est perdu : "
                "réessayez dans un instant."
            )
        )
    if code not in {_FULL, _READ_ONLY, _CANNOT_OPEN, _IO}:
        return None
    return _of_disk(code, folder)


def _of_disk(code: int, folder: Path) -> NotWritten:
    if code == _FULL or (code != _READ_ONLY and _no_room(folder)):
        return DiskFull(
            _(
                "Le disque est plein : le dernier changement n’a pas été enregistré, tout ce qui "
                "précède l’est. Libérez de la place sur le disque de « {folder} »."
            ).format(folder=folder)
        )
    if code == _READ_ONLY or _closed(folder):
        return DiskReadOnly(
            _(
                "Le dossier « {folder} » ne peut pas être modifié : rien n’a été écrit. Placez "
                "l’étude dans un dossier qui vous appartient."
            ).format(folder=folder)
        )
    return DiskGone(
        _(
            "Le disque de « {folder} » ne répond pas comme il faut : le dernier changement n’a pas "
            "été enregistré. Vérifiez qu’il est branché et accessible."
        ).format(folder=folder)
    )


def _closed(folder: Path) -> bool:
    # Path.exists raises where it may not look.
    return os.path.exists(folder) and not os.access(folder, os.W_OK)  # noqa: PTH110


def _no_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LEAST_ROOM
    except OSError:
        return False
