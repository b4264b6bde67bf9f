"""Kills users in the middle of their work and looks at what the study holds of it."""

import json
import math
import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.kinds import Purpose
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.care import check_study
from cga_desktop.operations.interviews import InterviewChanges, start_interview
from cga_desktop.operations.studies import open_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.database import Database
from cga_desktop.store.queries import interviews as interview_queries
from cga_desktop.store.queries.actors import actors
from tests.conftest import PROJECT
from tests.fakes import FakeFinder, FakeOnline, FakePrinter, FakeVault

PATIENCE_S = 60
LONGEST_WORK_S = 1.6
"""A user is killed at any moment of the first seconds of work."""
WHILE_OPENING = 0.08
"""Share of users who are killed while the study is being opened, or the form built."""
OPENING_S = 0.5
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)

Line = Mapping[str, Any]


@dataclass
class Verdict:
    """What was found after the kills.

    Attributes:
        kills: how many users were killed.
        changes: how much they did.
        acknowledged: how many changes the program had said were saved.
        lost: those of them that are not in the study, each as a sentence.
        damage: problems of the file.
        missing_s: for each kill, for how many seconds before it something is missing.
    """

    kills: int = 0
    changes: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    missing_s: list[float] = field(default_factory=list)

    def add(self, other: "Verdict") -> None:
        """Of other kills too."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def figures(self) -> dict[str, float]:
        """To be shown beside a benchmark."""
        ordered = sorted(self.missing_s) or [0.0]
        return {
            "kills": self.kills,
            "changes": self.changes,
            "acknowledged": self.acknowledged,
            "lost": len(self.lost),
            "damaged": len(self.damage),
            "missing_s_median": round(ordered[len(ordered) // 2], 3),
            "missing_s_p95": round(ordered[math.ceil(0.95 * len(ordered)) - 1], 3),
            "missing_s_longest": round(ordered[-1], 3),
        }


class Nursery:
    """The process from which users come."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.killing.nursery"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.SimpleQueue[Line | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(json.loads(line))
        self._lines.put(None)

    def begin(self, given: Mapping[str, object]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(given) + "\n")
        self._process.stdin.flush()

    def line(self) -> Line:
        """The next line that somebody said."""
        found = self._lines.get(timeout=PATIENCE_S)
        assert found is not None, "the process from which users come has ended"
        return found

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE_S)
        self._process.stdout.close()


@contextmanager
def nursery() -> Iterator[Nursery]:
    one = Nursery()
    try:
        yield one
    finally:
        one.close()


def stored(database: Database) -> dict[str, object]:
    """Every value of the study that a user may change, by key."""
    with database.reading() as session:
        found: dict[str, object] = {}
        for actor in actors(session):
            found[f"actors:{actor.id}"] = "present"
            found |= {
                f"actor:{actor.id}:{name}": getattr(actor, name) for name in ("notes", "kind")
            }
        for one in interview_queries.interviews(session):
            interview, about = one.interview, one.interview.id
            found[f"interviews:{about}"] = "present"
            for name in ("notes", "age_band", "status"):
                found[f"interview:{about}:{name}"] = getattr(interview, name)
        for answer in interview_queries.answers(session):
            found[f"answer:{answer.interview_id}:{answer.question_id}"] = answer.text
        for consent in interview_queries.consents_of_interviews(session):
            found[f"consent:{consent.interview_id}:{consent.purpose}"] = consent.granted
    return found


def nothing(key: str) -> object:
    """What a value is where the study does not have it."""
    if key.startswith(("actors:", "interviews:")):
        return "absent"
    return None if key.startswith("consent:") else ""


def _is_refused(line: Line, lines: list[Line]) -> bool:
    """Whether something was refused that is not about an interview the user threw away."""
    thrown = [one["did"].partition(":")[2] for one in lines if one.get("value") == "absent"]
    return "refused" in line and not any(one in line["refused"] for one in thrown)


def _thrown_away(key: str, pasts: Mapping[str, "Past"], found: Mapping[str, object]) -> bool:
    """Whether a value went with the interview it was of, which the user threw away."""
    of = f"interviews:{key.split(':')[1]}"
    wanted = any(state == "absent" for _at, state in pasts.get(of, Past()).states)
    return key != of and wanted and of not in found


@dataclass
class Past:
    """What one value was, in order, and which of its states the program said was saved."""

    states: list[tuple[float, object]] = field(default_factory=list)
    saved: int = -1


class Killer:
    """Kills users of one study, and judges."""

    def __init__(self, study: Path, vault: FakeVault, seed: int) -> None:
        self._path, self._vault = study, vault
        self._chance = random.Random(seed)  # noqa: S311  (no secret hangs on it)
        self._seed = seed
        self.verdict = Verdict()

    def kill_one(self, nursery: Nursery) -> None:
        """Let a user work, kill them, and look at what is there."""
        nursery.begin(self._work())
        lines, killed = self._let_work_and_kill(nursery)
        while "ended" not in lines[-1]:
            lines.append(nursery.line())
        crashed = [line for line in lines if "crashed" in line or _is_refused(line, lines)]
        assert crashed == [], crashed
        assert lines[-1]["ended"] in {-_KILL, _KILL}, lines[-1]
        self.judge(lines, killed)

    def _work(self) -> dict[str, object]:
        """A place to write in, and the key to it."""
        database = open_study(self._path, vault=self._vault)
        workspace = Workspace(database, FakeFinder(), FakeOnline(), FakePrinter())
        agreed = InterviewChanges(consents={Purpose.NOTES.value: True})
        interview = start_interview(workspace, kind="resident", changes=agreed).value
        actor = add_actor(workspace, draft=ActorDraft(name="Régie")).value
        database.close()
        self._seed += 1
        ((name, key),) = self._vault.kept.items()
        place = {"study": str(self._path), "key_name": name, "key": key.hex()}
        return {**place, "interview": interview.id, "actor": actor.id, "seed": self._seed}

    def _let_work_and_kill(self, nursery: Nursery) -> tuple[list[Line], float]:
        lines = [nursery.line()]
        pid = lines[0]["pid"]
        if self._chance.random() < WHILE_OPENING:
            time.sleep(self._chance.uniform(0, OPENING_S))
        else:
            while "did" not in lines[-1]:
                lines.append(nursery.line())
                assert "ended" not in lines[-1], lines
            time.sleep(self._chance.uniform(0, LONGEST_WORK_S))
        killed = time.monotonic()
        os.kill(pid, _KILL)
        return [*lines, nursery.line()], killed

    def judge(self, lines: list[Line], killed: float) -> None:
        pasts: dict[str, Past] = {}
        for line in lines:
            self._read(line, pasts)
        database = open_study(self._path, vault=self._vault)
        found = stored(database)
        self.verdict.damage += check_study(database)
        database.close()
        oldest = killed
        for key, past in pasts.items():
            if _thrown_away(key, pasts, found):
                continue
            oldest = min(
                oldest, self._missing_since(key, past, found.get(key, nothing(key)), killed)
            )
        self.verdict.kills += 1
        self.verdict.missing_s.append(killed - oldest)

    def _read(self, line: Line, pasts: dict[str, Past]) -> None:
        for key, value in line.get("began", {}).items():
            pasts[key] = Past([(-math.inf, value)], saved=0)
        if "did" in line:
            before = (-math.inf, nothing(line["did"]))
            past = pasts.setdefault(line["did"], Past([before]))
            past.states.append((line["at"], line["value"]))
            self.verdict.changes += 1
        assert not line.get("said", "").startswith("Non"), line
        for key, value in line.get("saved", {}).items():
            past = pasts.setdefault(key, Past([(-math.inf, nothing(key)), (-math.inf, value)]))
            past.saved = max(n for n, (_at, state) in enumerate(past.states) if state == value)
            self.verdict.acknowledged += 1

    def _missing_since(self, key: str, past: Past, found: object, killed: float) -> float:
        """Since when something of a value is missing; the moment of the kill where nothing is."""
        where = f"kill {self.verdict.kills}, seed {self._seed}, {key}"
        states = [n for n, (_at, state) in enumerate(past.states) if state == found]
        if not states or states[-1] < past.saved:
            wanted = past.states[max(past.saved, 0)][1]
            self.verdict.lost.append(f"{where}: {found!r} instead of {wanted!r}")
            return killed
        later = past.states[states[-1] + 1 :]
        return later[0][0] if later else killed


def kill_at_once(studies: Mapping[Path, FakeVault], *, count: int, seed: int) -> Verdict:
    """Kill ``count`` users of each of several studies, the studies beside each other."""
    with ThreadPoolExecutor(len(studies)) as lanes:
        judged = [
            lanes.submit(kill_many, study, vault, count=count, seed=seed + 100_000 * number)
            for number, (study, vault) in enumerate(studies.items())
        ]
    together = Verdict()
    for one in judged:
        together.add(one.result())
    return together


def kill_many(study: Path, vault: FakeVault, *, count: int, seed: int) -> Verdict:
    """Kill ``count`` users of ``study``, one after the other."""
    killer = Killer(study, vault, seed)
    with nursery() as users:
        for _kill in range(count):
            killer.kill_one(users)
    return killer.verdict
