"""The composition root: the only file that knows every part.

Nothing is imported before it is needed: ``--version`` loads neither Qt nor the map.
"""

import gc
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cga_desktop.cli.services import Services

if TYPE_CHECKING:  # loading these costs half a second that `geocode` does not owe
    from collections.abc import Sequence

    from cga_desktop.domain.drawing import Drawing
    from cga_desktop.domain.gazetteers import KnownTerritory
    from cga_desktop.domain.places import Place
    from cga_desktop.domain.ports import KeyVault, OnlinePlaceFinder, SheetPrinter
    from cga_desktop.domain.repairs import Repair
    from cga_desktop.domain.territories import Street
    from cga_desktop.geocoding.finder import OfflineFinder
    from cga_desktop.operations.workspace import Workspace
    from cga_desktop.store.database import Database
    from cga_desktop.ui.studies import StudyDoors


def main(argv: list[str]) -> int:
    """Obey one command line; without a command, open the window. Answers the exit code."""
    from cga_desktop.cli.main import run

    return run(argv, services())


def services() -> Services:
    """What the command line is given."""
    return Services(
        vault=_vault,
        workspace=_workspace,
        finder=_finder,
        window=_window,
        screenshots=_screenshots,
        self_test=_self_test,
        qt_version=_qt_version,
    )


def _vault() -> "KeyVault":
    from cga_desktop.settings import load_settings
    from cga_desktop.store.no_vault import NoVault

    if not load_settings().keep_key:
        return NoVault()
    from cga_desktop.store.keyring_vault import SystemVault

    return SystemVault()


@cache
def _finder() -> "OfflineFinder":
    from cga_desktop.geocoding.finder import OfflineFinder
    from cga_desktop.geocoding.gazetteer import Gazetteer
    from cga_desktop.settings import gazetteer_folder

    return OfflineFinder(Gazetteer(gazetteer_folder()))


def _workspace(database: "Database") -> "Workspace":
    from cga_desktop.operations.workspace import Workspace

    return Workspace(database, _LateFinder(), _LateOnline(), _LatePrinter())


class _LateFinder:
    """Finds like ``OfflineFinder``; addresses are loaded when one is asked for, not before."""

    def search(self, text: str, *, limit: int = 5, code: str | None = None) -> "list[Place]":
        """Places answering ``text``, best first."""
        return _finder().search(text, limit=limit, code=code)

    def complete(self, text: str, *, limit: int = 8, code: str | None = None) -> "list[Place]":
        """Places beginning like ``text``."""
        return _finder().complete(text, limit=limit, code=code)

    def reverse(self, lat: float, lon: float, /, *, limit: int = 1) -> "list[Place]":
        """Addresses and places nearest to a position."""
        return _finder().reverse(lat, lon, limit=limit)

    def streets(self, code: str) -> "Sequence[Street]":
        """The streets of commune ``code``."""
        return _finder().streets(code)

    def known(self) -> "Sequence[KnownTerritory]":
        """The communes in which addresses can be found."""
        return _finder().known()

    def notices(self) -> "Sequence[str]":
        """What there is to say about damaged imported addresses."""
        return _finder().notices()


class _LateOnline:
    """Asks like ``BanOnline``, which is loaded when somebody wants to go online."""

    @cached_property
    def _service(self) -> "OnlinePlaceFinder":
        from cga_desktop.geocoding.online import BanOnline

        return BanOnline()

    def search(self, text: str, *, limit: int = 5, code: str | None = None) -> "list[Place]":
        """Places answering ``text``."""
        return self._service.search(text, limit=limit, code=code)

    def reverse(self, lat: float, lon: float, /, *, limit: int = 1) -> "list[Place]":
        """Addresses nearest to a position."""
        return self._service.reverse(lat, lon, limit=limit)


class _LatePrinter:
    """Prints like ``QtSheetPrinter``; Qt is loaded when something is printed, not before."""

    @cached_property
    def _printer(self) -> "SheetPrinter":
        from cga_desktop.ui.exports.painter import QtSheetPrinter

        return QtSheetPrinter()

    def text_width(self, text: str, size: float, /, *, bold: bool = False) -> float:
        """How wide one line of text will be drawn, in millimetres."""
        return self._printer.text_width(text, size, bold=bold)

    def pdf(self, sheet: "Drawing", path: Path) -> None:
        """Write ``sheet`` as one vector PDF at ``path``."""
        self._printer.pdf(sheet, path)


def _doors() -> "StudyDoors":
    from cga_desktop.ui.studies import NewStudy, StudyDoors

    def create(wanted: NewStudy) -> "Workspace":
        from cga_desktop.operations.studies import create_study

        return _workspace(
            create_study(
                wanted.path,
                name=wanted.name,
                codes=wanted.codes,
                passphrase=wanted.passphrase,
                vault=_vault(),
            )
        )

    def open_one(path: Path, passphrase: str | None) -> "Workspace":
        from cga_desktop.operations.demonstration import demonstration_path
        from cga_desktop.operations.studies import open_study

        if passphrase is None and path == demonstration_path():
            return demonstration()  # nobody is asked for the passphrase of invented people
        return _workspace(open_study(path, vault=_vault(), passphrase=passphrase))

    def demonstration() -> "Workspace":
        from cga_desktop.operations.demonstration import open_demonstration
        from cga_desktop.store.no_vault import NoVault

        return _workspace(open_demonstration(vault=NoVault()))

    def forget(name: str) -> bool:
        from cga_desktop.store.keyring_vault import SystemVault

        return SystemVault().forget(name)  # whatever is chosen for the next opening

    def repair(path: Path, passphrase: str | None) -> "Repair | None":
        from cga_desktop.operations.repair import repair_study

        return repair_study(path, vault=_vault(), passphrase=passphrase)

    return StudyDoors(
        create=create, open=open_one, demonstration=demonstration, forget=forget, repair=repair
    )


def _window(study: Path | None, demonstration_if_none: bool) -> int:
    gc.disable()  # a start makes many objects and no garbage: ``run_window`` collects again
    from cga_desktop.ui.application import run_window

    return run_window(_doors(), study, demonstration_if_none=demonstration_if_none)


def _screenshots(study: Path, folder: Path) -> list[Path]:
    from cga_desktop.cli.opening import given_passphrase
    from cga_desktop.operations.studies import DEMONSTRATION_PASSPHRASE, open_study
    from cga_desktop.store.no_vault import NoVault
    from cga_desktop.ui.screenshots import draw_screens

    passphrase = given_passphrase() or DEMONSTRATION_PASSPHRASE
    return draw_screens(
        _doors(),
        lambda: _workspace(open_study(study, vault=NoVault(), passphrase=passphrase)),
        folder,
    )


def _self_test() -> list[tuple[str, bool, str]]:
    from cga_desktop.self_test import try_everything

    return try_everything(_workspace, _finder())


def _qt_version() -> str:
    from PySide6.QtCore import qVersion
    from PySide6.QtWebEngineWidgets import QWebEngineView
    from PySide6.QtWidgets import QApplication

    assert QApplication  # noqa: S101  (loading them is the check)
    assert QWebEngineView  # noqa: S101
    return qVersion()
