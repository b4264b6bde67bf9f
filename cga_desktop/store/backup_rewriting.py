"""Copies that are kept, altered where they lie: another wrapped key, or something truly deleted."""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cga_desktop.domain.errors import StudyTooNew, StudyUnreadable, UnreadableFile
from cga_desktop.store.backup_files import (
    digest_of,
    opened_copy,
    poured,
    read_manifest,
    write_copy,
)
from cga_desktop.store.backups import MEDIA, copy_files, media_of, refusals_said, refuse_unsound
from cga_desktop.store.closed_files import GoOn, carry_on, fold_journal, sync_file
from cga_desktop.store.keys import StudyKey
from cga_desktop.store.private_files import create_empty


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What became of the copies in a folder: those changed, and those that could not be read."""

    done: tuple[Path, ...]
    unreadable: tuple[Path, ...]


def rewrap_backups(folder: Path, key: StudyKey, wrapped: str, go_on: GoOn = carry_on) -> Rewritten:
    """Give every copy of this study in ``folder`` another wrapped key, for a new passphrase.

    Each copy is written anew, so that the key wrapped by the old passphrase is in none.

    Raises:
        NotWritten: the disk refuses; the copies not done yet are as they were.
    """
    return _for_each(folder, key, partial(_rewrap, wrapped=wrapped, go_on=go_on))


def _rewrap(path: Path, *, wrapped: str, go_on: GoOn) -> None:
    with opened_copy(path) as copy:
        write_copy(
            path,
            copy.manifest,
            key_text=wrapped,
            database=partial(copy.database_to, go_on=go_on),
            media={name: partial(copy.medium_to, name, go_on=go_on) for name in copy.media},
            go_on=go_on,
        )


def rewrite_backups(
    folder: Path,
    key: StudyKey,
    change: Callable[[Path], None],
    *,
    without_media: Collection[str] = (),
    go_on: GoOn = carry_on,
) -> Rewritten:
    """Alter the study in every copy of it in ``folder``, durably; for real deletion.

    Args:
        folder: one of ``folders_of``.
        key: the study's key.
        change: alters the study's file that it is given, which may have any past schema and must
            be closed again when it returns. Its write-ahead log is folded in afterwards.
        without_media: names of recordings and photos that no copy may keep.
        go_on: called often; raises where somebody asked to stop.

    Raises:
        NotWritten: the disk refuses; the copies not done yet are as they were.

    A copy in which there is no sound study, or which ``change`` does not leave one in, is as it
    was, and said to be unreadable.
    """
    gone = frozenset(without_media)
    done = _for_each(folder, key, partial(_rewrite, key=key, change=change, gone=gone, go_on=go_on))
    for name in gone & set(media_of(folder / MEDIA)):
        with refusals_said(folder):
            (folder / MEDIA / name).unlink(missing_ok=True)
    return done


def _rewrite(
    path: Path,
    *,
    key: StudyKey,
    change: Callable[[Path], None],
    gone: frozenset[str],
    go_on: GoOn,
) -> None:
    base = path.with_name(path.name + ".base.tmp")
    try:
        with opened_copy(path) as copy:
            manifest, key_text = copy.manifest, copy.key_text
            base.unlink(missing_ok=True)
            create_empty(base)
            with base.open("wb") as out:
                copy.database_to(out, go_on)
            inside = [name for name in copy.media if name not in gone]
            change(base)
            fold_journal(base, key)
            refuse_unsound(path, base, key, go_on)
            sync_file(base)
            altered = manifest.model_copy(
                update={
                    "blake2b": digest_of(base, go_on),
                    "size": base.stat().st_size,
                    "media": tuple(one for one in manifest.media_names if one not in gone),
                }
            )
            write_copy(
                path,
                altered,
                key_text=key_text,
                database=poured(base, go_on),
                media={name: partial(copy.medium_to, name, go_on=go_on) for name in inside},
                go_on=go_on,
            )
    finally:
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                base.with_name(base.name + suffix).unlink(missing_ok=True)


def _for_each(folder: Path, key: StudyKey, work: Callable[[Path], None]) -> Rewritten:
    done: list[Path] = []
    unreadable: list[Path] = []
    for path in copy_files(folder):
        with refusals_said(folder):
            try:
                if read_manifest(path).salt != key.salt.hex():
                    continue
                work(path)
            except (UnreadableFile, StudyTooNew, StudyUnreadable):
                unreadable.append(path)
            else:
                done.append(path)
    return Rewritten(tuple(done), tuple(unreadable))
