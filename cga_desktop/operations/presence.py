"""Whether an open study is still where it was: drives are pulled out, folders moved.

A file that is open can be written to after its drive or its folder is gone, and what is written so
is nowhere. So before each use of a study, and after each write, one looks whether the file at its
path is still the one that was opened: two microseconds.
"""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from cga_desktop.domain.errors import DiskGone
from cga_desktop.i18n import _


class Presence:
    """The file that was opened, recognised by the number the disk gives it."""

    def __init__(self, study: Path, renew: Callable[[], None]) -> None:
        """Watch over ``study``; ``renew`` lets go of what is open of a file that was replaced."""
        self._study = study
        self._renew = renew
        self._doubted = False
        self._one_at_a_time = Lock()
        self._known = self._found()

    def _found(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._study)  # noqa: PTH116  (three times as fast as Path.stat)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def doubt(self) -> None:
        """A drive answered with an error: what is open of it may be dead when it comes back."""
        self._doubted = True

    def require(self) -> None:
        """The study is there, and what is open is open of it.

        Raises:
            DiskGone: there is no file any more.
        """
        with self._one_at_a_time:
            found = self._found()
            if found is None:
                raise DiskGone(
                    _(
                        "L’étude n’est plus dans « {folder} » : le disque ou la clé a été retiré, "
                        "ou le dossier déplacé. Ce qui n’est pas enregistré reste à l’écran. "
                        "Rebranchez le disque, ou remettez le dossier à sa place."
                    ).format(folder=self._study.parent)
                )
            if found != self._known or self._doubted:
                self._renew()
                self._known, self._doubted = found, False
