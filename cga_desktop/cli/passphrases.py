"""``passphrase``: another passphrase for a study."""

import os
from typing import TYPE_CHECKING

import typer

from cga_desktop.cli.arguments import StudyFile
from cga_desktop.cli.codes import DONE, IN_PART
from cga_desktop.cli.french import FrenchCommand
from cga_desktop.cli.opening import asked, given_passphrase, study_path
from cga_desktop.cli.terminal import Terminal
from cga_desktop.domain.errors import BadValue, PassphraseNeeded
from cga_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from cga_desktop.operations.passphrases import CopiesRenewed

NEW_VARIABLE = "CGA_NEW_PASSPHRASE"


def add_to(program: typer.Typer) -> None:
    """Give the program this command."""
    program.command(
        "passphrase", cls=FrenchCommand, help=_("Change la phrase de passe d’une étude.")
    )(_passphrase)


def _passphrase(ctx: typer.Context, study: StudyFile) -> int:
    """The old one is that of CGA_PASSPHRASE, the new one that of CGA_NEW_PASSPHRASE; else asked."""
    from cga_desktop.operations.passphrases import change_passphrase, check_opens, renew_copies
    from cga_desktop.store.key_files import wrapped_keys

    terminal: Terminal = ctx.obj
    path = study_path(study)
    wrapped_keys(path)  # nobody types for a file that is no study
    old = _old()
    check_opens(path, old)  # … nor a new one after a wrong one
    key = change_passphrase(path, old=old, new=_new())
    copies = renew_copies(path, key)
    terminal.answer(
        {"study": str(path), "changed": True, "backups": copies.done, "left": list(copies.left)},
        _said(copies),
    )
    if not copies.left:
        return DONE
    terminal.say(
        " ".join(
            [
                copies.why,
                _("Ces copies de sauvegarde gardent la phrase de passe d’avant : {names}.").format(
                    names=", ".join(copies.left)
                ),
            ]
        ).strip()
    )
    return IN_PART


def _old() -> str:
    passphrase = given_passphrase() or asked(
        _("Phrase de passe actuelle, ou code de la feuille de secours : ")
    )
    if passphrase is None:
        raise PassphraseNeeded(
            _(
                "Pour changer la phrase de passe, il faut celle d’aujourd’hui. Donnez-la par la "
                "variable CGA_PASSPHRASE. Rien n’a changé."
            )
        )
    return passphrase


def _new() -> str:
    passphrase = os.environ.get(NEW_VARIABLE)
    if passphrase:
        return passphrase
    passphrase = asked(_("Nouvelle phrase de passe : "))
    if passphrase is None:
        raise PassphraseNeeded(
            _(
                "Personne n’est là pour choisir la nouvelle phrase de passe. Donnez-la par la "
                "variable CGA_NEW_PASSPHRASE. Rien n’a changé."
            )
        )
    if asked(_("La même, une seconde fois : ")) != passphrase:
        raise BadValue(_("Les deux phrases de passe diffèrent. Rien n’a changé."))
    return passphrase


def _said(copies: "CopiesRenewed") -> str:
    said = [_("La phrase de passe est changée.")]
    if copies.done:
        said.append(
            ngettext(
                "{n} copie de sauvegarde s’ouvre aussi par la nouvelle.",
                "{n} copies de sauvegarde s’ouvrent aussi par la nouvelle.",
                copies.done,
            ).format(n=copies.done)
        )
    said.append(
        _(
            "Qui aurait gardé une ancienne copie de l’étude et l’ancienne phrase de passe peut "
            "encore lire cette copie."
        )
    )
    return "\n".join(said)
