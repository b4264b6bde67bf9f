"""The demonstration study: invented people and actors, so that everything can be tried."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from cga_desktop.domain import kinds, moments
from cga_desktop.domain.consents import NOTICE_VERSION
from cga_desktop.domain.drafts import ActorDraft, InterviewDraft, ObservationDraft
from cga_desktop.domain.errors import NotWritten, PlaceRefused, UserError, reason
from cga_desktop.domain.ports import KeyVault
from cga_desktop.domain.records import (
    Actor,
    Answer,
    Consent,
    Contributor,
    Excerpt,
    Interview,
    Observation,
    Question,
    Relation,
)
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import _
from cga_desktop.operations.demonstration_file import (
    ActorPart,
    DemonstrationFile,
    ExcerptPart,
    InterviewPart,
    ObservationPart,
    RelationPart,
    demonstration_file,
)
from cga_desktop.operations.studies import DEMONSTRATION_PASSPHRASE, create_study, open_study
from cga_desktop.settings import home
from cga_desktop.store import key_files, keys
from cga_desktop.store.database import Database, Session
from cga_desktop.store.queries import study as study_queries

FILE_NAME = "demonstration.cgaetude"


def build_demonstration(
    path: Path, *, vault: KeyVault, passphrase: str = DEMONSTRATION_PASSPHRASE
) -> Database:
    """Make the demonstration study at ``path`` and open it.

    Raises:
        PlaceRefused: a file is there already, or the folder is synchronised or on the network.
        BadValue: the passphrase is too short.
        NotWritten: the disk refuses; no half-made study stays behind.
    """
    file = demonstration_file()
    database = create_study(
        path,
        name=file.name,
        codes=file.territories,
        passphrase=passphrase,
        vault=vault,
        demonstration=True,
    )
    try:
        with database.writing(Verb.FILL_DEMONSTRATION) as session:
            _Filling(session, file).fill()
    except BaseException:
        database.close()
        _remove(path)
        raise
    return database


def demonstration_path() -> Path:
    """Where the demonstration study of this computer lies."""
    return home() / "démonstration" / FILE_NAME


def open_demonstration(*, vault: KeyVault) -> Database:
    """The demonstration study of this computer, made on first use and kept as it was left.

    Raises:
        UserError: see ``build_demonstration`` and ``operations.studies.open_study``.
    """
    path = demonstration_path()
    if path.exists():
        return open_study(path, vault=vault, passphrase=DEMONSTRATION_PASSPHRASE)
    return build_demonstration(path, vault=vault)


def renew_demonstration(
    folder: Path, *, vault: KeyVault, passphrase: str = DEMONSTRATION_PASSPHRASE
) -> Database:
    """Make the demonstration study in ``folder`` and open it, in place of one made there before.

    Raises:
        PlaceRefused: a study of that name is there which is not a demonstration, or is open; or the
            folder is synchronised or on the network.
        BadValue: the passphrase is too short.
        NotWritten: the disk refuses; what was there before is still there.
    """
    path = folder / FILE_NAME
    if path.exists():
        _check_ours(path, vault=vault, passphrase=passphrase)
    fresh = folder / f".{path.stem}-nouvelle{path.suffix}"
    _remove(fresh)  # what an interrupted run may have left
    database = build_demonstration(fresh, vault=vault, passphrase=passphrase)
    database.close()
    try:
        if path.exists():
            key_files.forget_wrapped(path, key_files.file_salt(path))
        keys.key_file(fresh).replace(keys.key_file(path))
        fresh.replace(path)
    except OSError as error:
        raise NotWritten(
            _("« {path} » n’a pas pu être remplacé : {reason}.").format(
                path=path, reason=reason(error)
            )
        ) from error
    return open_study(path, vault=vault, passphrase=passphrase)


def _check_ours(path: Path, *, vault: KeyVault, passphrase: str) -> None:
    """Refuse to replace anything but a closed demonstration study."""
    refusal = PlaceRefused(
        _(
            "« {path} » n’est pas l’étude de démonstration, ou porte une autre phrase de passe : "
            "elle n’a pas été touchée. Choisissez un autre dossier."
        ).format(path=path)
    )
    try:
        database = open_study(path, vault=vault, passphrase=passphrase)
    except UserError as error:
        raise refusal from error
    try:
        with database.reading() as session:
            demonstration = study_queries.the_study(session).demonstration
    finally:
        database.close()
    if not demonstration:
        raise refusal
    if path.with_name(f"{path.name}-wal").exists():
        raise PlaceRefused(
            _(
                "L’étude de démonstration est ouverte dans une fenêtre : fermez-la, puis "
                "recommencez. Rien n’a été modifié."
            )
        )


def _remove(path: Path) -> None:
    """Remove a study that this module made, with what lies beside it."""
    with suppress(UserError):
        key_files.forget_wrapped(path, key_files.file_salt(path))
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


class _Filling:
    """Turns the parts of the file into records of one transaction."""

    def __init__(self, session: Session, file: DemonstrationFile) -> None:
        self._session = session
        self._file = file
        self._people = {
            one.key: Contributor(name=one.name, role=one.role.value) for one in file.contributors
        }
        self._actors = {one.key: _actor(one) for one in file.actors}
        self._themes = {one.key: one.id for one in study_queries.themes(session)}

    def fill(self) -> None:
        """Add everything; what others refer to goes to the file first."""
        self._add(self._people.values())
        self._add(self._actors.values())
        self._add(_map_consents(self._file.actors, self._actors))
        for part in self._file.interviews:
            self._add_interview(part)
        self._add(self._observation(part) for part in self._file.observations)
        self._add(self._relation(part) for part in self._file.relations)

    def _add(self, records: Iterable[object]) -> None:
        self._session.add_all(list(records))
        self._session.flush()

    def _person(self, key: str | None) -> str | None:
        return None if key is None else self._people[key].id

    def _add_interview(self, part: InterviewPart) -> None:
        guide = study_queries.guides(self._session, kind=part.kind.value)[0]
        questions = {one.key: one for one in study_queries.questions(self._session, guide.id)}
        draft = InterviewDraft.filled(
            part.model_dump(
                include={
                    "pseudonym",
                    "age_band",
                    "neighbourhood",
                    "date",
                    "place",
                    "status",
                    "notes",
                }
            )
            | {
                "actor_id": None if part.actor is None else self._actors[part.actor].id,
                "contributor_id": self._person(part.contributor),
                "second_contributor_id": self._person(part.second_contributor),
            }
        )
        interview = Interview(kind=part.kind.value, guide_id=guide.id, **draft.model_dump())
        self._add([interview])
        answers = {
            key: _answer(interview, questions[key], text) for key, text in part.answers.items()
        }
        self._add(answers.values())
        self._add(
            _consent(purpose.value, granted, interview.date, interview_id=interview.id)
            for purpose, granted in part.consents.items()
        )
        self._add(self._excerpt(one, interview, answers) for one in part.excerpts)

    def _excerpt(
        self, part: ExcerptPart, interview: Interview, answers: Mapping[str, Answer]
    ) -> Excerpt:
        answer = None if part.question is None else answers[part.question]
        said = interview.notes if answer is None else answer.text
        if part.text not in said:
            raise ValueError(part.text)
        return Excerpt(
            interview_id=interview.id,
            answer_id=None if answer is None else answer.id,
            kind=part.kind.value,
            text=part.text,
            theme_id=None if part.theme is None else self._themes[part.theme],
        )

    def _observation(self, part: ObservationPart) -> Observation:
        draft = ObservationDraft.filled(
            part.model_dump(exclude={"contributor"})
            | {"contributor_id": self._person(part.contributor)}
        )
        return Observation(**draft.model_dump())

    def _relation(self, part: RelationPart) -> Relation:
        return Relation(
            source_id=self._actors[part.source].id,
            target_id=self._actors[part.target].id,
            kind=part.kind.value,
            strength=part.strength,
            directed=part.directed,
            note=part.note,
        )


def _actor(part: ActorPart) -> Actor:
    fields = part.model_dump(exclude={"key", "map_consent", "audiences", "themes", "kind"})
    listed = {"audiences": ", ".join(part.audiences), "themes": ", ".join(part.themes)}
    return Actor(**ActorDraft.filled(fields | listed | {"kind": part.kind.value}).model_dump())


def _map_consents(parts: Iterable[ActorPart], actors: Mapping[str, Actor]) -> Iterable[Consent]:
    return (
        _consent(
            kinds.Purpose.MAP.value, one.map_consent, moments.now(), actor_id=actors[one.key].id
        )
        for one in parts
        if one.map_consent is not None
    )


def _consent(purpose: str, granted: bool | None, date: str, **about: str) -> Consent:
    return Consent(
        purpose=purpose,
        granted=granted,
        given_at=None if granted is None else date,
        notice_version=NOTICE_VERSION,
        **about,
    )


def _answer(interview: Interview, question: Question, text: str) -> Answer:
    return Answer(
        interview_id=interview.id, question_id=question.id, wording=question.wording, text=text
    )
