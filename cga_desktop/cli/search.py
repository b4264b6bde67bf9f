"""``search``: every word of a study."""

from typing import TYPE_CHECKING, Annotated

import typer

from cga_desktop.cli.arguments import StudyFile
from cga_desktop.cli.codes import DONE
from cga_desktop.cli.french import FrenchCommand
from cga_desktop.cli.opening import opened_database
from cga_desktop.cli.terminal import Terminal, columns
from cga_desktop.i18n import _

if TYPE_CHECKING:
    from cga_desktop.domain.hits import Hit

_MOST = 50


def add_to(program: typer.Typer) -> None:
    """Give the program this command."""
    said = _("Cherche dans les entretiens, les acteurs, les verbatims et les observations.")
    program.command("search", cls=FrenchCommand, help=said)(_search)


def _search(
    ctx: typer.Context,
    study: StudyFile,
    text: Annotated[
        list[str], typer.Argument(metavar="TEXTE…", help=_("Des mots, tous à trouver."))
    ],
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=1000, help=_("Combien de fiches au plus."))
    ] = _MOST,
) -> int:
    """The records that hold every word, the best first."""
    from cga_desktop.domain.passages import unmarked
    from cga_desktop.store.queries.search import search

    terminal: Terminal = ctx.obj
    with opened_database(terminal, study) as database, database.reading() as session:
        hits = search(session, " ".join(text), limit=limit)
    rows = [(one.id, _type(one), one.title, unmarked(one.passage)) for one in hits]
    nothing = _("Rien ne correspond à cette recherche.")
    terminal.answer([_document(one) for one in hits], columns(rows) or nothing)
    return DONE


def _type(hit: "Hit") -> str:
    return {
        "interview": _("entretien"),
        "actor": _("acteur"),
        "excerpt": _("verbatim"),
        "observation": _("observation"),
        "theme": _("thème"),
    }[hit.type]


def _document(hit: "Hit") -> dict[str, object]:
    from cga_desktop.domain.passages import unmarked

    return {
        "id": hit.id,
        "type": hit.type,
        "title": hit.title,
        "passage": unmarked(hit.passage),
        "heading": hit.heading,
        "owner": hit.owner or None,
    }
