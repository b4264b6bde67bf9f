"""``backup``, ``restore``: copies of a study against accidents."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cga_desktop.cli.arguments import StudyFile
from cga_desktop.cli.codes import DONE, IN_PART
from cga_desktop.cli.french import FrenchCommand
from cga_desktop.cli.opening import opened_database, study_path
from cga_desktop.cli.terminal import Terminal, plain
from cga_desktop.domain.moments import day_and_time
from cga_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from cga_desktop.domain.backups import Backup


def add_to(program: typer.Typer) -> None:
    """Give the program these commands."""
    program.command("backup", cls=FrenchCommand, help=_("Écrit une copie vérifiée d’une étude."))(
        _backup
    )
    program.command("restore", cls=FrenchCommand, help=_("Fait d’une copie une nouvelle étude."))(
        _restore
    )


def _backup(
    ctx: typer.Context,
    study: StudyFile,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="COPIE",
            help=_("Le fichier à écrire (.cgacopie) ; sans lui, dans le dossier des copies."),
        ),
    ] = None,
) -> int:
    """One file, with recordings and photos, read back before it takes its name."""
    from cga_desktop.operations.backups import back_up_now, copy_study

    terminal: Terminal = ctx.obj
    with opened_database(terminal, study) as database:
        made = back_up_now(database) if out is None else copy_study(database, out)
    terminal.answer(
        {"study": str(study_path(study)), **_answer(made), "verified": True},
        _("La copie est écrite et vérifiée : {path}").format(path=plain(str(made.path))),
    )
    return DONE


def _answer(made: "Backup") -> dict[str, object]:
    return {
        "copy": str(made.path),
        "made_at": made.made_at.isoformat(),
        "bytes": made.size,
        "media": made.media,
    }


def _restore(
    ctx: typer.Context,
    copy: Annotated[
        Path, typer.Argument(metavar="COPIE", help=_("La copie à restaurer (.cgacopie)."))
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="ÉTUDE", help=_("L’étude à créer (.cgaetude)."))
    ],
) -> int:
    """A new study; its passphrase is the one it had, and is asked for when it is opened."""
    from cga_desktop.operations.backups import copy_path, restore

    terminal: Terminal = ctx.obj
    made = restore(copy_path(copy), study_path(out))
    missing = len(made.missing_media)
    terminal.answer(
        {
            "study": str(made.study),
            "copy": str(copy_path(copy)),
            "made_at": made.made_at.isoformat(),
            "media": made.media,
            "missing_media": list(made.missing_media),
        },
        _("La copie du {moment} est restaurée : {path}").format(
            moment=day_and_time(made.made_at.isoformat()), path=plain(str(made.study))
        ),
    )
    if not missing:
        return DONE
    terminal.say(
        ngettext(
            "Il manque {count} photo ou enregistrement, qui n’était ni dans la copie ni à côté.",
            "Il manque {count} photos ou enregistrements, qui n’étaient ni dans la copie ni à "
            "côté.",
            missing,
        ).format(count=missing)
    )
    return IN_PART
