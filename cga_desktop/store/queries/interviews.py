"""Reads about interviews."""

from collections import Counter
from collections.abc import Sequence

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from cga_desktop.domain import moments
from cga_desktop.domain.errors import NotFound, StudyUnreadable
from cga_desktop.domain.records import (
    Actor,
    Answer,
    Consent,
    Contributor,
    Excerpt,
    Interview,
    InterviewGuide,
    Media,
    Question,
    Record,
)
from cga_desktop.domain.sheets import InterviewLine, InterviewSheet
from cga_desktop.domain.texts import alphabetical
from cga_desktop.i18n import _
from cga_desktop.store.queries.rows import row
from cga_desktop.store.queries.study import questions


def interview(session: Session, interview_id: str) -> Interview:
    """One interview.

    Raises:
        NotFound: no interview has that id.
    """
    found = row(session, Interview, interview_id)
    if found is None:
        raise NotFound(_("Aucun entretien n’a l’identifiant {id}.").format(id=interview_id))
    return found


def interviews(session: Session, *, actor_id: str | None = None) -> Sequence[InterviewLine]:
    """Every interview, or those with one actor; the latest first, with its count of answers."""
    wanted = select(Interview)
    answers_given = select(Answer.interview_id).where(Answer.text != "")
    if actor_id is not None:
        wanted = wanted.where(Interview.actor_id == actor_id)
        answers_given = answers_given.where(col(Answer.interview_id).in_(ids_with(actor_id)))
    actor_names = dict(session.exec(select(Actor.id, Actor.name)).all())
    people = dict(session.exec(select(Contributor.id, Contributor.name)).all())
    asked = Counter(session.exec(select(Question.guide_id)))
    answered = Counter(session.exec(answers_given))
    lines = [
        InterviewLine(
            interview=one,
            actor_name=actor_names.get(one.actor_id or "", ""),
            contributor_name=people.get(one.contributor_id or "", ""),
            answered=answered[one.id],
            questions=asked[one.guide_id],
        )
        for one in session.exec(wanted)
    ]
    return sorted(lines, key=_when, reverse=True)


def ids_with(actor_id: str) -> SelectOfScalar[str]:
    """The ids of the interviews with one actor, as part of another query."""
    return select(Interview.id).where(Interview.actor_id == actor_id)


def _when(line: InterviewLine) -> tuple[object, str]:
    return moments.order(line.interview.date), line.interview.id


def interview_sheet(session: Session, interview_id: str) -> InterviewSheet:
    """A whole interview.

    Raises:
        NotFound: no interview has that id.
        StudyUnreadable: its guide is missing from the study.
    """
    found = interview(session, interview_id)
    guide = session.get(InterviewGuide, found.guide_id)
    if guide is None:
        raise StudyUnreadable(_("Le guide de cet entretien manque dans l’étude."))
    answers = session.exec(select(Answer).where(Answer.interview_id == interview_id)).all()
    consents = session.exec(select(Consent).where(Consent.interview_id == interview_id)).all()
    excerpts = session.exec(select(Excerpt).where(Excerpt.interview_id == interview_id)).all()
    return InterviewSheet(
        interview=found,
        guide=guide,
        questions=tuple(questions(session, guide.id)),
        answers={one.question_id: one for one in answers},
        consents={one.purpose: one for one in consents},
        excerpts=tuple(excerpts),
        actor=session.get(Actor, found.actor_id) if found.actor_id else None,
    )


def parts_of(session: Session, interview_id: str) -> Sequence[Record]:
    """Everything that belongs to an interview: excerpts before the answers they quote."""
    parts: list[Record] = []
    parts += session.exec(select(Excerpt).where(Excerpt.interview_id == interview_id))
    parts += session.exec(select(Media).where(Media.interview_id == interview_id))
    parts += session.exec(select(Consent).where(Consent.interview_id == interview_id))
    parts += session.exec(select(Answer).where(Answer.interview_id == interview_id))
    return parts


def pseudonyms(session: Session) -> Sequence[str]:
    """Every pseudonym in use."""
    return session.exec(select(Interview.pseudonym).where(col(Interview.pseudonym) != "")).all()


def neighbourhoods(session: Session) -> Sequence[str]:
    """Every neighbourhood an inhabitant was said to live in, in alphabetical order."""
    said = select(Interview.neighbourhood).where(col(Interview.neighbourhood) != "").distinct()
    return sorted(session.exec(said), key=alphabetical)


def answer_to(session: Session, *, interview_id: str, question_id: str) -> Answer | None:
    """The answer to one question of one interview."""
    query = select(Answer).where(
        Answer.interview_id == interview_id, Answer.question_id == question_id
    )
    return session.exec(query).first()


def consent_to(session: Session, *, interview_id: str, purpose: str) -> Consent | None:
    """What the person of one interview said to one purpose."""
    query = select(Consent).where(Consent.interview_id == interview_id, Consent.purpose == purpose)
    return session.exec(query).first()


def answers(session: Session) -> Sequence[Answer]:
    """Every answer, interview by interview, in the order of the questions."""
    query = select(Answer).join(Question, col(Answer.question_id) == col(Question.id))
    return session.exec(query.order_by(Answer.interview_id, col(Question.position))).all()


def excerpts(session: Session) -> Sequence[Excerpt]:
    """Every excerpt."""
    return session.exec(select(Excerpt).order_by(Excerpt.id)).all()


def consents_of_interviews(session: Session) -> Sequence[Consent]:
    """Every consent given in an interview."""
    return session.exec(select(Consent).where(col(Consent.interview_id).is_not(None))).all()
