"""Rescue files: what was typed while the study's own disk refused to take it.

One file for each study and process, sealed with AES-256-GCM under a key of its own, which HKDF
(RFC 5869) derives from the study's: whoever cannot open the study reads nothing in it either. It
lies in the program's own folder; where that disk refuses too, in the system's temporary one.

Another file of the same name says, while its process lives, that the study is open: one that
nobody holds was left by a process that ended without closing the study.
"""

import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cga_desktop.domain.errors import NotWritten, reason
from cga_desktop.i18n import _
from cga_desktop.settings import home, make_folder
from cga_desktop.store.held import Held, hold
from cga_desktop.store.keys import KEY_BYTES, NONCE_BYTES, StudyKey
from cga_desktop.store.private_files import write_durably

SUFFIX = ".secours"
OPEN_SUFFIX = ".ouverte"
ASIDE_SUFFIX = ".mis-de-côté"
PARTIAL = ".tmp"  # of ``private_files``
RESERVE_BYTES = 2 * 1024 * 1024
"""Room kept on the disk, so that a disk that is full still takes a rescue file."""
MOST_BYTES = 64 * 1024 * 1024
_MAGIC = b"CGA secours 1\n"
_CONTEXT = b"cga-terrain rescue file 1"
_PLENTY = 50 * RESERVE_BYTES


def rescue_folder() -> Path:
    """Where rescue files lie."""
    return home() / "secours"


def _own_temporary_folder() -> Path | None:
    """A folder of this user alone among the temporary ones; None where there is none to trust."""
    try:
        general = Path(tempfile.gettempdir())
    except OSError:
        return None
    if sys.platform == "win32":  # which gives each user their own
        return general / "cga-terrain"
    folder = general / f"cga-terrain-{os.geteuid()}"
    with suppress(OSError):
        folder.mkdir(mode=0o700)
    try:
        found = folder.lstat()
    except OSError:
        return None
    # Made by somebody else before us, it would show them names and let them remove files.
    ours = found.st_uid == os.geteuid() and not found.st_mode & 0o077
    return folder if ours and not folder.is_symlink() else None


def _folders() -> list[Path]:
    return [rescue_folder(), *filter(None, [_own_temporary_folder()])]


def _sealing(key: StudyKey) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=key.salt, info=_CONTEXT)
    return AESGCM(derived.derive(key.key))


@dataclass(frozen=True, slots=True)
class Left:
    """A rescue file that a process left behind.

    Attributes:
        path: its file.
        content: what it holds; None where it is damaged, or sealed by another key.
    """

    path: Path
    content: bytes | None


class Journal:
    """The rescue file of one study that this process has open.

    Attributes:
        kept: where it lies; None where nothing is in it.
        crashed: whether a process ended before without closing the study.
    """

    def __init__(self, study: Path, key: StudyKey) -> None:
        """Say that ``study`` is open, as far as the disk lets us, and keep room for the worst."""
        self.kept: Path | None = None
        self._salt = key.salt
        self._sealing = _sealing(key)
        _sweep(key.salt)
        self._name = f"{key.salt.hex()}-{secrets.token_hex(8)}"
        where = os.path.realpath(study)
        self.crashed = _left_open(key.salt, where)
        self._held = _say_open(self._name, where)
        _keep_room()

    def keep(self, content: bytes) -> Path:
        """Keep ``content`` instead of what was kept before, durably; answers where.

        Raises:
            NotWritten: no disk takes it; what was kept before still is.
        """
        sealed = _sealed(content, self._sealing, self._salt)
        refusal: OSError | None = None
        for folder in _folders():
            try:
                path = _write(folder / (self._name + SUFFIX), sealed)
            except OSError as error:
                refusal = refusal or error
                continue
            if self.kept not in (None, path):
                self.remove()  # an older one, in a folder that refused this one
            self.kept = path
            return path
        why = reason(refusal) if refusal is not None else _("aucun dossier ne convient")
        raise NotWritten(
            _("Le texte n’a pas pu être gardé hors de l’étude non plus : {why}.").format(why=why)
        ) from refusal

    def remove(self) -> None:
        """Everything that was kept is in the study."""
        if self.kept is not None:
            with suppress(OSError):
                self.kept.unlink(missing_ok=True)
            self.kept = None

    def close(self) -> None:
        """The study is closed in order; what is still kept waits for the next opening."""
        if self._held is not None:
            self._held.let_go()
            self._held = None

    def left_behind(self) -> Iterator[Left]:
        """Rescue files of this study whose process is gone; none that are being written."""
        for folder in _folders():
            for path in _named(folder, self._salt, SUFFIX):
                name = path.name.removesuffix(SUFFIX)
                if name != self._name and not _alive(name):
                    yield Left(path, self._opened(path))

    def _opened(self, path: Path) -> bytes | None:
        return _unsealed(path, self._sealing, self._salt)


def _unsealed(path: Path, sealing: AESGCM, salt: bytes) -> bytes | None:
    """What a rescue file holds; None where it is damaged, or sealed by another key."""
    try:
        with path.open("rb") as file:
            sealed = file.read(MOST_BYTES + 1)
    except OSError:
        return None
    start = len(_MAGIC) + NONCE_BYTES
    if len(sealed) > MOST_BYTES or len(sealed) < start or not sealed.startswith(_MAGIC):
        return None
    try:
        return sealing.decrypt(sealed[len(_MAGIC) : start], sealed[start:], _MAGIC + salt)
    except InvalidTag:
        return None


def _sealed(content: bytes, sealing: AESGCM, salt: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return _MAGIC + nonce + sealing.encrypt(nonce, content, _MAGIC + salt)


def purge(key: StudyKey, remaining: Callable[[bytes], bytes | None]) -> int:
    """Take something out of every rescue file of a study, those set aside too; for real deletion.

    Args:
        key: the study's key.
        remaining: given what a file holds, what of it may stay; None for nothing.

    Answers how many files were written anew or removed; the damaged, which nobody can read, stay.

    Raises:
        OSError: the disk refuses.
    """
    sealing, changed = _sealing(key), 0
    for folder in _folders():
        for suffix in (SUFFIX, SUFFIX + ASIDE_SUFFIX):
            for path in _named(folder, key.salt, suffix):
                content = _unsealed(path, sealing, key.salt)
                left = remaining(content) if content is not None else None
                if content is None or left == content:
                    continue
                if left is None:
                    path.unlink(missing_ok=True)
                else:
                    write_durably(path, _sealed(left, sealing, key.salt))
                changed += 1
    return changed


def set_aside(path: Path) -> Path:
    """Put a rescue file where no opening looks at it again, and nobody loses it."""
    aside = path.with_name(path.name + ASIDE_SUFFIX)
    with suppress(OSError):
        path.replace(aside)
    return aside


def _named(folder: Path, salt: bytes, suffix: str) -> list[Path]:
    """The files of a study in ``folder``, in order of name; links are none of ours."""
    try:
        with os.scandir(folder) as entries:
            found = [
                Path(one.path)
                for one in entries
                if one.name.startswith(salt.hex() + "-")
                and one.name.endswith(suffix)
                and one.is_file(follow_symlinks=False)
            ]
    except OSError:
        return []
    return sorted(found)


def _sweep(salt: bytes) -> None:
    """Remove what a process was writing when it was killed: the file before it is whole."""
    for folder in _folders():
        for path in _named(folder, salt, SUFFIX + PARTIAL):
            if not _alive(path.name.removesuffix(SUFFIX + PARTIAL)):
                with suppress(OSError):
                    path.unlink()


def _alive(name: str) -> bool:
    """Whether a living process says that it has this rescue file in hand."""
    path = rescue_folder() / (name + OPEN_SUFFIX)
    if not os.path.lexists(path):
        return False
    try:
        held = hold(path)
    except OSError:
        return False
    if held is None:
        return True
    held.let_go()
    return False


def _say_open(name: str, where: str) -> Held | None:
    held: Held | None = None
    with suppress(OSError):  # a study opens on a full disk too
        held = hold(rescue_folder() / (name + OPEN_SUFFIX))
        if held is not None:
            held.write(os.fsencode(where))
            held.settle()
    return held


def _left_open(salt: bytes, where: str) -> bool:
    """Whether a process that is gone had not closed this study; said once."""
    found = False
    for path in _named(rescue_folder(), salt, OPEN_SUFFIX):
        with suppress(OSError):
            held = hold(path)
            if held is None:
                continue
            said = os.fsdecode(held.read())
            if said == where or not os.path.lexists(said):
                found = found or bool(said)
                held.let_go()
            else:
                held.leave()  # a copy of this study, elsewhere
    return found


def _reserve() -> Path:
    return rescue_folder() / "réserve"


def _keep_room() -> None:
    """Take some room while there is plenty; the content does not compress away."""
    with suppress(OSError):
        if not _reserve().exists() and shutil.disk_usage(rescue_folder()).free > _PLENTY:
            write_durably(_reserve(), os.urandom(RESERVE_BYTES))


def _write(path: Path, content: bytes) -> Path:
    make_folder(path.parent)
    try:
        write_durably(path, content)
    except OSError:
        if path.parent != rescue_folder() or not _reserve().exists():
            raise
        _reserve().unlink()  # the room that was kept for this
        write_durably(path, content)
    return path
