"""The one QApplication of the process, whoever needs it first: the window, a print, a trial."""

import os
import sys
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from cga_desktop.assets import asset
from cga_desktop.domain.errors import UserError
from cga_desktop.i18n import _
from cga_desktop.settings import APPLICATION
from cga_desktop.version import version

_kept: list[QApplication] = []
"""Qt ends the application when Python forgets it."""


def qt_application(*, on_screen: bool = True) -> QApplication:
    """The application, made on first use; without ``on_screen`` it needs no display.

    The web engine is loaded with the first map, not here, so that a start need not wait for it.
    """
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    # What the web engine asks of an application that is there before it.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication([APPLICATION, *_platform(on_screen=on_screen)])
    application.setApplicationName(APPLICATION)
    application.setApplicationVersion(version())
    application.setDesktopFileName("cga-desktop")
    application.setWindowIcon(QIcon(str(asset("icons/cga-terrain.svg"))))
    _kept.append(application)
    return application


def refuse_root() -> None:
    """Stop before the web engine would: as root it ends the process without a sentence.

    It refuses to work without its sandbox, which root cannot have, and the program never takes
    the sandbox away by itself.

    Raises:
        UserError: the process runs as root and nobody said that this is wanted.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return
    if os.environ.get("QTWEBENGINE_DISABLE_SANDBOX", "0") in ("", "0"):
        raise UserError(
            _(
                "La carte ne peut pas être dessinée par l’administrateur (root). Rien n’a été "
                "modifié : lancez le programme depuis votre propre compte."
            )
        )


def _platform(*, on_screen: bool) -> Sequence[str]:
    # On Linux only a platform without a screen is sure to start; elsewhere the usual one is, and
    # the one without a screen finds no fonts.
    if on_screen or sys.platform != "linux" or "QT_QPA_PLATFORM" in os.environ:
        return ()
    return ("-platform", "offscreen")


def settle(widget: QWidget) -> None:
    """Delete a closed window now: the web engine wants its pages gone before their profile."""
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
