"""Merging two cards of the same actor into one."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.consents import allows
from cga_desktop.domain.errors import BadValue
from cga_desktop.domain.kinds import Purpose
from cga_desktop.domain.merging import (
    Contact,
    agreed_after,
    contact_after,
    merged_fields,
)
from cga_desktop.domain.records import Actor, Consent, Relation
from cga_desktop.domain.sheets import ActorSheet
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import _
from cga_desktop.operations.consents import say
from cga_desktop.operations.records import apply
from cga_desktop.operations.tables import simplified
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.database import Session
from cga_desktop.store.log import touching
from cga_desktop.store.log.capture import WritingSession
from cga_desktop.store.queries import actors as queries
from cga_desktop.store.queries import interviews as interview_queries

_METRES_PER_DEGREE = 111_320.0
_NEAR_M, _FAR_M = 60.0, 500.0
_NEAR_WORTH, _SHARED_WORTH = 25.0, 40.0
"""How much a near address, or the same telephone, counts beside a name of 0 to 100."""
LIKELY = 85.0
"""From this on, two actors are probably the same."""


# --- which two -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor that may be the same as another.

    Attributes:
        actor: its card.
        likeness: 0 to 165; from ``LIKELY`` on they are probably the same.
        metres: how far apart they are; None where one of them is nowhere.
    """

    actor: Actor
    likeness: float
    metres: float | None


def candidates(session: Session, actor_id: str) -> Sequence[Candidate]:
    """Every other actor, those that are most like this one first.

    Names are compared word by word, whatever their order and small slips (rapidfuzz's
    ``token_sort_ratio`` and ``token_set_ratio``); addresses, telephones, e-mails and sites count.

    Raises:
        NotFound: no actor has that id.
    """
    one = queries.actor(session, actor_id)
    mine = _Traits(one)
    others = (other for other in queries.actors(session) if other.id != actor_id)
    return sorted((_candidate(mine, other) for other in others), key=lambda it: -it.likeness)


class _Traits:
    """What an actor is known by, made ready to be compared."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.name = simplified(actor.name)
        self.shared = {name: simplified(getattr(actor, name)) for name in _SHARED}


_SHARED = ("phone", "email", "website")


def _candidate(one: _Traits, other: Actor) -> Candidate:
    metres = _metres(one.actor, other)
    likeness = _names_alike(one.name, simplified(other.name))
    if metres is not None and metres < _FAR_M:
        beyond = max(metres - _NEAR_M, 0.0) / (_FAR_M - _NEAR_M)
        likeness += _NEAR_WORTH * (1.0 - beyond)
    if any(mine and mine == simplified(getattr(other, name)) for name, mine in one.shared.items()):
        likeness += _SHARED_WORTH
    return Candidate(other, likeness, metres)


def _names_alike(mine: str, theirs: str) -> float:
    from rapidfuzz import fuzz

    in_order, in_common = fuzz.token_sort_ratio(mine, theirs), fuzz.token_set_ratio(mine, theirs)
    return max(in_order, 0.9 * in_common)


def _metres(one: Actor, other: Actor) -> float | None:
    """How far apart two actors are, flat: good enough within a town."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    north = (one.lat - other.lat) * _METRES_PER_DEGREE
    east = (one.lon - other.lon) * _METRES_PER_DEGREE * math.cos(math.radians(one.lat))
    return math.hypot(north, east)


# --- what becomes of them ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging two actors would give.

    Attributes:
        kept: the card that stays.
        taken: the one that goes.
        fields: what changes of the kept one.
        interviews: how many interviews move to it.
        ties: how many ties move to it.
        ties_gone: how many go: those between the two, and those it has already.
        contact: whose contact it has then.
        agreed: to what its contact agrees then, by purpose: yes, no, or None for not asked.
        before: to what it agreed before.
    """

    kept: Actor
    taken: Actor
    fields: Mapping[str, object]
    interviews: int
    ties: int
    ties_gone: int
    contact: Contact
    agreed: Mapping[str, bool | None]
    before: Mapping[str, bool | None]


def preview_merge(session: Session, *, keep_id: str, absorbed_id: str) -> MergePreview:
    """What ``merge_actors`` would do.

    Raises:
        NotFound: no actor has that id.
        BadValue: they are one already, or together too long.
    """
    kept, taken = _sheets(session, keep_id, absorbed_id)
    ties = _moved_ties(queries.relations(session), keep_id, absorbed_id)
    said = _Agreements(kept, taken)
    return MergePreview(
        kept=kept.actor,
        taken=taken.actor,
        fields=merged_fields(kept.actor, taken.actor),
        interviews=len(taken.interviews),
        ties=len(ties.moved),
        ties_gone=len(ties.gone),
        contact=said.contact,
        agreed={purpose: said.after(purpose) for purpose in said.purposes},
        before={purpose: said.before(purpose) for purpose in said.purposes},
    )


def _sheets(session: Session, keep_id: str, absorbed_id: str) -> tuple[ActorSheet, ActorSheet]:
    if keep_id == absorbed_id:
        raise BadValue(_("C’est la même fiche : choisissez-en une autre. Rien n’a été fusionné."))
    return queries.actor_sheet(session, keep_id), queries.actor_sheet(session, absorbed_id)


def merge_actors(workspace: Workspace, *, keep_id: str, absorbed_id: str) -> Outcome[Actor]:
    """Make one actor of two: ``keep_id`` takes what it lacks, interviews, ties; the other goes.

    What the other said differently stands below the notes. A tie between the two goes, and one
    that both had is one. Of what both contacts said about being on the map the stricter answer
    stands (see ``domain.merging``). All of it is one action, which can be taken back.

    Raises:
        NotFound: no actor has that id.
        BadValue: they are one already, or together too long.
    """
    with workspace.database.writing(Verb.MERGE_ACTORS) as session:
        kept, taken = _sheets(session, keep_id, absorbed_id)
        touching.touch(session, kept.actor)  # the log says which actor took the other in
        apply(kept.actor, merged_fields(kept.actor, taken.actor))
        _settle_consents(session, _Agreements(kept, taken))
        _move_ties(session, keep_id, absorbed_id)
        for line in taken.interviews:
            interview = interview_queries.interview(session, line.interview.id)
            interview.actor_id = keep_id
        session.flush()
        session.delete(taken.actor)
    return Outcome(kept.actor, Changes.ACTORS | Changes.INTERVIEWS)


# --- what was agreed to --------------------------------------------------------------------------


class _Agreements:
    """What was said of two actors' contacts, on their cards and in interviews."""

    def __init__(self, kept: ActorSheet, taken: ActorSheet) -> None:
        self.kept, self.taken = kept, taken
        self.contact = contact_after(kept.actor, taken.actor)
        own = [one for one in (*kept.consents, *taken.consents) if one.actor_id]
        self.purposes = sorted({Purpose.MAP.value, *(one.purpose for one in own)})

    def before(self, purpose: str) -> bool | None:
        """What was agreed to on the kept card."""
        return _said(self.kept.consents, purpose)

    def after(self, purpose: str) -> bool | None:
        """What is agreed to once they are one."""
        return agreed_after(self.before(purpose), _said(self.taken.consents, purpose), self.contact)

    def own(self, purpose: str) -> list[Consent]:
        """What stands on the cards themselves, the kept one first."""
        both = (*self.kept.consents, *self.taken.consents)
        return [one for one in both if one.actor_id and one.purpose == purpose]

    def in_interviews(self, purpose: str) -> bool | None:
        """What was said in interviews with either."""
        both = (*self.kept.consents, *self.taken.consents)
        return _said([one for one in both if not one.actor_id], purpose)


def _said(consents: Sequence[Consent], purpose: str) -> bool | None:
    asked = [one for one in consents if one.purpose == purpose and one.granted is not None]
    return allows(asked, Purpose(purpose)) if asked else None


def _settle_consents(session: WritingSession, said: _Agreements) -> None:
    for purpose in said.purposes:
        wanted, elsewhere = said.after(purpose), said.in_interviews(purpose)
        if wanted is None and elsewhere:
            wanted = False  # what another contact agreed to must be asked of this one
        own = said.own(purpose)
        standing = next((one for one in own if one.granted is wanted), own[0] if own else None)
        for one in own:
            if one is not standing:
                session.delete(one)
        if standing is None and wanted is False and elsewhere is not False:
            standing = Consent(purpose=purpose)
            session.add(standing)
        if standing is not None:
            standing.actor_id = said.kept.actor.id
            if wanted is not True:  # a yes is kept as it was said, or stands in an interview
                say(standing, wanted)


# --- ties ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Ties:
    """What becomes of the ties of an actor that goes: (tie, its new ends), and those that go."""

    moved: list[tuple[Relation, str, str]] = field(default_factory=list[tuple[Relation, str, str]])
    doubles: list[tuple[Relation, Relation]] = field(
        default_factory=list[tuple[Relation, Relation]]
    )
    between: list[Relation] = field(default_factory=list[Relation])

    @property
    def gone(self) -> list[Relation]:
        """Those that go."""
        return [*self.between, *(double for double, _standing in self.doubles)]


def _moved_ties(relations: Sequence[Relation], keep_id: str, absorbed_id: str) -> _Ties:
    ties = _Ties()
    standing = {
        _what(one, one.source_id, one.target_id): one
        for one in relations
        if absorbed_id not in (one.source_id, one.target_id)
    }
    for one in relations:
        if absorbed_id not in (one.source_id, one.target_id):
            continue
        ends = [keep_id if end == absorbed_id else end for end in (one.source_id, one.target_id)]
        source, target = ends
        what = _what(one, source, target)
        if source == target:
            ties.between.append(one)
        elif what in standing:
            ties.doubles.append((one, standing[what]))
        else:
            standing[what] = one
            ties.moved.append((one, source, target))
    return ties


def _what(tie: Relation, source: str, target: str) -> tuple[object, ...]:
    """What makes two ties one: the same kind between the same two, whatever the order if both."""
    ends = (source, target) if tie.directed else tuple(sorted((source, target)))
    return tie.kind, tie.directed, ends


def _move_ties(session: WritingSession, keep_id: str, absorbed_id: str) -> None:
    ties = _moved_ties(queries.relations(session), keep_id, absorbed_id)
    for tie, source, target in ties.moved:
        tie.source_id, tie.target_id = source, target
    for double, standing in ties.doubles:
        standing.strength = max(standing.strength, double.strength)
        if double.note.strip() not in standing.note:
            standing.note = f"{standing.note}\n{double.note}".strip()
    for tie in ties.gone:
        session.delete(tie)
