"""The words of a command line, made into what changes in an interview."""

from collections.abc import Mapping

from cga_desktop.domain.consents import asked_for
from cga_desktop.domain.drafts import InterviewDraft
from cga_desktop.domain.errors import BadValue, NotFound
from cga_desktop.domain.kinds import AgeBand, InterviewStatus
from cga_desktop.domain.records import InterviewGuide
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import _
from cga_desktop.operations.contributors import known_contributor
from cga_desktop.operations.interviews import InterviewChanges, question_ids
from cga_desktop.operations.tables import simplified
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.database import Session
from cga_desktop.store.queries import actors as actor_queries

PEOPLE = ("contributor", "second_contributor")
"""Fields given by a name instead of an id."""


def interview_changes(
    session: Session,
    guide: InterviewGuide,
    *,
    fields: Mapping[str, str],
    answers: Mapping[str, str],
    consents: Mapping[str, bool | None],
) -> InterviewChanges:
    """What changes, checked whole before anything is written.

    Args:
        session: a reading session.
        guide: the guide of the interview.
        fields: fields of ``InterviewDraft`` by name; ``actor`` is an actor's id, and the age band
            and the status may be given by their French words.
        answers: question keys and the text of their answers.
        consents: purposes and what was said.

    Raises:
        NotFound: the guide has no such question, or no actor has that id.
        BadValue: a value does not fit its field, or this kind of interview asks no such consent.
    """
    values: dict[str, object] = dict(fields)
    if "actor" in values:
        values["actor_id"] = values.pop("actor") or None
    if values.get("actor_id"):
        actor_queries.actor(session, str(values["actor_id"]))
    values |= _spoken(fields)
    return InterviewChanges(
        InterviewDraft.checked(values),
        _by_question(session, guide, answers),
        {_purpose(guide, word): granted for word, granted in consents.items()},
    )


def _spoken(fields: Mapping[str, str]) -> dict[str, object]:
    """The closed lists given by their word, as the study writes them; others as they are."""
    bands = {simplified(band.value): band.value for band in AgeBand}
    bands |= {simplified(band.label): band.value for band in AgeBand}
    statuses = {simplified(one.label): one.value for one in InterviewStatus}
    known = {"age_band": bands, "status": statuses}
    return {
        name: words.get(simplified(fields[name]), fields[name])
        for name, words in known.items()
        if name in fields
    }


def _by_question(
    session: Session, guide: InterviewGuide, answers: Mapping[str, str]
) -> dict[str, str]:
    ids = question_ids(session, guide.id)
    for key in answers:
        if key not in ids:
            raise NotFound(
                _("Le guide « {guide} » n’a pas de question « {key} ». Questions : {keys}.").format(
                    guide=guide.key, key=key, keys=", ".join(ids)
                )
            )
    return {ids[key]: text for key, text in answers.items()}


def _purpose(guide: InterviewGuide, word: str) -> str:
    asked = asked_for(guide.kind)
    for purpose in asked:
        if simplified(word) in {simplified(purpose.value), simplified(purpose.label)}:
            return purpose.value
    raise BadValue(
        _("« {word} » n’est pas demandé dans cet entretien. Accords demandés : {asked}.").format(
            word=word, asked=", ".join(purpose.value for purpose in asked)
        )
    )


def people_changes(workspace: Workspace, *, people: Mapping[str, str]) -> dict[str, object]:
    """Fields of the interview for interviewers given by name; new names join the study.

    Raises:
        BadValue: a name too long to be one.
    """
    changes: dict[str, object] = {}
    with workspace.database.writing(Verb.EDIT_INTERVIEW) as session:
        for field, name in people.items():
            person = known_contributor(session, name)
            changes[f"{field}_id"] = person.id if person else None
    return changes
