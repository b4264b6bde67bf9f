"""Backups that are to be opened by what opens the study now, renewed behind the scenes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cga_desktop.domain.errors import UserError
from cga_desktop.i18n import _, ngettext
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.jobs import Cancelled, Task

if TYPE_CHECKING:  # loaded with the study, not before the window is there
    from collections.abc import Callable

    from cga_desktop.operations.passphrases import CopiesRenewed
    from cga_desktop.operations.workspace import Workspace


def renew_copies_of(
    desk: Desk,
    *,
    owner: QObject,
    then: Callable[[CopiesRenewed], None],
    failed: Callable[[UserError], None] | None = None,
) -> Task:
    """Renew the backups of the open study; nobody waits for it."""
    from cga_desktop.operations.passphrases import CopiesRenewed, copies_behind, renew_copies

    def renew(workspace: Workspace, report: Callable[[int], None]) -> CopiesRenewed:
        study, key = workspace.database.path, workspace.database.key
        if not copies_behind(study, key):
            return CopiesRenewed(0)
        return renew_copies(study, key, go_on=lambda: report(0))

    return desk.jobs.run_steps(
        renew, owner=owner, then=then, progress=lambda _step: None, failed=failed
    )


def finish_renewing(desk: Desk) -> None:
    """What the end of the program cut short is done when the study is opened again."""
    if desk.read_only:
        return

    def failed(error: UserError) -> None:
        if not isinstance(error, Cancelled):
            desk.refused.emit(str(error))

    renew_copies_of(desk, owner=desk, then=lambda _renewed: None, failed=failed)


def said_of(copies: CopiesRenewed) -> str:
    """That the passphrase is changed, and of how many copies."""
    said = _("La phrase de passe est changée.")
    if copies.done:
        said += " " + ngettext(
            "{n} copie de sauvegarde s’ouvre aussi par la nouvelle.",
            "{n} copies de sauvegarde s’ouvrent aussi par la nouvelle.",
            copies.done,
        ).format(n=copies.done)
    return said


def said_of_left(copies: CopiesRenewed) -> str:
    """Which copies still open by the passphrase or the sheet before."""
    names = ", ".join(copies.left)
    left = _("Ces copies de sauvegarde s’ouvrent encore comme avant : {names}.")
    return f"{copies.why} {left.format(names=names)}".strip()
