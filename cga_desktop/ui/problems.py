"""A bug, said to its user: what is safe, and details that can be copied to us."""

import platform
import traceback
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from cga_desktop import logbook
from cga_desktop.i18n import _
from cga_desktop.version import version

_FOLDERS = 3


def details(error: BaseException) -> str:
    """Versions and the places in the program, without a word of what people typed."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {_place(one.filename)}:{one.lineno} {one.name}" for one in frames]
    head = f"CGA Terrain {version()} · {platform.platform()} · Python {platform.python_version()}"
    return "\n".join([head, type(error).__name__, *places])


def _place(filename: str) -> str:
    """Which file it is, without the folders above it: they often hold somebody's name."""
    return "/".join(Path(filename).parts[-_FOLDERS:])


class BugBox(QMessageBox):
    """Says that something went wrong; several bugs at once need saying only once."""


def show_bug(parent: QWidget, error: BaseException) -> None:
    """A dialog that does not block the program; the log keeps the traceback."""
    logbook.keep(error)
    if parent.findChild(BugBox) is not None:
        return
    box = BugBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(_("Le programme a rencontré un défaut."))
    box.setInformativeText(
        _(
            "Ce qui était enregistré l’est toujours. Vous pouvez continuer ; si cela se répète, "
            "envoyez-nous les détails : ils ne contiennent rien de ce que vous avez écrit."
        )
    )
    text = details(error)
    box.setDetailedText(text)
    copy = box.addButton(_("Copier les détails"), QMessageBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QApplication.clipboard().setText(text))
    box.addButton(_("Continuer"), QMessageBox.ButtonRole.AcceptRole)
    box.open()
