"""Someone at work on a study, one operation after the other; each is a transaction of its own."""

import random
from collections.abc import Callable, Iterator, Sequence

from sqlmodel import col, select, text

from cga_desktop.domain.drafts import ActorDraft, ObservationDraft
from cga_desktop.domain.kinds import Purpose
from cga_desktop.domain.moments import local_now
from cga_desktop.domain.records import Actor, Interview, Observation, Question
from cga_desktop.operations.actors import add_actor, delete_actor, edit_actor
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.operations.observations import add_observation, delete_observation
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.database import Database, Session
from cga_desktop.store.dump import canonical_state

WORDS = "Ma voisine garde les petits le mercredi, sans elle je ne sais pas comment je ferais. "

State = dict[str, list[object]]
Act = Callable[[Workspace, random.Random], object]


def dice(seed: int) -> random.Random:
    """Chance that falls the same way each time."""
    return random.Random(seed)  # noqa: S311  (no secret hangs on it)


def state(database: Database) -> State:
    """Everything the study holds, its log too where there is one."""
    with database.reading() as session:
        found: State = dict(canonical_state(session))
        known = set(session.connection().execute(text("SELECT name FROM sqlite_master")).scalars())
        for table in sorted({"action", "operation"} & known):
            rows = session.connection().execute(text(f"SELECT * FROM {table} ORDER BY id"))  # noqa: S608
            found[table] = [tuple(row) for row in rows]
        return found


def _ids(session: Session, kind: type[Actor | Interview | Observation]) -> Sequence[str]:
    return session.exec(select(kind.id).order_by(col(kind.id))).all()


def _one(workspace: Workspace, chance: random.Random, kind: type) -> str | None:
    with workspace.database.reading() as session:
        ids = _ids(session, kind)
    return chance.choice(ids) if ids else None


def _add_actor(workspace: Workspace, chance: random.Random) -> None:
    name = f"Régie {chance.randrange(10_000)}"
    add_actor(workspace, draft=ActorDraft(name=name, notes=WORDS * chance.randint(0, 60)))


def _edit_actor(workspace: Workspace, chance: random.Random) -> None:
    actor_id = _one(workspace, chance, Actor)
    if actor_id:
        notes = WORDS * chance.randint(0, 200)
        edit_actor(workspace, actor_id=actor_id, changes={"notes": notes})


def _delete_actor(workspace: Workspace, chance: random.Random) -> None:
    actor_id = _one(workspace, chance, Actor)
    if actor_id:
        delete_actor(workspace, actor_id=actor_id)


def _meet(workspace: Workspace, _chance: random.Random) -> None:
    agreed = InterviewChanges(consents={Purpose.NOTES.value: True})
    start_interview(workspace, kind="resident", contributor="Awa", changes=agreed)


def _answer(workspace: Workspace, chance: random.Random) -> None:
    interview_id = _one(workspace, chance, Interview)
    if interview_id is None:
        return
    with workspace.database.reading() as session:
        guide = session.get_one(Interview, interview_id).guide_id
        asked = session.exec(select(Question.id).where(Question.guide_id == guide)).all()
    answers = {chance.choice(asked): WORDS * chance.randint(1, 30)}
    save_interview(workspace, interview_id=interview_id, changes=InterviewChanges(answers=answers))


def _observe(workspace: Workspace, chance: random.Random) -> None:
    add_observation(
        workspace, draft=ObservationDraft(text=WORDS * chance.randint(1, 5), date=local_now())
    )


def _unsee(workspace: Workspace, chance: random.Random) -> None:
    observation_id = _one(workspace, chance, Observation)
    if observation_id:
        delete_observation(workspace, observation_id=observation_id)


ACTS: tuple[tuple[Act, int], ...] = (
    (_add_actor, 3), (_edit_actor, 4), (_delete_actor, 1),
    (_meet, 1), (_answer, 6), (_observe, 2), (_unsee, 1),
)  # fmt: skip


def work(workspace: Workspace, chance: random.Random, count: int) -> Iterator[State]:
    """Do ``count`` things; after each, everything the study then holds."""
    acts, weights = zip(*ACTS, strict=True)
    for act in chance.choices(acts, weights, k=count):
        act(workspace, chance)
        yield state(workspace.database)
