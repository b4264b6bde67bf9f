"""What a durable save of one field costs beside the same write in a bare SQLCipher transaction."""

import gc
import json
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from cga_desktop.domain.errors import NotFound
from cga_desktop.operations.interviews import (
    InterviewChanges,
    question_ids,
    save_typed,
    start_interview,
)
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store import keys, sqlcipher
from tests.conftest import PASSPHRASE

MOST = 1.5
"""Times the bare transaction."""
PAIRS = 400
TEXT = "Ma voisine garde les petits le mercredi, sans elle je ne sais pas comment je ferais. "

Save = Callable[[int], None]


@pytest.fixture
def ours(workspace: Workspace) -> Save:
    """Saves an answer as autosave does."""
    interview = start_interview(workspace, kind="resident", contributor="Awa").value
    with workspace.database.reading() as session:
        question = next(iter(question_ids(session, interview.guide_id).values()))

    def save(number: int) -> None:
        changes = InterviewChanges(answers={question: f"{TEXT}{number}"})
        try:
            save_typed(workspace, interview_id=interview.id, changes=changes)
        except NotFound as error:  # pragma: no cover
            raise AssertionError from error

    save(-1)
    return save


@pytest.fixture
def bare(workspace: Workspace, ours: Save) -> Iterator[Save]:
    """Writes the same row and the same operation of the log, and nothing else."""
    path: Path = workspace.database.path
    key = keys.unlock([keys.key_file(path).read_text("utf-8")], PASSPHRASE)
    connection = sqlcipher.connect(path, busy_seconds=10)
    for pragma in (f'key = "{key.pragma()}"', "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    answer = connection.execute("SELECT id FROM answer").fetchone()[0]
    operation, action, fields = connection.execute(
        "SELECT id, action_id, fields FROM operation ORDER BY id DESC LIMIT 1"
    ).fetchone()
    said = json.loads(fields)

    def save(number: int) -> None:
        text, moment = f"{TEXT}{number} et puis", f"2026-05-12T10:00:00.{number:03}+00:00"
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "UPDATE answer SET text = ?, updated_at = ? WHERE id = ?", (text, moment, answer)
        )
        connection.execute(
            "UPDATE operation SET hlc = hlc + 1, fields = ? WHERE id = ?",
            (json.dumps({**said, "text": text}), operation),
        )
        connection.execute("UPDATE action SET hlc = hlc + 1 WHERE id = ?", (action,))
        connection.execute("COMMIT")

    yield save
    connection.close()


def test_a_durable_save_of_one_field(ours: Save, bare: Save, benchmark: BenchmarkFixture) -> None:
    """In turns, so that both meet the same disk; the median of each."""
    times: dict[str, list[float]] = {"ours": [], "bare": []}

    def pairs() -> None:
        gc.disable()
        for number in range(PAIRS):
            for name, save in (("ours", ours), ("bare", bare)):
                started = time.perf_counter()
                save(number)
                times[name].append(time.perf_counter() - started)
        gc.enable()

    benchmark.pedantic(pairs, rounds=1)
    medians = {name: statistics.median(found) for name, found in times.items()}
    ratio = medians["ours"] / medians["bare"]
    benchmark.extra_info |= {f"{name}_ms": round(1000 * one, 3) for name, one in medians.items()}
    benchmark.extra_info["ratio"] = round(ratio, 2)
    assert ratio <= MOST
