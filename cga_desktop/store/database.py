"""The study file: opening it, and one transaction at a time.

SQLite encrypted by SQLCipher, in WAL mode with full synchronisation: what a transaction committed
is on the disk, whatever happens next. Two doors, ``reading()`` and ``writing()``; a writer takes
its lock at once, so two writers wait for each other instead of failing half-way.
"""

import sys
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Self

from sqlalchemy import Connection, Engine, event, exc
from sqlalchemy.pool import PoolProxiedConnection, QueuePool
from sqlmodel import Session, create_engine

from cga_desktop.domain.errors import NotWritten, StudyUnreadable, UserError
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import _
from cga_desktop.store import sqlcipher
from cga_desktop.store.keys import StudyKey
from cga_desktop.store.log.capture import WritingSession
from cga_desktop.store.log.notebook import LogEnd, Notebook
from cga_desktop.store.log.pen import Pen, Row, RowKey
from cga_desktop.store.media import media_folder
from cga_desktop.store.migrations import migrate, refuse_newer
from cga_desktop.store.refusals import UNREADABLE, code_of, refusal
from cga_desktop.store.search.index import keep_index

__all__ = ["Database", "Session"]

_BUSY_SECONDS = 10
_MOST_ROWS = 32
"""Rows that the pen remembers: those of the form somebody types in."""
_LOOKS = 3
"""A page that somebody else writes at the moment it is checked looks torn: one looks again."""


def _connect(path: Path, key: StudyKey) -> sqlcipher.CipherConnection:
    connection = sqlcipher.connect(path, busy_seconds=_BUSY_SECONDS)
    pragmas = [
        "PRAGMA cipher_log_level = NONE",  # its words go to stderr; ours are sentences
        # A raw key in SQLCipher's own quoting; hexadecimal only, so nothing can be injected.
        f'PRAGMA key = "{key.pragma()}"',
        "PRAGMA cipher_memory_security = OFF",
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
        "PRAGMA secure_delete = ON",
        "PRAGMA temp_store = MEMORY",
    ]
    if sys.platform == "darwin":
        pragmas += ["PRAGMA fullfsync = ON", "PRAGMA checkpoint_fullfsync = ON"]
    try:
        for pragma in pragmas:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _prepare(engine: Engine) -> None:
    with engine.connect() as connection:
        refuse_newer(connection)  # before anything that could write into the file
    raw = engine.raw_connection()
    try:
        # Outside any transaction, and once: the file remembers it.
        raw.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        raw.close()
    with engine.connect() as connection:
        migrate(connection)


class Database:
    """One open study file.

    Attributes:
        path: where it lies.
        key: what opens it: copies of it, its media and its rescue file have theirs from it.
        media: the folder of its photos and recordings.
        author: who works on it, by the name in the settings; each change is noted under it.
        read_only: whether it is only looked at, as a study as it once was.
    """

    def __init__(
        self, path: Path, key: StudyKey, engine: Engine, *, read_only: bool = False
    ) -> None:
        self.path = path
        self.key = key
        self.media = media_folder(path)
        self.author = ""
        self.read_only = read_only
        self._engine = engine
        self._writing = engine.execution_options(begin="IMMEDIATE")
        self._pen_kept: PoolProxiedConnection | None = None
        self._pen_lock = Lock()
        self._end: LogEnd | None = None
        self._rows: dict[RowKey, Row] = {}
        self._version = -1

    @classmethod
    def open(cls, path: Path, key: StudyKey, *, read_only: bool = False) -> Self:
        """Open the study at ``path`` with its key, and bring it to this version's schema.

        Opened ``read_only``, a study can be looked at and ``writing`` refuses.

        Raises:
            StudyUnreadable: not a study, damaged, or not opened by this key.
            StudyTooNew: written by a newer version of the program.
            NotWritten: the disk refuses.
        """
        engine = create_engine(
            "sqlite://",
            module=sqlcipher.dbapi2,
            creator=lambda: _connect(path, key),
            poolclass=QueuePool,
            pool_size=5,
            pool_use_lifo=True,  # the connection that wrote last knows the pages it writes next
            hide_parameters=True,  # what people typed stands in no log and no bug report
        )
        event.listen(engine, "begin", _begin)
        try:
            with _disk_speaks(path):
                _prepare(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(path, key, engine, read_only=read_only)

    @contextmanager
    def reading(self) -> Generator[Session]:
        """One consistent look at the study; rows outlive the session."""
        with (
            _disk_speaks(self.path),
            Session(self._engine, expire_on_commit=False, autoflush=False) as session,
        ):
            yield session

    @contextmanager
    def writing(self, verb: Verb = Verb.CHANGE) -> Generator[WritingSession]:
        """One transaction, one action of the log: everything in it is kept, or nothing.

        Raises:
            NotWritten: the disk refuses, or the study is only looked at; nothing of the
                transaction was kept.
        """
        self._refuse_if_past()
        with (
            _disk_speaks(self.path),
            WritingSession(self._writing, expire_on_commit=False) as session,
            session.begin(),
        ):
            session.notebook = Notebook(sqlcipher.below(session.connection()), verb, self.author)
            yield session
            session.flush()
            session.notebook.close()
            keep_index(session.connection(), everything=verb is Verb.ERASE)

    @contextmanager
    def typing(self, verb: Verb) -> Generator[Pen]:
        """One transaction for what is typed: as ``writing``, for fields of records that are there.

        Raises:
            NotWritten: as ``writing`` does.
        """
        self._refuse_if_past()
        with self._pen_lock, _disk_speaks(self.path):
            connection = self._pen_connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                self._forget_what_others_changed(connection)
                notebook = Notebook(connection, verb, self.author, self._end)
                yield Pen(notebook, self._rows)
                notebook.close()
                connection.execute("COMMIT")
                self._end = notebook.end
            except BaseException:
                self._forget()
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _forget_what_others_changed(self, connection: sqlcipher.CipherConnection) -> None:
        """What the pen knows of the file is true until anybody else writes into it."""
        version = connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version or len(self._rows) > _MOST_ROWS:
            self._forget()
        self._version = version

    def _forget(self) -> None:
        self._end = None
        self._rows.clear()

    def _pen_connection(self) -> Any:  # noqa: ANN401  (the driver's own class has no types)
        """A connection kept for what is typed: it knows the pages that it wrote a second ago."""
        if self._pen_kept is None:
            self._pen_kept = self._engine.raw_connection()
        return self._pen_kept.driver_connection

    def _refuse_if_past(self) -> None:
        if self.read_only:
            raise NotWritten(
                _(
                    "Vous regardez l’étude telle qu’elle était : rien ne peut y être changé. "
                    "Revenez à l’étude d’aujourd’hui pour écrire."
                )
            )

    def problems(self) -> list[str]:
        """What SQLite and SQLCipher find wrong with the file; empty when all is well.

        SQLCipher reads the file without its write-ahead log: after a power cut the file alone may
        hold half a page of which the log has the whole, so the log is folded into it first. Where
        it cannot be, SQLite's own check still decrypts every page in use.
        """
        torn: list[str] = []
        with _disk_speaks(self.path):
            for _look in range(_LOOKS):
                torn = self._found("PRAGMA cipher_integrity_check") if self._folded() else []
                if not torn:
                    break
            return [*torn, *self._found("PRAGMA integrity_check", "PRAGMA foreign_key_check")]

    def _folded(self) -> bool:
        raw = self._engine.raw_connection()
        try:
            told = raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        except sqlcipher.CipherError:
            return False
        finally:
            raw.close()
        _busy, frames, folded = told
        return frames == folded

    def _found(self, *checks: str) -> list[str]:
        found: list[str] = []
        # A connection of its own: one that is older may remember the index of the search as it was
        # before others wrote, and would then call it damaged.
        with closing(_connect(self.path, self.key)) as connection:
            connection.execute("BEGIN")
            # The first look holds the moment: nobody folds newer pages in while the rest is read.
            for check in ("SELECT 'ok' FROM sqlite_schema LIMIT 1", *checks):
                try:
                    rows = connection.execute(check).fetchall()
                except sqlcipher.CipherError as error:
                    if _code(error) not in UNREADABLE:
                        raise
                    rows = [(str(error),)]
                found += [" ".join(map(str, row)) for row in rows if tuple(row) != ("ok",)]
        return found

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        with self._pen_lock:
            if self._pen_kept is not None:
                self._pen_kept.close()
                self._pen_kept = None
                self._forget()
        self._engine.dispose()


@contextmanager
def _disk_speaks(path: Path) -> Generator[None]:
    """What the disk or the cipher refuses becomes a sentence; bugs stay bugs."""
    try:
        yield
    except (exc.DatabaseError, sqlcipher.CipherError) as error:
        sentence = _sentence(path, error)
        if sentence is None:
            raise
        raise sentence from error


def _code(error: Exception) -> int:
    cause = error.orig if isinstance(error, exc.DBAPIError) else error
    return code_of(cause) if cause is not None else 0


def _sentence(path: Path, error: Exception) -> UserError | None:
    code = _code(error)
    if code in UNREADABLE:
        return StudyUnreadable(
            _(
                "« {study} » n’est pas une étude lisible, ou est abîmée. Le fichier n’a pas été "
                "modifié : gardez-le, et ouvrez une copie de sauvegarde."
            ).format(study=path.name)
        )
    return refusal(code, path.parent)
