"""The recovery sheet on paper: composed, printed, or made a PDF where its owner wants one."""

from dataclasses import dataclass
from datetime import date
from html import escape

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import (
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)
from PySide6.QtWidgets import QWidget

from cga_desktop.domain.moments import day
from cga_desktop.domain.recovery_codes import RecoveryCode
from cga_desktop.i18n import _
from cga_desktop.settings import APPLICATION

_MARGIN_MM = 20
_FIRST_ROW = 4
"""Groups of the code in its first row; the others follow in a second one."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on one sheet.

    Attributes:
        study: the name of the study.
        file: the name of its file.
        made_on: when the code was made.
        code: the code.
    """

    study: str
    file: str
    made_on: date
    code: RecoveryCode


def composed(sheet: Sheet) -> QTextDocument:
    """The page; nothing of it is written anywhere."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    font = QFont()
    font.setFeature(QFont.Tag("liga"), 0)  # joined letters would be one sign for who searches
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(_STYLE)
    document.setHtml(
        f"<h1>{escape(_('Feuille de secours'))}</h1>"
        f"<p class='about'><b>{escape(sheet.study)}</b><br>{escape(_about(sheet))}</p>"
        f"{_code_rows(sheet.code)}<p></p>"
        + "".join(f"<h2>{escape(title)}</h2><p>{escape(text)}</p>" for title, text in _says())
    )
    return document


_STYLE = """
h1 { font-size: 26pt; font-weight: 600; }
h2 { font-size: 14pt; font-weight: 600; margin-top: 18pt; margin-bottom: 2pt; }
p { font-size: 12pt; line-height: 130%; margin-top: 2pt; }
p.about { font-size: 13pt; margin-bottom: 18pt; }
td { padding: 10pt; border-width: 1px; border-style: solid; border-color: #59625D; }
td.code { font-family: 'DejaVu Sans Mono', 'Consolas', 'Menlo', monospace; font-size: 30pt; }
td.number { font-size: 11pt; color: #59625D; border-style: none; padding: 2pt; }
"""


def _about(sheet: Sheet) -> str:
    return _("Fichier « {file} » · feuille faite le {day}").format(
        file=sheet.file, day=day(sheet.made_on)
    )


def _code_rows(code: RecoveryCode) -> str:
    """Groups in two rows, each under its number: it is by its number that a slip is said."""
    numbered = list(enumerate(code.groups, start=1))
    rows = ""
    for part in (numbered[:_FIRST_ROW], numbered[_FIRST_ROW:]):
        numbers = "".join(
            f"<td class='number' align='center'>{number}</td>" for number, _group in part
        )
        groups = "".join(f"<td class='code'>{group}</td>" for _number, group in part)
        rows += (
            f"<table cellspacing='8' cellpadding='6'><tr>{numbers}</tr><tr>{groups}</tr></table>"
        )
    return rows


def _says() -> tuple[tuple[str, str], ...]:
    return (
        (
            _("Ce qu’il ouvre"),
            _(
                "Ce code ouvre l’étude et ses copies de sauvegarde, comme la phrase de passe. Qui "
                "a cette feuille et le fichier de l’étude peut tout lire."
            ),
        ),
        (
            _("Quand s’en servir"),
            _(
                "Quand la phrase de passe est perdue. Ouvrez l’étude dans {program} et tapez le "
                "code à la place de la phrase de passe : majuscules, espaces et tirets n’importent "
                "pas, et il n’y a ni I, ni L, ni O, ni U. Le programme propose ensuite de choisir "
                "une nouvelle phrase."
            ).format(program=APPLICATION),
        ),
        (
            _("Où la garder"),
            _(
                "Loin de l’ordinateur : dans une armoire fermée à clé ou un coffre de "
                "l’association, jamais dans la sacoche du portable, ni en photo. Une nouvelle "
                "feuille remplace celle-ci ; détruisez alors celle-ci."
            ),
        ),
    )


def pdf_bytes(document: QTextDocument) -> bytes:
    """The page as a PDF, in memory."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(_("Feuille de secours"))
    writer.setCreator(APPLICATION)
    writer.setPageLayout(_layout())
    _draw(document, writer)
    return bytes(buffer.data().data())


def _draw(document: QTextDocument, device: QPagedPaintDevice) -> bool:
    """Draw the one page on paper or PDF; whether the device took it."""
    document.documentLayout().setPaintDevice(device)
    document.setPageSize(QSizeF(device.width(), device.height()))
    painter = QPainter()
    if not painter.begin(device):
        return False
    document.drawContents(painter)
    return painter.end()


def _layout() -> QPageLayout:
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Portrait,
        margins,
        QPageLayout.Unit.Millimeter,
    )


def printed(document: QTextDocument, parent: QWidget) -> bool:
    """Have the page printed on a printer that its owner chooses; whether it was sent there."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # only who prints waits for it

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(_("Feuille de secours"))
    printer.setPageLayout(_layout())
    dialog = QPrintDialog(printer, parent)
    try:
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return False
    finally:
        dialog.deleteLater()
    return _draw(document, printer)
