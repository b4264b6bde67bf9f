"""Makes the small study kept of the present schema: ``python -m tests.studies.keep_a_study``.

Run it once, in the commit that releases a new schema. A file once kept is never made again.
"""

import os
import tempfile
from pathlib import Path

from cga_desktop.domain.drafts import ActorDraft, ObservationDraft
from cga_desktop.domain.places import Point
from cga_desktop.operations.actors import add_actor, put_actor_by_hand
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.operations.observations import add_observation
from cga_desktop.operations.studies import create_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.migrations import newest_schema
from cga_desktop.store.no_vault import NoVault
from cga_desktop.store.queries import interviews as queries
from tests.fakes import FakeFinder, FakeOnline, FakePrinter

PASSPHRASE_OF_PAST_STUDIES = "mémoire de tous les schémas"


def keep(path: Path) -> None:
    """Write the study: one interview, one actor, one observation, all invented."""
    database = create_study(
        path,
        name="Bondy, mémoire",
        codes=["93010"],
        passphrase=PASSPHRASE_OF_PAST_STUDIES,
        vault=NoVault(),
    )
    workspace = Workspace(database, FakeFinder(), FakeOnline(), FakePrinter())
    interview = start_interview(workspace, kind="resident", contributor="Awa").value
    with database.reading() as session:
        question = queries.interview_sheet(session, interview.id).questions[0]
    save_interview(
        workspace,
        interview_id=interview.id,
        changes=InterviewChanges(
            fields={"notes": "Elle rit beaucoup. « Ici, on se connaît » 😀"},
            answers={question.id: "Ma voisine garde les petits."},
            consents={"notes": True, "quoting": False, "recording": None},
        ),
    )
    draft = ActorDraft(name="Les Jardins de Bondy", address="12 avenue de Verdun")
    actor = add_actor(workspace, draft=draft).value
    put_actor_by_hand(workspace, actor_id=actor.id, point=Point(48.9021, 2.4823))
    add_observation(
        workspace,
        draft=ObservationDraft(text="Marché plein, peu de bancs.", date="2026-05-12"),
        contributor="Awa",
    )
    database.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["CGA_HOME"] = home
        keep(Path(__file__).parent / f"schema_{newest_schema()}.cgaetude")
