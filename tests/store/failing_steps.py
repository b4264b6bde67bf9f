"""A disk that stops at any one of the steps by which a small file is written."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from cga_desktop.store import private_files

STEPS = ("open", "fsync", "replace", "unlink")


class Dead(BaseException):
    """The process is gone: nothing that it would still have done is done."""


@dataclass
class Steps:
    """Counts what is asked of the disk; at step ``stop`` something happens.

    Attributes:
        stop: the number of the step, from 1; 0 for never.
        how: raises what happens.
        lasting: whether every step after it fails as well.
        unsynced: files that took the place of others before they were on the disk.
    """

    stop: int = 0
    how: Callable[[], BaseException] = Dead
    lasting: bool = True
    taken: int = 0
    unsynced: list[str] = field(default_factory=list)
    synced: set[int] = field(default_factory=set)

    def take(self) -> None:
        self.taken += 1
        if self.stop and (self.taken == self.stop or (self.lasting and self.taken > self.stop)):
            raise self.how()


class HalfWritten:
    """A file of which only the first half reaches the disk before it stops."""

    def __init__(self, file: Any, steps: Steps) -> None:
        self._file, self._steps = file, steps

    def __enter__(self) -> "HalfWritten":
        self._file.__enter__()
        return self

    def __exit__(self, *given: object) -> None:
        self._file.__exit__(*given)

    def write(self, data: bytes) -> None:
        try:
            self._steps.take()
        except BaseException:
            self._file.write(data[: len(data) // 2])
            self._file.flush()
            raise
        self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()


def watch(monkeypatch: pytest.MonkeyPatch, steps: Steps) -> None:
    """Have every step of writing asked of ``steps`` first."""
    real = {name: getattr(os, name) for name in STEPS}

    def stepped(name: str) -> Callable[..., Any]:
        def step(*given: Any, **options: Any) -> Any:
            steps.take()
            if name == "replace" and os.stat(given[0]).st_ino not in steps.synced:  # noqa: PTH116
                steps.unsynced.append(str(given[0]))
            if name == "fsync":
                steps.synced.add(os.fstat(given[0]).st_ino)
            return real[name](*given, **options)

        return step

    for name in STEPS:
        monkeypatch.setattr(os, name, stepped(name))
    monkeypatch.setattr(
        private_files,
        "open",
        lambda *given: HalfWritten(os.fdopen(*given), steps),
        raising=False,
    )
