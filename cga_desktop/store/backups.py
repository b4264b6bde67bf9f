"""The copies of a study that the program keeps: made verified, thinned out, found again.

They lie in one folder for each study, ``<folder of copies>/Bondy-1a2b3c4d/``, whose name ends with
the study's salt, so that they are found again whatever the study is called. Recordings and photos,
which never change, are kept once for all copies in its folder ``media``.
"""

import hashlib
import os
import re
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from cga_desktop.domain.backups import COPY_SUFFIX, Backup, Why, is_due, to_keep
from cga_desktop.domain.errors import (
    NotWritten,
    StudyUnreadable,
    UserError,
    reason,
)
from cga_desktop.i18n import _
from cga_desktop.settings import backups_folder, home, load_settings, make_folder
from cga_desktop.store import key_files
from cga_desktop.store.backup_files import (
    MEDIA_NAME,
    Fill,
    Manifest,
    digest_of,
    poured,
    read_manifest,
    write_copy,
)
from cga_desktop.store.closed_files import (
    GoOn,
    carry_on,
    copy_whole,
    opened_raw,
    problems_of,
    torn_pages,
)
from cga_desktop.store.keys import StudyKey
from cga_desktop.store.media import media_folder
from cga_desktop.store.migrations import newest_schema
from cga_desktop.store.private_files import create_empty, sync_folder

_SALT_SHOWN = 8
"""Hexadecimal digits of the salt in a folder's name: two studies of one name stay apart."""
MEDIA = "media"
_ABANDONED_S = 24 * 3600
"""After this long, what a crash left half-written is nobody's."""
_LONGEST_STEM = 60
_PLACE_BYTES = 16


def default_root() -> Path:
    """Where copies lie unless their owner chose a folder."""
    return backups_folder()


def roots() -> list[Path]:
    """Where copies may lie: the folder chosen, where there is one, then the program's own."""
    chosen = load_settings().backup_folder
    return [*([Path(chosen)] if chosen else []), backups_folder()]


def folder_of(study: Path, salt: bytes, root: Path) -> Path:
    """The folder of the copies of the study at this path, under ``root``; it may not be there."""
    return root / f"{_stem(study)}{_suffix(salt)}"


def _suffix(salt: bytes) -> str:
    return f"-{salt.hex()[:_SALT_SHOWN]}"


def _stem(study: Path) -> str:
    return re.sub(r"[^\w \-–’'().]", "_", study.stem)[:_LONGEST_STEM].strip() or "étude"


def folders_of(study: Path, salt: bytes) -> list[Path]:
    """Every folder that has copies of a study, whatever it was called then; its own name first."""
    found: list[Path] = []
    for root in dict.fromkeys(roots()):
        own = folder_of(study, salt, root)
        with suppress(OSError):
            named = (one for one in root.iterdir() if one.name.endswith(_suffix(salt)))
            there = (one for one in named if one.is_dir())
            found += sorted(there, key=lambda one: (one.name != own.name, one.name))
    return found


def media_of(folder: Path) -> dict[str, Path]:
    """The recordings and photos in ``folder``, by name; none where there is no such folder."""
    with suppress(OSError):
        return {one.name: one for one in sorted(folder.iterdir()) if MEDIA_NAME.fullmatch(one.name)}
    return {}


def kept_copies(folder: Path, salt: bytes) -> list[Backup]:
    """The copies of one study in ``folder``, newest first; the unreadable are passed by."""
    found = [copy for copies in _by_place(folder, salt).values() for copy in copies]
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def _by_place(folder: Path, salt: bytes) -> dict[str, list[Backup]]:
    """The copies of one study in ``folder`` by where it lay then, each newest first."""
    found: dict[str, list[Backup]] = {}
    for path in copy_files(folder):
        with suppress(UserError, OSError):
            manifest = read_manifest(path)
            if manifest.salt == salt.hex():
                found.setdefault(manifest.place, []).append(_backup(path, manifest))
    for copies in found.values():
        copies.sort(key=lambda one: one.made_at, reverse=True)
    return found


def all_copies(study: Path, salt: bytes) -> list[Backup]:
    """The copies of a study, wherever they are kept, newest first."""
    found = [one for folder in folders_of(study, salt) for one in kept_copies(folder, salt)]
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def copy_files(folder: Path) -> list[Path]:
    """Every file in ``folder`` that is called a copy."""
    with suppress(OSError):
        return sorted(one for one in folder.iterdir() if one.name.endswith(COPY_SUFFIX))
    return []


def _backup(path: Path, manifest: Manifest) -> Backup:
    size = path.stat().st_size
    return Backup(path, manifest.made_at, manifest.why, size, len(manifest.media_names))


@contextmanager
def refusals_said(folder: Path) -> Generator[None]:
    """What the disk refuses of a copy in ``folder`` becomes a sentence (``NotWritten``)."""
    try:
        yield
    except OSError as error:
        raise NotWritten(
            _(
                "La copie de sauvegarde n’a pas pu être écrite dans « {folder} » : {reason}. "
                "L’étude elle-même est enregistrée."
            ).format(folder=folder, reason=reason(error))
        ) from error


def make_copy(
    study: Path, key: StudyKey, target: Path, *, why: Why, media: bool, go_on: GoOn = carry_on
) -> Backup:
    """Make a verified copy of ``study``, open or not, as the file ``target``.

    The study is copied beside ``target``, opened there with its key and looked over page by page;
    it goes into the copy, which is read back from the disk and compared, and only then takes its
    name.

    Args:
        study: the study's file.
        key: what opens it.
        target: the copy's file; replaced where there is one.
        why: what it is made for.
        media: whether recordings and photos go into the file, to be taken elsewhere with it.
        go_on: called often; raises where somebody asked to stop.

    Raises:
        NotWritten: the disk refuses; nothing is left of the copy.
        StudyUnreadable: the study is damaged.
    """
    base = target.with_name(target.name + ".base.tmp")
    with refusals_said(target.parent):
        target.parent.stat()  # a drive that is not there is said before anything is done
        base.unlink(missing_ok=True)
        files = media_of(media_folder(study))
        if torn_pages(study, key, go_on):
            raise _unsound(study)
        try:
            create_empty(base)
            copy_whole(study, key, base, go_on)
            refuse_unsound(study, base, key, go_on)
            manifest = _manifest(study, base, key, why=why, go_on=go_on)
            write_copy(
                target,
                manifest,
                key_text=_key_text(study, key),
                database=poured(base, go_on),
                media={name: poured(path, go_on) for name, path in files.items()} if media else {},
                go_on=go_on,
            )
        finally:
            with suppress(OSError):
                base.unlink(missing_ok=True)
        return _backup(target, manifest)


def _manifest(study: Path, base: Path, key: StudyKey, *, why: Why, go_on: GoOn) -> Manifest:
    return Manifest(
        made_at=datetime.now(UTC),
        salt=key.salt.hex(),
        blake2b=digest_of(base, go_on),
        size=base.stat().st_size,
        why=why,
        place=_place(study, key),
        media=tuple(media_of(media_folder(study))),
    )


def _place(study: Path, key: StudyKey) -> str:
    where = os.fsencode(os.path.realpath(study))
    return hashlib.blake2b(where, key=key.key, digest_size=_PLACE_BYTES).hexdigest()


def _key_text(study: Path, key: StudyKey) -> str:
    """The wrapped key that goes with a copy; without one, only this computer's keyring opens it."""
    with suppress(StudyUnreadable):
        return key_files.newest_wrapped(study, key)
    return ""


def refuse_unsound(study: Path, base: Path, key: StudyKey, go_on: GoOn = carry_on) -> None:
    """Look over ``base``, which is to be a copy of ``study``.

    Raises:
        StudyUnreadable: it is not sound.
    """
    if problems_of(base, key, go_on):
        raise _unsound(study)


def _unsound(study: Path) -> StudyUnreadable:
    return StudyUnreadable(
        _(
            "L’étude « {name} » est abîmée : sa copie n’est pas gardée. L’étude n’a pas été "
            "modifiée ; les copies d’avant sont gardées."
        ).format(name=study.name)
    )


def back_up(study: Path, key: StudyKey, *, why: Why, go_on: GoOn = carry_on) -> Backup:
    """Make one of the copies that the program keeps, then let go of those not worth keeping.

    Raises:
        NotWritten: the disk refuses, or the folder chosen is not there.
        StudyUnreadable: the study is damaged.
    """
    return _back_up_in(folder_of(study, key.salt, roots()[0]), study, key, why=why, go_on=go_on)


def _back_up_in(
    folder: Path, study: Path, key: StudyKey, *, why: Why, go_on: GoOn = carry_on
) -> Backup:
    with refusals_said(folder):
        # A chosen drive that is not plugged in must not be made up on the disk under it.
        if folder.is_relative_to(home()):
            make_folder(folder)
        folder.parent.mkdir(exist_ok=True)
        folder.mkdir(exist_ok=True)
        _clear_abandoned(folder)
        made = make_copy(
            study, key, _free_name(folder, study, why), why=why, media=False, go_on=go_on
        )
        _keep_media(media_folder(study), folder / MEDIA, go_on)
    thin_out(folder, key.salt)
    return made


def _free_name(folder: Path, study: Path, why: Why) -> Path:
    moment = datetime.now(UTC).astimezone().strftime("%Y-%m-%d %Hh%Mm%S")
    note = _(" avant mise à jour") if why is Why.MIGRATION else ""
    path = folder / f"{_stem(study)} {moment}{note}{COPY_SUFFIX}"
    number = 2
    while path.exists():
        path = folder / f"{_stem(study)} {moment}{note} {number}{COPY_SUFFIX}"
        number += 1
    return path


def _clear_abandoned(folder: Path) -> None:
    for one in (*folder.glob("*.tmp"), *(folder / MEDIA).glob("*.tmp")):
        with suppress(OSError):
            if time.time() - one.stat().st_mtime > _ABANDONED_S:
                one.unlink()


def _keep_media(source: Path, folder: Path, go_on: GoOn) -> None:
    there = media_of(folder)
    for name, path in media_of(source).items():
        if name not in there:
            folder.mkdir(exist_ok=True)
            copy_medium(poured(path, go_on), folder / name)


def copy_medium(fill: Fill, target: Path) -> bool:
    """Write a recording or photo where it is not yet; False where it is not what its name says.

    Raises:
        OSError: the disk refuses.
    """
    partial = target.with_name(target.name + ".tmp")
    try:
        with partial.open("wb") as out:
            fill(out)
            out.flush()
            os.fsync(out.fileno())
        if digest_of(partial) != target.stem:
            return False
        partial.replace(target)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    sync_folder(target.parent)
    return True


def thin_out(folder: Path, salt: bytes) -> None:
    """Remove the copies that ``to_keep`` lets go, and media that no copy left refers to.

    The last copy made before an update is always kept. Copies of a study that lay elsewhere are
    counted apart: it may be another one, restored from a copy. What the disk does not let go stays.
    """
    for copies in _by_place(folder, salt).values():
        keep = to_keep([one.made_at for one in copies], datetime.now(UTC).astimezone())
        keep |= {one.made_at for one in [one for one in copies if one.why is Why.MIGRATION][:1]}
        for one in copies:
            if one.made_at not in keep:
                with suppress(OSError):
                    one.path.unlink()
    _drop_unwanted_media(folder)


def _drop_unwanted_media(folder: Path) -> None:
    wanted: set[str] = set()
    for path in copy_files(folder):
        try:
            wanted |= set(read_manifest(path).media_names)
        except (UserError, OSError):
            return  # whatever an unreadable copy refers to is kept with it
    for name, path in media_of(folder / MEDIA).items():
        if name not in wanted:
            with suppress(OSError):
                path.unlink()


def back_up_if_due(study: Path, key: StudyKey, go_on: GoOn = carry_on) -> Backup | None:
    """Make today's copy where there is none yet in the folder of copies.

    Raises:
        NotWritten: the disk refuses, or the folder chosen is not there.
        StudyUnreadable: the study is damaged.
    """
    folder = folder_of(study, key.salt, roots()[0])
    made = _by_place(folder, key.salt).get(_place(study, key), [])
    if not is_due([one.made_at for one in made], datetime.now(UTC).astimezone()):
        return None
    return back_up(study, key, why=Why.DAILY, go_on=go_on)


def copy_before_migration(study: Path, key: StudyKey) -> Backup | None:
    """Copy a study that opening will bring to a newer schema; None where it has the newest.

    Raises:
        NotWritten: no disk takes the copy; the study must not be changed then.
        StudyUnreadable: the study is damaged, or not opened by this key.
    """
    with opened_raw(study, key) as connection:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
    return before_migration(study, key) if 0 < schema < newest_schema() else None


def before_migration(study: Path, key: StudyKey) -> Backup:
    """Copy a study that is about to be brought to a newer schema, before its first step.

    Where the folder chosen does not answer, the program's own takes the copy.

    Raises:
        NotWritten: no disk takes it; the study must not be changed then.
        StudyUnreadable: the study is damaged.
    """
    *chosen, own = [folder_of(study, key.salt, root) for root in roots()]
    for folder in chosen:
        with suppress(NotWritten):
            return _back_up_in(folder, study, key, why=Why.MIGRATION)
    return _back_up_in(own, study, key, why=Why.MIGRATION)
