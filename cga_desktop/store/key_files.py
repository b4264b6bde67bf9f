"""The files that keep a study's wrapped key: one beside the study, one in the program's folder."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from cga_desktop.domain.errors import NotWritten, StudyUnreadable, reason
from cga_desktop.i18n import _
from cga_desktop.settings import home
from cga_desktop.store.keys import SALT_BYTES, key_file, salt_of

_LARGEST_FILE = 16 * 1024
_PAGE = 4096
"""Size of SQLCipher's pages: a study is a whole number of them."""


def _own_copy(salt: bytes) -> Path:
    return home() / "clés" / f"{salt.hex()}.cle"


def keep_wrapped(study: Path, text: str, salt: bytes) -> None:
    """Write the wrapped key beside the study and in the program's own folder, durably.

    Raises:
        NotWritten: the disk refuses.
    """
    try:
        for path in (_own_copy(salt), key_file(study)):
            _write(path, text)
    except OSError as error:
        raise NotWritten(
            _(
                "Le fichier de clé de l’étude n’a pas pu être écrit dans « {folder} » : {reason}. "
                "Choisissez un autre dossier."
            ).format(folder=study.parent, reason=reason(error))
        ) from error


def write_beside(study: Path, text: str) -> None:
    """Write the wrapped key beside a study alone, durably.

    Raises:
        OSError: the disk refuses.
    """
    _write(key_file(study), text)


def forget_wrapped(study: Path, salt: bytes) -> None:
    """Remove the wrapped key of a study that was never finished."""
    for path in (_own_copy(salt), key_file(study)):
        with suppress(OSError):
            path.unlink()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".tmp")
    try:
        with partial.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(path)
    except OSError:
        with suppress(OSError):
            partial.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a new name durable; Windows does it by itself and opens no folder."""
    if sys.platform == "win32":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def file_salt(study: Path) -> bytes:
    """The first 16 bytes of a study file, in clear by SQLCipher's format.

    Raises:
        StudyUnreadable: the file cannot be read or is too short to be a study.
    """
    try:
        with study.open("rb") as file:
            salt = file.read(SALT_BYTES)
    except OSError as error:
        raise StudyUnreadable(
            _("L’étude « {study} » ne peut pas être lue : {reason}.").format(
                study=study, reason=reason(error)
            )
        ) from error
    if len(salt) < SALT_BYTES or salt.startswith(b"SQLite format 3"):
        raise _not_a_study(study)
    return salt


def wrapped_keys(study: Path) -> list[str]:
    """The wrapped keys of ``study``: of the key file beside it, and the program's own copy.

    Raises:
        StudyUnreadable: there is none, or none that belongs to this study.
    """
    salt = file_salt(study)
    texts: list[str] = []
    problem = _no_key(study)
    for path in (key_file(study), _own_copy(salt)):
        try:
            text = _bounded_text(path)
            belongs = salt_of(text) == salt
        except OSError:
            continue
        except StudyUnreadable as damaged:
            problem = damaged
            continue
        if not belongs:
            problem = _key_of_another_study(path)
        elif text not in texts:
            texts.append(text)
    if texts:
        return texts
    raise problem if study.stat().st_size % _PAGE == 0 else _not_a_study(study)


def _bounded_text(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_LARGEST_FILE).decode("utf-8", "replace")


def mend_copies(study: Path, salt: bytes) -> None:
    """Put back whichever of the two key files is missing, where the disk lets us."""
    beside, own = key_file(study), _own_copy(salt)
    for source, missing in ((beside, own), (own, beside)):
        with suppress(OSError, StudyUnreadable):
            text = _bounded_text(source)
            if not missing.exists() and salt_of(text) == salt:
                _write(missing, text)


def _no_key(study: Path) -> StudyUnreadable:
    return StudyUnreadable(
        _(
            "Le fichier de clé « {name} » manque à côté de l’étude. L’étude est intacte : "
            "recopiez aussi ce fichier, puis rouvrez-la."
        ).format(name=key_file(study).name)
    )


def _key_of_another_study(path: Path) -> StudyUnreadable:
    return StudyUnreadable(
        _(
            "Le fichier de clé « {name} » est celui d’une autre étude. L’étude n’a pas été "
            "touchée : remettez à côté d’elle son propre fichier de clé."
        ).format(name=path.name)
    )


def _not_a_study(study: Path) -> StudyUnreadable:
    return StudyUnreadable(
        _("« {study} » n’est pas une étude de CGA Terrain. Le fichier n’a pas été touché.").format(
            study=study.name
        )
    )
