"""A study as large as one gets: ten thousand interviews and five thousand actors, with their log.

Its rows are written in bulk and logged as those of an older study are, which takes seconds where
saving them one by one would take minutes.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cga_desktop.domain.kinds import ActorKind, Purpose
from cga_desktop.domain.ports import KeyVault
from cga_desktop.domain.records import (
    Actor,
    Answer,
    Consent,
    Interview,
    Observation,
    Question,
    Record,
)
from cga_desktop.domain.verbs import Verb
from cga_desktop.operations.studies import create_study
from cga_desktop.store.database import Database, Session
from cga_desktop.store.log.beginning import write_first_operations
from cga_desktop.store.queries import study as queries
from cga_desktop.store.search.index import rebuild_index
from tests.conftest import PASSPHRASE

INTERVIEWS, ACTORS, OBSERVATIONS, ANSWERS = 10_000, 5_000, 500, 12
_SPOKEN = (
    "Ma voisine garde les petits le mercredi, sans elle je ne sais pas comment je ferais.",
    "Pour les papiers en ligne, personne ; au guichet on me dit d’aller sur internet.",
    "Le marché, c’est là qu’on se parle. Il manque des bancs et de l’ombre.",
    "On a monté un jardin derrière l’école, il faudrait quelqu’un pour les clés.",
    "Le bus s’arrête à vingt heures, alors le soir on reste chez soi.",
)


def make_large_study(path: Path, *, vault: KeyVault, share: float = 1.0) -> Database:
    """Write the study at ``path`` and open it; ``share`` of 0.1 makes a tenth of it."""
    database = create_study(
        path, name="Grande étude", codes=["93010", "93063"], passphrase=PASSPHRASE, vault=vault
    )
    with database.writing(Verb.OPEN_OLDER_STUDY) as session:
        for rows in _rows(session, share):
            _write(session, rows)
        connection = session.connection()
        connection.exec_driver_sql("DELETE FROM operation")
        connection.exec_driver_sql("DELETE FROM action")
        write_first_operations(connection)
        rebuild_index(connection)
    return database


def _rows(session: Session, share: float) -> Iterator[Sequence[Record]]:
    guide = queries.guides(session, kind="resident")[0]
    asked = list(itertools.islice(itertools.cycle(queries.questions(session, guide.id)), ANSWERS))
    kinds = [kind.value for kind in ActorKind]
    yield [_actor(n, kinds[n % len(kinds)]) for n in range(int(ACTORS * share))]
    interviews = [_interview(n, guide.id) for n in range(int(INTERVIEWS * share))]
    yield interviews
    yield [_answer(one, question, n) for one in interviews for n, question in enumerate(asked)]
    yield [
        Consent(purpose=Purpose.NOTES.value, interview_id=one.id, granted=True)
        for one in interviews
    ]
    yield [
        Observation(text=f"{_SPOKEN[n % 5]} {n}", date="2026-05-12")
        for n in range(int(OBSERVATIONS * share))
    ]


def _actor(n: int, kind: str) -> Actor:
    return Actor(
        name=f"Acteur numéro {n:05}",
        kind=kind,
        description=_SPOKEN[n % 5],
        address=f"{n % 120 + 1} avenue de Verdun",
        citycode="93010",
        lat=48.90 + (n % 50) / 5_000,
        lon=2.47 + (n // 50) / 5_000,
        precision="number" if n % 7 else "street",
    )


def _interview(n: int, guide_id: str) -> Interview:
    return Interview(
        kind="resident",
        guide_id=guide_id,
        pseudonym=f"H-{n + 1:05}",
        date=f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}T10:00+02:00",
        status="finished" if n % 3 else "in_progress",
        notes=_SPOKEN[n % 5],
    )


def _answer(interview: Interview, question: Question, n: int) -> Answer:
    return Answer(
        interview_id=interview.id,
        question_id=question.id,
        wording=question.wording,
        text=f"{_SPOKEN[n % 5]} {_SPOKEN[(n + len(interview.notes)) % 5]} {interview.pseudonym}",
    )


def _write(session: Session, rows: Iterable[Record]) -> None:
    first, *_rest = waiting = list(rows)
    session.connection().execute(
        type(first).__table__.insert(), [one.model_dump() for one in waiting]
    )
