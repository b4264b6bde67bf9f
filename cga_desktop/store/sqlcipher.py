"""The one door to ``sqlcipher3``, which comes without types."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportAttributeAccessIssue=false, reportUnknownArgumentType=false
# (sqlcipher3's C module has no stubs; its names are those of the standard sqlite3 module)

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection
from sqlcipher3 import dbapi2

CipherError: type[Exception] = dbapi2.DatabaseError


class CipherConnection(Protocol):
    """What is used of a connection before SQLAlchemy takes it over."""

    def execute(self, statement: str, parameters: Sequence[object] = (), /) -> Any:  # noqa: ANN401  (a DB-API cursor)
        """Run one statement."""
        ...

    def set_progress_handler(self, handler: Callable[[], int] | None, steps: int, /) -> object:
        """Have ``handler`` asked every so many steps whether to stop (by something but 0)."""
        ...

    def close(self) -> None:
        """Give the file back."""
        ...


def connect(path: Path, *, busy_seconds: float) -> CipherConnection:
    """A connection without implicit transactions, usable from any thread, one at a time."""
    return dbapi2.connect(
        str(path), isolation_level=None, check_same_thread=False, timeout=busy_seconds
    )


def below(connection: Connection) -> CipherConnection:
    """The connection below SQLAlchemy's, in its transaction: for what is done a thousand times."""
    raw: Any = connection.connection.driver_connection
    return raw


def cipher_version() -> str:
    """The version of SQLCipher, by encrypting a database in memory."""
    connection = dbapi2.connect(":memory:")
    try:
        return str(connection.execute("PRAGMA cipher_version").fetchone()[0])
    finally:
        connection.close()
