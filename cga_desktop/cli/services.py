"""What the composition root gives the command line: nothing is built before a command needs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

# For the type checker only: SQLAlchemy takes half a second that `--version` does not owe.
if TYPE_CHECKING:
    from cga_desktop.domain.ports import KeyVault, PlaceFinder
    from cga_desktop.operations.workspace import Workspace
    from cga_desktop.store.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """The outside world, as functions that build it late: ``--version`` loads neither Qt nor a map.

    Attributes:
        vault: where keys are kept.
        workspace: the workspace of an open study.
        finder: what finds addresses without a network and without a study.
        window: opens the window (the study to open, or None for the last one; whether to show the
            demonstration where there is none) and answers its exit code.
        screenshots: draws the screens of a study into a folder, answers the files.
        self_test: tries everything once, in a folder of its own, and answers what it checked:
            (what, whether it works, a word about it).
        qt_version: loads the parts of Qt that the window needs, without opening a display, and
            answers their version; raises ImportError where a part or a system library is missing.
    """

    vault: Callable[[], KeyVault]
    workspace: Callable[[Database], Workspace]
    finder: Callable[[], PlaceFinder]
    window: Callable[[Path | None, bool], int]
    screenshots: Callable[[Path, Path], list[Path]]
    self_test: Callable[[], list[tuple[str, bool, str]]]
    qt_version: Callable[[], str]
