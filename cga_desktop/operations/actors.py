"""Writing actors."""

from collections.abc import Mapping

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import BadValue
from cga_desktop.domain.kinds import Purpose
from cga_desktop.domain.places import Place, Point, Precision
from cga_desktop.domain.records import Actor, Consent
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import ngettext
from cga_desktop.operations.consents import say
from cga_desktop.operations.places import half_a_point, refuse_half_a_point, sure_place
from cga_desktop.operations.records import apply
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.queries import actors as queries

BY_HAND_RADIUS_M = 10.0
"""How far a pin put by hand may be from the door it stands for."""


def place_fields(place: Place) -> dict[str, object]:
    """What a found place changes of an actor; the typed address is kept as it was typed."""
    return {
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision.value,
        "radius_m": place.radius_m,
        "citycode": place.citycode,
        "placed_by_hand": False,
    }


def _placed(workspace: Workspace, draft: ActorDraft) -> ActorDraft:
    """The draft with its address found, where it has one, no point, and there is no doubt."""
    refuse_half_a_point(draft.lat, draft.lon)
    if draft.lat is not None:
        precision = draft.precision or Precision.NUMBER.value
        return draft.model_copy(update={"precision": precision})
    place = _found(workspace, draft.address, draft.postcode)
    return draft.model_copy(update=place_fields(place)) if place else draft


def _found(workspace: Workspace, address: str, postcode: str) -> Place | None:
    if not address:
        return None
    return sure_place(workspace, text=f"{address} {postcode}".strip())


def add_actor(workspace: Workspace, *, draft: ActorDraft) -> Outcome[Actor]:
    """A new actor; its address is looked up where it has no point yet.

    Raises:
        BadValue: half a point.
    """
    actor = Actor(**_placed(workspace, draft).model_dump())
    with workspace.database.writing(Verb.ADD_ACTOR) as session:
        session.add(actor)
    return Outcome(actor, Changes.ACTORS)


def edit_actor(
    workspace: Workspace,
    *,
    actor_id: str,
    changes: Mapping[str, object],
    verb: Verb = Verb.EDIT_ACTOR,
) -> Outcome[Actor]:
    """Change some fields of an actor, and only these.

    Raises:
        NotFound: no actor has that id.
        BadValue: a value does not fit its field, or half a point would be left.
    """
    checked = ActorDraft.checked(changes)
    with workspace.database.writing(verb) as session:
        actor = queries.actor(session, actor_id)
        changed = apply(actor, checked)
        refuse_half_a_point(actor.lat, actor.lon)
    return Outcome(actor, Changes.ACTORS if changed else Changes.NONE)


def edit_actor_and_place(
    workspace: Workspace,
    *,
    actor_id: str,
    changes: Mapping[str, object],
    verb: Verb = Verb.EDIT_ACTOR,
) -> Outcome[Actor]:
    """Change fields of an actor; a new address without a point is looked up, as when adding.

    Raises:
        NotFound: no actor has that id.
        BadValue: a value does not fit its field, or half a point is given.
    """
    fields = ActorDraft.checked(changes)
    if ("lat" in fields) != ("lon" in fields):
        raise half_a_point()
    with workspace.database.reading() as session:
        actor = queries.actor(session, actor_id)
    if "lat" in fields:
        placing = _pointed(actor, fields)
    elif any(getattr(actor, name) != fields.get(name, getattr(actor, name)) for name in _WHERE):
        placing = _moved(workspace, actor, fields)
    else:
        placing = {}
    return edit_actor(workspace, actor_id=actor_id, changes={**placing, **fields}, verb=verb)


_WHERE = ("address", "postcode")


def _pointed(actor: Actor, fields: Mapping[str, object]) -> dict[str, object]:
    """What a position given or taken away changes besides."""
    point = (fields["lat"], fields["lon"])
    if point == (actor.lat, actor.lon):
        return {}
    if point == (None, None):
        return unplaced_fields()
    return {"precision": Precision.NUMBER.value, "radius_m": None, "placed_by_hand": False}


def _moved(workspace: Workspace, actor: Actor, fields: Mapping[str, object]) -> dict[str, object]:
    """What a new address changes besides; a pin put by hand waits for a place that is sure."""
    address, postcode = (str(fields.get(name, getattr(actor, name))) for name in _WHERE)
    place = _found(workspace, address, postcode)
    if place is not None:
        return place_fields(place)
    return {} if actor.placed_by_hand and address else unplaced_fields()


def unplaced_fields() -> dict[str, object]:
    """What changes of an actor whose address is not known to be anywhere."""
    return {
        "lat": None,
        "lon": None,
        "precision": "",
        "radius_m": None,
        "citycode": "",
        "placed_by_hand": False,
    }


def by_hand_fields(point: Point) -> dict[str, object]:
    """What changes of an actor whose pin somebody who was there put at ``point``."""
    return {
        "lat": point.lat,
        "lon": point.lon,
        "precision": Precision.NUMBER.value,
        "radius_m": BY_HAND_RADIUS_M,
        "placed_by_hand": True,
    }


def put_actor_by_hand(workspace: Workspace, *, actor_id: str, point: Point) -> Outcome[Actor]:
    """Put an actor's pin where somebody who was there says it is.

    Raises:
        NotFound: no actor has that id.
        BadValue: not a point on Earth.
    """
    return edit_actor(workspace, actor_id=actor_id, changes=by_hand_fields(point))


def set_map_consent(workspace: Workspace, *, actor_id: str, granted: bool | None) -> Outcome[None]:
    """Record whether the contact person agrees to be on the map; None: not asked.

    Raises:
        NotFound: no actor has that id.
    """
    with workspace.database.writing(Verb.SAY_CONSENT) as session:
        sheet = queries.actor_sheet(session, actor_id)
        own = [one for one in sheet.consents if one.actor_id and one.purpose == Purpose.MAP]
        consent = own[0] if own else Consent(purpose=Purpose.MAP.value, actor_id=actor_id)
        changed = say(consent, granted)
        if changed:
            session.add(consent)
    return Outcome(None, Changes.ACTORS if changed else Changes.NONE)


def delete_actor(workspace: Workspace, *, actor_id: str) -> Outcome[str]:
    """Remove an actor that no interview is about, with its ties; answers its name.

    Raises:
        NotFound: no actor has that id.
        BadValue: interviews are about it; they are kept, and so is the actor.
    """
    with workspace.database.writing(Verb.DELETE_ACTOR) as session:
        sheet = queries.actor_sheet(session, actor_id)
        if sheet.interviews:
            raise BadValue(
                ngettext(
                    "{count} entretien porte sur cet acteur : il est gardé.",
                    "{count} entretiens portent sur cet acteur : il est gardé.",
                    len(sheet.interviews),
                ).format(count=len(sheet.interviews))
            )
        for tie in queries.relations(session):
            if actor_id in (tie.source_id, tie.target_id):
                session.delete(tie)
        for consent in sheet.consents:
            session.delete(consent)
        session.flush()
        session.delete(sheet.actor)
    return Outcome(sheet.actor.name, Changes.ACTORS)
