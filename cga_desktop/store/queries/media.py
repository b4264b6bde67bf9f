"""Reads about photos and recordings."""

from collections.abc import Sequence

from sqlmodel import Session, col, select, text

from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.records import Media
from cga_desktop.i18n import _
from cga_desktop.store.queries.rows import row


def media(session: Session, media_id: str) -> Media:
    """One photo or recording.

    Raises:
        NotFound: none has that id.
    """
    found = row(session, Media, media_id)
    if found is None:
        raise NotFound(_("Aucune pièce jointe n’a l’identifiant {id}.").format(id=media_id))
    return found


def all_media(session: Session) -> Sequence[Media]:
    """Every photo and recording of the study, the oldest first."""
    return session.exec(select(Media).order_by(col(Media.id))).all()


def media_of_observation(session: Session, observation_id: str) -> Sequence[Media]:
    """The photos of an observation, the oldest first."""
    query = select(Media).where(Media.observation_id == observation_id)
    return session.exec(query.order_by(col(Media.id))).all()


def media_of_interview(session: Session, interview_id: str) -> Sequence[Media]:
    """The photos and recordings of an interview, the oldest first."""
    query = select(Media).where(Media.interview_id == interview_id)
    return session.exec(query.order_by(col(Media.id))).all()


def names_known_until(session: Session, until: int) -> frozenset[str]:
    """Names of the files that the study had learnt of by clock value ``until``."""
    logged = session.connection().execute(
        text(
            "SELECT json_extract(fields, '$.name') FROM operation "
            "WHERE record_kind = 'media' AND hlc <= :until"
        ),
        {"until": until},
    )
    return frozenset(str(name) for (name,) in logged if name)
