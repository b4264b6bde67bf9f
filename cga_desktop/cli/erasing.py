"""``erase``, ``certificates``: real deletion, everywhere within reach, and the account of it."""

from typing import TYPE_CHECKING, Annotated

import typer

from cga_desktop.cli.arguments import Identifier, StudyFile
from cga_desktop.cli.codes import DONE, IN_PART
from cga_desktop.cli.french import FrenchCommand
from cga_desktop.cli.opening import opened, opened_database
from cga_desktop.cli.terminal import Terminal, plain
from cga_desktop.i18n import _

if TYPE_CHECKING:
    from cga_desktop.domain.certificates import Certificate


def add_to(program: typer.Typer) -> None:
    """Give the program these commands."""
    program.command(
        "erase",
        cls=FrenchCommand,
        help=_("Efface définitivement un entretien, un acteur ou une observation."),
    )(_erase)
    program.command(
        "certificates",
        cls=FrenchCommand,
        help=_("Montre les certificats d’effacement d’une étude."),
    )(_certificates)


def _erase(
    ctx: typer.Context,
    study: StudyFile,
    record_id: Identifier,
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            metavar="RAISON",
            help=_("Pourquoi, sans nom : elle est gardée avec le certificat."),
        ),
    ],
    with_interviews: Annotated[
        bool,
        typer.Option(
            "--with-interviews", help=_("Efface aussi les entretiens qui portent sur l’acteur.")
        ),
    ] = False,
    by: Annotated[
        str, typer.Option("--by", metavar="NOM", help=_("Qui efface ; sinon, le prénom réglé."))
    ] = "",
) -> int:
    """In the study, its history, its index, its copies and files; nothing brings it back."""
    from cga_desktop.operations.certificate_words import certificate_text
    from cga_desktop.operations.erasing import erase
    from cga_desktop.settings import load_settings

    terminal: Terminal = ctx.obj
    with opened(terminal, study) as workspace:
        certificate = erase(
            workspace,
            record_id=record_id,
            reason=reason,
            by=by or load_settings().contributor,
            with_interviews=with_interviews,
        ).value
    lines = [plain(line) for line in certificate_text(certificate).splitlines()]
    terminal.answer({"certificate": _document(certificate)}, "\n".join(lines))
    return DONE if certificate.finished else IN_PART


def _certificates(ctx: typer.Context, study: StudyFile) -> int:
    """Every certificate that this copy of the study keeps, the oldest first."""
    from cga_desktop.operations.certificate_words import certificate_text
    from cga_desktop.operations.erasing import kept_certificates

    terminal: Terminal = ctx.obj
    with opened_database(terminal, study) as database:
        found = kept_certificates(database)
    texts = [plain(line) for one in found for line in certificate_text(one).splitlines()]
    nothing = _("Rien n’a été effacé définitivement de cette étude.")
    terminal.answer([_document(one) for one in found], "\n".join(texts) or nothing)
    return DONE


def _document(certificate: "Certificate") -> dict[str, object]:
    """The certificate as it is kept, with what it says to people."""
    from cga_desktop.operations.certificate_words import certificate_text, out_of_reach

    return {
        **certificate.model_dump(mode="json"),
        "out_of_reach": out_of_reach(),
        "text": certificate_text(certificate),
    }
