"""Real deletions that the disk, a missing drive or a kill left half-way, finished later."""

from collections.abc import Callable, Sequence
from functools import partial

from cga_desktop.domain.certificates import Certificate
from cga_desktop.i18n import _
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.desk import Desk


def finish_later(desk: Desk) -> None:
    """Finish what was begun, behind the window, and say so; nothing where nothing was begun."""
    if desk.read_only:
        return
    desk.jobs.run_steps(finished, owner=desk, then=partial(_say, desk), progress=unmeasured)


def finished(workspace: Workspace, report: Callable[[int], None]) -> Sequence[Certificate]:
    """The erasures that were still to be finished; a study that is closed stops it."""
    from cga_desktop.operations.erasing import finish_erasures  # the window is there by now

    return finish_erasures(workspace, go_on=lambda: report(0))


def unmeasured(_figure: int) -> None:
    """How far it is cannot be told: SQLite does not say."""


def _say(desk: Desk, done: Sequence[Certificate]) -> None:
    left = dict.fromkeys(line for one in done for line in one.unfinished)
    if left:
        desk.said.emit(
            _("Un effacement définitif n’est pas terminé. {why}").format(why=" ".join(left))
        )
    elif done:
        desk.said.emit(_("L’effacement définitif commencé auparavant est terminé."))
