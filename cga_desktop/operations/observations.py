"""Writing observations."""

from collections.abc import Mapping

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.drafts import ObservationDraft
from cga_desktop.domain.records import Observation
from cga_desktop.domain.verbs import Verb
from cga_desktop.operations.contributors import check_contributor, known_contributor
from cga_desktop.operations.places import refuse_half_a_point
from cga_desktop.operations.records import apply
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.queries import actors as queries
from cga_desktop.store.queries.media import media_of_observation


def add_observation(
    workspace: Workspace, *, draft: ObservationDraft, contributor: str = ""
) -> Outcome[Observation]:
    """A new observation.

    Raises:
        NotFound: the draft names somebody who is not in the study.
        BadValue: half a point.
    """
    refuse_half_a_point(draft.lat, draft.lon)
    observation = Observation(**draft.model_dump())
    with workspace.database.writing(Verb.ADD_OBSERVATION) as session:
        check_contributor(session, draft.contributor_id)
        author = known_contributor(session, contributor)
        if author is not None:
            observation.contributor_id = author.id
        session.add(observation)
    return Outcome(observation, Changes.OBSERVATIONS)


def edit_observation(
    workspace: Workspace,
    *,
    observation_id: str,
    changes: Mapping[str, object],
    verb: Verb = Verb.EDIT_OBSERVATION,
) -> Outcome[Observation]:
    """Change some fields of an observation.

    Raises:
        NotFound: no observation, or no contributor, has that id.
        BadValue: a value does not fit its field, or half a point would be left.
    """
    checked = ObservationDraft.checked(changes)
    with workspace.database.writing(verb) as session:
        observation = queries.observation(session, observation_id)
        check_contributor(session, checked.get("contributor_id"))
        changed = apply(observation, checked)
        refuse_half_a_point(observation.lat, observation.lon)
    return Outcome(observation, Changes.OBSERVATIONS if changed else Changes.NONE)


def delete_observation(workspace: Workspace, *, observation_id: str) -> Outcome[None]:
    """Remove an observation with its photos; an undo brings all of it back.

    Raises:
        NotFound: no observation has that id.
    """
    with workspace.database.writing(Verb.DELETE_OBSERVATION) as session:
        observation = queries.observation(session, observation_id)
        for photo in media_of_observation(session, observation_id):
            session.delete(photo)
        session.flush()  # a photo is gone before what it shows
        session.delete(observation)
    return Outcome(None, Changes.OBSERVATIONS)
