"""The certificate of a real deletion: shown, and kept as a PDF or as text."""

from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QDir, QIODevice, QMarginsF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from cga_desktop.domain.certificates import Certificate
from cga_desktop.domain.errors import UserError
from cga_desktop.i18n import _
from cga_desktop.operations.certificate_files import keep_certificate
from cga_desktop.operations.certificate_words import (
    certificate_parts,
    certificate_text,
    certificate_title,
)
from cga_desktop.settings import APPLICATION
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.widgets.parts import card, label
from cga_desktop.ui.widgets.scrolling import fill, scrolled

_STYLE = """
h1 { font-size: 22pt; font-weight: 600; }
h2 { font-size: 13pt; font-weight: 600; margin-top: 14pt; margin-bottom: 2pt; }
p, li { font-size: 11pt; line-height: 130%; margin-top: 2pt; }
"""


class CertificatePage(QWidget):
    """What was erased, how far it reached, and what is left to do by hand."""

    def __init__(self, desk: Desk, certificate: Certificate) -> None:
        super().__init__()
        self._desk = desk
        self.certificate = certificate
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for heading, lines in certificate_parts(certificate):
            frame, inside = card(spacing=4)
            if heading:
                inside.addWidget(label(heading, "strong", wrap=True))
            for line in lines:
                inside.addWidget(label(line, wrap=True))
            column.addWidget(frame)
        column.addStretch(1)
        area = scrolled(ground)
        area.setAccessibleName(certificate_title())
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows turn the page: it has no field
        fill(self, area)

    def choose_file(self) -> None:
        """Ask where to keep it, and in which form."""
        name = f"{certificate_title()} {self.certificate.at[:10]}.pdf"
        forms = ";;".join([_("Document PDF (*.pdf)"), _("Texte (*.txt)")])
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Enregistrer le certificat"), str(Path(QDir.homePath()) / name), forms
        )
        if chosen:
            self.keep(Path(chosen))

    def keep(self, path: Path) -> None:
        """Keep the certificate at ``path``: text where its name says so, else a PDF."""
        text = path.suffix.casefold() == ".txt"
        content = (
            certificate_text(self.certificate).encode("utf-8")
            if text
            else pdf_bytes(document_of(self.certificate))
        )
        try:
            keep_certificate(content, path)
        except UserError as error:
            self._desk.refused.emit(str(error))
            return
        self._desk.said.emit(_("Le certificat est enregistré : « {file} ».").format(file=path.name))


def document_of(certificate: Certificate) -> QTextDocument:
    """The certificate as a page; what people typed is never read as markup."""
    html = f"<h1>{escape(certificate_title())}</h1>"
    for heading, lines in certificate_parts(certificate):
        if heading:
            points = "".join(f"<li>{escape(line)}</li>" for line in lines)
            html += f"<h2>{escape(heading)}</h2><ul>{points}</ul>"
        else:
            html += "".join(f"<p>{escape(line)}</p>" for line in lines)
    document = QTextDocument()
    document.setDefaultStyleSheet(_STYLE)
    document.setHtml(html)
    return document


def pdf_bytes(document: QTextDocument) -> bytes:
    """The page as a PDF, in memory."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(certificate_title())
    writer.setCreator(APPLICATION)
    # ``print_`` leaves two centimetres around the text by itself.
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()
        )
    )
    document.print_(writer)
    return bytes(buffer.data().data())
