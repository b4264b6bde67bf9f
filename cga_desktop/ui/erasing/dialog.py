"""« Effacer définitivement… »: the question, the work, the certificate."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cga_desktop.domain.certificates import Certificate
from cga_desktop.domain.errors import UserError
from cga_desktop.i18n import _
from cga_desktop.operations.certificate_words import certificate_title
from cga_desktop.operations.erasing import Doomed, doomed, erase_record
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.erasing.certificate_page import CertificatePage
from cga_desktop.ui.erasing.finishing import finished, unmeasured
from cga_desktop.ui.erasing.question_page import QuestionPage
from cga_desktop.ui.widgets.dialogs import lay_out
from cga_desktop.ui.widgets.parts import button, label
from cga_desktop.ui.written import when_written

_WIDTH, _HEIGHT = 680, 620


class EraseDialog(QDialog):
    """Erases one interview, actor or observation, where that is truly meant.

    ``gone`` is called as soon as it is no more in the study, before any view reads it again.
    """

    def __init__(
        self, parent: QWidget, desk: Desk, *, record_id: str, subject: str, gone: Callable[[], None]
    ) -> None:
        super().__init__(parent.window())  # what was shown may go before the dialog does
        self._desk, self._record_id, self._subject, self._gone = desk, record_id, subject, gone
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Effacer définitivement"))
        self.question: QuestionPage | None = None
        self.certificate: CertificatePage | None = None
        self.title = label(_("Effacer définitivement ?"), "title", wrap=True)
        self.said = label("", "danger", wrap=True)
        self.said.hide()
        self.pages = QStackedWidget()
        self.pages.addWidget(self._waiting(_("Ce qui sera effacé se compte…")))
        self.keep = button(_("Garder"), self.reject)
        self.erase = button(_("Effacer définitivement"), self._begin, role="danger")
        self.erase.setEnabled(False)
        self.save = button(_("Enregistrer…"), self._save)
        self.save.setAccessibleName(_("Enregistrer le certificat"))
        self.save.hide()
        self._working = False
        lay_out(
            self,
            self.title,
            self.said,
            page=self.pages,
            aside=self.save,
            buttons=(self.erase, self.keep),
        )
        wanted = QSize(desk.theme.px(_WIDTH), desk.theme.px(_HEIGHT))
        self.resize(wanted.boundedTo(parent.window().size()))
        desk.jobs.run(
            partial(_counted, record_id=record_id),
            owner=self,
            then=self._ask,
            failed=self._cannot,
        )

    def _waiting(self, words: str) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        self.state = label(words, "muted", wrap=True)
        column.addWidget(self.state)
        self.bar = QProgressBar(minimum=0, maximum=0)
        self.bar.setAccessibleName(_("Avancement"))
        column.addWidget(self.bar)
        column.addStretch(1)
        return page

    def _ask(self, found: Doomed) -> None:
        self.question = QuestionPage(self._subject, found)
        self.question.answered.connect(self.erase.setEnabled)
        self.pages.addWidget(self.question)
        self.pages.setCurrentWidget(self.question)
        self.question.reason.setFocus()

    def _cannot(self, error: UserError) -> None:
        self.bar.hide()
        self.state.setText("")
        self._refused(error)

    # --- doing it --------------------------------------------------------------------------------

    def _begin(self) -> None:
        """What was typed is written first: what waits for the disk would be written after."""
        self.said.hide()
        self.erase.setEnabled(False)
        when_written(self._desk, self._erase, self._not_written)

    def _not_written(self) -> None:
        self._say(
            _(
                "Vos derniers mots ne sont pas encore sur le disque : rien n’a été effacé. "
                "Réessayez quand ils seront enregistrés."
            )
        )
        self.erase.setEnabled(True)

    def _erase(self) -> None:
        if self.question is None or self._working:
            return
        self._working = True
        self.keep.setEnabled(False)
        self.pages.setCurrentIndex(0)
        self.state.setText(_("L’étude s’efface…"))
        self._desk.jobs.write(
            partial(
                erase_record,
                record_id=self._record_id,
                reason=self.question.reason.text(),
                by=self._desk.settings.contributor,
                with_interviews=self.question.with_interviews.isChecked(),
            ),
            initiator=self,
            then=self._erased,
            failed=self._not_erased,
        )

    def _not_erased(self, error: UserError) -> None:
        self._working = False
        self.keep.setEnabled(True)
        if self.question is not None:
            self.pages.setCurrentWidget(self.question)
            self.erase.setEnabled(self.question.complete)
        self._refused(error)

    def _refused(self, error: UserError) -> None:
        self._say(str(error))

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.show()

    def _erased(self, certificate: Certificate) -> None:
        self._gone()
        self.state.setText(
            _(
                "L’étude n’en garde plus rien. Les copies de sauvegarde se réécrivent : cela peut "
                "prendre une minute."
            )
        )
        self._desk.jobs.run_steps(
            finished,
            owner=self,
            then=partial(self._finished, certificate),
            progress=unmeasured,
            failed=partial(self._show_certificate, certificate),
        )

    def _finished(self, begun: Certificate, done: Sequence[Certificate]) -> None:
        mine = next((one for one in done if one.id == begun.id), begun)
        self._show_certificate(mine)

    def _show_certificate(self, certificate: Certificate, error: UserError | None = None) -> None:
        self._working = False
        self.certificate = CertificatePage(self._desk, certificate)
        self.pages.addWidget(self.certificate)
        self.pages.setCurrentWidget(self.certificate)
        self.title.setText(certificate_title())
        if error is not None:
            self._refused(error)
        self.erase.hide()
        self.save.show()
        self.keep.setText(_("Fermer"))
        self.keep.setEnabled(True)
        self.keep.setFocus()

    def _save(self) -> None:
        if self.certificate is not None:
            self.certificate.choose_file()

    def reject(self) -> None:
        """Nothing is erased; while it is being done, it is not left half-way."""
        if not self._working:
            super().reject()


def _counted(workspace: Workspace, *, record_id: str) -> Doomed:
    with workspace.database.reading() as session:
        return doomed(session, record_id)
