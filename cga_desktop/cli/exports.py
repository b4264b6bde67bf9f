"""``export``: files for the town hall, partners, the team."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cga_desktop.cli.arguments import StudyFile
from cga_desktop.cli.codes import DONE
from cga_desktop.cli.french import FrenchCommand
from cga_desktop.cli.opening import opened
from cga_desktop.cli.terminal import Terminal, plain
from cga_desktop.domain.exports import Paper, ReportAudience, ReportFormat, WrittenFile
from cga_desktop.i18n import _

USUAL_FORMATS = (ReportFormat.HTML, ReportFormat.GEOJSON, ReportFormat.CSV, ReportFormat.PDF)


def add_to(program: typer.Typer) -> None:
    """Give the program this command."""
    program.command(
        "export", cls=FrenchCommand, help=_("Écrit une carte, un tableau, une couche.")
    )(_export)


def _export(
    ctx: typer.Context,
    study: StudyFile,
    audience: Annotated[
        ReportAudience,
        typer.Option("--for", help=_("Pour qui : ce que le consentement laisse sortir en dépend.")),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DOSSIER", help=_("Le dossier où écrire."))],
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="F[,F…]",
            help=_("Parmi {formats}.").format(formats=", ".join(ReportFormat)),
        ),
    ] = ",".join(USUAL_FORMATS),
    paper: Annotated[
        Paper, typer.Option("--paper", case_sensitive=False, help=_("Le papier du PDF."))
    ] = Paper.A4,
) -> int:
    """Freeze what the audience may see, then write it in each format."""
    from cga_desktop.operations.exports import freeze_report, write_report

    terminal: Terminal = ctx.obj
    asked = _formats(formats)
    with opened(terminal, study) as workspace:
        report = freeze_report(workspace, audience=audience).value
        written = write_report(workspace, report=report, formats=asked, folder=out, paper=paper)
    terminal.answer({"files": files(written)}, sentences(written))
    return DONE


def _formats(text: str) -> list[ReportFormat]:
    """The formats of ``html,geojson``, each once.

    Raises:
        typer.BadParameter: one of them is not known, or there is none.
    """
    known = {one.value: one for one in ReportFormat}
    words = list(dict.fromkeys(word.strip().lower() for word in text.split(",") if word.strip()))
    unknown = [word for word in words if word not in known]
    if unknown or not words:
        raise typer.BadParameter(
            _("--format : « {name} » n’est pas connu. Formats : {known}.").format(
                name=", ".join(unknown), known=", ".join(known)
            )
        )
    return [known[word] for word in words]


def files(written: Sequence[WrittenFile]) -> list[dict[str, object]]:
    """Written files as the command line answers them."""
    return [
        {"format": one.format.value, "path": str(one.path), "bytes": one.bytes} for one in written
    ]


def sentences(written: Sequence[WrittenFile]) -> str:
    """The paths of written files, one on each line."""
    return "\n".join(plain(str(one.path)) for one in written)
