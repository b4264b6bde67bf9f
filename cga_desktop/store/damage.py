"""A damaged study: told from a wrong key, moved aside and never deleted, built anew beside it.

The new file is complete and verified before anything is moved; from then on each step can be cut
short at any moment and is finished at the next opening (``finish``).
"""

import os
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cga_desktop.domain.backups import Backup
from cga_desktop.domain.errors import NotWritten, StudyUnreadable, UserError, reason
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import _
from cga_desktop.store import keys
from cga_desktop.store.backup_files import opened_copy
from cga_desktop.store.backups import all_copies
from cga_desktop.store.closed_files import (
    GoOn,
    carry_on,
    fold_journal,
    opened_raw,
    problems_of,
    sync_file,
    torn_pages,
)
from cga_desktop.store.database import Database
from cga_desktop.store.key_files import file_salt
from cga_desktop.store.keys import StudyKey
from cga_desktop.store.log.capture import WritingSession
from cga_desktop.store.private_files import create_empty, sync_folder, tighten
from cga_desktop.store.salvage.mending import Mended, mend, titles
from cga_desktop.store.salvage.pages import Pages
from cga_desktop.store.salvage.tables import Salvage

_BUILDING, _BUILT = ".reparation.tmp", ".reparee"
_LOGS = ("-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Built:
    """A study built anew, not yet in its place.

    Attributes:
        mended: what was put back and what was not.
        older: titles of what may be older than it was.
        emptied: titles of what others refer to and of which nothing else was left.
        copy_made_at: when the copy it was built from had been made; none without one.
        pages: pages of the damaged file.
        unread: those of them that are damaged.
    """

    mended: Mended
    older: tuple[str, ...]
    emptied: tuple[str, ...]
    copy_made_at: datetime | None
    pages: int
    unread: int


def opens_pages(study: Path, key: StudyKey) -> bool:
    """Whether ``key`` reads at least one page: what does not open is then damaged, not foreign."""
    try:
        with closing(Pages(study, key)) as pages:
            return next(pages.intact(), None) is not None
    except OSError:
        return False


def is_sound(study: Path, key: StudyKey) -> bool:
    """Whether nothing at all is wrong with a study that nobody has open.

    SQLCipher is given the salt with the key, and so does not miss it at the file's beginning.
    """
    try:
        if file_salt(study) != key.salt:
            return False
        return not torn_pages(study, key) and not problems_of(study, key)
    except StudyUnreadable:
        return False


Complete = Callable[[WritingSession, frozenset[str]], None]
"""Adds what a study cannot be without, of the kinds of which nothing at all was left."""


def build_anew(study: Path, key: StudyKey, complete: Complete, go_on: GoOn = carry_on) -> Built:
    """Build a whole study from the last good copy and what can be read; ``put_in_place`` it then.

    Raises:
        NotWritten: the disk refuses; nothing was changed.
        StudyUnreadable: nothing at all could be read and there is no copy.
    """
    building = study.with_name(study.name + _BUILDING)
    try:
        _clear(building)
        with closing(Pages(study, key)) as pages:
            salvage = Salvage(pages, _newest_tables(building, key))
            base = _good_copy(study, key, _numbers(salvage), building, go_on)
            intact = sum(1 for _page in pages.intact())
            if base is None:
                if not intact:
                    raise _nothing_left(study)
                create_empty(building)
            tighten(building)
            mended, older, emptied = _mended(building, key, salvage, complete, go_on)
            built = Built(
                mended=mended,
                older=older,
                emptied=emptied,
                copy_made_at=base and base.made_at,
                pages=pages.count,
                unread=pages.count - intact,
            )
        _finish_building(building, key)
        building.replace(study.with_name(study.name + _BUILT))
        sync_folder(study.parent)
    except OSError as error:
        raise NotWritten(
            _(
                "L’étude n’a pas pu être réparée dans « {folder} » : {reason}. Rien n’a été "
                "modifié."
            ).format(folder=study.parent, reason=reason(error))
        ) from error
    finally:
        _clear(building)
    return built


def _clear(building: Path) -> None:
    for suffix in ("", *_LOGS, "-journal"):
        with suppress(OSError):
            building.with_name(building.name + suffix).unlink(missing_ok=True)


def _nothing_left(study: Path) -> StudyUnreadable:
    return StudyUnreadable(
        _(
            "Rien ne peut être lu de « {name} », et aucune copie de sauvegarde n’a été trouvée. "
            "Le fichier n’a pas été touché : gardez-le, et cherchez une copie ailleurs."
        ).format(name=study.name)
    )


def _numbers(salvage: Salvage) -> dict[int, str]:
    """The operations that can still be read: their numbers and what names them for ever."""
    return {
        number: uid
        for row in salvage.rows("operation")
        if isinstance(number := row.get("id"), int) and isinstance(uid := row.get("uid"), str)
    }


def _good_copy(
    study: Path, key: StudyKey, numbers: dict[int, str], building: Path, go_on: GoOn
) -> Backup | None:
    """The newest copy that is sound and of this very study, laid at ``building``.

    A study restored from a copy has the same key as the one it comes from, and copies of its own:
    they part where the same number names different operations.
    """
    for copy in all_copies(study, key.salt):
        go_on()
        with suppress(UserError):
            with opened_copy(copy.path) as found, building.open("wb") as out:
                found.database_to(out, go_on)
            if not problems_of(building, key, go_on) and _agrees(building, key, numbers):
                return copy
        _clear(building)
    return None


def _agrees(copy: Path, key: StudyKey, numbers: dict[int, str]) -> bool:
    with opened_raw(copy, key) as connection:
        log = "SELECT 1 FROM sqlite_schema WHERE name = 'operation'"
        if connection.execute(log).fetchone() is None:
            return True
        rows = connection.execute("SELECT id, uid FROM operation")
        return all(numbers.get(number, uid) == uid for number, uid in rows)


def _mended(
    building: Path, key: StudyKey, salvage: Salvage, complete: Complete, go_on: GoOn
) -> tuple[Mended, tuple[str, ...], tuple[str, ...]]:
    """What was done, and the titles of what may be older and of what was emptied."""
    database = Database.open(building, key)
    try:
        with database.writing(Verb.REPAIR) as session:
            mended = mend(session, salvage, go_on)
            complete(session, mended.empty)
        with database.reading() as session:
            connection = session.connection()
            return mended, titles(connection, mended.older), titles(connection, mended.emptied)
    finally:
        database.close()


def _newest_tables(building: Path, key: StudyKey) -> dict[str, str]:
    """How this version makes its tables, for what the damaged file no longer says of its own."""
    try:
        Database.open(building, key).close()
        with opened_raw(building, key) as connection:
            asked = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL"
            return dict(connection.execute(asked).fetchall())
    finally:
        _clear(building)


def _finish_building(building: Path, key: StudyKey) -> None:
    fold_journal(building, key)
    if problems_of(building, key):
        raise StudyUnreadable(
            _(
                "La réparation n’a pas donné une étude en bon état. Rien n’a été modifié : "
                "restaurez une copie de sauvegarde."
            )
        )
    sync_file(building)


def aside_of(study: Path, moment: datetime) -> Path:
    """Where a damaged study is moved: « Bondy (abîmée 2026-11-23 14h05).cgaetude »."""
    when = moment.strftime("%Y-%m-%d %Hh%M")
    path = study.with_name(_("{stem} (abîmée {when}){suffix}").format(
        stem=study.stem, when=when, suffix=study.suffix
    ))  # fmt: skip
    number = 2
    while os.path.lexists(path):
        path = study.with_name(
            _("{stem} (abîmée {when}, {number}){suffix}").format(
                stem=study.stem, when=when, number=number, suffix=study.suffix
            )
        )
        number += 1
    return path


def put_in_place(study: Path, moment: datetime) -> Path:
    """Move the damaged file aside, with its log and its key, and the new one into its place.

    Answers where the damaged one is now. At every instant a file has the study's name.

    Raises:
        NotWritten: the disk refuses; what was done is finished at the next opening.
    """
    aside = aside_of(study, moment)
    try:
        with suppress(FileNotFoundError):
            shutil.copyfile(keys.key_file(study), keys.key_file(aside))
            tighten(keys.key_file(aside))
        _second_name(study, aside)
        for suffix in _LOGS:
            with suppress(FileNotFoundError):
                study.with_name(study.name + suffix).replace(aside.with_name(aside.name + suffix))
        study.with_name(study.name + _BUILT).replace(study)
        sync_folder(study.parent)
    except OSError as error:
        raise NotWritten(
            _(
                "L’étude réparée n’a pas pu prendre sa place : {reason}. Rien n’est perdu : "
                "rouvrez l’étude, la réparation se terminera."
            ).format(reason=reason(error))
        ) from error
    return aside


def _second_name(study: Path, aside: Path) -> None:
    """The damaged file under its new name too, so that its name is never without a file."""
    if not study.exists():
        return
    try:
        os.link(study, aside)
    except OSError:  # a disk without second names, as most USB sticks are
        shutil.copyfile(study, aside)
        tighten(aside)
        sync_file(aside)


def finish(study: Path, moment: datetime) -> Path | None:
    """End a repair that was cut short once the new study was whole; None where there is none.

    Raises:
        NotWritten: the disk refuses.
    """
    if not study.with_name(study.name + _BUILT).is_file():
        return None
    return put_in_place(study, moment)
