"""The power fails in the middle of a word: at most the last second of typing is missing."""

import subprocess
import sys
import time

import pytest

from cga_desktop.operations.care import check_study
from cga_desktop.operations.studies import open_study
from cga_desktop.store.queries.interviews import interview_sheet
from tests.conftest import PROJECT
from tests.ui.interviews.typist import KEY_EVERY_MS

SECONDS_TYPED = 2.5


@pytest.fixture
def typist(study, vault, begin):
    """A process that types into an interview of the study."""
    interview = begin()
    ((name, key),) = vault.kept.items()
    study.close()
    command = ["-m", "tests.ui.interviews.typist", str(study.path), name, key.hex(), interview.id]
    with subprocess.Popen(  # noqa: S603  (this test's own program)
        [sys.executable, *command], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    ) as process:
        process.interview = interview
        yield process
        process.kill()


def test_killed_in_the_middle_of_typing(typist, study, vault):
    keys: list[tuple[float, int]] = []
    for line in typist.stdout:
        at, count = line.split()
        keys.append((float(at), int(count)))
        if keys[-1][0] - keys[0][0] > SECONDS_TYPED:
            break
    typist.kill()
    killed = time.monotonic()
    typist.wait()
    assert len(keys) > SECONDS_TYPED * 1000 / KEY_EVERY_MS / 4

    reopened = open_study(study.path, vault=vault)
    with reopened.reading() as session:
        sheet = interview_sheet(session, typist.interview.id)
    problems = check_study(reopened)
    reopened.close()

    (kept,) = [answer.text for answer in sheet.answers.values()]
    older_than_a_second = max(count for at, count in keys if at <= killed - 1)
    assert kept == ("abcdefghij" * 100)[: len(kept)]
    assert len(kept) >= older_than_a_second
    assert problems == []
