"""Reads about the study as a whole: its territories, people, guides and vocabulary."""

import unicodedata
from collections.abc import Sequence

from sqlmodel import Session, col, func, or_, select, text

from cga_desktop.domain.errors import StudyUnreadable
from cga_desktop.domain.places import Precision
from cga_desktop.domain.records import (
    Actor,
    Contributor,
    Excerpt,
    Interview,
    InterviewGuide,
    Observation,
    Question,
    Record,
    Study,
    Territory,
    Theme,
)
from cga_desktop.domain.sheets import StudyStatus
from cga_desktop.domain.texts import alphabetical
from cga_desktop.i18n import _


def the_study(session: Session) -> Study:
    """The one Study record.

    Raises:
        StudyUnreadable: its creation was interrupted before it was written.
    """
    study = session.exec(select(Study)).first()
    if study is None:
        raise StudyUnreadable(
            _("La création de cette étude a été interrompue : elle est vide. Créez-la à nouveau.")
        )
    return study


def territories(session: Session) -> Sequence[Territory]:
    """The communes of the study, by name."""
    return sorted(session.exec(select(Territory)), key=lambda one: alphabetical(one.name))


def contributors(session: Session) -> Sequence[Contributor]:
    """Who works on the study, by name."""
    return sorted(session.exec(select(Contributor)), key=lambda one: alphabetical(one.name))


def contributor_named(session: Session, name: str) -> Contributor | None:
    """The contributor of that name, letter case aside; the first of two who share it."""
    # SQLite's own lower() knows only ASCII: Élodie would be made again at every interview.
    called = _called(name)
    everyone = session.exec(select(Contributor).order_by(Contributor.id))
    return next((one for one in everyone if _called(one.name) == called), None)


def _called(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip()).casefold()


def guides(session: Session, *, kind: str | None = None) -> Sequence[InterviewGuide]:
    """The guides, the newest version of each first."""
    query = select(InterviewGuide).order_by(InterviewGuide.key, col(InterviewGuide.version).desc())
    if kind is not None:
        query = query.where(InterviewGuide.kind == kind)
    return session.exec(query).all()


def questions(session: Session, guide_id: str) -> Sequence[Question]:
    """The questions of one guide, in order."""
    query = select(Question).where(Question.guide_id == guide_id)
    return session.exec(query.order_by(col(Question.position))).all()


def themes(session: Session) -> Sequence[Theme]:
    """The themes in use, by name."""
    in_use = session.exec(select(Theme).where(~col(Theme.retired)))
    return sorted(in_use, key=lambda one: alphabetical(one.name))


def _count(session: Session, table: type[Record], *conditions: object) -> int:
    query = select(func.count()).select_from(table)
    for condition in conditions:
        query = query.where(condition)  # pyright: ignore[reportArgumentType]  (a SQL expression)
    return session.exec(query).one()


def status(session: Session) -> StudyStatus:
    """What is in the study, counted."""
    study = the_study(session)
    unsure = (Precision.STREET.value, Precision.MUNICIPALITY.value)
    to_check = or_(col(Actor.lat).is_(None), col(Actor.precision).in_(unsure))
    return StudyStatus(
        name=study.name,
        demonstration=study.demonstration,
        schema=int(session.connection().execute(text("PRAGMA user_version")).scalar_one()),
        territories=tuple((one.code, one.name) for one in territories(session)),
        actors=_count(session, Actor),
        unplaced=_count(session, Actor, to_check),
        interviews=_count(session, Interview),
        unfinished=_count(session, Interview, Interview.status == "in_progress"),
        excerpts=_count(session, Excerpt),
        observations=_count(session, Observation),
    )
