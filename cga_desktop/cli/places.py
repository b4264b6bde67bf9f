"""``geocode`` and ``reverse``: addresses and positions, without a network and without a study."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cga_desktop.cli.codes import DONE
from cga_desktop.cli.french import FrenchCommand
from cga_desktop.cli.terminal import Terminal, columns
from cga_desktop.i18n import _

if TYPE_CHECKING:
    from cga_desktop.domain.places import Place

MOST_RESULTS = 100


def add_to(program: typer.Typer) -> None:
    """Give the program these commands."""
    program.command("geocode", cls=FrenchCommand, help=_("Cherche une adresse, ou un tableau."))(
        _geocode
    )
    program.command(
        "reverse",
        cls=FrenchCommand,
        help=_("Cherche l’adresse la plus proche d’un point."),
        context_settings={"ignore_unknown_options": True},  # a longitude may begin with a minus
    )(_reverse)


def _geocode(  # noqa: PLR0913  (one parameter for each option of the contract)
    ctx: typer.Context,
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXTE", help=_("L’adresse cherchée."))
    ] = None,
    *,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, max=MOST_RESULTS, help=_("Au plus."))
    ] = 5,
    code: Annotated[
        str | None,
        typer.Option("--code", metavar="CODE", help=_("Seulement cette commune (code INSEE).")),
    ] = None,
    table: Annotated[
        Path | None, typer.Option("--csv", metavar="ENTRÉE", help=_("Un tableau d’adresses."))
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="COLONNE",
            help=_("La colonne de l’adresse, plusieurs fois si elle est en morceaux."),
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="SORTIE", help=_("Le tableau à écrire."))
    ] = None,
    code_column: Annotated[
        str | None,
        typer.Option("--code-column", metavar="COLONNE", help=_("La colonne du code INSEE.")),
    ] = None,
) -> int:
    """One address, or each row of a table."""
    terminal: Terminal = ctx.obj
    query = " ".join(text or []).strip()
    if table is None:
        if column or out or code_column:
            raise typer.BadParameter(_("--column, --out et --code-column vont avec --csv."))
        return _geocode_text(terminal, query, limit=limit, code=code)
    if query or code:
        raise typer.BadParameter(_("Donnez soit une adresse, soit un tableau avec --csv."))
    if not column or out is None:
        raise typer.BadParameter(_("Avec --csv, donnez aussi --column et --out."))
    return _geocode_table(terminal, table, out, columns=column, code_column=code_column)


def _geocode_text(terminal: Terminal, query: str, *, limit: int, code: str | None) -> int:
    if not query:
        raise typer.BadParameter(_("Donnez une adresse, ou un tableau avec --csv."))
    return _answer(
        terminal, query, terminal.services.finder().search(query, limit=limit, code=code)
    )


def _geocode_table(
    terminal: Terminal, table: Path, out: Path, *, columns: list[str], code_column: str | None
) -> int:
    from cga_desktop.operations.address_tables import AddressColumns, place_table

    with terminal.progress(_("{count} adresses cherchées")) as told:
        placed = place_table(
            terminal.services.finder(),
            source=table,
            columns=AddressColumns(columns, code_column),
            out=out,
            progress=told,
        )
    _tell_of_damage(terminal)
    terminal.answer(
        asdict(placed),
        _(
            "{rows} lignes : {ok} adresses trouvées, {unsure} à vérifier, {not_found} sans "
            "réponse, en {seconds} s."
        ).format(**asdict(placed)),
    )
    return DONE


def _reverse(
    ctx: typer.Context,
    lat: Annotated[
        float, typer.Argument(metavar="LAT", min=-90, max=90, help=_("Latitude, en degrés WGS84."))
    ],
    lon: Annotated[
        float,
        typer.Argument(metavar="LON", min=-180, max=180, help=_("Longitude, en degrés WGS84.")),
    ],
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, max=MOST_RESULTS, help=_("Au plus."))
    ] = 1,
) -> int:
    """The nearest addresses and places."""
    terminal: Terminal = ctx.obj
    places = terminal.services.finder().reverse(lat, lon, limit=limit)
    return _answer(terminal, f"{lat:g} {lon:g}", places)


def _tell_of_damage(terminal: Terminal) -> None:
    for sentence in terminal.services.finder().notices():
        terminal.say(sentence)


def _answer(terminal: Terminal, query: str, places: "Sequence[Place]") -> int:
    _tell_of_damage(terminal)
    rows = [
        (
            one.label,
            f"{one.lat:.6f}, {one.lon:.6f}",
            f"{one.precision.label} (± {one.radius_m:.0f} m)",
            f"{one.score:.2f}",
            one.explanation,
        )
        for one in places
    ]
    terminal.answer(
        {"query": query, "results": [asdict(one) for one in places]},
        columns(rows) or _("Aucune adresse trouvée."),
    )
    return DONE
