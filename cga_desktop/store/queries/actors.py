"""Reads about actors, their ties and their consents."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, func, or_, select

from cga_desktop.domain import moments
from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.kinds import RelationKind
from cga_desktop.domain.records import Actor, Consent, Interview, Observation, Relation
from cga_desktop.domain.sheets import ActorSheet
from cga_desktop.domain.texts import alphabetical
from cga_desktop.i18n import _
from cga_desktop.store.queries.interviews import ids_with, interviews
from cga_desktop.store.queries.rows import row


def actors(session: Session) -> Sequence[Actor]:
    """Every actor, by name, accents and letter case aside."""
    rows = session.exec(select(Actor)).all()
    return sorted(rows, key=lambda actor: (alphabetical(actor.name), actor.id))


def actors_by_commune(session: Session) -> Mapping[str, int]:
    """How many actors each commune has, by INSEE code; "" for those that are nowhere yet."""
    query = select(Actor.citycode, func.count()).group_by(Actor.citycode)
    return dict(session.exec(query).all())


def actor(session: Session, actor_id: str) -> Actor:
    """One actor.

    Raises:
        NotFound: no actor has that id.
    """
    found = row(session, Actor, actor_id)
    if found is None:
        raise NotFound(_("Aucun acteur n’a l’identifiant {id}.").format(id=actor_id))
    return found


def consents_by_actor(session: Session) -> Mapping[str, Sequence[Consent]]:
    """What each actor's contact person said, directly or in an interview with the actor."""
    of_interview = {
        interview_id: actor_id
        for interview_id, actor_id in session.exec(select(Interview.id, Interview.actor_id))
        if actor_id is not None
    }
    gathered: defaultdict[str, list[Consent]] = defaultdict(list)
    for consent in session.exec(select(Consent)):
        about = consent.actor_id or of_interview.get(consent.interview_id or "")
        if about is not None:
            gathered[about].append(consent)
    return gathered


def relations(session: Session) -> Sequence[Relation]:
    """Every tie between actors."""
    return session.exec(select(Relation).order_by(Relation.id)).all()


def actor_sheet(session: Session, actor_id: str) -> ActorSheet:
    """An actor with its consents, interviews and ties.

    Raises:
        NotFound: no actor has that id.
    """
    found = actor(session, actor_id)
    ties = session.exec(
        select(Relation).where(or_(Relation.source_id == actor_id, Relation.target_id == actor_id))
    ).all()
    return ActorSheet(
        actor=found,
        consents=tuple(_consents(session, actor_id)),
        interviews=tuple(interviews(session, actor_id=actor_id)),
        relations=tuple(_said(session, tie, actor_id) for tie in ties),
    )


def _consents(session: Session, actor_id: str) -> Sequence[Consent]:
    """What an actor's contact person said, directly or in an interview with the actor."""
    in_interview = col(Consent.interview_id).in_(ids_with(actor_id))
    query = select(Consent).where(or_(Consent.actor_id == actor_id, in_interview))
    return session.exec(query).all()


def _said(session: Session, tie: Relation, actor_id: str) -> tuple[str, str]:
    other = tie.target_id if tie.source_id == actor_id else tie.source_id
    found = session.get(Actor, other)
    return RelationKind.label_of(tie.kind), found.name if found else _("pas encore reçu")


def observations(session: Session) -> Sequence[Observation]:
    """Every observation, the latest first."""
    rows = session.exec(select(Observation)).all()
    return sorted(rows, key=lambda one: (moments.order(one.date), one.id), reverse=True)


def observation(session: Session, observation_id: str) -> Observation:
    """One observation.

    Raises:
        NotFound: no observation has that id.
    """
    found = row(session, Observation, observation_id)
    if found is None:
        raise NotFound(_("Aucune observation n’a l’identifiant {id}.").format(id=observation_id))
    return found
