"""``new``, ``status``."""

from pathlib import Path
from typing import Annotated

import typer

from cga_desktop.cli.arguments import StudyFile
from cga_desktop.cli.codes import DONE
from cga_desktop.cli.french import FrenchCommand
from cga_desktop.cli.opening import new_passphrase, opened_database, study_path, vault_for
from cga_desktop.cli.terminal import Terminal, columns
from cga_desktop.i18n import _


def add_to(program: typer.Typer) -> None:
    """Give the program these commands."""
    program.command("new", cls=FrenchCommand, help=_("Crée une étude."))(_new)
    program.command("status", cls=FrenchCommand, help=_("Dit ce qu’il y a dans une étude."))(
        _status
    )


def _new(
    ctx: typer.Context,
    study: Annotated[
        Path, typer.Argument(metavar="ÉTUDE", help=_("Le fichier à créer (.cgaetude)."))
    ],
    name: Annotated[str, typer.Option("--name", metavar="NOM", help=_("Le nom de l’étude."))] = "",
    territory: Annotated[
        list[str] | None,
        typer.Option(
            "--territory",
            metavar="CODE",
            help=_("Un code INSEE, plusieurs fois au besoin ; sans lui, les trois communes."),
        ),
    ] = None,
) -> int:
    """A study file, protected by a passphrase of at least eight characters."""
    from cga_desktop.domain.territories import embedded_territories
    from cga_desktop.operations.studies import create_study
    from cga_desktop.store.place import check_place
    from cga_desktop.store.queries import study as queries

    terminal: Terminal = ctx.obj
    path = study_path(study)
    check_place(path)  # before a passphrase is asked for
    database = create_study(
        path,
        name=name,
        codes=territory or list(embedded_territories()),
        passphrase=new_passphrase(),
        vault=vault_for(terminal),
    )
    try:
        with database.reading() as session:
            made = queries.status(session)
    finally:
        database.close()
    codes = [code for code, _name in made.territories]
    towns = ", ".join(town for _code, town in made.territories)
    terminal.answer(
        {"study": str(path), "name": made.name, "territories": codes},
        _("L’étude « {name} » est créée : {path}\nTerritoires : {towns}").format(
            name=made.name, path=path, towns=towns
        ),
    )
    return DONE


def _status(ctx: typer.Context, study: StudyFile) -> int:
    """Figures of a study; nothing is shared yet, so every record is still to be shared."""
    from cga_desktop.store.dump import canonical_state
    from cga_desktop.store.queries import study as queries

    terminal: Terminal = ctx.obj
    with opened_database(terminal, study) as database, database.reading() as session:
        status = queries.status(session)
        records = sum(len(rows) for rows in canonical_state(session).values())
    figures = {
        "schema": status.schema,
        "actors": status.actors,
        "unplaced": status.unplaced,
        "interviews": status.interviews,
        "unfinished": status.unfinished,
        "excerpts": status.excerpts,
        "observations": status.observations,
        "conflicts": 0,
        "unshared": records,
    }
    territories = [{"code": code, "name": name} for code, name in status.territories]
    terminal.answer(
        {
            "name": status.name,
            "demonstration": status.demonstration,
            "territories": territories,
            **figures,
        },
        "\n".join(
            [
                status.name,
                columns([(_words()[name], str(count)) for name, count in figures.items()]),
            ]
        ),
    )
    return DONE


def _words() -> dict[str, str]:
    return {
        "schema": _("version du fichier"),
        "actors": _("acteurs"),
        "unplaced": _("dont adresses à vérifier"),
        "interviews": _("entretiens"),
        "unfinished": _("dont à finir"),
        "excerpts": _("verbatims"),
        "observations": _("observations"),
        "conflicts": _("valeurs à départager"),
        "unshared": _("fiches pas encore partagées"),
    }
