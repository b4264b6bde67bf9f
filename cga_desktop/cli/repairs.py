"""``repair``: a damaged study made whole again."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import typer

from cga_desktop.cli.arguments import StudyFile
from cga_desktop.cli.codes import DONE, IN_PART
from cga_desktop.cli.french import FrenchCommand
from cga_desktop.cli.opening import asked, given_passphrase, study_path, vault_for
from cga_desktop.cli.terminal import Terminal, plain
from cga_desktop.domain.errors import AlreadyOpen
from cga_desktop.domain.repairs import Repair, sentences
from cga_desktop.i18n import _


def add_to(program: typer.Typer) -> None:
    """Give the program this command."""
    program.command("repair", cls=FrenchCommand, help=_("Répare une étude abîmée."))(_repair)


def _repair(ctx: typer.Context, study: StudyFile) -> int:
    """Rebuild it from its last copy and from what can be read; the damaged file is kept."""
    from cga_desktop.operations.repair import repair_study

    terminal: Terminal = ctx.obj
    path = study_path(study)
    with _alone(path):
        done = repair_study(
            path,
            vault=vault_for(terminal),
            passphrase=given_passphrase(),
            ask=lambda: asked(_("Phrase de passe de l’étude : ")),
        )
    if done is None:
        terminal.answer(
            {"study": str(path), "repaired": False, "complete": True},
            _("L’étude est en bon état : rien n’a été modifié."),
        )
        return DONE
    terminal.answer(_document(done), "\n".join(plain(one) for one in sentences(done)))
    return DONE if done.complete else IN_PART


@contextmanager
def _alone(study: Path) -> Generator[None]:
    """Nobody opens the study meanwhile: its file changes under whoever has it open.

    Raises:
        AlreadyOpen: a window has it.
    """
    from cga_desktop.store.held import claim_file, hold

    try:
        held = hold(claim_file(study))
    except OSError:  # that cannot be known here, as for the window
        yield
        return
    if held is None:
        raise AlreadyOpen(
            _(
                "L’étude est ouverte dans une fenêtre : fermez-la, puis réessayez. Rien n’a été "
                "modifié."
            )
        )
    try:
        yield
    finally:
        held.let_go()


def _document(done: Repair) -> dict[str, object]:
    return {
        "study": str(done.study),
        "repaired": True,
        "complete": done.complete,
        "aside": str(done.aside),
        "copy_made_at": done.copy_made_at.isoformat() if done.copy_made_at else None,
        "changes": done.changes,
        "rows": done.rows,
        "lost": [
            {"first": one.first, "last": one.last, "after": one.after, "before": one.before}
            for one in done.lost
        ],
        "end_known": done.end_known,
        "records_whole": done.records_whole,
        "older": list(done.older),
        "emptied": list(done.emptied),
        "pages": done.pages,
        "unread": done.unread,
        "sentences": sentences(done),
    }
