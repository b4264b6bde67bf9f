"""Making a recovery sheet: the passphrase first, then a code that is shown, printed, and let go."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDir, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from cga_desktop.domain.errors import UserError, WrongPassphrase
from cga_desktop.domain.recovery_codes import RecoveryCode
from cga_desktop.i18n import _
from cga_desktop.operations.passphrases import CopiesRenewed, keep_sheet, make_recovery_code
from cga_desktop.store.queries.study import status
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.settings.copies_renewed import renew_copies_of, said_of_left
from cga_desktop.ui.settings.recovery_sheet import Sheet, composed, pdf_bytes, printed
from cga_desktop.ui.welcome.pages import foot
from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.parts import button, label
from cga_desktop.ui.widgets.secret import SecretField, show_tick

_PDF = "Feuille de secours.pdf"


class RecoveryForm(QWidget):
    """Asks for the passphrase, then shows the code of the new sheet until it is put away.

    Signals:
        over: the sheet is put away, or nobody wants one any more.
    """

    over = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._code: RecoveryCode | None = None
        self._study = ""
        self._safe = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._question = self._make_question()
        self._answer = self._make_answer()
        column.addWidget(self._question)
        column.addWidget(self._answer)

    def _make_question(self) -> QWidget:
        holder, column = _column()
        column.addWidget(
            label(
                _(
                    "Si la phrase de passe est perdue, le code de la feuille ouvre l’étude. Il "
                    "n’est gardé nulle part dans l’ordinateur : imprimez la feuille tout de suite "
                    "et rangez-la ailleurs, sous clé. Une nouvelle feuille remplace celle d’avant."
                ),
                "muted",
                wrap=True,
            )
        )
        form = Form()
        self.passphrase = SecretField()
        form.add_row(_("Phrase de passe de l’étude"), self.passphrase)
        self.tick = show_tick(self.passphrase)
        form.add_widget(self.tick)
        column.addWidget(form)
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        self.make_button = button(_("Créer la feuille"), self._make, role="accent")
        cancel = button(_("Annuler"), self.close_form, role="quiet")
        column.addWidget(foot(self.make_button, cancel))
        self.passphrase.returnPressed.connect(self._make)
        return holder

    def _make_answer(self) -> QWidget:
        holder, column = _column()
        column.addWidget(label(_("Le code de votre feuille de secours :"), "strong", wrap=True))
        groups, self._groups = QWidget(), [label(role="figure") for _number in range(7)]
        flow = FlowLayout(groups, gap=16)
        for one in self._groups:
            flow.addWidget(one)
        column.addWidget(groups)
        column.addWidget(
            label(
                _(
                    "Il ne sera plus jamais montré. Imprimez la feuille, ou recopiez le code à la "
                    "main."
                ),
                "small",
                wrap=True,
            )
        )
        self.print_button = button(_("Imprimer la feuille…"), self._print, role="accent")
        self.pdf_button = button(_("En faire un PDF…"), self._choose_pdf)
        self.done_button = button(_("J’ai rangé la feuille"), self._put_away, role="quiet")
        column.addWidget(foot(self.print_button, self.pdf_button, self.done_button))
        return holder

    @property
    def shows_code(self) -> bool:
        """Whether a code is on the screen."""
        return self._code is not None

    def open_form(self) -> None:
        """Show it, with the hands on its first field."""
        self._question.show()
        self._answer.hide()
        self.show()
        self.passphrase.setFocus()

    def close_form(self) -> None:
        """Forget the code and what was typed."""
        self._forget()
        self.hide()
        self.over.emit()

    def leave(self) -> None:
        """Nobody looks at it any more: a code does not stay on the screen."""
        if self.shows_code and not self._safe:
            self._say_lost()
        if not self.isHidden():
            self.close_form()

    def _say_lost(self) -> None:
        self._desk.refused.emit(
            _(
                "Le code de la feuille de secours n’est plus affiché. Si vous ne l’avez ni imprimé "
                "ni recopié, faites une nouvelle feuille : elle le remplacera."
            )
        )

    def _forget(self) -> None:
        self._code = None
        self._safe = False
        self.passphrase.clear()
        self.tick.setChecked(False)
        self._refuse("")
        for one in self._groups:
            one.clear()

    def _refuse(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.make_button.setAccessibleDescription(sentence)

    # --- the code --------------------------------------------------------------------------------

    def _make(self) -> None:
        passphrase = self.passphrase.text()
        if not passphrase:
            self.passphrase.setFocus()
            return
        self._refuse("")
        self._question.setEnabled(False)

        def name_known(name: str) -> None:
            self._study = name
            self._desk.jobs.run(
                lambda workspace: make_recovery_code(
                    workspace.database.path, passphrase=passphrase
                ),
                owner=self,
                then=self._made,
                failed=self._not_made,
            )

        self._desk.jobs.read(lambda session: status(session).name, owner=self, then=name_known)

    def _not_made(self, error: UserError) -> None:
        self._question.setEnabled(True)
        self._refuse(str(error))
        if isinstance(error, WrongPassphrase):
            self.passphrase.selectAll()
            self.passphrase.setFocus()

    def _made(self, code: RecoveryCode) -> None:
        self._question.setEnabled(True)
        renew_copies_of(self._desk, owner=self, then=self._renewed)
        if self.isHidden():  # its room was left meanwhile
            self._say_lost()
            return
        self.passphrase.clear()
        self._code = code
        for place, (one, group) in enumerate(zip(self._groups, code.groups, strict=True), start=1):
            one.setText(group)
            one.setAccessibleName(
                _("Groupe {number} : {signs}").format(number=place, signs=" ".join(group))
            )
        self._question.hide()
        self._answer.show()
        self.print_button.setFocus()

    def _renewed(self, copies: CopiesRenewed) -> None:
        if copies.left:
            self._desk.refused.emit(said_of_left(copies))

    # --- on paper --------------------------------------------------------------------------------

    def _document(self) -> QTextDocument | None:
        if self._code is None:
            return None
        path = self._desk.jobs.workspace.database.path
        today = date.today()  # noqa: DTZ011  (the day of whoever prints it)
        return composed(Sheet(self._study, path.name, today, self._code))

    def _print(self) -> None:
        document = self._document()
        if document is not None and printed(document, self):
            self._safe = True

    def _choose_pdf(self) -> None:
        start = str(Path(QDir.homePath()) / _PDF)
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Feuille de secours en PDF"), start, _("Document PDF (*.pdf)")
        )
        if chosen:
            self.write_pdf(Path(chosen))

    def write_pdf(self, path: Path) -> None:
        """Write the sheet at ``path``, which its owner chose."""
        document = self._document()
        if document is None:
            return
        study = self._desk.jobs.workspace.database.path
        try:
            keep_sheet(pdf_bytes(document), path, study=study)
        except UserError as error:
            self._desk.refused.emit(str(error))
            return
        self._safe = True
        self._desk.said.emit(
            _("La feuille est dans « {file} » : gardez ce fichier loin de l’ordinateur.").format(
                file=path.name
            )
        )

    def _put_away(self) -> None:
        self.close_form()


def _column() -> tuple[QWidget, QVBoxLayout]:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return holder, column
