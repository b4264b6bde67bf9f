"""``demo``: the demonstration study, its exports and pictures of the screens, in one folder."""

from pathlib import Path
from typing import Annotated

import typer

from cga_desktop.cli.codes import DONE
from cga_desktop.cli.french import FrenchCommand
from cga_desktop.cli.opening import given_passphrase
from cga_desktop.cli.terminal import Terminal, plain
from cga_desktop.i18n import _


def add_to(program: typer.Typer) -> None:
    """Give the program this command."""
    program.command(
        "demo", cls=FrenchCommand, help=_("Fait l’étude de démonstration et ses exports.")
    )(_demo)


def _demo(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="DOSSIER", help=_("Le dossier où écrire."))],
    screenshots: Annotated[
        bool, typer.Option("--screenshots", help=_("Dessine aussi les écrans."))
    ] = False,
) -> int:
    """What was made in the folder before is replaced; anything else there is left alone."""
    from cga_desktop.operations.demonstration import renew_demonstration
    from cga_desktop.operations.demonstration_exports import renew_exports
    from cga_desktop.operations.studies import DEMONSTRATION_PASSPHRASE
    from cga_desktop.store.no_vault import NoVault

    terminal: Terminal = ctx.obj
    passphrase = given_passphrase() or DEMONSTRATION_PASSPHRASE
    database = renew_demonstration(out, vault=NoVault(), passphrase=passphrase)
    if given_passphrase() is None:
        terminal.say(_("Phrase de passe de la démonstration : {words}").format(words=passphrase))
    try:
        # Before the exports: a window cannot follow the smaller Qt that prints without one.
        pictures = terminal.services.screenshots(database.path, out) if screenshots else []
        written = renew_exports(terminal.services.workspace(database), folder=out)
    finally:
        database.close()
    paths = [str(path) for path in (database.path, *(one.path for one in written), *pictures)]
    terminal.answer({"study": paths[0], "outputs": paths[1:]}, "\n".join(map(plain, paths)))
    return DONE
