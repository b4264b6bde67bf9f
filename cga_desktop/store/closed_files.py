"""Study files that no ``Database`` has open: copied whole, looked over, left as one file."""

import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from cga_desktop.domain.errors import NotWritten, StudyUnreadable, UserError
from cga_desktop.i18n import _
from cga_desktop.store import sqlcipher
from cga_desktop.store.keys import StudyKey
from cga_desktop.store.refusals import UNREADABLE, code_of, refusal

GoOn = Callable[[], None]
"""Called often during long work; raises where somebody asked to stop."""
_BUSY_SECONDS = 10
_STEPS = 20_000
"""Steps of SQLite's machine between two questions whether to go on: about a millisecond…"""
_BETWEEN_S = 0.05
"""… of which whoever is asked hears one in so many seconds."""
_LOOKS = 3
_QUICK, _WHOLE = "quick_check(100)", "integrity_check(100)"
"""A hundred problems are told: a wholly damaged file has thousands."""


def carry_on() -> None:
    """The ``GoOn`` of work that nobody stops."""


@contextmanager
def opened_raw(
    path: Path, key: StudyKey, go_on: GoOn = carry_on, *, writes_into: Path | None = None
) -> Generator[sqlcipher.CipherConnection]:
    """A connection to a study file and nothing else: no migration, no change of its journal.

    Args:
        path: the study.
        key: what opens it.
        go_on: called often; raises where somebody asked to stop.
        writes_into: the folder that is written into, where it is not that of the study.

    Raises:
        StudyUnreadable: damaged, or not opened by this key.
        NotWritten: the disk refuses.
    """
    stopped: list[BaseException] = []
    next_time = 0.0

    def asked() -> int:
        nonlocal next_time
        if time.monotonic() < next_time:
            return 0
        next_time = time.monotonic() + _BETWEEN_S
        try:
            go_on()
        except BaseException as reason:  # noqa: BLE001  (raised again below, out of SQLite's hands)
            stopped.append(reason)
            return 1
        return 0

    connection = sqlcipher.connect(path, busy_seconds=_BUSY_SECONDS)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f'PRAGMA key = "{key.pragma()}"')
        connection.set_progress_handler(asked, _STEPS)
        yield connection
    except sqlcipher.CipherError as error:
        if stopped:
            raise stopped[0] from error
        sentence = _sentence(path, error, writes_into)
        if sentence is None:
            raise  # a bug of ours
        raise sentence from error
    finally:
        connection.close()


def _sentence(path: Path, error: Exception, writes_into: Path | None) -> UserError | None:
    code = code_of(error)
    if code in UNREADABLE:
        return StudyUnreadable(
            _(
                "« {name} » est abîmé, ou n’est pas une étude lisible. Il n’a pas été modifié."
            ).format(name=path.name)
        )
    refused = refusal(code, writes_into or path.parent)
    if refused is None or writes_into is None:
        return refused
    return NotWritten(
        _(
            "Le disque de « {folder} » est plein, ou ne répond pas comme il faut. L’étude n’a pas "
            "été modifiée."
        ).format(folder=writes_into)
    )


def copy_whole(study: Path, key: StudyKey, target: Path, go_on: GoOn = carry_on) -> None:
    """Write a copy of ``study``, as it is at this moment, to ``target``, empty or not there.

    What others write into the study meanwhile is not held up, and is not in the copy. The copy has
    the same key, and is one file without a write-ahead log.

    Raises:
        StudyUnreadable: the study is damaged.
        NotWritten: the disk refuses; what was written of ``target`` is left to the caller.
    """
    with opened_raw(study, key, go_on, writes_into=target.parent) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("VACUUM INTO ?", (str(target),))


def torn_pages(study: Path, key: StudyKey, go_on: GoOn = carry_on) -> list[str]:
    """What is wrong with single pages of a study, open or not; a copy would not show all of it.

    A page that somebody writes at this moment may look torn: it is looked at again. After a power
    cut the write-ahead log may have the whole of a page of which the file has half, so the log is
    folded in first; where somebody reads what it holds, the file alone tells nothing.
    """
    torn: list[str] = []
    with opened_raw(study, key, go_on) as connection:
        for _look in range(_LOOKS):
            _busy, frames, folded = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if frames != folded:
                return []
            connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1")
            torn = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
            if not torn:
                break
    return torn


def problems_of(path: Path, key: StudyKey, go_on: GoOn = carry_on) -> list[str]:
    """What is wrong with a file that nobody has open: each page decrypted, the trees followed."""
    return _told(path, key, go_on, "cipher_integrity_check", _QUICK)


def quick_problems(study: Path, key: StudyKey, go_on: GoOn = carry_on) -> list[str]:
    """What is wrong with a study, open or not, as its pages are followed; empty when well."""
    return _told(study, key, go_on, _QUICK)


def full_problems(study: Path, key: StudyKey, go_on: GoOn = carry_on) -> list[str]:
    """What is wrong with a study, open or not: pages, trees, indexes and references."""
    try:
        torn = torn_pages(study, key, go_on)
    except StudyUnreadable as error:
        return [str(error)]
    return [*torn, *_told(study, key, go_on, _WHOLE, "foreign_key_check")]


def _told(path: Path, key: StudyKey, go_on: GoOn, *pragmas: str) -> list[str]:
    found: list[str] = []
    try:
        with opened_raw(path, key, go_on) as connection:
            for pragma in pragmas:
                rows = connection.execute(f"PRAGMA {pragma}").fetchall()
                found += [" ".join(map(str, row)) for row in rows if tuple(row) != ("ok",)]
    except StudyUnreadable as error:
        found.append(str(error))
    return found


def fold_journal(path: Path, key: StudyKey) -> None:
    """Leave ``path`` as one file: what its write-ahead log holds goes into it.

    Raises:
        StudyUnreadable: damaged, or not opened by this key.
        NotWritten: the disk refuses.
    """
    with opened_raw(path, key) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    for suffix in ("-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Have the disk keep what was written to ``path``."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
