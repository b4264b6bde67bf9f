"""Real deletion: what a person asks for is done everywhere within reach, and certified.

First the study itself, in one transaction; then, as long as it takes, the traces on the disk, the
copies that the program keeps, recordings and photos, and rescue files. What the disk refuses then
is said, noted, and done at the next opening.
"""

import glob
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from cga_desktop.domain.certificates import BackupLine, Certificate
from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.errors import BadValue, NotFound, UserError, reason
from cga_desktop.domain.moments import now
from cga_desktop.domain.records import new_id
from cga_desktop.domain.texts import cleaned, one_line
from cga_desktop.domain.unsaved import Rescued
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import _, ngettext
from cga_desktop.operations.history import past_studies_folder
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store import backups, journal, media
from cga_desktop.store.backup_rewriting import rewrite_backups
from cga_desktop.store.closed_files import GoOn, carry_on
from cga_desktop.store.database import Database, Session
from cga_desktop.store.erasing import account
from cga_desktop.store.erasing.reach import SUBJECTS
from cga_desktop.store.erasing.scrubbing import scrub, scrubber
from cga_desktop.store.queries import study as study_queries

LONGEST_REASON = 500
STILL_WRITTEN_S = 30.0
"""A file that nobody touched for this long was left behind; the longest step of a copy is less."""
_STEP_S = 0.2
_HALF_MADE = "*.tmp*"
"""A copy that is not whole yet, and the journals beside it."""
_TOUCHED = Changes.ACTORS | Changes.INTERVIEWS | Changes.OBSERVATIONS


@dataclass(frozen=True, slots=True)
class Doomed:
    """What a real deletion would take.

    Attributes:
        kind: ``interview``, ``actor`` or ``observation``.
        counts: how many records by the name of their kind, deleted ones too.
        media: how many recordings and photos.
        interviews: how many interviews of the study are about this actor.
    """

    kind: str
    counts: Mapping[str, int]
    media: int
    interviews: int


def doomed(session: Session, record_id: str) -> Doomed:
    """What erasing a record would take.

    Raises:
        NotFound: the study never held such a record.
        BadValue: it is none of those that can be erased, or was erased before.
    """
    kind = _checked_kind(session, record_id)
    found = account.reached(session, record_id)
    about = account.interviews_about(session, record_id) if kind == "actor" else 0
    return Doomed(kind, found.counts, len(found.media), about)


def _checked_kind(session: Session, record_id: str) -> str:
    kind, erased, merged_into = account.subject_of(session, cleaned(record_id))
    if not kind:
        raise NotFound(_("Aucune fiche n’a l’identifiant {id}.").format(id=record_id))
    if kind not in SUBJECTS:
        raise BadValue(
            _("On efface définitivement un entretien, un acteur ou une observation : rien d’autre.")
        )
    if erased:
        raise BadValue(_("Cette fiche est déjà effacée définitivement."))
    if merged_into:
        raise BadValue(
            _(
                "Cet acteur a été fusionné avec un autre, qui porte ce qu’on savait de lui. "
                "Effacez cet autre acteur ({id}), ou annulez d’abord la fusion."
            ).format(id=merged_into)
        )
    return kind


def erase(
    workspace: Workspace,
    *,
    record_id: str,
    reason: str,
    by: str = "",
    with_interviews: bool = False,
    go_on: GoOn = carry_on,
) -> Outcome[Certificate]:
    """Erase an interview, an actor or an observation, wherever this program keeps something of it.

    Raises:
        NotFound: the study never held such a record.
        BadValue: no reason is given, it cannot be erased, or interviews are about this actor and
            were not to go with it.
        NotWritten: the disk refuses; nothing was erased.
    """
    done = erase_record(
        workspace, record_id=record_id, reason=reason, by=by, with_interviews=with_interviews
    )
    finish_erasures(workspace, go_on=go_on)
    with workspace.database.reading() as session:
        kept = {one.id: one for one in account.certificates(session)}
    return Outcome(kept[done.value.id], done.changes)


def erase_record(
    workspace: Workspace,
    *,
    record_id: str,
    reason: str,
    by: str = "",
    with_interviews: bool = False,
) -> Outcome[Certificate]:
    """Erase in the study alone, at once and for good; ``finish_erasures`` does the rest.

    For what it raises, see ``erase``.
    """
    why = _checked_reason(reason)
    with workspace.database.writing(Verb.ERASE) as session:
        kind = _checked_kind(session, record_id)
        if kind == "actor" and not with_interviews:
            _refuse_interviews(account.interviews_about(session, record_id))
        found = account.reached(session, record_id)
        gone = account.erase_here(session, found)
        certificate = Certificate(
            id=new_id(),
            study=study_queries.the_study(session).name,
            kind=kind,
            reference=record_id,
            at=now(),
            by=one_line(by) or workspace.database.author,
            reason=why,
            records=found.counts,
            operations=gone,
        )
        account.keep_certificate(session, certificate)
        account.keep_media_names(session, certificate.id, found.media)
    return Outcome(certificate, _TOUCHED)


def _checked_reason(reason: str) -> str:
    why = one_line(reason)
    if not why:
        raise BadValue(
            _(
                "Écrivez pourquoi, sans nom : « demande de la personne », par exemple. Rien n’a "
                "été effacé."
            )
        )
    if len(why) > LONGEST_REASON:
        raise BadValue(
            _("La raison tient en {count} caractères au plus. Rien n’a été effacé.").format(
                count=LONGEST_REASON
            )
        )
    return why


def _refuse_interviews(count: int) -> None:
    if count:
        raise BadValue(
            ngettext(
                "{count} entretien porte sur cet acteur : rien n’a été effacé. Effacez aussi cet "
                "entretien, ou d’abord lui seul.",
                "{count} entretiens portent sur cet acteur : rien n’a été effacé. Effacez aussi "
                "ces entretiens, ou d’abord eux seuls.",
                count,
            ).format(count=count)
        )


# --- what takes longer ---------------------------------------------------------------------------


def unfinished_erasures(database: Database) -> list[Certificate]:
    """The erasures of which something within reach is still to be done."""
    with database.reading() as session:
        return [one for one in account.certificates(session) if not one.finished]


def finish_erasures(workspace: Workspace, *, go_on: GoOn = carry_on) -> list[Certificate]:
    """Do what is left to do of every erasure; answers their certificates.

    What the disk refuses is said in them and tried again next time.

    Raises:
        Exception: whatever ``go_on`` raises; the rest is done next time.
    """
    database = workspace.database
    waiting = unfinished_erasures(database)
    if not waiting:
        return []
    with database.reading() as session:
        names = {one.id: account.media_names(session, one.id) for one in waiting}
        known = account.known_erasures(session)
    files = frozenset[str]().union(*names.values())
    work = _Work(database, go_on)
    work.try_to(lambda: work.purge_unsaved(known.subjects))
    work.try_to(lambda: scrub(database.path, database.key, work.go_on))
    work.try_to(lambda: work.remove_media(files))
    work.try_to(work.remove_past_studies)
    work.try_to(lambda: work.rewrite_copies(scrubber(database.key, known, work.go_on), files))
    done = [work.certified(one, len(names[one.id])) for one in waiting]
    with database.writing(Verb.ERASE) as session:
        for one in done:
            account.keep_certificate(session, one)
            if one.finished:
                account.forget_media_names(session, one.id)
    return done


class _Work:
    """What is done of erasures outside the study's file, and what was refused."""

    def __init__(self, database: Database, go_on: GoOn) -> None:
        self._database, self._asked = database, go_on
        self._stopped: BaseException | None = None
        self.copies: dict[str, BackupLine] = {}
        self.unsaved = 0
        self.refused: list[str] = []

    def try_to(self, work: Callable[[], None]) -> None:
        """Do one thing; what the disk refuses is noted and keeps nothing else from being done."""
        try:
            work()
        except UserError as error:
            if error is self._stopped:
                raise
            self.refused.append(str(error))
        except OSError as error:
            self.refused.append(
                _("Un fichier n’a pas pu être effacé : {reason}.").format(reason=reason(error))
            )

    def go_on(self) -> None:
        """Called often; raises where somebody asked to stop."""
        try:
            self._asked()
        except BaseException as stopped:
            self._stopped = stopped
            raise

    def purge_unsaved(self, subjects: Collection[str]) -> None:
        """Take the unsaved texts of these records out of the rescue files."""

        def remaining(content: bytes) -> bytes | None:
            try:
                rescued = Rescued.model_validate_json(content)
            except ValidationError:
                return content
            kept = [one for one in rescued.entries if one.record_id not in subjects]
            self.unsaved += len(rescued.entries) - len(kept)
            if len(kept) == len(rescued.entries):
                return content
            left = rescued.model_copy(update={"entries": kept})
            return left.model_dump_json().encode("utf-8") if kept else None

        journal.purge(self._database.key, remaining)

    def remove_media(self, names: Collection[str]) -> None:
        """Remove these recordings and photos from beside the study."""
        folder = media.media_folder(self._database.path)
        for name in sorted(names):
            self.try_to(partial(media.delete, folder, name))

    def remove_past_studies(self) -> None:
        """Remove the private copies in which this study is looked at as it was."""
        for path in past_studies_folder().glob(glob.escape(self._database.path.stem) + " *"):
            path.unlink(missing_ok=True)

    def rewrite_copies(self, change: Callable[[Path], None], names: Collection[str]) -> None:
        """Erase in every copy that the program keeps."""
        path, key = self._database.path, self._database.key
        files = [media.path_of(Path(), name).name for name in names]
        self._say_missing_folders()
        for folder in backups.folders_of(path, key.salt):
            self._wait_for_copies(folder)
            done = rewrite_backups(folder, key, change, without_media=files, go_on=self.go_on)
            self._note(done.done, rewritten=True)
            self._note(done.unreadable, rewritten=False)
            for left in folder.glob(_HALF_MADE):  # by a program that was killed
                left.unlink(missing_ok=True)

    def _wait_for_copies(self, folder: Path) -> None:
        """A copy that was begun before the erasure is let finish: then it is rewritten too."""
        while any(_is_fresh(path) for path in folder.glob(_HALF_MADE)):
            self.go_on()
            time.sleep(_STEP_S)

    def _say_missing_folders(self) -> None:
        for root in backups.roots():
            if not root.is_dir() and root != backups.default_root():
                self.refused.append(
                    _(
                        "Le dossier des copies de sauvegarde, « {folder} », n’est pas là : ses "
                        "copies seront traitées à la prochaine ouverture de l’étude où il le sera."
                    ).format(folder=root)
                )

    def _note(self, paths: Iterable[Path], *, rewritten: bool) -> None:
        for path in paths:
            self.copies[str(path)] = BackupLine(name=path.name, rewritten=rewritten)

    def certified(self, certificate: Certificate, files: int) -> Certificate:
        """A certificate with what was done."""
        return certificate.model_copy(
            update={
                "media": files,
                "unsaved": certificate.unsaved + self.unsaved,
                "backups": tuple(self.copies.values()),
                "unfinished": tuple(self.refused),
                "finished": not self.refused,
            }
        )


def _is_fresh(path: Path) -> bool:
    """Whether somebody is still writing a file, as far as one can tell."""
    try:
        return time.time() - path.stat().st_mtime < STILL_WRITTEN_S
    except OSError:
        return False


def kept_certificates(database: Database) -> list[Certificate]:
    """The certificates that this copy of the study keeps, the oldest first."""
    with database.reading() as session:
        return account.certificates(session)
