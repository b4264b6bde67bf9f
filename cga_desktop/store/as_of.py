"""The study as it was at some moment: a copy whose log ends there, and its tables with it."""

import os
import time
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, text

from cga_desktop.domain.errors import NotWritten, reason
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import _
from cga_desktop.store.closed_files import copy_whole, fold_journal
from cga_desktop.store.database import Database
from cga_desktop.store.log.rebuilding import draw_everything

_ABANDONED_S = 24 * 3600
_LATER_OPERATIONS = text("DELETE FROM operation WHERE hlc > :until")
_SETTLED = text("UPDATE action SET state = 'fixed', target = NULL")
_EMPTY_ACTIONS = text("DELETE FROM action WHERE id NOT IN (SELECT action_id FROM operation)")


def write_as_of(database: Database, target: Path, until: int) -> None:
    """Write the study as it was at clock value ``until`` to the new file ``target``, same key.

    What was done by then is its history; taking it back belongs to the study itself.

    Raises:
        StudyUnreadable: the study is damaged.
        NotWritten: the disk refuses; nothing stays behind.
    """
    try:
        copy_whole(database.path, database.key, target)
        copy = Database.open(target, database.key)
        try:
            with copy.writing(Verb.RECOVER) as session:
                _cut(session.connection(), until)
                draw_everything(session.connection())
        finally:
            copy.close()
        fold_journal(target, database.key)
    except BaseException:
        _remove(target)
        raise


class PastStudy(Database):
    """A study as it was: a private copy, only looked at, and removed when it is closed."""

    def close(self) -> None:
        """Close the copy and remove it."""
        super().close()
        _remove(self.path)


def open_as_of(database: Database, folder: Path, until: int) -> PastStudy:
    """Open the study as it was at clock value ``until``, from a private copy in ``folder``.

    Raises:
        StudyUnreadable: the study is damaged.
        NotWritten: the disk refuses; nothing stays behind.
    """
    _make_private(folder)
    path = folder / f"{database.path.stem} {os.urandom(4).hex()}{database.path.suffix}"
    write_as_of(database, path, until)
    past = PastStudy.open(path, database.key, read_only=True)
    past.author = database.author
    past.media = database.media
    return past


def _make_private(folder: Path) -> None:
    """The folder of past studies, without what a crash left in it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in folder.iterdir():
            if time.time() - old.stat().st_mtime > _ABANDONED_S:
                old.unlink(missing_ok=True)
    except OSError as error:
        raise NotWritten(
            _("Le dossier « {folder} » ne peut pas être modifié : {reason}.").format(
                folder=folder, reason=reason(error)
            )
        ) from error


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _cut(connection: Connection, until: int) -> None:
    connection.execute(_LATER_OPERATIONS, {"until": until})
    connection.execute(_SETTLED)
    connection.execute(_EMPTY_ACTIONS)
