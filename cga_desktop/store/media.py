"""Photos and recordings: encrypted files beside the study, named after what is in them.

A file is never changed once it is there, and nothing in it says whose it is: its name is the
BLAKE2b-256 of its bytes, what opens it a random key that only the study holds. It is sealed in
chunks, so that an hour of sound is never wholly in memory, by the STREAM construction (Hoang,
Reyhanitabar, Rogaway and Vizár, 2015, as in the age file format): AES-256-GCM with a nonce that
counts the chunks and says which is the last, so that no chunk can be changed, moved, repeated or
left out. As every file has a key of its own, no nonce is used twice.
"""

import errno
import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cga_desktop.domain.errors import NotWritten, UnreadableFile, reason
from cga_desktop.i18n import _
from cga_desktop.store.private_files import create_empty, sync_folder

CHUNK = 64 * 1024
"""Bytes sealed at a time."""
_HEAD = b"CGA media 1\n"
_TAG, _KEY = 16, 32
_NAME = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SUFFIX, _PARTIAL = ".bin", ".tmp"
_FORGOTTEN_S = 24 * 3600
"""A half-written file is somebody's work for a day, then nobody's."""


@dataclass(frozen=True, slots=True)
class KeptMedia:
    """A file that was kept.

    Attributes:
        name: BLAKE2b-256 of the sealed file, in hexadecimal.
        secret: its key, in hexadecimal; nowhere else.
        size: bytes before it was sealed.
    """

    name: str
    secret: str = field(repr=False)
    size: int


class Source(Protocol):
    """Where bytes come from."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        ...


def media_folder(study: Path) -> Path:
    """The folder of the photos and recordings of a study."""
    return study.with_name(study.name + ".media")


def path_of(folder: Path, name: str) -> Path:
    """Where a file lies.

    Raises:
        UnreadableFile: that is no name of a file of ours.
    """
    if not _NAME.fullmatch(name):
        raise _damaged()
    return folder / (name + _SUFFIX)


def names_in(folder: Path) -> frozenset[str]:
    """The names of the files that are there."""
    return frozenset(one.stem for one in _files(folder) if one.suffix == _SUFFIX)


def _files(folder: Path) -> list[Path]:
    try:
        return [one for one in folder.iterdir() if one.suffix in {_SUFFIX, _PARTIAL}]
    except OSError:
        return []


def keep(folder: Path, source: Source) -> KeptMedia:
    """Seal what ``source`` holds into ``folder``: wholly, durably, or not at all.

    Raises:
        NotWritten: the disk refuses; nothing of it stays behind.
        Exception: whatever ``source`` raises; nothing of it stays behind.
    """
    partial = folder / (secrets.token_hex(16) + _PARTIAL)
    try:
        try:
            return _keep(folder, partial, source)
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
    except OSError as error:
        raise NotWritten(
            _(
                "La pièce jointe n’a pas été gardée dans « {folder} » : {reason}. L’étude est "
                "intacte. Libérez de la place sur le disque, puis ajoutez-la à nouveau."
            ).format(folder=folder, reason=reason(error))
        ) from error


def _keep(folder: Path, partial: Path, source: Source) -> KeptMedia:
    _make(folder)
    key = secrets.token_bytes(_KEY)
    size, named = 0, hashlib.blake2b(digest_size=32)
    create_empty(partial)
    with partial.open("r+b") as out:
        for plain, sealed in _sealed(key, source):
            size += len(plain)
            named.update(sealed)
            out.write(sealed)
        out.flush()
        os.fsync(out.fileno())
    name = named.hexdigest()
    partial.replace(path_of(folder, name))
    sync_folder(folder)
    return KeptMedia(name, key.hex(), size)


def _make(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
        sync_folder(folder.parent)


def _sealed(key: bytes, source: Source) -> Iterator[tuple[bytes, bytes]]:
    """Chunks as they are, and sealed; the head comes first, with nothing in it."""
    sealing = AESGCM(key)
    yield b"", _HEAD
    number, chunk = 0, _filled(source, CHUNK)
    while True:
        following = _filled(source, CHUNK)
        sealed = sealing.encrypt(_nonce(number, last=not following), chunk, _HEAD)
        yield chunk, sealed
        if not following:
            return
        number, chunk = number + 1, following


def _filled(source: Source, size: int) -> bytes:
    """``size`` bytes, fewer only at the end: a pipe or a network gives them as it likes."""
    parts: list[bytes] = []
    while size > 0 and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


@contextmanager
def reading(folder: Path, name: str, secret: str) -> Generator[Iterator[bytes]]:
    """What was kept under ``name``, chunk by chunk; each is authenticated before it is given.

    Raises:
        UnreadableFile: it is not there, cut short, altered, or opened by another key.
    """
    try:
        file = path_of(folder, name).open("rb")
    except OSError as error:
        raise _not_there(folder, error) from error
    with file:
        yield _opened(file, _key_of(secret), folder)


def _key_of(secret: str) -> AESGCM:
    try:
        return AESGCM(bytes.fromhex(secret))
    except ValueError as error:
        raise _damaged() from error


def _opened(file: BinaryIO, opening: AESGCM, folder: Path) -> Iterator[bytes]:
    try:
        if file.read(len(_HEAD)) != _HEAD:
            raise _damaged()
        number, sealed = 0, file.read(CHUNK + _TAG)
        while True:
            following = file.read(CHUNK + _TAG)
            yield opening.decrypt(_nonce(number, last=not following), sealed, _HEAD)
            if not following:
                return
            number, sealed = number + 1, following
    except (InvalidTag, ValueError) as error:
        raise _damaged() from error
    except OSError as error:
        raise _not_there(folder, error) from error


def verify(folder: Path, name: str, secret: str) -> None:
    """Read a whole file, for nothing but to know that it can be read.

    Raises:
        UnreadableFile: it is not there, cut short, altered, or opened by another key.
    """
    with reading(folder, name, secret) as chunks:
        for _chunk in chunks:
            pass


def delete(folder: Path, name: str) -> None:
    """Remove a file for ever; nothing happens where it is not there.

    Raises:
        NotWritten: the disk refuses; it is still there.
    """
    try:
        path_of(folder, name).unlink(missing_ok=True)
        if folder.is_dir():
            sync_folder(folder)
    except OSError as error:
        raise NotWritten(
            _("La pièce jointe n’a pas pu être effacée de « {folder} » : {reason}.").format(
                folder=folder, reason=reason(error)
            )
        ) from error


def sweep(folder: Path) -> None:
    """Remove what a program that was killed had begun to seal.

    A whole file stays, even where no record has its key: an older copy of the study, put back for
    a day, must not cost the photos that it does not know.
    """
    long_ago = time.time() - _FORGOTTEN_S
    for one in _files(folder):
        with suppress(OSError):
            if one.suffix == _PARTIAL and one.stat().st_mtime < long_ago:
                one.unlink()


@contextmanager
def copied(names: Iterable[str], source: Path, target: Path) -> Generator[None]:
    """Sealed files copied into another folder for what is done meanwhile to go with them.

    Those that are missing are passed over. Where what is done fails, the copies go too.

    Raises:
        NotWritten: the disk refuses; of what was copied nothing stays behind.
    """
    done: list[Path] = []
    try:
        _copy_all(names, source, target, done)
        yield
    except BaseException:
        for one in done:
            with suppress(OSError):
                one.unlink(missing_ok=True)
        with suppress(OSError):
            target.rmdir()  # refused where anything else is in it
        raise


def _copy_all(names: Iterable[str], source: Path, target: Path, done: list[Path]) -> None:
    try:
        for name in sorted(names):
            found, wanted = path_of(source, name), path_of(target, name)
            if found.is_file() and not wanted.exists():
                _make(target)
                done.append(wanted)
                _copy(found, wanted)
        if done:
            sync_folder(target)
    except OSError as error:
        raise NotWritten(
            _(
                "Les pièces jointes n’ont pas pu être copiées dans « {folder} » : {reason}. "
                "Libérez de la place, ou choisissez un autre dossier."
            ).format(folder=target, reason=reason(error))
        ) from error


def _copy(source: Path, target: Path) -> None:
    create_empty(target)
    with source.open("rb") as whole, target.open("r+b") as out:
        shutil.copyfileobj(whole, out, CHUNK)
        out.flush()
        os.fsync(out.fileno())


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        _(
            "Cette pièce jointe est abîmée : elle n’est pas montrée. Le reste de l’étude est "
            "intact ; reprenez-la dans une copie de sauvegarde."
        )
    )


def _not_there(folder: Path, error: OSError) -> UnreadableFile:
    if error.errno == errno.ENOENT:
        return UnreadableFile(
            _(
                "Cette pièce jointe manque dans le dossier « {folder} ». Le reste de l’étude est "
                "intact : si l’étude vient d’un autre ordinateur, recopiez aussi ce dossier."
            ).format(folder=folder.name)
        )
    return UnreadableFile(
        _("Cette pièce jointe ne peut pas être lue : {reason}. Le reste est intact.").format(
            reason=reason(error)
        )
    )
