"""Arguments that several commands have in common."""

from pathlib import Path
from typing import Annotated

import typer

from cga_desktop.i18n import _

StudyFile = Annotated[
    Path, typer.Argument(metavar="ÉTUDE", help=_("Le fichier de l’étude (.cgaetude)."))
]
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="CHAMP=VALEUR…", help=_("Les champs, chacun avec sa valeur.")),
]
Identifier = Annotated[str, typer.Argument(metavar="ID", help=_("L’identifiant de la fiche."))]
