"""Every command, put together; imported once the language is chosen."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from cga_desktop.cli import (
    actors,
    backups,
    care,
    demonstration,
    erasing,
    exports,
    history,
    interviews,
    passphrases,
    places,
    repairs,
    search,
    studies,
    territories,
)
from cga_desktop.cli.codes import DONE
from cga_desktop.cli.french import FrenchCommand, FrenchGroup
from cga_desktop.cli.terminal import Terminal
from cga_desktop.i18n import _
from cga_desktop.version import version as program_version

_PARTS = (
    studies,
    demonstration,
    territories,
    places,
    actors,
    interviews,
    search,
    exports,
    backups,
    repairs,
    passphrases,
    history,
    erasing,
    care,
)


def program() -> Any:  # noqa: ANN401  (a command of typer's own click)
    """The whole command line, ready for its ``main``."""
    root = typer.Typer(
        cls=FrenchGroup,
        help=_("CGA Terrain : entretiens, acteurs et cartes d’un territoire, sans réseau."),
        epilog=_("Sans commande, la fenêtre s’ouvre."),
        invoke_without_command=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    root.callback()(_root)
    for part in _PARTS:
        part.add_to(root)
    root.command("open", cls=FrenchCommand, hidden=True)(_open)
    return get_command(root)


def _root(
    ctx: typer.Context,
    _json: Annotated[
        bool, typer.Option("--json", help=_("Répond par un seul document JSON."))
    ] = False,
    _lang: Annotated[
        str, typer.Option("--lang", metavar="fr|en", help=_("Langue des phrases."))
    ] = "fr",
    version: Annotated[bool, typer.Option("--version", help=_("Dit la version."))] = False,
    self_test: Annotated[
        bool, typer.Option("--self-test", help=_("Essaie tout une fois, dans un dossier à part."))
    ] = False,
    demo_if_none: Annotated[bool, typer.Option("--demo-if-none", hidden=True)] = False,
) -> int | None:
    # --json and --lang are listed for the help page; ``cli.main`` has read them already.
    if ctx.invoked_subcommand is not None:
        return None
    terminal: Terminal = ctx.obj
    if version:
        return _say_version(terminal)
    if self_test:
        return _self_test(terminal)
    return terminal.services.window(None, demo_if_none)


def _open(ctx: typer.Context, study: Annotated[Path, typer.Argument(metavar="ÉTUDE")]) -> int:
    """Open a study in the window."""
    terminal: Terminal = ctx.obj
    return terminal.services.window(study, False)  # noqa: FBT003  (a function, not a method of ours)


def _say_version(terminal: Terminal) -> int:
    terminal.answer({"version": program_version()}, f"CGA Terrain {program_version()}")
    return DONE


def _self_test(terminal: Terminal) -> int:
    return care.answer_checks(
        terminal,
        terminal.services.self_test(),
        failed=_("Le programme n’est pas en état : voyez les lignes marquées « non »."),
    )
