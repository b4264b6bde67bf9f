"""Photos and recordings: joined to an observation or an interview, read, copied, taken away."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.consents import allows
from cga_desktop.domain.errors import BadValue, NotWritten, UnreadableFile, UserError, reason
from cga_desktop.domain.kinds import Purpose
from cga_desktop.domain.photos import SIGNATURE_BYTES, SUFFIXES, media_type_of, without_metadata
from cga_desktop.domain.records import Media
from cga_desktop.domain.texts import one_line
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import _
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store import media as files
from cga_desktop.store.database import Database, Session
from cga_desktop.store.media import KeptMedia, Source
from cga_desktop.store.queries import actors as actor_queries
from cga_desktop.store.queries import interviews as interview_queries
from cga_desktop.store.queries import media as queries

_MEBIBYTE = 1024 * 1024
LARGEST_PHOTO = 30 * _MEBIBYTE
LARGEST_RECORDING = 500 * _MEBIBYTE
"""Three hours of sound as telephones record it are some 200 MB."""
_IMAGE = "image/"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A photo or recording that lies sealed beside the study, to be joined to it.

    Attributes:
        kept: its file and what opens it.
        media_type: what it is.
        owner: what it belongs to.
    """

    kept: KeptMedia
    media_type: str
    owner: "Owner"


@dataclass(frozen=True, slots=True)
class Owner:
    """An observation or an interview, by id: one of the two."""

    observation_id: str | None = None
    interview_id: str | None = None

    def __post_init__(self) -> None:
        if (self.observation_id is None) == (self.interview_id is None):
            raise ValueError  # a mistake of ours

    @property
    def changes(self) -> Changes:
        """What a photo or recording more or less changes."""
        return Changes.INTERVIEWS if self.observation_id is None else Changes.OBSERVATIONS

    def look_up(self, session: Session) -> None:
        """Make sure that it is in the study.

        Raises:
            NotFound: it is not, or no longer.
        """
        if self.observation_id is not None:
            actor_queries.observation(session, self.observation_id)
        if self.interview_id is not None:
            interview_queries.interview(session, self.interview_id)


def attach(workspace: Workspace, *, path: Path, owner: Owner, title: str = "") -> Outcome[Media]:
    """Join a copy of a photo or recording to one observation or one interview.

    Raises:
        UnreadableFile: the file cannot be read, or is no kind that a study keeps.
        BadValue: too large, or the person did not agree to be recorded.
        NotFound: no such observation or interview.
        NotWritten: the disk refuses; nothing of it stays behind.
    """
    return join(workspace, sealed=seal(workspace, path=path, owner=owner), title=title)


def seal(workspace: Workspace, *, path: Path, owner: Owner) -> Sealed:
    """Seal a copy of a file beside the study, which does not know of it before it is joined.

    It may take a while and writes no record: what is typed meanwhile need not wait for it. The
    file itself is left as it is. A photo comes in without what it tells of place, date and device;
    a recording only where the person agreed to be recorded.

    Raises:
        UnreadableFile: the file cannot be read, or is no kind that a study keeps.
        BadValue: too large, or the person did not agree to be recorded.
        NotFound: no such observation or interview.
        NotWritten: the disk refuses; nothing of it stays behind.
    """
    with _opened(path) as source:
        kind = _kind(source)
        _check_owner(workspace, kind, owner)
        return Sealed(_kept(workspace, kind, source), kind, owner)


def join(workspace: Workspace, *, sealed: Sealed, title: str = "") -> Outcome[Media]:
    """Make the record of a sealed file; where that is refused, the file goes.

    Raises:
        NotFound: what it belongs to has gone meanwhile.
        NotWritten: the disk refuses.
    """
    kept, owner = sealed.kept, sealed.owner
    record = Media(
        name=kept.name,
        secret=kept.secret,
        size=kept.size,
        media_type=sealed.media_type,
        title=one_line(title),
        interview_id=owner.interview_id,
        observation_id=owner.observation_id,
    )
    try:
        with workspace.database.writing(Verb.ADD_MEDIA) as session:
            owner.look_up(session)
            session.add(record)
    except BaseException:
        with suppress(UserError):
            files.delete(_folder(workspace.database), kept.name)
        raise
    return Outcome(record, owner.changes)


def _folder(database: Database) -> Path:
    return database.media


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadableFile(
            _("« {name} » ne peut pas être lu : {reason}. Rien n’a été ajouté.").format(
                name=path.name, reason=reason(error)
            )
        ) from error


def _kind(source: BinaryIO) -> str:
    kind = media_type_of(source.read(SIGNATURE_BYTES))
    source.seek(0)
    if not kind:
        raise UnreadableFile(
            _(
                "Ce fichier n’est ni une photo (JPEG, PNG ou WebP) ni un enregistrement (MP3, M4A, "
                "OGG, WAV, FLAC ou AMR) : il n’a pas été ajouté. Un iPhone peut exporter ses "
                "photos en JPEG."
            )
        )
    return kind


def _check_owner(workspace: Workspace, kind: str, owner: Owner) -> None:
    with workspace.database.reading() as session:
        owner.look_up(session)
        if kind.startswith(_IMAGE):
            return
        consents = (
            interview_queries.interview_sheet(session, owner.interview_id).consents.values()
            if owner.interview_id is not None
            else ()
        )
    if not allows(consents, Purpose.RECORDING):
        raise BadValue(
            _(
                "Cet enregistrement n’a pas été ajouté : il se joint à un entretien dont la "
                "personne a accepté d’être enregistrée."
            )
        )


def _kept(workspace: Workspace, kind: str, source: BinaryIO) -> KeptMedia:
    """Seal the file beside the study; a photo, once it tells nothing any more, from memory."""
    folder = _folder(workspace.database)
    files.sweep(folder)
    if not kind.startswith(_IMAGE):
        return files.keep(folder, _Bounded(source, LARGEST_RECORDING))
    whole = _read_whole(_Bounded(source, LARGEST_PHOTO))
    return files.keep(folder, BytesIO(without_metadata(whole)))


class _Bounded:
    """A source that refuses to give more than it may."""

    def __init__(self, source: Source, most: int) -> None:
        self._source, self._most, self._given = source, most, 0

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes.

        Raises:
            BadValue: there is more than may be kept.
            UnreadableFile: the drive does not give it.
        """
        try:
            given = self._source.read(size)
        except OSError as error:
            raise UnreadableFile(
                _("Ce fichier ne peut pas être lu : {reason}. Rien n’a été ajouté.").format(
                    reason=reason(error)
                )
            ) from error
        self._given += len(given)
        if self._given > self._most:
            raise BadValue(
                _(
                    "Ce fichier est trop lourd : une pièce jointe de cette sorte pèse au plus "
                    "{most} Mo. Rien n’a été ajouté."
                ).format(most=self._most // _MEBIBYTE)
            )
        return given


def _read_whole(source: Source) -> bytes:
    parts: list[bytes] = []
    while part := source.read(_MEBIBYTE):
        parts.append(part)
    return b"".join(parts)


def photo_content(workspace: Workspace, media: Media) -> bytes:
    """A photo as it was kept, to be drawn.

    Raises:
        UnreadableFile: it is no photo, is missing or damaged, or larger than a photo may be.
    """
    if not media.media_type.startswith(_IMAGE):
        raise UnreadableFile(_("Cette pièce jointe n’est pas une photo."))
    with files.reading(_folder(workspace.database), media.name, media.secret) as chunks:
        return _read_whole(_Bounded(_Chunks(chunks), LARGEST_PHOTO))


class _Chunks:
    """Chunks as a source, each given as it comes."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def read(self, _size: int, /) -> bytes:
        """The next chunk."""
        return next(self._chunks, b"")


def save_copy(workspace: Workspace, *, media_id: str, out: Path) -> Path:
    """Write a photo or recording out of the study, as it is and no longer encrypted.

    Returns:
        Where it is: ``out``, with the ending of its kind.

    Raises:
        NotFound: there is no such photo or recording.
        UnreadableFile: its file is missing or damaged; nothing was written.
        NotWritten: the disk refuses; nothing of it stays behind.
    """
    with workspace.database.reading() as session:
        found = queries.media(session, media_id)
    target = out.with_suffix(SUFFIXES.get(found.media_type, out.suffix))
    partial = target.with_name(f"{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with (
            files.reading(_folder(workspace.database), found.name, found.secret) as chunks,
            partial.open("xb") as file,
        ):
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except OSError as error:
        raise NotWritten(
            _(
                "La copie n’a pas pu être écrite dans « {folder} » : {reason}. La pièce jointe "
                "reste dans l’étude."
            ).format(folder=target.parent, reason=reason(error))
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return target


def remove(workspace: Workspace, *, media_id: str) -> Outcome[None]:
    """Take a photo or recording away; its encrypted file stays for an undo.

    What must be gone for good is erased with the observation or interview it belongs to.

    Raises:
        NotFound: there is no such photo or recording.
    """
    with workspace.database.writing(Verb.DELETE_MEDIA) as session:
        found = queries.media(session, media_id)
        session.delete(found)
    return Outcome(None, Changes.OBSERVATIONS if found.observation_id else Changes.INTERVIEWS)


def media_problems(database: Database, go_on: Callable[[], None] = lambda: None) -> list[str]:
    """What is wrong with photos and recordings: each is read whole; empty when all is well.

    Args:
        database: the study.
        go_on: called before each file; raises where somebody asked to stop.
    """
    folder = _folder(database)
    with database.reading() as session:
        kept = queries.all_media(session)
    problems: list[str] = []
    for one in kept:
        go_on()
        try:
            files.verify(folder, one.name, one.secret)
        except UnreadableFile as error:
            problems.append(f"{one.title or one.name[:12]}\u00a0: {error}")
    return problems
