"""One copy of a study as one file: a zip, stored and not compressed, whose parts are known by name.

    étude.cgaetude      the study, encrypted with its own key
    étude.cgaetude.cle  that key, wrapped by the passphrase
    copie.json          what the copy is, and the BLAKE2b-256 of the study in it
    media/<name>.bin    recordings and photos, in a copy made to be taken elsewhere

A copy may come from anywhere: only these names are ever read, sizes are bounded before a byte is
written, and nothing is taken for whole before its hash says so.
"""

import hashlib
import io
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from cga_desktop.domain.backups import Why
from cga_desktop.domain.errors import NotWritten, StudyTooNew, UnreadableFile, reason
from cga_desktop.i18n import _
from cga_desktop.store.closed_files import GoOn, carry_on
from cga_desktop.store.private_files import create_empty, sync_folder

DATABASE = "étude.cgaetude"
KEY = "étude.cgaetude.cle"
MANIFEST = "copie.json"
MEDIA_NAME = re.compile(r"[0-9a-f]{64}\.bin", re.ASCII)
_MEDIA_ENTRY = "media/"
_CHUNK = 1024 * 1024
_LARGEST_MANIFEST = 8 * 1024 * 1024
_LARGEST_KEY = 16 * 1024
_MOST_AT_ONCE = 16 * 1024 * 1024
"""Bytes that ``zipfile`` may read in one go: its directory, of some hundred thousand names."""
_HEX_32 = r"^[0-9a-f]{64}$"
_NOT_A_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    struct.error,
)
"""What ``zipfile`` raises for hostile or damaged files, none of it in common."""

Fill = Callable[[IO[bytes]], object]
"""Writes the bytes of one part."""


class Manifest(BaseModel):
    """What a copy says of itself.

    Attributes:
        made_at: when, with its offset.
        salt: the study's, in hexadecimal: which study it is a copy of.
        blake2b: BLAKE2b-256 of the study in it, in hexadecimal.
        size: bytes of the study in it.
        why: what it was made for.
        place: where the study lay, told to nobody without its key; of two studies restored from one
            copy, the copies of each are told apart by it.
        media: names of the recordings and photos that belong to it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal[1] = 1
    made_at: AwareDatetime
    salt: str = Field(pattern=r"^[0-9a-f]{32}$")
    blake2b: str = Field(pattern=_HEX_32)
    size: int = Field(gt=0)
    why: Why = Why.BY_HAND
    place: str = ""
    media: tuple[str, ...] = ()

    @property
    def media_names(self) -> tuple[str, ...]:
        """The names among ``media``: whatever else stands there is no file of ours."""
        return tuple(name for name in self.media if MEDIA_NAME.fullmatch(name))


class OpenCopy:
    """A copy being read."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path = path
        self._archive = archive
        self.manifest = self._read_manifest()
        if archive.getinfo(DATABASE).file_size != self.manifest.size:
            raise _damaged(path)

    def _read_manifest(self) -> Manifest:
        text = self._small(MANIFEST, _LARGEST_MANIFEST)
        try:
            return Manifest.model_validate_json(text)
        except ValidationError as error:
            if any(one["loc"] == ("format",) for one in error.errors()):
                raise _too_new(self._path) from error
            raise _damaged(self._path) from error

    @property
    def key_text(self) -> str:
        """The wrapped key; empty where the copy has none."""
        if KEY not in self._archive.namelist():
            return ""
        with _said(self._path):
            return self._small(KEY, _LARGEST_KEY).decode("utf-8", "replace")

    @property
    def media(self) -> tuple[str, ...]:
        """Names of the recordings and photos that are in the file itself."""
        names = [one.removeprefix(_MEDIA_ENTRY) for one in self._archive.namelist()]
        found = (one for one in names if MEDIA_NAME.fullmatch(one))
        return tuple(dict.fromkeys(one for one in found if one in self.manifest.media_names))

    def database_to(self, out: IO[bytes], go_on: GoOn = carry_on) -> None:
        """Write the study into ``out``.

        Raises:
            UnreadableFile: it is not what the copy says it is.
        """
        if self._pour(DATABASE, out, go_on) != self.manifest.blake2b:
            raise _damaged(self._path)

    def medium_to(self, name: str, out: IO[bytes], go_on: GoOn = carry_on) -> None:
        """Write one of ``media`` into ``out``.

        Raises:
            UnreadableFile: it is not what its name says it is.
        """
        if self._pour(_MEDIA_ENTRY + name, out, go_on) != name.removesuffix(".bin"):
            raise _damaged(self._path)

    def _small(self, name: str, most: int) -> bytes:
        if self._archive.getinfo(name).file_size > most:
            raise _damaged(self._path)
        return self._archive.read(name)

    def _pour(self, name: str, out: IO[bytes], go_on: GoOn) -> str:
        """Copy one part; answers its BLAKE2b-256."""
        digest = hashlib.blake2b(digest_size=32)
        with _said(self._path):
            part = self._archive.open(name)
        with part:
            while chunk := self._next(part):
                go_on()
                digest.update(chunk)
                out.write(chunk)
        return digest.hexdigest()

    def _next(self, part: IO[bytes]) -> bytes:
        with _said(self._path):
            return part.read(_CHUNK)


class _Careful(io.FileIO):
    """A file that never gives more than so much at once, whatever a zip says of itself."""

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = os.fstat(self.fileno()).st_size - self.tell() if size is None else size
        if wanted < 0:
            wanted = os.fstat(self.fileno()).st_size - self.tell()
        if wanted > _MOST_AT_ONCE:
            raise zipfile.BadZipFile
        return super().read(wanted) or b""


@contextmanager
def opened_copy(path: Path) -> Generator[OpenCopy]:
    """A copy to read from; what is wrong with it, found now or while reading, is a sentence.

    Raises:
        UnreadableFile: not a copy of this program, damaged, or hostile.
        StudyTooNew: made by a newer version of the program.
    """
    with ExitStack() as opened:
        with _said(path):
            file = opened.enter_context(_Careful(path, "rb"))
            archive = opened.enter_context(zipfile.ZipFile(file))
            _refuse_hostile(path, archive)
            copy = OpenCopy(path, archive)
        yield copy


@contextmanager
def _said(path: Path) -> Generator[None]:
    try:
        yield
    except _NOT_A_ZIP as error:
        raise _damaged(path) from error
    except OSError as error:
        raise UnreadableFile(
            _("La copie « {name} » ne peut pas être lue : {reason}.").format(
                name=path.name, reason=reason(error)
            )
        ) from error


def _refuse_hostile(path: Path, archive: zipfile.ZipFile) -> None:
    """Parts are stored as they are, so together they are no larger than the file."""
    parts = archive.infolist()
    plain = all(
        one.compress_type == zipfile.ZIP_STORED
        and one.compress_size == one.file_size
        and not one.flag_bits & 1
        for one in parts
    )
    if not plain or sum(one.file_size for one in parts) > path.stat().st_size:
        raise _damaged(path)


def _damaged(path: Path) -> UnreadableFile:
    return UnreadableFile(
        _(
            "« {name} » n’est pas une copie de sauvegarde de CGA Terrain, ou cette copie est "
            "abîmée. Rien n’a été modifié : choisissez-en une autre."
        ).format(name=path.name)
    )


def _too_new(path: Path) -> StudyTooNew:
    return StudyTooNew(
        _(
            "La copie « {name} » vient d’une version plus récente de CGA Terrain. Rien n’a été "
            "modifié : installez la nouvelle version pour la restaurer."
        ).format(name=path.name)
    )


def read_manifest(path: Path) -> Manifest:
    """What the copy at ``path`` says of itself; see ``opened_copy`` for what it raises."""
    with opened_copy(path) as copy:
        return copy.manifest


def write_copy(
    target: Path,
    manifest: Manifest,
    *,
    key_text: str,
    database: Fill,
    media: Mapping[str, Fill],
    go_on: GoOn = carry_on,
) -> None:
    """Write a copy at ``target``, in place of what is there: wholly and verified, or not at all.

    Raises:
        NotWritten: the disk refuses, or does not keep what it was given.
        OSError: a file that goes into the copy cannot be read.
    """
    partial = target.with_name(target.name + ".tmp")
    try:
        partial.unlink(missing_ok=True)  # of a copy that was cut short
        create_empty(partial)
        with partial.open("wb") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(MANIFEST, manifest.model_dump_json(indent=2))
                if key_text:
                    archive.writestr(KEY, key_text)
                parts = {DATABASE: database}
                parts |= {_MEDIA_ENTRY + name: fill for name, fill in media.items()}
                for name, fill in parts.items():
                    with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as part:
                        fill(part)
            out.flush()
            os.fsync(out.fileno())
            _forget_cached(out.fileno())
        _verify(partial, manifest, key_text, go_on)
        partial.replace(target)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise
    sync_folder(target.parent)


def _forget_cached(descriptor: int) -> None:
    """Have what is read next come from the disk, where the system can be asked for that."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _verify(path: Path, manifest: Manifest, key_text: str, go_on: GoOn) -> None:
    try:
        whole = verified(path, go_on) == (manifest, key_text)
    except UnreadableFile:
        whole = False
    if not whole:
        raise NotWritten(
            _(
                "Le disque de « {folder} » n’a pas gardé la copie telle qu’elle a été écrite. Elle "
                "n’est pas gardée ; l’étude n’est pas touchée. Choisissez un autre disque."
            ).format(folder=path.parent)
        )


def verified(path: Path, go_on: GoOn = carry_on) -> tuple[Manifest, str]:
    """Read the whole copy at ``path``: its manifest and its wrapped key.

    Raises:
        UnreadableFile: a part of it is not what it should be.
        StudyTooNew: made by a newer version of the program.
    """
    with opened_copy(path) as copy:
        nowhere = _Nowhere()
        copy.database_to(nowhere, go_on)
        for name in copy.media:
            copy.medium_to(name, nowhere, go_on)
        return copy.manifest, copy.key_text


class _Nowhere(io.BytesIO):
    """Takes bytes and keeps none."""

    def write(self, data: object, /) -> int:
        return len(data)  # pyright: ignore[reportArgumentType]  (bytes, by the callers above)


def poured(path: Path, go_on: GoOn = carry_on) -> Fill:
    """A part that is the file at ``path``."""

    def fill(out: IO[bytes]) -> None:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                go_on()
                out.write(chunk)

    return fill


def digest_of(path: Path, go_on: GoOn = carry_on) -> str:
    """The BLAKE2b-256 of a file, in hexadecimal."""
    digest = hashlib.blake2b(digest_size=32)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            go_on()
            digest.update(chunk)
    return digest.hexdigest()
