"""``territory import`` and ``territory list``."""

import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cga_desktop.cli.codes import DONE, IN_PART
from cga_desktop.cli.french import FrenchCommand, FrenchGroup
from cga_desktop.cli.terminal import Terminal, columns, plain, shortened
from cga_desktop.domain.errors import UserError
from cga_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from cga_desktop.domain.gazetteers import ImportedCommune


def add_to(program: typer.Typer) -> None:
    """Give the program these commands."""
    group = typer.Typer(
        cls=FrenchGroup, help=_("Les adresses connues sans réseau."), no_args_is_help=True
    )
    group.command("import", cls=FrenchCommand, help=_("Importe des fichiers d’adresses (BAN)."))(
        _import
    )
    group.command("list", cls=FrenchCommand, help=_("Liste les communes connues."))(_list)
    program.add_typer(group, name="territory", rich_help_panel=None)


def _import(
    ctx: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FICHIER…", help=_("Des fichiers .csv ou .csv.gz de la BAN.")),
    ],
    code: Annotated[
        str | None,
        typer.Option("--code", metavar="CODE", help=_("Seulement cette commune (code INSEE).")),
    ] = None,
) -> int:
    """Each file is taken in whole or not at all; one that fails does not undo the others."""
    from cga_desktop.operations.territories import import_territory

    terminal: Terminal = ctx.obj
    began = time.monotonic()
    imported: list[ImportedCommune] = []
    failed: list[tuple[Path, UserError]] = []
    for path in files:
        try:
            with terminal.progress(_("{count} lignes lues")) as told:
                imported += import_territory(path, code=code, progress=told).value
        except UserError as error:
            failed.append((path, error))
    if failed and not imported:
        raise failed[0][1]
    return _answer_import(terminal, imported, failed, seconds=time.monotonic() - began)


def _answer_import(
    terminal: Terminal,
    imported: "list[ImportedCommune]",
    failed: list[tuple[Path, UserError]],
    *,
    seconds: float,
) -> int:
    for _path, error in failed:
        terminal.say(plain(str(error)))
    skipped = [{"file": str(path), "reason": str(error)} for path, error in failed]
    terminal.answer(
        {
            "imported": [asdict(one) for one in imported],
            "skipped": skipped,
            "seconds": round(seconds, 3),
        },
        "\n".join(map(_sentence, imported)),
    )
    return IN_PART if failed or any(one.left_out for one in imported) else DONE


def _sentence(one: "ImportedCommune") -> str:
    said = ngettext(
        "{name} ({code}) : {count} adresse dans {streets} rues.",
        "{name} ({code}) : {count} adresses dans {streets} rues.",
        one.addresses,
    ).format(name=plain(one.name), code=one.code, count=one.addresses, streets=one.streets)
    if not one.left_out:
        return said
    return f"{said} " + ngettext(
        "{count} ligne inutilisable laissée de côté.",
        "{count} lignes inutilisables laissées de côté.",
        one.left_out,
    ).format(count=one.left_out)


def _list(ctx: typer.Context) -> int:
    """The communes in which addresses are found, imported or travelling with the program."""
    from cga_desktop.operations.territories import known_territories

    terminal: Terminal = ctx.obj
    known = known_territories()
    head = (_("code"), _("commune"), _("adresses"), _("rues"), _("lieux"), _("source"), _("date"))
    rows = [
        (
            one.code,
            one.name,
            str(one.addresses),
            str(one.streets),
            str(one.places),
            shortened(one.source, 60),
            one.date,
        )
        for one in known
    ]
    terminal.answer([asdict(one) for one in known], columns([head, *rows]))
    return DONE
