"""What an export will hold and what stays in the study; then the files that were written."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from cga_desktop.domain.exports import WrittenFile
from cga_desktop.domain.figures import figure
from cga_desktop.domain.moments import NARROW_SPACE
from cga_desktop.i18n import _, ngettext
from cga_desktop.operations.exports import Report
from cga_desktop.ui.widgets.parts import button, card, label

OpenPath = Callable[[Path], object]
_KILO = 1000


def open_path(path: Path) -> bool:
    """Open a file or folder with the program the system has for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def size_said(size: int) -> str:
    """``434 ko``, ``1,2 Mo``."""
    if size < _KILO:
        return f"{figure(size)}{NARROW_SPACE}{ngettext('octet', 'octets', size)}"
    if size < _KILO**2:
        return f"{figure(round(size / _KILO))}{NARROW_SPACE}{_('ko')}"
    return f"{size / _KILO**2:.1f}{NARROW_SPACE}{_('Mo')}".replace(".", ",")


def contents_said(report: Report) -> Iterator[str]:
    """What the report holds, a line for each kind of thing."""
    actors = len(report.actors)
    placed = sum(one.point is not None for one in report.actors)
    yield ngettext(
        "{count} acteur, dont {placed} sur la carte",
        "{count} acteurs, dont {placed} sur la carte",
        actors,
    ).format(count=figure(actors), placed=figure(placed))
    seen, quoted = len(report.observations), len(report.excerpts)
    if seen:
        yield ngettext("{count} observation", "{count} observations", seen).format(
            count=figure(seen)
        )
    if quoted:
        yield ngettext("{count} verbatim", "{count} verbatims", quoted).format(count=figure(quoted))
    contacts = sum(one.contact is not None for one in report.actors)
    yield ngettext("{count} contact", "{count} contacts", contacts).format(count=figure(contacts))


class Contents(QWidget):
    """The card that says what goes and what stays, before anything is written."""

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame, column = card()
        column.addWidget(label(_("Ce que l’export contient"), "section"))
        self.held = label(wrap=True)
        self.held.setAccessibleName(_("Ce que l’export contient"))
        column.addWidget(self.held)
        column.addSpacing(8)
        column.addWidget(label(_("Ce qui n’en sort pas"), "section"))
        self.left_out = label(wrap=True)
        self.left_out.setAccessibleName(_("Ce qui n’en sort pas"))
        column.addWidget(self.left_out)
        outer.addWidget(frame)

    def show_report(self, report: Report) -> None:
        """Say it of one report."""
        self.held.setText("\n".join(contents_said(report)))
        self.left_out.setText("\n".join(report.left_out) or _("Rien n’est retenu."))


class WrittenFiles(QWidget):
    """The files of the last export, each with a button that opens it."""

    def __init__(self, open_path: OpenPath = open_path) -> None:
        super().__init__()
        self._open = open_path
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame, self._column = card()
        self._column.addWidget(label(_("Fichiers exportés"), "section"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._column.addLayout(self._rows)
        outer.addWidget(frame)
        self.hide()

    def show_files(self, files: Sequence[WrittenFile]) -> None:
        """Show what was just written; nothing hides the card."""
        _empty(self._rows)
        for file in files:
            self._rows.addLayout(self._row(file))
        if files:
            folder = files[0].path.parent
            self._rows.addWidget(
                button(_("Ouvrir le dossier"), lambda: self._open(folder), tip=str(folder))
            )
        self.setVisible(bool(files))

    def _row(self, file: WrittenFile) -> QHBoxLayout:
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(file.path.name, wrap=True))
        words.addWidget(label(size_said(file.bytes), "small"))
        row.addLayout(words, 1)
        opening = button(_("Ouvrir"), lambda: self._open(file.path), tip=file.path.name)
        opening.setAccessibleName(_("Ouvrir {name}").format(name=file.path.name))
        row.addWidget(opening)
        return row


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.deleteLater()
        elif inner is not None:
            _empty(inner)
