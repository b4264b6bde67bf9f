"""The page that is printed: everything somebody needs years later, and nothing that is markup."""

from datetime import date

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cga_desktop.domain.recovery_codes import RecoveryCode, read_code
from cga_desktop.ui.settings import recovery_sheet
from cga_desktop.ui.settings.recovery_sheet import Sheet, composed, pdf_bytes, printed
from tests.ui.conftest import ordinary

CODE = RecoveryCode(bytes(range(16)))


@pytest.fixture
def page(qapp: QApplication) -> QTextDocument:
    name = "Bondy <b>nord</b> & L’Épinette"
    return composed(Sheet(name, "Bondy nord.cgaetude", date(2026, 11, 3), CODE))


def test_the_page_says_which_study_when_and_what_to_do(page: QTextDocument) -> None:
    words = ordinary(page.toPlainText())
    assert "Bondy <b>nord</b> & L’Épinette" in words
    assert "Fichier « Bondy nord.cgaetude » · feuille faite le 3 novembre 2026" in words
    for title in ("Ce qu’il ouvre", "Quand s’en servir", "Où la garder"):
        assert title in words
    assert "Loin de l’ordinateur" in words


def test_the_code_on_the_page_can_be_typed_group_by_group(page: QTextDocument) -> None:
    lines = page.toPlainText().splitlines()
    groups = [line for line in lines if line in CODE.groups]
    assert read_code(" ".join(groups)) == CODE
    assert [line for line in lines if line.isdecimal() and len(line) == 1] == list("1234567")


def test_it_is_one_page_of_pdf_whose_properties_do_not_tell_the_code(page: QTextDocument) -> None:
    pdf = pdf_bytes(page)
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") == 1
    assert "Feuille de secours".encode("utf-16-be") in pdf, "its title"
    for written in (CODE.text, "".join(CODE.groups), " ".join(CODE.groups)):
        assert written.encode() not in pdf
        assert written.encode("utf-16-be") not in pdf


def test_the_whole_of_it_is_on_that_page(page: QTextDocument) -> None:
    pdf_bytes(page)
    assert page.pageCount() == 1


@pytest.fixture
def to_file(tmp_path, monkeypatch: pytest.MonkeyPatch):
    """A printer that is a file: paper is not to be had in tests."""

    def choose(dialog: QPrintDialog) -> QPrintDialog.DialogCode:
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "imprimante.pdf"))
        return QPrintDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", choose)
    return tmp_path / "imprimante.pdf"


def test_it_is_sent_to_the_printer_that_was_chosen(
    qtbot: QtBot, page: QTextDocument, to_file
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    assert printed(page, parent)
    assert to_file.read_bytes().startswith(b"%PDF")


def test_a_dismissed_dialog_prints_nothing(
    qtbot: QtBot, page: QTextDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(QPrintDialog, "exec", lambda _self: QPrintDialog.DialogCode.Rejected)
    assert not printed(page, parent)


def test_a_printer_that_does_not_take_it_is_no_success(
    qtbot: QtBot, page: QTextDocument, to_file, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def begin(self, _device: object) -> bool:
            return False

    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(recovery_sheet, "QPainter", Broken)
    assert not printed(page, parent)
