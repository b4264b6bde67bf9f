"""A copy becomes a study again: always a new file, never in place of one."""

import os
import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path

from cga_desktop.domain.backups import Restored
from cga_desktop.domain.errors import (
    NotWritten,
    PlaceRefused,
    StudyUnreadable,
    UnreadableFile,
    reason,
)
from cga_desktop.i18n import _
from cga_desktop.store import key_files, keys
from cga_desktop.store.backup_files import OpenCopy, opened_copy, poured
from cga_desktop.store.backups import MEDIA, copy_medium, media_of
from cga_desktop.store.closed_files import GoOn, carry_on
from cga_desktop.store.media import media_folder
from cga_desktop.store.place import check_place
from cga_desktop.store.private_files import create_empty, sync_folder

_ROOM_LEFT = 16 * 1024 * 1024
"""Bytes that must stay free beside a restored study, for it to be opened."""


def restore_copy(copy: Path, target: Path, go_on: GoOn = carry_on) -> Restored:
    """Make the study in ``copy`` the new file ``target``, with its key file and its media.

    The copy is read to its end and compared with its hash before the study takes its name.

    Raises:
        PlaceRefused: something lies there already, or a study must not lie there.
        UnreadableFile: not a copy, or a damaged one.
        StudyTooNew: the copy was made by a newer version of the program.
        NotWritten: the disk refuses; nothing of the study stays behind.
    """
    check_place(target)
    with opened_copy(copy) as found:
        refuse_taken(target)
        partial_file = target.with_name(target.name + ".restauration.tmp")
        try:
            _make_room(target, found.manifest.size)
            partial_file.unlink(missing_ok=True)
            create_empty(partial_file)
            with partial_file.open("wb") as out:
                found.database_to(out, go_on)
                out.flush()
                os.fsync(out.fileno())
            _give_key(found, target)
            _take_name(partial_file, target)
        except OSError as error:
            raise _not_written(target, error) from error
        finally:
            with suppress(OSError):
                partial_file.unlink(missing_ok=True)
        return _with_media(found, copy, target, go_on)


def refuse_taken(target: Path) -> None:
    """Never write over a study, nor over what belongs to one.

    Raises:
        PlaceRefused: something lies there already.
    """
    for taken in (target, keys.key_file(target), media_folder(target)):
        if os.path.lexists(taken):
            raise PlaceRefused(
                _("« {path} » existe déjà et n’a pas été touché : choisissez un autre nom.").format(
                    path=taken
                )
            )


def _make_room(target: Path, size: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(target.parent).free < size + _ROOM_LEFT:
        raise NotWritten(
            _(
                "Il n’y a pas assez de place dans « {folder} » pour restaurer la copie. Rien n’y a "
                "été écrit : libérez de la place, ou choisissez un autre dossier."
            ).format(folder=target.parent)
        )


def _give_key(found: OpenCopy, target: Path) -> None:
    """The wrapped key beside the study; the program's own copy may know a newer passphrase."""
    text = found.key_text
    with suppress(StudyUnreadable):
        if text and keys.salt_of(text).hex() == found.manifest.salt:
            key_files.write_beside(target, text)


def _take_name(partial_file: Path, target: Path) -> None:
    with target.open("xb"):
        pass  # the name is ours: whoever came first would have been refused here
    partial_file.replace(target)
    sync_folder(target.parent)


def _not_written(target: Path, error: OSError) -> NotWritten:
    with suppress(OSError):
        keys.key_file(target).unlink(missing_ok=True)
    return NotWritten(
        _(
            "La copie n’a pas pu être restaurée dans « {folder} » : {reason}. Rien n’en reste ; la "
            "copie elle-même est intacte."
        ).format(folder=target.parent, reason=reason(error))
    )


def _with_media(found: OpenCopy, copy: Path, target: Path, go_on: GoOn) -> Restored:
    """Recordings and photos, from the copy itself or from the folder beside it."""
    folder, beside = media_folder(target), media_of(copy.parent / MEDIA)
    fills = {name: poured(path, go_on) for name, path in beside.items()}
    fills |= {name: partial(found.medium_to, name, go_on=go_on) for name in found.media}
    wanted = found.manifest.media_names
    missing: list[str] = []
    for name in wanted:
        try:
            folder.mkdir(exist_ok=True)
            kept = name in fills and copy_medium(fills[name], folder / name)
        except (OSError, UnreadableFile):
            kept = False
        if not kept:
            missing.append(name)
    return Restored(target, found.manifest.made_at, len(wanted) - len(missing), tuple(missing))
