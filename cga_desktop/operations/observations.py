"""Writing observations."""

from collections.abc import Mapping

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.drafts import ObservationDraft
from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.records import Observation
from cga_desktop.i18n import _
from cga_desktop.operations.interviews import known_contributor
from cga_desktop.operations.records import apply
from cga_desktop.operations.workspace import Workspace


def add_observation(
    workspace: Workspace, *, draft: ObservationDraft, contributor: str = ""
) -> Outcome[Observation]:
    """A new observation."""
    observation = Observation(**draft.model_dump())
    with workspace.database.writing() as session:
        author = known_contributor(session, contributor)
        if author is not None:
            observation.contributor_id = author.id
        session.add(observation)
    return Outcome(observation, Changes.OBSERVATIONS)


def edit_observation(
    workspace: Workspace, *, observation_id: str, changes: Mapping[str, object]
) -> Outcome[Observation]:
    """Change some fields of an observation.

    Raises:
        NotFound: no observation has that id.
        BadValue: a value does not fit its field.
    """
    checked = ObservationDraft.checked(changes)
    with workspace.database.writing() as session:
        observation = session.get(Observation, observation_id)
        if observation is None:
            raise NotFound(
                _("Aucune observation n’a l’identifiant {id}.").format(id=observation_id)
            )
        changed = apply(observation, checked)
    return Outcome(observation, Changes.OBSERVATIONS if changed else Changes.NONE)
