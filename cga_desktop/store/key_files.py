"""The files that keep a study's wrapped key: one beside the study, one in the program's folder."""

from contextlib import suppress
from pathlib import Path
from zipfile import is_zipfile

from cga_desktop.domain.errors import NotWritten, StudyUnreadable, reason
from cga_desktop.i18n import _
from cga_desktop.settings import home, make_folder
from cga_desktop.store.keys import (
    SALT_BYTES,
    StudyKey,
    is_genuine,
    key_file,
    revision_of,
    salt_of,
)
from cga_desktop.store.private_files import partial_of, tighten, write_durably

_LARGEST_FILE = 16 * 1024
_ZIP = b"PK\x03\x04"
"""How a copy of a study begins, whatever it is called."""
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


def replace_wrapped(study: Path, text: str, salt: bytes) -> None:
    """Put ``text`` in the place of the wrapped key, beside the study and in the program's folder.

    At every instant each place holds the whole text before or the whole new one. Where the disk
    refuses one of them, the other is put back as it was.

    Raises:
        NotWritten: the disk refuses; the sentence says which passphrase opens the study now.
    """
    places = (_own_copy(salt), key_file(study))
    before = {place: _whole_text(place) for place in places}
    try:
        for place in places:
            _write(place, text)
    except OSError as error:
        put_back = [_put_back(place, kept) for place, kept in before.items()]
        raise _not_replaced(study, error, as_before=all(put_back)) from error


def _whole_text(path: Path) -> str | None:
    try:
        return _bounded_text(path)
    except OSError:
        return None


def _put_back(place: Path, text: str | None) -> bool:
    """Make ``place`` as it was; whether it is."""
    with suppress(OSError):
        if text is None:
            place.unlink(missing_ok=True)
        elif _whole_text(place) != text:
            _write(place, text)
    return _whole_text(place) == text


def _not_replaced(study: Path, error: OSError, *, as_before: bool) -> NotWritten:
    if as_before:
        said = _(
            "Le fichier de clé de l’étude n’a pas pu être écrit dans « {folder} » : {reason}. Rien "
            "n’a changé : la phrase de passe et la feuille de secours d’avant ouvrent toujours "
            "l’étude."
        )
    else:
        said = _(
            "Le disque de « {folder} » s’est arrêté en cours d’écriture : {reason}. L’étude est "
            "intacte et s’ouvre, par la phrase de passe d’avant ou par la nouvelle : essayez "
            "l’une, puis l’autre."
        )
    return NotWritten(said.format(folder=study.parent, reason=reason(error)))


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
    make_folder(path.parent)
    write_durably(path, text.encode())


def file_salt(study: Path) -> bytes:
    """The first 16 bytes of a study file, in clear by SQLCipher's format.

    Where a power cut spoilt them they are those of the key file beside it.

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
    if salt.startswith(_ZIP) and is_zipfile(study):
        raise _rather_a_copy(study)
    if len(salt) < SALT_BYTES or salt.startswith(b"SQLite format 3"):
        raise _not_a_study(study)
    return salt if _own_copy(salt).exists() else _unspoilt(study) or salt


def _unspoilt(study: Path) -> bytes | None:
    """The salt in the key file beside, where the file's own may have been in the writing.

    A log beside the study says that it was not closed: what was being folded into the file when
    the power went, its first sector perhaps, is whole in there. A wrong guess opens nothing.
    """
    with suppress(OSError, StudyUnreadable):
        if study.with_name(study.name + "-wal").stat().st_size:
            return salt_of(_bounded_text(key_file(study)))
    return None


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


def renew_copies(study: Path, key: StudyKey) -> None:
    """Give both places the newest wrapping of ``key``, where the disk lets us.

    So a change of passphrase that was cut short is completed, and one that was made on another
    computer makes the passphrase before it useless on this one. Only a text that proves to be
    written by somebody who had the key takes the place of another, and only of an older one.
    """
    places = (key_file(study), _own_copy(key.salt))
    texts = {place: text for place in places if (text := _whole_text(place)) is not None}
    genuine = [text for text in texts.values() if is_genuine(text, key)]
    newest = max(genuine, key=revision_of, default=None)
    if newest is None:
        return
    for place, text in texts.items():
        with suppress(OSError, StudyUnreadable):
            partial_of(place).unlink(missing_ok=True)
            if salt_of(text) == key.salt and revision_of(text) < revision_of(newest):
                _write(place, newest)


def newest_wrapped(study: Path, key: StudyKey) -> str:
    """The wrapping of ``key`` that is valid now: what another one is to be made from.

    Raises:
        StudyUnreadable: there is none, or none that belongs to this study.
    """
    texts = wrapped_keys(study)
    genuine = [text for text in texts if is_genuine(text, key)]
    return max(genuine, key=revision_of, default=texts[0])


def close_to_others(study: Path) -> None:
    """Let only their owner read a study, what SQLite keeps beside it, and both its key files."""
    tighten(
        *(study.with_name(study.name + suffix) for suffix in ("", "-wal", "-shm")),
        key_file(study),
        _own_copy(file_salt(study)),
    )


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


def _rather_a_copy(study: Path) -> StudyUnreadable:
    return StudyUnreadable(
        _(
            "« {study} » semble être une copie de sauvegarde : « Restaurer une copie » en fait une "
            "étude. Le fichier n’a pas été touché."
        ).format(study=study.name)
    )


def _not_a_study(study: Path) -> StudyUnreadable:
    return StudyUnreadable(
        _("« {study} » n’est pas une étude de CGA Terrain. Le fichier n’a pas été touché.").format(
            study=study.name
        )
    )
