"""Copies of a study: made by themselves every day, made on demand, restored into a new study."""

from dataclasses import dataclass
from pathlib import Path

from cga_desktop.domain.backups import COPY_SUFFIX, Backup, Restored, Why
from cga_desktop.domain.errors import PlaceRefused
from cga_desktop.domain.study_files import SUFFIX
from cga_desktop.i18n import _
from cga_desktop.store import backups
from cga_desktop.store.closed_files import GoOn, carry_on
from cga_desktop.store.database import Database
from cga_desktop.store.restoring import restore_copy


@dataclass(frozen=True, slots=True)
class Kept:
    """What there is against accidents.

    Attributes:
        folder: where the next copy goes.
        copies: every copy of this study found, newest first.
    """

    folder: Path
    copies: tuple[Backup, ...]


def back_up_today(database: Database, go_on: GoOn = carry_on) -> Backup | None:
    """Make today's copy where there is none yet; None where there is.

    Raises:
        NotWritten: the disk refuses, or the chosen folder is not there.
        StudyUnreadable: the study is damaged.
    """
    return backups.back_up_if_due(database.path, database.key, go_on)


def back_up_now(database: Database, go_on: GoOn = carry_on) -> Backup:
    """Make one more of the copies that the program keeps.

    Raises:
        NotWritten: the disk refuses, or the chosen folder is not there.
        StudyUnreadable: the study is damaged.
    """
    return backups.back_up(database.path, database.key, why=Why.BY_HAND, go_on=go_on)


def copy_study(database: Database, out: Path, go_on: GoOn = carry_on) -> Backup:
    """Write a copy to take elsewhere: one file, with recordings and photos.

    Raises:
        PlaceRefused: something lies there already.
        NotWritten: the disk refuses; nothing is left of the copy.
        StudyUnreadable: the study is damaged.
    """
    out = copy_path(out)
    if out.exists():
        raise PlaceRefused(
            _("« {path} » existe déjà et n’a pas été touché : choisissez un autre nom.").format(
                path=out
            )
        )
    return backups.make_copy(
        database.path, database.key, out, why=Why.BY_HAND, media=True, go_on=go_on
    )


def copy_path(out: Path) -> Path:
    """The file of a copy: as given, or with the suffix of copies where it has none."""
    return out if out.suffix or out.is_file() else out.with_name(out.name + COPY_SUFFIX)


def kept_backups(database: Database) -> Kept:
    """The copies of a study that are kept, and where the next one goes."""
    salt = database.key.salt
    return Kept(
        backups.folder_of(database.path, salt, backups.roots()[0]),
        tuple(backups.all_copies(database.path, salt)),
    )


def restore(copy: Path, out: Path, go_on: GoOn = carry_on) -> Restored:
    """Make a copy a new study; an older one is brought to this version when it is opened.

    Raises:
        PlaceRefused: something lies there already, or a study must not lie there.
        UnreadableFile: not a copy, or a damaged one.
        StudyTooNew: the copy was made by a newer version of the program.
        NotWritten: the disk refuses; nothing of the study stays behind.
    """
    return restore_copy(copy, out if out.suffix else out.with_name(out.name + SUFFIX), go_on)
