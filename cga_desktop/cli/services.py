"""What the composition root gives the command line: nothing is built before a command needs it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cga_desktop.domain.ports import KeyVault
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """The outside world, as functions that build it late: ``--version`` loads neither Qt nor a map.

    Attributes:
        vault: where keys are kept.
        workspace: the workspace of an open study.
        window: opens the window (the study to open, or None for the last one; whether to show the
            demonstration where there is none) and answers its exit code.
        screenshots: draws the screens of a study into a folder, answers the files.
        self_test: tries everything once, in a folder of its own, and answers what it checked:
            (what, whether it works, a word about it).
    """

    vault: KeyVault
    workspace: Callable[[Database], Workspace]
    window: Callable[[Path | None, bool], int]
    screenshots: Callable[[Path, Path], list[Path]]
    self_test: Callable[[], list[tuple[str, bool, str]]]
