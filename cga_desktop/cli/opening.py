"""Opening a study from the command line: where its passphrase comes from."""

import getpass
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cga_desktop.cli.terminal import Terminal
from cga_desktop.domain.errors import BadValue, PassphraseNeeded
from cga_desktop.i18n import _
from cga_desktop.settings import load_settings

# Imported late: SQLAlchemy takes half a second that the commands without a study do not owe.
if TYPE_CHECKING:
    from cga_desktop.domain.ports import KeyVault
    from cga_desktop.operations.workspace import Workspace
    from cga_desktop.store.database import Database

VARIABLE = "CGA_PASSPHRASE"


def given_passphrase() -> str | None:
    """The passphrase of an unattended run, or None."""
    return os.environ.get(VARIABLE) or None


def vault_for(terminal: Terminal) -> "KeyVault":
    """The keyring; none for an unattended run, which must neither wait for it nor fill it."""
    if given_passphrase() is None:
        return terminal.services.vault()
    from cga_desktop.store.no_vault import NoVault

    return NoVault()


def study_path(study: Path) -> Path:
    """The file that ``study`` names: as given, or with the suffix of studies where it has none."""
    from cga_desktop.domain.study_files import SUFFIX

    if study.suffix or study.is_file():
        return study
    return study.with_name(study.name + SUFFIX)


@contextmanager
def opened(terminal: Terminal, study: Path) -> "Generator[Workspace]":
    """A study with the outside world, closed afterwards: for commands that do something.

    Raises:
        UserError: the study does not open.
    """
    with opened_database(terminal, study) as database:
        yield terminal.services.workspace(database)


@contextmanager
def opened_database(terminal: Terminal, study: Path) -> "Generator[Database]":
    """A study alone, closed afterwards: for commands that only look.

    Its passphrase is that of ``CGA_PASSPHRASE``, which must then be right; else the keyring has the
    key; else it is asked for, where somebody is there.

    Raises:
        UserError: the study does not open; see ``operations.studies.open_study``.
    """
    from cga_desktop.operations.studies import open_study

    database = open_study(
        study_path(study),
        vault=vault_for(terminal),
        passphrase=given_passphrase(),
        ask=lambda: asked(_("Phrase de passe de l’étude : ")),
    )
    database.author = load_settings().contributor  # whose settings these are did it
    try:
        yield database
    finally:
        database.close()


def new_passphrase() -> str:
    """The passphrase of a study to be: of ``CGA_PASSPHRASE``, else asked for twice.

    Raises:
        PassphraseNeeded: nobody is there to be asked.
        BadValue: the two differ.
    """
    passphrase = given_passphrase()
    if passphrase is not None:
        return passphrase
    passphrase = asked(_("Phrase de passe de la nouvelle étude : "))
    if passphrase is None:
        raise PassphraseNeeded(
            _(
                "Une étude est protégée par une phrase de passe, et personne n’est là pour la "
                "choisir. Donnez-la par la variable CGA_PASSPHRASE. Rien n’a été créé."
            )
        )
    if asked(_("La même, une seconde fois : ")) != passphrase:
        raise BadValue(_("Les deux phrases de passe diffèrent. Rien n’a été créé."))
    return passphrase


def asked(prompt: str) -> str | None:
    """What somebody types at a terminal, unseen; None where nobody is there."""
    if sys.stdin is None or not sys.stdin.isatty():  # pyright: ignore[reportUnnecessaryComparison]  (a windowed program has none)
        return None
    try:
        return getpass.getpass(prompt, stream=sys.stderr)
    except EOFError:
        return None
