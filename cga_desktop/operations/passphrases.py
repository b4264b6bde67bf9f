"""Who can open a study: changing its passphrase, making the code of its recovery sheet.

The key of the study never changes, so neither takes longer for a large study; only the small key
file is written anew. Whoever kept an old copy of the study with its key file, and the passphrase or
the sheet of that time, can still read that copy: nothing done here reaches it.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cga_desktop.domain.errors import (
    BadValue,
    NotWritten,
    PlaceRefused,
    StudyTooNew,
    StudyUnreadable,
    UnreadableFile,
    reason,
)
from cga_desktop.domain.recovery_codes import RecoveryCode, fresh_code
from cga_desktop.i18n import _
from cga_desktop.operations.demonstration import demonstration_path
from cga_desktop.operations.studies import check_passphrase
from cga_desktop.store import key_files, keys, recovery
from cga_desktop.store.backup_files import opened_copy
from cga_desktop.store.backup_rewriting import rewrap_backups
from cga_desktop.store.backups import copy_files, folders_of
from cga_desktop.store.closed_files import GoOn, carry_on
from cga_desktop.store.keys import StudyKey
from cga_desktop.store.place import check_place
from cga_desktop.store.private_files import write_durably


def change_passphrase(study: Path, *, old: str, new: str) -> StudyKey:
    """Let ``new`` open the study instead of ``old``; a recovery sheet stays valid.

    Copies kept of it are another matter: see ``renew_copies``.

    Args:
        study: the study file, open or not.
        old: the passphrase until now, or the code of the recovery sheet.
        new: the passphrase from now on.

    Returns:
        The study's key, which is as before.

    Raises:
        WrongPassphrase: ``old`` does not open it.
        BadValue: ``new`` is too short or no other; or this is the demonstration, whose passphrase
            everybody knows.
        StudyUnreadable: not a study, or its key file is missing or damaged.
        NotWritten: the disk refuses; the sentence says which passphrase opens it now.
    """
    _refuse_demonstration(study)
    check_passphrase(new)
    if new == old:
        raise BadValue(
            _("C’est la phrase de passe d’avant : choisissez-en une autre. Rien n’a changé.")
        )
    key = recovery.unlock(key_files.wrapped_keys(study), old)
    text = keys.rewrap(key_files.newest_wrapped(study, key), key, new)
    key_files.replace_wrapped(study, text, key.salt)
    return key


def make_recovery_code(study: Path, *, passphrase: str) -> RecoveryCode:
    """The code of a new recovery sheet, which opens the study instead of that of any sheet before.

    It is kept nowhere: whoever asks for it has it printed, or it is lost.

    Args:
        study: the study file, open or not.
        passphrase: what opens it: nobody makes a sheet of a study that somebody else left open.

    Raises:
        WrongPassphrase: ``passphrase`` does not open it.
        BadValue: this is the demonstration, whose passphrase everybody knows.
        StudyUnreadable: not a study, or its key file is missing or damaged.
        NotWritten: the disk refuses; the sheet before is valid as it was.
    """
    _refuse_demonstration(study)
    key = recovery.unlock(key_files.wrapped_keys(study), passphrase)
    code = fresh_code()
    today = date.today()  # noqa: DTZ011  (the day of whoever prints it)
    text = recovery.with_code(key_files.newest_wrapped(study, key), key, code, today)
    key_files.replace_wrapped(study, text, key.salt)
    return code


def keep_sheet(pdf: bytes, path: Path, *, study: Path) -> None:
    """Write a recovery sheet where its owner wants it, for nobody else on this computer.

    Raises:
        PlaceRefused: in the folder of the study, or in one that is synchronised.
        NotWritten: the disk refuses.
    """
    check_place(path)
    if path.absolute().parent == study.absolute().parent:
        raise PlaceRefused(
            _(
                "Ce dossier est celui de l’étude : qui prendrait l’une prendrait l’autre. "
                "Choisissez une clé USB que vous gardez à part, ou imprimez la feuille."
            )
        )
    try:
        write_durably(path, pdf)
    except OSError as error:
        raise NotWritten(
            _("La feuille n’a pas pu être écrite dans « {folder} » : {reason}.").format(
                folder=path.parent, reason=reason(error)
            )
        ) from error


def recovery_sheet_date(study: Path, key: StudyKey) -> date | None:
    """When the recovery sheet that is valid now was made; None where there is none."""
    try:
        return recovery.made_on(key_files.newest_wrapped(study, key))
    except (StudyUnreadable, OSError):
        return None


def check_opens(study: Path, typed: str) -> None:
    """Whether a passphrase or a recovery code opens the study.

    Raises:
        WrongPassphrase: it does not.
        StudyUnreadable: not a study, or its key file is missing or damaged.
    """
    recovery.unlock(key_files.wrapped_keys(study), typed)


def _refuse_demonstration(study: Path) -> None:
    if study == demonstration_path():
        raise BadValue(
            _(
                "L’étude de démonstration garde sa phrase de passe, que tout le monde connaît : "
                "tout y est inventé."
            )
        )


@dataclass(frozen=True, slots=True)
class CopiesRenewed:
    """What became of the copies kept of a study.

    Attributes:
        done: how many now open by what opens the study.
        left: names of those that still open by what opened it before.
        why: a sentence, where the disk refused.
    """

    done: int
    left: tuple[str, ...] = ()
    why: str = ""


def renew_copies(study: Path, key: StudyKey, *, go_on: GoOn = carry_on) -> CopiesRenewed:
    """Let every backup of a study be opened by what opens the study now, and by nothing else.

    Args:
        study: the study file.
        key: its key.
        go_on: called often; raises where somebody asked to stop.
    """
    text = key_files.newest_wrapped(study, key)
    done, left, refusals = 0, list[str](), list[str]()
    for folder in folders_of(study, key.salt):
        try:
            rewritten = rewrap_backups(folder, key, text, go_on)
        except NotWritten as error:
            left.append(folder.name)
            refusals.append(str(error))
            continue
        done += len(rewritten.done)
        left += [path.name for path in rewritten.unreadable]
    return CopiesRenewed(done, tuple(left), " ".join(refusals))


def copies_behind(study: Path, key: StudyKey) -> bool:
    """Whether a backup that can be read is not opened by just what opens the study now."""
    text = key_files.newest_wrapped(study, key)
    files = (one for folder in folders_of(study, key.salt) for one in copy_files(folder))
    return any(_is_behind(file, key, text) for file in files)


def _is_behind(file: Path, key: StudyKey, text: str) -> bool:
    try:
        with opened_copy(file) as copy:
            return copy.manifest.salt == key.salt.hex() and copy.key_text != text
    except (UnreadableFile, StudyTooNew, OSError):
        return False
