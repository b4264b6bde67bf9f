"""The gazetteer's SQLite file: opened, written in one piece, set aside when damaged.

It holds open data only, so it is not encrypted, and everything in it can be imported again: a
damaged file is moved aside and an empty one takes its place. Reading works without any file.
"""

import logging
import sqlite3
import threading
import weakref
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from cga_desktop.domain.errors import NotWritten, reason
from cga_desktop.i18n import _
from cga_desktop.settings import make_folder

T = TypeVar("T")
_log = logging.getLogger(__name__)

APPLICATION_ID = 0x43474754
"""« CGGT », in the file's header: tells a gazetteer from any other SQLite file."""
SCHEMA_VERSION = 1
BUSY_SECONDS = 10

_SCHEMA = """
CREATE TABLE commune (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, postcodes TEXT NOT NULL,
    lat REAL NOT NULL, lon REAL NOT NULL, radius_m REAL NOT NULL,
    addresses INTEGER NOT NULL, streets INTEGER NOT NULL, source TEXT NOT NULL, date TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE street (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL REFERENCES commune(code), name TEXT NOT NULL,
    locality TEXT NOT NULL, postcode TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
    radius_m REAL NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    numbers INTEGER NOT NULL, line TEXT NOT NULL
);
CREATE INDEX street_by_commune ON street(code);
CREATE TABLE address (
    id INTEGER PRIMARY KEY, street_id INTEGER NOT NULL REFERENCES street(id),
    number INTEGER NOT NULL, suffix TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL
);
CREATE INDEX address_by_street ON address(street_id);
CREATE VIRTUAL TABLE address_box USING rtree(id, south, north, west, east);
"""


def _close(connections: list[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()


def _is_damage(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or (
        code == sqlite3.SQLITE_IOERR_SHORT_READ
    )


def _not_written(error: sqlite3.Error) -> NotWritten:
    """The sentence for a disk that refused."""
    reasons = {
        sqlite3.SQLITE_FULL: _("le disque est plein. Libérez de la place puis recommencez."),
        sqlite3.SQLITE_READONLY: _("le dossier est en lecture seule."),
        sqlite3.SQLITE_CANTOPEN: _("le dossier n’est pas accessible en écriture."),
        sqlite3.SQLITE_BUSY: _("un autre import est en cours. Attendez sa fin puis recommencez."),
    }
    why = reasons.get(
        getattr(error, "sqlite_errorcode", 0) & 0xFF,
        _("le disque a refusé l’écriture. Vérifiez la place libre puis recommencez."),
    )
    return NotWritten(
        _(
            "Les adresses n’ont pas été enregistrées : {why} Celles qui étaient déjà connues "
            "sont conservées."
        ).format(why=why)
    )


class GazetteerFile:
    """One SQLite file, read from any thread and written by one import at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._writing = threading.Lock()
        self._open: list[sqlite3.Connection] = []
        self._seen: tuple[int, int] | None = None
        self._generation = 0
        self._notices: list[str] = []
        self._finalizer = weakref.finalize(self, _close, self._open)

    def close(self) -> None:
        """Release the file; the next read opens it again."""
        with self._lock:
            _close(self._open)

    def take_notices(self) -> list[str]:
        """Sentences about what befell the file since the last call, for the user."""
        with self._lock:
            notices, self._notices = self._notices, []
            return notices

    def read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """What ``query`` answers; on a damaged file, what it answers on an empty one."""
        with self._lock:
            try:
                return query(self._reader())
            except sqlite3.Error as error:
                self._give_up(error)
                return query(self._reader())

    def version(self) -> tuple[int, int]:
        """Changes whenever the content may have changed, by this process or by another."""
        with self._lock:
            (data,) = self.read(lambda reader: reader.execute("PRAGMA data_version").fetchone())
            return self._generation, data

    @contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing.

        Raises:
            NotWritten: the disk is full, read-only or gone, or another import is running.
        """
        with self._writing:
            self.read(_check_soundness)
            try:
                with self._writer() as connection:
                    yield connection
            except sqlite3.Error as error:
                raise _not_written(error) from error

    @contextmanager
    def _writer(self) -> Generator[sqlite3.Connection]:
        try:
            make_folder(self._path.parent)
        except OSError as error:
            raise NotWritten(
                _("Le dossier des adresses « {folder} » ne peut pas être créé ({reason}).").format(
                    folder=self._path.parent, reason=reason(error)
                )
            ) from error
        connection = _connected(self._path)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            if not _tables(connection):
                _create(connection)
            yield connection
            connection.execute("COMMIT")
        finally:
            # Closing rolls back whatever was not committed.
            connection.close()

    def _identity(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _reader(self) -> sqlite3.Connection:
        """The open connection; to an empty gazetteer as long as there is no filled file."""
        identity = self._identity()
        if self._open and identity == self._seen:
            return self._open[-1]
        connection = self._opened() if identity else None
        if connection is None and self._open and self._seen is None:
            return self._open[-1]
        self.close()
        self._seen = identity if connection else None
        self._generation += 1
        self._open.append(connection or _empty())
        return self._open[-1]

    def _opened(self) -> sqlite3.Connection | None:
        """The file, None while its first import is not finished.

        Raises:
            sqlite3.Error: it is damaged, or another program's.
        """
        connection = _connected(self._path)
        try:
            filled = _tables(connection) > 0
            marks = [
                connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("application_id", "user_version")
            ]
        except sqlite3.Error:
            connection.close()
            raise
        if filled and marks == [APPLICATION_ID, SCHEMA_VERSION]:
            return connection
        connection.close()
        if filled:
            raise sqlite3.DatabaseError(_("ce n’est pas un fichier d’adresses de ce programme"))
        return None

    def _give_up(self, error: sqlite3.Error) -> None:
        """Go on with an empty gazetteer; a damaged file is moved aside first."""
        self.close()
        foreign = type(error) is sqlite3.DatabaseError
        if (foreign or _is_damage(error)) and self._set_aside():
            return
        _log.warning("gazetteer unreadable", exc_info=error)
        self._notices.append(
            _(
                "Le fichier des adresses importées n’a pas pu être lu ({reason}) : la recherche "
                "se limite pour l’instant aux territoires embarqués."
            ).format(reason=error)
        )
        self._seen = self._identity()
        self._generation += 1
        self._open.append(_empty())

    def _set_aside(self) -> bool:
        moment = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
        aside = self._path.with_name(f"{self._path.stem}-abime-{moment}{self._path.suffix}")
        try:
            self._path.replace(aside)
        except OSError:
            return False
        _log.warning("damaged gazetteer set aside as %s", aside.name)
        for journal in ("-wal", "-shm"):
            with suppress(OSError):
                Path(f"{self._path}{journal}").replace(f"{aside}{journal}")
        self._notices.append(
            _(
                "Le fichier des adresses importées était abîmé : il a été mis de côté sous le nom "
                "« {name} ». Vos études ne sont pas touchées ; importez de nouveau les adresses "
                "de vos territoires."
            ).format(name=aside.name)
        )
        return True


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _tables(connection: sqlite3.Connection) -> int:
    (count,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return int(count)


def _create(connection: sqlite3.Connection) -> None:
    for statement in filter(str.strip, _SCHEMA.split(";")):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _create(connection)
    return connection


def _check_soundness(connection: sqlite3.Connection) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)
