"""Whether everything the program needs is there: what ``doctor`` asks."""

import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cga_desktop.assets import asset
from cga_desktop.domain.errors import UserError, reason
from cga_desktop.domain.ports import KeyVault
from cga_desktop.domain.territories import embedded_territories
from cga_desktop.i18n import _, ngettext
from cga_desktop.operations.guides import default_guides
from cga_desktop.operations.territories import known_territories
from cga_desktop.settings import home, make_folder
from cga_desktop.store.sqlcipher import cipher_version

OLDEST_PYTHON = (3, 11)
_WEB_FILES = (
    "web/dist/leaflet/leaflet.js",
    "web/dist/leaflet/leaflet.css",
    "web/dist/supercluster/supercluster.min.js",
)
_TRIAL = "essai du diagnostic"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at.

    Attributes:
        name: what, in one word that scripts can rely on.
        ok: whether it is as it should be.
        detail: in French, what was found or what is missing.
    """

    name: str
    ok: bool
    detail: str


def examine(*, vault: KeyVault, qt_version: Callable[[], str]) -> list[Check]:
    """Look at each thing the program needs; a missing one is said, never raised.

    Args:
        vault: the keyring to try.
        qt_version: loads Qt without a display and answers its version.
    """
    return [
        _python(),
        _looked_at("sqlcipher", cipher_version),
        _looked_at("qt", qt_version),
        _looked_at("web", _web),
        _looked_at("guides", _guides),
        _looked_at("territories", _territories),
        _looked_at("folder", _folder),
        _keyring(vault),
    ]


def _looked_at(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, detail=look())
    except UserError as error:
        return Check(name, ok=False, detail=str(error))
    except (ImportError, OSError, ValueError) as error:
        return Check(
            name, ok=False, detail=_("manque ou ne fonctionne pas : {why}").format(why=error)
        )


def _python() -> Check:
    return Check("python", sys.version_info >= OLDEST_PYTHON, platform.python_version())


def _web() -> str:
    for name in _WEB_FILES:
        asset(name)
    return _("Leaflet et ses compléments sont là.")


def _guides() -> str:
    return ", ".join(guide.title for guide in default_guides())


def _territories() -> str:
    embedded = len(embedded_territories())
    imported = [one for one in known_territories() if one.addresses]
    said = ngettext("{count} commune embarquée", "{count} communes embarquées", embedded).format(
        count=embedded
    )
    return f"{said} ; " + _("adresses importées : {names}").format(
        names=", ".join(one.name for one in imported) or "–"
    )


def _folder() -> str:
    """The program's own folder can be written."""
    folder = home()
    trial = folder / f"{_TRIAL}.tmp"
    try:
        make_folder(folder)
        trial.write_bytes(b"")
        trial.unlink()
    except OSError as error:
        raise _FolderRefused(folder, error) from error
    return str(folder)


class _FolderRefused(UserError):
    """The program's own folder cannot be written."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            _("Le dossier « {folder} » ne peut pas être modifié : {why}.").format(
                folder=folder, why=reason(error)
            )
        )


def _keyring(vault: KeyVault) -> Check:
    """A computer without a keyring is in order: the passphrase is asked for instead."""
    keeps = vault.put(_TRIAL, b"essai") and vault.get(_TRIAL) == b"essai"
    if keeps:
        vault.forget(_TRIAL)
        return Check("keyring", ok=True, detail=_("Le trousseau du système garde les clés."))
    return Check(
        "keyring",
        ok=True,
        detail=_("Pas de trousseau : la phrase de passe sera demandée à chaque ouverture."),
    )
